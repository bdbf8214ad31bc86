"""The redacted playbook as one circle of readers sees it, with ready-made views: who is called in which order, what a
role, a measure or a law is for these readers, and what is printed about the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli import catalogue, durations, fieldnames, paths
from komma_cli.errors import UsageError
from komma_cli.laws import Law, is_due_for_recheck
from komma_cli.laws import laws as all_laws
from komma_cli.model.describe import fields_of
from komma_cli.model.fields import Confidentiality, Section
from komma_cli.model.playbook import Playbook
from komma_cli.model.thresholds import LIMITS
from komma_cli.paths import ById, parse_path
from komma_cli.render import phrases
from komma_cli.render.audience import may_see
from komma_cli.render.catalog import DocumentSpec
from komma_cli.texts import Lang, label


@dataclass(frozen=True)
class Contact:
    """One person or body in the order in which they are called, with the ways the readers may know."""

    place: str
    """„zuständig“, „1. Vertretung“."""
    who: str | None
    calls: tuple[dict[str, Any], ...] = ()
    """Channels that are a telephone."""
    others: tuple[dict[str, Any], ...] = ()
    hours: str | None = None
    away: str | None = None
    checked: date | None = None
    languages: tuple[str, ...] = ()

    @property
    def phone(self) -> str | None:
        """The first telephone number."""
        return str(self.calls[0]["value"]) if self.calls else None


@dataclass(frozen=True)
class Control:
    """The document control block. ``day`` is the date of the version, or of the draft's printing."""

    number: str | None
    title: str
    version: str
    day: date
    is_draft: bool
    owner: str | None
    released: str | None
    next_review: date | None
    classification: str
    readers: str


@dataclass(frozen=True)
class CodedMeasure:
    """A measure with its code and its place in the goal tree."""

    code: str
    field: dict[str, Any]
    goal: dict[str, Any]
    item: dict[str, Any]


class Reader:
    """The redacted playbook as one circle of readers sees it, in one language, on one day."""

    def __init__(self, data: dict[str, Any], lang: Lang, audience: Confidentiality, today: date) -> None:
        self.plain = data
        self.playbook = _total(Playbook, data)
        self.lang: Lang = lang
        self.audience = audience
        self.today = today
        self.people = {item["id"]: item for item in data["people"]}
        self.roles = {item["id"]: item for item in data["roles"]}
        self.bodies = {item["id"]: item for item in data["bodies"]}
        self.levels = {item["id"]: item for item in self.playbook["escalation"]["levels"]}
        self.least = int(self.playbook["thresholds"]["small_counts"] or LIMITS["small_counts"].default)
        """The smallest number of incidents that a report names; below it somebody could be recognised."""

    def word(self, name: str, /, **values: object) -> str:
        """Return a short phrase in the readers' language."""
        return phrases.word(name, self.lang, **values)

    def who(self, reference: str | None) -> str | None:
        """Return the title of a role, the name of a body, or how a person is called before these readers."""
        if reference is None:
            return None
        if reference in self.roles:
            return str(self.roles[reference]["title"])
        if reference in self.bodies:
            return str(self.bodies[reference]["name"])
        return self._person(self.people[reference]) if reference in self.people else None

    def place(self, path: str) -> str | None:
        """Return how people call a place of the playbook: its field, and the entry, as far as these readers know it."""
        try:
            parts = parse_path(path)
        except UsageError:
            return None
        named = fieldnames.short([part for part in parts if isinstance(part, str)], self.lang)
        entries = (
            paths.get(self.playbook, parts[: number + 1]) for number, p in enumerate(parts) if isinstance(p, ById)
        )
        title = next((said for item in reversed(list(entries)) if item and (said := self._entry_title(item))), None)
        return self.word("place_of_entry", field=named, entry=title) if named and title else named

    def _entry_title(self, item: Mapping[str, Any]) -> str | None:
        if item.get("id") in self.people:
            return self._person(self.people[item["id"]])
        return next((str(item[key]) for key in ("title", "name", "term", "occasion", "text") if item.get(key)), None)

    def _person(self, person: Mapping[str, Any]) -> str:
        """Papers print functions; a name stands beside it only for the narrowest circle, alone only inside."""
        name, function = person["name"], person["function"]
        if name and function and may_see(self.audience, "confidential"):
            return self.word("name_and_function", name=name, function=function)
        return str(function or name or self.word("named_inside"))

    def chain(self, reference: str | None) -> tuple[Contact, ...]:
        """Return whom to call, in order: the holder of a role, then the deputies, then the body that provides it.

        A role without anybody gives one entry that says so; a missing reference gives one entry without a name.
        """
        if reference is None:
            return (Contact(self.word("holder"), None),)
        role = self.roles.get(reference)
        if role is None:
            return (self._contact(reference, self.word("holder")),)
        found = [self._contact(role["holder"], self.word("holder"))] if role["holder"] else []
        found += [
            self._contact(deputy, self.word("deputy", number=number))
            for number, deputy in enumerate(role["deputies"], 1)
        ]
        if role["provided_by"]:
            found.append(self._contact(role["provided_by"], self.word("provider")))
        if not role["holder"] and (role["vacancy"] or not found):
            found.insert(0, Contact(self.word("holder"), self._vacancy(role["vacancy"])))
        return tuple(found)

    def _vacancy(self, vacancy: Mapping[str, Any] | None) -> str | None:
        if vacancy is None or vacancy["since"] is None:
            return None
        return self.word("since_vacant", day=phrases.short_day(vacancy["since"]), reason=vacancy["reason"])

    def _contact(self, identifier: str, place: str) -> Contact:
        item = self.people.get(identifier) or self.bodies.get(identifier)
        if item is None:  # a role that stands in for a role: its holder answers
            return self.chain(identifier)[0]
        verified = item["verified"] or {}
        return Contact(
            place=place,
            who=self.who(identifier),
            calls=tuple(c for c in item["channels"] if c["kind"] in phrases.CALLABLE),
            others=tuple(c for c in item["channels"] if c["kind"] not in phrases.CALLABLE),
            hours=item["hours"],
            away=self._away(item.get("absences", ())),
            checked=verified.get("on"),
            languages=tuple(item["languages"]),
        )

    def _away(self, absences: Iterable[Mapping[str, Any]]) -> str | None:
        """Return the absence that runs or comes next; past ones are nobody's business."""
        ahead = sorted((a["first_day"], a["last_day"]) for a in absences if a["last_day"] >= self.today)
        if not ahead:
            return None
        first, last = (phrases.short_day(day) for day in ahead[0])
        return (
            self.word("away_now", day=last)
            if ahead[0][0] <= self.today
            else self.word("away_later", first=first, last=last)
        )

    def bodies_of(self, scenario: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the ids of the outside bodies that the steps of a scenario name, each once, in order."""
        named = (contact for step in scenario["steps"] for contact in step["contacts"] if contact in self.bodies)
        return tuple(dict.fromkeys(named))

    def number(self, reference: str | None) -> str | None:
        """Return the first telephone number that somebody in the chain has."""
        return next((contact.phone for contact in self.chain(reference) if contact.phone), None)

    def role(self, *catalogue_ids: str) -> str | None:
        """Return the id of the first role of the playbook that is, or is based on, one of the catalogue's roles."""
        for wanted in catalogue_ids:
            for identifier, role in self.roles.items():
                if wanted in (identifier, role["based_on"]):
                    return str(identifier)
        return None

    def card(self, role: Mapping[str, Any]) -> catalogue.RoleCard | None:
        """Return komma's role card for a role of the playbook, None for a role of the municipality's own making."""
        known = {card.id: card for card in catalogue.roles(self.lang)}
        return known.get(role["based_on"] or role["id"])

    def measures(self) -> tuple[CodedMeasure, ...]:
        """Return every measure in the order of the strategy, coded M-01, M-02 …"""
        found = [
            (field, goal, item)
            for field in self.playbook["strategy"]["fields"]
            for goal in field["goals"]
            for item in goal["measures"]
        ]
        return tuple(CodedMeasure(f"M-{number:02d}", *place) for number, place in enumerate(found, 1))

    def few(self, count: int | None) -> bool:
        """Say whether a count is too small to be named; nothing at all may be said."""
        return count is not None and 0 < count < self.least

    def names_few(self, text: str | None) -> bool:
        """Say whether a text on counts holds a whole number in figures that is too small to be named.

        „Stufe 2“ is taken for one too: a sentence too few is better than a person who is recognised.
        """
        numbers = re.findall(r"(?<![\d.,/-])\d{1,2}(?![\d/-]|[.,]\d)", text or "")
        return any(self.few(int(number)) for number in numbers)

    def next_report(self) -> date | None:
        """Return the day of the next report to the council, counted from the last one."""
        review = self.playbook["review"]
        last, interval = review["last_report"], review["report_interval"]
        return durations.after(last, interval) if last and interval else None

    def laws(self, *ids: str | None) -> tuple[Law, ...]:
        """Return legal bases by id; those of other Länder, and ids that komma does not know, are left out."""
        here = ("DE", self.playbook["municipality"]["state"])
        known = {law.id: law for law in all_laws(self.lang)}
        return tuple(known[each] for each in ids if each in known and known[each].land in here)

    def stale(self, law: Law) -> bool:
        """Say whether the text of a law must be read again, by komma or here, before anybody relies on it."""
        return is_due_for_recheck(law, self.today, self.playbook["municipality"]["legal_as_of"])

    def control(self, spec: DocumentSpec) -> Control:
        """Return what is printed about the document itself."""
        review = self.playbook["review"]
        number, released_on = review["document_number"], review["released_on"]
        released = review["released_by"]
        if released and released_on:
            released = self.word("released", by=released, day=phrases.short_day(released_on))
        return Control(
            number=f"{number}-{spec.code}" if number else None,
            title=spec.titles[self.lang],
            version=review["version"] or self.word("draft"),
            day=review["as_of"] or self.today,
            is_draft=review["version"] is None or review["as_of"] is None,
            owner=self.who(review["owner"] or self.role("coordination")),
            released=released,
            next_review=review["next_review"],
            classification=label("confidentiality", self.audience, self.lang),
            readers=spec.readers[self.lang],
        )


def _total(section: type[Section], data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a section in which missing groups are empty ones, so that a template may ask for anything inside them."""
    made: dict[str, Any] = {}
    for spec in fields_of(section):
        value: Any = ([] if spec.many else None) if data is None else data[spec.key]
        if spec.group is None:
            made[spec.key] = value
        elif spec.many:
            made[spec.key] = [_total(spec.group, item) for item in value or []]
        else:
            made[spec.key] = _total(spec.group, value)
    return made
