"""What a good DOCX must be, beyond the schema: readable for everybody (A) and not damaged in Word's eyes (I).

openxml-audit knows the schema; these are the faults it does not see, and the ones a person with a screen reader meets.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEANINGLESS_LINK = re.compile(r"https?://\S+|hier|here|klick\w*|mehr|weiter", re.IGNORECASE)
TYPED_MARK = re.compile(r"\s*([•▪\-–*]\s|\d+[.)]\s)")
SMALLEST = 16
"""Half points: 8 pt, for the document block only."""


class Parts:
    """The XML parts of one file."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.document = self.xml("word/document.xml")
        self.styles = self.xml("word/styles.xml")
        self.settings = self.xml("word/settings.xml")
        self.core = self.xml("docProps/core.xml")
        self.numbering = self.xml("word/numbering.xml")
        self.edges = {edge.get("Id") for edge in self.xml("word/_rels/document.xml.rels")}
        self.style_names = {
            s.get(W + "styleId"): s.find(W + "name").get(W + "val") for s in self.styles.iter(W + "style")
        }

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.files[name])


def audit(data: bytes, language: str = "de-DE") -> list[str]:
    """Return every fault as a short sentence; an empty list is a good file."""
    parts = Parts(data)
    checks = (properties, languages, headings, paragraphs, tables, pictures, links, bookmarks, numbers, fields, looks)
    return [fault for check in checks for fault in check(parts, language)]


def words(element: etree._Element) -> str:
    """Return the words of an element, those that are tracked as deleted too: they are still to be read."""
    return "".join(text.text or "" for text in element.iter(W + "t", W + "delText"))


def style_of(parts: Parts, paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if style is None else parts.style_names.get(style.get(W + "val"), "?")


def properties(parts: Parts, language: str) -> Iterator[str]:
    for name in ("title", "creator"):
        if not (parts.core.findtext(DC + name) or "").strip():
            yield f"A01 no {name}"
    if parts.core.findtext(DC + "language") != language:
        yield "A02 language of the properties"


def languages(parts: Parts, language: str) -> Iterator[str]:
    default = parts.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if default is None or default.get(W + "val") != language:
        yield "A04 default language"
    if parts.settings.find(W + "themeFontLang").get(W + "val") != language:
        yield "A06 theme language"


def headings(parts: Parts, language: str) -> Iterator[str]:
    level = 0
    for paragraph in parts.document.iter(W + "p"):
        match = re.fullmatch(r"heading (\d)", style_of(parts, paragraph), re.IGNORECASE)
        if paragraph.find(f"{W}pPr/{W}outlineLvl[@{W}val='0']") is not None:
            level = 1
        if match is None:
            continue
        if not words(paragraph).strip():
            yield "A11 empty heading"
        if int(match[1]) > level + 1:
            yield f"A12 heading jumps from {level} to {match[1]}: {words(paragraph)}"
        level = int(match[1])
    if level == 0:
        yield "A15 no heading"


def paragraphs(parts: Parts, language: str) -> Iterator[str]:
    for paragraph in parts.document.iter(W + "p"):
        style = style_of(parts, paragraph)
        if style == "?":
            yield "A10 undefined style"
        numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
        if style in ("Normal", "List Paragraph") and not numbered and TYPED_MARK.match(words(paragraph)):
            yield f"A13 typed list mark: {words(paragraph)[:40]}"
        filled = any(True for tag in ("t", "delText", "drawing", "fldChar", "sectPr") for _ in paragraph.iter(W + tag))
        if not filled and paragraph.getparent().tag == W + "body" and not needed_gap(parts, paragraph):
            yield "A14 empty paragraph as spacing"


def needed_gap(parts: Parts, paragraph: etree._Element) -> bool:
    """Return whether Word would grow two things together, or find a table at the very end, without this paragraph."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    if before is None or after is None:
        return False
    if before.tag == W + "tbl":
        return after.tag in (W + "tbl", W + "sectPr")
    boxes = before.tag == after.tag == W + "p"
    return after.tag == W + "tbl" or (boxes and all("Komma" in style_of(parts, each) for each in (before, after)))


def tables(parts: Parts, language: str) -> Iterator[str]:
    for table in parts.document.iter(W + "tbl"):
        rows = table.findall(W + "tr")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "A20 head row is not repeated"
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield "A20 row may split over pages"
        for name in ("tblCaption", "tblDescription"):
            if table.find(f"{W}tblPr/{W}{name}") is None:
                yield f"A21 no {name}"
        if any(True for tag in ("gridSpan", "vMerge") for _ in table.iter(W + tag)):
            yield "A22 merged cells"
        if any(not words(cell).strip() for cell in rows[0].findall(W + "tc")):
            yield "A24 empty head cell"
        grid = [int(column.get(W + "w")) for column in table.iter(W + "gridCol")]
        if any(len(row.findall(W + "tc")) != len(grid) for row in rows):
            yield "A25 rows of different length"
        if sum(grid) != int(table.find(f"{W}tblPr/{W}tblW").get(W + "w")):
            yield "A25 columns do not fill the table"
        if any(cell[-1].tag != W + "p" for cell in table.iter(W + "tc")):
            yield "A26 cell does not end with a paragraph"


def pictures(parts: Parts, language: str) -> Iterator[str]:
    for drawing in parts.document.iter(W + "drawing"):
        alternative = next(drawing.iter(WP + "docPr")).get("descr", "")
        if not alternative.strip() or re.search(r"\.(png|jpe?g|svg)$", alternative, re.IGNORECASE):
            yield "A30 picture without description"
        if drawing.find(WP + "inline") is None:
            yield "A32 floating picture"
    if any(True for tag in ("txbxContent", "pict") for _ in parts.document.iter(W + tag)):
        yield "A33 text box"


def links(parts: Parts, language: str) -> Iterator[str]:
    names = {mark.get(W + "name") for mark in parts.document.iter(W + "bookmarkStart")}
    for link in parts.document.iter(W + "hyperlink"):
        if not words(link).strip() or MEANINGLESS_LINK.fullmatch(words(link).strip()):
            yield f"A40 link says nothing: {words(link)}"
        if link.get(W + "anchor") is not None and link.get(W + "anchor") not in names:
            yield "A42 dead anchor"
    for element in parts.document.iter():
        for name in ("id", "embed", "link"):
            if element.get(R + name) is not None and element.get(R + name) not in parts.edges:
                yield "A43 dead relation"


def bookmarks(parts: Parts, language: str) -> Iterator[str]:
    starts = list(parts.document.iter(W + "bookmarkStart"))
    for kind, values in {
        "bookmark name": [mark.get(W + "name") for mark in starts],
        "bookmark id": [mark.get(W + "id") for mark in starts],
        "picture id": [each.get("id") for each in parts.document.iter(WP + "docPr")],
        "control id": [
            each.get(W + "val") for each in parts.document.iter(W + "id") if each.getparent().tag == W + "sdtPr"
        ],
    }.items():
        if len(values) != len(set(values)):
            yield f"I01 {kind} twice"
    if sorted(m.get(W + "id") for m in starts) != sorted(
        m.get(W + "id") for m in parts.document.iter(W + "bookmarkEnd")
    ):
        yield "I02 bookmark without end"
    if any(not re.fullmatch(r"[A-Za-z_]\w{0,39}", mark.get(W + "name")) for mark in starts):
        yield "I03 bookmark name"


def numbers(parts: Parts, language: str) -> Iterator[str]:
    tags = [etree.QName(child).localname for child in parts.numbering]
    if "abstractNum" in tags[tags.index("num") :]:
        yield "I05 list design behind a list"
    known = {num.get(W + "numId") for num in parts.numbering.iter(W + "num")}
    if any(use.get(W + "val") not in known for use in parts.document.iter(W + "numId")):
        yield "I06 unknown list"


def fields(parts: Parts, language: str) -> Iterator[str]:
    for name in [name for name in parts.files if re.match(r"word/(document|footer\d*)\.xml", name)]:
        depth = 0
        for mark in parts.xml(name).iter(W + "fldChar"):
            depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(W + "fldCharType")]
            if depth < 0:
                yield f"I04 field ends before it begins in {name}"
        if depth:
            yield f"I04 field without end in {name}"


def looks(parts: Parts, language: str) -> Iterator[str]:
    for style in parts.styles.iter(W + "style"):
        name = parts.style_names[style.get(W + "styleId")]
        colour, fill = style.find(f"{W}rPr/{W}color"), style.find(f"{W}pPr/{W}shd")
        ink = "000000" if colour is None else colour.get(W + "val")
        paper = "FFFFFF" if fill is None else fill.get(W + "fill")
        if "auto" not in (ink, paper) and contrast(ink, paper) < 4.5:
            yield f"A50 contrast of {name}"
        size = style.find(f"{W}rPr/{W}sz")
        if size is not None and int(size.get(W + "val")) < (SMALLEST if "Small" in name else 18):
            yield f"A51 too small: {name}"
    modes = [
        s.get(W + "val") for s in parts.settings.iter(W + "compatSetting") if s.get(W + "name") == "compatibilityMode"
    ]
    if modes != ["15"]:
        yield f"A60 compatibility mode {modes}"
    if parts.settings.find(W + "documentProtection") is not None:
        yield "A61 document is locked"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours after WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
