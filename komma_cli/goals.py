"""Goals and measures that komma proposes for a strategy, whatever they were taken from, and their plain playbook data.

The blueprint and the good practices both speak of goals and measures in the vocabulary of ``model.strategy``; this is
their common shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PILLARS = ("alliances", "strategies", "support")
"""The three pillars of KommA, in the order of the project."""
FALLBACK_ROLE = "coordination"
"""Id of the role that takes over the steps and measures of roles that a municipality does not have.

It stands here because everything that is copied into a playbook, from whichever file, may import it from below."""


@dataclass(frozen=True)
class Source:
    """Where something was read. ``as_of`` is the ISO date, month or year the page shows; None: it shows none."""

    id: str
    name: str
    url: str
    as_of: str | None


@dataclass(frozen=True)
class Indicator:
    """How one sees that a measure works, as something that can be counted."""

    text: str
    baseline_hint: str
    """How a municipality finds its own start value; empty where the source gives no idea. Never a value."""
    target: str


@dataclass(frozen=True)
class Measure:
    """One measure to choose. Who, until when and with which means is decided by the municipality."""

    id: str
    title: str
    description: str
    kind: str
    city_role: str
    owner: str
    """Id of the role catalogue."""
    span: str
    """ISO 8601 duration from the decision to the end."""
    small: bool
    """Fits a municipality without own posts."""
    eccar: tuple[int, ...]
    internal_racism: bool
    indicator: Indicator
    source_line: str
    """Where the idea comes from, in one line of at most 200 characters, ready for the paper."""
    sources: tuple[Source, ...]
    confidence: str
    """L read in the law, S the source describes it, D derived for komma from the named sources."""


@dataclass(frozen=True)
class Goal:
    """A goal with the measures that lead to it."""

    id: str
    title: str
    measures: tuple[Measure, ...]


def measure(
    item: Mapping[str, Any], spoken: Mapping[str, str], *, sources: tuple[Source, ...], source_line: str
) -> Measure:
    """Put the facts of one measure and its words together. Raises ``KeyError`` for what the data file lacks."""
    return Measure(
        id=item["id"],
        title=spoken["title"],
        description=spoken["description"],
        kind=item["kind"],
        city_role=item["city_role"],
        owner=item["owner"],
        span=item["span"],
        small=item["small"],
        eccar=tuple(item["eccar"]),
        internal_racism=item.get("internal_racism", False),
        indicator=Indicator(spoken["indicator"], spoken.get("baseline_hint", ""), spoken["target"]),
        source_line=source_line,
        sources=sources,
        confidence=item["confidence"],
    )


def as_playbook_goal(found: Goal, *, roles: Mapping[str, str]) -> dict[str, Any]:
    """Return the goal as plain data for ``model.strategy.Goal``.

    ``roles`` maps ids of the role catalogue to role ids of the playbook; a measure of a role that is missing there
    goes to the coordination, and stays without owner where that is missing too. Day, means and start value stay open:
    nobody but the municipality knows them.
    """
    return {
        "id": found.id,
        "title": found.title,
        "measures": [_playbook_measure(each, roles) for each in found.measures],
    }


def _playbook_measure(found: Measure, roles: Mapping[str, str]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": found.id,
        "title": found.title,
        "description": found.description,
        "kind": found.kind,
        "city_role": found.city_role,
    }
    owner = roles.get(found.owner, roles.get(FALLBACK_ROLE))
    if owner is not None:
        plain["owner"] = owner
    plain["indicator"] = {"text": found.indicator.text, "target": found.indicator.target}
    plain["eccar"] = list(found.eccar)
    if found.internal_racism:
        plain["internal_racism"] = True
    return plain | {"source": found.source_line}
