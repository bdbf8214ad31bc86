"""Widths of the columns of a table, worked out once for all writers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from komma_cli.render.tree import SHARE, Inlines, plain

# Widths of a column, in shares: one character of 10 pt text, the padding of a cell, the most one word may claim.
CHARACTER_SHARE = 11.5
PADDING_SHARE = 28
BOLD = 1.2
"""Column heads are bold, and bold letters are about so much wider."""
WORD_LIMIT = 0.3 * SHARE
HYPHENATED_FROM = 16
HYPHENATED_FROM_IN_NARROW_TABLES = 24
"""Longer words of letters are divided by the word processor; dates, numbers and addresses are not.

Tables of up to three columns have the room to keep „Gefährdungsbeurteilung“ whole.
"""

_UNDIVIDED = re.compile(r"[0-9@]|\w\.\w")


def column_widths(head: Sequence[Inlines], rows: Sequence[Sequence[Inlines]]) -> tuple[int, ...]:
    """Return a share of ``SHARE`` per column: room for its longest word, the rest by the damped mean of its length."""
    columns = [[plain(row[index]) for row in (head, *rows)] for index in range(len(head))]
    divided_from = HYPHENATED_FROM_IN_NARROW_TABLES if len(columns) <= 3 else HYPHENATED_FROM
    longest = [
        max(_longest_word(cells, divided_from), BOLD * _longest_word(cells[:1], divided_from)) for cells in columns
    ]
    needs = [min(length * CHARACTER_SHARE + PADDING_SHARE, WORD_LIMIT) for length in longest]
    wishes = [max(sum(map(len, cells)) / len(cells), 3) ** 0.75 for cells in columns]
    wanted = [max(need, SHARE * wish / sum(wishes)) for need, wish in zip(needs, wishes, strict=True)]
    spare, excess = sum(wanted) - sum(needs), sum(wanted) - SHARE
    if excess <= spare:  # only columns with room to spare give way, so that no date or number is broken
        shrunk = [width - (width - need) * excess / (spare or 1) for width, need in zip(wanted, needs, strict=True)]
    else:
        shrunk = [need * SHARE / sum(needs) for need in needs]
    widths = [round(width) for width in shrunk]
    widths[-1] += SHARE - sum(widths)
    return tuple(widths)


def _longest_word(cells: Iterable[str], divided_from: int) -> int:
    words = (word for cell in cells for word in re.split(r"[ /-]", cell))
    return max((len(word) if _UNDIVIDED.search(word) else min(len(word), divided_from) for word in words), default=1)
