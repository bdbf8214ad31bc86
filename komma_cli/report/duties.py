"""What ``komma who`` tells: everything that depends on one person, the most important first. No name of a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from komma_cli import __version__
from komma_cli.duties import Duties, Named
from komma_cli.model.playbook import Playbook
from komma_cli.paths import get, parse_path
from komma_cli.report.paper import Block, Heading, Items, Line
from komma_cli.texts import Lang, label, text
from komma_cli.wizard.showing.closing import place_words

FORMAT = "komma-who/1"
"""Grows only when a field is taken away or changes its meaning; new fields may come at any time."""
_CALLS = ("first_contact", "deputy", "out_of_hours", "decides")


class DutyTeller:
    """Puts the duties of people of one plan into words of one language."""

    def __init__(self, playbook: Playbook, data: dict[str, Any], lang: Lang) -> None:
        self.data = data
        self.lang: Lang = lang
        self.names = {role.id: role.title for role in playbook.roles}
        self.names |= {body.id: body.name for body in playbook.bodies}
        self.names |= {
            person.id: person.function or text("reach.nameless", lang, id=person.id) for person in playbook.people
        }

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence of this room."""
        return text(f"who.{key}", self.lang, **values)

    def name(self, identifier: str | None) -> str:
        """Return what a role, a person or a body is called."""
        return self.names.get(identifier or "", identifier or "")

    def listed(self, identifiers: Sequence[str]) -> str:
        """Return names with commas."""
        return ", ".join(self.name(one) for one in identifiers)

    def blocks(self, duties: Duties) -> Iterator[Block]:
        """Yield the answer: one sentence, then roles, stand-ins, calls, cards and every other place."""
        who = self.name(duties.person)
        yield Heading(self.say("title", who=who), 1)
        yield Line(self.summary(duties))
        if duties.held:
            yield Heading(self.say("held_head"))
            yield Items(tuple(self._held(duties)))
        if duties.stands_in:
            yield Heading(self.say("stands_in_head"))
            yield Items(tuple(self._stands_in(duties)))
        calls = [one for one in duties.named if _is_call(one)]
        if calls:
            yield Heading(self.say("calls_head"))
            yield Items(tuple(self._calls(calls)))
        if duties.steps:
            yield Heading(self.say("steps_head"))
            yield Items(tuple(self._steps(duties)))
        yield from self._others([one for one in duties.named if not _is_call(one)])
        if not duties.none:
            yield Line(self.say("next"))

    def summary(self, duties: Duties) -> str:
        """Return the one sentence that says the most important."""
        if duties.none:
            return self.say("nothing")
        if not duties.held:
            return self.say("no_role", count=len(duties.stands_in))
        count = "one_role" if len(duties.held) == 1 else "roles"
        said = self.say(count, count=len(duties.held))
        if not duties.alone:
            return f"{said} {self.say('all_covered')}"
        key = "alone_one" if len(duties.alone) == 1 else "alone"
        return f"{said} {self.say(key, roles=self.listed([one.role for one in duties.alone]))}"

    def _held(self, duties: Duties) -> Iterator[str]:
        for one in duties.held:
            important = self.say("important") if one.critical else ""
            others = self.say("stand_ins", who=self.listed(one.others)) if one.others else self.say("no_stand_in")
            yield f"{self.name(one.role)}{important}: {others}"

    def _stands_in(self, duties: Duties) -> Iterator[str]:
        for one in duties.stands_in:
            if one.holder is None:
                yield self.say("stands_in_vacant", role=self.name(one.role), place=one.place)
            else:
                yield self.say("stands_in", role=self.name(one.role), place=one.place, holder=self.name(one.holder))

    def _calls(self, calls: Sequence[Named]) -> Iterator[str]:
        for path, group in groupby(calls, lambda one: one.path.rpartition(".")[0]):
            fields = [self.say(f"called_{one.path.rpartition('.')[2]}") for one in group]
            item = get(self.data, parse_path(path)) or {}
            yield f"{item.get('name') or self.say('emergency_card')}: {', '.join(fields)}"

    def _steps(self, duties: Duties) -> Iterator[str]:
        for one in duties.steps:
            title = (get(self.data, parse_path(one.scenario)) or {}).get("title", one.scenario)
            yield f"{title}: {self.say('steps', takes=one.takes, named=one.named)}"

    def _others(self, named: Sequence[Named]) -> Iterator[Block]:
        for section, group in groupby(named, lambda one: one.section):
            yield Heading(label("sections", section, self.lang))
            yield Items(tuple(dict.fromkeys(place_words(self.data, one.path, self.lang) for one in group)))


def as_json(duties: Duties, data: dict[str, Any]) -> str:
    """Return the same for programs."""
    person = get(data, parse_path(f"people[{duties.person}]")) or {}
    record = {
        "format": FORMAT,
        "komma": __version__,
        "person": duties.person,
        "function": person.get("function"),
        "roles": [{"role": one.role, "critical": one.critical, "others": list(one.others)} for one in duties.held],
        "stands_in": [{"role": one.role, "place": one.place, "holder": one.holder} for one in duties.stands_in],
        "places": [{"path": one.path, "role": one.role} for one in duties.named],
        "cards": [{"scenario": one.scenario, "takes": one.takes, "named": one.named} for one in duties.steps],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _is_call(one: Named) -> bool:
    return one.section == "escalation" and one.path.rpartition(".")[2] in _CALLS
