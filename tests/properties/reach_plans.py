"""Random small plans for the proof, and an oracle that goes through them minute by minute.

The oracle shares nothing with the proof but the plan and the list of holidays: it knows the hours as they were drawn,
not as text, asks the time zone data of Python for the clock, and tries every minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from komma_cli import public_holidays
from komma_cli.model.playbook import Playbook

kind_of_day = cache(public_holidays.kind_of_day)
BERLIN = ZoneInfo("Europe/Berlin")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
STATES = ("BY", "NW", "BE", "SN")
FIRSTS = tuple(date(*day) for day in ((2026, 11, 23), (2027, 3, 27), (2027, 10, 30), (2027, 12, 30), (2028, 2, 27)))
WITHIN = ("PT0M", "PT15M", "PT4H", "P1D", "P2D")
PHONE = {"kind": "phone", "value": "+492214710101"}
MAIL = {"kind": "email", "value": "stelle@musterstadt.example"}


@dataclass(frozen=True)
class Hours:
    """Opening hours as they were drawn; ``end`` over 24 hours ends the next day."""

    days: tuple[int, ...]
    start: int
    end: int
    holidays: tuple[int, int] | str | None
    """Hours on holidays, ``off``, or None: nothing said."""
    always: bool = False

    @property
    def text(self) -> str:
        if self.always:
            return "24/7; PH off" if self.holidays == "off" else "24/7"
        days = ",".join(DAYS[day] for day in self.days)
        said = {None: "", "off": "; PH off"}.get(self.holidays) if not isinstance(self.holidays, tuple) else None
        if said is None:
            said = f"; PH {clock(self.holidays[0])}-{clock(self.holidays[1])}"
        return f"{days} {clock(self.start)}-{clock(self.end % (24 * 60) or 24 * 60)}{said}"

    def open_at(self, wall: datetime, state: str) -> bool:
        """Say whether somebody surely answers, for each minute from scratch."""
        if self.always and self.holidays is None:
            return True
        minute, yesterday = wall.hour * 60 + wall.minute, wall.date() - timedelta(days=1)
        kind, before = kind_of_day(wall.date(), (state,)), kind_of_day(yesterday, (state,))
        if self.always:
            return kind == "working"
        usual = (wall.weekday() in self.days and self.start <= minute < self.end) or (
            yesterday.weekday() in self.days and minute < self.end - 24 * 60
        )
        if before != "working" and minute < self.end - 24 * 60:
            return False
        on_holiday = isinstance(self.holidays, tuple) and self.holidays[0] <= minute < self.holidays[1]
        return {"working": usual, "holiday": on_holiday, "doubtful": usual and on_holiday}[kind]


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@st.composite
def hours(draw: st.DrawFn) -> Hours | None:
    if draw(st.integers(0, 9)) == 0:
        return None
    if draw(st.integers(0, 7)) == 0:
        return Hours((), 0, 0, draw(st.sampled_from((None, "off"))), always=True)
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    start = draw(st.integers(0, 95)) * 15
    end = start + draw(st.integers(1, 56)) * 15
    holidays = draw(st.sampled_from((None, "off", "off", "off", (600, 735))))
    return Hours(days, start, min(end, start + 24 * 60 - 15), holidays)


@dataclass(frozen=True)
class Drawn:
    """A plan with the hours by id, and the day the year begins."""

    first: date
    playbook: Playbook
    hours: dict[str, Hours | None]
    silent: frozenset[str]
    """Ids of those who have a mailbox only."""


@st.composite
def plans(draw: st.DrawFn) -> Drawn:
    first = draw(st.sampled_from(FIRSTS))
    people = [f"p-{number}" for number in range(draw(st.integers(1, 3)))]
    bodies = [f"b-{number}" for number in range(draw(st.integers(0, 2)))]
    known = {one: draw(hours()) for one in (*people, *bodies)}
    silent = frozenset(one for one in known if draw(st.integers(0, 9)) == 0)
    roles = [_role(draw, f"r-{number}", people, bodies) for number in range(draw(st.integers(0, 2)))]
    contacts = [*people, *bodies, *(role["id"] for role in roles)]
    data: dict[str, Any] = {
        "komma": 1,
        "municipality": {"name": "Musterstadt", "kind": "town", "state": draw(st.sampled_from(STATES))},
        "people": [_entry(draw, one, known, silent, first) for one in people],
        "roles": roles,
        "bodies": [
            _entry(draw, one, known, silent, None)
            | {
                "name": one,
                "kind": "counselling",
                "audiences": draw(st.sampled_from(([], ["officials"], ["staff", "officials"]))),
                "state": draw(st.sampled_from(STATES)),
            }
            for one in bodies
        ],
        "escalation": {"levels": [_level(draw, contacts)]},
        "scenarios": [_scenario(draw, [role["id"] for role in roles], contacts)],
    }
    return Drawn(first, Playbook.model_validate(data), known, silent)


def _entry(draw: st.DrawFn, one: str, known: Any, silent: frozenset[str], first: date | None) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one, "channels": [MAIL if one in silent else PHONE]}
    if known[one] is not None:
        found["hours"] = known[one].text
    if first is not None and draw(st.booleans()):
        start = first + timedelta(days=draw(st.integers(-2, 8)))
        last = start + timedelta(days=draw(st.integers(0, 4)))
        found["absences"] = [{"first_day": start, "last_day": last}]
    return found


def _role(draw: st.DrawFn, identifier: str, people: list[str], bodies: list[str]) -> dict[str, Any]:
    role: dict[str, Any] = {"id": identifier, "title": identifier}
    holder = draw(st.sampled_from((None, *people)))
    if holder:
        role["holder"] = holder
    role["deputies"] = draw(st.lists(st.sampled_from(people), max_size=2))
    if bodies and draw(st.integers(0, 3)) == 0:
        role["provided_by"] = draw(st.sampled_from(bodies))
    return role


def _level(draw: st.DrawFn, contacts: list[str]) -> dict[str, Any]:
    level: dict[str, Any] = {"id": "level-2", "track": "external", "rank": 2, "name": "Stufe 2"}
    for name in ("first_contact", "deputy", "out_of_hours"):
        if chosen := draw(st.sampled_from((None, *contacts))):
            level[name] = chosen
    level["first_contact_within"] = draw(st.sampled_from(WITHIN))
    return level


def _scenario(draw: st.DrawFn, roles: list[str], contacts: list[str]) -> dict[str, Any]:
    steps = []
    for number in range(draw(st.integers(1, 3))):
        step: dict[str, Any] = {
            "id": f"s-{number}",
            "text": "Handeln",
            "phase": draw(st.sampled_from(("now", "same_day", "days"))),
            "kind": draw(st.sampled_from(("safety", "report", "support", "evidence"))),
            "within": draw(st.sampled_from(WITHIN)),
            "contacts": draw(st.lists(st.sampled_from(contacts), max_size=2, unique=True)),
        }
        who = draw(st.sampled_from((None, "actor", *roles)))
        step |= {"actor": "anyone"} if who == "actor" else {"role": who} if who else {}
        steps.append(step)
    scenario = {"id": "threat", "title": "Drohung", "track": "external", "steps": steps}
    groups = draw(st.sampled_from(([], ["staff"], ["staff", "officials"])))
    return scenario | {"audiences": groups, "minimum_level": draw(st.sampled_from(("level-2", None)))}


class Oracle:
    """What the plan promises, worked out again in the plainest way."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.plan = drawn.playbook
        self.people = {person.id: person for person in self.plan.people}
        self.bodies = {body.id: body for body in self.plan.bodies}
        self.roles = {role.id: role for role in self.plan.roles}
        midnight = datetime(drawn.first.year, drawn.first.month, drawn.first.day, tzinfo=BERLIN)
        self.start = midnight.timestamp()
        self.answered: dict[tuple[str, int], bool] = {}

    def wall(self, minute: int) -> datetime:
        return datetime.fromtimestamp(self.start + minute * 60, BERLIN).replace(tzinfo=None)

    def answers(self, one: str, minute: int) -> bool:
        if (one, minute) not in self.answered:
            self.answered[one, minute] = self._answers(one, self.wall(minute))
        return self.answered[one, minute]

    def _answers(self, one: str, wall: datetime) -> bool:
        hours = self.drawn.hours[one]
        if hours is None:
            return False
        if one in self.bodies:
            return hours.open_at(wall, self.bodies[one].state or self.plan.municipality.state)
        away = any(each.first_day <= wall.date() <= each.last_day for each in self.people[one].absences)
        return not away and hours.open_at(wall, self.plan.municipality.state)

    def behind(self, contact: str) -> list[str]:
        role = self.roles.get(contact)
        if role is None:
            return [contact]
        return [one for one in (role.holder, *role.deputies, role.provided_by) if one is not None]

    def broken(self, able: set[str], within: int, until: int) -> list[int]:
        """Return the minutes before ``until`` from which none of these answers in time, going back minute by minute."""
        able = {one for one in able if one not in self.drawn.silent or within >= 24 * 60}
        found: list[int] = []
        next_answer = until + within + 1
        for minute in range(until + within, -1, -1):
            if any(self.answers(one, minute) for one in able):
                next_answer = minute
            if minute < until and next_answer > minute + within:
                found.append(minute)
        return found[::-1]

    def level_able(self, group: str) -> set[str]:
        level = self.plan.escalation.levels[0]
        named = [level.first_contact, level.deputy, level.out_of_hours]
        found = {one for contact in named if contact for one in self.behind(contact)}
        return {one for one in found if one in self.people or self.serves(one, group, administration=True)}

    def step_able(self, step: Any, group: str) -> set[str] | None:
        """Return who may keep a step for a group; None where whoever is there needs nobody."""
        by_hand = step.role is None and step.actor is not None
        if by_hand and not step.contacts:
            return None
        scenario, level = self.plan.scenarios[0], self.plan.escalation.levels[0]
        contacts = [*step.contacts, *([step.role] if step.role else [])]
        if scenario.minimum_level and level.out_of_hours and step.phase != "days" and step.kind != "evidence":
            contacts.append(level.out_of_hours)
        able = set()
        for contact in contacts:
            called = by_hand or contact == step.role
            helps = step.kind in ("safety", "support")
            for one in self.behind(contact):
                served = self.serves(one, group, administration=called) if one in self.bodies else True
                if served and (one in self.people or called or helps):
                    able.add(one)
        return able

    def serves(self, body: str, group: str, *, administration: bool) -> bool:
        groups = self.bodies[body].audiences
        return group in groups or (administration and not groups)
