"""What depends on one person: the roles she holds or stands in for, and everything in a plan that leads to them.

The list of references in the model is the only list of places, so none is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from komma_cli.model.describe import list_items
from komma_cli.model.references import Reference, used_by
from komma_cli.paths import format_path


@dataclass(frozen=True)
class Held:
    """A role somebody holds; ``others`` are the deputies and the body behind it, in the order of calling."""

    role: str
    critical: bool
    others: tuple[str, ...]


@dataclass(frozen=True)
class StandIn:
    """A role somebody stands in for: ``place`` is 1 for the first deputy, ``holder`` None where the post is empty."""

    role: str
    place: int
    holder: str | None


@dataclass(frozen=True)
class Named:
    """A place of the plan that leads to somebody: its path, and the role by which it does, None if by herself."""

    path: str
    section: str
    role: str | None


@dataclass(frozen=True)
class Steps:
    """The steps of one card that a role takes, or is named at as a contact."""

    scenario: str
    takes: int
    named: int


@dataclass(frozen=True)
class Duties:
    """Everything that depends on one person."""

    person: str
    held: tuple[Held, ...]
    stands_in: tuple[StandIn, ...]
    named: tuple[Named, ...]
    """Every other place, the person's own first; steps of cards are counted in ``steps`` instead."""
    steps: tuple[Steps, ...]

    @cached_property
    def alone(self) -> tuple[Held, ...]:
        """The roles nobody else can fill."""
        return tuple(one for one in self.held if not one.others)

    @property
    def none(self) -> bool:
        """Whether nothing depends on her."""
        return not (self.held or self.stands_in or self.named)


def duties_of(data: dict[str, Any], person: str) -> Duties:
    """Return what depends on a person of plain playbook data; nobody needs to be able to read the rest of it."""
    held: list[Held] = []
    stands_in: list[StandIn] = []
    for _, role in list_items(data, "roles"):
        deputies = [one for one in role.get("deputies") or [] if isinstance(one, str)]
        provider = role.get("provided_by")
        if role.get("holder") == person:
            others = [one for one in (*deputies, provider) if one and one != person]
            held.append(Held(str(role.get("id")), bool(role.get("critical")), tuple(dict.fromkeys(others))))
        elif person in deputies:
            stands_in.append(StandIn(str(role.get("id")), deputies.index(person) + 1, role.get("holder")))
    named = [_named(data, one, None) for one in used_by(data, "people", person) if one.parts[0] != "roles"]
    for role_held in held:
        named += [_named(data, one, role_held.role) for one in used_by(data, "roles", role_held.role)]
    in_steps = [one for one in named if _is_step(one)]
    return Duties(
        person,
        tuple(held),
        tuple(stands_in),
        tuple(dict.fromkeys(one for one in named if not _is_step(one))),
        _steps(in_steps),
    )


def _named(data: dict[str, Any], reference: Reference, role: str | None) -> Named:
    parts = reference.parts if isinstance(reference.parts[-1], str) else reference.parts[:-1]
    return Named(format_path(parts, data), str(parts[0]), role)


def _is_step(one: Named) -> bool:
    return one.section == "scenarios" and ".steps" in one.path


def _steps(named: list[Named]) -> tuple[Steps, ...]:
    counted: dict[str, list[int]] = {}
    for path in dict.fromkeys(one.path for one in named):
        counts = counted.setdefault(path.partition(".steps")[0], [0, 0])
        counts[not path.endswith(".role")] += 1
    return tuple(Steps(scenario, takes, contacts) for scenario, (takes, contacts) in counted.items())
