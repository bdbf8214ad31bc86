"""The agenda of a plan, and what a case asks for, as entries of a calendar: words and days, no name of anybody.

People are called by their function, for every audience: calendars are shared, synchronised and left open on a screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from komma_cli import durations
from komma_cli.agenda import PROOFS, Due
from komma_cli.case_dates import CasePoint
from komma_cli.model.thresholds import LIMITS
from komma_cli.render.phrases import place, short_day
from komma_cli.render.reader import Reader
from komma_cli.report.icalendar import Entry, calendar_text
from komma_cli.texts import label, text

ENTRIES = ("urgent_contact", "other_contact", "funding", "vacancy", "liaison")
"""Kinds of dues whose subject is the id of an entry."""
_PERIODS = ("reminder", "deadline")
_DAY = 24 * 60
_WEEK = 7


@dataclass(frozen=True)
class Case:
    """What tells one case from others without saying anything about it."""

    incident: date
    scenario: str | None = None
    number: int | None = None
    """Where two cases have the same day."""

    @property
    def key(self) -> str:
        """Return what its entries begin their keys with."""
        return f"case/{self.incident.isoformat()}/{self.scenario or ''}/{self.number or ''}"


class CalendarTeller:
    """Puts dues and the points of a case into entries, for the readers of one redacted plan."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.today = reader.today
        self.private = reader.audience == "confidential"

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence of this room."""
        return text(f"calendar.{key}", self.reader.lang, **values)

    def written(self, entries: Iterable[Entry], name: str) -> str:
        """Return the entries as one calendar of this name."""
        town = self.reader.playbook["municipality"]
        owner = "/".join(str(town[key]) for key in ("state", "ags", "name"))
        return calendar_text(entries, name, owner, self.today)

    def plan_name(self) -> str:
        """Return what the calendar of the plan is called."""
        return self.say("plan_name", place=place(self.reader.playbook["municipality"], self.reader.lang))

    def case_name(self, case: Case) -> str:
        """Return what a case is called: its day, and its number where there are two on one day."""
        day = short_day(case.incident)
        return (
            self.say("case", day=day) if case.number is None else self.say("case_number", day=day, number=case.number)
        )

    def of_agenda(self, dues: Iterable[Due]) -> list[Entry]:
        """Return an entry per due; the contacts of one month are one entry, on the first day one of them is due.

        What is overdue stands on the day of the run: nobody looks for work in the past.
        """
        dues = tuple(dues)
        entries = [self._due(due) for due in dues if due.kind not in PROOFS]
        contacts = sorted((due for due in dues if due.kind in PROOFS), key=lambda due: (due.kind, self._day(due)))
        for (kind, month), group in groupby(contacts, lambda due: (due.kind, f"{self._day(due):%Y-%m}")):
            entries.append(self._contacts(tuple(group), f"{kind}/{month}"))
        return sorted(entries, key=lambda entry: (entry.on, entry.title, entry.key))

    def _day(self, due: Due) -> date:
        return max(due.on, self.today)

    def _due(self, due: Due) -> Entry:
        subject = self.called(due.subject) if due.kind in ENTRIES else due.subject
        lines = [self.say(f"why_{due.kind}")]
        if due.owner is not None:
            lines.append(self.say("owner", who=self.called(due.owner)))
        if due.on < self.today:
            lines.insert(0, self.say("overdue", day=short_day(due.on)))
        ahead = durations.minutes(str(LIMITS["funding_ahead"].default)) // _DAY if due.kind == "funding" else _WEEK
        title = self.say(f"title_{due.kind}", subject=subject)
        return Entry(self._day(due), title, tuple(lines), due.key, ahead, self.private)

    def _contacts(self, dues: tuple[Due, ...], key: str) -> Entry:
        kind = dues[0].kind
        title = self.say(f"title_{kind}", count=len(dues))
        names = sorted((self.called(due.subject) for due in dues), key=str.casefold)
        lines = (self.say(f"why_{kind}"), *(f"- {name}" for name in names))
        return Entry(self._day(dues[0]), title, lines, key, _WEEK, self.private)

    def called(self, reference: str | None) -> str:
        """Return the title of a role, the name of a body, the function of a person, or the words themselves."""
        if reference in self.reader.people:
            function = self.reader.people[reference]["function"]
            return str(function or text("reach.nameless", self.reader.lang, id=reference))
        return self.reader.who(reference) or str(reference)

    def template(self, points: Iterable[CasePoint]) -> Entry:
        """Return the entry that holds the points of every case with their distance: nobody knows the day yet."""
        lines = [self.say("template_use"), *(self._relative(point) for point in points if point.kind != "reminder")]
        return Entry(self.today, self.say("template_title"), (*lines, self.say("no_advice")), "template", None)

    def _relative(self, point: CasePoint) -> str:
        after = durations.say(point.after, self.reader.lang)
        at_once = durations.minutes(point.after) == 0
        said = self._said(point) if point.law is None else self.say("period_named", law=point.law.title)
        return self.say("same_day", text=said) if at_once else self.say("after", after=after, text=said)

    def of_case(self, points: Iterable[CasePoint], case: Case) -> list[Entry]:
        """Return what a case asks for: the steps of one day as one entry, each period of law for itself."""
        points = tuple(points)
        entries = [self._period(point, case) for point in points if point.kind in _PERIODS]
        tasks = sorted((one for one in points if one.kind not in _PERIODS), key=lambda one: one.on(case.incident))
        for day, group in groupby(tasks, lambda point: point.on(case.incident)):
            points = tuple(group)
            lines = tuple(f"- {self._said(point)}" for point in points)
            key = f"{case.key}/{day.isoformat()}"
            entries.append(Entry(day, self._title(points, case), lines, key, 0, private=True))
        return sorted(entries, key=lambda entry: (entry.on, entry.key))

    def _title(self, points: tuple[CasePoint, ...], case: Case) -> str:
        name = self.case_name(case)
        if all(point.kind == "aftercare" for point in points):
            return self.say("case_aftercare_only", case=name)
        if len(points) == 1:
            return self.say("case_step", case=name)
        return self.say("case_steps", case=name, count=len(points))

    def _said(self, point: CasePoint) -> str:
        said = point.text or self.say(f"case_{point.kind}")
        if point.owner is not None:
            return self.say("by", text=said, who=self.called(point.owner))
        if point.actor is not None:
            return self.say("by", text=said, who=label("actor", point.actor, self.reader.lang))
        return said

    def _period(self, point: CasePoint, case: Case) -> Entry:
        law = point.law
        assert law is not None, "periods are made of laws"
        assert law.duration is not None, "and only of those that have one"
        name = "reminder" if point.kind == "reminder" else law.kind
        end = short_day(durations.after(case.incident, law.duration))
        title = self.say(f"case_{name}", law=law.title, day=end, case=self.case_name(case))
        lines = [law.statement, law.what_to_do, self.say("earliest")]
        if law.counts_from is not None:
            lines.append(self.say("counts_from", event=law.counts_from))
        if self.reader.stale(law):
            lines.append(self.say("stale"))
        lines += [self.say("source", norm=law.norm, url=law.source, day=short_day(law.as_of)), self.say("no_advice")]
        key = f"{case.key}/{law.id}/{point.kind}/{point.after}"
        alarm = 0 if point.kind == "reminder" else _WEEK
        return Entry(point.on(case.incident), title, tuple(lines), key, alarm, private=True)
