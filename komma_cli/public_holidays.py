"""Which days are public holidays in a Land: from a table, and for years outside it from the library behind the table.

The library knows every country and takes longer to import than a plan to check, so it is loaded when it is needed only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from komma_cli.opening import DayKind
from komma_cli.texts import Lang, facts, words

CLOSED_BY_CUSTOM = ((12, 24), (12, 31))
"""Month and day of Christmas Eve and New Year's Eve: no public holidays, but many offices do not answer."""
_OWN_CALENDARS = {"BY": ("Augsburg",)}
"""Towns with a holiday of their own, by Land: there it is doubtful for the whole Land."""
_LANGUAGES: dict[Lang, str] = {"de": "de", "en": "en_US"}
"""What the library calls our languages."""
_EVERY_LAND = "all"
Holidays = tuple[frozenset[date], frozenset[date]]
"""Those of a whole Land, and those of its parts only."""


def kind_of_day(day: date, states: Iterable[str]) -> DayKind:
    """Say what a day is for an office that sits in one of these Länder (two-letter codes).

    ``holiday`` if it is one in all of them, ``doubtful`` if it is one in some of them or in a part of a Land.
    """
    kinds = {_in_land(state, day) for state in states}
    if len(kinds) == 1 and "doubtful" not in kinds:
        return kinds.pop()
    return "doubtful"


def name_of(day: date, state: str, lang: Lang) -> str | None:
    """Return what a public holiday of a Land is called, or Christmas Eve and New Year's Eve; None of other days."""
    if (day.month, day.day) in CLOSED_BY_CUSTOM:
        return str(words("dates", lang)["customs"][f"{day.month:02d}-{day.day:02d}"])
    if day not in _calendar(state, day.year)[0]:
        return None
    listed = facts("holidays")["years"].get(str(day.year))
    if listed is None:
        return names_from_library(state, day.year, lang).get(day)
    return str(words("holidays", lang)[listed[f"{day.month:02d}-{day.day:02d}"][0]])


def from_library(state: str, year: int) -> Holidays:
    """Return the holidays of a Land as the library has them."""
    from holidays.countries.germany import Germany

    code = _code(state)
    everywhere = frozenset(Germany(subdiv=code, years=year))
    in_parts = frozenset(Germany(subdiv=code, years=year, categories=("public", "catholic")))
    towns = (frozenset(Germany(subdiv=town, years=year)) for town in _OWN_CALENDARS.get(state, ()))
    return everywhere, in_parts.union(*towns) - everywhere


@cache
def names_from_library(state: str, year: int, lang: Lang) -> dict[date, str]:
    """Return what the library calls the holidays of a Land and of its parts."""
    from holidays.countries.germany import Germany

    found: dict[date, str] = {}
    for place in (*_OWN_CALENDARS.get(state, ()), _code(state)):
        known = Germany(subdiv=place, years=year, categories=("public", "catholic"), language=_LANGUAGES[lang])
        found |= dict(known)
    return found


def _in_land(state: str, day: date) -> DayKind:
    everywhere, in_parts = _calendar(state, day.year)
    if day in everywhere:
        return "holiday"
    return "doubtful" if day in in_parts or (day.month, day.day) in CLOSED_BY_CUSTOM else "working"


@cache
def _calendar(state: str, year: int) -> Holidays:
    listed = facts("holidays")["years"].get(str(year))
    if listed is None:
        return from_library(state, year)
    whole, parts = set(), set()
    for month_and_day, (_, everywhere, *in_parts) in listed.items():
        day = date.fromisoformat(f"{year:04d}-{month_and_day}")
        if everywhere == _EVERY_LAND or state in everywhere.split():
            whole.add(day)
        elif in_parts and state in in_parts[0].split():
            parts.add(day)
    return frozenset(whole), frozenset(parts)


def _code(state: str) -> str:
    return str(facts("laender")["laender"][state]["holidays"])
