"""komma's own catalogue: levels, modifiers, role cards, aftercare, liaison points and the glossary.

Facts come from ``data/<name>.yaml``, words from ``data/<lang>/<name>.yaml`` under the same ids; nothing is read before
a function is called. Everything returned is frozen and in the order of the data file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from komma_cli.errors import DataError, KommaError
from komma_cli.sources import Source
from komma_cli.texts import Lang, facts, guarded, words


@dataclass(frozen=True)
class Trigger:
    """One sign that an incident has reached a level."""

    id: str
    text: str
    confidence: str
    """L read in the law, S seen in the source, D derived for komma."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Level:
    """One level of seriousness; durations are ISO 8601, roles are ids of the role catalogue."""

    id: str
    track: str
    rank: int
    name: str
    description: str
    colour: str
    colour_word: str
    shape: str
    shape_word: str
    """Shape and colour go together, so that a level is recognised without seeing colours."""
    light: str
    """The colour of a house that only knows green, yellow and red."""
    light_text: str
    triggers: tuple[Trigger, ...]
    decides: str
    first_contact: tuple[str, ...]
    """In the order in which they fit; the second serves another audience."""
    deputy: str
    first_contact_within: str
    talk_within: str
    core_team_within: str | None
    inform: tuple[str, ...]
    not_without_consent: tuple[str, ...]
    police: str
    documentation: str
    communication: str
    closing: str
    confidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Modifier:
    """Something that raises the level by ``effect`` and to at least ``minimum``, in the named tracks."""

    id: str
    text: str
    effect: int
    minimum: str | None
    tracks: tuple[str, ...]
    confidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class RoleCard:
    """A role: what it is for, what it does when, what it decides, and who it must not be held together with."""

    id: str
    title: str
    short: str
    tasks: tuple[str, ...]
    first_minutes: tuple[str, ...]
    same_day: tuple[str, ...]
    this_week: tuple[str, ...]
    decides: tuple[str, ...]
    does_not_decide: tuple[str, ...]
    small_variant: str | None
    """Kind of body that can fill the role for a small municipality; None: it stays in the house."""
    small_variant_text: str
    critical: bool
    core: bool
    needs_deputy: bool
    decides_sanctions: bool
    independent_of: tuple[str, ...]
    never_together_with: tuple[str, ...]
    tracks: tuple[str, ...]
    confidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class AftercareStep:
    """A fixed point of aftercare: ``after`` (and up to ``until``) counted from the ``anchor``, both ISO 8601."""

    id: str
    title: str
    text: str
    after: str
    until: str | None
    anchor: str
    anchor_text: str
    levels: tuple[str, ...] | None
    """None: after every incident."""
    role: str
    confidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class LiaisonPoint:
    """One of the ten points to agree with police and justice; ``fields`` are fields of a liaison in the playbook."""

    id: str
    title: str
    agree: str
    ask: str
    limit: str
    fields: tuple[str, ...]
    confidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Term:
    """A glossary entry. ``kind``: law (read in the law), source (said by a source), working (komma's own wording)."""

    id: str
    term: str
    definition: str
    kind: str
    source: Source | None


_Words = TypeVar("_Words")
_Item = TypeVar("_Item", Level, RoleCard)


@cache
@guarded("levels")
def levels(lang: Lang) -> tuple[Level, ...]:
    """Return all levels, external ones first, each track by rank."""
    data = facts("levels")
    lights = {level_id: light for light, ids in data["traffic_light"].items() for level_id in ids}
    return tuple(_level(entry, lights[entry["id"]], lang) for entry in data["levels"])


def level(level_id: str, lang: Lang) -> Level:
    """Return one level. Raises ``KommaError`` (``catalogue.unknown_level``) for an id komma does not have."""
    return _pick(levels(lang), level_id, "catalogue.unknown_level")


@cache
@guarded("levels")
def modifiers(lang: Lang) -> tuple[Modifier, ...]:
    """Return what raises a level."""
    data, said = facts("levels"), words("levels", lang)["modifiers"]
    spoken = ((entry, {"text": _of(said, entry["id"], "levels", lang)}) for entry in data["modifiers"])
    return tuple(Modifier(**{"minimum": None} | _merged(entry, text, data)) for entry, text in spoken)


@cache
@guarded("roles")
def roles(lang: Lang) -> tuple[RoleCard, ...]:
    """Return the role catalogue, the safety core first."""
    data, said = facts("roles"), words("roles", lang)
    return tuple(RoleCard(**_merged(entry, _of(said, entry["id"], "roles", lang), data)) for entry in data["roles"])


def role(role_id: str, lang: Lang) -> RoleCard:
    """Return one role card. Raises ``KommaError`` (``catalogue.unknown_role``) for an id komma does not have."""
    return _pick(roles(lang), role_id, "catalogue.unknown_role")


@cache
@guarded("aftercare")
def aftercare(lang: Lang) -> tuple[AftercareStep, ...]:
    """Return the aftercare schedule in order of time; the points with another anchor come last."""
    data, said = facts("aftercare"), words("aftercare", lang)
    return tuple(
        AftercareStep(
            anchor_text=said["anchors"][entry["anchor"]],
            **_merged(entry, _of(said["steps"], entry["id"], "aftercare", lang), data),
        )
        for entry in data["steps"]
    )


@cache
@guarded("liaison")
def liaison_points(lang: Lang) -> tuple[LiaisonPoint, ...]:
    """Return the ten points to agree with police and justice, in the order of the meeting."""
    data, said = facts("liaison"), words("liaison", lang)
    return tuple(
        LiaisonPoint(**_merged(entry, _of(said, entry["id"], "liaison", lang), data)) for entry in data["points"]
    )


@cache
@guarded("glossary")
def glossary(lang: Lang) -> tuple[Term, ...]:
    """Return the glossary, sorted the way a reader looks a word up (ä beside a, case ignored)."""
    terms = [
        Term(
            id=term_id,
            term=entry["term"],
            definition=entry["definition"],
            kind=entry["kind"],
            source=Source(term_id, entry["source"], entry["as_of"]) if entry.get("source") else None,
        )
        for term_id, entry in words("glossary", lang).items()
    ]
    return tuple(sorted(terms, key=lambda term: (_sort_key(term.term), term.id)))


def as_playbook_level(item: Level, among: Collection[str] | None = None) -> dict[str, Any]:
    """Return the level as plain data for ``escalation.levels``.

    With ``among`` (the ids of the roles a playbook has) every reference to another role is left out; the first
    contact is then the first that the playbook has. Out-of-hours contacts are the municipality's own: never filled.
    """
    contacts = [role_id for role_id in item.first_contact if _has(role_id, among)]
    data: dict[str, Any] = {
        "id": item.id,
        "track": item.track,
        "rank": item.rank,
        "name": item.name,
        "colour": item.colour,
        "description": item.description,
        "triggers": [trigger.text for trigger in item.triggers],
        "first_contact_within": item.first_contact_within,
        "talk_within": item.talk_within,
        "inform": [role_id for role_id in item.inform if _has(role_id, among)],
        "not_without_consent": list(item.not_without_consent),
        "police": item.police,
        "documentation": item.documentation,
        "communication": item.communication,
        "closing": item.closing,
        "based_on": item.id,
    }
    if _has(item.decides, among):
        data["decides"] = item.decides
    if contacts:
        data["first_contact"] = contacts[0]
    if _has(item.deputy, among) and item.deputy not in contacts[:1]:
        data["deputy"] = item.deputy
    return data


def as_playbook_modifier(item: Modifier) -> dict[str, Any]:
    """Return the modifier as plain data for ``escalation.modifiers``."""
    data: dict[str, Any] = {"id": item.id, "text": item.text, "effect": item.effect}
    if item.minimum is not None:
        data["minimum"] = item.minimum
    return data


def as_playbook_role(item: RoleCard, among: Collection[str] = ()) -> dict[str, Any]:
    """Return the role as plain data for ``roles``; ``independent_of`` names only roles in ``among``."""
    data: dict[str, Any] = {
        "id": item.id,
        "title": item.title,
        "tasks": list(item.tasks),
        "critical": item.critical,
        "decides_sanctions": item.decides_sanctions,
        "based_on": item.id,
    }
    if independent := [role_id for role_id in item.independent_of if role_id in among]:
        data["independent_of"] = independent
    return data


def as_playbook_aftercare(item: AftercareStep, among: Collection[str] | None = None) -> dict[str, Any]:
    """Return the aftercare step as plain data for ``support.aftercare``; the owner only if the playbook has it."""
    data: dict[str, Any] = {"id": item.id, "after": item.after, "text": item.text}
    if _has(item.role, among):
        data["owner"] = item.role
    return data


def _has(role_id: str, among: Collection[str] | None) -> bool:
    return among is None or role_id in among


def _level(entry: Mapping[str, Any], light: str, lang: Lang) -> Level:
    data, said = facts("levels"), words("levels", lang)
    spoken = _of(said["levels"], entry["id"], "levels", lang)
    colour = entry["colour"]
    shape = data["shapes"][colour]
    more = {
        "colour_word": said["colours"][colour],
        "shape": shape,
        "shape_word": said["shapes"][shape],
        "light": light,
        "light_text": said["traffic_light"][light],
        "triggers": tuple(
            Trigger(**_merged(trigger, {"text": _of(spoken["triggers"], trigger["id"], "levels", lang)}, data))
            for trigger in entry["triggers"]
        ),
    }
    return Level(**{"core_team_within": None} | _merged(entry, spoken, data) | more)


def _merged(entry: Mapping[str, Any], spoken: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts and words of one item as arguments of its class: lists frozen, sources looked up."""
    both = {**entry, **spoken}
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in both.items()}
    return frozen | {"sources": _sources(data, entry["sources"])}


def _sources(data: Mapping[str, Any], ids: Iterable[str]) -> tuple[Source, ...]:
    return tuple(Source(name, data["sources"][name]["url"], data["sources"][name]["as_of"]) for name in ids)


def _of(said: Mapping[str, _Words], item_id: str, file: str, lang: Lang) -> _Words:
    """Return the words of one id, or say which words are missing."""
    if item_id not in said:
        raise DataError("catalogue.missing_words", item=item_id, file=f"{lang}/{file}.yaml")
    return said[item_id]


def _pick(items: tuple[_Item, ...], item_id: str, error: str) -> _Item:
    for item in items:
        if item.id == item_id:
            return item
    known = [item.id for item in items]
    guess = get_close_matches(item_id, known, n=1, cutoff=0.0)[0]
    raise KommaError(error, id=item_id, guess=guess, known=", ".join(known))


def _sort_key(term: str) -> str:
    spread = unicodedata.normalize("NFKD", term.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
