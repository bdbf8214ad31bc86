"""Who is named where: every place of a plan that names a person, what a successor changes there, and what must not be.

Pure: plain data in, places and edits out. ``references`` of the model is the only list of places, so none is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from komma_cli.model.describe import FieldSpec, field_of, list_items, locate
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.model.references import references, used_by
from komma_cli.paths import SymbolicPath, format_path, get, parse_path
from komma_cli.store import Change, Removal, apply_edits
from komma_cli.wizard.interview import Edit


@dataclass(frozen=True)
class Place:
    """A field that names the person. Of a list it is the whole list."""

    parts: SymbolicPath
    spec: FieldSpec

    @property
    def path(self) -> str:
        """Return the path people write."""
        return format_path(self.parts)

    @property
    def item(self) -> SymbolicPath:
        """Return the path of the entry the field belongs to."""
        return self.parts[:-1]

    @property
    def is_holder(self) -> bool:
        """Say whether it is the holder of a role."""
        return len(self.parts) == 3 and self.parts[0] == "roles" and self.spec.key == "holder"

    @property
    def may_be_empty(self) -> bool:
        """Say whether the model can do without anybody here."""
        return self.spec.many or not self.spec.required


def places(data: dict[str, Any], person: str) -> list[Place]:
    """Return every field that refers to the person, each once, in the order of the plan."""
    found: dict[str, Place] = {}
    for reference in used_by(data, "people", person):
        place = _place(data, reference.parts)
        found.setdefault(place.path, place)
    return list(found.values())


def named(data: dict[str, Any], place: Place) -> list[str]:
    """Return the ids that stand at a place."""
    value = get(data, place.parts)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else [value] if value else []


def replacing(data: dict[str, Any], place: Place, old: str, new: str | None) -> list[Edit]:
    """Return the edits that put ``new`` (None: nobody) in the place of ``old``; others in a list keep their order.

    Whoever takes over is taken out of the field that must name somebody else; a vacancy ends, and the day of training
    goes with the person who was trained.
    """
    edits: list[Edit] = []
    if place.spec.many:
        ids = [new if one == old else one for one in named(data, place)]
        kept = [one for number, one in enumerate(ids) if one is not None and one not in ids[:number]]
        edits.append(Change(place.parts, kept))
    else:
        edits.append(Removal(place.parts) if new is None else Change(place.parts, new))
    for other in _must_differ(data, place) if new is not None else ():
        there = named(data, other)
        if other.spec.many and new in there:
            edits.append(Change(other.parts, [one for one in there if one != new]))
        elif new in there:
            edits.append(Removal(other.parts))
    if place.is_holder:
        gone = ("trained_on", "vacancy") if new is not None else ("trained_on",)
        edits += [Removal((*place.item, key)) for key in gone if get(data, (*place.item, key)) is not None]
    return edits


def can_take(data: dict[str, Any], place: Place, old: str, new: str) -> bool:
    """Say whether ``new`` may stand at a place: nobody stands in for herself, also not by way of a role."""
    differs = place.spec.ref.differs_from if place.spec.ref is not None else None
    if differs is not None and get(data, (*place.item, differs)) == new:
        return False
    after = apply_edits(data, replacing(data, place, old, new))
    return not any(clash.path == place.path for clash in new_clashes(data, after))


def clashes(data: dict[str, Any]) -> list[tuple[Place, str]]:
    """Return every stand-in (place and id) who is reached where the one to be stood in for is reached."""
    found = []
    for reference in references(data):
        if reference.ref.differs_from is None:
            continue
        place = _place(data, reference.parts)
        first = get(data, (*place.item, reference.ref.differs_from))
        if isinstance(first, str) and _reached(data, first) & _reached(data, reference.target_id):
            found.append((place, reference.target_id))
    return found


def new_clashes(before: dict[str, Any], after: dict[str, Any]) -> list[Place]:
    """Return the places at which somebody stands in for herself now and did not before."""
    known = {(place.path, identifier) for place, identifier in clashes(before)}
    return [place for place, identifier in clashes(after) if (place.path, identifier) not in known]


def emptied(before: dict[str, Any], after: dict[str, Any], place: Place, new: str) -> list[Place]:
    """Return the stand-in fields of the entry that have lost ``new``, who took over the place beside them."""
    others = _must_differ(before, place)
    return [other for other in others if new in named(before, other) and new not in named(after, other)]


def field(section: type[Section], key: str) -> FieldSpec:
    """Return a field that the model surely has."""
    spec = field_of(section, key)
    assert spec is not None
    return spec


def _must_differ(data: dict[str, Any], place: Place) -> list[Place]:
    """Return the fields beside a place that must name somebody else than it does."""
    beside = get(data, place.item)
    found = []
    for key in beside if isinstance(beside, dict) else ():
        other = _of((*place.item, key))
        if other is not None and other.spec.ref is not None and other.spec.ref.differs_from == place.spec.key:
            found.append(other)
    return found


def _reached(data: dict[str, Any], identifier: str) -> set[str]:
    """Return who answers for a contact: of a role its holder and the body that provides it, else itself."""
    for _, role in list_items(data, "roles"):
        if role.get("id") == identifier:
            return {str(role[key]) for key in ("holder", "provided_by") if role.get(key)} | {identifier}
    return {identifier}


def _place(data: dict[str, Any], parts: tuple[str | int, ...]) -> Place:
    field = _symbolic(data, parts if isinstance(parts[-1], str) else parts[:-1])
    place = _of(field)
    assert place is not None
    return place


def _of(parts: SymbolicPath) -> Place | None:
    spec = locate(Playbook, tuple(part for part in parts if isinstance(part, str)))
    return Place(parts, spec) if spec is not None else None


def _symbolic(data: dict[str, Any], parts: tuple[str | int, ...]) -> SymbolicPath:
    return parse_path(format_path(parts, data))
