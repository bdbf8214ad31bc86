"""References between the parts of a playbook, checked on plain data so that a half-filled draft can be checked too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from komma_cli.model.describe import Parts, fields_of, list_items
from komma_cli.model.fields import Ref, Section, item_key
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
    """Yield every reference in plain playbook data, in the order of the model."""
    found: list[Reference] = []
    if isinstance(data, dict):
        _collect(_plan(Playbook), data, (), found)
    yield from found


@dataclass(frozen=True)
class _Branch:
    """A field that is a reference or holds some."""

    key: str
    many: bool
    ref: Ref | None
    below: tuple[_Branch, ...]


@cache
def _plan(section: type[Section]) -> tuple[_Branch, ...]:
    """Return the fields under which references stand, so that the others need not be walked through."""
    branches = []
    for spec in fields_of(section):
        below = _plan(spec.group) if spec.group is not None else ()
        if spec.ref is not None or below:
            branches.append(_Branch(spec.key, spec.many, spec.ref, below))
    return tuple(branches)


def _collect(plan: tuple[_Branch, ...], data: dict[str, Any], parts: Parts, found: list[Reference]) -> None:
    for branch in plan:
        value = data.get(branch.key)
        if not value:
            continue
        if not branch.many:
            _collect_one(branch, value, (*parts, branch.key), found)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                _collect_one(branch, item, (*parts, branch.key, position), found)


def _collect_one(branch: _Branch, value: Any, parts: Parts, found: list[Reference]) -> None:
    if branch.ref is None:
        if isinstance(value, dict):
            _collect(branch.below, value, parts, found)
    elif isinstance(value, str):
        found.append(Reference(parts, branch.ref, value))


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
