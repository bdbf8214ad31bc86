"""K308-K316: scenarios. A card says who does what: safety first, evidence before deleting, and nobody records calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from komma_cli.check.finding import Hit
from komma_cli.check.registry import Context, rule
from komma_cli.model.scenarios import PHASES, Scenario, Step

_WANTED_KINDS = ("safety", "evidence", "report", "support", "communicate", "aftercare", "close")
"""What a card needs besides its owner (R29); ``legal`` steps depend on the incident."""
# Patterns stand as text: they are compiled by the first search, so a clean playbook never pays for them.
_EVACUATION = (
    r"bomb|sprengsatz|pulverbrief|powder|suspicious-(?:post|item|parcel)|verdächtige\w* (?:post|send|gegenst)"
    r"|\bs0[45]\b"
)
"""Scenarios in which somebody must decide on leaving the building (S04 suspicious post, S05 bomb threat)."""
_NOT = r"\b(?:nicht|nichts|nie|niemals|kein\w*|never|not|don't|no)\b"
_NOT_BEFORE = r"\b(?:ohne|bevor|without|before)\b"
_REMOVE = (
    r"\b(?:lösch(?:en|t|e)|gelöscht|(?:ent)?sperr(?:en|t)|blockier(?:en|t|e)|blocken|überstreich\w*|übermal\w*"
    r"|abwisch\w*|reinig(?:en|t|e)|säuber\w*|beseitig(?:en|t|e)|entfern(?:en|t|e)"
    r"|delete[sd]?|block(?:s|ed)?|remove[sd]?|clean(?:s|ed)?|wipe[sd]?)\b"
)
_RECORD = (
    r"\b(?:aufzeichne[nt]?|aufgezeichnet|aufzuzeichnen|mitschneide[nt]?|mitgeschnitten|mitzuschneiden|mitschnitt\w*"
    r"|(?:ton|sprach|audio)auf(?:nahme|zeichnung)\w*)\b"
    r"|\bzeichnen\b.*\bauf\b|\bschneiden\b.*\bmit\b|\bnehmen\b.*\b(?:anruf|telefon)\w*\b.*\bauf\b"
    r"|\b(?:anruf|telefonat|telefongespräch)\w*\b.*\baufnehmen\b"
    r"|\brecord(?:s|ed|ing)?\b(?: of)?(?: the| a| all| every| this| any)*(?: phone| telephone)?"
    r" (?:call|conversation|talk)s?\b"
    r"|\b(?:call|conversation)s? (?:is |are |be )*recorded\b"
)
_RECORD_STEMS = ("zeichn", "schneid", "schnitt", "nehmen", "aufnahm", "record")
"""Without one of these a text cannot match ``_RECORD``."""
_TALK = r"anruf|telefon|gespräch|\bcalls?\b|conversation|\btalks?\b"
_FORBIDDEN = r"strafbar|verboten|unzulässig|untersagt|nicht (?:erlaubt|zulässig)|illegal|forbidden|offence"
_SENTENCE = r"[.!?;:\n]+"
_CLAUSE = r",|\b(?:und|oder|and|or)\b"
_LISTS_OF_DONTS = {"never", "never_said", "not_without_consent", "deviations", "open"}


def _relevant(context: Context) -> Iterator[Scenario]:
    return (scenario for scenario in context.playbook.scenarios if scenario.relevant)


@rule("K308", "error", needs=("scenarios",), sources=("R29",))
def card_is_complete(context: Context) -> Iterator[Hit]:
    """Every relevant scenario has an owner and steps of every kind."""
    for scenario in _relevant(context):
        if scenario.owner is None:
            yield Hit(("scenarios", scenario.id, "owner"), {"case": "owner", "scenario": scenario.title})
        kinds = {step.kind for step in scenario.steps}
        if scenario.communication is not None:
            kinds.add("communicate")
        missing = tuple(kind for kind in _WANTED_KINDS if kind not in kinds)
        if missing:
            values = {"case": "kinds", "scenario": scenario.title, "kinds": missing}
            yield Hit(("scenarios", scenario.id, "steps"), values)


@rule("K309", "error", needs=("scenarios",), sources=("R30",))
def safety_first(context: Context) -> Iterator[Hit]:
    """The first step of the acute phase is the safety of those who are there."""
    for scenario in _relevant(context):
        now = [step for step in scenario.steps if step.phase == "now"]
        if now and now[0].kind != "safety":
            yield Hit(("scenarios", scenario.id, "steps", now[0].id), {"case": "late", "scenario": scenario.title})
        elif not now and scenario.track == "external":
            yield Hit(("scenarios", scenario.id, "steps"), {"case": "missing", "scenario": scenario.title})


@rule("K310", "error", needs=("scenarios",), sources=("R31",))
def evidence_before_deleting(context: Context) -> Iterator[Hit]:
    """Evidence is secured before anything is deleted, blocked or cleaned."""
    for scenario in _relevant(context):
        secured = False
        for step in sorted(scenario.steps, key=lambda step: PHASES.index(step.phase)):
            secured = secured or step.kind == "evidence"
            if not secured and _removes(step):
                yield Hit(("scenarios", scenario.id, "steps", step.id, "text"), {"scenario": scenario.title})


def _removes(step: Step) -> bool:
    if step.kind == "safety":  # „Entfernen Sie sich“, „Sperren Sie den Raum“
        return False
    sentences = re.split(_SENTENCE, step.text.lower())
    return any(
        re.search(_REMOVE, one) and not re.search(_NOT, one) and not re.search(_NOT_BEFORE, one) for one in sentences
    )


@rule(
    "K311", "error", profile="core", sources=("R32", "https://www.gesetze-im-internet.de/stgb/__201.html"), on_data=True
)
def no_recording(context: Context) -> Iterator[Hit]:
    """No text tells people to record a call or a conversation."""
    for passage in context.wording.holding(*_RECORD_STEMS):
        if _LISTS_OF_DONTS.isdisjoint(passage.parts) and _asks_to_record(passage.text):
            yield Hit(passage.parts)


@lru_cache(maxsize=2048)  # most cards are komma's own, in every file the same sentences
def _asks_to_record(text: str) -> bool:
    return any(_tells_to_record(sentence) for sentence in re.split(_SENTENCE, text.lower()))


def _tells_to_record(sentence: str) -> bool:
    """Say whether a sentence asks for a recording; „nicht“ counts in its own clause only, „strafbar“ anywhere."""
    found = re.search(_RECORD, sentence)
    if found is None or not re.search(_TALK, sentence) or re.search(_FORBIDDEN, sentence):
        return False
    clause = re.compile(_CLAUSE)
    start = max((mark.end() for mark in clause.finditer(sentence, 0, found.start())), default=0)
    end = next((mark.start() for mark in clause.finditer(sentence, found.end())), len(sentence))
    return re.compile(_NOT).search(sentence, start, end) is None


@rule("K313", "error", needs=("escalation", "scenarios"), sources=("addendum 1.3",))
def evacuation_decided(context: Context) -> Iterator[Hit]:
    """Where a bomb threat or suspicious post is expected, somebody decides on leaving the building, and a deputy."""
    scenario = next((scenario for scenario in _relevant(context) if _needs_evacuation(scenario)), None)
    emergency = context.playbook.escalation.emergency if context.playbook.escalation else None
    if scenario is None:
        return
    for field in ("evacuation_decides", "evacuation_deputy"):
        if emergency is None or getattr(emergency, field) is None:
            yield Hit(("escalation", "emergency", field), {"case": field, "scenario": scenario.title})


def _needs_evacuation(scenario: Scenario) -> bool:
    origin = scenario.based_on.library if scenario.based_on else ""
    return re.search(_EVACUATION, f"{scenario.id} {origin} {scenario.title}".lower()) is not None


@rule("K315", "error", needs=("escalation", "scenarios"), sources=("R40",))
def level_of_the_same_track(context: Context) -> Iterator[Hit]:
    """An internal scenario starts at an internal level, an external one at an external level."""
    for scenario in _relevant(context):
        level = context.levels.get(scenario.minimum_level or "")
        if level is not None and level.track != scenario.track:
            values = {"scenario": scenario.title, "level": level.name}
            yield Hit(("scenarios", scenario.id, "minimum_level"), values)


@rule("K316", "error", needs=("scenarios",), sources=("R29",))
def somebody_does_it(context: Context) -> Iterator[Hit]:
    """A step is done either by a role or by whoever is there."""
    for scenario in _relevant(context):
        for step in scenario.steps:
            parts = ("scenarios", scenario.id, "steps", step.id)
            if step.role is None and step.actor is None:
                yield Hit((*parts, "role"), {"case": "nobody", "scenario": scenario.title})
            elif step.role is not None and step.actor is not None:
                yield Hit((*parts, "actor"), {"case": "both", "scenario": scenario.title}, severity="warning")
