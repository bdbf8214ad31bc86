"""Days as people write them: ISO in every file, the habit of the language on the screen."""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Literal

from komma_cli import durations
from komma_cli.texts import LANGUAGES, Lang, words

Unread = Literal["date_format", "date_impossible", "date_no_year", "date_no_day", "date_two_ways", "date_weekday"]
_ISO = r"\d{4}(?:-\d{2}){0,2}"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""A year outside is a slip of the finger (3027, 0207)."""
_MOST_DAYS = 40_000
"""No distance in words leads further than about a century."""


class NotADay(ValueError):
    """What was typed names no single day; ``kind`` names the sentence of the interview that says why."""

    def __init__(self, kind: Unread, **values: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.values = values


def say(iso: str, lang: Lang) -> str:
    """Return an ISO day, month or year as people of the language write it; anything else stays as it stands."""
    if not re.fullmatch(_ISO, iso):
        return iso
    year, *rest = iso.split("-")
    if lang == "de" or not rest:
        return ".".join(reversed([year, *rest]))
    try:
        first = date.fromisoformat("-".join((year, *rest, "01")[:3]))
    except ValueError:
        return iso
    said = in_words(first, lang)
    return said if rest[1:] else said.partition(" ")[2]


def in_words(day: date, lang: Lang) -> str:
    """Return „5. März 2026“, „5 March 2026“."""
    names = words("dates", lang)
    return str(names["long"]).format(day=day.day, month=names["months"][day.month - 1], year=f"{day.year:04d}")


def say_long(day: date, lang: Lang) -> str:
    """Return „22. Mai 2027, ein Samstag“: a day as it is read back to whoever has typed it in words."""
    names = words("dates", lang)
    return str(names["with_weekday"]).format(long=in_words(day, lang), weekday=names["weekdays"][day.weekday()])


def read(typed: str, lang: Lang, today: date) -> date:
    """Return the day a person means: in figures, with the month as a word, or by its distance from ``today``.

    Both languages are understood, the one of the screen first. Only what can mean a single day is taken; a year of
    two figures is one of this century, and a month later than the 31st of January ends in February. Raises
    ``NotADay``.
    """
    plain = " ".join(typed.casefold().split()).rstrip(",;! ")
    both = [words("dates", language) for language in (lang, *(other for other in LANGUAGES if other != lang))]
    plain, weekday = _without_weekday(plain, both)
    found = _in_figures(plain)
    readers: tuple[Callable[[str, Any, date], date | None], ...] = (_with_month, _near, _end, _weekday_alone)
    for names in both:
        for reader in readers:
            found = found or reader(plain, names, today)
    for names in both:
        found = found or _distance(plain, names, lang, today)
    if found is None:
        raise NotADay("date_format")
    if weekday is not None and found.weekday() != weekday:
        raise NotADay("date_weekday", day=say_long(found, lang))
    return found


def _without_weekday(plain: str, both: list[Any]) -> tuple[str, int | None]:
    """Return the text without „Samstag, “ in front, and which day of the week that was."""
    first, _, rest = plain.partition(" ")
    for names in both:
        if rest[:1].isdecimal() and (number := names["weekday_words"].get(first.rstrip(",."))) is not None:
            return rest, number
    return plain, None


def _in_figures(plain: str) -> date | None:
    """Read 31.1.2027, 31.01.27, 2027-01-31, and with strokes what has only one reading."""
    if dotted := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})\.?", plain):
        return _day(_year(dotted[3]), int(dotted[2]), int(dotted[1]))
    if iso := re.fullmatch(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})", plain):
        return _day(int(iso[1]), int(iso[3]), int(iso[4]))
    if re.fullmatch(r"\d{1,2}\. ?\d{1,2}\.?", plain):
        raise NotADay("date_no_year")
    if re.fullmatch(r"\d{4}(?:-\d{1,2})?|\d{1,2}[./]\d{4}", plain):
        raise NotADay("date_no_day")
    if strokes := re.fullmatch(r"(\d{1,2})([-/ ])(\d{1,2})\2(\d{4})", plain):
        first, second, year = int(strokes[1]), int(strokes[3]), int(strokes[4])
        if first == second or max(first, second) > 12:  # one of the two can only be the day
            return _day(year, min(first, second), max(first, second))
        raise NotADay("date_two_ways")
    return None


def _with_month(plain: str, names: Any, today: date) -> date | None:
    """Read 31. Januar 2027, 31st of January 2027, January 31, 2027."""
    month_first = re.fullmatch(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th|\.)?(?:,? (\d{4}))?", plain)
    day_first = re.fullmatch(
        r"(?:the )?(\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?([^\W\d]+)\.?(?:,? (\d{4}|\d{2}))?", plain
    )
    bare = re.fullmatch(r"([^\W\d]+)\.?(?: (\d{4}))?", plain)
    if day_first and (month := names["month_words"].get(day_first[2])):
        day, year = int(day_first[1]), day_first[3]
    elif month_first and (month := names["month_words"].get(month_first[1])):
        day, year = int(month_first[2]), month_first[3]
    elif bare and bare[1] in names["month_words"]:
        raise NotADay("date_no_day")
    else:
        return None
    if year is None:
        raise NotADay("date_no_year")
    return _day(_year(year), month, day)


def _near(plain: str, names: Any, today: date) -> date | None:
    days = names["near_words"].get(plain.rstrip("."))
    return None if days is None else today + timedelta(days)


def _end(plain: str, names: Any, today: date) -> date | None:
    """Read „Ende März 2027“, „Ende 2027“, „Ende des Monats“."""
    if plain in names["year_ends"]:
        return date(today.year, 12, 31)
    match = re.fullmatch(names["ends"], plain)
    if match is None:
        return None
    said = match[1]
    if period := names["period_words"].get(said):
        unit, count = period.split()
        length = f"P{count}{unit[0].upper()}"
        later = durations.after(today.replace(day=1), length)
        return _last(later.year, 12 if unit == "year" else later.month)
    if re.fullmatch(r"\d{4}", said):
        return _day(int(said), 12, 31)
    month = re.fullmatch(r"([^\W\d]+)\.?(?: (\d{4}|\d{2}))?", said)
    if month is None or month[1] not in names["month_words"]:
        return None
    if month[2] is None:
        raise NotADay("date_no_year")
    return _last(_year(month[2]), names["month_words"][month[1]])


def _weekday_alone(plain: str, names: Any, today: date) -> date | None:
    """Read „kommenden Montag“; „nächsten Montag“ only where that lies in the next week for everybody."""
    for manner in ("coming", "next"):
        match = re.fullmatch(names[manner], plain)
        if match is None or match[1] not in names["weekday_words"]:
            continue
        found = today + timedelta((names["weekday_words"][match[1]] - today.weekday() - 1) % 7 + 1)
        if manner == "next" and found.isocalendar()[:2] == today.isocalendar()[:2]:
            raise NotADay("date_two_ways")
        return found
    if plain in names["weekday_words"]:
        raise NotADay("date_two_ways")
    return None


def _distance(plain: str, names: Any, lang: Lang, today: date) -> date | None:
    """Read „in 6 Monaten“ and „vor 3 Tagen“."""
    for manner in ("later", "earlier"):
        match = re.fullmatch(names[manner], plain)
        said = next((part for part in match.groups() if part), "") if match is not None else ""
        iso = durations.read(said, lang) if said else None
        if iso is None or "T" in iso or durations.minutes(iso) > _MOST_DAYS * 24 * 60:
            continue
        return durations.after(today, iso) if manner == "later" else durations.before(today, iso)
    return None


def _year(figures: str) -> int:
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _last(year: int, month: int) -> date:
    return _day(year, month, monthrange(year, month)[1] if _FIRST_YEAR <= year <= _LAST_YEAR else 31)


def _day(year: int, month: int, day: int) -> date:
    """Return the day. Raises ``NotADay``."""
    if _FIRST_YEAR <= year <= _LAST_YEAR:
        with contextlib.suppress(ValueError):
            return date(year, month, day)
    raise NotADay("date_impossible")
