"""The block tree to the body of a DOCX: headings, lists, tables, boxes, sections."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final, get_args

from docx.oxml.document import CT_Body
from lxml.etree import _Element as Element

from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx_fields import FieldWriter
from komma_cli.render.docx_inlines import Form, InlineWriter
from komma_cli.render.docx_lists import LEVELS, STEP, Numbering
from komma_cli.render.docx_parts import following_section, text_width, turn_page
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_tables import TOGETHER_LETTERS, TableWriter
from komma_cli.render.docx_tracking import is_tracked
from komma_cli.render.docx_xml import PRESERVE, add, paragraph_property, properties, q
from komma_cli.render.errors import RenderError
from komma_cli.render.outline import CONTENTS_LEVELS, Headings
from komma_cli.render.tree import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Change,
    Code,
    Deleted,
    Field,
    Heading,
    Image,
    Inline,
    Inlines,
    Inserted,
    Landscape,
    ListItem,
    OrderedList,
    PageBreak,
    PageSize,
    Paragraph,
    Portrait,
    Quote,
    Rule,
    Table,
    TableOfContents,
    plain,
)
from komma_cli.texts import text

MAX_HEADING: Final = 5
BOX_INDENT: Final = 227
QUOTE_INDENT: Final = 400
HAIRLINE: Final = 20
TABLE_GAP: Final = 160
AFTER_LIST: Final = 140
AFTER_BOXED: Final = 70


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a list stands: the style of its paragraphs, its level, its ``w:num``, the indent of what is around it."""

    style: str
    level: int
    number: int
    indent: int

    @property
    def left(self) -> int:
        """Return where the text of the items begins, in twentieths of a point."""
        return self.indent + STEP * (self.level + 1)


class BodyWriter:
    """Writes the blocks of one document into ``body``; ``section`` ends as the properties of its last section."""

    def __init__(
        self, document: RenderedDocument, styles: StyleSheet, numbering: Numbering, inlines: InlineWriter, body: CT_Body
    ) -> None:
        self.document = document
        self.styles = styles
        self.numbering = numbering
        self.inlines = inlines
        self.body = body
        self.section = body.get_or_add_sectPr()
        body.remove(self.section)
        self.tables = TableWriter(document.language, styles, inlines)
        self.box_styles = {styles.paragraph(f"Komma {kind.title()}") for kind in get_args(CalloutKind)}
        self.new_page = False
        self.line_above = False
        self.headings = Headings(document.blocks)
        self.writers: Mapping[type[Any], Callable[[Any], None]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            BulletList: self.list,
            OrderedList: self.list,
            Table: self.table,
            Callout: self.callout,
            Quote: self.quote,
            Image: self.image,
            Code: self.code,
            Field: FieldWriter(styles, inlines, self.start, document.language).write,
            TableOfContents: self.contents,
        }

    def write(self) -> None:
        """Write everything, including the properties of the last section."""
        for block in self.document.blocks:
            match block:
                case PageBreak():
                    self.new_page = True
                case Rule():
                    self.line_above = True
                case Landscape() | Portrait():
                    self.turn(landscape=isinstance(block, Landscape))
                case PageSize():
                    pass  # the paper is set before the body is begun
                case _:
                    self.block(block)
        if len(self.body) and self.body[-1].tag == q("tbl"):
            self.gap()  # a body must not end with a table
        elif len(self.body) > 1 and self.body[-2].tag == q("tbl"):
            for paragraph in self.body[-2].findall(q("tr"))[-1].iter(q("p")):
                paragraph_property(paragraph, "keepNext")  # a sentence alone would have a page of its own
        self.body.append(self.section)

    def block(self, block: Block) -> None:
        """Write one block and give its first paragraph what stood before it: a new page, a line, space to a table."""
        index = len(self.body)
        after_table = index > 0 and self.body[-1].tag == q("tbl")
        self.writers[type(block)](block)
        if len(self.body) == index:
            return
        if self.body[index].tag == q("tbl") and (after_table or self.new_page or self.line_above):
            self.gap(index, TABLE_GAP)  # two tables would grow together, and a table cannot begin a page by itself
        first = next(self.body[index].iter(q("p")))
        if self.new_page:
            paragraph_property(first, "pageBreakBefore")
            if isinstance(block, Heading):
                paragraph_property(first, "spacing", before=0)  # the margin of the page is space enough
        if self.line_above:
            borders = paragraph_property(first, "pBdr")
            add(borders, "top", val="single", sz=6, space=8, color="auto")
        if after_table and isinstance(block, Paragraph | BulletList | OrderedList | Quote | Callout | Field):
            paragraph_property(first, "spacing", before=200)
        self.new_page = self.line_above = False

    def heading(self, block: Heading) -> None:
        """Write a heading with the bookmark that links and the table of contents jump to."""
        level = self.headings.level(block)
        paragraph = self.start("Title" if level == 0 else f"heading {min(level, MAX_HEADING)}")
        number = self.inlines.number()
        add(paragraph, "bookmarkStart", id=number, name=self.inlines.anchors[block.id])
        self.inlines.write(paragraph, block.children)
        add(paragraph, "bookmarkEnd", id=number)
        if level == 0 and not self.headings.entries():
            paragraph_property(paragraph, "outlineLvl", val=0)  # else a paper of one page has nothing to jump to
        self.inlines.mark(paragraph, block.change)

    def paragraph(self, block: Paragraph) -> None:
        """Write a paragraph on its own."""
        paragraph = self.start(f"Komma {block.style.title()}" if block.style else "")
        self.inlines.write(self.inlines.mark(paragraph, block.change), block.children)

    def list(self, block: BulletList | OrderedList) -> None:
        """Write a list on its own."""
        self.items(block, "List Paragraph", 0, 0)
        paragraph_property(self.body[-1], "spacing", after=AFTER_LIST)

    def items(self, block: BulletList | OrderedList, style: str, level: int, indent: int) -> None:
        """Write the items of a list; ``indent`` is that of the box or quote around it."""
        level = min(level, LEVELS - 1)
        number = self.numbering.bullets
        if isinstance(block, OrderedList):
            number = self.numbering.numbered(level, block.start)
        place = ListPlace(style, level, number, indent)
        for item in block.items:
            self.item(item, place)

    def item(self, item: ListItem, place: ListPlace) -> None:
        """Write one item: a mark before its first paragraph, the others below it, lists one level deeper."""
        for index, child in enumerate(item.children):
            if isinstance(child, BulletList | OrderedList):
                self.items(child, place.style, place.level + 1, place.indent)
                continue
            if not isinstance(child, Paragraph):
                raise TypeError(type(child).__name__)  # parse_blocks lets nothing else into a list
            paragraph = self.inlines.mark(self.start(place.style), child.change)
            paragraph_property(paragraph, "ind", left=place.left, hanging=0 if index else STEP)
            if index == 0 and item.checked is None:
                marker = paragraph_property(paragraph, "numPr")
                add(marker, "ilvl", val=place.level)
                add(marker, "numId", val=place.number)
            elif index == 0 and child.change:
                self.inlines.tick_sign(paragraph, ticked=bool(item.checked), change=child.change)
                add(add(self.inlines.holder(paragraph, child.change), "r"), "tab")
            elif index == 0:
                self.inlines.tick_box(paragraph, plain(child.children), ticked=bool(item.checked))
                add(add(paragraph, "r"), "tab")
            self.inlines.write(paragraph, child.children, self.loudness(child))

    def table(self, block: Table) -> None:
        """Write a table under its caption."""
        if block.marked_caption:
            self.inlines.write(self.inlines.mark(self.start("caption"), block.change), block.marked_caption)
        elif block.caption:
            self.inlines.run(self.start("caption"), block.caption)
        self.tables.write(self.body, block, text_width(self.section))

    def callout(self, block: Callout) -> None:
        """Write a box: bordered paragraphs, because a table for layout would confuse screen readers."""
        style = f"Komma {block.kind.title()}"
        if len(self.body) and self.paragraph_style(self.body[-1]) in self.box_styles:
            self.gap()  # two boxes would grow together
        index = len(self.body)
        word = text(f"render.callout_{block.kind}", self.document.language)
        head = self.start(style)
        paragraph_property(head, "keepNext")
        self.inlines.mark(head, block.change)
        if block.title:
            self.inlines.write(head, block.title, Form(bold=True))
        else:
            self.inlines.run(head, word, Form(bold=True))
        self.boxed(block.children, style, BOX_INDENT)
        box = [self.body[index], *self.body[index].itersiblings()]
        _space_within_box(box)
        if sum(len(words) for line in box for words in line.itertext()) <= TOGETHER_LETTERS:
            for line in box[:-1]:
                paragraph_property(line, "keepNext")
        paragraph_property(self.body[index], "spacing", before=160)
        paragraph_property(self.body[-1], "spacing", after=240)

    def quote(self, block: Quote) -> None:
        """Write quoted paragraphs."""
        self.boxed(block.children, "Quote", QUOTE_INDENT)

    def boxed(self, blocks: Iterable[Block], style: str, indent: int) -> None:
        """Write what stands in a box or quote, all in the style that draws it."""
        for block in blocks:
            if isinstance(block, BulletList | OrderedList):
                self.items(block, style, 0, indent)
            elif isinstance(block, Paragraph):
                paragraph = self.inlines.mark(self.start(style), block.change)
                self.inlines.write(paragraph, block.children, self.loudness(block))
            else:
                raise TypeError(type(block).__name__)  # parse_blocks lets nothing else into a box

    def image(self, block: Image) -> None:
        """Write a picture under its caption."""
        picture = self.document.pictures.get(block.source)
        if picture is None:
            raise RenderError("render.picture_missing", source=block.source)
        if block.caption:
            self.inlines.run(self.start_changed("caption", block.change), block.caption, Form(change=block.change))
        number = len(self.inlines.pictures) + 1
        name = text("render.picture", self.document.language, number=number)
        self.inlines.picture(self.start_changed("", block.change), block, picture, name, text_width(self.section))

    def code(self, block: Code) -> None:
        """Write lines as they are."""
        paragraph = self.start_changed("Komma Code", block.change)
        for index, line in enumerate(block.text.split("\n")):
            if index:
                add(add(self.inlines.holder(paragraph, block.change), "r"), "br")
            self.inlines.run(paragraph, line, Form(change=block.change))

    def contents(self, _: TableOfContents) -> None:
        """Write the table of contents: links that work at once, and a field that F9 fills with page numbers."""
        entries = self.headings.entries(deleted=True)
        if not entries:
            return
        control = add(self.body, "sdt")
        gallery = add(add(control, "sdtPr"), "docPartObj")
        add(gallery, "docPartGallery", val="Table of Contents")
        add(gallery, "docPartUnique")
        content = add(control, "sdtContent")
        title = self.start("TOC Heading", content)
        self.inlines.run(title, text("render.contents", self.document.language))
        for index, (heading, level) in enumerate(entries):
            paragraph = self.start(f"toc {level}", content)
            tabs = paragraph_property(paragraph, "tabs")
            add(tabs, "tab", val="right", leader="dot", pos=text_width(self.section))
            if index == 0:
                _open_contents_field(paragraph)
            link = add(paragraph, "hyperlink", anchor=self.inlines.anchors[heading.id], history="1")
            for words, change in _plain_changes(heading.children):
                self.inlines.run(link, words, Form(change=change))
            self.inlines.mark(paragraph, heading.change)
        add(add(self.start("", content), "r"), "fldChar", fldCharType="end")

    def turn(self, *, landscape: bool) -> None:
        """Begin landscape or portrait pages; at the very beginning, or if nothing changes, without an empty page."""
        follower = following_section(self.section) if len(self.body) else self.section
        before = copy.deepcopy(self.section)
        turn_page(follower, landscape=landscape)
        if len(self.body) and text_width(follower) != text_width(before):
            if self.body[-1].tag != q("p") or is_tracked(self.body[-1]):
                self.gap()
            properties(self.body[-1]).append(before)
            self.section = follower
            self.new_page = False

    def start(self, style: str = "", parent: Element | None = None) -> Element:
        """Append an empty paragraph of that style and return it."""
        paragraph = add(self.body if parent is None else parent, "p")
        if style:
            paragraph_property(paragraph, "pStyle", val=self.styles.paragraph(style))
        return paragraph

    def start_changed(self, style: str, change: Change) -> Element:
        """Append an empty paragraph that is tracked as a whole if it was inserted or deleted."""
        return self.inlines.mark(self.start(style), change)

    def gap(self, index: int | None = None, height: int = HAIRLINE) -> None:
        """Insert the one kind of empty paragraph there is, where Word cannot do without one."""
        paragraph = self.body.makeelement(q("p"))
        paragraph_property(paragraph, "spacing", before=0, after=0, line=height, lineRule="exact")
        self.body.insert(len(self.body) if index is None else index, paragraph)

    def paragraph_style(self, paragraph: Element) -> str:
        """Return the id of a paragraph's style, empty for the body style."""
        style = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
        return "" if style is None else style.get(q("val"), "")

    def loudness(self, block: Paragraph) -> Form:
        """Return the form of a styled paragraph inside a box or list, whose own style must stay."""
        if not block.style:
            return Form()
        return Form(style=self.styles.character(f"Komma {block.style.title()} Char"))


def _plain_changes(words: Inlines) -> Iterator[tuple[str, Change]]:
    """Yield the words of a heading without their form, piece by piece with what became of them."""
    for change, group in groupby(words, _change_of):
        children = (each.children if isinstance(each, Inserted | Deleted) else (each,) for each in group)
        yield "".join(map(plain, children)), change


def _change_of(inline: Inline) -> Change:
    if isinstance(inline, Inserted):
        return "inserted"
    return "deleted" if isinstance(inline, Deleted) else ""


def _space_within_box(paragraphs: Sequence[Element]) -> None:
    """Set paragraphs of a box apart, but only where both have the same indent: elsewhere Word shows a white gap."""
    for paragraph, following in pairwise(paragraphs):
        if _indent(paragraph) == _indent(following):
            paragraph_property(paragraph, "spacing", after=AFTER_BOXED)


def _indent(paragraph: Element) -> str | None:
    indent = paragraph.find(f"{q('pPr')}/{q('ind')}")
    return None if indent is None else indent.get(q("left"))


def _open_contents_field(paragraph: Element) -> None:
    add(add(paragraph, "r"), "fldChar", fldCharType="begin")
    instruction = add(add(paragraph, "r"), "instrText")
    instruction.text = f' TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u '
    instruction.set(PRESERVE, "preserve")
    add(add(paragraph, "r"), "fldChar", fldCharType="separate")
