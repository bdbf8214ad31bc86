"""Which days are public holidays in a Land. The calendar is loaded at the first question, never before."""

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
"""What the calendar calls our languages."""


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
    return _names(state, day.year, lang).get(day)


@cache
def _names(state: str, year: int, lang: Lang) -> dict[date, str]:
    from holidays.countries.germany import Germany

    code = facts("laender")["laender"][state]["holidays"]
    return dict(Germany(subdiv=code, years=year, language=_LANGUAGES[lang]))


def _in_land(state: str, day: date) -> DayKind:
    everywhere, in_parts = _calendar(state, day.year)
    if day in everywhere:
        return "holiday"
    return "doubtful" if day in in_parts or (day.month, day.day) in CLOSED_BY_CUSTOM else "working"


@cache
def _calendar(state: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the holidays of the whole Land, and those of its parts (Catholic places, single towns)."""
    from holidays.countries.germany import Germany

    code = facts("laender")["laender"][state]["holidays"]
    everywhere = frozenset(Germany(subdiv=code, years=year))
    in_parts = frozenset(Germany(subdiv=code, years=year, categories=("public", "catholic")))
    towns = (frozenset(Germany(subdiv=town, years=year)) for town in _OWN_CALENDARS.get(state, ()))
    return everywhere, in_parts.union(*towns) - everywhere
