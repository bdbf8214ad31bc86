"""The block tree every writer walks: what a document says, without Markdown and without a file format.

Frozen; shapes only. ``blocks.parse_blocks`` is the one maker and keeps the promises named here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]
CalloutKind = Literal["note", "tip", "important", "warning", "caution"]
ParagraphStyle = Literal["", "number", "lead", "small"]
PaperSize = Literal["a4", "a5"]
Change = Literal["", "inserted", "deleted"]
"""What a copy that marks changes says of a whole block; only ``changes.compare_blocks`` sets it."""
FieldKind = Literal["text", "long", "date", "time", "number", "choice", "choices", "signature"]

SHARE = 1000
"""Column widths are shares of this; they always add up to it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised words."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """Struck-out words."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Words to be typed or read letter by letter, such as a file name."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``target`` is an address or ``#`` and the id of a heading that exists."""

    target: str
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break inside a paragraph or cell."""


@dataclass(frozen=True, slots=True)
class Inserted:
    """Words that an earlier version did not have; only in a copy that marks changes."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Words of an earlier version that are gone; only in a copy that marks changes."""

    children: tuple[Inline, ...]


Inline = Text | Strong | Emphasis | Strike | CodeSpan | Link | LineBreak | Inserted | Deleted
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 to 6; ``id`` is unique in the document and ASCII."""

    level: int
    id: str
    children: Inlines
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` "number" is an emergency number (28 pt), "lead" an opening, "small" the document block."""

    children: Inlines
    style: ParagraphStyle = ""
    change: Change = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; ``checked`` is ``None`` unless it is a tick box."""

    children: tuple[Block, ...]
    checked: bool | None = None

    @property
    def change(self) -> Change:
        """Say whether the item as a whole was inserted or deleted."""
        first = self.children[0]
        return first.change if isinstance(first, Paragraph) else ""


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without numbers; items hold paragraphs and lists."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list; numbering begins at ``start`` and never continues another list."""

    items: tuple[ListItem, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one head row; every row has as many cells as ``head``; no head cell is empty.

    ``widths`` are shares of ``SHARE``; ``caption`` is also the text alternative and may be empty. In a copy that marks
    changes ``marked_caption`` is the caption with its marks, and ``row_changes`` has one entry for each row, the head
    row first; without changes of whole rows it is empty.
    """

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: tuple[Align, ...]
    widths: tuple[int, ...]
    caption: str = ""
    marked_caption: Inlines = ()
    row_changes: tuple[Change, ...] = ()
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """A box; ``title`` may be empty, then the writer uses the word for its kind."""

    kind: CalloutKind
    title: Inlines
    children: tuple[Block, ...]
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted paragraphs."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that stands alone; ``source`` is a key of ``RenderedDocument.pictures``, ``alt`` is never empty."""

    source: str
    alt: str
    caption: str = ""
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be typed or copied as they are."""

    text: str
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A dividing line."""


@dataclass(frozen=True, slots=True)
class TableOfContents:
    """Place for the table of contents."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """What follows stands on landscape pages."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What follows stands on portrait pages."""


@dataclass(frozen=True, slots=True)
class Field:
    """An empty place of a form: its label first, then its hint, then room for ``lines`` lines or its ``options``.

    ``id`` is unique among the fields and ASCII. ``choice`` (one of them) and ``choices`` (several) have at least two
    options, the others none; an option that ends with a colon has room for words of its own.
    """

    kind: FieldKind
    id: str
    label: str
    hint: Inlines = ()
    lines: int = 1
    options: tuple[Inlines, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSize:
    """The paper of the whole document; only ever the first block."""

    name: PaperSize


Block = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | Table
    | Callout
    | Quote
    | Image
    | Code
    | Rule
    | TableOfContents
    | PageBreak
    | Landscape
    | Portrait
    | PageSize
    | Field
)


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of inlines without their form; a line break counts as a space, what is deleted as nothing."""
    return "".join(_words(inline) for inline in inlines)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in reading order, containers before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Callout | Quote):
            yield from walk(block.children)
        elif isinstance(block, BulletList | OrderedList):
            for item in block.items:
                yield from walk(item.children)


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Yield the runs of inlines that stand directly in one block (not in blocks inside it)."""
    if isinstance(block, Heading | Paragraph):
        yield block.children
    elif isinstance(block, Callout):
        yield block.title
    elif isinstance(block, Table):
        yield from block.head
        for row in block.rows:
            yield from row
    elif isinstance(block, Field):
        yield (Text(block.label),)
        yield block.hint
        yield from block.options


def item_numbers(steps: OrderedList) -> list[int]:
    """Return the number of every item: a deleted one has the number that it had, the others those they have now."""
    was = now = steps.start
    found = []
    for item in steps.items:
        found.append(was if item.change == "deleted" else now)
        was += item.change != "inserted"
        now += item.change != "deleted"
    return found


def links(inlines: Iterable[Inline]) -> Iterator[Link]:
    """Yield every link in a run of inlines."""
    for inline in inlines:
        if isinstance(inline, Link):
            yield inline
        elif isinstance(inline, Strong | Emphasis | Strike | Inserted | Deleted):
            yield from links(inline.children)


def _words(inline: Inline) -> str:
    if isinstance(inline, Text | CodeSpan):
        return inline.text
    if isinstance(inline, LineBreak):
        return " "
    return "" if isinstance(inline, Deleted) else plain(inline.children)
