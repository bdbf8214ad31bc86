"""Durations: ISO 8601 in the file, plain words for people, and the sums the checks need."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from komma_cli.texts import Lang, words

_ISO = re.compile(
    r"P(?!$)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)
UNITS = ("years", "months", "weeks", "days", "hours", "minutes")
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
    """Turn what a person types („15 Minuten“, „1 Tag“, „2 Std.“, „PT15M“, „sofort“) into ISO 8601, or None."""
    typed = " ".join(text.strip().lower().split())
    if _ISO.fullmatch(typed.upper()):
        return typed.upper()
    names = words("durations", lang)
    if typed in names["at_once_words"]:
        return "PT0M"
    amounts: dict[str, int] = {}
    rest = typed
    while rest:
        match = re.match(r"(\d{1,3}|[a-zäöüß]+) ?([a-zäöüß]+\.?)(?:,? (?:und |and )?|$)", rest)
        if match is None:
            return None
        amount = int(match[1]) if match[1].isdigit() else names["number_words"].get(match[1])
        unit = next((u for u in UNITS if match[2].rstrip(".") in names["units"][u]), None)
        if amount is None or unit is None or unit in amounts:
            return None
        amounts[unit] = amount
        rest = rest[match.end() :]
    return _write(amounts) if amounts else None


def _write(amounts: dict[str, int]) -> str:
    calendar = "".join(f"{amounts[u]}{_LETTERS[u]}" for u in UNITS[:4] if u in amounts)
    clock = "".join(f"{amounts[u]}{_LETTERS[u]}" for u in UNITS[4:] if u in amounts)
    return f"P{calendar}{'T' + clock if clock else ''}"
