"""The blueprint of a strategy: definitions, fields of action with goals and measures, pillars and commitments.

Facts stand in ``data/strategy.yaml``, the words in ``data/<lang>/strategy.yaml``; terms that the glossary explains are
taken from there. Nothing is read before the first call. komma proposes, a municipality chooses and owns the copy.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from komma_cli import dates, goals
from komma_cli.errors import UsageError
from komma_cli.goals import PILLARS, Goal, Source
from komma_cli.texts import Lang, facts, guarded, label, words

COMMITMENTS = tuple(range(1, 11))
"""Numbers of the ten commitments of the European Coalition of Cities against Racism."""


@dataclass(frozen=True)
class Pillar:
    """One pillar of KommA and what it means."""

    id: str
    name: str
    text: str
    """komma's own words for it."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Commitment:
    """One of the ten commitments of ECCAR."""

    number: int
    name: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Definition:
    """A working definition and what it is not."""

    id: str
    term: str
    text: str
    delimitation: str
    source_line: str
    """Source with date in one line, or that it is komma's own wording."""
    glossary: str | None
    """Id of the glossary entry that holds term and text; None: the blueprint holds them."""
    confidence: str
    """L read in the law, S said by the source, D worded for komma."""
    sources: tuple[Source, ...]
    """Empty for komma's own wording."""


@dataclass(frozen=True)
class Field:
    """A field of action with at least two goals."""

    id: str
    title: str
    summary: str
    pillar: str
    eccar: tuple[int, ...]
    goals: tuple[Goal, ...]


@cache
@guarded("strategy")
def pillars(lang: Lang = "de") -> tuple[Pillar, ...]:
    """Return the three pillars of KommA."""
    said, sources = words("strategy", lang)["pillars"], _sources(facts("strategy")["pillars"])
    return tuple(Pillar(name, label("pillar", name, lang), said[name], sources) for name in PILLARS)


@cache
@guarded("strategy")
def commitments(lang: Lang = "de") -> tuple[Commitment, ...]:
    """Return the ten commitments of ECCAR by number."""
    sources = _sources(facts("strategy")["commitments"])
    return tuple(Commitment(number, label("eccar", str(number), lang), sources) for number in COMMITMENTS)


@cache
@guarded("strategy")
def definitions(lang: Lang = "de") -> tuple[Definition, ...]:
    """Return the proposed working definitions, each with what it is not."""
    return tuple(_definition(item, lang) for item in facts("strategy")["definitions"])


@cache
@guarded("strategy")
def fields(lang: Lang = "de") -> tuple[Field, ...]:
    """Return the nine fields of action in the order of the paper."""
    return tuple(_field(item, lang) for item in facts("strategy")["fields"])


def field(identifier: str, lang: Lang = "de") -> Field:
    """Return one field of action by its id. Raises ``UsageError`` with the nearest ids."""
    known = {found.id: found for found in fields(lang)}
    if identifier in known:
        return known[identifier]
    near = difflib.get_close_matches(identifier.casefold(), known, n=3, cutoff=0.0)
    raise UsageError("practices.unknown_field", value=identifier, near=", ".join(near))


def as_playbook_definition(found: Definition) -> dict[str, Any]:
    """Return the definition as plain data for ``model.strategy.Definition``."""
    return {
        "id": found.id,
        "term": found.term,
        "text": found.text,
        "delimitation": found.delimitation,
        "source": found.source_line,
    }


def as_playbook_field(found: Field, *, roles: Mapping[str, str], with_goals: bool = True) -> dict[str, Any]:
    """Return the field as plain data for ``model.strategy.FieldOfAction``; ``roles`` as ``goals.as_playbook_goal``.

    Without goals only the frame is returned, for goals from somewhere else.
    """
    plain: dict[str, Any] = {
        "id": found.id,
        "title": found.title,
        "summary": found.summary,
        "pillar": found.pillar,
    }
    if with_goals:
        plain["goals"] = [goals.as_playbook_goal(goal, roles=roles) for goal in found.goals]
    return plain


def _definition(item: Mapping[str, Any], lang: Lang) -> Definition:
    said = words("strategy", lang)
    spoken = said["definitions"][item["id"]]
    sources: tuple[Source, ...]
    if "glossary" in item:
        entry = words("glossary", lang)[item["glossary"]]
        confidence = {"law": "L", "source": "S", "working": "D"}[entry["kind"]]
        line, sources = said["working"], ()
        if entry["source"] is not None:
            source = Source(item["glossary"], entry["term"], entry["source"], entry["as_of"])
            line, sources = f"{source.url} ({_dated(source, lang)})", (source,)
        spoken = {"term": entry["term"], "text": entry["definition"], **spoken}
    else:
        confidence = item["confidence"]
        sources = _sources(item)
        line = _source_line(sources[0], confidence, lang)
    return Definition(
        id=item["id"],
        term=spoken["term"],
        text=spoken["text"],
        delimitation=spoken["delimitation"],
        source_line=line,
        glossary=item.get("glossary"),
        confidence=confidence,
        sources=sources,
    )


def _field(item: Mapping[str, Any], lang: Lang) -> Field:
    said = words("strategy", lang)
    spoken = said["fields"][item["id"]]
    return Field(
        id=item["id"],
        title=spoken["title"],
        summary=spoken["summary"],
        pillar=item["pillar"],
        eccar=tuple(item["eccar"]),
        goals=tuple(_goal(goal, lang) for goal in item["goals"]),
    )


def _goal(item: Mapping[str, Any], lang: Lang) -> Goal:
    said = words("strategy", lang)
    return Goal(
        id=item["id"],
        title=said["goals"][item["id"]],
        measures=tuple(
            goals.measure(
                each,
                said["measures"][each["id"]],
                sources=_sources(each),
                source_line=_source_line(_sources(each)[0], each["confidence"], lang),
            )
            for each in item["measures"]
        ),
    )


def _sources(item: Mapping[str, Any]) -> tuple[Source, ...]:
    known = facts("strategy")["sources"]
    return tuple(Source(name, **known[name]) for name in item["sources"])


def _source_line(source: Source, confidence: str, lang: Lang) -> str:
    said = words("strategy", lang)
    as_of = _dated(source, lang)
    return str(said["source_line"][confidence].format(name=source.name, url=source.url, as_of=as_of))


def _dated(source: Source, lang: Lang) -> str:
    return dates.say(source.as_of, lang) if source.as_of else str(words("strategy", lang)["undated"])
