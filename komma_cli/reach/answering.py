"""Who answers when: the hours, holidays and absences of one plan as minutes of its year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal

from komma_cli import opening, public_holidays
from komma_cli.model.bodies import Body
from komma_cli.model.channels import EMAILS, PHONES
from komma_cli.model.people import Person
from komma_cli.model.playbook import Playbook
from komma_cli.model.roles import Role
from komma_cli.opening import DayKind
from komma_cli.reach.year import DAY, Year
from komma_cli.spans import EMPTY, Span, Spans, holds, merged, without
from komma_cli.texts import facts

NATIONWIDE = "DE"
WRITTEN_ENOUGH = DAY
"""From so many minutes on a mailbox or a web form is a way in time; before that somebody must speak (komma's own)."""
Reason = Literal[
    "closed", "holiday", "doubtful_day", "absent", "no_hours", "unsure_hours", "no_channel", "written_only"
]
"""Why somebody does not surely answer at a moment."""
_SPOKEN = (*PHONES, "chat", "in_person")
_WRITTEN = (*EMAILS, "web")


@dataclass(frozen=True)
class Reachable:
    """One person or body: when somebody surely answers, and whether it speaks or only reads."""

    minutes: Spans
    speaks: bool
    reads: bool

    def for_promise(self, within: int) -> Spans:
        """Return the minutes that count for a promise of so many minutes."""
        counts = self.speaks or (self.reads and within >= WRITTEN_ENOUGH)
        return self.minutes if counts else EMPTY


class Answering:
    """The people, bodies and roles of one plan in one year."""

    def __init__(self, playbook: Playbook, year: Year, *, trusting: bool = False) -> None:
        self.year = year
        self.trusting = trusting
        """Whether those without certain hours, or without a way to reach them, count as reachable at any time."""
        self.state = playbook.municipality.state
        self.people: dict[str, Person] = {person.id: person for person in playbook.people}
        self.bodies: dict[str, Body] = {body.id: body for body in playbook.bodies}
        self.roles: dict[str, Role] = {role.id: role for role in playbook.roles}
        self._reachable: dict[str, Reachable] = {}

    def behind(self, reference: str) -> tuple[str, ...]:
        """Return the people and bodies a contact stands for, in the order of calling; unknown ids lead to nobody."""
        role = self.roles.get(reference)
        if role is None:
            return (reference,) if reference in self.people or reference in self.bodies else ()
        wanted = (role.holder, *role.deputies, role.provided_by)
        known = (one for one in wanted if one is not None and (one in self.people or one in self.bodies))
        return tuple(dict.fromkeys(known))

    def reachable(self, identifier: str) -> Reachable:
        """Return when a person or body answers."""
        if identifier not in self._reachable:
            self._reachable[identifier] = self._found(self._entry(identifier))
        return self._reachable[identifier]

    def is_always(self, identifier: str) -> bool:
        """Say whether somebody's hours are around the clock, absences aside; known without any calendar."""
        entry = self._entry(identifier)
        return entry.hours == opening.ALWAYS or (entry.hours is None and getattr(entry, "kind", "") == "emergency")

    def why_not(self, identifier: str, minute: int, within: int = 0) -> Reason:
        """Return why somebody does not answer at a minute at which ``reachable`` does not hold it."""
        entry, reached = self._entry(identifier), self.reachable(identifier)
        if not reached.speaks and not reached.reads:
            return "no_channel"
        if not reached.speaks and within < WRITTEN_ENOUGH:
            return "written_only"
        day = self.year.wall(minute).date()
        if isinstance(entry, Person) and any(first <= day <= last for first, last in _away(entry)):
            return "absent"
        if entry.hours is None:
            return "no_hours"
        kind = self._kinds(entry)[(day - self.year.first).days + 1]
        usual = self.year.real(opening.sure_minutes(entry.hours, self.year.first, self._working))
        if kind != "working" and holds(usual, minute):
            return "holiday" if kind == "holiday" else "doubtful_day"
        said = opening.answers(entry.hours, self.year.wall(minute))
        return "unsure_hours" if said != "closed" else "closed"

    def _entry(self, identifier: str) -> Person | Body:
        return self.people[identifier] if identifier in self.people else self.bodies[identifier]

    def _found(self, entry: Person | Body) -> Reachable:
        kinds = {channel.kind for channel in entry.channels}
        speaks, reads = not kinds.isdisjoint(_SPOKEN), not kinds.isdisjoint(_WRITTEN)
        hours = entry.hours
        if hours is None and isinstance(entry, Body) and entry.kind == "emergency":
            hours = opening.ALWAYS
        if self.trusting and (hours is None or not (speaks or reads) or not opening.is_certain(hours)):
            hours, speaks = opening.ALWAYS, True
        if hours is None or not (speaks or reads):
            return Reachable(EMPTY, speaks, reads)
        minutes = _minutes(hours, _states(entry, self.state), self.year)
        if isinstance(entry, Person) and entry.absences:
            minutes = without(minutes, self.year.real(merged(_days(_away(entry), self.year.first))))
        elif isinstance(entry, Body) and entry.funded_until is not None:
            over = (entry.funded_until - self.year.first).days + 1
            minutes = without(minutes, self.year.real(((max(over, 0) * DAY, (self.year.days + 1) * DAY),)))
        return Reachable(minutes, speaks, reads)

    def _kinds(self, entry: Person | Body) -> tuple[DayKind, ...]:
        return _kinds_of_days(_states(entry, self.state), self.year)

    @cached_property
    def _working(self) -> list[DayKind]:
        """Every day as if there were no holidays."""
        return ["working"] * (self.year.days + 1)


def _states(entry: Person | Body, own: str) -> tuple[str, ...]:
    """Return the Länder whose holidays count: for a nationwide body all, because nobody knows where it sits."""
    state = getattr(entry, "state", None) or own
    return tuple(facts("laender")["laender"]) if state == NATIONWIDE else (state,)


def _away(person: Person) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each absence; of two days in the wrong order the earlier one is the first."""
    for absence in person.absences:
        first, last = sorted((absence.first_day, absence.last_day))
        yield first, last


def _days(away: Iterator[tuple[date, date]], first: date) -> Iterator[Span]:
    for start, last in away:
        yield max((start - first).days, 0) * DAY, ((last - first).days + 1) * DAY


@lru_cache(maxsize=1024)  # a fleet of plans shares most of its hours
def _minutes(hours: str, states: tuple[str, ...], year: Year) -> Spans:
    if hours == opening.ALWAYS:
        return ((0, year.horizon),)
    return year.real(opening.sure_minutes(hours, year.first, _kinds_of_days(states, year)))


@lru_cache(maxsize=64)
def _kinds_of_days(states: tuple[str, ...], year: Year) -> tuple[DayKind, ...]:
    """Return what each day is, from the day before the year on."""
    before = year.first - timedelta(days=1)
    return tuple(public_holidays.kind_of_day(before + timedelta(days=day), states) for day in range(year.days + 1))
