"""From values to documents: templates make Markdown, Markdown becomes a tree of blocks, writers make files of it.

Order: ``markdown.render_markdown`` -> ``blocks.parse_blocks`` -> ``document.RenderedDocument`` -> ``docx.write_docx``.
Nothing here knows the playbook, the clock or the disk (templates and a reference file are handed in).
"""
