"""Durations: ISO 8601 in the file, plain words for people, and the sums the checks need."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from komma_cli.texts import LANGUAGES, Lang, words

_ISO = re.compile(
    r"P(?!$)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)
UNITS = ("years", "months", "weeks", "days", "hours", "minutes")
Unread = Literal["duration_format", "duration_working_days", "duration_range", "duration_unit", "duration_part"]
_HALF_SIGN = "½"
_HALF = {"years": {"months": 6}, "days": {"hours": 12}, "hours": {"minutes": 30}}
"""Half a unit in smaller whole ones; half a month, half a week and half a minute have no such name."""
_LETTERS = {"years": "Y", "months": "M", "weeks": "W", "days": "D", "hours": "H", "minutes": "M"}


@dataclass(frozen=True)
class Length:
    """A duration in its own units; calendar units are kept apart because months have no fixed number of days."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0

    def in_minutes(self) -> int:
        """Return the length in minutes for comparisons, a month counted as 30 days and a year as 365."""
        days = self.years * 365 + self.months * 30 + self.weeks * 7 + self.days
        return (days * 24 + self.hours) * 60 + self.minutes


@lru_cache(maxsize=512)
def parse(iso: str) -> Length:
    """Read an ISO 8601 duration such as PT15M or P3M. Raises ``ValueError`` for anything else."""
    match = _ISO.fullmatch(iso)
    if match is None:
        raise ValueError(iso)
    return Length(**{unit: int(match[unit] or 0) for unit in UNITS})


def minutes(iso: str) -> int:
    """Return ``parse(iso).in_minutes()``."""
    return parse(iso).in_minutes()


@lru_cache(maxsize=1024)  # the same few days and lengths are asked for in every file
def after(start: date, iso: str) -> date:
    """Return the day that lies ``iso`` after ``start``; months keep the day, or end at the month's last day.

    What lies behind the calendar's last day (9999-12-31, which people write for "without end") ends on that day.
    """
    length = parse(iso)
    month_index = start.year * 12 + start.month - 1 + length.years * 12 + length.months
    year, month = divmod(month_index, 12)
    if year > date.max.year:
        return date.max
    day = min(start.day, monthrange(year, month + 1)[1])
    whole_days = length.weeks * 7 + length.days + (length.hours * 60 + length.minutes) // (24 * 60)
    return date.fromordinal(min(date(year, month + 1, day).toordinal() + whole_days, date.max.toordinal()))


def before(end: date, iso: str) -> date:
    """Return the day that lies ``iso`` before ``end``, by the same rules as ``after``; 0001-01-01 is the first day."""
    length = parse(iso)
    year, month = divmod(end.year * 12 + end.month - 1 - length.years * 12 - length.months, 12)
    if year < date.min.year:
        return date.min
    day = min(end.day, monthrange(year, month + 1)[1])
    whole_days = length.weeks * 7 + length.days + (length.hours * 60 + length.minutes) // (24 * 60)
    return date.fromordinal(max(date(year, month + 1, day).toordinal() - whole_days, 1))


def say(iso: str, lang: Lang) -> str:
    """Return the duration as people read it: „15 Minuten“, „1 Tag“, „2 Stunden 30 Minuten“."""
    length = parse(iso)
    names = words("durations", lang)
    spoken = []
    for unit in UNITS:
        amount = getattr(length, unit)
        if amount:
            singular, plural = names["units"][unit][:2]
            spoken.append(f"{amount} {singular if amount == 1 else plural}")
    return " ".join(spoken) if spoken else str(names["at_once"])


def read(text: str, lang: Lang) -> str | None:
    """Turn what a person types („15 Minuten“, „eine halbe Stunde“, „2 Std.“, „PT15M“, „sofort“) into ISO 8601, or None.

    Both languages are understood, the one of the screen first.
    """
    typed = _plain(text)
    if _ISO.fullmatch(typed.upper()):
        return typed.upper()
    for language in (lang, *(other for other in LANGUAGES if other != lang)):
        if (found := _spoken(typed, words("durations", language))) is not None:
            return found
    return None


def why_not(text: str) -> Unread:
    """Return why ``read`` understands nothing: the name of the sentence that says what to type instead."""
    typed = _plain(text)
    names = [words("durations", lang) for lang in LANGUAGES]
    if any(day in typed for own in names for day in own["working_days"]):
        return "duration_working_days"
    if re.search(r"\d ?(?:-|–|bis|to) ?\d", typed):
        return "duration_range"
    if re.fullmatch(r"\d+", typed):
        return "duration_unit"
    halved = any(_HALF_SIGN in _with_half_signs(typed, own) for own in names)
    return "duration_part" if halved or re.search(r"\d[,.]\d", typed) else "duration_format"


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".,;! ")


def _with_half_signs(typed: str, names: Any) -> str:
    for said in ("1/2", *names["half_words"]):
        typed = re.sub(rf"\b{said}\b", _HALF_SIGN, typed)
    return typed


def _spoken(typed: str, names: Any) -> str | None:
    for opening in names["openings"]:
        typed = typed.removeprefix(f"{opening} ")
    if typed in names["at_once_words"]:
        return "PT0M"
    if typed in names["whole_words"]:
        return str(names["whole_words"][typed])
    amounts: dict[str, int] = {}
    rest = _with_half_signs(typed, names)
    while rest:
        match = re.match(
            r"([0-9]{0,3} ?½|[0-9]{1,3}(?:[.,]5)?|[a-zäöüß]+) ?([a-zäöüß]+\.?)(?:,? (?:und |and )?|$)", rest
        )
        if match is None:
            return None
        unit = next((u for u in UNITS if match[2].rstrip(".") in names["units"][u]), None)
        measured = _measured(_amount(match[1], names), unit)
        if not measured or not amounts.keys().isdisjoint(measured):
            return None
        amounts |= measured
        rest = rest[match.end() :]
    return _write(amounts) if amounts else None


def _amount(typed: str, names: Any) -> float | None:
    """Return a number written in digits, with „½“, or as a word."""
    if typed.endswith(_HALF_SIGN):
        return int(typed[:-1].strip() or 0) + 0.5
    if typed[:1].isdecimal():
        return float(typed.replace(",", "."))
    return names["number_words"].get(typed)  # type: ignore[no-any-return]  # a number of the data file


def _measured(amount: float | None, unit: str | None) -> dict[str, int]:
    """Return how much of which units „2 Tage“ or „1,5 Stunden“ are; nothing where no whole units make it up."""
    if amount is None or unit is None:
        return {}
    whole = int(amount)
    if amount == whole:
        return {unit: whole}
    return ({unit: whole} if whole else {}) | _HALF[unit] if unit in _HALF else {}


def _write(amounts: dict[str, int]) -> str:
    calendar = "".join(f"{amounts[u]}{_LETTERS[u]}" for u in UNITS[:4] if u in amounts)
    clock = "".join(f"{amounts[u]}{_LETTERS[u]}" for u in UNITS[4:] if u in amounts)
    return f"P{calendar}{'T' + clock if clock else ''}"
