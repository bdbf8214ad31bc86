"""Contacts from files that offices have: CSV, Excel workbooks and vCards, read into one plain form.

Nothing here knows a playbook or a screen. What cannot be taken over as it stands is told as a ``Notice``, never
guessed. ``reading.read_contacts`` is the door; what it returns stands in ``contact``.
"""
