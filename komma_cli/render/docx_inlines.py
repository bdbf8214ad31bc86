"""Words inside a paragraph: runs, links, tick boxes, pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError
from docx.image.image import Image as PictureFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.document import DocumentPart
from lxml.etree import _Element as Element

from komma_cli.render.document import Printable
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_tracking import Tracking
from komma_cli.render.docx_xml import NAMESPACES, add, add_text, parse, q
from komma_cli.render.errors import RenderError
from komma_cli.render.tree import (
    Change,
    CodeSpan,
    Deleted,
    Emphasis,
    Image,
    Inline,
    Inserted,
    LineBreak,
    Link,
    Strike,
    Strong,
    Text,
)

EMU_PER_MM: Final = 36000
TWENTIETHS_TO_EMU: Final = 635
PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
LABEL_LIMIT: Final = 64
"""Word takes no longer title for a content control."""
BOX_HALF_POINTS: Final = 24
"""A box to tick by hand is at least 4 mm wide."""
TICKED: Final = "\u2612"
UNTICKED: Final = "\u2610"
_BOXES: Final = re.compile(f"({UNTICKED})")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a run; ``style`` is the id of a character style."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    verbatim: bool = False
    change: Change = ""
    """Whether Word tracks the run as inserted or deleted; no look of its own."""


class InlineWriter:
    """Writes inlines into paragraphs and hands out the numbers that must be unique in a document."""

    def __init__(
        self, part: DocumentPart, styles: StyleSheet, anchors: dict[str, str], tracking: Tracking | None = None
    ) -> None:
        self.part = part
        self.tracking = tracking
        self.styles = styles
        self.anchors = anchors
        self.link_ids: dict[str, str] = {}
        self.pictures: dict[str, tuple[str, PictureFile]] = {}
        self.last_number = 0

    def number(self) -> int:
        """Return the next number for a bookmark, a picture or a tick box."""
        self.last_number += 1
        return self.last_number

    def write(self, parent: Element, inlines: Iterable[Inline], form: Form | None = None) -> None:
        """Append the inlines to a paragraph or link."""
        form = form or Form()
        for inline in inlines:
            match inline:
                case Text(text):
                    self.run(parent, text, form)
                case CodeSpan(text):
                    self.run(parent, text, replace(form, style=self.styles.character("Komma Code Char"), verbatim=True))
                case Strong(children):
                    self.write(parent, children, replace(form, bold=True))
                case Emphasis(children):
                    self.write(parent, children, replace(form, italic=True))
                case Strike(children):
                    self.write(parent, children, replace(form, strike=True))
                case Inserted(children):
                    self.write(parent, children, replace(form, change="inserted"))
                case Deleted(children):
                    self.write(parent, children, replace(form, change="deleted"))
                case LineBreak():
                    add(add(self.holder(parent, form.change), "r"), "br")
                case Link():
                    self.link(parent, inline, form)

    def run(self, parent: Element, text: str, form: Form | None = None) -> None:
        """Append text in one form."""
        form = form or Form()
        for piece in _BOXES.split(text) if UNTICKED in text else [text]:
            if piece == UNTICKED:
                self.tick_sign(parent, ticked=False, change=form.change)
            elif piece or not text:
                self._run(parent, piece, form)

    def _run(self, parent: Element, text: str, form: Form) -> None:
        run = add(self.holder(parent, form.change), "r")
        if replace(form, change="") != Form():
            _write_form(add(run, "rPr"), form)
        add_text(run, text, "delText" if form.change == "deleted" else "t")

    def holder(self, parent: Element, change: Change) -> Element:
        """Return what a run stands in: the paragraph or link itself, or the tracked change at its end."""
        if not change or self.tracking is None:
            return parent
        return self.tracking.runs(parent, change, self.number)

    def mark(self, paragraph: Element, change: Change) -> Element:
        """Let Word track the end of a paragraph as inserted or deleted; return the paragraph."""
        if change and self.tracking is not None:
            self.tracking.mark(paragraph, change, self.number)
        return paragraph

    def link(self, parent: Element, link: Link, form: Form) -> None:
        """Append a link to an address or to a heading of this document."""
        holder = add(parent, "hyperlink")
        if link.target.startswith("#"):
            holder.set(q("anchor"), self.anchors[link.target[1:]])
        else:
            if link.target not in self.link_ids:
                # relate_to() would look for a free id and an equal target one by one: 2 s for 2000 links
                relation = f"kommaLink{len(self.link_ids) + 1}"
                self.part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, link.target, relation, is_external=True)
                self.link_ids[link.target] = relation
            holder.set(q("r:id"), self.link_ids[link.target])
        if link.title:
            holder.set(q("tooltip"), link.title)
        holder.set(q("history"), "1")
        self.write(holder, link.children, replace(form, style=self.styles.character("Hyperlink")))

    def tick_sign(self, paragraph: Element, *, ticked: bool, change: Change) -> None:
        """Append the sign of a tick box that was inserted or deleted: Word cannot track one that is clicked."""
        run = add(self.holder(paragraph, change), "r")
        _write_box_font(add(run, "rPr"))
        add_text(run, TICKED if ticked else UNTICKED, "delText" if change == "deleted" else "t")

    def tick_box(self, paragraph: Element, label: str, *, ticked: bool, tag: str = "") -> None:
        """Append a box that Word ticks on a click; its title is the label, for screen readers."""
        number = self.number()
        control = add(paragraph, "sdt")
        properties = add(control, "sdtPr")
        _write_box_font(add(properties, "rPr"))
        add(properties, "alias", val=label[:LABEL_LIMIT])
        add(properties, "tag", val=tag or f"komma-check-{number}")
        add(properties, "id", val=number)
        box = add(properties, "w14:checkbox")
        add(box, "w14:checked").set(q("w14:val"), str(int(ticked)))
        for name, sign in (("w14:checkedState", TICKED), ("w14:uncheckedState", UNTICKED)):
            state = add(box, name)
            state.set(q("w14:val"), f"{ord(sign):04X}")
            state.set(q("w14:font"), "MS Gothic")
        run = add(add(control, "sdtContent"), "r")
        _write_box_font(add(run, "rPr"))
        add_text(run, TICKED if ticked else UNTICKED)

    def picture(self, paragraph: Element, image: Image, picture: Printable, name: str, limit: int) -> None:
        """Append a picture, at most ``limit`` twentieths of a point wide."""
        if image.source not in self.pictures:
            self.pictures[image.source] = self.picture_file(image.source, picture)
        relation, file = self.pictures[image.source]
        width, height = _printed_size(picture, file, limit)
        drawing = parse(_DRAWING.format(width=width, height=height, relation=relation).encode())
        number = str(self.number())
        for tag in ("wp:docPr", "pic:cNvPr"):
            for properties in drawing.iter(q(tag)):
                properties.set("id", number)
                properties.set("name", name)
                properties.set("descr", image.alt)
        add(self.holder(paragraph, image.change), "r").append(drawing)

    def picture_file(self, source: str, picture: Printable) -> tuple[str, PictureFile]:
        """Put a PNG into the file; return its relationship and what python-docx knows of it."""
        if not picture.png.startswith(PNG_SIGNATURE):
            raise RenderError("render.picture_broken", source=source)
        try:
            return self.part.get_or_add_image(io.BytesIO(picture.png))
        except (InvalidImageStreamError, UnexpectedEndOfFileError) as error:
            raise RenderError("render.picture_broken", source=source) from error


def _write_form(properties: Element, form: Form) -> None:
    if form.style:
        add(properties, "rStyle", val=form.style)
    for wanted, tags in ((form.bold, ("b", "bCs")), (form.italic, ("i", "iCs"))):
        for tag in tags if wanted else ():
            add(properties, tag)
    if form.strike:
        add(properties, "strike")
    if form.verbatim:
        add(properties, "noProof")


def _write_box_font(properties: Element) -> None:
    add(properties, "rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia")
    for name in ("sz", "szCs"):
        add(properties, name, val=BOX_HALF_POINTS)


def _printed_size(picture: Printable, file: PictureFile, limit: int) -> tuple[int, int]:
    """Return (width, height) in EMU."""
    width = min(round(picture.width_mm * EMU_PER_MM), limit * TWENTIETHS_TO_EMU)
    return width, round(width * file.px_height / max(file.px_width, 1))


_DRAWING: Final = (
    "<w:drawing "
    + " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "wp", "a", "pic", "r"))
    + '><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing>"
)
