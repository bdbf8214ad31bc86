"""What a plan promises: after an incident somebody acts in time. One promise for each level and each step of a card.

Who may keep a promise, in the order of calling:

- the role of the step: its holder, then the deputies, then the body that provides it;
- failing that the contacts the step names: people and roles of the municipality always; an outside body only if it
  serves the people concerned, and only for safety, support and aftercare, for which it is there;
- in the first day the out-of-hours contact of the level, for safety, report and support: that is what it is for.

A step that whoever is there does (``actor``) needs only that one of its contacts answers, and that can be any body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from komma_cli import durations
from komma_cli.model.escalation import Level
from komma_cli.model.fields import AUDIENCES
from komma_cli.model.municipality import Audiences
from komma_cli.model.playbook import Playbook
from komma_cli.model.scenarios import Scenario, Step
from komma_cli.reach.answering import Answering
from komma_cli.reach.year import DAY

Kind = Literal["level", "step"]
DECISIVE = ("safety", "report", "support")
"""The kinds of step that make a scenario safe."""
_BODIES_ACT = ("safety", "support", "aftercare")
_FIRST_DAY = ("now", "same_day")
_PHASE_LASTS = {"now": 60, "same_day": DAY, "days": 7 * DAY, "weeks": 6 * 7 * DAY}
"""Minutes for a step without a time of its own (komma's own: what its phase is called)."""
_LEVEL_LASTS = DAY
"""Minutes for the first contact of a level that sets no time (komma's own)."""


@dataclass(frozen=True)
class Promise:
    """Within so many minutes after any minute of the year one of these answers."""

    kind: Kind
    place: tuple[str, ...]
    """Where it stands: ``("escalation", "levels", id)`` or ``("scenarios", id, "steps", id)``."""
    audiences: tuple[str, ...]
    """The people for whom it is made; other ones have a promise of their own, because other bodies serve them."""
    callers: tuple[str, ...]
    """The roles, people and bodies as the plan names them, in the order of calling."""
    candidates: tuple[str, ...]
    """The people and bodies behind them, each once."""
    within: int
    decisive: bool
    by_whoever_is_there: bool = False
    """A person on the spot acts; the promise is only that her call is answered."""

    @property
    def owner(self) -> str:
        """The id of the level or the scenario."""
        return self.place[1] if self.kind == "step" else self.place[2]


def promises(playbook: Playbook, answering: Answering) -> tuple[Promise, ...]:
    """Return every promise of a plan: levels by track and rank, then cards in their order; nothing left out."""
    return tuple(_Reader(playbook, answering).all())


def included(playbook: Playbook) -> tuple[str, ...]:
    """Return the groups a plan protects; all four as long as it has not said."""
    choices = playbook.municipality.audiences
    if choices is None:
        return AUDIENCES
    said = {name: getattr(choices, name) for name in Audiences.model_fields}
    return tuple(name for name, choice in said.items() if choice is not None and choice.included) or AUDIENCES


class _Reader:
    """One plan while its promises are collected; what many steps have in common is worked out once."""

    def __init__(self, playbook: Playbook, answering: Answering) -> None:
        self.playbook = playbook
        self.answering = answering
        self.groups = included(playbook)
        self.able: dict[tuple[object, ...], tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {}

    def all(self) -> Iterator[Promise]:
        escalation = self.playbook.escalation
        levels = {level.id: level for level in escalation.levels} if escalation else {}
        for level in sorted(levels.values(), key=lambda level: (level.track, level.rank)):
            yield from self.of_level(level)
        for scenario in self.playbook.scenarios:
            if scenario.relevant:
                night = self.out_of_hours(levels.get(scenario.minimum_level or ""))
                for step in scenario.steps:
                    yield from self.of_step(scenario, step, night)

    def out_of_hours(self, level: Level | None) -> str | None:
        """Return who answers outside office hours: what the level says, else the emergency card."""
        if level is not None and level.out_of_hours is not None:
            return level.out_of_hours
        escalation = self.playbook.escalation
        return escalation.emergency.out_of_hours if escalation and escalation.emergency else None

    def of_level(self, level: Level) -> Iterator[Promise]:
        """Yield the promise that somebody is reached; the talk comes later and is no harder to keep."""
        named = (level.first_contact, level.deputy, self.out_of_hours(level))
        callers = tuple(dict.fromkeys(one for one in named if one is not None))
        concerned = self.groups
        if level.track == "internal" and "staff" in self.groups:
            concerned = ("staff",)
        within = durations.minutes(level.first_contact_within) if level.first_contact_within else _LEVEL_LASTS
        for groups, candidates in self.by_group(callers, concerned, callers, False):
            yield Promise("level", ("escalation", "levels", level.id), groups, callers, candidates, within, True)

    def of_step(self, scenario: Scenario, step: Step, night: str | None) -> Iterator[Promise]:
        """Yield nothing where whoever is there acts and calls nobody."""
        by_hand = step.actor is not None and step.role is None
        if by_hand and not step.contacts:
            return
        named = [step.role, *step.contacts]
        if step.phase in _FIRST_DAY and step.kind in DECISIVE:
            named.append(night)
        callers = tuple(dict.fromkeys(one for one in named if one is not None))
        own = callers if by_hand else (step.role,)
        concerned = tuple(group for group in scenario.audiences if group in self.groups) or self.groups
        within = durations.minutes(step.within) if step.within else _PHASE_LASTS[step.phase]
        for groups, candidates in self.by_group(callers, concerned, own, step.kind in _BODIES_ACT):
            yield Promise(
                kind="step",
                place=("scenarios", scenario.id, "steps", step.id),
                audiences=groups,
                callers=callers,
                candidates=candidates,
                within=within,
                decisive=step.kind in DECISIVE,
                by_whoever_is_there=by_hand,
            )

    def by_group(
        self, callers: tuple[str, ...], concerned: tuple[str, ...], own: tuple[str | None, ...], bodies_act: bool
    ) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Return the groups together for whom the same people and bodies can act, with these.

        A body behind one of ``own`` acts unless it is there for others only; behind another contact only if
        ``bodies_act``, and it serves the group by name.
        """
        key = (callers, concerned, own, bodies_act)
        if key not in self.able:
            found: dict[tuple[str, ...], list[str]] = {}
            for group in concerned:
                able: list[str] = []
                for caller in callers:
                    able += self.acting(caller, group, caller in own, bodies_act)
                found.setdefault(tuple(dict.fromkeys(able)), []).append(group)
            self.able[key] = tuple((tuple(groups), candidates) for candidates, groups in found.items())
        return self.able[key]

    def acting(self, caller: str, group: str, is_own: bool, bodies_act: bool) -> Iterator[str]:
        """Yield those behind a contact who may act for a group."""
        for one in self.answering.behind(caller):
            body = self.answering.bodies.get(one)
            serves = body is not None and group in body.audiences
            if body is None or (is_own and (serves or not body.audiences)) or (bodies_act and serves):
                yield one
