"""The zip around a DOCX (Open Packaging Conventions): read with suspicion, write the same bytes every time.

Of a foreign file only what gives documents their look is taken: styles, theme, fonts, settings, numbering, head and
foot with their pictures. Body, comments, macros, custom data, embedded objects and properties stay behind.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from komma_cli.render.docx_xml import NAMESPACES, UnsafeXml, parse, q, serialise
from komma_cli.render.errors import ReferenceFileError

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
WORDPROCESSING: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
MAIN_TYPE: Final = f"{WORDPROCESSING}document.main+xml"

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 2000
OLD_WORD_OR_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"
KEPT: Final = frozenset({"styles", "theme", "fontTable", "font", "settings", "numbering", "header", "footer", "image"})
NOTES: Final = frozenset({"footnotes", "endnotes"})
ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


@dataclass
class Relationship:
    """One edge from a part: ``kind`` is the last word of its type, ``target`` a part name or an address."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """Return the last word of the type, e.g. ``styles``."""
        return self.type.rpartition("/")[2]


@dataclass
class Part:
    """One file in the package; ``tree`` is parsed from ``data`` on demand and written back if it is there."""

    name: str
    content_type: str
    data: bytes
    relationships: list[Relationship] = field(default_factory=list)
    tree: Element | None = None

    def root(self) -> Element:
        """Return the parsed XML; changes to it are saved. Raises ``ReferenceFileError`` if it is broken or unsafe."""
        if self.tree is None:
            try:
                self.tree = parse(self.data)
            except UnsafeXml as error:
                raise ReferenceFileError("render.reference_broken", reason=f"{self.name}: {error}") from error
        return self.tree

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        """Add an edge and return its id."""
        taken = {relationship.id for relationship in self.relationships}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        relationship_type = kind if kind.startswith("http") else OFFICE + kind
        self.relationships.append(Relationship(f"rId{number}", relationship_type, target, external))
        return f"rId{number}"

    def related(self, kind: str) -> Relationship | None:
        """Return the first inner edge of that kind."""
        return next((each for each in self.relationships if each.kind == kind and not each.external), None)


class Package:
    """All parts of one document by name; ``main`` is the document part."""

    def __init__(self, main: Part) -> None:
        self.main = main
        self.parts: dict[str, Part] = {main.name: main}

    def add(self, name: str, content_type: str, data: bytes) -> Part:
        """Add a part under a name that is still free (a number is put before the ending if it is not)."""
        stem, dot, ending = name.rpartition(".")
        free, number = name, 1
        while free in self.parts:
            number += 1
            free = f"{stem}{number}{dot}{ending}"
        self.parts[free] = Part(free, content_type, data)
        return self.parts[free]

    def needed(self, kind: str) -> Part | None:
        """Return the part of that kind the document part points to."""
        edge = self.main.related(kind)
        return None if edge is None else self.parts.get(edge.target)

    def require(self, kind: str) -> Part:
        """Return the part of that kind. Raises ``LookupError`` if the package was not completed first."""
        part = self.needed(kind)
        if part is None:
            raise LookupError(kind)
        return part

    def to_bytes(self) -> bytes:
        """Return the zip: fixed dates, fixed order, no traces of the machine; equal packages give equal bytes."""
        files = {"[Content_Types].xml": self._content_types()}
        files["_rels/.rels"] = _relationships_xml(self._package_edges(), "")
        for name, part in self.parts.items():
            files[name] = part.data if part.tree is None else serialise(part.tree)
            if part.relationships:
                files[_relationships_name(name)] = _relationships_xml(part.relationships, name)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in sorted(files, key=lambda each: (each != "[Content_Types].xml", each != "_rels/.rels", each)):
                entry = zipfile.ZipInfo(name, ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, files[name], compresslevel=6)
        return stream.getvalue()

    def _package_edges(self) -> list[Relationship]:
        edges = [Relationship("rId1", f"{OFFICE}officeDocument", self.main.name)]
        core = [name for name, part in self.parts.items() if part.content_type == CORE_TYPE]
        return edges + [Relationship(f"rId{index}", CORE, name) for index, name in enumerate(core, 2)]

    def _content_types(self) -> bytes:
        root = parse(f'<Types xmlns="{NAMESPACES["ct"]}"/>'.encode())
        for ending, content_type in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        ):
            _plain(root, "ct:Default", Extension=ending, ContentType=content_type)
        for name in sorted(self.parts):
            _plain(root, "ct:Override", PartName=f"/{name}", ContentType=self.parts[name].content_type)
        return serialise(root)


def read_package(data: bytes) -> Package:
    """Return the look of a Word file or template (.docx, .docm, .dotx, .dotm) as a package without a body.

    Raises ``ReferenceFileError`` with a key that says what to do: damaged, too big, an old or locked file, the "Strict"
    format, or linked and embedded things in head or foot.
    """
    files = _unzip(data)
    edges = _edges(files, "")
    start = next((edge.target for edge in edges if edge.kind == "officeDocument" and not edge.external), None)
    if start is None or start not in files:
        raise ReferenceFileError("render.reference_broken", reason="officeDocument")
    package = Package(Part(start, MAIN_TYPE, files[start]))
    root = package.main.root()
    if root.tag != q("document"):
        key = "render.reference_strict" if "purl.oclc.org" in root.tag else "render.reference_broken"
        raise ReferenceFileError(key, reason=root.tag)
    types = _read_content_types(files)
    for edge in _edges(files, start):
        if edge.kind in KEPT | NOTES and not edge.external:
            _take(package, package.main, edge, files, types)
    return package


def _take(package: Package, source: Part, edge: Relationship, files: dict[str, bytes], types: dict[str, str]) -> None:
    """Copy the part behind an edge, and what hangs on it, into the package."""
    if edge.target not in files:
        raise ReferenceFileError("render.reference_broken", reason=edge.target)
    source.relationships.append(edge)
    if edge.target in package.parts:
        return
    part = Part(edge.target, _content_type(edge.target, types), files[edge.target])
    package.parts[part.name] = part
    if part.content_type.endswith("xml"):
        part.root()
    for inner in _edges(files, part.name):
        _take_inner(package, part, inner, files, types)


def _take_inner(
    package: Package, part: Part, edge: Relationship, files: dict[str, bytes], types: dict[str, str]
) -> None:
    """Follow an edge of a kept part; head and foot may show pictures and links, but load nothing from elsewhere."""
    if edge.kind == "hyperlink":
        part.relationships.append(edge)
    elif edge.kind in ("image", "font") and not edge.external:
        _take(package, part, edge, files, types)
    elif part.content_type.endswith(("header+xml", "footer+xml")):
        raise ReferenceFileError("render.reference_active", kind=edge.kind)


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
        raise ReferenceFileError("render.reference_broken", reason=str(error)) from error


def _edges(files: dict[str, bytes], source: str) -> list[Relationship]:
    name = _relationships_name(source)
    if name not in files:
        return []
    folder = posixpath.dirname(source)
    edges = []
    for child in Part(name, "", files[name]).root().iter(q("rel:Relationship")):
        external = child.get("TargetMode") == "External"
        target = child.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        edges.append(Relationship(child.get("Id", ""), child.get("Type", ""), target, external))
    return edges


def _read_content_types(files: dict[str, bytes]) -> dict[str, str]:
    """Return content types by ``/part/name`` and by ``.ending``."""
    if "[Content_Types].xml" not in files:
        raise ReferenceFileError("render.reference_broken", reason="[Content_Types].xml")
    root = Part("[Content_Types].xml", "", files["[Content_Types].xml"]).root()
    types = {f".{e.get('Extension', '').lower()}": e.get("ContentType", "") for e in root.iter(q("ct:Default"))}
    types.update({e.get("PartName", ""): e.get("ContentType", "") for e in root.iter(q("ct:Override"))})
    return types


def _content_type(name: str, types: dict[str, str]) -> str:
    ending = f".{name.rpartition('.')[2].lower()}"
    content_type = types.get(f"/{name}", types.get(ending, ""))
    if not content_type:
        raise ReferenceFileError("render.reference_broken", reason=name)
    return content_type


def _relationships_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relationships_xml(edges: list[Relationship], source: str) -> bytes:
    root = parse(f'<Relationships xmlns="{NAMESPACES["rel"]}"/>'.encode())
    folder = posixpath.dirname(source) or "."
    for edge in edges:
        child = _plain(root, "rel:Relationship", Id=edge.id, Type=edge.type)
        child.set("Target", edge.target if edge.external else posixpath.relpath(edge.target, folder))
        if edge.external:
            child.set("TargetMode", "External")
    return serialise(root)


def _plain(parent: Element, name: str, **attributes: str) -> Element:
    """Append an element whose attributes have no namespace."""
    child = parent.makeelement(q(name), attributes)
    parent.append(child)
    return child
