"""One case played through: an incident becomes known at a minute; who is called, who answers when, what breaks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from komma_cli.model.escalation import Level
from komma_cli.model.scenarios import PHASES, Scenario, Step
from komma_cli.reach.answering import Reason
from komma_cli.reach.promises import Promise
from komma_cli.reach.proof import Prover
from komma_cli.spans import at_or_after


@dataclass(frozen=True)
class Call:
    """One person or body that is called: the first minute at which it answers, and why not at once.

    ``answers`` is None if it does not answer before the known time ends; ``missing`` if it was taken out of the case.
    """

    id: str
    answers: int | None
    reason: Reason | None
    missing: bool = False


@dataclass(frozen=True)
class Turn:
    """One promise or step of the case. Without a promise whoever is there acts alone."""

    level: Level | None
    step: Step | None
    promise: Promise | None
    due: int | None
    """The minute at which the promise ends."""
    calls: tuple[Call, ...]
    audiences: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the level or the step."""
        return self.level.id if self.level is not None else self.step.id if self.step is not None else ""

    @property
    def reached(self) -> Call | None:
        """Who answers first; of several the one that is called first."""
        answering = [call for call in self.calls if call.answers is not None]
        return min(answering, key=lambda call: call.answers or 0, default=None)

    @property
    def kept(self) -> bool:
        """Whether somebody answers in time."""
        if self.due is None:
            return True
        reached = self.reached
        return reached is not None and reached.answers is not None and reached.answers <= self.due


@dataclass(frozen=True)
class Case:
    """The whole case in the order of the plan: the first contact of the level, then the steps by phase."""

    scenario: Scenario
    moment: datetime
    start: int
    missing: tuple[str, ...]
    turns: tuple[Turn, ...]

    @property
    def broken(self) -> tuple[Turn, ...]:
        """The turns whose promise breaks."""
        return tuple(turn for turn in self.turns if not turn.kept)


def play(prover: Prover, scenario_id: str, moment: datetime, missing: Collection[str] = ()) -> Case:
    """Play one scenario of the plan from a moment of its year on, with these people and bodies not answering."""
    scenario = next(each for each in prover.playbook.scenarios if each.id == scenario_id)
    start = prover.year.minute(moment)
    gone = frozenset(missing)
    by_place: dict[tuple[str, ...], list[Promise]] = {}
    for promise in prover.promises:
        by_place.setdefault(promise.place, []).append(promise)
    levels = prover.playbook.escalation.levels if prover.playbook.escalation else []
    level = next((each for each in levels if each.id == scenario.minimum_level), None)
    turns: list[Turn] = []
    if level is not None:
        of_level = by_place.get(("escalation", "levels", level.id), [])
        concerned = [one for one in of_level if not scenario.audiences or set(one.audiences) & set(scenario.audiences)]
        turns += [_turn(prover, start, promise, gone, level=level) for promise in concerned]
    for step in sorted(scenario.steps, key=lambda step: PHASES.index(step.phase)):
        promised = by_place.get(("scenarios", scenario.id, "steps", step.id))
        if promised is None:
            turns.append(Turn(None, step, None, None, (), ()))
        else:
            turns += [_turn(prover, start, promise, gone, step=step) for promise in promised]
    return Case(scenario, moment, start, tuple(sorted(gone)), tuple(turns))


def _turn(
    prover: Prover, start: int, promise: Promise, gone: frozenset[str], *,
    level: Level | None = None, step: Step | None = None,
) -> Turn:  # fmt: skip
    calls = tuple(_call(prover, one, start, promise.within, one in gone) for one in promise.candidates)
    return Turn(level, step, promise, start + promise.within, calls, promise.audiences)


def _call(prover: Prover, one: str, start: int, within: int, missing: bool) -> Call:
    if missing:
        return Call(one, None, None, missing=True)
    answers = at_or_after(prover.answering.reachable(one).for_promise(within), start)
    return Call(one, answers, None if answers == start else prover.answering.why_not(one, start, within))
