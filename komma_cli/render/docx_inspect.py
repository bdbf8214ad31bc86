"""What komma takes over from a municipality's Word file and what it adds, found out without rendering anything."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docx.document import Document
from docx.shared import Length
from lxml.etree import _Element as Element

from komma_cli.render.docx_controls import CONTENT, controls, meaning, similar, tag_of
from komma_cli.render.docx_foreign import read_reference
from komma_cli.render.docx_package import OFFICE, has
from komma_cli.render.docx_parts import LOCALES, has_paper
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_xml import parse, q
from komma_cli.render.reference_document import own_reference, town_reference
from komma_cli.texts import facts

# fmt: off
USUAL_FONTS: Final = frozenset((
    "aptos", "aptos display", "arial", "arial narrow", "book antiqua", "calibri", "calibri light", "cambria",
    "cambria math", "candara", "century", "century gothic", "comic sans ms", "consolas", "constantia", "corbel",
    "courier new", "garamond", "georgia", "lucida console", "lucida sans unicode", "microsoft sans serif",
    "ms gothic", "palatino linotype", "segoe ui", "segoe ui symbol", "sylfaen", "symbol", "tahoma", "times new roman",
    "trebuchet ms", "verdana", "webdings", "wingdings",
))
# fmt: on
"""Fonts that come with Windows or Word; the others may be missing on a reader's computer."""


@dataclass(frozen=True)
class Page:
    """Paper and margins in whole millimetres."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int


@dataclass(frozen=True)
class Report:
    """What is in a Word file. ``head`` and ``foot`` are their words, None where there is none."""

    has_macros: bool
    is_template: bool
    missing_styles: tuple[tuple[str, str], ...]
    """English and German names; komma's own styles are left out."""
    page: Page | None
    head: str | None
    foot: str | None
    found: tuple[str, ...]
    """Tags of content controls that komma fills."""
    unknown: tuple[tuple[str, tuple[str, ...]], ...]
    """Tags that begin like komma's but mean nothing, with tags written much alike."""
    has_content: bool
    """Whether a control says where the text begins."""
    fonts: tuple[str, ...]
    """Fonts that many computers do not have."""


def inspect(data: bytes) -> Report:
    """Return what is in a reference file. Raises ``ReferenceFileError`` if it cannot be used (``read_reference``)."""
    word = read_reference(data)
    tags = [tag_of(control) for control in controls(word)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names, types = archive.namelist(), archive.read("[Content_Types].xml").lower()
    return Report(
        has_macros=b"macroenabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names),
        is_template=b"template.main+xml" in types or b"template.macroenabledtemplate.main+xml" in types,
        missing_styles=tuple(_missing(data, word)),
        page=_page(word),
        head=_words(word, "header"),
        foot=_words(word, "footer"),
        found=tuple(dict.fromkeys(tag for tag in tags if meaning(tag))),
        unknown=tuple((tag, tuple(similar(tag))) for tag in dict.fromkeys(tags) if not meaning(tag)),
        has_content=any(meaning(tag) == CONTENT for tag in tags),
        fonts=tuple(_unusual_fonts(word)),
    )


def _missing(data: bytes, word: Document) -> Iterator[tuple[str, str]]:
    german: dict[str, str] = facts("word_styles")
    if not has(word, "styles"):
        styles = own_reference().styles.element.findall(q("style"))
        missing = tuple(style.find(q("name")).get(q("val"), "").lower() for style in styles)
    else:
        missing = StyleSheet(town_reference(data), LOCALES["de"], plain=False).missing
    yield from ((name, german[name]) for name in missing if name in german)


def _page(word: Document) -> Page | None:
    section = word.sections[0]
    if not has_paper(section):
        return None
    sizes = (section.page_width, section.page_height, section.top_margin, section.right_margin, section.bottom_margin,
             section.left_margin)  # fmt: skip
    return Page(*(round(Length(size or 0).mm) for size in sizes))


def _words(word: Document, kind: str) -> str | None:
    roots = [edge.target_part.element for edge in word.part.rels.values() if edge.reltype == OFFICE + kind]
    if not roots:
        return None
    return " ".join(" ".join(map(_said, roots)).split())


def _said(root: Element) -> str:
    """Return the words of a head or foot, paragraphs apart, with the tag of a control in place of its hint."""
    said: list[str] = []
    for element in root.iter(q("p"), q("sdt"), q("t")):
        inside = next((each for each in element.iterancestors(q("sdt")) if meaning(tag_of(each))), None)
        if element.tag == q("p"):
            said.append(" ")
        elif element.tag == q("sdt") and meaning(tag_of(element)):
            said.append(f"[{tag_of(element)}]")
        elif element.tag == q("t") and inside is None:
            said.append(element.text or "")
    return "".join(said)


def _unusual_fonts(word: Document) -> Iterator[str]:
    """Yield the fonts that styles, heads, feet and the theme name and that do not come with Windows or Word."""
    roots: list[Element] = []
    for edge in word.part.rels.values():
        kind = edge.reltype.removeprefix(OFFICE)
        if kind in ("styles", "header", "footer"):
            roots.append(edge.target_part.element)
        elif kind == "theme":
            roots.append(parse(edge.target_part.blob))
    found = {fonts.get(q("ascii"), "") for root in roots for fonts in root.iter(q("rFonts"))}
    found |= {fonts.get("typeface", "") for root in roots for fonts in root.iter(q("a:latin"))}
    yield from sorted(name for name in found if name and name.lower() not in USUAL_FONTS)
