"""A document as lines for a terminal."""

from __future__ import annotations

import re
from datetime import date

import pytest
from rich.cells import cell_len

from komma_cli.cli.common import shipped_playbook
from komma_cli.cli.who import opened
from komma_cli.render.blocks import parse_blocks
from komma_cli.render.catalog import documents
from komma_cli.render.produce import produce
from komma_cli.render.tree import inlines_of, plain, walk
from komma_cli.report.screen_page import as_string, page


def shown(markdown: str, width: int = 80, lang: str = "de") -> str:
    return as_string(page(parse_blocks(markdown), lang, width), styled=False)


def test_headings_lists_and_boxes_are_told_without_colour() -> None:
    said = shown(
        "# Titel\n\n## Kapitel\n\nText **wichtig**.\n\n1. eins\n2. zwei\n   - drei\n\n- [ ] offen\n- [x] fertig\n\n"
        "> [!WARNING]\n> **Vorsicht**\n>\n> Nicht löschen.\n\n> Zitat\n\n---\n"
    )
    assert said == (
        "Titel\n=====\n\nKapitel\n-------\n\nText wichtig.\n\n1. eins\n2. zwei\n   - drei\n\n[ ] offen\n[x] fertig\n\n"
        f"| Achtung: Vorsicht\n| Nicht löschen.\n\n> Zitat\n\n{'-' * 80}\n"
    )


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[Hilfe](https://hilfe.example/a)", "Hilfe (https://hilfe.example/a)"),
        ("[https://hilfe.example](https://hilfe.example)", "https://hilfe.example"),
        ("[0221 4710205](tel:+492214710205)", "0221 4710205"),
        ("[Anrufen](tel:+492214710205)", "Anrufen (+492214710205)"),
        ("[a@b.example](mailto:a@b.example)", "a@b.example"),
        ("[Schreiben](mailto:a@b.example)", "Schreiben (a@b.example)"),
    ],
)
def test_links_show_where_they_lead(link: str, said: str) -> None:
    assert shown(link) == f"{said}\n"


def test_a_link_inside_the_document_leads_nowhere_on_a_screen() -> None:
    assert shown("## Teil\n\nSiehe [Teil](#teil).").endswith("Siehe Teil.\n")


def test_a_table_that_fits_has_columns() -> None:
    assert shown("| A | Länge |\n| --- | --- |\n| x | zwei Worte |\n| yyy | z |\n") == (
        "A    Länge\n---  ----------\nx    zwei Worte\nyyy  z\n"
    )


def test_a_table_that_must_wrap_keeps_its_words_whole_and_its_rows_apart() -> None:
    long = "Wort " * 15
    said = shown(f"| A | B |\n| --- | --- |\n| {long}| {long}|\n| k | k |\n", 50).splitlines()
    assert max(map(len, said)) <= 50
    assert sum(line.split().count("Wort") for line in said) == 30
    assert said[-2] == ""


def test_a_table_that_is_too_wide_becomes_records() -> None:
    head = "| Rolle | Verantwortlichkeit | Telefonnummer | Bemerkungen |\n| --- | --- | --- | --- |\n"
    said = shown(head + "| Koordination | Gefährdungsbeurteilung | 0221 4710205 | |\n", 40)
    assert (
        said
        == "Rolle: Koordination\n  Verantwortlichkeit:\n    Gefährdungsbeurteilung\n  Telefonnummer: 0221 4710205\n"
    )


def test_forms_have_room_to_write() -> None:
    said = shown(
        "<!-- field: long 2 -->\n**Wortlaut** (Pflicht)\n\n"
        "<!-- field: choice -->\n**Art**\n\n- [ ] laut\n- [ ] anders:\n"
    )
    line = "_" * 60
    assert said == f"Wortlaut (Pflicht)\n{line}\n{line}\n\nArt\n( ) laut\n( ) anders: ____________\n"


def test_spaces_that_must_not_break_keep_a_number_together() -> None:
    words = "x" * 34 + " 0221\u00a047\u2011102"
    assert shown(words, 40) == "x" * 34 + "\n0221 47-102\n"


def test_signs_that_steer_a_terminal_are_not_passed_on() -> None:
    assert shown("Text \u202eumgedreht\u202c \x9b31m") == "Text ?umgedreht? ?31m\n"


def test_pictures_contents_and_code_are_words() -> None:
    said = shown("<!-- toc -->\n\n## Eins\n\n![Stufen als Leiter](ladder.png)\n\n```\nkomma  check\n```\n")
    assert said == "Inhalt:\n- Eins\n\nEins\n----\n\n[Bild: Stufen als Leiter]\n\n    komma  check\n"


def test_bold_letters_come_on_top() -> None:
    lines = page(parse_blocks("Text **fett**"), "de", 80)
    assert as_string(lines, styled=True) == "Text \x1b[1mfett\x1b[0m\n"


@pytest.mark.parametrize(("name", "lang"), [("musterstadt", "de"), ("erste-stunde", "en")])
def test_every_document_fits_and_says_every_word(name: str, lang: str) -> None:
    playbook, _ = opened(str(shipped_playbook(name)))
    for spec in documents():
        blocks = produce(playbook, spec.id, lang, None, date(2026, 12, 1)).document.blocks
        texts = [plain(inlines) for block in walk(blocks) for inlines in inlines_of(block)]
        for width in (40, 80):
            said = as_string(page(blocks, lang, width), styled=False)
            wide = [line for line in said.splitlines() if cell_len(line) > width and " " in line.strip(" |>-")]
            assert wide == [], spec.id
            assert {word for one in texts for word in _words(one)} - _words(said) == set(), spec.id
            added = {sign for sign in said if not sign.encode("cp1252", "ignore")}
            assert added <= set("".join(texts)), spec.id


def _words(text: str) -> set[str]:
    """Return the words of a text without the signs around them."""
    return set(re.findall(r"\w+", text))
