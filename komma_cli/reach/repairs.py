"""The smallest change that closes a gap, found by trying it: the changed plan is proved again before it is offered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from komma_cli import hours
from komma_cli.model.playbook import Playbook
from komma_cli.reach.causes import Cause
from komma_cli.reach.changing import changed
from komma_cli.reach.proof import Prover, together
from komma_cli.spans import Spans, intersection, measure

RepairKind = Literal["holder", "deputy", "out_of_hours", "contact", "hours"]
_OF_A_KIND = 1
"""Changes of one kind that are told; a second deputy to choose from says little more."""
_MOST_TRIED = 16
"""Changes that are proved again for one cause; the better ones come first."""
_HELPERS = 5
"""Of those who could help, so many are tried in each place."""
_ONE_HOUR = "10:00-11:00"
"""The hour in which somebody looks after calls at a weekend or on a holiday, as komma proposes it."""
_HOUR_PLANS = (("Sa",), ("Su",), ("Sa", "Su"))


@dataclass(frozen=True)
class Repair:
    """One change of the plan; ``left`` are the minutes of the gaps that stay open."""

    kind: RepairKind
    places: tuple[tuple[str, ...], ...]
    """What is changed: a role, the steps, a level, or a person."""
    adds: str
    """The id that is named there from now on, or the new opening hours."""
    left: Spans

    @property
    def closes(self) -> bool:
        """Whether no gap of the cause is left."""
        return not self.left


def repairs(prover: Prover, cause: Cause, most: int = 3, missing: Collection[str] = ()) -> tuple[Repair, ...]:
    """Return changes that close a cause, smallest first; if none does, the one that closes most, or nothing.

    They must do so without the people of ``missing``.
    """
    gone = frozenset(missing)
    closing: list[Repair] = []
    partly: list[Repair] = []
    for number, offered in enumerate(_offers(prover, cause, gone)):
        repair = replace(offered, left=_left(prover, cause, offered, gone))
        if repair.closes and sum(one.kind == repair.kind for one in closing) < _OF_A_KIND:
            closing.append(repair)
        elif not repair.closes and measure(repair.left) < measure(cause.gaps):
            partly.append(repair)
        if len(closing) == most or number == _MOST_TRIED:
            break
    return tuple(closing) or tuple(sorted(partly, key=lambda one: measure(one.left))[:1])


def _left(prover: Prover, cause: Cause, repair: Repair, gone: frozenset[str]) -> Spans:
    """Return the gaps of a cause that the changed plan still has."""
    places = {one.promise.place for one in cause.kept}
    owners = {one.promise.owner for one in cause.kept}
    again = Prover(changed(_only(prover.playbook, owners), repair.kind, repair.places, repair.adds), prover.year.first)
    wanted = {(one.promise.place, group) for one in cause.kept for group in one.promise.audiences}
    same = (
        one for one in again.promises if one.place in places and any((one.place, g) in wanted for g in one.audiences)
    )
    return intersection(together(again.gaps(one, gone) for one in same), cause.gaps)


def _only(playbook: Playbook, owners: set[str]) -> Playbook:
    """Return the plan with the cards that matter; levels are few, and cards need theirs."""
    return playbook.model_copy(
        update={"scenarios": [scenario for scenario in playbook.scenarios if scenario.id in owners]}
    )


def _offers(prover: Prover, cause: Cause, gone: frozenset[str]) -> Iterator[Repair]:
    """Yield changes worth trying, the smallest first: one line for all promises before one line for each."""
    helpers = _helpers(prover, cause, gone)
    role = _own_role(prover, cause)
    if role is not None:
        people = [one for one in helpers if one in prover.answering.people and _may_hold(prover, role, one)]
        kind: RepairKind = "deputy" if prover.answering.roles[role].holder else "holder"
        yield from (Repair(kind, (("roles", role),), one, ()) for one in people)
    levels = tuple(dict.fromkeys(one.promise.place for one in cause.kept if one.promise.kind == "level"))
    if not levels:
        steps = tuple(dict.fromkeys(one.promise.place for one in cause.kept))
        yield from (Repair("contact", steps, one, ()) for one in helpers)
    elif all(_is_free(prover, level[-1]) for level in levels):  # a change must not take away who answers today
        yield from (Repair("out_of_hours", levels, one, ()) for one in helpers)
    if role is not None and prover.answering.roles[role].holder not in gone:
        yield from _longer_hours(prover, role, cause)


def _helpers(prover: Prover, cause: Cause, gone: frozenset[str]) -> tuple[str, ...]:
    """Return who could close the gaps alone, people before bodies; if nobody can, the two who cover most of them."""
    groups = {group for one in cause.kept for group in one.promise.audiences}
    answering = prover.answering
    bodies = [
        body.id for body in answering.bodies.values() if groups <= set(body.audiences) and body.kind != "emergency"
    ]
    ranked = []
    for order, one in enumerate((*answering.people, *bodies)):
        if one not in cause.candidates and one not in gone:
            together_with = prover.gaps_without(frozenset((*cause.candidates, one)) - gone, cause.within)
            left = measure(intersection(together_with, cause.gaps))
            ranked.append((left, order, one))
    free = [one for left, _, one in sorted(ranked) if left == 0]
    return tuple(free[:_HELPERS] or [one for left, _, one in sorted(ranked) if left < measure(cause.gaps)][:2])


def _own_role(prover: Prover, cause: Cause) -> str | None:
    """Return the role that all promises call first, if it is one and the same."""
    first = {one.promise.callers[0] if one.promise.callers else None for one in cause.kept}
    role = first.pop() if len(first) == 1 else None
    return role if role in prover.answering.roles else None


def _is_free(prover: Prover, level_id: str) -> bool:
    escalation = prover.playbook.escalation
    return escalation is not None and all(one.out_of_hours is None for one in escalation.levels if one.id == level_id)


def _may_hold(prover: Prover, role: str, person: str) -> bool:
    """Say whether a person may stand in: not where the role must be independent of what she holds, or it of hers."""
    roles = prover.answering.roles
    holds = {one.id for one in roles.values() if person == one.holder or person in one.deputies}
    return holds.isdisjoint(roles[role].independent_of) and all(role not in roles[one].independent_of for one in holds)


def _longer_hours(prover: Prover, role: str, cause: Cause) -> Iterator[Repair]:
    """Yield hours of the holder with an hour more at the weekend and on holidays, never around the clock."""
    holder = prover.answering.roles[role].holder
    person = prover.answering.people.get(holder or "")
    if person is None or person.hours is None or not hours.is_plain(person.hours):
        return
    parts = [part for part in person.hours.split("; ") if part != "PH off"]
    for days in _HOUR_PLANS:
        busy = any(day in part.split(" ")[0] for part in parts for day in days)
        if not busy:
            longer = "; ".join([*parts, f"{','.join(days)} {_ONE_HOUR}", f"PH {_ONE_HOUR}"])
            yield Repair("hours", (("people", person.id),), longer, ())
