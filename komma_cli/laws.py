"""Legal bases, periods and offences as data, and the last day of a period.

Facts stand in ``data/laws.yaml`` and ``data/offences.yaml``, the words in ``data/<lang>/``. Only federal law that was
read in its text (confidence ``L``) or in a public copy (``S``) is here. This is no legal advice.
"""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from komma_cli.errors import UsageError
from komma_cli.texts import Lang, facts, words


class Law(NamedTuple):
    """One legal basis, with its period if it has one."""

    id: str
    kind: str
    """``deadline``, ``validity``, ``retention``, ``right``, ``duty`` or ``prohibition``."""
    norm: str
    duration: str | None
    """ISO 8601 period such as ``P3M``; None where the law sets none."""
    trigger: str | None
    """Key of the event from whose day the period counts."""
    applies_to: tuple[str, ...]
    """Statuses (civil_servant, employee, honorary, mandate) it holds for; empty: the status does not matter."""
    land: str
    """``DE`` or a Land code."""
    source: str
    more_sources: tuple[str, ...]
    as_of: date
    recheck_after: date | None
    """After this day a known change may be in force."""
    confidence: str
    title: str
    statement: str
    counts_from: str | None
    what_to_do: str


class Offence(NamedTuple):
    """One group of offences and who has to apply for its prosecution."""

    id: str
    norm: str
    application: str
    """``yes``, ``yes_or_public_interest``, ``authorisation``, ``as_threatened_act`` or ``no``."""
    who: tuple[str, ...]
    """Those entitled to apply; empty where a report is enough."""
    objection: bool
    """The injured person can stop the prosecution, once and for all."""
    private_prosecution: bool
    """Charges come only in the public interest, so the report should give reasons for it."""
    rule: str | None
    """The norm that demands the application."""
    source: str
    as_of: date
    recheck_after: date | None
    name: str
    note: str | None


@cache
def laws(lang: Lang) -> tuple[Law, ...]:
    """Return every legal basis in the order of the data file."""
    said = words("laws", lang)
    return tuple(_law(item, said[item["id"]]) for item in facts("laws")["laws"])


def law(identifier: str, lang: Lang = "de") -> Law:
    """Return one legal basis by its id. Raises ``UsageError`` with the nearest ids."""
    for found in laws(lang):
        if found.id == identifier:
            return found
    known = [found.id for found in laws(lang)]
    near = difflib.get_close_matches(identifier.casefold(), known, n=3, cutoff=0.0)
    raise UsageError("directory.unknown_law", value=identifier, near=", ".join(near))


@cache
def offences(lang: Lang) -> tuple[Offence, ...]:
    """Return the offence table in the order of the data file."""
    said, table = words("offences", lang), facts("offences")
    as_of = date.fromisoformat(table["as_of"])
    return tuple(_offence(item, said[item["id"]], as_of) for item in table["offences"])


def is_due_for_recheck(law: Law | Offence, today: date) -> bool:
    """Say whether the text must be read again: a known change may have come, or it was read over a year ago.

    The year is the limit that the playbook rule on the state of the law uses (domain research, rule R61).
    """
    return today > (law.recheck_after or _later(law.as_of, months=12))


def deadline_end(law: Law, start: date) -> date:
    """Return the last day on which the period of ``law`` still runs when its event falls on ``start``.

    The day of the event itself does not count (StGB § 77b (2); BGB § 187 (1)). Months and years end on the day with
    the same number, or on the last day of a month that lacks it (BGB § 188 (2), (3)): 31 December plus two months is
    28 or 29 February. If the last day is a Saturday, Sunday or public holiday the law may allow the next working day
    (StGB § 77b (1)); komma does not count on that, it stays on the safe side.

    Raises ``UsageError`` for a law without a period.
    """
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", law.duration or "")
    if match is None or not any(match.groups()):
        raise UsageError("directory.law_without_period", law=law.title)
    years, months, weeks, days = (int(number or 0) for number in match.groups())
    return _later(start, months=12 * years + months) + timedelta(weeks=weeks, days=days)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _law(item: dict[str, Any], said: dict[str, str]) -> Law:
    return Law(
        id=item["id"],
        kind=item["kind"],
        norm=item["norm"],
        duration=item.get("duration"),
        trigger=item.get("trigger"),
        applies_to=tuple(item.get("applies_to", ())),
        land=item["land"],
        source=item["source"],
        more_sources=tuple(item.get("more_sources", ())),
        as_of=date.fromisoformat(item["as_of"]),
        recheck_after=_day(item),
        confidence=item["confidence"],
        title=said["title"],
        statement=said["statement"],
        counts_from=said.get("counts_from"),
        what_to_do=said["what_to_do"],
    )


def _offence(item: dict[str, Any], said: dict[str, str], as_of: date) -> Offence:
    return Offence(
        id=item["id"],
        norm=item["norm"],
        application=item["application"],
        who=tuple(item["who"]),
        objection=item.get("objection", False),
        private_prosecution=item.get("private_prosecution", False),
        rule=item.get("rule"),
        source=item["source"],
        as_of=as_of,
        recheck_after=_day(item),
        name=said["name"],
        note=said.get("note"),
    )


def _day(item: dict[str, Any]) -> date | None:
    return date.fromisoformat(item["recheck_after"]) if "recheck_after" in item else None
