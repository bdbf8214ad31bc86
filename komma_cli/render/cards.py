"""The steps of a scenario card in a form that fits a page: who acts, and what one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from komma_cli.model.scenarios import PHASES


@dataclass(frozen=True)
class NumberedStep:
    """A step with its number on the card, so that people on the telephone can say where they are."""

    number: int
    step: Mapping[str, Any]


@dataclass(frozen=True)
class Turn:
    """What one role (or whoever is there, ``actor``) does before somebody else acts."""

    role: str | None
    actor: str | None
    steps: tuple[NumberedStep, ...]


def turns(steps: Iterable[Mapping[str, Any]], phases: Collection[str]) -> tuple[Turn, ...]:
    """Return the steps of these phases, phase by phase, neighbours with the same role or actor together.

    Steps are counted through the whole card from 1, also where only some phases are asked for.
    """
    in_order = sorted(steps, key=lambda step: PHASES.index(step["phase"]))
    counted = [NumberedStep(number, step) for number, step in enumerate(in_order, 1)]
    wanted = [each for each in counted if each.step["phase"] in phases]
    return tuple(
        Turn(role, actor, tuple(together))
        for (role, actor), together in groupby(wanted, key=lambda each: (each.step["role"], each.step["actor"]))
    )
