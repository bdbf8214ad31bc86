"""The difference between two versions of a document, as plain text."""

import pytest

from komma_cli.wizard.showing.passages import layout, pages, passages

HEAD = "# Titel\n\n## Rollen\n\n"
TABLE = "<!-- caption: Die Liste -->\n| Wer | Wann |\n|---|---|\n| Rat | heute |\n"


def shown(markdown, other, width=72):
    return layout(passages(markdown, other), width)


def test_two_equal_versions_have_no_difference():
    assert shown(HEAD + TABLE, HEAD + TABLE) == []


def test_a_paragraph_stands_under_its_headings_and_the_title_is_left_out():
    before = HEAD + "### Koordination\n\nAlt.\n"
    assert shown(before + "\n**Neu** und *schön*.\n", before) == ["Rollen – Koordination", "  Neu und schön."]


def test_of_a_table_only_the_rows_that_differ_are_shown_by_column():
    table = "<!-- caption: Die Liste -->\n| Wer | Wann | Wo |\n|---|---|---|\n| Rat | heute | Saal |\n"
    longer = table + "| Amt<br>A | [0221 4710](tel:+492214710) | |\n"
    assert shown(HEAD + longer, HEAD + table) == [
        "Rollen",
        "  Die Liste:",
        "  · Wer: Amt; A",
        "    Wann: 0221 4710",
    ]


def test_of_two_columns_the_first_one_names_the_second():
    longer = TABLE + "| Amt | morgen |\n| nur dies | |\n"
    assert shown(HEAD + longer, HEAD + TABLE) == ["Rollen", "  Die Liste:", "  · Amt: morgen", "  · Wer: nur dies"]


def test_a_row_that_the_other_version_only_remarks_upon_is_not_shown():
    other = TABLE.replace("heute", "heute<br>**neu prüfen**")
    assert shown(HEAD + TABLE, HEAD + other) == []


def test_an_item_of_a_list_keeps_its_number_and_a_new_number_is_no_difference():
    assert shown("1. Eins\n2. Neu\n3. Zwei\n", "1. Eins\n2. Zwei\n") == ["2. Neu"]


def test_what_a_list_begins_with_is_never_lost():
    before = "## Sprache\n\n**Das sagen wir nie:**\n\n- Namen\n"
    assert shown(before + "- „Ein Einzelfall“\n", before) == ["Sprache", "  Das sagen wir nie:", "  · „Ein Einzelfall“"]
    assert shown(before + "\n- Zahlen\n\nEnde.\n", before) == [
        "Sprache",
        "  Das sagen wir nie:",
        "  · Zahlen",
        "  Ende.",
    ]
    assert shown(before, "## Sprache\n") == ["Sprache", "  Das sagen wir nie:", "  · Namen"]


def test_nested_items_ticks_and_code_lose_their_signs():
    markdown = "- [ ] Prüfen\n- Eins\n\n  Mehr dazu.\n\n  - darunter\n\n```\nkomma check\n```\n"
    assert shown(markdown, "") == ["( ) · Prüfen", "· Eins", "  Mehr dazu.", "  · darunter", "komma check"]


def test_a_box_is_led_by_its_title_and_shows_only_what_differs():
    box = "> [!NOTE]\n> **Wichtig**\n>\n> Alt.\n>\n> <!-- style: number -->\n> {}\n"
    assert shown(box.format("444"), box.format("555")) == ["Wichtig:", "444"]


def test_a_new_heading_without_text_is_shown_and_one_with_text_below_only_once():
    assert shown(HEAD + "### Neu\n", HEAD) == ["Rollen – Neu"]
    assert shown(HEAD + "### Neu\n\nText.\n", HEAD) == ["Rollen – Neu", "  Text."]


def test_page_breaks_and_the_table_of_contents_say_nothing():
    assert shown("<!-- toc -->\n\n<!-- pagebreak -->\n\n## A\n\nB\n", "## A\n") == ["A", "  B"]


def test_typed_signs_come_back_as_they_were_typed():
    assert shown(r"\*kein\* Fett, \<b\>, a\|b, \# x" + "\n", "") == ["*kein* Fett, <b>, a|b, # x"]


def test_unbreakable_signs_become_what_every_console_prints():
    said = shown("10\N{NO-BREAK SPACE}Uhr, E\N{NON-BREAKING HYPHEN}Mail, Ver\N{SOFT HYPHEN}trag\n", "")
    assert said == ["10 Uhr, E-Mail, Vertrag"]


@pytest.mark.parametrize("width", [30, 40, 72])
def test_no_line_is_wider_than_the_window_even_for_an_address(width):
    markdown = HEAD + TABLE + "| Amt | https://" + "a" * 200 + ".example |\n"
    assert max(map(len, shown(markdown, "", width))) <= width


def test_pages_end_at_a_gap_and_hold_every_line_once():
    lines = [f"{block}{line}" if line else "" for block in "abcdefgh" for line in range(9, -1, -1)]
    found = pages(lines, 30)
    assert all(0 < len(page) <= 30 and page[0] and page[-1] for page in found)
    assert [line for page in found for line in page if line] == [line for line in lines if line]
    assert all(page[-1].endswith("1") for page in found)


def test_a_block_longer_than_a_page_is_cut():
    assert [len(page) for page in pages(["x"] * 70, 30)] == [30, 30, 10]
