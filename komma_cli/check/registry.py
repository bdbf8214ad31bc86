"""Every rule stands once: a function under ``@rule``; ids are unique and never change their meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from komma_cli.check.finding import Hit, Severity
from komma_cli.check.wording import Wording, may_be_words
from komma_cli.model.bodies import Body
from komma_cli.model.describe import Parts
from komma_cli.model.escalation import Level
from komma_cli.model.people import Person
from komma_cli.model.playbook import Playbook, Profile
from komma_cli.model.references import Reference, identifiers, references
from komma_cli.model.roles import Role
from komma_cli.model.thresholds import LIMITS, Number

if TYPE_CHECKING:
    from komma_cli.reach.causes import Answered

Logic = Callable[["Context"], Iterator[Hit]]


@dataclass(frozen=True)
class Context:
    """What a rule may look at: the readable playbook, the plain data of the file, and the day of the check."""

    playbook: Playbook
    data: dict[str, Any]
    today: date
    faults: dict[str, list[Hit]] = field(default_factory=dict)
    """What was wrong with the file and its form, per rule of the family K0xx."""
    thresholds: Mapping[str, Number] = field(default_factory=dict)
    """Numbers of the settings around the file; what the file says itself stands in the playbook."""

    def length(self, name: str) -> str:
        """Return the ISO 8601 duration that a threshold has for this file."""
        return str(self._number(name))

    def count(self, name: str) -> int:
        """Return the count that a threshold has for this file."""
        return int(self._number(name))

    def _number(self, name: str) -> Number:
        """What the file says counts before the settings, except that for somebody's safety the stricter one counts."""
        limit = LIMITS[name]
        own = getattr(self.playbook.thresholds, name, None)
        around = self.thresholds.get(name)
        if own is not None and around is not None and limit.safety:
            return limit.stricter(own, around)
        return next((value for value in (own, around) if value is not None), limit.default)

    @cached_property
    def people(self) -> dict[str, Person]:
        """The readable people by id."""
        return {person.id: person for person in self.playbook.people}

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The readable roles by id."""
        return {role.id: role for role in self.playbook.roles}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """The readable outside bodies by id."""
        return {body.id: body for body in self.playbook.bodies}

    @cached_property
    def levels(self) -> dict[str, Level]:
        """The readable levels by id."""
        return {level.id: level for level in self.playbook.escalation.levels} if self.playbook.escalation else {}

    @cached_property
    def answered(self) -> Answered:
        """The proof of who answers in the year from ``today`` on, worked out once for all its rules.

        A day of another age, as only a test sets it, proves nothing and finds nothing.
        """
        from komma_cli.reach.causes import Answered

        return Answered(self.playbook, self.today)

    @cached_property
    def wording(self) -> Wording:
        """Every text of the file that somebody wrote as words."""
        return Wording(self.data, self._walked[0])

    @property
    def groups(self) -> list[tuple[Parts, list[Any]]]:
        """Every list of mappings in ``data`` with its concrete path."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[list[tuple[Parts, str]], list[tuple[Parts, list[Any]]]]:
        walked: tuple[list[tuple[Parts, str]], list[tuple[Parts, list[Any]]]] = ([], [])
        _walk(self.data, (), *walked)
        return walked

    @cached_property
    def identifiers(self) -> dict[str, dict[str, Parts]]:
        """The ids of every list in ``data`` that can be referred to, with their paths."""
        return identifiers(self.data)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference in ``data``, in the order of the model."""
        return tuple(references(self.data))


@dataclass(frozen=True)
class Rule:
    """A rule's identity and logic. ``needs`` are sections without which it is skipped, with that as the reason."""

    id: str
    severity: Severity
    profile: Profile
    """The smallest profile that runs the rule: a rule of ``core`` runs in every profile."""
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    """Ids or addresses of the basis: R-number of the rule table, norm, or D for a decision of komma's own."""
    logic: Logic
    on_data: bool = False
    """The rule reads ``Context.data`` and its paths count positions there; it runs even if no playbook can be read."""


RULES: dict[str, Rule] = {}
NEVER_ACCEPTED = frozenset(f"K0{number:02}" for number in range(1, 19))
"""A file that cannot be read in full cannot be accepted as it is, by no deviation and no baseline."""


def _walk(node: Any, parts: Parts, texts: list[tuple[Parts, str]], groups: list[tuple[Parts, list[Any]]]) -> None:
    """Collect words and lists of mappings of plain data, whose depth the store has limited."""
    for key, value in node.items() if type(node) is dict else enumerate(node):
        kind = type(value)
        if kind is str:
            if may_be_words(key, value):
                texts.append(((*parts, key), value))
        elif kind is dict or kind is list:
            here = (*parts, key)
            if kind is list and value and type(value[0]) is dict:
                groups.append((here, value))
            _walk(value, here, texts, groups)


def rule(
    identifier: str,
    severity: Severity,
    *,
    profile: Profile = "standard",
    needs: tuple[str, ...] = (),
    sources: tuple[str, ...],
    on_data: bool = False,
) -> Callable[[Logic], Logic]:
    """Register a function as the logic of a rule. Raises ``ValueError`` if the id is taken."""

    def register(logic: Logic) -> Logic:
        if identifier in RULES:
            raise ValueError(f"rule {identifier} is registered twice")
        RULES[identifier] = Rule(identifier, severity, profile, needs, sources, logic, on_data)
        return logic

    return register
