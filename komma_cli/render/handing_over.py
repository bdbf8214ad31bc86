"""The pack for a successor: what somebody takes over, as a document outside the catalogue because it needs two people.

Private numbers and addresses are never in it, nor why or when somebody is away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli.duties import Duties
from komma_cli.model.channels import PRIVATE
from komma_cli.model.playbook import Playbook
from komma_cli.paths import format_path, parse_path
from komma_cli.render.audience import redact
from komma_cli.render.catalog import DocumentSpec
from komma_cli.render.produce import Filled, Produced, finish, write_text
from komma_cli.render.reader import Reader
from komma_cli.texts import LANGUAGES, Lang, label, text

_ID = "handover"
_OVER = ("done", "dropped")
_CALLED = ("first_contact", "deputy", "out_of_hours")
_TOLD = re.compile(rf"escalation\.levels\[[^]]*\]\.(?:{'|'.join(_CALLED)})$|strategy\..*\.measures\[[^]]*\]\.owner$")
"""Paths of what the tables of levels and measures tell."""


@dataclass(frozen=True)
class Dated:
    """Something with a day: what and when; ``path`` names the place of the plan, ``body`` is whom it is with."""

    path: str
    day: date
    body: str | None = None


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
    reader = Reader(_without_private(redact(playbook, "confidential")), lang, "confidential", today)
    held = [one.role for one in duties.held]
    led_to = {duties.person, *held}
    more = {
        "leaves": reader.people[duties.person],
        "follows": reader.people[successor],
        "held": [(reader.roles[one.role], one, _left(one.others, successor)) for one in duties.held],
        "stands_in": [(reader.roles[one.role], one) for one in duties.stands_in],
        "calls": list(_calls(reader.playbook, led_to, lang)),
        "deputy_calls": list(_deputy_calls(reader, duties, successor)),
        "agreements": [item for item in reader.playbook["liaisons"] if item["id"] in duties.agreements],
        "tasks": [
            item for item in reader.measures() if item.item["owner"] in led_to and item.item["status"] not in _OVER
        ],
        "open_items": _open(reader, duties),
        "cards": [
            (next(card for card in reader.playbook["scenarios"] if f"scenarios[{card['id']}]" == one.scenario), one)
            for one in duties.steps
        ],
        "elsewhere": _with_section(_elsewhere(duties), lang),
        "texts": _with_section(duties.texts, lang),
        "dates": sorted(_dates(reader.playbook, duties, led_to, today), key=lambda one: (one.day, one.path)),
    }
    filled = Filled(spec, reader, write_text(spec, reader, more))
    return finish(playbook, filled)


def _without_private(plan: dict[str, Any]) -> dict[str, Any]:
    """Take private numbers and addresses out: the widest class may see them, whoever gets the pack need not."""
    for item in (*plan["people"], *plan["bodies"]):
        item["channels"] = [channel for channel in item["channels"] if channel["kind"] not in PRIVATE]
    return plan


def _calls(plan: dict[str, Any], led_to: set[str], lang: Lang) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every level that leads to somebody, with how it does, in words."""
    for level in plan["escalation"]["levels"]:
        if fields := tuple(name for name in _CALLED if level[name] in led_to):
            yield level, ", ".join(text(f"who.called_{name}", lang) for name in fields)


def _left(others: tuple[str, ...], successor: str) -> tuple[str, ...]:
    """Return who still stands in: whoever takes a role over is no deputy of her own."""
    return tuple(one for one in others if one != successor)


def _deputy_calls(reader: Reader, duties: Duties, successor: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each role somebody stands in for whose holder is called, with the names of the levels."""
    for one in duties.stands_in:
        names = tuple(
            str(level["name"])
            for level in reader.playbook["escalation"]["levels"]
            if any(level[name] == one.role for name in _CALLED)
        )
        if names and one.holder != successor:
            yield str(reader.roles[one.role]["title"]), names


def _elsewhere(duties: Duties) -> tuple[str, ...]:
    """Return the places that no other part of the pack tells, each once."""
    paths = dict.fromkeys(one.path for one in duties.named if one.section != "liaisons")
    return tuple(path for path in paths if not _TOLD.match(path))


def _open(reader: Reader, duties: Duties) -> list[dict[str, Any]]:
    """Return the open questions that say this function or one of these roles sees to them."""
    person = reader.people[duties.person]
    names = {person["function"], person["name"], *(reader.roles[one.role]["title"] for one in duties.held)} - {None}
    return [item for item in reader.playbook["open"] if item["owner"] in names and not item["not_applicable"]]


def _with_section(paths: Iterable[str], lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return each path behind the name of its section: „Leitung“ alone says too little."""
    return tuple((label("sections", str(parse_path(path)[0]), lang), path) for path in paths)


def _dates(plan: dict[str, Any], duties: Duties, led_to: set[str], today: date) -> Iterator[Dated]:
    """Yield days ahead: the next review, exercises, meetings with authorities, money and roles that end."""
    if (day := plan["review"]["next_review"]) is not None and day >= today:
        yield Dated(format_path(("review", "next_review")), day)
    for exercise in plan["exercises"]:
        if exercise["held_on"] is None and (day := exercise["planned_for"]) is not None and day >= today:
            yield Dated(f"exercises[{exercise['id']}].planned_for", day)
    for item in plan["liaisons"]:
        if item["id"] in duties.agreements and (day := item["review_meeting"]) is not None and day >= today:
            yield Dated(f"liaisons[{item['id']}].review_meeting", day, item["body"])
    for role in plan["roles"]:
        if role["id"] in led_to and (day := role["funded_until"]) is not None and day >= today:
            yield Dated(f"roles[{role['id']}].funded_until", day)
