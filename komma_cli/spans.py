"""Sets of minutes as sorted stretches ``(start, end)`` that never touch, the end not included: exact, no sampling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Spans = tuple[Span, ...]
"""Minutes counted from some midnight; sorted, without overlap, two neighbours never touch."""
EMPTY: Spans = ()


def merged(spans: Iterable[Span]) -> Spans:
    """Return any stretches, in any order, as one set; those without a minute in them vanish."""
    found: list[Span] = []
    last_start, last_end = 0, -1
    for start, end in sorted(spans):
        if end <= start:
            continue
        if last_end < 0 or start > last_end:
            if last_end >= 0:
                found.append((last_start, last_end))
            last_start, last_end = start, end
        elif end > last_end:
            last_end = end
    if last_end >= 0:
        found.append((last_start, last_end))
    return tuple(found)


def union(sets: Sequence[Spans]) -> Spans:
    """Return the minutes that are in one of the sets."""
    if len(sets) == 1:
        return sets[0]
    return merged(span for spans in sets for span in spans)


def intersection(first: Spans, second: Spans) -> Spans:
    """Return the minutes that are in both sets."""
    found: list[Span] = []
    one, other = 0, 0
    while one < len(first) and other < len(second):
        start = max(first[one][0], second[other][0])
        end = min(first[one][1], second[other][1])
        if start < end:
            found.append((start, end))
        if first[one][1] < second[other][1]:
            one += 1
        else:
            other += 1
    return tuple(found)


def outside(spans: Spans, start: int, end: int) -> Spans:
    """Return the minutes from ``start`` to ``end`` that are not in the set."""
    found: list[Span] = []
    reached = start
    for first, behind in spans:
        if first >= end:
            break
        if first > reached:
            found.append((reached, first))
        reached = max(reached, behind)
    if reached < end:
        found.append((reached, end))
    return tuple(found)


def without(spans: Spans, taken: Spans) -> Spans:
    """Return the minutes of the first set that are not in the second."""
    if not spans or not taken:
        return spans
    return intersection(spans, outside(taken, spans[0][0], spans[-1][1]))


def reaching(spans: Spans, within: int) -> Spans:
    """Return the minutes from which at most ``within`` minutes later a minute of the set comes (none before 0)."""
    return merged((max(start - within, 0), end) for start, end in spans)


def measure(spans: Spans) -> int:
    """Return how many minutes are in the set."""
    return sum(end - start for start, end in spans)


def at_or_after(spans: Spans, minute: int) -> int | None:
    """Return the first minute of the set that is not before ``minute``, None if there is none."""
    place = bisect_right(spans, (minute, minute))
    if place and spans[place - 1][1] > minute:
        return minute
    return max(minute, spans[place][0]) if place < len(spans) else None


def holds(spans: Spans, minute: int) -> bool:
    """Say whether a minute is in the set."""
    return at_or_after(spans, minute) == minute


def longest(spans: Spans) -> Span | None:
    """Return the longest stretch, the first of several, None of an empty set."""
    return max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=None)


def moved(spans: Spans, by: int) -> Spans:
    """Return the set with every minute ``by`` later."""
    return tuple((start + by, end + by) for start, end in spans) if by else spans
