"""Long lists on several pages: how much fits on one, and what each part is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from markupsafe import Markup

ROOM: Final = 60_000
"""So many bytes of entries stand on a page; with everything around them it stays far below 150 KB."""


@dataclass(frozen=True)
class Item:
    """One entry of a list, as it is written on the page."""

    html: Markup
    name: str
    """What it stands under in the alphabet."""
    group: str
    """What it stands below: a Land, a letter."""

    @cached_property
    def size(self) -> int:
        """Return the bytes it takes."""
        return len(self.html.encode("utf-8"))


@dataclass(frozen=True)
class Section:
    """One list of a page under a heading of its own."""

    id: str
    """Letters only; part of an address."""
    heading: str
    items: tuple[Item, ...]
    grouped: bool = True
    """The groups get headings."""
    intro: str = ""
    """A sentence above the list."""
    nothing: str = ""
    """What is said if nothing is in it."""
    short: str = ""
    """What its parts are called where the heading does not fit."""

    @cached_property
    def size(self) -> int:
        """Return the bytes that all entries take."""
        return sum(one.size for one in self.items)

    @property
    def groups(self) -> list[tuple[str, list[Markup]]]:
        """Return the entries below their groups."""
        return [(name, [one.html for one in each]) for name, each in groupby(self.items, key=lambda one: one.group)]


def too_long(sections: Sequence[Section]) -> list[Section]:
    """Return the lists that get pages of their own, the longest first, until the others have room on the page."""
    left = sorted(sections, key=lambda one: -one.size)
    moved = []
    while sum(one.size for one in left) > ROOM:
        moved.append(left.pop(0))
    return moved


def parts(items: Sequence[Item]) -> list[tuple[Item, ...]]:
    """Return the entries in parts that each fit on a page; a group stays together if it can."""
    found: list[tuple[Item, ...]] = []
    held: list[Item] = []
    size = 0
    for _, each in groupby(items, key=lambda one: one.group):
        for piece in _pieces(list(each)):
            grown = sum(one.size for one in piece)
            if held and size + grown > ROOM:
                found.append(tuple(held))
                held, size = [], 0
            held += piece
            size += grown
    return [*found, tuple(held)] if held else found


def _pieces(group: list[Item]) -> Iterator[list[Item]]:
    """Yield a group in pieces of about the same size, as few as possible."""
    total = sum(one.size for one in group)
    aim = total / -(-total // ROOM)
    piece: list[Item] = []
    size = 0
    for one in group:
        if piece and (size >= aim or size + one.size > ROOM):
            yield piece
            piece, size = [], 0
        piece.append(one)
        size += one.size
    yield piece
