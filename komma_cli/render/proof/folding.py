"""One way of writing for all ways in which a name or a number can be written, and a fast search in it.

Folded text is lower case letters and digits alone: no blanks, hyphens, line breaks, soft hyphens or slashes, umlauts as
ae, oe, ue, ss, other accents gone. So „Tann-\\nhoff“ and „0221 / 47 10 990“ are found wherever they are divided.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe"})
_WITHOUT_DOTS: Final = str.maketrans("äöüÄÖÜ", "aouAOU")
_LETTERS: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th"})
_MARKS: Final = re.compile("[\u0300-\u036f]")
SURE: Final = 8
"""From this length on folded text is looked for inside words too; shorter text must begin and end with a word."""
_LONG: Final = 11
_GRAM: Final = 6
"""A piece of this length is read at every sixth place, so that one of them lies inside whatever is 11 letters long."""


@dataclass(frozen=True)
class Folded:
    """Folded text that remembers where its words ended. Pieces that must not run into each other stand apart by |."""

    words: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "".join(self.words)

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Where a word begins or ends, in order."""
        return (0, *accumulate(len(word) for word in self.words))

    @cached_property
    def grams(self) -> frozenset[str]:
        """The pieces of six letters at every sixth place."""
        text = self.text
        return frozenset(text[at : at + _GRAM] for at in range(0, len(text) - _GRAM + 1, _GRAM))

    def holds(self, needle: str) -> bool:
        """Say whether folded ``needle`` stands here; a short one only as whole words."""
        at = self.text.find(needle)
        while at != -1:
            if len(needle) >= SURE or (self._is_edge(at) and self._is_edge(at + len(needle))):
                return True
            at = self.text.find(needle, at + 1)
        return False

    def _is_edge(self, at: int) -> bool:
        place = bisect_left(self.edges, at)
        return place < len(self.edges) and self.edges[place] == at


class Needles:
    """Folded texts to be looked for all at once."""

    def __init__(self, needles: Iterable[str]) -> None:
        self._long: dict[str, list[str]] = {}
        self._short: list[str] = []
        for needle in dict.fromkeys(needles):
            if len(needle) < _LONG:
                self._short.append(needle)
                continue
            for at in range(_GRAM):
                self._long.setdefault(needle[at : at + _GRAM], []).append(needle)
        self._grams = frozenset(self._long)

    def found_in(self, hay: Folded) -> Iterator[str]:
        """Yield each that stands in ``hay``."""
        near = {needle for gram in self._grams & hay.grams for needle in self._long[gram]}
        for needle in (*sorted(near), *self._short):
            if hay.holds(needle):
                yield needle


def fold(text: str) -> Folded:
    """Return a text folded."""
    return Folded(tuple(_WORD.findall(_plain(text))))


def fold_apart(texts: Iterable[str]) -> Folded:
    """Return several texts folded, so that nothing is found across two of them."""
    words: list[str] = []
    for text in texts:
        words += (*fold(text).words, "|")
    return Folded(tuple(words))


def spellings(text: str) -> tuple[str, ...]:
    """Return the folded forms to look for: „mueller“, and „muller“ as systems without umlauts write it."""
    bare = unicodedata.normalize("NFC", text).translate(_WITHOUT_DOTS)
    return tuple(dict.fromkeys(form for form in (fold(text).text, fold(bare).text) if form))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return _MARKS.sub("", unicodedata.normalize("NFD", folded)).translate(_LETTERS)
