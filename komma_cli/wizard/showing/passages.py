"""What one version of a document says and another does not, as plain text: passages under their headings.

Pure. A passage holds lines that are not broken yet; ``layout`` breaks them for a window. Tables become lines of the
form „column: value“, and of a table or list only the rows and items that differ are shown.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.tree import (
    Block,
    BulletList,
    Callout,
    Code,
    CodeSpan,
    Heading,
    Image,
    Inline,
    LineBreak,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    Text,
)

BULLET = "· "
_STEP = "  "
_NAME_AND_VALUE = 2
"""The columns of a table whose first one names what the second one says; their headings add nothing."""
_PLAIN = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-",
                        "\N{SOFT HYPHEN}": None, "\N{ZERO WIDTH SPACE}": None})  # fmt: skip
_LISTED = re.compile(r"[-*+] |[0-9]+[.)] ")
_OPENING = re.compile(r"\A[^\n#|<>].*:\W*\Z", re.DOTALL)
_ENDS = ("", ".", ":", ";", "!", "?")
_HEADING = re.compile(r"#{1,6} [^\n]+\Z")


@dataclass(frozen=True)
class Line:
    """One line of text; ``mark`` stands before it, what follows is indented as deep as the mark is wide."""

    text: str
    mark: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Passage:
    """Lines under the headings they stand under (from the outermost; the document's own title is left out)."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Atom:
    """The smallest thing that is shown or not: a paragraph, an item, a row. ``key`` tells it from others."""

    key: tuple[str, ...]
    lines: tuple[Line, ...]
    lead: str = ""
    """What stands once above the first of its kind: the caption of the table, the title of the box."""


def passages(markdown: str, other: str) -> tuple[Passage, ...]:
    """Return what ``markdown`` says and ``other`` does not, in order. Raises ``RenderError`` for broken Markdown."""
    ours, theirs = _chunks(markdown), _chunks(other)
    finding = _Finding({chunk for chunk in theirs if _HEADING.match(chunk)})
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag == "equal":
            finding.pass_by(ours[j1:j2])
        else:
            finding.compare(ours[j1:j2], theirs[i1:i2])
    return finding.done()


def layout(found: Iterable[Passage], width: int) -> list[str]:
    """Return the passages as lines of at most ``width`` columns, an empty line between passages."""
    lines: list[str] = []
    for passage in found:
        lines += [""] if lines else []
        lines += _broken(" – ".join(passage.headings), "", "", width) if passage.headings else []
        for line in passage.lines:
            indent = _STEP * (line.depth + bool(passage.headings))
            lines += _broken(line.text, indent + line.mark, indent + " " * len(line.mark), width)
    return lines


def pages(lines: Sequence[str], height: int, *, first: int = 0) -> list[list[str]]:
    """Return the lines in pages of at most ``height`` lines, the first one (if given) of at most ``first``.

    A page ends at a gap or before an item if there is one in its second half; none begins or ends with an empty line.
    """
    found: list[list[str]] = []
    rest = list(lines)
    room = first or height
    while rest:
        cut = len(rest) if len(rest) <= room else _cut(rest, room)
        page, rest = rest[:cut], rest[cut:]
        while page and not page[-1]:
            page.pop()
        while rest and not rest[0]:
            rest.pop(0)
        found.append(page)
        room = height
    return found


def _cut(lines: list[str], height: int) -> int:
    """Return how many lines the page holds."""
    ends = range(height, height // 2, -1)
    gap = next((number for number in ends if not lines[number]), None)
    return gap or next((number for number in ends if lines[number].lstrip().startswith(BULLET)), height)


def _broken(content: str, first: str, following: str, width: int) -> list[str]:
    made = textwrap.wrap(content, width, initial_indent=first, subsequent_indent=following, break_on_hyphens=False)
    return [line.translate(_PLAIN) for line in made]


def _chunks(markdown: str) -> list[str]:
    """Return the blocks of a text, as far as empty lines and indentation show them."""
    found: list[str] = []
    for piece in re.split(r"\n{2,}", markdown.strip("\n")):
        if found and piece.startswith("  "):  # a further paragraph of a list item
            found[-1] += f"\n\n{piece}"
        else:
            found.append(piece)
    return found


class _Finding:
    """Collects what only one version says, each under the headings that hold where it stands."""

    def __init__(self, headings_there: set[str]) -> None:
        self._there = headings_there
        """Headings (Markdown) that the other version has too."""
        self._headings: dict[int, str] = {}
        self._found: list[tuple[tuple[str, ...], list[Line]]] = []
        self._opening = ""
        """The paragraph (Markdown) that the list here begins with: „Das sagen wir nie:“ turns every item round."""

    def pass_by(self, chunks: Iterable[str]) -> None:
        """Take note of headings, and of the beginnings of lists, that both versions have."""
        for chunk in chunks:
            self._open(chunk)
            if _HEADING.match(chunk):
                self._enter(chunk)

    def compare(self, ours: Sequence[str], theirs: Sequence[str]) -> None:
        """Keep what stands in our chunks and not in theirs, which are in the same place."""
        known = {atom.key for chunk in theirs if ours for block in parse_blocks(chunk) for atom in _atoms(block)}
        for chunk in ours:
            self._open(chunk)
            if _HEADING.match(chunk):
                self._enter(chunk)
                if chunk not in self._there:
                    self._here()
            else:
                self._keep(chunk, known)

    def _keep(self, chunk: str, known: set[tuple[str, ...]]) -> None:
        """Keep what is not known of one chunk, behind what it begins with."""
        lead = ""
        for atom in (atom for block in parse_blocks(chunk) for atom in _atoms(block)):
            if _says_no_more(atom.key, known):
                continue
            lines = self._here()
            if self._opening:
                opening, self._opening = self._opening, ""
                if opening != chunk:
                    lines += [line for block in parse_blocks(opening) for one in _atoms(block) for line in one.lines]
            if atom.lead and atom.lead != lead:
                lead = atom.lead
                lines.append(Line(f"{lead.rstrip(':')}:"))
            lines.extend(atom.lines)

    def _open(self, chunk: str) -> None:
        if not _LISTED.match(chunk):
            self._opening = chunk if _OPENING.search(chunk) else ""

    def done(self) -> tuple[Passage, ...]:
        """Return the passages; a heading without lines stays only where nothing stands below it."""
        kept = []
        for number, (headings, lines) in enumerate(self._found):
            below = self._found[number + 1][0] if number + 1 < len(self._found) else ()
            if lines or (headings and below[: len(headings)] != headings):
                said = (_said(_heading(chunk).children) for chunk in headings)
                kept.append(Passage(tuple(said), tuple(lines)))
        return tuple(kept)

    def _enter(self, chunk: str) -> None:
        level = chunk.index(" ")
        for other in [other for other in self._headings if other >= level]:
            del self._headings[other]
        self._headings[level] = chunk

    def _here(self) -> list[Line]:
        """Return the lines found under the headings that hold now."""
        place = tuple(self._headings[level] for level in sorted(self._headings) if level > 1)
        if not self._found or self._found[-1][0] != place:
            self._found.append((place, []))
        return self._found[-1][1]


def _heading(chunk: str) -> Heading:
    (block,) = parse_blocks(chunk)
    assert isinstance(block, Heading)
    return block


def _says_no_more(key: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    """Say whether the other version has this too, perhaps with a remark behind it that something is missing."""
    return key in known or any(
        len(other) == len(key) and all(theirs.startswith(ours) for ours, theirs in zip(key, other, strict=True))
        for other in known
    )


def _atoms(block: Block, depth: int = 0) -> Iterator[_Atom]:
    """Yield what a block consists of; page breaks, rules and the like say nothing."""
    match block:
        case Paragraph():
            said = _said(block.children)
            yield _Atom(("text", said), (Line(said, depth=depth),))
        case Table():
            yield from _rows(block)
        case BulletList() | OrderedList():
            for lines in _items(block, depth):
                yield _Atom(("item", *(line.text for line in lines)), tuple(lines))
        case Callout() | Quote():
            lead = _said(block.title) if isinstance(block, Callout) else ""
            for child in block.children:
                for atom in _atoms(child, depth):
                    yield _Atom(atom.key, atom.lines, atom.lead or lead)
        case Code():
            yield _Atom(("text", block.text), tuple(Line(line, depth=depth) for line in block.text.splitlines()))
        case Image():
            yield _Atom(("text", block.alt), (Line(block.alt, depth=depth),))


def _rows(table: Table) -> Iterator[_Atom]:
    head = [_said(cell) for cell in table.head]
    for row in table.rows:
        cells = [_said(cell) for cell in row]
        if len(cells) == _NAME_AND_VALUE and all(cells):
            said = [f"{cells[0]}: {cells[1]}"]
        else:
            said = [f"{name}: {cell}" for name, cell in zip(head, cells, strict=True) if cell]
        lines = [Line(each, BULLET if number == 0 else " " * len(BULLET)) for number, each in enumerate(said)]
        yield _Atom(("row", *cells), tuple(lines), table.caption)


def _items(block: BulletList | OrderedList, depth: int) -> Iterator[list[Line]]:
    for number, item in enumerate(block.items, block.start if isinstance(block, OrderedList) else 0):
        yield list(_item(item, f"{number}. " if isinstance(block, OrderedList) else BULLET, depth))


def _item(item: ListItem, mark: str, depth: int) -> Iterator[Line]:
    """Yield the lines of one item: its first paragraph behind the mark, everything else below it."""
    tick = "" if item.checked is None else "(x) " if item.checked else "( ) "
    for number, child in enumerate(item.children):
        if isinstance(child, Paragraph):
            yield Line(_said(child.children), tick + mark if number == 0 else " " * len(mark), depth)
        elif isinstance(child, (BulletList, OrderedList)):
            for lines in _items(child, depth + 1):
                yield from lines
        else:
            for atom in _atoms(child, depth + 1):
                yield from atom.lines


def _said(inlines: Iterable[Inline]) -> str:
    """Return the words of inlines; a line break inside a cell becomes a semicolon where no sentence ends there."""
    said = ""
    for inline in inlines:
        if isinstance(inline, (Text, CodeSpan)):
            said += inline.text
        elif isinstance(inline, LineBreak):
            said = said.rstrip() + (" " if said.rstrip()[-1:] in _ENDS else "; ")
        else:
            said += _said(inline.children)
    return said.strip(" ")
