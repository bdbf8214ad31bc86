"""The year folded into one week: for each of its 168 hours how often an incident that begins then meets a gap."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from komma_cli.reach.year import Year
from komma_cli.spans import Spans

HOURS = 7 * 24
_HOUR = 60


def fold(gaps: Spans, year: Year) -> tuple[float, ...]:
    """Return for each hour from Monday midnight on the share of its minutes in the year that lie in a gap, 0 to 1."""
    broken, known = _minutes(gaps, year), _whole_year(year)
    return tuple(one / all_ for one, all_ in zip(broken, known, strict=True))


def _minutes(spans: Spans, year: Year) -> list[int]:
    """Return how many minutes of a set each hour of the week has on the clock of the wall."""
    found = [0] * HOURS
    for start, end in spans:
        minute = start
        while minute < end:
            wall = year.wall(minute)
            until = min(end, minute + _HOUR - wall.minute)
            found[wall.weekday() * 24 + wall.hour] += until - minute
            minute = until
    return found


@lru_cache(maxsize=4)
def _whole_year(year: Year) -> tuple[int, ...]:
    return tuple(_minutes(((0, year.end),), year))


def hour_of(wall_hour: int) -> tuple[int, timedelta]:
    """Return weekday (Monday is 0) and time of day at which an hour of the week begins."""
    day, hour = divmod(wall_hour, 24)
    return day, timedelta(hours=hour)
