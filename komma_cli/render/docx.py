"""A rendered document as a Word file, in komma's design or in that of a reference file. Equal input, equal bytes."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx_body import BodyWriter, Headings
from komma_cli.render.docx_inlines import InlineWriter
from komma_cli.render.docx_lists import Numbering
from komma_cli.render.docx_package import Package
from komma_cli.render.docx_parts import LOCALES, set_up_page, write_feet, write_properties, write_settings
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_xml import NAMESPACES, add, q
from komma_cli.render.reference_document import own_reference, town_reference
from komma_cli.render.tree import PageSize

_OWN_NAMES: Final = (f"{{{NAMESPACES['w']}}}", f"{{{NAMESPACES['r']}}}")


def write_docx(document: RenderedDocument, reference: bytes | None = None) -> bytes:
    """Return the bytes of a .docx. ``reference`` is a .docx, .docm, .dotx or .dotm whose look is taken over.

    Raises ``ReferenceFileError`` if the reference cannot be used, ``RenderError`` if a picture is missing or broken.
    """
    package = (
        own_reference(plain=document.plain) if reference is None else town_reference(reference, plain=document.plain)
    )
    styles = StyleSheet(package, LOCALES[document.language], plain=document.plain)
    body = _empty_body(package)
    section = body[-1]
    paper = next((block.name for block in document.blocks if isinstance(block, PageSize)), None)
    set_up_page(section, paper)
    write_settings(package, document)
    write_properties(package, document)
    write_feet(package, section, document, styles.paragraph("footer"))
    inlines = InlineWriter(package, styles, Headings(document.blocks).anchors())
    BodyWriter(document, styles, Numbering(package), inlines, body).write()
    return package.to_bytes()


def missing_styles(reference: bytes) -> tuple[str, ...]:
    """Return the names of the styles a reference file lacks and komma adds, for the user's information."""
    return StyleSheet(town_reference(reference), LOCALES["de"], plain=False).missing


def _empty_body(package: Package) -> Element:
    """Replace the document part by an empty one that knows all names komma writes; only the paper and feet stay."""
    old = package.main.root()
    sections = old.findall(f"{q('body')}/{q('sectPr')}")
    names = {prefix: NAMESPACES[prefix] for prefix in ("w", "r", "wp", "w14", "mc")}
    root = etree.Element(q("document"), nsmap=names)
    root.set(q("mc:Ignorable"), "w14")
    body = add(root, "body")
    body.append(sections[-1] if sections else body.makeelement(q("sectPr")))
    _clean_section(body[-1], {edge.id for edge in package.main.relationships})
    package.main.tree = root
    return body


def _clean_section(section: Element, edges: set[str]) -> None:
    """Take out what would point to a part that stayed behind, and names of Word versions the new root does not know."""
    for child in list(section):
        dangling = child.get(q("r:id"), "") not in edges if q("r:id") in child.attrib else False
        if dangling or not str(child.tag).startswith(_OWN_NAMES) or child.tag == q("sectPrChange"):
            section.remove(child)
    for element in section.iter():
        for name in list(element.attrib):
            if not str(name).startswith(_OWN_NAMES) or "rsid" in str(name):
                del element.attrib[name]
