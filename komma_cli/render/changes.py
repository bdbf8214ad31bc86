"""What changed between the papers of two versions of a plan: the newer block tree with the older one marked in it.

Pure: two trees in, one out. Without what is inserted it holds every word of the older paper, without what is deleted
every word of the newer one; where pages turn or break, and the fields of a form, are those of the newer one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from komma_cli.render.changes_pairs import pairs, shared, words
from komma_cli.render.changes_words import all_changed, compare_words
from komma_cli.render.tree import (
    Block,
    BulletList,
    Callout,
    Change,
    Code,
    Field,
    Heading,
    Image,
    Inlines,
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
    Text,
    inlines_of,
    plain,
    walk,
)
from komma_cli.texts import Lang, text

OLD_PICTURE: Final = "was_"
"""Before the name of a drawing, or of a heading's place, that the newer paper does not have."""
SAME_PLACE: Final = 0.5
"""What speaks for two rows that name the same thing in their first column, or two tables with the same columns."""

_PASSED_ON = (PageBreak, Landscape, Portrait, PageSize, Rule, TableOfContents, Field)
_Row = tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A block tree with changes, and how many places differ."""

    blocks: tuple[Block, ...]
    count: int


def compare_blocks(old: Sequence[Block], new: Sequence[Block], redrawn: frozenset[str], lang: Lang) -> Marked:
    """Return the newer blocks with the older ones marked; ``redrawn`` names the pictures that show something else now.

    A picture that is deleted is called ``was_`` and its name.
    """
    comparison = _Comparison(redrawn, lang, {block.id for block in new if isinstance(block, Heading)})
    return Marked(comparison.document(old, new), comparison.count)


def fields(blocks: Iterable[Block]) -> list[Field]:
    """Return the empty places of a form; only papers with the same ones can be compared."""
    return [block for block in walk(blocks) if isinstance(block, Field)]


class _Comparison:
    """Compares blocks of one pair of papers and counts what differs; a whole block is one difference."""

    def __init__(self, redrawn: frozenset[str], lang: Lang, ids: set[str]) -> None:
        self.redrawn = redrawn
        self.lang: Lang = lang
        self.ids = ids
        self.count = 0
        self.known: dict[int, frozenset[str]] = {}

    def document(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
        """Return the blocks of a whole paper; what turns or breaks pages stays before the block it stood before."""
        before: dict[int, list[Block]] = {}
        waiting: list[Block] = []
        for block in new:
            if isinstance(block, _PASSED_ON):
                waiting.append(block)
            else:
                before[id(block)], waiting = waiting, []
        made: list[Block] = []
        for was, now in self.paired(_without_passed_on(old), _without_passed_on(new)):
            made += before[id(now)] if now is not None else []
            made += self.both(was, now)
        return (*made, *waiting)

    def blocks(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
        """Return the blocks of a box, a quote or an item."""
        return tuple(block for was, now in self.paired(old, new) for block in self.both(was, now))

    def paired(self, old: Sequence[Block], new: Sequence[Block]) -> list[tuple[Block | None, Block | None]]:
        return pairs(old, new, self.key, self.likeness)

    def both(self, was: Block | None, now: Block | None) -> list[Block]:
        """Return one block, or two where the newer one is another."""
        if was is None or now is None:
            self.count += 1
            return [self.whole(now, "inserted")] if now is not None else [self.whole(was, "deleted")] if was else []
        return [now if self.key(was) == self.key(now) else self.changed(was, now)]

    def words(self, old: Inlines, new: Inlines) -> Inlines:
        made, count = compare_words(old, new)
        self.count += count
        return made

    # -- two versions of one block ------------------------------------------------------------------------------------

    def changed(self, was: Block, now: Block) -> Block:
        """Return a block with the marks inside it; ``likeness`` lets only blocks of one kind come here."""
        if isinstance(was, Heading | Paragraph) and isinstance(now, Heading | Paragraph):
            return replace(now, children=self.words(was.children, now.children))
        if isinstance(was, BulletList | OrderedList) and isinstance(now, BulletList | OrderedList):
            return replace(now, items=self.items(was.items, now.items))
        if isinstance(was, Callout) and isinstance(now, Callout):
            title = self.words(self.title(was), self.title(now))
            return Callout(now.kind, title, self.blocks(was.children, now.children))
        if isinstance(was, Quote) and isinstance(now, Quote):
            return Quote(self.blocks(was.children, now.children))
        if isinstance(was, Table) and isinstance(now, Table):
            return self.table(was, now)
        raise TypeError(type(now).__name__)

    def items(self, old: Sequence[ListItem], new: Sequence[ListItem]) -> tuple[ListItem, ...]:
        made = []
        for was, now in pairs(old, new, _itself, self.item_likeness):
            if was is not None and now is not None:
                made.append(self.item(was, now))
            else:
                self.count += 1
                made += [self.whole_item(now, "inserted")] if now is not None else []
                made += [self.whole_item(was, "deleted")] if was is not None else []
        return tuple(made)

    def item(self, was: ListItem, now: ListItem) -> ListItem:
        """Return an item; its first paragraphs are two versions of one, whatever they say."""
        first, mine = was.children[0], now.children[0]
        assert isinstance(first, Paragraph)  # parse_blocks lets no item begin with anything else
        assert isinstance(mine, Paragraph)
        words = replace(mine, children=self.words(first.children, mine.children))
        return replace(now, children=(words, *self.blocks(was.children[1:], now.children[1:])))

    def table(self, was: Table, now: Table) -> Table:
        rows: list[_Row] = []
        changes: list[Change] = [""]
        for before, after in pairs(was.rows, now.rows, _itself, self.row_likeness):
            if before is not None and after is not None:
                rows.append(self.row(before, after))
                changes.append("")
            else:
                self.count += 1
                change: Change = "inserted" if before is None else "deleted"
                rows.append(tuple(all_changed(cell, change) for cell in (after or before or ())))
                changes.append(change)
        caption: Inlines = ()
        if was.caption != now.caption:
            caption = self.words(_text(was.caption), _text(now.caption))
        return replace(
            now,
            head=self.row(was.head, now.head),
            rows=tuple(rows),
            marked_caption=caption,
            row_changes=tuple(changes) if any(changes) else (),
        )

    def row(self, was: _Row, now: _Row) -> _Row:
        return tuple(self.words(before, after) for before, after in zip(was, now, strict=True))

    # -- one block alone ----------------------------------------------------------------------------------------------

    def whole(self, block: Block, change: Change) -> Block:
        """Return a block that was inserted or deleted as a whole, every word of it marked."""
        match block:
            case Heading():
                identifier = block.id if change == "inserted" else self.free_id(block.id)
                return Heading(block.level, identifier, all_changed(block.children, change), change)
            case Paragraph():
                return replace(block, children=all_changed(block.children, change), change=change)
            case BulletList() | OrderedList():
                return replace(block, items=tuple(self.whole_item(item, change) for item in block.items))
            case Callout():
                children = tuple(self.whole(child, change) for child in block.children)
                return Callout(block.kind, all_changed(self.title(block), change), children, change)
            case Quote():
                return Quote(tuple(self.whole(child, change) for child in block.children))
            case Table():
                return _whole_table(block, change)
            case Image():
                name = block.source if change == "inserted" else OLD_PICTURE + block.source
                return Image(name, block.alt, block.caption, change)
            case Code():
                return Code(block.text, change)
        raise TypeError(type(block).__name__)

    def whole_item(self, item: ListItem, change: Change) -> ListItem:
        return replace(item, children=tuple(self.whole(child, change) for child in item.children))

    def title(self, box: Callout) -> Inlines:
        """Return the words a box begins with, also where the writer would choose them."""
        return box.title or _text(text(f"render.callout_{box.kind}", self.lang))

    def free_id(self, identifier: str) -> str:
        """Return an id that no heading has yet."""
        found, number = OLD_PICTURE + identifier, 2
        while found in self.ids:
            found, number = f"{OLD_PICTURE}{identifier}-{number}", number + 1
        self.ids.add(found)
        return found

    # -- which are versions of one another ----------------------------------------------------------------------------

    def key(self, block: Block) -> Hashable:
        """Return what two blocks have in common that say the same: not ids and widths, which follow from the text."""
        match block:
            case Heading():
                return (Heading, block.level, block.children)
            case Table():
                return (Table, block.head, block.rows, block.align, block.caption)
            case Image() if block.source in self.redrawn:
                return (Image, id(block))
            case BulletList() | OrderedList() | Callout() | Quote() | Paragraph() | Code() | Image():
                return block
        return (type(block), id(block))

    def likeness(self, was: Block, now: Block) -> float:
        """Return how much two blocks are alike, 0 if they cannot be versions of one another."""
        if type(was) is not type(now) or isinstance(was, Image | Code) or _frame(was) != _frame(now):
            return 0.0
        if isinstance(was, Heading) and was.level == 1:
            return 1.0
        bonus = SAME_PLACE if isinstance(was, Table) and isinstance(now, Table) and was.head == now.head else 0.0
        return bonus + self.shared(was, now)

    def item_likeness(self, was: ListItem, now: ListItem) -> float:
        if was.checked != now.checked:
            return 0.0
        return self.shared(was, now)

    def row_likeness(self, was: _Row, now: _Row) -> float:
        return SAME_PLACE * (bool(was[0]) and was[0] == now[0]) + self.shared(was, now)

    def shared(self, was: Block | ListItem | _Row, now: Block | ListItem | _Row) -> float:
        """Return the share of words in common; the words of everything compared are looked up once."""
        mine, theirs = (self.known.get(id(each)) for each in (was, now))
        if mine is None:
            mine = self.known[id(was)] = _words(was)
        if theirs is None:
            theirs = self.known[id(now)] = _words(now)
        return shared(mine, theirs)


def _without_passed_on(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if not isinstance(block, _PASSED_ON)]


def _whole_table(table: Table, change: Change) -> Table:
    rows = tuple(tuple(all_changed(cell, change) for cell in row) for row in table.rows)
    return replace(
        table,
        head=tuple(all_changed(cell, change) for cell in table.head),
        rows=rows,
        marked_caption=all_changed(_text(table.caption), change),
        row_changes=(change,) * (len(rows) + 1),
        change=change,
    )


def _frame(block: Block) -> Hashable:
    """Return what two blocks must share to be versions of one another."""
    match block:
        case Heading():
            return block.level
        case Paragraph():
            return block.style
        case OrderedList():
            return block.start
        case Callout():
            return block.kind
        case Table():
            return block.align
    return None


def _words(part: Block | ListItem | _Row) -> frozenset[str]:
    if isinstance(part, tuple):
        return words(" ".join(map(plain, part)))
    blocks = part.children if isinstance(part, ListItem) else (part,)
    return words(" ".join(plain(run) for block in walk(blocks) for run in inlines_of(block)))


def _itself(part: Hashable) -> Hashable:
    return part


def _text(said: str) -> Inlines:
    return (Text(said),) if said else ()
