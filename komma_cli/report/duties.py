"""What ``komma who`` tells: everything that depends on one person, the most important first. No name of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from komma_cli import __version__
from komma_cli.duties import Duties, Named
from komma_cli.model.playbook import Playbook
from komma_cli.paths import get, parse_path
from komma_cli.report.json import dumped
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
        behind = [one for one in duties.behind if _is_call(one)]
        if calls or behind:
            yield Heading(self.say("calls_head"))
            yield Items((*self._calls(calls), *self._calls_behind(behind)))
        if duties.steps:
            yield Heading(self.say("steps_head"))
            yield Items(tuple(self._steps(duties)))
        yield from self._others([one for one in duties.named if not _is_call(one)])
        if duties.texts:
            yield Heading(self.say("texts_head"))
            yield Items(tuple(dict.fromkeys(place_words(self.data, path, self.lang) for path in duties.texts)))
        if duties.tasks:
            yield Heading(self.say("next_head"))
            yield Line(self.say("next"))

    def summary(self, duties: Duties) -> str:
        """Return the one sentence that says the most important."""
        if not duties.tasks:
            return self.say("only_texts" if duties.texts else "nothing")
        if duties.held:
            said = [self.say("one_role" if len(duties.held) == 1 else "roles", count=len(duties.held))]
        else:
            said = [self.say("no_role", count=len(duties.stands_in))]
        if duties.alone:
            said.append(self.say("alone_one" if len(duties.alone) == 1 else "alone", roles=self.listed(duties.alone)))
        elif duties.held:
            said.append(self.say("all_covered"))
        if duties.alone_at:
            places = dict.fromkeys(place_words(self.data, one.path, self.lang) for one in duties.alone_at)
            said.append(self.say("alone_at", places="; ".join(places)))
        return " ".join(said)

    def _held(self, duties: Duties) -> Iterator[str]:
        for one in duties.held:
            important = self.say("important") if one.critical else ""
            others = self.say("stand_ins", who=self.listed(one.others)) if one.others else self.say("no_stand_in")
            yield f"{self.name(one.role)}{important}: {others}"

    def _stands_in(self, duties: Duties) -> Iterator[str]:
        for one in duties.stands_in:
            role = self.name(one.role) + (self.say("important") if one.critical else "")
            if one.holder is None:
                said = self.say("stands_in_vacant", role=role, place=one.place)
            else:
                said = self.say("stands_in", role=role, place=one.place, holder=self.name(one.holder))
            yield said if one.others else f"{said}. {self.say('nobody_else')}"

    def _calls(self, calls: Sequence[Named]) -> Iterator[str]:
        for path, group in groupby(calls, lambda one: one.path.rpartition(".")[0]):
            fields = [self.say(f"called_{one.path.rpartition('.')[2]}") for one in group]
            item = get(self.data, parse_path(path)) or {}
            yield f"{item.get('name') or self.say('emergency_card')}: {', '.join(fields)}"

    def _calls_behind(self, calls: Sequence[Named]) -> Iterator[str]:
        """Yield for each role somebody stands in for where its holder is called."""
        for role, group in groupby(calls, lambda one: one.role):
            entries = (get(self.data, parse_path(one.path.rpartition(".")[0])) or {} for one in group)
            names = dict.fromkeys(str(item.get("name") or self.say("emergency_card")) for item in entries)
            yield self.say("called_behind", role=self.name(role), levels="; ".join(names))

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
        "stands_in": [
            {
                "role": one.role,
                "critical": one.critical,
                "place": one.place,
                "holder": one.holder,
                "others": list(one.others),
            }
            for one in duties.stands_in
        ],
        "alone": list(duties.alone),
        "places": [_place(one) for one in duties.named],
        "behind": [_place(one) for one in duties.behind],
        "cards": [{"scenario": one.scenario, "takes": one.takes, "named": one.named} for one in duties.steps],
        "texts": list(duties.texts),
    }
    return dumped(record)


def _place(one: Named) -> dict[str, object]:
    return {"path": one.path, "role": one.role, "alone": one.alone}


def _is_call(one: Named) -> bool:
    return one.section == "escalation" and one.path.rpartition(".")[2] in _CALLS
