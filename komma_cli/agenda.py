"""What falls due when: reviews, reports, calls that prove a contact, exercises, measures and everything with an end.

Pure: plain data of a playbook in, days out. The data may be redacted (``render.audience.redact``); what its readers may
not see is then not on the agenda. The lengths are those of the checks that speak when such a day has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from komma_cli import durations
from komma_cli.model.thresholds import LIMITS

Kind = Literal[
    "review",
    "council_report",
    "urgent_contact",
    "other_contact",
    "exercise",
    "exercise_again",
    "lesson",
    "measure",
    "milestone",
    "internal_step",
    "instrument",
    "liaison",
    "strategy_group",
    "funding",
    "vacancy",
    "deviation",
    "open_question",
    "law",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which dues of one day are told. ``exercise_again``: nothing is planned, and the last one is long ago;
``law``: the statements of law must be read again; ``funding`` and ``vacancy``: the money or the stopgap ends."""
PROOFS: tuple[Kind, ...] = ("urgent_contact", "other_contact")
CLOSED = ("done", "dropped")
"""A measure in one of these has no day any more."""
SERIOUS = 2
"""From this rank on whoever a level calls must be proved twice a year (K901)."""
_MOST_REPORTS = 60


@dataclass(frozen=True)
class Due:
    """One thing with its day, which may lie in the past: then it is overdue.

    ``subject`` is the id of a person, role or body for contacts, funding, vacancies and liaisons, the id of a rule for
    deviations, a path for open questions without words, else words of the plan; None where the kind says everything.
    ``owner`` is the id of a role or person, or a function in words. ``key`` tells it from all other dues, also
    after its day was moved.
    """

    on: date
    kind: Kind
    subject: str | None
    owner: str | None
    key: str


def agenda(data: Mapping[str, Any], today: date, until: date, *, proofs: bool = True) -> tuple[Due, ...]:
    """Return everything that is overdue on ``today`` or falls due up to ``until``, in order of the days.

    A contact nobody has ever tried out is due today; ``proofs`` must be False for data from which the days of these
    calls were removed (audiences below ``internal``), or all of them seem never tried. Milestones and planned
    instruments are left out once their day has passed: the plan does not say whether they happened.
    """
    sources = (_upkeep, _contacts, _exercises, _strategy, _inside, _agreements, _ends, _questions)
    found = (due for source in sources for due in source(data, today, until))
    kept = (due for due in found if due.on <= until and (proofs or due.kind not in PROOFS))
    return tuple(sorted(kept, key=lambda due: (due.on, KINDS.index(due.kind), due.key)))


def urgent_contacts(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the people and bodies who are called outside office hours or from level 2 up, deputies included."""
    escalation = _group(data, "escalation")
    called = [_group(escalation, "emergency").get("out_of_hours")]
    for level in _items(escalation, "levels"):
        if (level.get("rank") or 0) >= SERIOUS:
            called += [level.get(field) for field in ("first_contact", "deputy", "out_of_hours")]
    roles = {role["id"]: role for role in _items(data, "roles")}
    found: set[str | None] = set()
    for one in called:
        role = roles.get(one)
        if role is None:
            found.add(one)
        else:
            found |= {role.get("holder"), role.get("provided_by"), *(role.get("deputies") or ())}
    return frozenset(one for one in found if one is not None)


def length(data: Mapping[str, Any], name: str) -> str:
    """Return the ISO 8601 duration of a threshold: the plan's own, else komma's."""
    return str(_group(data, "thresholds").get(name) or LIMITS[name].default)


def _upkeep(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    review = _group(data, "review")
    owner = review.get("owner")
    if (day := _day(review.get("next_review"))) is not None:
        yield Due(day, "review", None, owner, "review.next_review")
    last = _day(review.get("last_report")) or _day(review.get("released_on"))
    if (interval := review.get("report_interval")) is not None and last is not None:
        yield from _reports(last, interval, owner, until)
    if (read := _day(_group(data, "municipality").get("legal_as_of"))) is not None:
        yield Due(durations.after(read, length(data, "state_of_law")), "law", None, owner, "municipality.legal_as_of")


def _reports(last: date, interval: str, owner: str | None, until: date) -> Iterator[Due]:
    """Yield the reports after ``last``; the key counts them, so that a report that moves stays the same."""
    if durations.minutes(interval) < durations.minutes("P1D"):
        return
    day = last
    for number in range(1, _MOST_REPORTS + 1):
        day = durations.after(day, interval)
        if day > until:
            return
        yield Due(day, "council_report", None, owner, f"review.report[{number}]")


def _contacts(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    wanted = urgent_contacts(data)
    for section in ("people", "bodies"):
        for item in _items(data, section):
            if item.get("kind") == "emergency":  # nobody has to try out 110 and 112
                continue
            urgent = item["id"] in wanted
            tried = _day(_group(item, "verified").get("on"))
            age = length(data, "urgent_contacts" if urgent else "other_contacts")
            day = today if tried is None or tried > today else durations.after(tried, age)
            kind: Kind = "urgent_contact" if urgent else "other_contact"
            yield Due(day, kind, item["id"], _group(data, "review").get("owner"), f"{section}[{item['id']}].verified")


def _exercises(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    owner = _group(data, "review").get("owner")
    held, planned = [], []
    for item in _items(data, "exercises"):
        key = f"exercises[{item['id']}]"
        day, took_place = _day(item.get("planned_for")), _day(item.get("held_on"))
        if took_place is not None:
            held.append(took_place)
        elif day is not None:
            planned.append(day)
            yield Due(day, "exercise", item.get("title"), owner, key)
        for position, lesson in enumerate(_items(item, "follow_up")):
            if (due := _day(lesson.get("due"))) is not None and lesson.get("done_on") is None:
                yield Due(due, "lesson", lesson.get("text"), lesson.get("owner"), f"{key}.follow_up[{position}]")
    if held and not any(day >= today for day in planned):
        yield Due(durations.after(max(held), length(data, "exercise")), "exercise_again", None, owner, "exercises")


def _strategy(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    strategy = _group(data, "strategy")
    for field in _items(strategy, "fields"):
        for goal in _items(field, "goals"):
            for item in _items(goal, "measures"):
                if (day := _day(item.get("due"))) is not None and item.get("status") not in CLOSED:
                    key = f"strategy.fields[{field['id']}].goals[{goal['id']}].measures[{item['id']}]"
                    yield Due(day, "measure", item.get("title"), item.get("owner"), key)
    for position, item in enumerate(_items(strategy, "timetable")):
        if (day := _day(item.get("on"))) is not None and day >= today:
            yield Due(day, "milestone", item.get("text"), None, f"strategy.timetable[{position}]")


def _inside(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    review = _group(data, "internal_review")
    for item in _items(review, "steps"):
        if (day := _day(item.get("due"))) is not None and item.get("done_on") is None:
            yield Due(day, "internal_step", item.get("text"), item.get("owner"), f"internal_review.steps[{item['id']}]")
    for item in _items(review, "instruments"):
        if (day := _day(item.get("planned_for"))) is not None and day >= today:
            yield Due(day, "instrument", item.get("text"), None, f"internal_review.instruments[{item['id']}]")


def _agreements(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    for item in _items(data, "liaisons"):
        if (day := _day(item.get("review_meeting"))) is not None:
            yield Due(day, "liaison", item.get("body"), item.get("our_contact"), f"liaisons[{item['id']}]")
    group = _group(_group(data, "alliance"), "strategy_group")
    if (last := _day(group.get("last_meeting"))) is not None:
        rhythm = group.get("rhythm") or length(data, "strategy_group")
        yield Due(durations.after(last, rhythm), "strategy_group", None, group.get("chair"), "alliance.strategy_group")


def _ends(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    owner = _group(data, "review").get("owner")
    for section in ("roles", "bodies"):
        for item in _items(data, section):
            key = f"{section}[{item['id']}]"
            if (day := _day(item.get("funded_until"))) is not None:
                yield Due(day, "funding", item["id"], owner, f"{key}.funded_until")
            if (day := _day(_group(item, "vacancy").get("until"))) is not None:
                yield Due(day, "vacancy", item["id"], owner, f"{key}.vacancy")
    for item in _items(data, "deviations"):
        if (day := _day(item.get("until"))) is not None:
            key = f"deviations[{item.get('rule')}]{item.get('path') or ''}"
            yield Due(day, "deviation", item.get("rule"), item.get("by"), key)


def _questions(data: Mapping[str, Any], today: date, until: date) -> Iterator[Due]:
    for item in _items(data, "open"):
        since = _day(item.get("since"))
        if item.get("not_applicable") or since is None:
            continue
        day = _day(item.get("until")) or durations.after(since, length(data, "open_question"))
        subject = item.get("question") or item.get("path")
        yield Due(day, "open_question", subject, item.get("owner"), f"open[{item.get('path')}]{since.isoformat()}")


def _group(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return data.get(key) or {}


def _items(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return data.get(key) or []


def _day(value: object) -> date | None:
    """Return a day of plain data, where it is a date or stands as in the file."""
    return date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, date) else None
