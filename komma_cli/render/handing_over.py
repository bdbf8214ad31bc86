"""The pack for a successor: what somebody takes over, as a document outside the catalogue because it needs two people.

Private numbers and addresses are never in it, nor why or when somebody is away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli.duties import Duties
from komma_cli.model.playbook import Playbook
from komma_cli.paths import format_path
from komma_cli.render.audience import redact
from komma_cli.render.catalog import DocumentSpec
from komma_cli.render.produce import Filled, Produced, finish, write_text
from komma_cli.render.reader import Reader
from komma_cli.texts import LANGUAGES, Lang, text

_ID = "handover"
_OVER = ("done", "dropped")
_CALLED = ("first_contact", "deputy", "out_of_hours")


@dataclass(frozen=True)
class Dated:
    """Something with a day: what and when; ``path`` names the place of the plan."""

    path: str
    day: date


def pack(playbook: Playbook, duties: Duties, successor: str, lang: Lang, today: date) -> Produced:
    """Return the pack with which ``successor`` takes over the duties. Equal input gives equal text."""
    spec = DocumentSpec(
        id=_ID,
        order=0,
        classification="confidential",
        audiences=("confidential",),
        family="formal",
        page="a4",
        needs=(),
        code="UE",
        titles={each: text("handover.title", each) for each in LANGUAGES},
        readers={each: text("handover.readers", each) for each in LANGUAGES},
    )
    reader = Reader(redact(playbook, "confidential"), lang, "confidential", today)
    held = [one.role for one in duties.held]
    led_to = {duties.person, *held}
    more = {
        "leaves": reader.people[duties.person],
        "follows": reader.people[successor],
        "held": [(reader.roles[one.role], one) for one in duties.held],
        "stands_in": [(reader.roles[one.role], one) for one in duties.stands_in],
        "calls": list(_calls(reader.playbook, led_to, lang)),
        "agreements": _of(reader.playbook["liaisons"], ("our_contact", "our_deputy"), led_to),
        "tasks": [
            item for item in reader.measures() if item.item["owner"] in led_to and item.item["status"] not in _OVER
        ],
        "open_items": _open(reader, duties),
        "cards": [
            (next(card for card in reader.playbook["scenarios"] if f"scenarios[{card['id']}]" == one.scenario), one)
            for one in duties.steps
        ],
        "dates": sorted(_dates(reader.playbook, led_to, today), key=lambda one: (one.day, one.path)),
    }
    filled = Filled(spec, reader, write_text(spec, reader, more))
    return finish(playbook, filled)


def _calls(plan: dict[str, Any], led_to: set[str], lang: Lang) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every level that leads to somebody, with how it does, in words."""
    for level in plan["escalation"]["levels"]:
        if fields := tuple(name for name in _CALLED if level[name] in led_to):
            yield level, ", ".join(text(f"who.called_{name}", lang) for name in fields)


def _of(items: list[dict[str, Any]], fields: tuple[str, ...], led_to: set[str]) -> list[dict[str, Any]]:
    return [item for item in items if any(item[name] in led_to for name in fields)]


def _open(reader: Reader, duties: Duties) -> list[dict[str, Any]]:
    """Return the open questions that say this function or one of these roles sees to them."""
    person = reader.people[duties.person]
    names = {person["function"], person["name"], *(reader.roles[one.role]["title"] for one in duties.held)} - {None}
    return [item for item in reader.playbook["open"] if item["owner"] in names and not item["not_applicable"]]


def _dates(plan: dict[str, Any], led_to: set[str], today: date) -> Iterator[Dated]:
    """Yield days ahead: the next review, exercises, meetings with authorities, money and roles that end."""
    if (day := plan["review"]["next_review"]) is not None and day >= today:
        yield Dated(format_path(("review", "next_review")), day)
    for exercise in plan["exercises"]:
        if exercise["held_on"] is None and (day := exercise["planned_for"]) is not None and day >= today:
            yield Dated(f"exercises[{exercise['id']}].planned_for", day)
    for item in _of(plan["liaisons"], ("our_contact", "our_deputy"), led_to):
        if (day := item["review_meeting"]) is not None and day >= today:
            yield Dated(f"liaisons[{item['id']}].review_meeting", day)
    for role in plan["roles"]:
        if role["id"] in led_to and (day := role["funded_until"]) is not None and day >= today:
            yield Dated(f"roles[{role['id']}].funded_until", day)
