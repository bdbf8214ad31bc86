"""Reading the words of a playbook quickly: which texts hold a word, what kind of text that is, and who may see it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from komma_cli.model.describe import Parts, field_of, fields_of
from komma_cli.model.fields import CONFIDENTIALITY, Section
from komma_cli.model.playbook import Playbook

NEVER_TEXT = frozenset({"id", "value", "hours", "fingerprint"})
"""Last keys of paths whose values nobody reads as a sentence: names of items, addresses, opening hours."""
TEXT_SHAPES = frozenset({"line", "prose"})
_SENTENCE_END = r"(?<=[.!?])\s+|\n+"


@dataclass(frozen=True)
class Passage:
    """One text somebody wrote, and where."""

    parts: Parts
    text: str
    data: dict[str, Any]
    """The whole file."""

    @cached_property
    def confidentiality(self) -> str | None:
        """The lowest audience that sees it, all around it counted in; None where no field of the model holds text."""
        return _confidentiality(self.data, self.parts)


class Wording:
    """All texts of a file in one lower-case string, so that a word nobody used costs one look."""

    def __init__(self, data: dict[str, Any], texts: Sequence[tuple[Parts, str]]) -> None:
        """Take the plain data of the file and its texts with their concrete paths."""
        self._data = data
        self._texts = texts
        self._all = "\n".join([text for _, text in self._texts]).lower()
        lengths = (len(text) + 1 for _, text in self._texts)
        if len(self._all) + 1 != sum(len(text) + 1 for _, text in self._texts) and self._texts:
            # A few letters such as „İ“ grow when they are made small; then the places must be counted one by one.
            lengths = (len(text.lower()) + 1 for _, text in self._texts)
        self._starts = list(accumulate(lengths, initial=0))

    def holding(self, *words: str) -> Iterator[Passage]:
        """Yield every text that holds at least one of the words (given in lower case), in the order of the file."""
        found: set[int] = set()
        for word in words:
            at = self._all.find(word)
            while at >= 0:
                number = bisect_right(self._starts, at) - 1
                found.add(number)
                at = self._all.find(word, self._starts[number + 1])
        for number in sorted(found):
            yield Passage(*self._texts[number], self._data)


def may_be_words(key: str | int, text: str) -> bool:
    """Say no to what only programs read: ids, addresses and choices from a list."""
    return (" " in text or "@" in text or not text.islower()) and key not in NEVER_TEXT


def sentences(text: str) -> list[str]:
    """Split a text at the ends of its sentences and lines."""
    return [sentence for sentence in re.split(_SENTENCE_END, text) if sentence]


def _confidentiality(data: Any, parts: Parts) -> str | None:
    """Return the class of the text at ``parts``, or None if no field of the model holds text there."""
    section: type[Section] | None = Playbook
    node, rank, shape = data, 0, None
    for part in parts:
        node = node[part]
        if isinstance(part, str):
            spec = field_of(section, part) if section is not None else None
            if spec is None:
                return None
            rank = max(rank, CONFIDENTIALITY.index(spec.confidentiality))
            section, shape = spec.group, spec.shape
        if section is not None and isinstance(node, dict):
            rank = max(rank, _item_rank(section, node))
    return CONFIDENTIALITY[rank] if shape in TEXT_SHAPES else None


def _item_rank(section: type[Section], item: dict[str, Any]) -> int:
    """Return the rank of the class that an item gives itself; 0 where it has none."""
    for spec in fields_of(section):
        if spec.item_class:
            chosen = item.get(spec.key, spec.default)
            return CONFIDENTIALITY.index(chosen) if chosen in CONFIDENTIALITY else 0
    return 0
