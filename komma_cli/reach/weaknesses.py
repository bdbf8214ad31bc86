"""Where a plan is weak: gaps it has, and gaps that one missing person would tear open."""

from __future__ import annotations

from dataclasses import dataclass

from komma_cli.reach.losses import without_each
from komma_cli.reach.proof import Kept, Prover
from komma_cli.spans import Spans, measure


@dataclass(frozen=True)
class Weakness:
    """In these ``gaps`` nobody keeps a promise of a scenario while ``absent`` do not answer."""

    scenario: str
    absent: tuple[str, ...]
    """Ids of people who are imagined to be missing; empty if the plan has the gaps as it is."""
    place: tuple[str, ...]
    """The promise that breaks."""
    gaps: Spans


def weaknesses(prover: Prover, scenario: str | None = None) -> tuple[Weakness, ...]:
    """Return the weaknesses of one scenario or of all: those of the plan as it is first, the largest first.

    Without somebody each card counts once, with the step that suffers most.
    """
    steps = [one for one in prover.prove().broken if _counts(one, scenario)]
    found = [Weakness(one.promise.owner, (), one.promise.place, one.gaps) for one in sorted(steps, key=_size)]
    for loss in without_each(prover):
        worst = {one.promise.owner: one for one in sorted(loss.kept, key=_size, reverse=True) if _counts(one, scenario)}
        found += [Weakness(owner, loss.missing, one.promise.place, one.gaps) for owner, one in worst.items()]
    return tuple(found)


def _counts(one: Kept, scenario: str | None) -> bool:
    return one.promise.kind == "step" and scenario in (None, one.promise.owner)


def _size(one: Kept) -> int:
    return -measure(one.gaps)
