"""The package around a DOCX is python-docx's; here stands what it leaves open: bare beginnings and equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final, cast

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree
from lxml.etree import _Element as Element

from komma_cli.render.docx_xml import NAMESPACES, add, q, serialise

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LOOK: Final[Mapping[str, tuple[str, str]]] = {
    "styles": (CONTENT_TYPE.WML_STYLES, "styles"),
    "settings": (CONTENT_TYPE.WML_SETTINGS, "settings"),
    "theme": (CONTENT_TYPE.OFC_THEME, "a:theme"),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, "fonts"),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, "numbering"),
    "header": (CONTENT_TYPE.WML_HEADER, "hdr"),
    "footer": (CONTENT_TYPE.WML_FOOTER, "ftr"),
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, "footnotes"),
    "endnotes": (CONTENT_TYPE.WML_ENDNOTES, "endnotes"),
    "comments": (CONTENT_TYPE.WML_COMMENTS, "comments"),
}
"""What gives a document its look: kind of relationship, content type, name of the root element."""
MAIN_NAME: Final = "/word/document.xml"
FIRST_IN_ZIP: Final = frozenset({"[Content_Types].xml", "_rels/.rels"})
ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


def new_document(section: Element | None = None, name: str = MAIN_NAME) -> Document:
    """Return a document that is empty but for the properties of its section, and whose root knows all names komma uses.

    Unlike ``docx.Document()`` it brings no styles, no thumbnail, no paper and no language of its own.
    """
    root = etree.Element(q("document"), nsmap={prefix: NAMESPACES[prefix] for prefix in ("w", "r", "wp", "w14", "mc")})
    root.set(q("mc:Ignorable"), "w14")
    add(root, "body").append(root.makeelement(q("sectPr")) if section is None else section)
    package = Package()
    part = DocumentPart.load(PackURI(name), CONTENT_TYPE.WML_DOCUMENT_MAIN, serialise(root), package)
    package.relate_to(part, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    return cast(Document, part.document)


def attach(word: Document, kind: str, name: str, xml: bytes) -> None:
    """Give the document a part of a kind in ``LOOK``."""
    content_type, _ = LOOK[kind]
    package = cast(Package, word.part.package)
    part = PartFactory(free_name(package, name), content_type, OFFICE + kind, xml, package)
    word.part.relate_to(cast(Part, part), OFFICE + kind)


def has(word: Document, kind: str) -> bool:
    """Tell whether the document part points to a part of that kind."""
    return any(edge.reltype == OFFICE + kind for edge in word.part.rels.values())


def free_name(package: Package, name: str) -> PackURI:
    """Return the name of a part, with a number before its ending if it is taken."""
    if name not in {part.partname for part in package.iter_parts()}:
        return PackURI(name)
    stem, _, ending = name.rpartition(".")
    return package.next_partname(f"{stem}%d.{ending}")


def to_bytes(word: Document) -> bytes:
    """Return the file: fixed dates, fixed order, no traces of the machine; equal documents give equal bytes."""
    saved, stream = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(source.namelist(), key=lambda each: (each not in FIRST_IN_ZIP, each)):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, source.read(name), compresslevel=6)
    return stream.getvalue()
