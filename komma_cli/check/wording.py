"""Reading the words of a playbook quickly: which texts hold a word, what kind of text that is, and who may see it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from komma_cli.check.registry import Context
from komma_cli.model.describe import Parts, field_of, fields_of
from komma_cli.model.fields import CONFIDENTIALITY, Section
from komma_cli.model.playbook import Playbook

NEVER_TEXT = frozenset({"id", "value", "hours", "fingerprint"})
"""Last keys of paths whose values nobody reads as a sentence: names of items, addresses, opening hours."""
TEXT_SHAPES = frozenset({"line", "prose"})
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Passage:
    """One text somebody wrote, and where."""

    parts: Parts
    text: str
    confidentiality: str
    """The lowest audience that sees it, with the class of everything around it counted in."""


class Wording:
    """All texts of a file in one lower-case string, so that a word nobody used costs one look."""

    def __init__(self, data: Any, texts: Iterable[tuple[Parts, str]]) -> None:
        """Take the plain data of the file and all its strings with their concrete paths."""
        self._data = data
        self._texts = [(parts, text) for parts, text in texts if parts and parts[-1] not in NEVER_TEXT]
        lowered = [text.lower() for _, text in self._texts]
        self._all = "\n".join(lowered)
        self._starts = [0]
        for text in lowered:
            self._starts.append(self._starts[-1] + len(text) + 1)

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
            parts, text = self._texts[number]
            confidentiality = _confidentiality(self._data, parts)
            if confidentiality is not None:
                yield Passage(parts, text, confidentiality)


def wording(context: Context) -> Wording:
    """Return the texts of a context; made once and kept beside the context's own cached properties."""
    kept = context.__dict__.get("_wording")
    if not isinstance(kept, Wording):
        kept = context.__dict__["_wording"] = Wording(context.data, context.texts)
    return kept


def sentences(text: str) -> list[str]:
    """Split a text at the ends of its sentences and lines."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def _confidentiality(data: Any, parts: Parts) -> str | None:
    """Return the class of the text at ``parts``, or None if no field of the model holds text there."""
    section: type[Section] | None = Playbook
    node, rank, shape = data, 0, None
    for part in parts:
        node = node[part]
        if isinstance(part, int):
            continue
        spec = field_of(section, part) if section is not None else None
        if spec is None:
            return None
        rank = max(rank, CONFIDENTIALITY.index(spec.confidentiality))
        section, shape = spec.group, spec.shape
        if section is not None:
            rank = max(rank, _item_rank(section, node))
    return CONFIDENTIALITY[rank] if shape in TEXT_SHAPES else None


def _item_rank(section: type[Section], item: Any) -> int:
    """Return the rank of the class that an item gives itself; 0 where it has none or is a list of items."""
    for spec in fields_of(section):
        if spec.item_class and isinstance(item, dict):
            chosen = item.get(spec.key, spec.default)
            return CONFIDENTIALITY.index(chosen) if chosen in CONFIDENTIALITY else 0
    return 0
