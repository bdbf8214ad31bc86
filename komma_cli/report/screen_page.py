"""A document for reading in a terminal: the block tree as lines that fit the screen and say everything without colour.

Only signs that the consoles of Windows have (cp1252, cp850) are added; headings, boxes and fields are to be told by
words and plain signs, bold letters come on top. A table that does not fit becomes a list, record by record.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from komma_cli.render import tree
from komma_cli.report.json import visible
from komma_cli.texts import Lang, text

NARROWEST, WIDEST = 30, 100
"""Lines longer than that are hard to read, however wide the window is."""
GAP: Final = "  "
LEAST_COLUMN = 8
DEEPEST_ROW = 8
"""A row of more lines than that is easier to read as a list."""
_HOLD: Final = "\ue000"
"""Stands for a space that must not break while lines are made; no text has it, because nobody can see it."""
_NO_BREAK = {"\u00a0": _HOLD, "\u202f": _HOLD, "\u2011": "-", "\u00ad": ""}
_UNDERLINES = {1: "=", 2: "-", 3: "."}
_LINE_OF_A_FIELD = 60


def page(blocks: Sequence[tree.Block], lang: Lang, width: int) -> list[Text]:
    """Return the document as lines of at most ``width`` columns; only an address may be longer than a line."""
    return [_released(line) for line in _Page(lang, min(max(width, NARROWEST), WIDEST), blocks).lines(blocks)]


def as_string(lines: Iterable[Text], *, styled: bool) -> str:
    """Return the lines as text, ``styled`` with the codes of a terminal; it ends with a line break."""
    if not styled:
        return "".join(f"{line.plain.rstrip()}\n" for line in lines)
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="standard", legacy_windows=False, highlight=False)
    for line in lines:
        console.print(line, soft_wrap=True)
    return stream.getvalue()


class _Page:
    """Makes lines of blocks; what is inside a list, box or quotation gets its room from ``width``."""

    def __init__(self, lang: Lang, width: int, document: Sequence[tree.Block]) -> None:
        self.lang: Lang = lang
        self.width = width
        self.chapters = [one for one in document if isinstance(one, tree.Heading) and one.level == 2]
        self.makers: dict[type, Callable[[Any, int], Iterator[Text]]] = {
            tree.Heading: self.heading,
            tree.Paragraph: self.paragraph,
            tree.BulletList: self.bullets,
            tree.OrderedList: self.numbers,
            tree.Table: self.table,
            tree.Callout: self.callout,
            tree.Quote: self.quote,
            tree.Image: self.image,
            tree.Code: self.code,
            tree.Rule: self.rule,
            tree.TableOfContents: self.contents,
            tree.Field: self.field,
        }

    def say(self, key: str, /, **values: object) -> str:
        """Return a phrase of this room."""
        return text(f"show.{key}", self.lang, **values)

    def lines(self, blocks: Sequence[tree.Block]) -> Iterator[Text]:
        """Yield the lines of a whole document; what only concerns paper (page breaks, landscape) has none."""
        yield from self.stacked(blocks, self.width)

    def stacked(self, blocks: Sequence[tree.Block], width: int, *, close: bool = False) -> Iterator[Text]:
        """Yield blocks under each other with an empty line between them, ``close``: without."""
        first = True
        for block in blocks:
            maker = self.makers.get(type(block))
            made = list(maker(block, width)) if maker is not None else []
            if made and not first and not close:
                yield Text()
            yield from made
            first = first and not made

    def heading(self, block: tree.Heading, width: int) -> Iterator[Text]:
        """Yield a heading, with a line of signs below the upper levels."""
        lines = self.wrapped(block.children, width, "bold")
        yield from lines
        if sign := _UNDERLINES.get(block.level):
            yield Text(sign * max(line.cell_len for line in lines))

    def paragraph(self, block: tree.Paragraph, width: int) -> Iterator[Text]:
        """Yield a paragraph; an emergency number is bold."""
        yield from self.wrapped(block.children, width, "bold" if block.style == "number" else "")

    def bullets(self, block: tree.BulletList, width: int) -> Iterator[Text]:
        """Yield a list with dashes or tick boxes."""
        marks = {None: "- ", False: "[ ] ", True: "[x] "}
        yield from self.items([(marks[item.checked], item) for item in block.items], width)

    def numbers(self, block: tree.OrderedList, width: int) -> Iterator[Text]:
        """Yield a numbered list."""
        wide = len(str(block.start + len(block.items) - 1))
        pairs = [(f"{number:>{wide}}. ", item) for number, item in enumerate(block.items, block.start)]
        yield from self.items(pairs, width)

    def items(self, pairs: Sequence[tuple[str, tree.ListItem]], width: int) -> Iterator[Text]:
        """Yield items behind their marks; with an empty line between them where one has several paragraphs."""
        loose = any(sum(isinstance(one, tree.Paragraph) for one in item.children) > 1 for _, item in pairs)
        for position, (mark, item) in enumerate(pairs):
            if loose and position:
                yield Text()
            inside = self.stacked(item.children, width - len(mark), close=not loose)
            yield from _behind(mark, " " * len(mark), inside)

    def callout(self, block: tree.Callout, width: int) -> Iterator[Text]:
        """Yield a box: the word for its kind, its title, and a stroke along its left side."""
        word = text(f"render.callout_{block.kind}", self.lang)
        head = (tree.Text(f"{word}: "), *block.title) if block.title else (tree.Text(word),)
        yield from _behind("| ", "| ", self.wrapped(head, width - 2, "bold"))
        yield from _behind("| ", "| ", self.stacked(block.children, width - 2))

    def quote(self, block: tree.Quote, width: int) -> Iterator[Text]:
        """Yield quoted words behind angles."""
        yield from _behind("> ", "> ", self.stacked(block.children, width - 2))

    def image(self, block: tree.Image, width: int) -> Iterator[Text]:
        """Yield what a picture shows in words, and its caption."""
        yield from self.wrapped((tree.Text(self.say("picture", alt=block.alt)),), width)
        if block.caption:
            yield from self.wrapped((tree.Text(block.caption),), width, "italic")

    def code(self, block: tree.Code, width: int) -> Iterator[Text]:
        """Yield lines as they are."""
        for line in block.text.rstrip("\n").split("\n"):
            yield Text(f"    {_shown(line)}")

    def rule(self, block: tree.Rule, width: int) -> Iterator[Text]:
        """Yield a dividing line."""
        yield Text("-" * width)

    def contents(self, block: tree.TableOfContents, width: int) -> Iterator[Text]:
        """Yield the names of the chapters: there are no pages to point to."""
        yield from self.wrapped((tree.Text(self.say("contents")),), width, "bold")
        for chapter in self.chapters:
            yield from _behind("- ", "  ", self.wrapped(chapter.children, width - 2))

    def field(self, block: tree.Field, width: int) -> Iterator[Text]:
        """Yield an empty place of a form as lines to write on, or its options as boxes (several) or rounds (one)."""
        hint = (tree.Text(" "), *block.hint) if block.hint else ()
        yield from self.wrapped((tree.Strong((tree.Text(block.label),)), *hint), width)
        room = "_" * min(width, _LINE_OF_A_FIELD)
        if not block.options:
            yield from (Text(room) for _ in range(block.lines))
        mark = "( ) " if block.kind == "choice" else "[ ] "
        for option in block.options:
            open_end = (tree.Text(" ____________"),) if tree.plain(option).rstrip().endswith(":") else ()
            yield from _behind(mark, " " * len(mark), self.wrapped((*option, *open_end), width - len(mark)))

    def table(self, block: tree.Table, width: int) -> Iterator[Text]:
        """Yield a table in columns if it fits, else each row as a small list."""
        if block.caption:
            yield from self.wrapped((tree.Text(block.caption),), width, "italic")
        widths = self.column_widths(block, width)
        rows = [self.row(row, widths) for row in block.rows] if widths else []
        if not widths or any(len(row) > DEEPEST_ROW for row in rows):
            yield from self.records(block, width)
            return
        yield from self.row(block.head, widths, "bold")
        yield Text(GAP.join("-" * one for one in widths))
        apart = any(len(row) > 1 for row in rows)
        for position, row in enumerate(rows):
            if apart and position:
                yield Text()
            yield from row

    def column_widths(self, block: tree.Table, width: int) -> list[int]:
        """Return the columns in cells of the screen: no word is divided; empty if the words do not fit."""
        columns = [[self.flat(row[index]) for row in (block.head, *block.rows)] for index in range(len(block.head))]
        least = [max(_longest_word(cell) for cell in column) for column in columns]
        whole = [max(_longest_line(cell) for cell in column) for column in columns]
        room = width - len(GAP) * (len(columns) - 1)
        if sum(least) > room:
            return []
        if sum(whole) <= room:
            return whole
        least = [max(low, min(LEAST_COLUMN, high)) for low, high in zip(least, whole, strict=True)]
        spare, wished = room - sum(least), sum(whole) - sum(least)
        if spare < 0:
            return []
        return [low + (high - low) * spare // wished for low, high in zip(least, whole, strict=True)]

    def row(self, cells: Sequence[tree.Inlines], widths: Sequence[int], style: str = "") -> list[Text]:
        """Return a row of a table as lines."""
        columns = [self.wrapped(cell, width, style) for cell, width in zip(cells, widths, strict=True)]
        lines = []
        for parts in zip_longest(*columns, fillvalue=Text()):
            line = Text()
            for part, width in zip(parts, widths, strict=True):
                line.append_text(part)
                line.append(" " * max(width - part.cell_len, 0) + GAP)
            line.rstrip()
            lines.append(line)
        return lines

    def records(self, block: tree.Table, width: int) -> Iterator[Text]:
        """Yield each row as its first cell, and below it the other cells behind the heads of their columns."""
        for position, row in enumerate(block.rows):
            if position:
                yield Text()
            for index, (head, cell) in enumerate(zip(block.head, row, strict=True)):
                if tree.plain(cell).strip():
                    label: tree.Inlines = (tree.Strong((*head, tree.Text(": "))), *cell)
                    before = GAP if index else ""
                    yield from _behind(before, before + GAP, self.wrapped(label, width - len(before) - len(GAP)))

    def wrapped(self, inlines: tree.Inlines, width: int, style: str = "") -> list[Text]:
        """Return words as lines; a line break of the document begins a new one."""
        words = self.flat(inlines)
        words.stylize(style)
        return [line for one in words.split("\n", allow_blank=True) for line in _broken(one, width)] or [Text()]

    def flat(self, inlines: tree.Inlines) -> Text:
        """Return inlines as one text with styles; an address stands in brackets behind the words that lead there."""
        made = Text()
        for inline in inlines:
            if isinstance(inline, tree.Text | tree.CodeSpan):
                made.append(_shown(inline.text))
            elif isinstance(inline, tree.LineBreak):
                made.append("\n")
            elif isinstance(inline, tree.Strike):
                made.append(_shown(self.say("struck", words=tree.plain(inline.children))), "strike")
            else:
                inside = self.flat(inline.children)
                inside.stylize({tree.Strong: "bold", tree.Emphasis: "italic"}.get(type(inline), ""))
                made.append_text(inside)
                if isinstance(inline, tree.Link) and (address := _address(inline)):
                    made.append(f" ({_shown(address)})")
        return made


def _address(link: tree.Link) -> str:
    """Return where a link leads, empty if its words say so already or it leads to a place in the document."""
    said, target = tree.plain(link.children).strip(), link.target
    if target.startswith("#"):
        return ""
    scheme, _, rest = target.partition(":")
    if scheme == "mailto":
        return "" if rest in said else rest
    if scheme == "tel":
        return "" if sum(map(str.isdigit, said)) > 2 else rest
    return "" if said.rstrip("/") == target.rstrip("/") else target


def _broken(line: Text, width: int) -> Iterator[Text]:
    """Yield a line in pieces between its words; a single word that is longer than ``width`` stays whole."""
    offsets, used = [], 0
    for word in re.finditer(r"\S+ *", line.plain):
        size = cell_len(word[0].rstrip())
        if used and used + size > width:
            offsets.append(word.start())
            used = 0
        used += cell_len(word[0])
    for piece in line.divide(offsets):
        piece.rstrip()
        yield piece


def _behind(first: str, rest: str, lines: Iterable[Text]) -> Iterator[Text]:
    for position, line in enumerate(lines):
        yield Text(rest if position else first).append_text(line)


def _shown(words: str) -> str:
    """Return words with their spaces held together; what nobody can see and could steer a terminal is ``?``."""
    return "".join(_NO_BREAK.get(sign, sign if sign == "\n" or visible(sign) else "?") for sign in words)


def _released(line: Text) -> Text:
    line.plain = line.plain.replace(_HOLD, " ")
    return line


def _longest_word(cell: Text) -> int:
    return max((cell_len(word) for word in cell.plain.split()), default=1)


def _longest_line(cell: Text) -> int:
    return max((cell_len(line) for line in cell.plain.split("\n")), default=1) or 1
