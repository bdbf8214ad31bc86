"""The scenario library: what to do, in which order, by whom and until when, for each kind of incident.

Neutral facts stand in ``data/scenarios/`` (its ``_backbone.yaml`` explains the format), the words in
``data/<lang>/scenarios/``. Nothing is read before the first call. The library proposes: a municipality copies a
scenario into its playbook and owns the copy.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from komma_cli.errors import UsageError
from komma_cli.goals import FALLBACK_ROLE
from komma_cli.sources import Source
from komma_cli.texts import Lang, facts, guarded, names, words


@dataclass(frozen=True)
class LibraryStep:
    """One action. Either ``role`` (an id of the role catalogue) or ``actor`` says who acts."""

    id: str
    phase: str
    kind: str
    text: str
    role: str | None
    actor: str | None
    """``anyone``, ``affected`` or ``witness``."""
    also: tuple[str, ...]
    """Further roles that may act or are told; the first of them acts where ``role`` does not exist."""
    within: str
    """ISO 8601 duration: at the latest so long after the incident became known."""
    contact_kinds: tuple[str, ...]
    """Kinds of outside bodies to contact, in this order."""
    law: str | None
    """Id of the legal period or duty in ``data/laws.yaml``."""
    sources: tuple[str, ...]
    confidence: str
    """L read in the law, S seen in the source, D derived for komma from the named sources."""


@dataclass(frozen=True)
class LibraryScenario:
    """One kind of incident with its steps in acting order, in the reader's language."""

    id: str
    code: str
    """Short code such as S01."""
    title: str
    summary: str
    track: str
    audiences: tuple[str, ...]
    minimum_level: str | None
    owner: str
    police: str
    police_text: str
    """One sentence: who decides about the police."""
    communication: str
    steps: tuple[LibraryStep, ...]
    prepare: tuple[str, ...]
    """What must stand ready before the incident."""
    never: tuple[str, ...]
    """Complete sentences that say what must not be done."""
    sources: tuple[Source, ...]
    """Every source its steps name, each once, in the order of the steps."""
    as_of: str
    """ISO day until which law and sources were read."""


@cache
@guarded("scenarios")
def scenario(id_or_code: str, lang: Lang = "de") -> LibraryScenario:
    """Return one scenario by id (``threat-call``) or code (``S02``), its backbone steps expanded in order.

    Raises ``UsageError`` with the nearest scenarios for anything else.
    """
    identifier = _identifier(id_or_code)
    item, said = facts(f"scenarios/{identifier}"), words(f"scenarios/{identifier}", lang)
    steps = tuple(_step(entry, item["track"], said["steps"], lang) for entry in item["steps"])
    cited = dict.fromkeys(source for step in steps for source in step.sources)
    return LibraryScenario(
        id=item["id"],
        code=item["code"],
        title=said["title"],
        summary=said["summary"],
        track=item["track"],
        audiences=tuple(item["audiences"]),
        minimum_level=item["minimum_level"],
        owner=item["owner"],
        police=item["police"],
        police_text=said["police"],
        communication=said["communication"],
        steps=steps,
        prepare=tuple(said["prepare"][key] for key in item["prepare"]),
        never=tuple(said["never"][key] for key in item["never"]),
        sources=tuple(_source(source) for source in cited),
        as_of=item["as_of"],
    )


def scenarios(lang: Lang = "de") -> tuple[LibraryScenario, ...]:
    """Return every scenario, sorted by code."""
    return tuple(scenario(identifier, lang) for identifier in _codes().values())


def fingerprint(scenario_id: str) -> str:
    """Return 12 hexadecimal digits that change when what a playbook copies from the scenario changes.

    Counted are structure and German words; sources, preparations and the English words are not, because no copy of a
    card grows old through them. Raises ``UsageError`` for an unknown scenario.
    """
    found = scenario(scenario_id, "de")
    copied: dict[str, Any] = {name: getattr(found, name) for name in _COPIED}
    copied["steps"] = [{name: getattr(step, name) for name in _COPIED_OF_STEP} for step in found.steps]
    canonical = json.dumps(copied, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:12]


_COPIED = ("id", "title", "summary", "track", "audiences", "minimum_level", "owner", "police", "communication", "never")
_COPIED_OF_STEP = ("id", "phase", "kind", "text", "role", "actor", "also", "within", "contact_kinds", "law")


def as_playbook_scenario(
    found: LibraryScenario,
    *,
    roles: Mapping[str, str],
    bodies: Sequence[Mapping[str, Any]],
    levels: Collection[str],
) -> dict[str, Any]:
    """Return the scenario as plain playbook data, ready for ``model.scenarios.Scenario``.

    ``roles`` maps ids of the role catalogue to role ids of the playbook, ``bodies`` are its plain bodies, ``levels``
    the ids of its levels. Steps of a role the municipality lacks go to the next role that may act, then to the
    coordination, then to whoever is there. Bodies are offered only where their audiences meet those of the scenario.
    """
    card: dict[str, Any] = {
        "id": found.id,
        "title": found.title,
        "summary": found.summary,
        "track": found.track,
        "audiences": list(found.audiences),
        "relevant": True,
    }
    if found.minimum_level in levels:
        card["minimum_level"] = found.minimum_level
    if found.owner in roles:
        card["owner"] = roles[found.owner]
    return card | {
        "police": found.police,
        "steps": [_playbook_step(step, found.audiences, roles, bodies) for step in found.steps],
        "never": list(found.never),
        "communication": found.communication,
        "based_on": {"library": found.id, "fingerprint": fingerprint(found.id)},
    }


def _playbook_step(
    step: LibraryStep,
    audiences: tuple[str, ...],
    roles: Mapping[str, str],
    bodies: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": step.id, "phase": step.phase, "kind": step.kind, "text": step.text}
    present = [roles[role] for role in step.also if role in roles]
    acting = None
    if step.role is not None:
        stand_in = present[0] if present else roles.get(FALLBACK_ROLE)
        acting = roles.get(step.role, stand_in)
    plain |= {"actor": step.actor or "anyone"} if acting is None else {"role": acting}
    plain["within"] = step.within
    contacts = [role for role in present if role != acting] + _body_ids(step.contact_kinds, audiences, bodies)
    if contacts:
        plain["contacts"] = list(dict.fromkeys(contacts))
    if step.law is not None:
        plain["deadline"] = step.law
    return plain


def _body_ids(kinds: tuple[str, ...], audiences: tuple[str, ...], bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the bodies of these kinds, kind by kind; a body without audiences serves the administration."""
    return [
        body["id"]
        for kind in kinds
        for body in bodies
        if body.get("kind") == kind and (not body.get("audiences") or not set(audiences).isdisjoint(body["audiences"]))
    ]


@cache
@guarded("scenarios")
def _codes() -> dict[str, str]:
    """Return code -> id, sorted by code."""
    found = {facts(f"scenarios/{stem}")["code"]: stem for stem in names("scenarios") if not stem.startswith("_")}
    return dict(sorted(found.items()))


def _identifier(id_or_code: str) -> str:
    typed = id_or_code.strip().casefold()
    codes = _codes()
    for code, identifier in codes.items():
        if typed in (identifier, code.casefold()):
            return identifier
    shown = {
        name: f"{identifier} ({code})" for code, identifier in codes.items() for name in (identifier, code.casefold())
    }
    near = dict.fromkeys(shown[name] for name in difflib.get_close_matches(typed, shown, n=3, cutoff=0.0))
    raise UsageError("library.unknown_scenario", value=id_or_code, near=", ".join(near))


@cache
def _backbone(track: str) -> dict[str, dict[str, Any]]:
    return {step["id"]: step for step in facts("scenarios/_backbone")[track]}


def _step(entry: Mapping[str, Any], track: str, said: Mapping[str, str], lang: Lang) -> LibraryStep:
    """Return one step; an inherited one takes what the scenario overrides and keeps the rest of the backbone."""
    merged: dict[str, Any] = dict(entry)
    if "use" in entry:
        merged = _backbone(track)[entry["use"]] | {key: value for key, value in entry.items() if key != "use"}
        for given, other in (("role", "actor"), ("actor", "role")):
            if given in entry:
                merged.pop(other, None)
    identifier = merged["id"]
    return LibraryStep(
        id=identifier,
        phase=merged["phase"],
        kind=merged["kind"],
        text=said[identifier] if identifier in said else words("scenarios/_backbone", lang)[track][identifier],
        role=merged.get("role"),
        actor=merged.get("actor"),
        also=tuple(merged.get("also", ())),
        within=merged["within"],
        contact_kinds=tuple(merged.get("contact_kinds", ())),
        law=merged.get("law"),
        sources=tuple(merged["sources"]),
        confidence=merged["confidence"],
    )


def _source(identifier: str) -> Source:
    item = facts("scenarios/_sources")["sources"][identifier]
    return Source(identifier, item["url"], item["as_of"], item.get("norm"))
