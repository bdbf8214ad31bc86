"""A playbook of 31 KB for the benchmark: Musterstadt with fewer items, still complete and without a finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from komma_cli.check.registry import Context
from komma_cli.check.rules import all_rules
from komma_cli.model.problems import validate
from komma_cli.store import load, read_source
from komma_cli.store.emit import document

TODAY = date(2026, 12, 1)
MUSTERSTADT = Path(__file__).parents[2] / "playbooks" / "musterstadt.komma.yaml"
SIZE = 31 * 1024
WORTH_A_LOOK = 30
"""Bytes: what is smaller stays."""


def small_playbook() -> str:
    """Return the YAML of the small playbook, at most ``SIZE`` bytes; the same Musterstadt gives the same text.

    What is biggest goes first, unless a finding comes of it; sections, ids and the last item of a list stay.
    """
    data = load(read_source(MUSTERSTADT)).data
    assert data is not None
    data["deviations"] = []
    size = _size(data)
    gone: set[int] = set()
    for weight, holder, part in sorted(_parts(data), key=lambda found: -found[0]):
        if size <= SIZE:
            break
        if id(holder) in gone:  # whatever holds a part weighs more and was looked at before it
            gone.add(id(part))
        elif weight >= WORTH_A_LOOK and _take_away(data, holder, part):
            gone.add(id(part))
            size = _size(data)
    return document(data)


def _take_away(data: dict[str, Any], holder: Any, part: Any) -> bool:
    """Remove one part of a mapping or list, unless that makes the playbook worse; say whether it is gone."""
    before = holder.copy()
    if isinstance(holder, dict):
        del holder[next(key for key, value in holder.items() if value is part)]
    elif len(holder) > 1:
        del holder[next(position for position, value in enumerate(holder) if value is part)]
    if len(holder) == len(before):
        return False
    if _is_sound(data):
        return True
    holder.clear()
    if isinstance(holder, dict):
        holder.update(before)
    else:
        holder.extend(before)
    return False


def _parts(data: dict[str, Any]) -> Iterator[tuple[int, Any, Any]]:
    """Yield (bytes, holder, part) of everything below the sections, in the order of the file."""
    stack: list[Any] = [section for section in reversed(data.values()) if isinstance(section, dict | list)]
    while stack:
        holder = stack.pop()
        parts = [value for key, value in holder.items() if key != "id"] if isinstance(holder, dict) else holder
        yield from ((_size(part), holder, part) for part in parts)
        stack.extend(part for part in reversed(parts) if isinstance(part, dict | list))


def _size(value: Any) -> int:
    return len(document({"part": value} if not isinstance(value, dict) else value).encode())


def _is_sound(data: dict[str, Any]) -> bool:
    playbook, _ = validate(data)
    if playbook is None:
        return False
    context = Context(playbook, data, TODAY)
    return not any(hit for rule in all_rules().values() for hit in rule.logic(context))
