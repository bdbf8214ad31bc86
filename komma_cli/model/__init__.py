"""What a playbook is: one module per section, put together in ``playbook.py``.

Structure, limits, references, conditions and confidentiality stand here and nowhere else; no human sentence does.
"""
