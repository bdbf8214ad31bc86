"""What depends on one person: the roles she holds or stands in for, and everything in a plan that leads to them.

Pure: plain data in, facts out. The list of references in the model is the only list of places, so none is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from komma_cli.model.describe import list_items, locate, walk
from komma_cli.model.fields import item_key
from komma_cli.model.playbook import Playbook
from komma_cli.model.references import Reference, used_by
from komma_cli.paths import ById, SymbolicPath, format_path, get, parse_path

SHORTEST_NAME = 4
"""Letters; shorter names are too often ordinary words."""
FUNCTION_FIELDS = ("by", "owner", "members", "contact")
"""Texts that say who does something; in other texts a function may stay although somebody else has it now."""
_AROUND = 60


@dataclass(frozen=True)
class Held:
    """A role somebody holds; ``others`` are the deputies and the body behind it, in the order of calling."""

    role: str
    critical: bool
    others: tuple[str, ...]


@dataclass(frozen=True)
class StandIn:
    """A role somebody stands in for: ``place`` is 1 for the first deputy, ``holder`` None where the post is empty.

    ``others``: who else is behind the role, holder first.
    """

    role: str
    critical: bool
    place: int
    holder: str | None
    others: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """A place of the plan that leads to somebody: its path, and the role by which it does, None if by herself.

    ``alone``: the place leads to nobody else, neither by the role nor by a stand-in beside it.
    """

    path: str
    section: str
    role: str | None
    alone: bool


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
    behind: tuple[Named, ...]
    """Places that lead to her when the holder of a role she stands in for does not answer."""
    agreements: tuple[str, ...]
    """Ids of the agreements with authorities in which she speaks for the municipality."""
    texts: tuple[str, ...]
    """Paths of the texts that say her name, or say by her function who does something."""

    @property
    def alone(self) -> tuple[str, ...]:
        """The roles nobody else can fill, those without a holder for which only she stands in included."""
        held = [one.role for one in self.held if not one.others]
        return (*held, *(one.role for one in self.stands_in if not one.others))

    @property
    def alone_at(self) -> tuple[Named, ...]:
        """The places that name her directly and lead to nobody else."""
        return tuple(one for one in self.named if one.alone and one.role is None)

    @property
    def tasks(self) -> bool:
        """Whether she has anything to hand over: a role, a deputy's place, or another place that leads to her."""
        return bool(self.held or self.stands_in or self.named or self.steps)


@dataclass(frozen=True)
class Mention:
    """A text that names the person or the function: the question that changes it, and the words around it."""

    parts: SymbolicPath
    excerpt: str


def duties_of(data: dict[str, Any], person: str) -> Duties:
    """Return what depends on a person of plain playbook data; nobody needs to be able to read the rest of it."""
    held: list[Held] = []
    stands_in: list[StandIn] = []
    for _, role in list_items(data, "roles"):
        behind = _behind(role)
        identifier, critical, others = str(role.get("id")), bool(role.get("critical")), _others(behind, person)
        if role.get("holder") == person:
            held.append(Held(identifier, critical, others))
        elif person in (deputies := _deputies(role)):
            place = deputies.index(person) + 1
            stands_in.append(StandIn(identifier, critical, place, role.get("holder"), others))
    own = [one for one in used_by(data, "people", person) if one.parts[0] != "roles"]
    named = [_named(data, one, None, person) for one in own]
    for one in held:
        named += _by_role(data, one.role, person)
    return Duties(
        person,
        tuple(held),
        tuple(stands_in),
        tuple(dict.fromkeys(one for one in named if not _is_step(one))),
        _steps([one for one in named if _is_step(one)]),
        tuple(place for one in stands_in for place in _by_role(data, one.role, person) if not _is_step(place)),
        tuple(sorted(agreements(data, person))),
        tuple(format_path(mention.parts) for mention in mentions(data, person, None)),
    )


def agreements(data: dict[str, Any], person: str) -> set[str]:
    """Return the ids of the agreements in which the person speaks for the municipality, also as holder of a role."""
    held = {role.get("id") for _, role in list_items(data, "roles") if role.get("holder") == person} | {person}
    return {
        str(item["id"])
        for _, item in list_items(data, "liaisons")
        if item.get("id") and (item.get("our_contact") in held or item.get("our_deputy") in held)
    }


def mentions(data: dict[str, Any], person: str, successor: str | None) -> list[Mention]:
    """Return the texts that still name the person, in the order of the plan, each question once.

    A function counts only in ``FUNCTION_FIELDS``, and not where the successor has the same one.
    """
    names, function = _sought(data, person, successor)
    own = next((parts for parts, item in list_items(data, "people") if item.get("id") == person), None)
    found: dict[SymbolicPath, Mention] = {}
    for parts, spec, value in walk(Playbook, data):
        if spec.shape not in ("line", "prose") or not isinstance(value, str):
            continue
        if parts[:2] == own:
            continue
        hit = names.search(value) if names is not None else None
        if hit is None and function and spec.key in FUNCTION_FIELDS:
            hit = re.search(rf"(?<!\w){re.escape(function)}(?!\w)", value)
        if hit is not None:
            here = parse_path(format_path(parts, data))
            asked = here if isinstance(here[-1], str) else here[:-1]
            found.setdefault(asked, Mention(asked, _excerpt(value, hit)))
    return list(found.values())


def _sought(data: dict[str, Any], person: str, successor: str | None) -> tuple[re.Pattern[str] | None, str]:
    """Return what finds the name (whole, or the last name, also with the s of a genitive) and the function."""
    item, other = (get(data, ("people", ById(one))) or {} for one in (person, successor or ""))
    name = str(item.get("name") or "")
    wanted = {one for one in (name, name.rsplit(maxsplit=1)[-1] if name.strip() else "") if len(one) >= SHORTEST_NAME}
    found = "|".join(sorted(map(re.escape, wanted), key=len, reverse=True))
    function = str(item.get("function") or "")
    same = function.casefold() == str(other.get("function") or "").casefold()
    pattern = re.compile(rf"(?<!\w)(?:{found})s?(?!\w)") if wanted else None
    return pattern, "" if same or len(function) < SHORTEST_NAME else function


def _excerpt(value: str, hit: re.Match[str]) -> str:
    """Return the words around a hit in one line."""
    start, end = max(0, hit.start() - _AROUND), min(len(value), hit.end() + _AROUND)
    said = " ".join(value[start:end].split())
    return ("… " if start else "") + said + (" …" if end < len(value) else "")


def _deputies(role: dict[str, Any]) -> list[str]:
    return [one for one in role.get("deputies") or [] if isinstance(one, str)]


def _behind(role: dict[str, Any]) -> list[str]:
    """Return who can fill a role, in the order of calling: holder, deputies, the body that provides it."""
    return [one for one in (role.get("holder"), *_deputies(role), role.get("provided_by")) if isinstance(one, str)]


def _others(identifiers: list[str], person: str) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(identifiers) if one != person)


def _by_role(data: dict[str, Any], role: str, person: str) -> list[Named]:
    return [_named(data, one, role, person) for one in used_by(data, "roles", role)]


def _named(data: dict[str, Any], reference: Reference, role: str | None, person: str) -> Named:
    parts = reference.parts if isinstance(reference.parts[-1], str) else reference.parts[:-1]
    path = format_path(parts, data)
    reached = [who for one in _beside(data, parse_path(path)) for who in _reached(data, one)]
    return Named(path, str(parts[0]), role, not _others(reached, person))


def _beside(data: dict[str, Any], parts: SymbolicPath) -> Iterator[str]:
    """Yield the ids at a place and at those of the same entry that stand in for it, or that it stands in for."""
    entry = get(data, parts[:-1]) or {}
    for key in entry:
        spec = locate(Playbook, (*(part for part in parts[:-1] if isinstance(part, str)), key))
        here = locate(Playbook, tuple(part for part in parts if isinstance(part, str)))
        if spec is None or spec.ref is None or here is None or here.ref is None:
            continue
        if key == parts[-1] or spec.ref.differs_from == parts[-1] or here.ref.differs_from == key:
            value = entry[key]
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def _reached(data: dict[str, Any], identifier: str) -> list[str]:
    """Return who answers for a contact: of a role everybody behind it, else itself."""
    role = next((role for _, role in list_items(data, "roles") if item_key(role) == identifier), None)
    return [identifier] if role is None else _behind(role)


def _is_step(one: Named) -> bool:
    return one.section == "scenarios" and ".steps" in one.path


def _steps(named: list[Named]) -> tuple[Steps, ...]:
    counted: dict[str, list[int]] = {}
    for path in dict.fromkeys(one.path for one in named):
        counts = counted.setdefault(path.partition(".steps")[0], [0, 0])
        counts[not path.endswith(".role")] += 1
    return tuple(Steps(scenario, takes, contacts) for scenario, (takes, contacts) in counted.items())
