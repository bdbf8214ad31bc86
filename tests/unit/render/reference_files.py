"""Word files as municipalities (and attackers) have them, made by changing komma's own reference."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from komma_cli.render.docx_package import to_bytes
from komma_cli.render.reference_document import own_reference

Edit = Callable[[str], str] | str | None

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
TYPES = "[Content_Types].xml"
EDGES = "word/_rels/document.xml.rels"


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(data: bytes, edits: Mapping[str, Edit]) -> bytes:
    """Return the file with parts changed (a function), added or replaced (a text) or taken out (``None``)."""
    files = unzip(data)
    for name, edit in edits.items():
        if edit is None:
            del files[name]
        else:
            files[name] = (edit if isinstance(edit, str) else edit(files[name].decode("utf-8"))).encode("utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def edge(kind: str, target: str, *, identifier: str = "rId90", external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def edges(*rows: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(rows)}</Relationships>'


def own() -> bytes:
    """Return komma's own reference as a file."""
    return to_bytes(own_reference())


def town() -> bytes:
    """Return a reference as a German Word saves it.

    Other style ids, another colour, a letterhead and a foot, a locked document with tracked changes, no numbering part,
    none of komma's styles.
    """

    def styles(text: str) -> str:
        text = re.sub(r'<w:style [^>]*w:styleId="Komma\w*">.*?</w:style>', "", text)
        return text.replace('"Heading1"', '"berschrift1"').replace("1F3A5F", "8B0000")

    def settings(text: str) -> str:
        locked = '<w:trackRevisions/><w:documentProtection w:edit="readOnly"/><w:doNotHyphenateCaps/>'
        return text.replace("<w:doNotHyphenateCaps/>", locked)

    def part_type(name: str, kind: str) -> str:
        return f'<Override PartName="/word/{name}" ContentType="{TYPE}{kind}+xml"/>'

    references = (
        f'<w:sectPr xmlns:r="{OFFICE}"><w:headerReference w:type="default" r:id="rId90"/>'
        '<w:footerReference w:type="default" r:id="rId91"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418"'
        ' w:header="709" w:footer="709" w:gutter="0"/>'
        "</w:sectPr>"
    )
    row = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    return edited(
        own(),
        {
            "word/styles.xml": styles,
            "word/settings.xml": settings,
            "word/header1.xml": f'<w:hdr xmlns:w="{WORD}">{row.format("Stadt Musterhausen")}</w:hdr>',
            "word/footer.xml": f'<w:ftr xmlns:w="{WORD}">{row.format("Rathausplatz 1")}</w:ftr>',
            "word/document.xml": lambda text: text.replace("<w:sectPr/>", f"<w:p/>{references}"),
            EDGES: lambda text: text.replace(
                "</Relationships>",
                edge("header", "header1.xml") + edge("footer", "footer.xml", identifier="rId91") + "</Relationships>",
            ),
            TYPES: lambda text: text.replace(
                "</Types>", part_type("header1.xml", "header") + part_type("footer.xml", "footer") + "</Types>"
            ),
        },
    )
