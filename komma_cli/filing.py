"""Who must file what, where and until when after an offence, and what a person's status means for it.

Facts stand in ``data/filing.yaml`` beside the offences and laws, the words in ``data/<lang>/filing.yaml``. Everything
returned is frozen and names its sources. This is no legal advice.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from komma_cli.errors import UsageError
from komma_cli.laws import Countdown, Law, Offence, countdown, is_due_for_recheck, laws, offences
from komma_cli.texts import Lang, facts, guarded, words

STATUSES = ("civil_servant", "employee", "honorary", "mandate")
"""The statuses of the vocabulary ``person_status`` that people of the municipality have."""
TOPICS = ("accident", "application", "costs")


class Source(NamedTuple):
    """Where a fact was read; ``as_of`` is the ISO day, month or year that the law or page shows, or None."""

    name: str
    """The norm, or who says it."""
    url: str
    as_of: str | None


@dataclass(frozen=True)
class Filing:
    """One thing that somebody files after an offence."""

    offence: Offence
    what: str
    """``report``, ``application`` or ``authorisation``."""
    what_text: str
    who: str
    """``anyone``, ``person``, ``superior``, ``supervisory_authority``, ``head_of_authority``,
    ``head_of_supervisory_authority``, ``political_body``, ``holder_of_house_right`` or ``owner``."""
    who_text: str
    when: str | None
    """The condition under which this filer can file."""
    law: Law | None
    """Whose period counts, and from when (``duration``, ``counts_from``); None: no period was read in the law."""
    where: str
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    as_of: date
    """The oldest day on which one of the norms was read."""


@dataclass(frozen=True)
class StatusNote:
    """What holds for people of one status after an accident, for the application, or for the costs."""

    id: str
    topic: str
    """``accident``, ``application`` or ``costs``."""
    text: str
    to_do: str
    norm: str
    land: str | None
    """The only Land it holds in."""
    sources: tuple[Source, ...]
    as_of: str | None
    """The day on which its law was read; without one the oldest day, month or year that a source shows."""
    confidence: str
    """L read in the law, S seen in the source, D derived for komma from the named sources."""
    law: Law | None


def offence(identifier: str, lang: Lang) -> Offence:
    """Return one offence by its id. Raises ``UsageError`` with the nearest ids."""
    known = {one.id: one for one in offences(lang)}
    if identifier not in known:
        raise UsageError("filing.unknown_offence", value=identifier, near=_near(identifier, known))
    return known[identifier]


def filings(of: Offence | str, status: str | None = None, *, head: bool = False, lang: Lang) -> tuple[Filing, ...]:
    """Return the report and then every application, each with who can make it; the affected person's comes first.

    ``status`` is that of the affected person; None asks for everybody who could file for some status. ``head``: the
    affected person heads the authority, so that no superior is there. Raises ``UsageError`` for unknown values.
    """
    if status is not None and status not in STATUSES:
        raise UsageError("filing.unknown_status", value=status, near=_near(status, STATUSES))
    about = offence(of, lang) if isinstance(of, str) else of
    found = [_filing(about, "anyone", status, lang)]
    for who in about.who:
        filer = _for(who, status, head)
        if filer is not None:
            found.append(_filing(about, filer, status, lang))
    return tuple(found)


@cache
@guarded("filing")
def status_notes(status: str, lang: Lang, land: str | None = None) -> tuple[StatusNote, ...]:
    """Return what holds for people of a status, by topic; with ``land`` only what holds in that Land.

    Raises ``UsageError`` for an unknown status.
    """
    if status not in STATUSES:
        raise UsageError("filing.unknown_status", value=status, near=_near(status, STATUSES))
    table, said = facts("filing"), words("filing", lang)["status_notes"]
    return tuple(
        _status_note(item, said[item["id"]], lang)
        for item in table["status_notes"]
        if status in item["applies_to"]
        and (land is None or (item.get("land", land) == land and land not in item.get("not_in", ())))
    )


def last_day(filing: Filing, known_on: date | None) -> Countdown:
    """Return the last day to file, and the days on which to remind of it, without a bonus for weekends.

    ``known_on`` is the day on which whoever files knew the act and who did it; None: not known yet, the period does
    not run, and the filing should be made now all the same. Raises ``UsageError`` for a filing without a period.
    """
    if filing.law is None:
        raise UsageError("filing.no_period", what=filing.what_text, offence=filing.offence.name)
    return countdown(filing.law, known_on)


def is_due(filing: Filing, today: date, read_on: date | None = None) -> bool:
    """Say whether the offence or the period behind a filing must be read again; see ``is_due_for_recheck``."""
    return any(is_due_for_recheck(one, today, read_on) for one in (filing.offence, filing.law) if one is not None)


def word(kind: str, name: str, lang: Lang) -> str:
    """Return a word of the filings: ``what``, ``who``, ``need``, ``where``, ``when``, ``notes`` or ``countdown``."""
    return str(words("filing", lang)[kind][name])


def source_of(basis: Law | Offence) -> Source:
    """Return where a law or an offence was read."""
    name = basis.rule or basis.norm if isinstance(basis, Offence) else basis.norm
    return Source(name, basis.source, basis.as_of.isoformat())


def _sources(names: Iterable[str]) -> list[Source]:
    table = facts("filing")["sources"]
    return [Source(table[name]["name"], table[name]["url"], table[name]["as_of"]) for name in names]


def _once(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources without a second one for the same address."""
    return tuple({source.url: source for source in reversed(list(sources))}.values())[::-1]


def _near(value: str, known: Iterable[str]) -> str:
    return ", ".join(difflib.get_close_matches(value.casefold(), list(known), n=3, cutoff=0.0))


@cache
def _law(identifier: str | None, lang: Lang) -> Law | None:
    return None if identifier is None else next(law for law in laws(lang) if law.id == identifier)


def _for(who: str, status: str | None, head: bool) -> str | None:
    """Return who really files where ``who`` could: not everybody has a superior, and heads have an authority above.

    An honorary head may be a civil servant under the law of the Land; the note on the filing says so.
    """
    filer = facts("filing")["filers"][who]
    stands_in = filer.get("for_heads")
    right = _law(filer.get("right"), "de")
    has_right = right is None or not right.applies_to or status is None or status in right.applies_to
    if head and stands_in is not None:
        return str(stands_in) if has_right or status == "honorary" else None
    return who if has_right else None


@guarded("filing")
def _filing(about: Offence, who: str, status: str | None, lang: Lang) -> Filing:
    table, said = facts("filing"), words("filing", lang)
    filer = table["filers"][who]
    period, right = _law(filer["law"], lang), _law(filer.get("right"), lang)
    notes = _notes(about, filer["what"], who, status)
    noted = [table["notes"][name] for name in notes]
    further = [_law(note["law"], lang) for note in noted if "law" in note]
    bases = [law for law in (right, period, *further) if law is not None]
    cited = [name for note in noted for name in note.get("sources", ())]
    return Filing(
        offence=about,
        what=filer["what"],
        what_text=said["what"][filer["what"]],
        who=who,
        who_text=said["who"][who],
        when=said["when"][filer["when"]] if "when" in filer else None,
        law=period,
        where=said["where"][filer["where"]],
        notes=tuple(said["notes"][name] for name in notes),
        sources=_once([source_of(about), *map(source_of, bases), *_sources(cited)]),
        as_of=min([about.as_of, *(law.as_of for law in bases)]),
    )


def _notes(about: Offence, what: str, who: str, status: str | None) -> list[str]:
    """Return the ids of the notes on one filing, in the order in which they are read."""
    if what == "report":
        first = {"no": "report_is_enough", "authorisation": "report_needs_authorisation"}.get(
            about.application, "report_needs_application"
        )
        return [first, "give_reasons"] if about.private_prosecution else [first]
    if what == "authorisation":
        return ["body_decides"]
    need = {"yes_or_public_interest": "do_not_rely", "as_threatened_act": "like_the_threatened"}
    notes = [need[about.application]] if about.application in need else []
    if who == "supervisory_authority" and status == "honorary":
        notes.append("head_honorary")
    if who == "person" and about.objection:
        notes.append("objection_is_final")
    if who == "person" and "superior" in about.who and status in ("honorary", "mandate"):
        notes.append(f"own_{status}")
    return notes


def _status_note(item: dict[str, Any], said: dict[str, str], lang: Lang) -> StatusNote:
    law = _law(item.get("law"), lang)
    cited = _sources(item.get("sources", ()))
    dates = [source.as_of for source in cited if source.as_of is not None]
    return StatusNote(
        id=item["id"],
        topic=item["topic"],
        text=said["text"],
        to_do=said["to_do"],
        norm=item.get("norm") or (law.norm if law is not None else ""),
        land=item.get("land"),
        sources=_once(([source_of(law)] if law is not None else []) + cited),
        as_of=min(dates, default=None) if law is None else law.as_of.isoformat(),
        confidence=item.get("confidence") or (law.confidence if law is not None else ""),
        law=law,
    )
