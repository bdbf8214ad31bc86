"""Whatever a person types comes out as typed, in Markdown and in Word, wherever it stands; nothing becomes markup."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx import write_docx
from komma_cli.render.markdown import Templates
from komma_cli.render.tree import Block, Callout, Heading, Inlines, OrderedList, Paragraph, Table, Text
from tests.properties.effort import examples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# (template, index of the block the value stands in)
PLACES = {
    "paragraph": "Vor {{ value }} nach\n",
    "line start": "{{ value }}\n",
    "list item": "1. {{ value }}\n2. zwei\n",
    "table cell": "| A | B |\n|---|---|\n| {{ value|cell }} | z |\n",
    "heading": "## {{ value }}\n",
    "call-out": "> [!NOTE]\n> {{ value }}\n",
}
TEMPLATE_CODE = ["{{ x }}", "{% raw %}", "{#"]
HTML = ["<b>", "</b>", "<!--", "-->", "<br>", "&amp;", "&#42;", "&"]
INLINE_MARKS = [
    "**",
    "__",
    "*",
    "_",
    "~~",
    "`",
    "```",
    "|",
    "\\",
    "[",
    "](",
    ")",
    "![",
    "!",
    "https://x.example",
    "a@b.example",
]
LINE_MARKS = ["[x] ", "[!NOTE]", "# ", " ##", "> ", "1. ", "12) ", "- ", "+ ", "---", "===", "--", ":::"]
SPACES = ["  ", "    ", "\t", "\n", "\n\n", "\r\n", "\u00a0", "\u2028", "\u0085"]
FORBIDDEN = ["\x00", "\x1f", "\ufffe", "\ud800"]
LETTERS = [
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u0631\u062d",
    "\U0001f4de",
    "e\u0301",
    "\u2011",
    "\u202e",
    "\u00ad",
    "ß",
    "a",
    "2",
    '"',
]
PIECES = st.sampled_from([*TEMPLATE_CODE, *HTML, *INLINE_MARKS, *LINE_MARKS, *SPACES, *FORBIDDEN, *LETTERS])
TYPED = st.one_of(st.lists(PIECES, min_size=1, max_size=9).map("".join), st.text(min_size=1, max_size=30))
NEVER_KEPT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
LINE_BREAKS = re.compile("\\s*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\\s*")


@cache
def templates() -> Templates:
    folder = Path(mkdtemp())
    for name, source in PLACES.items():
        (folder / name).write_text(source, encoding="utf-8")
    return Templates([folder])


def expected(typed: str) -> str:
    """Return the typed text on one line, without what no file can hold."""
    return LINE_BREAKS.sub(" ", NEVER_KEPT.sub("", typed)).replace("\t", " ").strip()


def only_text(inlines: Inlines) -> str:
    """Return the words; anything but one plain text means that typed text became markup."""
    assert all(isinstance(inline, Text) for inline in inlines)
    return "".join(inline.text for inline in inlines if isinstance(inline, Text))


def value_in(place: str, blocks: tuple[Block, ...]) -> str:
    """Return the value as the tree holds it, after checking that the tree has exactly the template's shape."""
    (block,) = blocks
    match place, block:
        case "paragraph", Paragraph(children, ""):
            return only_text(children).removeprefix("Vor").removesuffix("nach").strip()
        case "line start", Paragraph(children, ""):
            return only_text(children)
        case "list item", OrderedList((first, second), 1) if first.checked is second.checked is None:
            (paragraph,) = first.children
            assert isinstance(paragraph, Paragraph)
            return only_text(paragraph.children)
        case "table cell", Table(head, ((cell, _),)) if len(head) == 2:
            return only_text(cell)
        case "heading", Heading(2, _, children):
            return only_text(children)
        case "call-out", Callout("note", (), (Paragraph(children, ""),)):
            return only_text(children)
    raise AssertionError(block)


def words_in_docx(blocks: tuple[Block, ...], markdown: str) -> list[str]:
    document = RenderedDocument("x", "x", "de", markdown, blocks, "x", "1", date(2026, 3, 5))
    with zipfile.ZipFile(io.BytesIO(write_docx(document))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(_piece(element) for element in paragraph.iter()) for paragraph in body.iter(W + "p")]


def _piece(element: etree._Element) -> str:
    return "\u00ad" if element.tag == W + "softHyphen" else element.text or "" if element.tag == W + "t" else ""


@pytest.mark.parametrize("place", PLACES)
@given(typed=TYPED)
@settings(max_examples=examples(25), deadline=None)
def test_typed_text_stays_text(place: str, typed: str) -> None:
    if place == "table cell":
        typed = LINE_BREAKS.sub(" ", typed)  # a cell keeps line breaks as <br>: test_cell_keeps_lines_in_one_row
    wanted = expected(typed)
    assume(wanted)
    markdown = templates().render(place, {"value": typed})
    blocks = parse_blocks(markdown)
    assert value_in(place, blocks) == wanted
    lines = words_in_docx(blocks, markdown)
    assert (f"Vor {wanted} nach" if place == "paragraph" else wanted) in lines


@given(typed=TYPED)
@settings(max_examples=examples(100), deadline=None)
def test_blocks_of_typed_text_are_paragraphs_and_nothing_else(typed: str) -> None:
    markdown = str(templates()._environment.filters["block"](typed))
    blocks = parse_blocks(markdown)
    assert all(isinstance(block, Paragraph) for block in blocks)
    kept = "".join(
        only_text(tuple(i for i in b.children if isinstance(i, Text))) for b in blocks if isinstance(b, Paragraph)
    )
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", NEVER_KEPT.sub("", typed))
