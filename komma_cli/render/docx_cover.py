"""The text of a municipality's Word file that stays around the document: its cover, if it has places for komma.

A body with a tag of komma is kept, but only what is plain: paragraphs, tables, pictures of the file itself, links to
the web. Fields, macros, embedded objects, comments, notes, tracked changes and everything unknown stays behind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from lxml.etree import _Element as Element

from komma_cli.render.docx_controls import PREFIX, tag_of
from komma_cli.render.docx_order import names
from komma_cli.render.docx_xml import NAMESPACES, PRESERVE, add, q

PICTURE: Final = NAMESPACES["pic"]
_FIRST_NUMBER: Final = 900_000
"""Beyond what komma gives to its own pictures."""
_KNOWN: Final = tuple(f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "wp", "a", "pic"))
_UNWRAPPED: Final = frozenset(map(q, names("ins moveTo fldSimple smartTag customXml dir bdo")))
_LEFT_BEHIND: Final = names(
    "object pict commentRangeStart commentRangeEnd commentReference annotationRef footnoteReference "
    "endnoteReference bookmarkStart bookmarkEnd proofErr permStart permEnd del moveFrom "
    "moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd instrText delInstrText delText "
    "fldChar altChunk subDoc contentPart control pPrChange rPrChange tblPrChange trPrChange tcPrChange "
    "tblGridChange tblPrExChange sectPrChange numberingChange customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd lastRenderedPageBreak smartTagPr customXmlPr"
)
_DROPPED: Final = frozenset(map(q, _LEFT_BEHIND))


def cover(root: Element, pictures: Collection[str], links: Collection[str], *, lists: bool) -> list[Element]:
    """Return the cleaned children of the body, none if no control in it has a tag of komma.

    ``pictures`` and ``links`` are the relationships it may use, ``lists`` says whether its numbering comes along.
    """
    body = root.find(q("body"))
    if body is None or not any(tag_of(each).startswith(PREFIX) for each in body.iter(q("sdt"))):
        return []
    for section in body.findall(q("sectPr")):
        body.remove(section)
    _turn_sections_into_pages(body)
    written = [paragraph for paragraph in body.iter(q("p")) if not _is_empty(paragraph)]
    for element in list(_inside(body)):
        _clean(element, pictures, links, lists)
    for paragraph in filter(_is_empty, written):  # held nothing but what stays behind
        _take_out(paragraph)
    for number, picture in enumerate(body.iter(q("wp:docPr")), 1):
        picture.set("id", str(_FIRST_NUMBER + number))
    return list(body)


def used(elements: list[Element]) -> set[str]:
    """Return the relationships that the elements use."""
    return {
        str(value)
        for element in elements
        for each in element.iter()
        for name, value in each.attrib.items()
        if str(name) in (q("r:embed"), q("r:id"))
    }


def _inside(element: Element) -> Iterator[Element]:
    """Yield all elements below, the deepest first, so that what is taken out has been looked at."""
    for child in list(element):
        yield from _inside(child)
        yield child


def _clean(element: Element, pictures: Collection[str], links: Collection[str], lists: bool) -> None:
    tag = str(element.tag)
    if _stays_behind(tag, lists=lists) or (tag == q("drawing") and not _is_picture(element, pictures)):
        _take_out(element)
    elif tag in _UNWRAPPED or (tag == q("hyperlink") and element.get(q("r:id")) not in links):
        _unwrap(element)
    else:
        _clean_attributes(element)


def _stays_behind(tag: str, *, lists: bool) -> bool:
    """Tell whether an element is active, tracked, unknown or points to what is not there."""
    active = tag in _DROPPED or tag == q("a:extLst") or tag.rpartition("}")[2].startswith("hlink")
    return active or not tag.startswith(_KNOWN) or (tag == q("numPr") and not lists)


def _clean_attributes(element: Element) -> None:
    for name in list(element.attrib):
        text = str(name)
        kept = not text.startswith("{") or text.startswith(_KNOWN[0]) or text in (q("r:embed"), q("r:id"))
        if text != PRESERVE and (not kept or "}rsid" in text):
            del element.attrib[name]


def _is_picture(drawing: Element, pictures: Collection[str]) -> bool:
    """Tell whether a drawing is a picture that comes along, and nothing else (no chart, no text box)."""
    blips = [blip.get(q("r:embed")) for blip in drawing.iter(q("a:blip"))]
    kinds = [data.get("uri") for data in drawing.iter(q("a:graphicData"))]
    return bool(blips) and all(blip in pictures for blip in blips) and kinds == [PICTURE]


def _turn_sections_into_pages(body: Element) -> None:
    """Let a page break stand where a section ended: the document has one set of heads, feet and margins."""
    for section in list(body.iter(q("sectPr"))):
        settings = section.getparent()
        paragraph = None if settings is None else settings.getparent()
        if settings is None or paragraph is None:
            continue
        kind = section.find(q("type"))
        settings.remove(section)
        if kind is None or kind.get(q("val")) != "continuous":
            add(add(paragraph, "r"), "br", type="page")


def _is_empty(paragraph: Element) -> bool:
    settings = (q("pPr"), q("rPr"), q("r"))
    return all(each.tag in settings for each in paragraph.iter() if each is not paragraph and not _in_settings(each))


def _in_settings(element: Element) -> bool:
    return any(above.tag in (q("pPr"), q("rPr")) for above in element.iterancestors(q("pPr"), q("rPr")))


def _take_out(element: Element) -> None:
    above = element.getparent()
    if above is not None:
        above.remove(element)


def _unwrap(element: Element) -> None:
    above = element.getparent()
    if above is not None:
        place = above.index(element)
        for child in reversed(list(element)):
            above.insert(place, child)
        above.remove(element)
