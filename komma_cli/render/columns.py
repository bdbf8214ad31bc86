"""Widths of the columns of a table, worked out once for all writers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from komma_cli.render.tree import SHARE, Inlines, plain

# Widths of a column, in shares: one character of 10 pt text, the padding of a cell, the most one word may claim.
CHARACTER_SHARE = 11.5
PADDING_SHARE = 28
BOLD = 1.12
"""Column heads are bold, and bold letters are about so much wider."""
WORD_LIMIT = 0.3 * SHARE
HYPHENATED_FROM = 16
HYPHENATED_FROM_IN_NARROW_TABLES = 24
"""Longer words of letters are divided by the word processor; dates, numbers and addresses are not.

Tables of up to three columns, or on a turned page, have the room to keep „Gefährdungsbeurteilung“ whole.
"""
LANDSCAPE = 0.67
"""A share of a turned page is so much wider that a character needs only this part of it."""
HANDWRITING, HANDWRITTEN_PER_LETTER = 12, 1.5
"""Letters that are written by hand into an empty cell, and how many more for each letter of the column's head."""

_FILLED_IN = re.compile(r":\s?__")
_UNDIVIDED = re.compile(r"[0-9@]|\w\.\w|__")
"""A number or an address is never divided; a line to write on that is broken off would look like two."""

_NARROW, NARROW = frozenset("fijlrtI.,:;'|!()[]\u00a0"), 0.6
_WIDE, WIDE = frozenset("mwMW@%–…"), 1.5
CAPITAL = 1.25
"""How wide letters are beside a figure; a third of „teilweise“ is air, a column for crosses needs none."""


def is_blank(cell: Inlines) -> bool:
    """Whether a cell has no words: it is there to be filled in by hand."""
    return not plain(cell).strip(" \n\u200b")


def is_filled_in(cell: Inlines) -> bool:
    """Whether a cell has words with lines behind them to write on: a word divided there would look like two."""
    return bool(_FILLED_IN.search(plain(cell)))


def column_widths(
    head: Sequence[Inlines], rows: Sequence[Sequence[Inlines]], *, landscape: bool = False
) -> tuple[int, ...]:
    """Return a share of ``SHARE`` per column: room for its longest word, the rest by the damped mean of its length."""
    scale = LANDSCAPE if landscape else 1
    columns = [[plain(row[index]) for row in (head, *rows)] for index in range(len(head))]
    has_room = landscape or len(columns) <= 3
    divided_from = HYPHENATED_FROM_IN_NARROW_TABLES if has_room else HYPHENATED_FROM
    longest = [
        max(_longest_word(cells, divided_from), BOLD * _longest_word(cells[:1], divided_from)) for cells in columns
    ]
    needs = [min((length * CHARACTER_SHARE + PADDING_SHARE) * scale, WORD_LIMIT) for length in longest]
    by_hand = [any(is_blank(row[index]) for row in rows) for index in range(len(head))]
    room = [
        HANDWRITING + HANDWRITTEN_PER_LETTER * len(cells[0]) if empty else 3
        for cells, empty in zip(columns, by_hand, strict=True)
    ]
    wishes = [max(sum(map(len, cells)) / len(cells), least) ** 0.75 for cells, least in zip(columns, room, strict=True)]
    wanted = [max(need, SHARE * wish / sum(wishes)) for need, wish in zip(needs, wishes, strict=True)]
    spare, excess = sum(wanted) - sum(needs), sum(wanted) - SHARE
    if excess <= spare:  # only columns with room to spare give way, so that no date or number is broken
        shrunk = [width - (width - need) * excess / (spare or 1) for width, need in zip(wanted, needs, strict=True)]
    else:
        shrunk = [need * SHARE / sum(needs) for need in needs]
    widths = [round(width) for width in shrunk]
    widths[-1] += SHARE - sum(widths)
    return tuple(widths)


def _longest_word(cells: Iterable[str], divided_from: int) -> float:
    words = (word for cell in cells for word in re.split(r"[ /-]", cell))
    rooms = (_room(word) if _UNDIVIDED.search(word) else min(_room(word), divided_from) for word in words)
    return max(rooms, default=1)


def _room(word: str) -> float:
    """Return how many figures are as wide as a word."""
    return sum(
        NARROW if each in _NARROW else WIDE if each in _WIDE else CAPITAL if each.isupper() else 1 for each in word
    )
