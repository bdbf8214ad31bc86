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


DRAWING = (
    '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:drawing><wp:inline'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0"'
    ' distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Wappen" descr="Wappen"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="Wappen"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="{office}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def control(tag: str, words: str = "Klicken Sie hier", *, block: bool = False, more: str = "<w:text/>") -> str:
    """Return a content control as Word writes it: inside a paragraph, or around one."""
    run = f'<w:r><w:rPr><w:color w:val="808080"/></w:rPr><w:t>{words}</w:t></w:r><w:r><w:t> ein</w:t></w:r>'
    inside = f"<w:p>{run}</w:p>" if block else run
    settings = f'<w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="77"/><w:showingPlcHdr/>{more}'
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def with_body(data: bytes, body: str) -> bytes:
    """Return the file with this text in its body, before the properties of its section."""
    return edited(
        data,
        {"word/document.xml": lambda text: re.sub(r"<w:body>.*?(?=<w:sectPr)", f"<w:body>{body}", text, flags=re.S)},
    )


COVER = (
    f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{control("komma.titel")}</w:p>'
    f'<w:p><w:r><w:t xml:space="preserve">Fassung </w:t></w:r>{control("Komma.Version")}'
    f'<w:r><w:t xml:space="preserve"> vom </w:t></w:r>{control("komma.date", more="<w:date/>")}</w:p>'
    f'<w:p><w:r><w:t xml:space="preserve">Verantwortlich: </w:t></w:r>{control("komma.verantwortlich")}'
    f'<w:r><w:t xml:space="preserve">, Nummer </w:t></w:r>{control("komma.nummer")}</w:p>'
    f"{control('komma.inhalt', block=True)}"
    "<w:p><w:r><w:t>Gedruckt auf Recyclingpapier</w:t></w:r></w:p>"
)


def letterhead(picture: bytes, body: str = COVER) -> bytes:
    """Return the reference of a German town.

    A serif font, German style ids, a head with a coat of arms and a control, controls in foot and body, no numbering.
    """
    head = DRAWING.format(width=720000, height=360000, office=OFFICE)
    head += f'<w:p>{control("komma.gemeinde")}<w:r><w:t xml:space="preserve"> | Büro für Vielfalt</w:t></w:r></w:p>'
    foot = f'<w:p><w:r><w:t xml:space="preserve">Klasse: </w:t></w:r>{control("komma.klasse")}</w:p>'
    reference = edited(
        town(),
        {
            "word/theme/theme1.xml": lambda text: text.replace("Arial", "Georgia"),
            "word/header1.xml": f'<w:hdr xmlns:w="{WORD}">{head}</w:hdr>',
            "word/footer.xml": f'<w:ftr xmlns:w="{WORD}">{foot}</w:ftr>',
            "word/_rels/header1.xml.rels": edges(edge("image", "media/image1.png", identifier="rId1")),
            TYPES: lambda text: text.replace("</Types>", '<Default Extension="png" ContentType="image/png"/></Types>'),
        },
    )
    stream = io.BytesIO(with_body(reference, body))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/image1.png", picture)
    return stream.getvalue()
