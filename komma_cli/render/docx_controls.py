"""Content controls of a municipality's Word file: places with a tag that komma fills, and nothing that is executed.

In Word: Developer tools, plain text content control, property "Tag" = ``komma.title``. They survive editing, are
visible in Word and read aloud by screen readers. ``komma.content`` marks where the text of the document begins.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docx.document import Document
from lxml.etree import _Element as Element

from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx_package import OFFICE
from komma_cli.render.docx_xml import NAMESPACES, add, add_text, paragraph_property, q
from komma_cli.render.phrases import short_day
from komma_cli.texts import text

PREFIX: Final = "komma."
CONTENT: Final = "content"
GERMAN: Final[Mapping[str, str]] = {
    "titel": "title", "version": "version", "datum": "date", "verantwortlich": "owner", "klasse": "class",
    "nummer": "number", "gemeinde": "municipality", "inhalt": CONTENT,
}  # fmt: skip
NAMES: Final = (*GERMAN.values(),)
HEADS_AND_FEET: Final = frozenset({OFFICE + "header", OFFICE + "footer"})
AFTER_TABLE: Final = 200
_OWN: Final = f"{{{NAMESPACES['w']}}}"
_BINDING: Final = frozenset(
    {"dataBinding", "placeholder", "showingPlcHdr", "id", "comboBox", "dropDownList", "temporary"}
)
"""What would bring the old value back, show it grey, or point to a part that stays behind; numbers are given anew."""
_HOLDERS: Final = ("p", "tc", "tr", "tbl", "r")


def tag_of(control: Element) -> str:
    """Return the tag of a content control in small letters, empty if it has none."""
    tag = control.find(f"{q('sdtPr')}/{q('tag')}")
    return "" if tag is None else tag.get(q("val"), "").strip().lower()


def meaning(tag: str) -> str | None:
    """Return what a tag stands for (``title`` for ``komma.titel``), None for one komma does not know."""
    name = tag.removeprefix(PREFIX)
    return None if name == tag else GERMAN.get(name, name if name in NAMES else None)


def similar(tag: str) -> list[str]:
    """Return tags that are written much like an unknown one, else all."""
    known = [PREFIX + name for name in dict.fromkeys((*GERMAN, *NAMES))]
    return difflib.get_close_matches(tag, known, 3, 0.5) or known


def controls(word: Document) -> Iterator[Element]:
    """Yield the content controls of a document with a tag of komma: in its text, its heads and its feet."""
    for root in _roots(word):
        yield from (each for each in root.iter(q("sdt")) if tag_of(each).startswith(PREFIX))


def fill(word: Document, document: RenderedDocument) -> None:
    """Write what is known of the document into the controls; what is not known is the visible word for open."""
    missing = text("documents.missing", document.language)
    known = {
        "title": document.title,
        "version": document.version,
        "date": short_day(document.date),
        "owner": document.owner,
        "class": document.class_label,
        "number": document.number,
        "municipality": document.author,
    }
    for control in list(controls(word)):
        if (name := meaning(tag_of(control))) in known:
            _fill(control, known[name] or missing)


def drop_cover(body: Element) -> None:
    """Take out all that stands around the text."""
    for child in list(body):
        if child.tag != q("sectPr"):
            body.remove(child)


def drop_second_title(body: Element, before: int, style: str) -> None:
    """Take out the title that the text begins with if one of the ``before`` elements of the cover shows it already."""
    shown = any(meaning(tag_of(each)) == "title" for above in list(body)[:before] for each in above.iter(q("sdt")))
    if shown and len(body) > before:
        name = body[before].find(f"{q('pPr')}/{q('pStyle')}")
        if name is not None and name.get(q("val")) == style:
            body.remove(body[before])


def cut_at_content(body: Element) -> list[Element]:
    """Take the place for the text out of the body, and all that stands behind it, which is returned.

    A place inside a paragraph or a table lies behind it. Without a place the text comes at the end.
    """
    control = next((each for each in body.iter(q("sdt")) if meaning(tag_of(each)) == CONTENT), None)
    if control is None:
        return []
    place = control
    while (above := place.getparent()) is not None and above is not body:
        place = above
    behind = [each for each in place.itersiblings() if each.tag != q("sectPr")]
    if place.tag == q("tbl"):
        holder = control.getparent()
        if holder is not None:
            _fill(control, "")
    else:
        body.remove(place)
    for each in behind:
        body.remove(each)
    return behind


def put_behind(body: Element, elements: Sequence[Element]) -> None:
    """Put elements back between the text and the properties of the last section."""
    ended_with_table = len(body) > 2 and body[-3].tag == q("tbl") and not words_of(body[-2])
    if elements and elements[0].tag == q("p") and ended_with_table:
        body.remove(body[-2])  # it stood there so that the text does not end with a table
        paragraph_property(elements[0], "spacing", before=AFTER_TABLE)
    for element in elements:
        body.insert(len(body) - 1, element)
    if len(body) > 1 and body[-2].tag == q("tbl"):
        body.insert(len(body) - 1, body.makeelement(q("p")))  # a body must not end with a table


def words_of(element: Element) -> str:
    """Return all text in an element."""
    return "".join(each.text or "" for each in element.iter(q("t")))


def _roots(word: Document) -> Iterator[Element]:
    yield word.element.body
    for edge in word.part.rels.values():
        if edge.reltype in HEADS_AND_FEET:
            yield edge.target_part.element


def _fill(control: Element, words: str) -> None:
    """Put words into a control instead of all its text; the look of its first letter stays, that of a hint does not."""
    properties, content = control.find(q("sdtPr")), control.find(q("sdtContent"))
    if properties is None or content is None:
        return
    hint = properties.find(q("showingPlcHdr")) is not None
    for child in list(properties):
        name = str(child.tag)
        if not name.startswith(_OWN) or name.removeprefix(_OWN) in _BINDING:
            properties.remove(child)
        elif name == q("date") and child.get(q("fullDate")):
            del child.attrib[q("fullDate")]
    run = _only_run(content)
    if hint and (look := run.find(q("rPr"))) is not None:
        run.remove(look)
    add_text(run, words)


def _only_run(content: Element) -> Element:
    """Return the first run of a control, emptied; made if there is none. The other runs are taken out."""
    runs = list(content.iter(q("r")))
    if not runs:
        return _new_run(content)
    for run in runs[1:]:
        holder = run.getparent()
        if holder is not None:
            holder.remove(run)
    first = runs[0]
    for child in list(first):
        if child.tag != q("rPr"):
            first.remove(child)
    paragraphs = list(content.iter(q("p")))
    for paragraph in paragraphs[1:]:
        holder = paragraph.getparent()
        if holder is not None and holder is content:
            holder.remove(paragraph)
    return first


def _new_run(content: Element) -> Element:
    """Return a new run in a control without one, in its paragraph if it has one or needs one."""
    for name in _HOLDERS[:2]:
        inner = next(content.iter(q(name)), None)
        if inner is not None:
            return add(inner if name == "p" else add(inner, "p"), "r")
    control = content.getparent()
    above = None if control is None else control.getparent()
    return add(content if above is not None and above.tag == q("p") else add(content, "p"), "r")
