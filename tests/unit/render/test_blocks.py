from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import ImageFont

import komma_cli.render
from komma_cli.render.blocks import parse_blocks
from komma_cli.render.columns import column_widths
from komma_cli.render.errors import RenderError
from komma_cli.render.tree import (
    SHARE,
    BulletList,
    Callout,
    Code,
    CodeSpan,
    Emphasis,
    Heading,
    Image,
    Landscape,
    LineBreak,
    Link,
    ListItem,
    OrderedList,
    PageBreak,
    PageSize,
    Paragraph,
    Portrait,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    TableOfContents,
    Text,
)
from komma_cli.worksheets import worksheets


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_inlines() -> None:
    (paragraph,) = parse_blocks('a **b *c*** ~~d~~ `e` [f](https://x.example "g")<br>h\\\ni\nj')
    assert paragraph == Paragraph(
        (
            Text("a "),
            Strong((Text("b "), Emphasis((Text("c"),)))),
            Text(" "),
            Strike((Text("d"),)),
            Text(" "),
            CodeSpan("e"),
            Text(" "),
            Link("https://x.example", (Text("f"),), "g"),
            LineBreak(),
            Text("h"),
            LineBreak(),
            Text("i j"),
        )
    )


def test_lists_with_tick_boxes_and_levels() -> None:
    assert parse_blocks("- [x] a\n- [ ] b\n\n3. c\n   - d\n") == (
        BulletList((ListItem((words("a"),), True), ListItem((words("b"),), False))),
        OrderedList((ListItem((words("c"), BulletList((ListItem((words("d"),)),)))),), 3),
    )


def test_callout_takes_a_bold_first_paragraph_as_its_title() -> None:
    assert parse_blocks("> [!CAUTION]\n> **Zuerst**\n>\n> <!-- style: number -->\n> 110\n\n> [!NOTE]\n> Text\n") == (
        Callout("caution", (Text("Zuerst"),), (Paragraph((Text("110"),), "number"),)),
        Callout("note", (), (words("Text"),)),
    )


def test_table_with_caption_and_alignment() -> None:
    (table,) = parse_blocks(
        "<!-- caption: Wer *hilft* \\| Zeiten --\\> -->\n| A | B | C |\n|---|:-:|--:|\n| a<br>b | | d |\n"
    )
    assert isinstance(table, Table)
    assert (table.caption, table.align) == ("Wer hilft | Zeiten -->", ("left", "center", "right"))
    assert table.rows == (((Text("a"), LineBreak(), Text("b")), (), (Text("d"),)),)


def test_other_blocks_and_directives() -> None:
    text = (
        "<!-- page: a5 -->\n\n<!-- toc -->\n<!-- pagebreak -->\n\n> Zitat\n\n"
        '![Ein **Bild**](a.png "Titel")\n\n```\nx\n```\n\n'
        "---\n\n<!-- landscape -->\n\n<!-- style: small -->\nklein\n\n<!-- portrait -->\n"
    )
    assert parse_blocks(text) == (
        PageSize("a5"),
        TableOfContents(),
        PageBreak(),
        Quote((words("Zitat"),)),
        Image("a.png", "Ein Bild", "Titel"),
        Code("x"),
        Rule(),
        Landscape(),
        Paragraph((Text("klein"),), "small"),
        Portrait(),
    )


def test_heading_ids_are_unique_and_ascii() -> None:
    headings = parse_blocks("# Größe & Maß\n## a\n## a\n## a-2\n## \u4f60\n")
    ids = [heading.id for heading in headings if isinstance(heading, Heading)]
    assert ids == ["groesse-mass", "a", "a-2", "a-2-2", "section"]


@pytest.mark.parametrize(
    ("text", "key"),
    [("<b>x</b>", "html_refused"), ("a <i>b</i>", "html_refused"), ("<!-- note -->", "html_refused"),
     ("<!-- toc --> x", "html_refused"), ("<!--toc-->", "html_refused"), ("<!-- toc: 3 -->", "html_refused"),
     ("<!-- style: huge -->\n\na", "html_refused"), ("<!-- page: a3 -->", "html_refused"), ("<br>", "html_refused"),
     ("a <!-- toc -->", "html_refused"), ("<!-- caption: -->\n| a |\n|---|\n", "html_refused"),
     ("<!-- caption: x -->\ntext", "directive_misplaced"), ("<!-- style: lead -->\n\n- a", "directive_misplaced"),
     ("<!-- style: lead -->", "directive_misplaced"), ("<!-- style: lead -->\n\n<!-- toc -->", "directive_misplaced"),
     ("a\n\n<!-- page: a5 -->", "directive_misplaced"),
     ("a ![b](c.png)", "image_inline"), ("![](c.png)", "alt_missing"), ("#", "heading_empty"),
     ("| a | |\n|---|---|\n| b | c |", "table_head_empty"), ("[a](#b)", "anchor_missing"), ("- a\n-", "item_empty"),
     ("- - a", "item_empty"), ("> # a", "nesting_refused"), ("- a\n\n  > b", "nesting_refused"),
     ("> | a |\n> |---|\n> | b |", "nesting_refused"), ("> <!-- toc -->", "nesting_refused")],
)  # fmt: skip
def test_what_no_writer_can_show_is_refused(text: str, key: str) -> None:
    with pytest.raises(RenderError) as caught:
        parse_blocks(text)
    assert caught.value.key == f"render.{key}"


def test_errors_name_the_line() -> None:
    with pytest.raises(RenderError) as caught:
        parse_blocks("a\n\nb\nc <i>d</i>\n")
    assert caught.value.values == {"found": "<i>", "line": 3}


def test_widths_give_long_words_room_and_fill_the_table() -> None:
    head = ((Text("Zuständig"),), (Text("Nr."),), (Text("Was"),))
    rows = [((Text("Verwaltungsdigitalisierungsbeauftragte"),), (Text("1"),), (Text("tun"),))]
    widths = column_widths(head, rows)
    assert sum(widths) == SHARE
    assert widths[0] > 2 * max(widths[1:])
    assert min(widths) > 100


def test_a_word_has_the_room_its_letters_need_and_a_column_for_crosses_little_more() -> None:
    """Measured with the letters that are printed, on 165 mm: each word of the sheets stands whole below its head."""
    fonts = Path(komma_cli.render.__file__).parent / "fonts"
    plain, bold = (ImageFont.truetype(fonts / f"LiberationSans-{name}.ttf", 1000) for name in ("Regular", "Bold"))
    told = " ".join(f"{item.text} {item.hint or ''}" for sheet in worksheets() for item in sheet.items)

    def shares(font: ImageFont.FreeTypeFont, word: str) -> float:
        return (font.getlength(word) / 100 + 2 * 4.5) / (165 / 25.4 * 72) * SHARE

    for word in {word for word in re.split(r"[\s/-]+", told) if 2 < len(word) < 16}:
        for font, head, cell in ((bold, word, "x"), (plain, "x", word)):
            widths = column_widths(
                ((Text("a"),), (Text(head),), (Text("b"),)), [((Text("a " * 999),), (Text(cell),), ())]
            )
            assert widths[1] >= shares(font, word), word
    head = tuple((Text(word),) for word in ("Prüfpunkt", "ja", "teilweise", "nein", "Notiz"))
    row = tuple((Text(word),) for word in ("Beide Seiten nennen einen Kontakt " * 3, "☐", "☐", "☐", "____"))
    assert column_widths(head, [row])[2] < 1.25 * shares(bold, "teilweise")


def test_a_line_to_write_on_is_not_broken_off() -> None:
    head = tuple(
        (Text(word),) for word in ("Behörde", "Ansprechstelle dort", "Telefon", "Abgesprochen am", "Gesehen am")
    )
    row = tuple(
        (Text(word),)
        for word in (
            "Kreispolizei Musterkreis",
            "Leitung der Wache Musterstadt",
            "0221 4710010",
            "13.10.2026",
            "_" * 20,
        )
    )
    assert column_widths(head, [row])[-1] > 20 * 5.56 / (165 / 25.4 * 72) * SHARE
