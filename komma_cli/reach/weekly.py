"""The gaps of a year on one week, row by row: which hours of the week, how often, and the same in sentences.

Every picture of the week is made of this, whatever draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from komma_cli.reach.proof import Proof, together
from komma_cli.reach.telling import Teller
from komma_cli.reach.week import HOURS, fold

SIGNS: Final = {"sometimes": "o", "often": "#"}
"""Each class of hours has a sign, so that nothing is said by colour alone."""
_OFTEN = 0.5


def rows(proof: Proof, teller: Teller) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield name and 168 shares (0 to 1, Monday midnight first) of every level and scenario, then of all together."""
    for owner in dict.fromkeys(one.promise.owner for one in proof.kept):
        yield teller.owner(owner), fold(proof.gaps_of(owner), proof.year)
    yield teller.say("together"), fold(together(one.gaps for one in proof.broken), proof.year)


def stretches(shares: tuple[float, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield first hour, first hour behind, and class of every stretch of the week that has gaps."""
    for kind, hours in groupby(range(HOURS), lambda hour: class_of(shares[hour])):
        found = list(hours)
        if kind != "never":
            yield found[0], found[-1] + 1, kind


def class_of(share: float) -> str:
    """Return how often an hour meets a gap: ``never``, ``sometimes``, or ``often`` (in every second week or more)."""
    return "often" if share >= _OFTEN else "sometimes" if share > 0 else "never"


def alternative(proof: Proof, teller: Teller) -> tuple[str, ...]:
    """Return what the picture shows in sentences: one for each row with gaps, one for all the others."""
    told, free = [], []
    for name, shares in rows(proof, teller):
        found = list(stretches(shares))
        if not found:
            free.append(name)
            continue
        times = [
            teller.say(
                f"map_{kind}", times=", ".join(_time(start, end, teller) for start, end, one in found if one == kind)
            )
            for kind in ("often", "sometimes")
            if any(one == kind for _, _, one in found)
        ]
        told.append(teller.say("map_row", name=name, times="; ".join(times)))
    if free:
        told.append(teller.say("map_free", names=teller.listed(free, len(free))))
    return tuple(told)


def _time(start: int, end: int, teller: Teller) -> str:
    if (start, end) == (0, HOURS):
        return teller.say("map_whole_week")
    days = teller.week_head().split()
    first = {"day": days[start // 24], "hour": start % 24}
    last_day, last_hour = divmod(end, 24)
    if last_hour == 0:
        last_day, last_hour = last_day - 1, 24
    return teller.say("map_time", **first, last_day=days[last_day], last_hour=last_hour)
