"""What komma knows and the coordinator confirms: roles, levels, cards, aftercare and outside help. Never silent.

A proposal carries the edits that take it over, so that showing and taking cannot differ. Entries copied earlier, when a
role or level they name did not exist yet, are proposed once more with what they lack. Entries for the strategy, the
review of the own house and the offers of help stand in ``content``, sentences for single questions in ``sentences``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from komma_cli import catalogue, dates, directory, durations, library
from komma_cli.directory import DirectoryEntry
from komma_cli.goals import FALLBACK_ROLE
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.model.references import SHARED_NAMES
from komma_cli.opening import ALWAYS
from komma_cli.paths import ById, SymbolicPath, get, parse_path
from komma_cli.store import Change, Removal
from komma_cli.texts import Lang, label, text
from komma_cli.wizard.proposing import content, sentences
from komma_cli.wizard.proposing.proposal import (
    Edit,
    Plain,
    Proposal,
    Source,
    completing,
    completion,
    entry_words,
    new,
    roles_by_template,
    source_words,
)
from komma_cli.wizard.showing.titles import channel_words

TOPICS: tuple[tuple[str, int], ...] = (
    ("victim_counselling", 2),
    ("support_officials", 1),
    ("police_officials", 1),
    ("mobile_counselling", 1),
    ("antidiscrimination", 1),
    ("crisis_line", 3),
)
"""Kinds of help worth having on the first evening, and how many entries of each are offered."""


def offered(data: Plain, place: str | SymbolicPath, lang: Lang, together: Collection[str] = ()) -> tuple[Proposal, ...]:
    """Return what komma offers for a list or question (such as ``escalation.levels``) and the draft lacks.

    ``together``: keys of proposals that are taken in the same go, so that they may name each other.
    """
    parts = parse_path(place) if isinstance(place, str) else place
    name = ".".join(part for part in parts if isinstance(part, str))
    source = _LISTS.get(name) or _WITHIN.get(name)
    return tuple(source(data, parts, lang, frozenset(together))) if source is not None else ()


def taking(data: Plain, place: str | SymbolicPath, chosen: Sequence[Proposal], lang: Lang) -> list[Edit]:
    """Return the edits that take the chosen proposals over, as they read when all of them are there."""
    keys = frozenset(proposal.key for proposal in chosen)
    return [edit for p in offered(data, place, lang, keys) if p.key in keys for edit in p.edits]


def completable(data: Plain, lang: Lang) -> tuple[tuple[str, int], ...]:
    """Return (list path, how many entries lack something that the playbook has meanwhile) where that is so."""
    counts = ((path, sum(proposal.completes for proposal in offered(data, path, lang))) for path in _LISTS)
    return tuple((path, count) for path, count in counts if count)


# -- roles, levels, modifiers, aftercare --------------------------------------------------------------------------


def _roles(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    own = roles_by_template(data)
    taken = {item_key(item) for target in SHARED_NAMES for _, item in list_items(data, target)}
    among = {**own, **{key: key for key in together}}
    for card in catalogue.roles(lang):
        found = _renamed(catalogue.as_playbook_role(card, among), among)
        if card.id in own:
            yield from completion(data, parts, own[card.id], found, lang)
        elif card.id not in taken:
            detail = f"{card.short} {source_words(card.sources, card.confidence, lang)}"
            yield new(parts, found, card.title, detail)


def _levels(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    roles = roles_by_template(data)
    present = {
        str(i.get("based_on") or i.get("id")): str(i.get("id")) for _, i in list_items(data, "escalation.levels")
    }
    for level in catalogue.levels(lang):
        found = _renamed(catalogue.as_playbook_level(level, roles), roles)
        if level.id in present:
            yield from completion(data, parts, present[level.id], found, lang)
        else:
            detail = f"{level.description} {source_words(level.sources, level.confidence, lang)}"
            yield new(parts, found, level.name, detail)


def _modifiers(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    present = {item_key(item) for _, item in list_items(data, "escalation.modifiers")}
    levels = {item_key(item) for _, item in list_items(data, "escalation.levels")}
    for modifier in catalogue.modifiers(lang):
        found = catalogue.as_playbook_modifier(modifier)
        if found.get("minimum") not in levels:
            found.pop("minimum", None)
        if modifier.id in present:
            yield from completion(data, parts, modifier.id, found, lang)
        else:
            yield new(parts, found, modifier.text, source_words(modifier.sources, modifier.confidence, lang))


def _aftercare(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    roles = roles_by_template(data)
    present = {item_key(item) for _, item in list_items(data, "support.aftercare")}
    for step in catalogue.aftercare(lang):
        found = _renamed(catalogue.as_playbook_aftercare(step, roles), roles)
        if step.id in present:
            yield from completion(data, parts, step.id, found, lang)
        else:
            source = source_words(step.sources, step.confidence, lang)
            yield new(parts, found, step.title, f"{step.text} {_when(step, lang)}{source}")


def _when(step: catalogue.AftercareStep, lang: Lang) -> str:
    """Return how long after what a step comes; the title says it where it is the same day."""
    if step.after == "P0D":
        return ""
    return text("wizard.proposal_after", lang, after=durations.say(step.after, lang), anchor=step.anchor_text) + " "


# -- cards --------------------------------------------------------------------------------------------------------


def _scenarios(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    roles = roles_by_template(data)
    bodies = [item for _, item in list_items(data, "bodies") if item_key(item)]
    levels = [key for _, item in list_items(data, "escalation.levels") if (key := item_key(item))]
    present = {_library_id(item): item for _, item in list_items(data, "scenarios")}
    for scenario in library.scenarios(lang):
        card = library.as_playbook_scenario(scenario, roles=roles, bodies=bodies, levels=levels)
        if scenario.id in present:
            yield from _card_completion(data, present[scenario.id], card, lang)
        else:
            steps = text("wizard.proposal_steps", lang, count=len(scenario.steps), date=dates.say(scenario.as_of, lang))
            yield new(parts, card, scenario.title, f"{scenario.summary} {steps}")


def _card_completion(data: Plain, card: Plain, fresh: Plain, lang: Lang) -> Iterator[Proposal]:
    """Offer what a card lacks: its level and owner, and roles for steps that went to somebody in their place."""
    parts: SymbolicPath = ("scenarios", ById(str(card.get("id"))))
    edits: list[Edit] = [
        Change((*parts, key), fresh[key]) for key in ("minimum_level", "owner") if key in fresh and not card.get(key)
    ]
    own_steps = {step.get("id"): step for step in card.get("steps") or [] if isinstance(step, dict)}
    changed = 0
    for step in fresh["steps"]:
        if (own := own_steps.get(step["id"])) is not None:
            better = _step_edits((*parts, "steps", ById(step["id"])), own, step)
            changed += bool(better)
            edits += better
    if edits:
        detail = text("wizard.proposal_card_lacks", lang, steps=changed)
        yield completing(str(card.get("id")), str(card.get("title") or fresh["title"]), detail, edits, lang)


def _step_edits(parts: SymbolicPath, own: Plain, fresh: Plain) -> list[Edit]:
    edits: list[Edit] = []
    stand_in = own.get("role") in (None, FALLBACK_ROLE) and own.get("actor") in (None, "anyone")
    if "role" in fresh and stand_in and fresh["role"] != own.get("role"):
        edits.append(Change((*parts, "role"), fresh["role"]))
        if own.get("actor"):
            edits.append(Removal((*parts, "actor")))
    has = own.get("contacts") or []
    missing = [contact for contact in fresh.get("contacts", []) if contact not in has]
    if missing:
        edits.append(Change((*parts, "contacts"), [*has, *missing]))
    return edits


def _library_id(card: Plain) -> str:
    origin = card.get("based_on")
    return str((origin.get("library") if isinstance(origin, dict) else None) or card.get("id"))


# -- outside help -------------------------------------------------------------------------------------------------


def _bodies(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    state = get(data, ("municipality", "state")) or directory.NATIONWIDE
    present = {body.get(key) for _, body in list_items(data, "bodies") for key in ("id", "from")}
    for entry in directory.find(state=state, lang=lang):
        body = directory.as_body(entry)
        if entry.channels and not present & {entry.id, body["id"]}:
            yield new(parts, body, entry.name, f"{entry.purpose} {entry_words(entry, lang)}")


def outside_help(state: str | None, present: set[str], lang: Lang) -> tuple[DirectoryEntry, ...]:
    """Return the directory entries to offer, the Land's own first and among them who always answers, without
    those the playbook has already."""
    found = directory.find(state=state, lang=lang)
    chosen: list[DirectoryEntry] = []
    for topic, limit in TOPICS:
        matching = [entry for entry in found if entry.topic == topic and entry.id not in present and entry.channels]
        matching.sort(key=lambda entry: entry.hours != ALWAYS)
        chosen += matching[:limit]
    return tuple(chosen)


def describe(entry: DirectoryEntry, lang: Lang) -> tuple[str, str]:
    """Return (name, second line) of an entry: for whom, how it is reached, where komma has it from, and as of when."""
    reached = ", ".join(channel_words({"kind": c.kind, "value": c.value}) for c in entry.channels[:2])
    served = ", ".join(label("audience_for", audience, lang) for audience in entry.audiences)
    whom = text("wizard.proposal_for", lang, audiences=served) if served and "staff" not in entry.audiences else ""
    return entry.name, f"{whom}{reached} {entry_words(entry, lang)}"


def as_bodies(entries: Iterable[DirectoryEntry]) -> list[Plain]:
    """Return the entries as bodies of a playbook; nobody has called them yet, so ``verified`` is missing."""
    return [directory.as_body(entry) for entry in entries]


# -- common -------------------------------------------------------------------------------------------------------


def _renamed(item: Plain, roles: dict[str, str]) -> Plain:
    """Put the playbook's own role ids where the catalogue's stand."""
    single = ("decides", "first_contact", "deputy", "owner")
    many = ("inform", "independent_of")
    named = {key: roles.get(item[key], item[key]) for key in single if key in item}
    return item | named | {key: [roles.get(r, r) for r in item[key]] for key in many if key in item}


_LISTS: dict[str, Source] = {
    "roles": _roles,
    "bodies": _bodies,
    "escalation.levels": _levels,
    "escalation.modifiers": _modifiers,
    "scenarios": _scenarios,
    "strategy.definitions": content.definitions,
    "strategy.fields": content.fields,
    "support.offers": content.offers,
    "support.aftercare": _aftercare,
    "internal_review.steps": content.review_steps,
    "internal_review.instruments": content.instruments,
    "internal_review.indicators": content.indicators,
}
"""Lists of the playbook for which komma has entries."""
_WITHIN: dict[str, Source] = {"strategy.fields.goals": content.goals_of_field} | sentences.SOURCES
"""Lists inside an entry, and questions, for which it has entries or sentences."""
