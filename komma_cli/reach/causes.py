"""What is behind the gaps: promises that break because the same few people are all there is, told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from komma_cli.model.playbook import Playbook
from komma_cli.reach.answering import Reason
from komma_cli.reach.proof import Kept, Proof, Prover, together
from komma_cli.reach.year import YEARS
from komma_cli.spans import Span, Spans, at_or_after, longest

GapClass = Literal["nobody", "level", "first_day", "later"]
"""From the worst down: nobody could ever act; no first contact; a step of the first day; a later step."""
GAP_CLASSES: tuple[GapClass, ...] = ("nobody", "level", "first_day", "later")
_SOME_DAY = date(2026, 1, 1)
_FIRST_DAY = ("now", "same_day")


@dataclass(frozen=True)
class Silence:
    """Somebody who does not answer at a minute: why, and from which minute on again (None: not in the year)."""

    id: str
    reason: Reason
    until: int | None


@dataclass(frozen=True)
class Cause:
    """Promises of the same length that the same people would have to keep, with the minutes at which they cannot."""

    kind: GapClass
    kept: tuple[Kept, ...]
    gaps: Spans

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everybody who could keep these promises."""
        return self.kept[0].promise.candidates

    @property
    def within(self) -> int:
        """The minutes the promises give."""
        return self.kept[0].promise.within

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The levels or scenarios, in the order of the plan."""
        return tuple(dict.fromkeys(one.promise.owner for one in self.kept))

    @property
    def worst(self) -> Span:
        """The longest gap, the first of several."""
        found = longest(self.gaps)
        assert found is not None
        return found


class Answered:
    """The proof of a plan as a check needs it: hours that are not known do not count as a gap."""

    def __init__(self, playbook: Playbook, today: date) -> None:
        known = today if today.year in YEARS else _SOME_DAY
        self.prover = Prover(playbook, known, trusting=True)
        self.possible = known is today
        """Whether the year can be counted at all."""

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The causes of all gaps, the worst class first, in it the longest gap first."""
        return causes(self.prover.prove(), phases_of(self.prover)) if self.possible else ()


def causes(proof: Proof, phases: dict[tuple[str, ...], str]) -> tuple[Cause, ...]:
    """Return the causes of all gaps, the worst class first, in it the longest gap first.

    ``phases`` are those of the steps by their place.
    """
    found: dict[tuple[object, ...], list[Kept]] = {}
    for one in proof.broken:
        kind = _kind(one, phases)
        found.setdefault((kind, frozenset(one.promise.candidates), one.promise.within), []).append(one)
    sorted_out = [
        Cause(_kind(kept[0], phases), tuple(kept), together(one.gaps for one in kept)) for kept in found.values()
    ]
    return tuple(sorted(sorted_out, key=_badness))


def phases_of(prover: Prover) -> dict[tuple[str, ...], str]:
    """Return the phase of every step by its place."""
    return {
        ("scenarios", scenario.id, "steps", step.id): step.phase
        for scenario in prover.playbook.scenarios
        for step in scenario.steps
    }


def silent(prover: Prover, candidates: tuple[str, ...], minute: int, within: int) -> tuple[Silence, ...]:
    """Return why none of these answers at a minute, in the order of calling; who does answer is left out."""
    found = []
    for one in candidates:
        minutes = prover.answering.reachable(one).for_promise(within)
        until = at_or_after(minutes, minute)
        if until != minute:
            found.append(Silence(one, prover.answering.why_not(one, minute, within), until))
    return tuple(found)


def _kind(one: Kept, phases: dict[tuple[str, ...], str]) -> GapClass:
    if one.total:
        return "nobody"
    if one.promise.kind == "level":
        return "level"
    return "first_day" if phases[one.promise.place] in _FIRST_DAY else "later"


def _badness(cause: Cause) -> tuple[int, int, int]:
    start, end = cause.worst
    return GAP_CLASSES.index(cause.kind), start - end, start
