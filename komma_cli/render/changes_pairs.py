"""Which part of the older text became which part of the newer one, both in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

T = TypeVar("T")

ALIKE: Final = 0.4
"""From here on two parts count as two versions of one: below it a reader sees two different sentences."""
MOST_COMPARED: Final = 250_000
"""Pairs at most that are looked at one by one; where two versions differ in more, nothing of it is paired."""

_WORDS: Final = re.compile(r"\w+")


def words(text: str) -> frozenset[str]:
    """Return the words of a text, whatever their case."""
    return frozenset(_WORDS.findall(text.casefold()))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words in common, 0 to 1 (coefficient of Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def pairs(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable], likeness: Callable[[T, T], float]
) -> list[tuple[T | None, T | None]]:
    """Return every part of both once, in order: both where one became the other, otherwise one alone, the older first.

    Parts with the same ``key`` are the same. ``likeness`` says how much two others are alike, 0 if they can never be
    versions of one another.
    """
    numbers: dict[Hashable, int] = {}
    before, after = ([numbers.setdefault(key(each), len(numbers)) for each in side] for side in (old, new))
    found: list[tuple[T | None, T | None]] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += list(zip(old[i:i_end], new[j:j_end], strict=True))
        else:
            best = _best(old[i:i_end], new[j:j_end], likeness)
            found += best
    return found


def _best(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[T | None, T | None]]:
    """Return the pairs in one stretch that together are most alike."""
    if not old or not new or len(old) * len(new) > MOST_COMPARED:
        return [*((each, None) for each in old), *((None, each) for each in new)]
    like = [[likeness(mine, theirs) for theirs in new] for mine in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = like[i][j] + best[i + 1][j + 1] if like[i][j] >= ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    found: list[tuple[T | None, T | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if like[i][j] >= ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return _older_first([*found, *((each, None) for each in old[i:]), *((None, each) for each in new[j:])])


def _older_first(found: list[tuple[T | None, T | None]]) -> list[tuple[T | None, T | None]]:
    """Return the pairs with what is gone before what came, wherever both stand side by side."""
    made: list[tuple[T | None, T | None]] = []
    come: list[tuple[T | None, T | None]] = []
    for pair in found:
        if pair[0] is None:
            come.append(pair)
        elif pair[1] is None:
            made.append(pair)
        else:
            made += [*come, pair]
            come = []
    return [*made, *come]
