"""Reading a foreign Word file with suspicion: only its look becomes a document of python-docx, nothing else is opened.

Taken over are styles, theme, fonts, settings, numbering, head and foot with their pictures, and the paper; of a body
with places for komma what is plain in it (``docx_cover``). Any other body, comments, notes, macros, custom data,
embedded objects and properties stay behind. python-docx's own reader (``docx.Document(file)``) follows every edge,
checks neither size nor document types, and stops at edges that lead nowhere, which Word itself leaves in files; so the
walk along the edges is done here and the parts are made by it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final, cast

from docx.document import Document
from docx.exceptions import InvalidXmlError
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part, PartFactory
from docx.package import Package
from docx.parts.image import ImagePart
from lxml.etree import _Element as Element

from komma_cli.render.docx_cover import cover, used
from komma_cli.render.docx_package import LOOK, OFFICE, has, new_document
from komma_cli.render.docx_parts import has_paper
from komma_cli.render.docx_xml import NAMESPACES, UnsafeXml, parse, q, serialise
from komma_cli.render.errors import ReferenceFileError
from komma_cli.render.escaping import LINK_SCHEMES

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 2000
OLD_WORD_OR_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"
HEAD_AND_FOOT: Final = frozenset({"header", "footer"})
NOTES: Final = frozenset({"footnotes", "endnotes"})
TYPES: Final = "[Content_Types].xml"
_OWN: Final = f"{{{NAMESPACES['w']}}}"


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship as it stands in the file; ``target`` is an address or a path from the folder of its source."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """Return the last word of the type, e.g. ``styles``."""
        return self.type.rpartition("/")[2]


def read_reference(data: bytes) -> Document:
    """Return a document without text that looks like a Word file or template (.docx, .docm, .dotx, .dotm).

    Raises ``ReferenceFileError`` with a key that says what to do: damaged, too big, an old or locked file, the "Strict"
    format, or linked and embedded things in head or foot.
    """
    word = _Foreign(_unzip(data)).document()
    try:
        _check_values(word)
    except (ValueError, InvalidXmlError) as error:
        raise _broken(str(error)) from error
    return word


class _Foreign:
    """The unpacked files, of which only those are looked at that an edge to be kept leads to."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.types = self._content_types()
        self.taken: dict[PackURI, tuple[str, Part]] = {}

    def document(self) -> Document:
        """Return the look as a document of python-docx."""
        start = next((each for each in self._edges(PACKAGE_URI) if each.kind == "officeDocument"), None)
        if start is None or start.external:
            raise _broken("officeDocument")
        name = PackURI.from_rel_ref("/", start.target)
        root = self._xml(name)
        if root.tag != q("document"):
            key = "render.reference_strict" if "purl.oclc.org" in root.tag else "render.reference_broken"
            raise ReferenceFileError(key, reason=root.tag)
        edges = self._look(name)
        section = _section(root, {edge.id for edge in edges if edge.kind in HEAD_AND_FOOT})
        kept, more = self._cover(name, root, lists=any(edge.kind == "numbering" for edge in edges))
        word = new_document(section, name)
        for element in kept:
            word.element.body.insert(len(word.element.body) - 1, element)
        package = cast(Package, word.part.package)
        self.taken[name] = "officeDocument", word.part
        for edge in edges + more:
            if edge.kind == "hyperlink":
                word.part.load_rel(edge.type, edge.target, edge.id, is_external=True)
            else:
                self._take(word.part, edge, package)
        return word

    def _cover(self, name: PackURI, root: Element, *, lists: bool) -> tuple[list[Element], list[Edge]]:
        """Return the text that stays around the document, and the edges to its pictures and links."""
        edges = {edge.id: edge for edge in self._edges(name) if edge.type == OFFICE + edge.kind}
        pictures = {edge.id for edge in edges.values() if edge.kind == "image" and self._is_here(name, edge)}
        links = {
            edge.id for edge in edges.values() if edge.kind == "hyperlink" and edge.target.startswith(LINK_SCHEMES)
        }
        kept = cover(root, pictures, links, lists=lists)
        return kept, [edges[each] for each in sorted(used(kept)) if each in pictures | links]

    def _is_here(self, source: PackURI, edge: Edge) -> bool:
        return not edge.external and PackURI.from_rel_ref(source.baseURI, edge.target).membername in self.files

    def _look(self, name: PackURI) -> list[Edge]:
        """Return the edges of the document part that are kept: of each kind the first, but all heads and feet."""
        edges: dict[str, Edge] = {}
        for edge in self._edges(name):
            if edge.kind in LOOK and edge.type == OFFICE + edge.kind and not edge.external:
                edges.setdefault(edge.id if edge.kind in HEAD_AND_FOOT else edge.kind, edge)
        return list(edges.values())

    def _take(self, source: Part, edge: Edge, package: Package) -> None:
        """Make the part behind an edge and what hangs on it, or only the edge if the part is there already."""
        name = PackURI.from_rel_ref(source.partname.baseURI, edge.target)
        kind, part = self.taken.get(name, (edge.kind, None))
        if kind != edge.kind:
            raise _broken(name)
        if part is None:
            content_type = LOOK[kind][0] if kind in LOOK else self._content_type(name)
            part = cast(Part, PartFactory(name, content_type, edge.type, self._blob(name, kind, content_type), package))
            self.taken[name] = kind, part
            if kind == "image":
                package.image_parts.append(cast(ImagePart, part))  # so that komma's own pictures get other names
            if kind in LOOK and kind not in NOTES:
                for inner in self._edges(name):
                    self._take_inner(part, kind, inner, package)
        source.load_rel(edge.type, part, edge.id)

    def _take_inner(self, part: Part, kind: str, edge: Edge, package: Package) -> None:
        """Follow an edge of a kept part; head and foot may show pictures and links, but load nothing from elsewhere."""
        if edge.kind in ("image", "font") and not edge.external:
            self._take(part, edge, package)
        elif kind in HEAD_AND_FOOT and edge.kind == "hyperlink":
            part.load_rel(edge.type, edge.target, edge.id, is_external=True)
        elif kind in HEAD_AND_FOOT:
            raise ReferenceFileError("render.reference_active", kind=edge.kind)

    def _blob(self, name: PackURI, kind: str, content_type: str) -> bytes:
        """Return the bytes of a part after a look at their XML; of notes only the lines above them are left."""
        if not content_type.endswith("xml"):
            return self._bytes(name)
        root = self._xml(name)
        if kind in LOOK and root.tag != q(LOOK[kind][1]):
            raise _broken(f"{name}: {root.tag}")
        if kind not in NOTES:
            return self._bytes(name)
        for note in root.findall("*"):
            if note.get(q("type"), "normal") == "normal":
                root.remove(note)
        return serialise(root)

    def _edges(self, source: PackURI) -> list[Edge]:
        if source.rels_uri.membername not in self.files:
            return []
        return [
            Edge(each.get("Id", ""), each.get("Type", ""), each.get("Target", ""), each.get("TargetMode") == "External")
            for each in self._xml(source.rels_uri).iter(q("rel:Relationship"))
        ]

    def _xml(self, name: PackURI) -> Element:
        try:
            return parse(self._bytes(name))
        except UnsafeXml as error:
            raise _broken(f"{name}: {error}") from error

    def _bytes(self, name: PackURI) -> bytes:
        if name.membername not in self.files:
            raise _broken(name)
        return self.files[name.membername]

    def _content_types(self) -> dict[str, str]:
        """Return content types by ``/part/name`` and by ``.ending``."""
        root = self._xml(PackURI(f"/{TYPES}"))
        types = {
            f".{each.get('Extension', '').lower()}": each.get("ContentType", "") for each in root.iter(q("ct:Default"))
        }
        types.update({each.get("PartName", ""): each.get("ContentType", "") for each in root.iter(q("ct:Override"))})
        return types

    def _content_type(self, name: PackURI) -> str:
        content_type = self.types.get(name) or self.types.get(f".{name.ext.lower()}")
        if not content_type:
            raise _broken(name)
        return content_type


def _unzip(data: bytes) -> dict[str, bytes]:
    if data.startswith(OLD_WORD_OR_ENCRYPTED):
        raise ReferenceFileError("render.reference_old")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise ReferenceFileError("render.reference_too_big", megabytes=MAX_BYTES // 1024 // 1024)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError) as error:
        raise _broken(str(error)) from error


def _broken(reason: str) -> ReferenceFileError:
    return ReferenceFileError("render.reference_broken", reason=reason)


def _section(root: Element, heads_and_feet: set[str]) -> Element | None:
    """Return the last section without what would point to a part that stays behind or is not known to every Word."""
    sections = root.findall(f"{q('body')}/{q('sectPr')}")
    if not sections:
        return None
    for child in list(sections[-1]):
        reference = child.tag in (q("headerReference"), q("footerReference"))
        left = child.tag in (q("sectPrChange"), q("printerSettings")) or not str(child.tag).startswith(_OWN)
        if left or (reference and child.get(q("r:id")) not in heads_and_feet):
            sections[-1].remove(child)
            continue
        for element in child.iter():
            for name in list(element.attrib):
                if "rsid" in str(name) or not (str(name).startswith(_OWN) or (reference and name == q("r:id"))):
                    del element.attrib[name]
    sections[-1].attrib.clear()
    return sections[-1]


def _check_values(word: Document) -> None:
    """Raise now, not in the midst of writing, if python-docx cannot read a number or a switch that is needed later."""
    section = word.sections[0]
    has_paper(section)
    bool(section.different_first_page_header_footer)
    if has(word, "settings"):
        bool(word.settings.odd_and_even_pages_header_footer)
