"""References between the parts of a playbook, checked on plain data so that a half-filled draft can be checked too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from komma_cli.model.describe import Parts, list_items, walk
from komma_cli.model.fields import Ref, item_key
from komma_cli.model.playbook import Playbook

TARGETS: tuple[str, ...] = ("people", "roles", "bodies", "scenarios", "escalation.levels")
"""The lists whose items can be referred to."""
SHARED_NAMES: tuple[str, ...] = ("people", "roles", "bodies")
"""Lists that share one name space, because a contact may be any of the three."""


@dataclass(frozen=True)
class Reference:
    """One place that names an item of another list."""

    parts: Parts
    ref: Ref
    target_id: str


def references(data: Any) -> Iterator[Reference]:
    """Yield every reference in plain playbook data, in file order."""
    for parts, spec, value in walk(Playbook, data):
        if spec.ref is not None and isinstance(value, str):
            yield Reference(parts, spec.ref, value)


def identifiers(data: Any) -> dict[str, dict[str, Parts]]:
    """Return for each target list the ids in it with their paths (the first one, where an id stands twice)."""
    found: dict[str, dict[str, Parts]] = {}
    for target in TARGETS:
        ids: dict[str, Parts] = {}
        for parts, item in list_items(data, target):
            if (identifier := item_key(item)) is not None:
                ids.setdefault(identifier, parts)
        found[target] = ids
    return found


def dangling(data: Any) -> Iterator[Reference]:
    """Yield references whose target does not exist."""
    known = identifiers(data)
    for reference in references(data):
        if not any(reference.target_id in known[target] for target in reference.ref.targets):
            yield reference


def used_by(data: Any, target: str, identifier: str) -> list[Reference]:
    """Return every reference to the item ``identifier`` of the list ``target``; needed before it is removed."""
    return [r for r in references(data) if r.target_id == identifier and target in r.ref.targets]
