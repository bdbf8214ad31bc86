"""What surrounds the text: paper, settings, properties, the foot of each page."""

from __future__ import annotations

import copy
from typing import Final

from lxml.etree import _Element as Element

from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx_order import SECTION_ORDER, SETTINGS_ORDER, names
from komma_cli.render.docx_package import CORE_TYPE, WORDPROCESSING, Package, Part
from komma_cli.render.docx_xml import HEADER, NAMESPACES, PRESERVE, add, add_text, parse, put, q
from komma_cli.render.tree import PaperSize
from komma_cli.texts import text

LOCALES: Final = {"de": "de-DE", "en": "en-GB"}

# Twentieths of a point: (width, height) upright; margins (top, right, bottom, left); distance of head and foot.
# Text stands at least 20 mm from the edge, on A5 cards 14 mm.
PAPERS: Final[dict[PaperSize, tuple[int, int]]] = {"a4": (11906, 16838), "a5": (8391, 11906)}
MARGINS: Final[dict[PaperSize, tuple[int, int, int, int]]] = {
    "a4": (1304, 1247, 1304, 1418),
    "a5": (794, 794, 794, 794),
}
FOOT_DISTANCE: Final[dict[PaperSize, int]] = {"a4": 567, "a5": 397}


# Settings of a reference file that would lock the document, track the readers' edits or reach out to other files.
UNWANTED_SETTINGS: Final = names(
    "writeProtection documentProtection attachedTemplate mailMerge trackRevisions revisionView documentType linkStyles "
    "docVars rsids attachedSchema updateFields saveThroughXslt removePersonalInformation formsDesign"
)


def set_up_page(section: Element, paper: PaperSize | None) -> None:
    """Set the paper of the final section; without a wish the reference file's paper stays, or A4 if it has none."""
    size, margins = section.find(q("pgSz")), section.find(q("pgMar"))
    if paper is None and size is not None and margins is not None:
        return
    name: PaperSize = paper or "a4"
    width, height = PAPERS[name]
    top, right, bottom, left = MARGINS[name]
    distance = FOOT_DISTANCE[name]
    size = put(section, "pgSz", SECTION_ORDER, w=width, h=height)
    size.attrib.pop(q("orient"), "")
    put(section, "pgMar", SECTION_ORDER, top=top, right=right, bottom=bottom, left=left)
    put(section, "pgMar", SECTION_ORDER, header=distance, footer=distance, gutter=0)


def turn_page(section: Element, *, landscape: bool) -> None:
    """Make the section landscape or portrait, whatever it was."""
    size = put(section, "pgSz", SECTION_ORDER)
    short, long = sorted((int(size.get(q("w"), "0")), int(size.get(q("h"), "0"))))
    put(section, "pgSz", SECTION_ORDER, w=long if landscape else short, h=short if landscape else long)
    size.attrib.pop(q("orient"), "")
    if landscape:
        size.set(q("orient"), "landscape")


def text_width(section: Element) -> int:
    """Return the width between the margins in twentieths of a point."""
    size, margins = put(section, "pgSz", SECTION_ORDER), put(section, "pgMar", SECTION_ORDER)
    return int(size.get(q("w"), "0")) - int(margins.get(q("left"), "0")) - int(margins.get(q("right"), "0"))


def following_section(section: Element) -> Element:
    """Return a copy for the pages after a turn: same head and foot, a new page, no second title page, no new count."""
    follower = copy.deepcopy(section)
    for name in ("type", "titlePg", "pgNumType"):
        for child in follower.findall(q(name)):
            follower.remove(child)
    return follower


def write_settings(package: Package, document: RenderedDocument) -> None:
    """Set language and hyphenation, and take out what would lock the file or reach outside."""
    root = package.require("settings").root()
    for name in UNWANTED_SETTINGS:
        for child in root.findall(q(name)):
            root.remove(child)
    if document.plain:
        put(root, "autoHyphenation", SETTINGS_ORDER, val="false")
    else:
        put(root, "autoHyphenation", SETTINGS_ORDER, val="true")
        put(root, "consecutiveHyphenLimit", SETTINGS_ORDER, val=2)
        put(root, "hyphenationZone", SETTINGS_ORDER, val=425)
    put(root, "themeFontLang", SETTINGS_ORDER, val=LOCALES[document.language])
    _set_compatibility(put(root, "compat", SETTINGS_ORDER))


def write_properties(package: Package, document: RenderedDocument) -> None:
    """Write the core properties; the document's own date is the only time in the file."""
    spaces = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("cp", "dc", "dcterms", "xsi"))
    root = parse(f"<cp:coreProperties {spaces}/>".encode())
    moment = f"{document.date.isoformat()}T00:00:00Z"
    for name, value in (
        ("dc:title", document.title),
        ("dc:subject", document.subject),
        ("dc:creator", document.author),
        ("cp:keywords", ", ".join(document.keywords)),
        ("dc:identifier", document.number),
        ("dc:language", LOCALES[document.language]),
        ("cp:category", document.class_label),
        ("cp:version", document.version),
        ("cp:lastModifiedBy", document.author),
        ("cp:revision", "1"),
        ("dcterms:created", moment),
        ("dcterms:modified", moment),
    ):
        if value:
            child = add(root, name)
            child.text = value
            if value is moment:
                child.set(q("xsi:type"), "dcterms:W3CDTF")
    part = package.add("docProps/core.xml", CORE_TYPE, b"")
    part.tree = root


def write_feet(package: Package, section: Element, document: RenderedDocument, style: str) -> None:
    """Put number, class and page count at the foot of every page; a foot of the reference file keeps its own lines."""
    kinds = ["default"]
    if section.find(q("titlePg")) is not None:
        kinds.append("first")
    if package.require("settings").root().find(q("evenAndOddHeaders")) is not None:
        kinds.append("even")
    for kind in kinds:
        for paragraph in _foot_paragraphs(document, style):
            _foot(package, section, kind).root().append(paragraph)


def add_field(parent: Element, instruction: str, result: str) -> None:
    """Append a complex field; ``result`` is what stands there until Word counts again."""
    add(add(parent, "r"), "fldChar", fldCharType="begin")
    command = add(add(parent, "r"), "instrText")
    command.text = f" {instruction} "
    command.set(PRESERVE, "preserve")
    add(add(parent, "r"), "fldChar", fldCharType="separate")
    add_text(add(parent, "r"), result)
    add(add(parent, "r"), "fldChar", fldCharType="end")


def _foot(package: Package, section: Element, kind: str) -> Part:
    """Return the foot part of one kind of page, made and referred to if the reference file has none."""
    edges = {edge.id: edge.target for edge in package.main.relationships}
    for reference in section.findall(q("footerReference")):
        if reference.get(q("type")) == kind:
            return package.parts[edges[reference.get(q("r:id"), "")]]
    empty = f'{HEADER}<w:ftr xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}"/>'
    part = package.add("word/footer.xml", f"{WORDPROCESSING}footer+xml", empty.encode())
    reference = section.makeelement(q("footerReference"), {q("type"): kind})
    reference.set(q("r:id"), package.main.relate("footer", part.name))
    heads = section.findall(q("headerReference")) + section.findall(q("footerReference"))
    section.insert(len(heads), reference)
    return part


def _foot_paragraphs(document: RenderedDocument, style: str) -> list[Element]:
    """Return the lines: the document's own words, then number, class and "page x of y" with Word's counting fields."""
    lines = [document.footer] if document.footer else []
    marks = [mark for mark in (document.number, document.class_label) if mark]
    before, _, rest = text("render.page", document.language, page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    paragraphs = [_styled_paragraph(style) for _ in range(len(lines) + 1)]
    for paragraph, line in zip(paragraphs, lines, strict=False):
        add_text(add(paragraph, "r"), line)
    last = paragraphs[-1]
    add_text(add(last, "r"), "".join(f"{mark} \u00b7 " for mark in marks) + before)
    add_field(last, "PAGE", "1")
    add_text(add(last, "r"), between)
    add_field(last, "NUMPAGES", "1")
    if after:
        add_text(add(last, "r"), after)
    return paragraphs


def _styled_paragraph(style: str) -> Element:
    paragraph = parse(f'<w:p xmlns:w="{NAMESPACES["w"]}"/>'.encode())
    add(add(paragraph, "pPr"), "pStyle", val=style)
    return paragraph


def _set_compatibility(compat: Element) -> None:
    """Ask for the present layout rules; without it Word opens the file in a mode that lacks tick boxes."""
    uri = "http://schemas.microsoft.com/office/word"
    for child in compat.findall(q("compatSetting")):
        if child.get(q("name")) == "compatibilityMode":
            compat.remove(child)
    add(compat, "compatSetting", name="compatibilityMode", uri=uri, val=15)
