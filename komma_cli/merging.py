"""Three-way merge of playbooks, field by field: who changed what since both began from the same text.

List items are matched by their ``id`` (open questions by the path they are about), so that two people who add, change
or move different things never meet. Where both changed the same field, the merge keeps ours and names the conflict.
Pure: plain data in, plain data out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from komma_cli import paths
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.model.references import Reference, dangling
from komma_cli.paths import ById, SymbolicPath

ABSENT: Final = object()
"""Stands where nothing stands: the field was never there, or was removed."""


@dataclass(frozen=True)
class Conflict:
    """One place that both changed, each in another way; a value may be ``ABSENT``."""

    parts: SymbolicPath
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """The merge: at every conflict it holds our value."""

    data: dict[str, Any]
    conflicts: tuple[Conflict, ...] = ()
    taken: tuple[SymbolicPath, ...] = ()
    """Places whose value came from theirs."""
    lost: tuple[Reference, ...] = ()
    """References that led somewhere on each side and lead nowhere now: one removed what the other newly names."""
    sides: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """Base, ours and theirs, from which ``settled`` merges once more."""


@dataclass
class _Notes:
    theirs_at: frozenset[int] = frozenset()
    """Numbers of the conflicts, in the order they are met, at which their value is taken."""
    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[SymbolicPath] = field(default_factory=list)


def merge(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Return ours with what theirs changed since ``base``. None of the three is changed; parts of them are shared."""
    notes = _Notes()
    data = _mappings(base, ours, theirs, (), notes)
    known = {(r.parts[0], r.target_id) for side in (base, ours, theirs) for r in dangling(side)}
    lost = tuple(r for r in dangling(data) if (r.parts[0], r.target_id) not in known)
    return Merged(data, tuple(notes.conflicts), tuple(notes.taken), lost, (base, ours, theirs))


def settled(merged: Merged, theirs_at: Sequence[Conflict]) -> dict[str, Any]:
    """Return the merged data with their value at the conflicts named, each in its place."""
    if not theirs_at:
        return merged.data
    chosen = {id(conflict) for conflict in theirs_at}
    notes = _Notes(frozenset(number for number, one in enumerate(merged.conflicts) if id(one) in chosen))
    base, ours, theirs = merged.sides
    return _mappings(base, ours, theirs, (), notes)


def related(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Say whether three files can be stages of one playbook: some person in common, else the municipality's name.

    Ids of roles and bodies prove nothing, every playbook takes them from the same catalogue.
    """
    sides = [side for side in (base, ours, theirs) if side]
    if len(sides) < 2:
        return False
    people = [{str(item_key(person)) for _, person in list_items(side, "people")} for side in sides]
    if all(people):
        return bool(set.intersection(*people))
    names = {str(name) for side in sides if (name := paths.get(side, ("municipality", "name")))}
    return len(names) < len(sides)


def differences(before: Any, after: Any, parts: SymbolicPath = ()) -> Iterator[tuple[SymbolicPath, Any, Any]]:
    """Yield (place, old, new) for every field that differs; items of lists with ids are compared one by one."""
    if _equal(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), (*parts, key))
    elif _all_named(before) and _all_named(after) and (before or after):
        old, new = _named(before), _named(after)
        for key in dict.fromkeys([*old, *new]):
            yield from differences(old.get(key, ABSENT), new.get(key, ABSENT), (*parts, ById(key)))
    else:
        yield parts, before, after


def _merge(base: Any, ours: Any, theirs: Any, parts: SymbolicPath, notes: _Notes) -> Any:
    if _equal(ours, theirs) or _equal(base, theirs):
        return ours
    if _equal(base, ours):
        notes.taken.append(parts)
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _mappings(base if isinstance(base, dict) else {}, ours, theirs, parts, notes)
    if isinstance(ours, list) and isinstance(theirs, list):
        return _lists(base if isinstance(base, list) else [], ours, theirs, parts, notes)
    return _disputed(Conflict(parts, base, ours, theirs), notes)


def _disputed(conflict: Conflict, notes: _Notes) -> Any:
    notes.conflicts.append(conflict)
    return conflict.theirs if len(notes.conflicts) - 1 in notes.theirs_at else conflict.ours


def _mappings(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], parts: SymbolicPath, notes: _Notes
) -> dict[str, Any]:
    merged = {}
    for key in _order(list(base), list(ours), list(theirs)):
        here = (*parts, key)
        value = _merge(base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT), here, notes)
        if value is not ABSENT:
            merged[key] = value
    return merged


def _lists(base: list[Any], ours: list[Any], theirs: list[Any], parts: SymbolicPath, notes: _Notes) -> list[Any]:
    if all(_all_named(side) for side in (base, ours, theirs)):
        return _named_items(_named(base), _named(ours), _named(theirs), parts, notes)
    if parts == ("open",):
        return _named_items(_by_path(base), _by_path(ours), _by_path(theirs), parts, notes)
    merged = _loose_items(base, ours, theirs)
    if merged is None:
        return list(_disputed(Conflict(parts, base, ours, theirs), notes))
    notes.taken.append(parts)
    return merged


def _named_items(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], parts: SymbolicPath, notes: _Notes
) -> list[Any]:
    """Merge items that have names; the place of an item without an id is its position in the result."""
    merged: list[Any] = []
    for key in _order(list(base), list(ours), list(theirs)):
        here = (*parts, len(merged) if parts == ("open",) else ById(key))
        value = _merge(base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT), here, notes)
        if value is not ABSENT:
            merged.append(value)
    return merged


def _loose_items(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any] | None:
    """Merge lists whose items have no names, such as tasks or channels; None where both rewrote the same line."""
    keyed = [{_canonical(item): item for item in side} for side in (base, ours, theirs)]
    if any(len(names) < len(side) for names, side in zip(keyed, (base, ours, theirs), strict=True)):
        return None
    old, mine, others = keyed
    rewritten = [key for key in old if key not in mine and key not in others]
    added = [key for key in mine if key not in old], [key for key in others if key not in old]
    if rewritten and any(added):  # at least one rewrote what the other rewrote too, or removed
        return None
    if _moved(old, mine) and _moved(old, others):
        return None
    values = {**old, **others, **mine}
    gone = {key for key in old if key not in mine or key not in others}
    return [values[key] for key in _order(list(old), list(mine), list(others)) if key not in gone]


def _order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Return all names of both sides: in our order, unless only they moved some; what they added follows its
    neighbour."""
    old = dict.fromkeys(base)
    first, second = (theirs, ours) if not _moved(old, ours) and _moved(old, theirs) else (ours, theirs)
    result = list(first)
    for number, key in enumerate(second):
        if key not in result:
            before = next((k for k in reversed(second[:number]) if k in result), None)
            result.insert(0 if before is None else result.index(before) + 1, key)
    return result


def _moved(old: Mapping[str, Any], new: Sequence[str] | Mapping[str, Any]) -> bool:
    """Say whether what both have stands in another order."""
    there = list(new)
    return [key for key in old if key in there] != [key for key in there if key in old]


def _all_named(side: Any) -> bool:
    return isinstance(side, list) and all(item_key(item) is not None for item in side) and _unique(map(item_key, side))


def _named(items: list[Any]) -> dict[str, Any]:
    return {str(item_key(item)): item for item in items}


def _by_path(items: list[Any]) -> dict[str, Any]:
    """Return the open questions by the path they are about; of two about the same place the later one counts."""
    return {
        str(item.get("path", number)) if isinstance(item, dict) else str(number): item
        for number, item in enumerate(items)
    }


def _unique(keys: Iterator[Any]) -> bool:
    seen = list(keys)
    return len(set(seen)) == len(seen)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)


def _equal(one: Any, other: Any) -> bool:
    """Say whether two values are the same; ``True`` is not 1, and 1.0 is not 1."""
    if one is other:
        return True
    if one is ABSENT or other is ABSENT or type(one) is not type(other):
        return False
    if isinstance(one, (dict, list)):
        return bool(one == other) and _canonical(one) == _canonical(other)
    return bool(one == other)
