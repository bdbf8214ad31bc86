"""WordprocessingML by lxml: names, safe parsing, and children in the order the schema wants (ECMA-376 Part 1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from komma_cli.render.docx_order import PARAGRAPH_ORDER
from komma_cli.render.escaping import clean

NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"
HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_SPACES: Final = {ord("\n"): " ", ord("\t"): " "}


class UnsafeXml(ValueError):
    """The XML is broken or brings a document type of its own (the door for entity tricks)."""


@cache
def q(name: str) -> str:
    """Return the full name of ``prefix:local``; without a prefix it is a ``w:`` name."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'w']}}}{local}"


def add(parent: Element, name: str, /, **attributes: object) -> Element:
    """Append an element and return it; attributes are ``w:`` names."""
    child = etree.SubElement(parent, q(name))
    for key, value in attributes.items():
        child.set(q(key), str(value))
    return child


def put(parent: Element, name: str, order: Sequence[str], /, **attributes: object) -> Element:
    """Return the child of that name with these attributes, made at its place in ``order`` if it is not there yet."""
    child = parent.find(q(name))
    if child is None:
        child = parent.makeelement(q(name))
        parent.insert(_place(parent, order.index(name), order), child)
    for key, value in attributes.items():
        child.set(q(key), str(value))
    return child


def properties(paragraph: Element) -> Element:
    """Return the paragraph's ``w:pPr``, made as its first child if it is not there yet."""
    found = paragraph.find(q("pPr"))
    if found is None:
        found = paragraph.makeelement(q("pPr"))
        paragraph.insert(0, found)
    return found


def paragraph_property(paragraph: Element, name: str, /, **attributes: object) -> Element:
    """Return the paragraph's property of that name with these attributes, made at its right place."""
    return put(properties(paragraph), name, PARAGRAPH_ORDER, **attributes)


def add_text(run: Element, text: str, tag: str = "t") -> None:
    """Append the text to a run, with soft hyphens in Word's own form. Characters XML cannot hold are left out.

    ``tag`` is "delText" for words that are tracked as deleted.
    """
    for index, piece in enumerate(clean(text).translate(_SPACES).split("\u00ad")):
        if index:
            add(run, "softHyphen")
        if piece:
            holder = add(run, tag)
            holder.text = piece
            if piece != piece.strip() or "  " in piece:
                holder.set(PRESERVE, "preserve")


def parse(data: bytes) -> Element:
    """Return the root. Raises ``UnsafeXml``; never resolves an entity, reads another file or uses the network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeXml(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXml("DOCTYPE")
    return root


def serialise(root: Element) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place(parent: Element, rank: int, order: Sequence[str]) -> int:
    """Return the index of the first child that must stand behind a child of this rank."""
    for index, child in enumerate(parent):
        local = etree.QName(child).localname
        if local not in order or order.index(local) > rank:
            return index
    return len(parent)
