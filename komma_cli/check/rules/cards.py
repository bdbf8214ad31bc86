"""K319-K326: what single scenario cards must not get wrong, and which cards are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import catalogue_role
from komma_cli.check.registry import Context, rule
from komma_cli.model.scenarios import Scenario
from komma_cli.texts import facts, names

_SHOWN = 6
"""So many missing cards are named; a longer list nobody reads."""
# Patterns stand as text: they are compiled by the first search, so a playbook without such a card never pays for them.
_SESSION = r"session-disturbance|\bs14\b|sitzungsstörung|gestörte sitzung|störung (?:einer|der|von|in) \w*sitzung"
_POST = r"suspicious-(?:post|item|parcel)|verdächtige\w* (?:post|send|gegenst|brief|paket)|pulverbrief|powder|\bs04\b"
_ON_INSTRUCTION = r"anweis|anordn|aufforder|instruct|say so|tells? you"
_CLAUSES = r"[.!?;:\n]+|\b(?:und|sondern|aber|dann|and|but|then)\b|,(?=\s*\w+en sie\b)"
_NEGATED = r"\b(?:nicht|nichts|nie|niemals|kein\w*|ohne|never|not|don't|nothing|without)\b"
_COVERS = (
    r"\b(?:bedeck\w*|abdeck\w*|abgedeckt|abzudecken|decken sie\b.*\bab|verpack\w*|eintüten|eingetütet|einzutüten"
    r"|cover(?:s|ed)?|wrap(?:s|ped)?)\b|\b(?:in|into)\b[^,]*?(?:tüte|beutel|behälter|eimer|wasser|\bbag\b|container|bucket)"
)
_MOVES = (
    r"\b(?:beweg(?:en|t|e)|trag(?:en|t|e)|bring(?:en|t|e)|schieb(?:en|t|e)|heb(?:en|t|e)|nehmen|transportier(?:en|t|e)"
    r"|move[sd]?|carry|carries|lift(?:s|ed)?|take)\b"
)
_ITEM = (
    r"sendung|brief|paket|päckchen|umschlag|gegenstand|pulver|substanz|\bpost\b|\b(?:ihn|es)\b"
    r"|\bitem|letter|parcel|package|envelope|powder|substance|\bit\b"
)
_ENTERS_IN_A_LIST = r"\bein\s*$"
_FOUR = {
    "reason": r"grund\b|gründe|begründ|warum|weshalb|rechtswidrig|strafbar|reason|why|illegal|unlawful",
    "address": r"internetadress|webadress|fundstelle|\burls?\b|\blinks?\b|web address|internet address",
    "sender": r"e-?mail|postfach|mailbox",
    "good_faith": r"gute[mnr]? glaube|gutgläubig|good[- ]faith",
}
"""What a notice to a platform must hold (Art. 16 (2) DSA), as words people use for it."""
_WRITTEN_ELSEWHERE = r"vordruck|vorlage|formular|meldestelle|trusted flagger|template|\bform\b|reporting office"
"""A template holds the four itself, and a trusted reporting office writes the notice itself."""


def _relevant(context: Context) -> Iterator[Scenario]:
    return (scenario for scenario in context.playbook.scenarios if scenario.relevant)


def _is(scenario: Scenario, pattern: str) -> bool:
    origin = scenario.based_on.library if scenario.based_on else ""
    return re.search(pattern, f"{scenario.id} {origin} {scenario.title}".lower()) is not None


@cache
def _library() -> tuple[str, ...]:
    """Return the ids of komma's own scenarios; no card is read for it."""
    return tuple(stem for stem in names("scenarios") if not stem.startswith("_"))


@rule("K319", "hint", profile="full", needs=("scenarios",), sources=("R42",))
def cards_that_are_missing(context: Context) -> Iterator[Hit]:
    """Every kind of incident in komma's library has a card, or a card that says why it is left out."""
    known = {scenario.id for scenario in context.playbook.scenarios}
    known |= {scenario.based_on.library for scenario in context.playbook.scenarios if scenario.based_on}
    library = _library()
    missing = [identifier for identifier in library if identifier not in known]
    if missing:
        missing.sort(key=lambda identifier: (facts(f"scenarios/{identifier}")["police"] != "immediately", identifier))
        values = {"count": len(missing), "all": len(library), "scenarios": tuple(missing[:_SHOWN])}
        yield Hit(("scenarios",), values)


@rule("K320", "warning", needs=("scenarios",), sources=("R42",))
def left_out_for_a_reason(context: Context) -> Iterator[Hit]:
    """A scenario that is left out says why."""
    for scenario in context.playbook.scenarios:
        if not scenario.relevant and scenario.reason is None:
            yield Hit(("scenarios", scenario.id, "reason"), {"scenario": scenario.title})


@rule("K321", "warning", needs=("scenarios", "roles", "escalation"), sources=("R43",))
def session_has_a_chair(context: Context) -> Iterator[Hit]:
    """Where sessions may be disturbed, a chair, somebody who stands in, and the holder of the house right are named."""
    scenario = next((scenario for scenario in _relevant(context) if _is(scenario, _SESSION)), None)
    if scenario is None:
        return
    chair = catalogue_role(context, "session-chair")
    if chair is None:
        yield Hit(("roles",), {"case": "no_chair", "scenario": scenario.title})
    elif not chair.deputies and not chair.critical and chair.provided_by is None:
        # K203 says it of a critical role
        yield Hit(("roles", chair.id, "deputies"), {"case": "no_deputy", "scenario": scenario.title})
    emergency = context.playbook.escalation.emergency if context.playbook.escalation else None
    if emergency is None or emergency.evacuation_decides is None:
        parts = ("escalation", "emergency", "evacuation_decides")
        yield Hit(parts, {"case": "no_house_right", "scenario": scenario.title})


@rule("K322", "error", profile="core", sources=("addendum 1.1",))
def suspicious_post_stays(context: Context) -> Iterator[Hit]:
    """Nobody is told to move, carry, bag or cover suspicious post, unless police or fire brigade say so."""
    for scenario in _relevant(context):
        for step in scenario.steps if _is(scenario, _POST) else ():
            if _touches(step.text.lower()):
                yield Hit(("scenarios", scenario.id, "steps", step.id, "text"), {"scenario": scenario.title})


def _touches(text: str) -> bool:
    if not (re.search(_MOVES, text) or re.search(_COVERS, text)) or re.search(_ON_INSTRUCTION, text):
        return False
    return any(_tells_to_touch(clause) for clause in re.split(_CLAUSES, text))


def _tells_to_touch(clause: str) -> bool:
    if re.search(_NEGATED, clause) or re.search(_ENTERS_IN_A_LIST, clause):
        return False
    if re.search(_COVERS, clause):
        return True
    return re.search(_MOVES, clause) is not None and re.search(_ITEM, clause) is not None


@rule(
    "K323",
    "warning",
    needs=("scenarios",),
    sources=(
        "addendum 4.8",
        "https://gesetze.datenbeschuetzerin.de/gesetz-ueber-digitale-dienste-dsa-inhaltsverzeichnis/dsa-artikel-16/",
    ),
)
def notice_a_platform_must_heed(context: Context) -> Iterator[Hit]:
    """A step that reports content to a platform names the four things the notice must hold."""
    for scenario in _relevant(context):
        notices = [step for step in scenario.steps if step.deadline == "platform-notice"]
        said = "\n".join(step.text for step in notices).lower()
        if not notices or re.search(_WRITTEN_ELSEWHERE, said):
            continue
        missing = sum(re.search(words, said) is None for words in _FOUR.values())
        if missing:
            values = {"scenario": scenario.title, "count": missing, "all": len(_FOUR)}
            yield Hit(("scenarios", scenario.id, "steps", notices[0].id, "text"), values)


@rule("K326", "warning", needs=("scenarios",), sources=("R36", "D"))
def police_is_not_taken_out(context: Context) -> Iterator[Hit]:
    """A card copied from the library keeps calling the police at once where the library does."""
    library = _library()
    for scenario in _relevant(context):
        if scenario.based_on is None or scenario.police == "immediately" or scenario.based_on.library not in library:
            continue
        if facts(f"scenarios/{scenario.based_on.library}")["police"] == "immediately":
            case = "open" if scenario.police is None else "lowered"
            yield Hit(("scenarios", scenario.id, "police"), {"case": case, "scenario": scenario.title})
