"""A plan with one change in it, so that a repair can be proved before it is offered; the plan itself stays."""

from __future__ import annotations

from typing import Any

from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook

Places = tuple[tuple[str, ...], ...]


def changed(playbook: Playbook, kind: str, places: Places, adds: str) -> Playbook:
    """Return a copy with the change of a repair (see ``Repair``): ``kind`` at ``places``, naming ``adds``."""
    for path, value in edits(playbook, kind, places, adds):
        playbook = _with(playbook, path, value)
    return playbook


def edits(playbook: Playbook, kind: str, places: Places, adds: str) -> tuple[tuple[tuple[str, ...], Any], ...]:
    """Return the change as paths, items of lists by their id, and the new values."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for place in places:
        item = _at(playbook, place)
        if kind == "deputy":
            found.append(((*place, "deputies"), [*item.deputies, adds]))
        elif kind == "contact":
            found.append(((*place, "contacts"), [*item.contacts, adds]))
        else:
            found.append(((*place, kind), adds))
    return tuple(found)


def _at(node: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        node = getattr(node, name) if isinstance(node, Section) else next(item for item in node if item.id == name)
    return node


def _with(node: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    name, *rest = path
    if isinstance(node, Section):
        return node.model_copy(update={name: _with(getattr(node, name), tuple(rest), value)})
    return [_with(item, tuple(rest), value) if item.id == name else item for item in node]
