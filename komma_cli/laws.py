"""Legal bases, periods, offences and legal tools as data, and the last day of a period.

Facts stand in ``data/laws.yaml``, ``data/offences.yaml`` and ``data/tools.yaml``, the words in ``data/<lang>/``. Only
law that was read in its text (confidence ``L``) or in a public copy (``S``) is here. This is no legal advice.
"""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from komma_cli import durations
from komma_cli.errors import UsageError
from komma_cli.texts import Lang, facts, guarded, words


class Law(NamedTuple):
    """One legal basis, with its period if it has one."""

    id: str
    kind: str
    """``deadline``, ``validity``, ``retention``, ``right``, ``duty`` or ``prohibition``."""
    norm: str
    duration: str | None
    """ISO 8601 period such as ``P3M``; None where the law sets none."""
    warn_after: tuple[str, ...]
    """ISO 8601: how long after the event to remind of a period that is easily missed."""
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


class Tool(NamedTuple):
    """A way to protect somebody or to make somebody stop, with what goes wrong with it."""

    id: str
    title: str
    line: str
    trap: str
    norm: str
    law: str | None
    """Id of the legal basis it is, if that is one of ``laws``."""
    sources: tuple[str, ...]
    as_of: str | None
    """ISO day, month or year that the law or page shows; None: the page shows none."""
    confidence: str
    """L read in the law, S seen in the source."""


class Limit(NamedTuple):
    """What data protection sets as a limit when cases are talked about with police and justice."""

    id: str
    text: str
    sources: tuple[str, ...]
    as_of: str | None
    confidence: str
    """L read in the law, S seen in the source, D derived for komma from the named sources."""


class Countdown(NamedTuple):
    """A period that runs, with the days on which to remind of it; without a start it does not run yet."""

    start: date | None
    warnings: tuple[date, ...]
    end: date | None


@cache
@guarded("laws")
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
@guarded("offences")
def offences(lang: Lang) -> tuple[Offence, ...]:
    """Return the offence table in the order of the data file."""
    said, table = words("offences", lang), facts("offences")
    as_of = date.fromisoformat(table["as_of"])
    return tuple(_offence(item, said[item["id"]], as_of) for item in table["offences"])


def printed() -> dict[str, tuple[str, ...]]:
    """Return the ids of the laws that the response guide always prints, by part of its legal chapter."""
    return {part: tuple(ids) for part, ids in facts("laws")["printed"].items()}


@cache
@guarded("tools")
def tools(lang: Lang) -> tuple[Tool, ...]:
    """Return the legal tools with their traps, in the order of the data file.

    A tool that is one of ``laws`` takes title, line, norm, source and date from there.
    """
    said, table = words("tools", lang), facts("tools")
    known = {law.id: law for law in laws(lang)}
    return tuple(
        _tool(item, said["tools"][item["id"]], known.get(item.get("law", "")), table["sources"])
        for item in table["tools"]
    )


@cache
@guarded("tools")
def limits(lang: Lang) -> tuple[Limit, ...]:
    """Return the limits of data protection for talks with police and justice; none of them is a legal basis."""
    said, table = words("tools", lang), facts("tools")
    return tuple(
        Limit(item["id"], said["limits"][item["id"]], *_basis(item, table["sources"]), item["confidence"])
        for item in table["limits"]
    )


def is_due_for_recheck(law: Law | Offence, today: date, read_on: date | None = None) -> bool:
    """Say whether the text must be read again: a known change may have come, or it was read over a year ago.

    ``read_on`` is the day on which somebody else has read the law again. The year is the limit that the playbook rule
    on the state of the law uses (domain research, rule R61).
    """
    last = max(law.as_of, read_on or law.as_of)
    if law.recheck_after is not None and last <= law.recheck_after:
        return today > law.recheck_after
    return today > durations.after(last, "P12M")


def countdown(law: Law, start: date | None) -> Countdown:
    """Return the last day of the period of ``law`` and the days on which to remind of it.

    Without ``start`` (nobody knows yet who did it) the period does not run. Raises ``UsageError`` for a law without a
    period.
    """
    if start is None:
        return Countdown(None, (), None)
    warnings = tuple(durations.after(start, length) for length in law.warn_after)
    return Countdown(start, warnings, deadline_end(law, start))


def deadline_end(law: Law, start: date) -> date:
    """Return the last day on which the period of ``law`` still runs when its event falls on ``start``.

    The day of the event itself does not count (StGB § 77b (2); BGB § 187 (1)). Months and years end on the day with
    the same number, or on the last day of a month that lacks it (BGB § 188 (2), (3)): 31 December plus two months is
    28 or 29 February. If the last day is a Saturday, Sunday or public holiday the law may allow the next working day
    (StGB § 77b (1)); komma does not count on that, it stays on the safe side.

    Raises ``UsageError`` for a law without a period.
    """
    if law.duration is None:
        raise UsageError("directory.law_without_period", law=law.title)
    return durations.after(start, law.duration)


def _law(item: dict[str, Any], said: dict[str, str]) -> Law:
    return Law(
        id=item["id"],
        kind=item["kind"],
        norm=item["norm"],
        duration=item.get("duration"),
        warn_after=tuple(item.get("warn_after", ())),
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


def _tool(item: dict[str, Any], said: dict[str, str], law: Law | None, sources: dict[str, Any]) -> Tool:
    cited, as_of = _basis(item, sources)
    if law is None:
        return Tool(
            item["id"],
            title=said["title"],
            line=said["line"],
            trap=said["trap"],
            norm=item.get("norm") or said["norm"],
            law=None,
            sources=cited,
            as_of=as_of,
            confidence=item["confidence"],
        )
    return Tool(
        item["id"],
        title=law.title,
        line=law.statement,
        trap=said["trap"],
        norm=law.norm,
        law=law.id,
        sources=tuple(dict.fromkeys((law.source, *law.more_sources, *cited))),
        as_of=law.as_of.isoformat(),
        confidence=law.confidence,
    )


def _basis(item: dict[str, Any], sources: dict[str, Any]) -> tuple[tuple[str, ...], str | None]:
    """Return the addresses an entry cites and the oldest date that one of them shows."""
    cited = [sources[name] for name in item.get("sources", ())]
    dates = sorted(source["as_of"] for source in cited if source["as_of"] is not None)
    return tuple(source["url"] for source in cited), dates[0] if dates else None
