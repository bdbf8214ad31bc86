"""K214 and K327-K331: the proof of who answers, one finding for each class of gap, the worst one in words.

Hours that nobody entered, or that depend on an appointment, are other rules' business: whoever has such hours counts
as reachable here, so that a finding is never a guess. Where a rule already says that nothing holds at night, or that
a role is empty, this one is silent about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from komma_cli.check.finding import Hit
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.escalation import night_cover_missing

if TYPE_CHECKING:
    from komma_cli.reach.causes import Cause
    from komma_cli.reach.promises import Promise


@rule("K214", "error", profile="core", needs=("people",), sources=("D",))
def absence_has_a_direction(context: Context) -> Iterator[Hit]:
    """An absence ends on the day it begins or later."""
    for person in context.playbook.people:
        for number, absence in enumerate(person.absences):
            if absence.last_day < absence.first_day:
                parts = ("people", person.id, "absences", number, "last_day")
                yield Hit(parts, {"first": absence.first_day, "last": absence.last_day})


@rule("K327", "error", profile="core", needs=("escalation",), sources=("R11", "R13"))
def first_contact_all_year(context: Context) -> Iterator[Hit]:
    """At every minute of the year the first contact of every level is reached in the time that was promised."""
    unsaid = {level.id for level in context.levels.values() if not night_cover_missing(context, level)}
    yield from _worst(context, "level", lambda promise: promise.owner in unsaid)


@rule("K328", "error", needs=("scenarios", "roles"), sources=("R04", "R29"))
def somebody_can_act(context: Context) -> Iterator[Hit]:
    """For every step on which safety, reporting or help depends there is somebody who may act for these people."""
    yield from _worst(context, "nobody", lambda promise: _known_and_not_empty(context, promise))


@rule("K329", "warning", needs=("scenarios", "roles"), sources=("R13", "R29"))
def first_day_all_year(context: Context) -> Iterator[Hit]:
    """Whenever an incident begins, somebody takes each step of the first day in time."""
    yield from _worst(context, "first_day")


@rule("K330", "hint", needs=("scenarios", "roles"), sources=("R29",))
def later_steps_all_year(context: Context) -> Iterator[Hit]:
    """Whenever an incident begins, somebody takes each later step in time."""
    yield from _worst(context, "later")


@rule("K331", "warning", needs=("scenarios", "roles"), sources=("D",))
def more_than_one_person(context: Context) -> Iterator[Hit]:
    """In an internal card no step depends on one person, who may be the one that is accused."""
    internal = {scenario.id for scenario in context.playbook.scenarios if scenario.track == "internal"}
    alone = [
        promise
        for promise in context.answered.prover.promises
        if promise.decisive and promise.owner in internal and promise.kind == "step"
        and len(promise.candidates) == 1 and promise.candidates[0] in context.people
    ]  # fmt: skip
    places = list(dict.fromkeys(promise.place for promise in alone))
    if places:
        person = context.people[alone[0].candidates[0]]
        values = {"who": person.function or person.name or person.id, **_more(len(places) - 1)}
        yield Hit((*places[0], "role"), {**values, **_step(context, places[0])})


def _worst(context: Context, kind: str, counts: Callable[[Promise], bool] = lambda _promise: True) -> Iterator[Hit]:
    """Yield the longest gap of a class, with how many other promises of the class have one."""
    found = [
        (cause, [one for one in cause.kept if counts(one.promise)])
        for cause in context.answered.causes
        if cause.kind == kind
    ]
    told = [(cause, kept) for cause, kept in found if kept]
    if not told:
        return
    cause, kept = told[0]
    places = {one.promise.place for _, kept in told for one in kept}
    promise = kept[0].promise
    values: dict[str, Any] = {**_more(len(places) - 1), **_gap(context, cause)}
    if promise.kind == "level":
        values["level"] = context.levels[promise.owner].name
        yield Hit((*promise.place, "out_of_hours"), values)
    else:
        yield Hit((*promise.place, "role"), {**values, **_step(context, promise.place)})


def _gap(context: Context, cause: Cause) -> dict[str, Any]:
    """Return when the longest gap begins (with the Land, whose holidays have names) and how long it lasts."""
    start, end = cause.worst
    wall = context.answered.prover.year.wall(start)
    state = context.playbook.municipality.state
    hours = (end - start) // 60
    length = f"PT{hours}H" if hours else f"PT{end - start}M"
    return {"begins": f"{wall:%Y-%m-%dT%H:%M}/{state}", "length": length, "gaps": len(cause.gaps)}


def _more(count: int) -> dict[str, Any]:
    return {"more": count} if count else {}


def _step(context: Context, place: tuple[str, ...]) -> dict[str, Any]:
    scenario = next(each for each in context.playbook.scenarios if each.id == place[1])
    text = next(step.text for step in scenario.steps if step.id == place[3])
    return {"scenario": scenario.title, "step": text.rstrip(".!")}


def _known_and_not_empty(context: Context, promise: Promise) -> bool:
    """Say whether no other rule speaks: of a level, nobody named, a dead id, or an important role that is empty."""
    known = all(one in context.roles or one in context.people or one in context.bodies for one in promise.callers)
    empty = all(one in context.roles and context.roles[one].critical for one in promise.callers)
    return promise.kind == "step" and bool(promise.callers) and known and not empty
