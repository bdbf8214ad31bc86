"""The year a plan is proved for: real minutes since its first midnight, beside the clock on the wall.

The clocks change as Directive 2000/84/EC sets it: on the last Sundays of March and October at 1:00 UTC. It is counted
here because a Windows PC has no time zone data of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property

from komma_cli import durations
from komma_cli.spans import Span, Spans, intersection, merged, moved

DAY = 24 * 60
YEARS = range(1980, 9991)
"""Earlier the clocks did not change as they do now; what lies later Python's calendar cannot count a year ahead."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Year:
    """Twelve months from ``first`` on, and the days behind them in which a promise of the last day can be kept."""

    first: date
    beyond: int = 0
    """Days known behind the twelve months."""

    @cached_property
    def last(self) -> date:
        """The last day of the twelve months."""
        return durations.after(self.first, "P1Y") - timedelta(days=1)

    @cached_property
    def days(self) -> int:
        """How many days are known, those behind the year included."""
        return (self.last - self.first).days + 1 + self.beyond

    @cached_property
    def end(self) -> int:
        """The minute at which the twelve months are over; incidents begin before it."""
        return self.minute(self._midnight + timedelta(days=self.days - self.beyond))

    @cached_property
    def horizon(self) -> int:
        """The first minute about which nothing is known."""
        return self.minute(self._midnight + timedelta(days=self.days))

    def minute(self, wall: datetime) -> int:
        """Return the minute of a time on the wall, which may lie outside.

        Of a time that comes twice in October the first is meant, and of one that March leaves out the minute at
        which it would have come.
        """
        on_wall = (wall - self._midnight) // timedelta(minutes=1)
        for start, end, ahead in self._stretches:
            if on_wall < end + ahead:
                return max(on_wall - ahead, start) if start else on_wall - ahead
        raise AssertionError("the last stretch has no end")

    def wall(self, minute: int) -> datetime:
        """Return what the clock on the wall shows at a minute."""
        _, _, ahead = self._stretches[bisect_right(self._stretches, (minute, _NEVER, 0)) - 1]
        return self._midnight + timedelta(minutes=minute + ahead)

    def real(self, wall: Spans) -> Spans:
        """Return the minutes at which the clock shows one of ``wall``, minutes on the wall since the first midnight."""
        if len(self._stretches) == 1:
            return wall
        found: list[Span] = []
        for start, end, ahead in self._stretches:
            shown = ((max(start + ahead, 0), min(end, self.days * DAY + DAY) + ahead),)
            found += moved(intersection(wall, shown), -ahead)
        return merged(found)

    @cached_property
    def _midnight(self) -> datetime:
        return datetime(self.first.year, self.first.month, self.first.day)

    @cached_property
    def _stretches(self) -> tuple[tuple[int, int, int], ...]:
        """Stretches of real minutes with how far the wall is ahead of them; the last one never ends."""
        behind = self._midnight + timedelta(days=self.days + 2)
        passed, ahead, start = timedelta(), 0, 0
        found: list[tuple[int, int, int]] = []
        for change, step in _changes(self.first.year, behind.year):
            if self._midnight < change <= behind:
                end = (change - self._midnight - passed) // timedelta(minutes=1)
                found.append((start, end, ahead))
                start, passed = end, passed + step
                ahead = passed // timedelta(minutes=1)
        return (*found, (start, _NEVER, ahead))


_NEVER = 10**9


@cache
def _changes(first: int, last: int) -> tuple[tuple[datetime, timedelta], ...]:
    """Return when the clocks change, as the wall shows it just before, and by how much it moves."""
    found = []
    for year in range(first, last + 1):
        found.append((datetime.combine(_last_sunday(year, 3), datetime.min.time()) + 2 * _HOUR, _HOUR))
        found.append((datetime.combine(_last_sunday(year, 10), datetime.min.time()) + 3 * _HOUR, -_HOUR))
    return tuple(found)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
