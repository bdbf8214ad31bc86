"""A longer answer in pieces that can be named by number: the paragraphs of a text, or the lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Paragraphs:
    """The lines of an answer as they stand, empty ones between paragraphs included."""

    raw: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: Any) -> Paragraphs:
        """Return the pieces of an answer of the file: a text, a list of lines, or nothing."""
        lines = value if isinstance(value, list | tuple) else str(value or "").split("\n")
        return _trimmed(str(line) for line in lines)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the pieces in order; their numbers count from 1."""
        return tuple(line for line in self.raw if line.strip())

    @property
    def text(self) -> str:
        """Return all of it as it would be typed."""
        return "\n".join(self.raw)

    def replaced(self, number: int, content: str) -> Paragraphs:
        """Return the pieces with another text in the place of one; an empty text takes the piece away."""
        place = self._place(number)
        instead = content.split("\n") if content.strip() else []
        return _trimmed([*self.raw[:place], *instead, *self.raw[place + 1 :]])

    def without(self, number: int) -> Paragraphs:
        """Return the pieces without one of them."""
        return self.replaced(number, "")

    def extended(self, content: str) -> Paragraphs:
        """Return the pieces with more behind them, set apart as they are from each other."""
        gap = [""] if "" in self.raw else []
        return _trimmed([*self.raw, *gap, *content.split("\n")])

    def _place(self, number: int) -> int:
        return [place for place, line in enumerate(self.raw) if line.strip()][number - 1]


def _trimmed(lines: Iterable[str]) -> Paragraphs:
    """Return the lines without empty ones at both ends, and with at most one between two."""
    kept: list[str] = []
    for line in lines:
        bare = line.rstrip()
        if bare or (kept and kept[-1]):
            kept.append(bare)
    while kept and not kept[-1]:
        kept.pop()
    return Paragraphs(tuple(kept))
