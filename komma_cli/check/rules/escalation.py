"""K30x: escalation. Every level is complete, and whoever is named there answers at night too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from komma_cli import durations
from komma_cli.check.finding import Hit, Link, SymbolicParts
from komma_cli.check.lookup import behind
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.roles import phones
from komma_cli.model.bodies import Body
from komma_cli.model.escalation import Level
from komma_cli.model.people import Person
from komma_cli.opening import answers

_SERIOUS = 2
"""From this rank on a level of the external track is a threat: it must work at night (R13)."""
_ALWAYS = "24/7"
_WEEK = ("2026-12-07", 7)
"""A week without a public holiday anywhere in Germany, and its length in days."""
_OFFICE = range(8, 16)
"""Hours of Monday to Friday that need no out-of-hours contact."""


def _entries(context: Context, contact: str | None) -> list[Person | Body]:
    """Return whom a contact leads to, in the order of calling: a person, a body, or those of a role."""
    if contact is None:
        return []
    found = (context.people.get(one) or context.bodies.get(one) for one in behind(context, contact, deputies=True))
    return [entry for entry in found if entry is not None]


@rule("K301", "error", profile="core", needs=("escalation",), sources=("R11",))
def first_contact_and_deputy(context: Context) -> Iterator[Hit]:
    """Every level names who is called first and who is called next; the deputies of a role count."""
    for level in context.levels.values():
        parts = ("escalation", "levels", level.id)
        if level.first_contact is None:
            yield Hit((*parts, "first_contact"), {"case": "no_contact", "level": level.name})
        elif level.deputy is None and not _has_stand_in(context, level.first_contact):
            yield Hit((*parts, "deputy"), {"case": "no_deputy", "level": level.name})


def _has_stand_in(context: Context, contact: str) -> bool:
    role = context.roles.get(contact)
    body = context.bodies.get(contact) or context.bodies.get(str(role.provided_by) if role else "")
    return bool(role and role.deputies) or bool(body and _night_cover([body]) == "covered")


@rule("K302", "error", profile="core", needs=("escalation",), sources=("R12",))
def two_different_people(context: Context) -> Iterator[Hit]:
    """First contact and deputy of a level are two people, and at a serious level two phones."""
    for level in context.levels.values():
        if level.deputy is None or level.deputy == level.first_contact:
            continue
        first = _entries(context, level.first_contact)[:1]
        second = _entries(context, level.deputy)[:1]
        if not first or not second:
            continue
        parts = ("escalation", "levels", level.id, "deputy")
        if first[0].id == second[0].id:
            related = (Link((*parts[:-1], "first_contact")),)
            yield Hit(parts, {"case": "same_person", "level": level.name}, related=related)
        elif _serious(level) and phones(first[0]) == phones(second[0]) and len(phones(first[0])) == 1:
            yield Hit(parts, {"case": "same_phone", "level": level.name})


@rule("K303", "error", profile="core", needs=("escalation",), sources=("R13", "R14"))
def serious_level_at_night(context: Context) -> Iterator[Hit]:
    """A serious level has somebody who answers at night and at the weekend, or the emergency contact does."""
    emergency = context.playbook.escalation.emergency if context.playbook.escalation else None
    for level in filter(_serious, context.levels.values()):
        parts = ("escalation", "levels", level.id, "out_of_hours")
        if level.out_of_hours is None and (emergency is None or emergency.out_of_hours is None):
            yield Hit(parts, {"case": "missing", "level": level.name})
        elif level.out_of_hours is not None:
            cover = _night_cover(_entries(context, level.out_of_hours))
            if cover == "gap":
                yield Hit(parts, {"case": "gap", "level": level.name})
            elif cover == "unknown":
                yield Hit(parts, {"case": "unknown", "level": level.name}, severity="warning")


@rule("K304", "error", needs=("escalation",), sources=("R37",))
def levels_in_order(context: Context) -> Iterator[Hit]:
    """There are levels; their ranks count from 0 without gaps; each has triggers of its own."""
    levels = list(context.levels.values())
    if not levels:
        yield Hit(("escalation", "levels"), {"case": "no_levels"})
    for track in ("external", "internal"):
        ranked = sorted((level for level in levels if level.track == track), key=lambda level: level.rank)
        for wanted, level in enumerate(ranked):
            if level.rank != wanted:
                case = "rank_twice" if wanted and ranked[wanted - 1].rank == level.rank else "rank_gap"
                values = {"case": case, "level": level.name, "rank": level.rank, "wanted": wanted}
                before = ranked[wanted - 1].id
                related = (Link(("escalation", "levels", before, "rank")),) if case == "rank_twice" else ()
                yield Hit(("escalation", "levels", level.id, "rank"), values, related=related)
                break
    yield from _triggers(levels)


def _triggers(levels: list[Level]) -> Iterator[Hit]:
    seen: dict[str, tuple[Level, SymbolicParts]] = {}
    for level in levels:
        parts = ("escalation", "levels", level.id, "triggers")
        if not level.triggers:
            yield Hit(parts, {"case": "no_trigger", "level": level.name})
        for position, trigger in enumerate(level.triggers):
            here = (*parts, position)
            first, there = seen.setdefault(trigger.casefold(), (level, here))
            if first is not level:
                values = {"case": "trigger_twice", "level": level.name, "first": first.name}
                yield Hit(here, values, related=(Link(there),))


@rule("K305", "warning", needs=("escalation",), sources=("R33",))
def talk_in_time(context: Context) -> Iterator[Hit]:
    """From rank 1 on somebody speaks with the affected person within one day."""
    limit = context.length("talk")
    for level in context.levels.values():
        parts = ("escalation", "levels", level.id, "talk_within")
        if level.rank >= 1 and level.talk_within is None:
            yield Hit(parts, {"case": "missing", "level": level.name, "limit": limit})
        elif level.rank >= 1 and durations.minutes(str(level.talk_within)) > durations.minutes(limit):
            values = {"case": "late", "level": level.name, "within": level.talk_within}
            yield Hit(parts, {**values, "limit": limit})


@rule("K306", "warning", needs=("escalation",), sources=("R35", "R36"))
def who_decides_and_knows(context: Context) -> Iterator[Hit]:
    """Each level says whether the police is called, who decides, and who is told or must not be told."""
    for level in context.levels.values():
        parts = ("escalation", "levels", level.id)
        if level.police is None:
            yield Hit((*parts, "police"), {"case": "police", "level": level.name})
        if level.decides is None:
            yield Hit((*parts, "decides"), {"case": "decides", "level": level.name})
        if not level.inform and not level.not_without_consent:
            yield Hit((*parts, "inform"), {"case": "inform", "level": level.name})


_RAISES = {
    "home": r"wohn(?:ung|haus|umfeld|ort|adresse|\b)|zu ?hause|famili|angehörig|\bhome\b|famil(?:y|ies)|relatives",
    "series": r"serie|wiederhol|mehrfach|häuf|erneut|series|repeat|again",
    "weapon": r"waffe|bewaffnet|messer|weapon|armed|knife",
    "data": r"veröffentlich|adresse|private daten|doxing|published|private data|\bposted\b",
    "fear": r"angst|fürcht|bedroht fühl|fühlt sich|fühlen sich|unsicher|afraid|fear|unsafe|feels? threatened",
}
"""What raises the level of an incident (R38), as words that a municipality uses for it in German or English."""


@rule("K307", "warning", needs=("escalation",), sources=("R38",))
def raising_triggers(context: Context) -> Iterator[Hit]:
    """Home and family, a series, a weapon, published data and fear raise the level somewhere."""
    escalation = context.playbook.escalation
    if escalation is None or not escalation.levels:
        return
    texts = [f"{modifier.id} {modifier.text}" for modifier in escalation.modifiers]
    texts += [trigger for level in escalation.levels for trigger in level.triggers]
    everything = "\n".join(texts).lower()
    for case, words in _RAISES.items():
        if not re.search(words, everything):
            yield Hit(("escalation", "modifiers"), {"case": case})


@rule("K312", "error", profile="core", needs=("escalation",), sources=("R10", "R13"))
def emergency_card(context: Context) -> Iterator[Hit]:
    """The emergency card can name the in-house number and somebody who answers outside office hours."""
    emergency = context.playbook.escalation.emergency if context.playbook.escalation else None
    parts = ("escalation", "emergency")
    if emergency is None:
        yield Hit(parts, {"case": "nothing"})
        return
    if emergency.internal_number is None:
        yield Hit((*parts, "internal_number"), {"case": "no_number"}, severity="warning")
    if emergency.out_of_hours is None:
        yield Hit((*parts, "out_of_hours"), {"case": "nobody"})
        return
    cover = _night_cover(_entries(context, emergency.out_of_hours))
    if cover == "gap":
        yield Hit((*parts, "out_of_hours"), {"case": "gap"})
    elif cover == "unknown":
        yield Hit((*parts, "out_of_hours"), {"case": "unknown"}, severity="warning")


def night_cover_missing(context: Context, level: Level) -> bool:
    """Say whether K303 or K312 already says that nobody surely answers for a level at night."""
    emergency = context.playbook.escalation.emergency if context.playbook.escalation else None
    of_card = emergency.out_of_hours if emergency else None
    if level.out_of_hours is not None:
        return _serious(level) and _night_cover(_entries(context, level.out_of_hours)) != "covered"
    return of_card is None or _night_cover(_entries(context, of_card)) != "covered"


def _serious(level: Level) -> bool:
    return level.track == "external" and level.rank >= _SERIOUS


def _night_cover(entries: list[Person | Body]) -> str:
    """Return ``covered``, ``gap`` or ``unknown``: does one of them answer at any hour outside office hours?

    Whoever is not in the playbook counts as covered here, because the dangling reference is a finding already.
    """
    if not entries or any(_always(entry) for entry in entries):
        return "covered"
    hours = tuple(entry.hours for entry in entries if entry.hours is not None)
    cover = _nights(hours)
    return "unknown" if cover == "gap" and len(hours) < len(entries) else cover


def _always(entry: Person | Body) -> bool:
    if entry.hours is None:
        return isinstance(entry, Body) and entry.kind == "emergency"
    return entry.hours == _ALWAYS


@cache
def _nights(hours: tuple[str, ...]) -> str:
    """Say how the opening hours together cover the nights and the weekend of an ordinary week, hour by hour.

    ``unknown``: in between, somebody answers only under a condition that stands beside the hours.
    """
    from datetime import datetime, timedelta

    start = datetime.fromisoformat(_WEEK[0])
    moments = (start + timedelta(hours=hour, minutes=30) for hour in range(_WEEK[1] * 24))
    worst = "covered"
    for moment in moments:
        if moment.weekday() > 4 or moment.hour not in _OFFICE:
            said = {answers(text, moment) for text in hours}
            if "open" not in said:
                if "ask" not in said:
                    return "gap"
                worst = "unknown"
    return worst
