"""The tables of the legal chapter: who files what until when, and what a person's status means. All stands once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from komma_cli import filing
from komma_cli.laws import Law, Offence, is_due_for_recheck, offences, printed
from komma_cli.texts import Lang, facts

NUMBERED = ("give_reasons", "do_not_rely", "objection_is_final", "like_the_threatened", "body_decides")
"""Notes that hold for several offences stand once below the table and are numbered in it."""


@dataclass(frozen=True)
class FilingRow:
    """Offences for which the same people file the same thing."""

    offences: tuple[str, ...]
    """Name and norm."""
    need: str
    who: tuple[str, ...]
    """Empty where a report is enough."""
    duration: str | None
    """ISO 8601 period; None: none was read in the law."""
    notes: tuple[int, ...]
    """Numbers of the notes below the table, counted from 1."""
    as_of: date
    stale: bool


@dataclass(frozen=True)
class FilingTable:
    """The rows and what is said once for all of them."""

    rows: tuple[FilingRow, ...]
    notes: tuple[str, ...]
    report: str
    """What holds for every report."""
    superior: str
    """When the official superior can apply."""


@dataclass(frozen=True)
class StatusRow:
    """What holds for people of some statuses."""

    note: filing.StatusNote
    statuses: tuple[str, ...]
    stale: bool


class Chapter:
    """The tables for one municipality, in one language, on one day; each is made when a template asks for it."""

    def __init__(self, lang: Lang, municipality: Mapping[str, Any], today: date) -> None:
        """Take the Land and the day up to which the municipality has read the law itself."""
        self._lang: Lang = lang
        self._land: str = municipality["state"]
        self._read_on: date | None = municipality["legal_as_of"]
        self._today = today

    @cached_property
    def filings(self) -> FilingTable:
        """The offence table: offences with the same answers in one row, those that need no application last."""
        lang = self._lang
        numbered = {filing.word("notes", name, lang): place for place, name in enumerate(NUMBERED, 1)}
        rows: dict[tuple[object, ...], FilingRow] = {}
        for offence in offences(lang):
            row = self._row(offence, numbered)
            alike = (row.need, row.who, row.duration, row.notes, row.stale)
            rows[alike] = _together(rows[alike], row) if alike in rows else row
        return FilingTable(
            rows=tuple(sorted(rows.values(), key=lambda row: not row.who)),
            notes=tuple(numbered),
            report=filing.word("notes", "report_needs_application", lang),
            superior=filing.word("when", "on_duty", lang),
        )

    def _row(self, offence: Offence, numbered: Mapping[str, int]) -> FilingRow:
        report, *others = filing.filings(offence, lang=self._lang)
        said = {note for one in (report, *others) for note in one.notes}
        period = others[0].law if others else None
        return FilingRow(
            offences=(f"{offence.name} ({offence.norm})",),
            need=filing.word("need", offence.application, self._lang),
            who=tuple(one.who_text for one in others),
            duration=period.duration if period is not None else None,
            notes=tuple(place for note, place in numbered.items() if note in said),
            as_of=min(one.as_of for one in (report, *others)),
            stale=is_due_for_recheck(offence, self._today, self._read_on),
        )

    @cached_property
    def statuses(self) -> tuple[StatusRow, ...]:
        """What holds for whom in this Land, by topic, each note once; what the other tables say is left out."""
        elsewhere = {law for part, ids in printed().items() if part != "by_status" for law in ids}
        held: dict[filing.StatusNote, list[str]] = {}
        for status in filing.STATUSES:
            for note in filing.status_notes(status, self._lang, self._land):
                if note.law is None or note.law.id not in elsewhere or note.norm != note.law.norm:
                    held.setdefault(note, []).append(status)
        rows = [StatusRow(note, tuple(statuses), self._stale(note)) for note, statuses in held.items()]
        order = [item["id"] for item in facts("filing")["status_notes"]]
        return tuple(sorted(rows, key=lambda row: order.index(row.note.id)))

    def _stale(self, note: filing.StatusNote) -> bool:
        return note.law is not None and is_due_for_recheck(note.law, self._today, self._read_on)

    def sources(self, listed: Iterable[Law]) -> tuple[filing.Source, ...]:
        """Return what the two tables rest on, each address once, without those of laws that are listed anyway."""
        known = {law.source for law in listed}
        found: dict[str, filing.Source] = {}
        for offence in offences(self._lang):
            for one in filing.filings(offence, lang=self._lang):
                found |= {source.url: source for source in one.sources if source.url not in found}
        for row in self.statuses:
            found |= {source.url: source for source in row.note.sources if source.url not in found}
        return tuple(source for link, source in found.items() if link not in known)


def _together(first: FilingRow, other: FilingRow) -> FilingRow:
    return replace(
        first,
        offences=first.offences + other.offences,
        as_of=min(first.as_of, other.as_of),
    )
