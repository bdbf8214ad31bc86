"""The block tree as plain data, for writers that are not written in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from komma_cli.render.columns import is_blank, is_filled_in
from komma_cli.render.outline import Headings, caption_of
from komma_cli.render.tree import (
    Block,
    BulletList,
    Callout,
    Code,
    CodeSpan,
    Deleted,
    Emphasis,
    Field,
    Heading,
    Image,
    Inline,
    Inlines,
    Inserted,
    Landscape,
    LineBreak,
    ListItem,
    OrderedList,
    PageBreak,
    PageSize,
    Paragraph,
    Portrait,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    TableOfContents,
    Text,
    item_numbers,
    plain,
)
from komma_cli.texts import Lang

WHOLE_ROW = 1600
"""Letters a row or box may have and still be kept on one page."""
WHOLE_LIST, WHOLE_TABLE, WHOLE_TABLE_ROWS = 600, 700, 12
"""Letters of a numbered list or table, and rows of a table, that is still kept on one page."""
FLOWING_OPTION, FLOWING_OPTIONS = 34, 80
"""Letters an option, and options a question may have, for the options to stand one behind the other."""

WHOLE_SMALL = 3000
"""Letters small print may have and still be kept on one page."""

_Data = dict[str, Any]
_NAMES: dict[type[Inline], str] = {
    Strong: "strong", Emphasis: "emphasis", Strike: "strike", Inserted: "inserted", Deleted: "deleted",
}  # fmt: skip


def parts(blocks: Iterable[Block], headings: Headings, lang: Lang) -> list[_Data]:
    """Return the document as stretches of upright and of turned pages, each with its blocks; the title is left out."""
    maker = _Maker(headings, lang)
    found: list[_Data] = [{"landscape": False, "blocks": []}]
    for block in blocks:
        if isinstance(block, Landscape | Portrait):
            if (turned := isinstance(block, Landscape)) != found[-1]["landscape"]:
                found.append({"landscape": turned, "blocks": []})
        elif not isinstance(block, PageSize) and block is not headings.title:
            found[-1]["blocks"] += maker.blocks([block])
    return [part for part in found if part["blocks"]]


def inlines(words: Inlines) -> list[_Data]:
    """Return a run of inlines."""
    return [_inline(inline) for inline in words]


def _inline(inline: Inline) -> _Data:
    if isinstance(inline, Text):
        return {"t": "text", "s": inline.text}
    if isinstance(inline, LineBreak):
        return {"t": "break"}
    if isinstance(inline, CodeSpan):
        return {"t": "code", "s": inline.text}
    children = inlines(inline.children)
    if isinstance(inline, Inserted | Deleted):
        children = [_unstruck(child) for child in children]
    if isinstance(inline, Strong | Emphasis | Strike | Inserted | Deleted):
        return {"t": _NAMES[type(inline)], "c": children}
    return {"t": "link", "target": inline.target, "c": children}


def _unstruck(words: _Data) -> _Data:
    """Return words without a line of their own: PDF/UA-1 does not let a second one meet that of a change."""
    kind = "emphasis" if words["t"] == "strike" else words["t"]
    return {**words, "t": kind, **({"c": [_unstruck(child) for child in words["c"]]} if "c" in words else {})}


class _Maker:
    """Makes data of blocks; ``headings`` know their levels."""

    def __init__(self, headings: Headings, lang: Lang) -> None:
        self.headings = headings
        self.lang: Lang = lang
        self.makers: Mapping[type[Any], Callable[[Any], _Data]] = {
            Heading: self.heading,
            Paragraph: lambda block: {
                "t": "paragraph",
                "style": block.style,
                "long": _letters(block) > WHOLE_SMALL,
                "c": inlines(block.children),
            },
            BulletList: lambda block: {"t": "bullets", "items": self.items(block.items)},
            OrderedList: self.numbers,
            Table: _table,
            Callout: self.callout,
            Quote: lambda block: {"t": "quote", "c": self.blocks(block.children)},
            Image: lambda block: {
                "t": "image",
                "source": block.source,
                "alt": block.alt,
                "caption": caption_of(block, self.lang),
            },
            Field: _field,
            Code: lambda block: {"t": "lines", "s": block.text, "change": block.change},
            Rule: lambda _: {"t": "rule"},
            TableOfContents: lambda _: {"t": "contents"},
            PageBreak: lambda _: {"t": "pagebreak"},
        }

    def blocks(self, blocks: Iterable[Block]) -> list[_Data]:
        return [self.makers[type(block)](block) for block in blocks]

    def heading(self, heading: Heading) -> _Data:
        if heading.change == "deleted":  # no place to go to any more
            return {"t": "paragraph", "style": "", "c": [{"t": "strong", "c": inlines(heading.children)}]}
        level = self.headings.level(heading)
        return {"t": "heading", "level": level, "id": heading.id, "c": inlines(heading.children)}

    def items(self, items: Iterable[ListItem]) -> list[_Data]:
        return [{"checked": item.checked, "c": self.blocks(item.children)} for item in items]

    def numbers(self, steps: OrderedList) -> _Data:
        is_long = _letters(steps) > WHOLE_LIST
        counted = item_numbers(steps) if any(item.change for item in steps.items) else []
        items = self.items(steps.items)
        return {"t": "numbers", "start": steps.start, "long": is_long, "items": items, "counted": counted}

    def callout(self, box: Callout) -> _Data:
        is_long = sum(_letters(child) for child in box.children) > WHOLE_ROW
        words = {"title": inlines(box.title), "c": self.blocks(box.children)}
        return {"t": "callout", "kind": box.kind, "long": is_long, **words}


def _table(table: Table) -> _Data:
    words = [plain(cell) for row in table.rows for cell in row]
    return {
        "t": "table",
        "long": len(table.rows) > WHOLE_TABLE_ROWS or sum(map(len, words)) > WHOLE_TABLE,
        "blank": any(is_blank(cell) for row in table.rows for cell in row),
        "widths": table.widths,
        "align": table.align,
        "caption": inlines(table.marked_caption or ((Text(table.caption),) if table.caption else ())),
        "head": _row(table.head),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: tuple[Inlines, ...]) -> _Data:
    cells = [{"c": inlines(cell), "whole": is_filled_in(cell)} for cell in row]
    return {"cells": cells, "long": sum(len(plain(cell)) for cell in row) > WHOLE_ROW}


def _field(field: Field) -> _Data:
    words = [plain(option) for option in field.options]
    return {
        "t": "field",
        "kind": field.kind,
        "label": field.label,
        "hint": inlines(field.hint),
        "lines": field.lines,
        "options": [
            {"c": inlines(option), "open": word.rstrip().endswith(":")}
            for option, word in zip(field.options, words, strict=True)
        ],
        "flow": max(map(len, words), default=0) <= FLOWING_OPTION and len(words) <= FLOWING_OPTIONS,
    }


def _letters(block: Block) -> int:
    if isinstance(block, Paragraph):
        return len(plain(block.children))
    if isinstance(block, BulletList | OrderedList):
        return sum(_letters(child) for item in block.items for child in item.children)
    return 0
