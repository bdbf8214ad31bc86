"""Leaving out what nobody has filled in."""

from __future__ import annotations

from komma_cli.render.hiding import without_empty


def test_rows_tables_and_headings_without_a_word_go() -> None:
    markdown = """# Titel

## Leer

<!-- caption: Nichts -->
| Angabe | Inhalt |
|---|---|
| Stand | offen |

## Halb

| Angabe | Inhalt | Bis |
|---|---|---|
| a | offen | offen |
| b | offen | 1.1.2027 |
| c | – | – |

### Darunter nichts

<!-- pagebreak -->

## Ende

Nachts: **offen**
"""
    assert (
        without_empty(markdown, "offen")
        == """# Titel

## Halb

| Angabe | Inhalt | Bis |
|---|---|---|
| b | offen | 1.1.2027 |
| c | – | – |

<!-- pagebreak -->

## Ende

Nachts: **offen**
"""
    )


def test_nothing_changes_where_nothing_is_open() -> None:
    markdown = "# T\n\n## A\n\n| a \\| b | c |\n|---|---|\n| offen | x |\n\n### B\n\nText\n"
    assert without_empty(markdown, "offen") == markdown
