"""When somebody surely answers: opening hours (OpenStreetMap strings) on the clock of the place, with its holidays.

Only what is sure counts. Hours with a condition beside them („nur nach Vereinbarung“), with an open end or by the sun,
and hours that say nothing about holidays on a holiday, promise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from komma_cli.spans import EMPTY, Span, Spans, intersection, merged, without

ALWAYS = "24/7"
DAY = 24 * 60
"""Minutes of a day on the clock of the wall; the days of the clock changes have as many."""
Answers = Literal["open", "closed", "ask"]
"""Whether somebody answers: surely, surely not, or not known."""
DayKind = Literal["working", "holiday", "doubtful"]
"""A day as offices count it; ``doubtful`` where it is a holiday only for some, or many offices close by custom."""
_TIMES = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_DAYS = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?"
_ON_HOLIDAYS = re.compile(
    rf"(?:{_DAYS},)*PH(?:,{_DAYS})* (?P<times>off|closed|\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
_NO_PROMISE = re.compile(r"\+|sunrise|sunset|dawn|dusk|\bSH\b|\|\|")
"""An open end, the sun, school holidays, and „otherwise“: hours nobody can rely on to the minute."""


def answers(osm: str, moment: datetime, today: DayKind = "working", day_before: DayKind = "working") -> Answers:
    """Say whether hours cover a moment, both in the clock of the place; the holidays come from outside.

    On a holiday counts what the hours say about holidays, and ``24/7``; hours that do not mention holidays promise
    nothing for them. Hours that run past midnight count to the day on which they began. Hours with a condition beside
    them („by appointment“) promise nothing either.
    """
    if osm == ALWAYS:
        return "open"
    state, condition = _calendar(osm).state(moment)
    usual: Answers = "closed"
    if str(state) != "closed":
        usual = "ask" if str(state) != "open" or condition or _NO_PROMISE.search(osm) else "open"
    if _covers_holidays(osm):
        return usual
    minute = moment.hour * 60 + moment.minute
    found = usual if today == "working" else _on_no_working_day(osm, minute, usual, today)
    return "ask" if found == "open" and day_before != "working" and minute < _night_ends(osm) else found


def _on_no_working_day(osm: str, minute: int, usual: Answers, today: DayKind) -> Answers:
    """Return what hours promise for a holiday, or for a day that is one only for some: then both must agree."""
    on_holiday = _holiday_answer(osm, minute)
    if today == "holiday":
        return usual if on_holiday == "ask" and usual == "closed" else on_holiday
    return usual if usual in ("closed", on_holiday) else "ask"


def sure_minutes(osm: str, first: date, kinds: Sequence[DayKind]) -> Spans:
    """Return the minutes after midnight of ``first`` at which ``answers`` says ``open``.

    ``kinds`` are those of the day before ``first``, of ``first``, and of every day that is asked for after it.
    """
    days = len(kinds) - 1
    if osm == ALWAYS:
        return ((0, days * DAY),)
    usual = EMPTY if _NO_PROMISE.search(osm) else _usual_minutes(osm, first, days)
    if _covers_holidays(osm):
        return usual
    night = _night_ends(osm)
    said = holiday_minutes(osm)
    lost: list[Span] = []
    gained: list[Span] = []
    for day in range(days):
        start, kind = day * DAY, kinds[day + 1]
        if kind != "working":
            lost.append((start, start + DAY))
            instead = tuple((start + begin, start + end) for begin, end in said or EMPTY)
            if kind == "doubtful":
                instead = intersection(instead, usual)
            gained += without(instead, ((start, start + night),)) if kinds[day] != "working" and night else instead
        elif kinds[day] != "working" and night:
            lost.append((start, start + night))
    return merged((*without(usual, merged(lost)), *gained))


def is_certain(osm: str) -> bool:
    """Say whether hours are certain on a working day: no condition, no open end, nothing unknown."""
    return not (_NO_PROMISE.search(osm) or '"' in osm or "unknown" in osm)


@lru_cache(maxsize=256)
def _calendar(osm: str) -> Any:
    from opening_hours import OpeningHours

    return OpeningHours(osm)


@lru_cache(maxsize=1024)
def _usual_minutes(osm: str, first: date, days: int) -> Spans:
    """Return the minutes that are open without a condition where there are no holidays."""
    start = datetime(first.year, first.month, first.day)
    found = _calendar(osm).intervals(start, start + timedelta(days=days))
    minute = timedelta(minutes=1)
    return merged(
        ((begin - start) // minute, (end - start) // minute)
        for begin, end, state, condition in found
        if str(state) == "open" and not condition
    )


@lru_cache(maxsize=256)
def _covers_holidays(osm: str) -> bool:
    """Say whether hours hold on holidays as on any day: around the clock but for exceptions that have a date."""
    return osm.split(";", maxsplit=1)[0].strip() == ALWAYS and "PH" not in osm and '"' not in osm


@lru_cache(maxsize=256)
def holiday_minutes(osm: str) -> Spans | None:
    """Return the minutes of a holiday that are open, None where the hours do not say it, or not plainly."""
    said: Spans | None = None
    for part in osm.split(";"):
        if "PH" in part:
            found = _ON_HOLIDAYS.fullmatch(part.strip())
            if found is None or _NO_PROMISE.search(osm):
                return None
            said = merged((start, min(end, DAY)) for start, end in _times(found["times"]))
    return said


def _holiday_answer(osm: str, minute: int) -> Answers:
    said = holiday_minutes(osm)
    if said is None:
        return "ask"
    return "open" if any(start <= minute < end for start, end in said) else "closed"


@lru_cache(maxsize=256)
def _night_ends(osm: str) -> int:
    """Return the minute of the day at which the last hours that began the day before end; 0 if none do."""
    return max((min(end - DAY, DAY) for _, end in _times(osm) if end > DAY), default=0)


def _times(text: str) -> list[Span]:
    """Return the times of day in a text; those that end the next day have more than 24 hours."""
    found = []
    for match in _TIMES.finditer(text):
        start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        found.append((start, end + DAY if end <= start else end))
    return found
