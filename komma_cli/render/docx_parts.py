"""What surrounds the text: paper, settings, properties, the foot of each page."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final, cast

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.section import CT_SectPr
from docx.package import Package
from docx.section import Section
from docx.shared import Length, Twips
from lxml.etree import _Element as Element

from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx_order import SETTINGS_ORDER, names
from komma_cli.render.docx_package import free_name
from komma_cli.render.docx_xml import NAMESPACES, PRESERVE, add, add_text, parse, put, q
from komma_cli.render.escaping import clean
from komma_cli.render.tree import PaperSize
from komma_cli.texts import text

LOCALES: Final = {"de": "de-DE", "en": "en-GB"}

# (width, height) upright; margins (top, right, bottom, left); distance of head and foot.
# Text stands at least 20 mm from the edge, on A5 cards 14 mm.
PAPERS: Final[dict[PaperSize, tuple[Twips, Twips]]] = {
    "a4": (Twips(11906), Twips(16838)),
    "a5": (Twips(8391), Twips(11906)),
}
MARGINS: Final[dict[PaperSize, tuple[Twips, Twips, Twips, Twips]]] = {
    "a4": (Twips(1134), Twips(1134), Twips(1134), Twips(1418)),
    "a5": (Twips(794), Twips(794), Twips(794), Twips(794)),
}
FOOT_DISTANCE: Final[dict[PaperSize, Twips]] = {"a4": Twips(567), "a5": Twips(397)}
TWIP: Final = Twips(1)
PROPERTY_LIMIT: Final = 255
"""Letters Word takes in a property."""

# Settings of a reference file that would lock the document, track the readers' edits or reach out to other files.
UNWANTED_SETTINGS: Final = names(
    "writeProtection documentProtection attachedTemplate mailMerge trackRevisions revisionView documentType linkStyles "
    "docVars rsids attachedSchema updateFields saveThroughXslt removePersonalInformation formsDesign"
)


def has_paper(section: Section) -> bool:
    """Tell whether the section has a size and margins."""
    size = (section.page_width, section.page_height)
    return None not in (*size, section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)


def set_up_page(section: Section, paper: PaperSize | None) -> None:
    """Set the paper of the final section; without a wish the reference file's paper stays, or A4 if it has none."""
    if paper is None and has_paper(section):
        return
    name: PaperSize = paper or "a4"
    section.page_width, section.page_height = PAPERS[name]
    section.orientation = WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = MARGINS[name]
    section.header_distance = section.footer_distance = FOOT_DISTANCE[name]
    section.gutter = Twips(0)


def turn_page(section: CT_SectPr, *, landscape: bool) -> None:
    """Make the section landscape or portrait, whatever it was."""
    short, long = sorted((_length(section.page_width), _length(section.page_height)))
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT


def text_width(section: CT_SectPr) -> int:
    """Return the width between the margins in twentieths of a point."""
    width = _length(section.page_width) - _length(section.left_margin) - _length(section.right_margin)
    return round(width / TWIP)


def following_section(section: CT_SectPr) -> CT_SectPr:
    """Return a copy for the pages after a turn: same head and foot, a new page, no second title page, no new count."""
    follower = section.clone()
    follower.start_type = None
    follower.titlePg_val = None
    for child in follower.findall(q("pgNumType")):
        follower.remove(child)
    return follower


def drop_heads_and_feet(word: Document) -> None:
    """Take out the letterhead of a reference file: a card has room for its own words only."""
    section = word.sections[0]
    for each in (section.header, section.first_page_header, section.even_page_header,
                 section.footer, section.first_page_footer, section.even_page_footer):  # fmt: skip
        each.is_linked_to_previous = True


def write_settings(word: Document, document: RenderedDocument) -> None:
    """Set language and hyphenation, and take out what would lock the file or reach outside."""
    root: Element = word.settings.element
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


def write_properties(word: Document, document: RenderedDocument) -> None:
    """Write the core properties; the document's own date is the only time in the file."""
    properties = word.core_properties
    for name, value in (
        ("title", document.title),
        ("subject", document.subject),
        ("author", document.author),
        ("keywords", ", ".join(document.keywords)),
        ("identifier", document.number),
        ("language", LOCALES[document.language]),
        ("category", document.class_label),
        ("version", document.version),
        ("last_modified_by", document.author),
    ):
        setattr(properties, name, clean(value)[:PROPERTY_LIMIT])
    properties.created = properties.modified = datetime.combine(document.date, time(), UTC)


def write_feet(word: Document, document: RenderedDocument, style: str) -> None:
    """Put number, class and page count at the foot of every page; a foot of the reference file keeps its own lines."""
    package, section = cast(Package, word.part.package), word.sections[0]
    feet = [section.footer]
    if section.different_first_page_header_footer:
        feet.append(section.first_page_footer)
    if word.settings.odd_and_even_pages_header_footer:
        feet.append(section.even_page_footer)
    for foot in feet:
        if foot.is_linked_to_previous:
            foot.is_linked_to_previous = False  # makes the part, with a paragraph in a style a German file has not
            foot.part.element.clear()
            foot.part.partname = free_name(package, "/word/footer.xml")
        foot.part.element.extend(_foot_paragraphs(document, style))


def write_heads(word: Document, document: RenderedDocument, style: str) -> None:
    """Put the mark of a draft at the head of every page; a head of the reference file keeps its own lines."""
    if not document.mark:
        return
    package, section = cast(Package, word.part.package), word.sections[0]
    heads = [section.header]
    if section.different_first_page_header_footer:
        heads.append(section.first_page_header)
    if word.settings.odd_and_even_pages_header_footer:
        heads.append(section.even_page_header)
    for head in heads:
        if head.is_linked_to_previous:
            head.is_linked_to_previous = False
            head.part.element.clear()
            head.part.partname = free_name(package, "/word/header.xml")
        paragraph = _styled_paragraph(style)
        run = add(paragraph, "r")
        add(add(run, "rPr"), "b")
        add_text(run, document.mark)
        head.part.element.append(paragraph)


def add_field(parent: Element, instruction: str, result: str) -> None:
    """Append a complex field; ``result`` is what stands there until Word counts again."""
    add(add(parent, "r"), "fldChar", fldCharType="begin")
    command = add(add(parent, "r"), "instrText")
    command.text = f" {instruction} "
    command.set(PRESERVE, "preserve")
    add(add(parent, "r"), "fldChar", fldCharType="separate")
    add_text(add(parent, "r"), result)
    add(add(parent, "r"), "fldChar", fldCharType="end")


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


def _length(value: Length | None) -> Length:
    """Return the length; ``None`` cannot be, since a section without paper gets A4 before anything is written."""
    return Length(0) if value is None else value


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
