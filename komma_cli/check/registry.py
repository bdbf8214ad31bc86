"""Every rule stands once: a function under ``@rule``; ids are unique and never change their meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli.check.finding import Hit, Severity
from komma_cli.model.playbook import Playbook, Profile

Logic = Callable[["Context"], Iterator[Hit]]


@dataclass(frozen=True)
class Context:
    """What a rule may look at: the readable playbook, the plain data of the file, and the day of the check."""

    playbook: Playbook
    data: dict[str, Any]
    today: date


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


RULES: dict[str, Rule] = {}


def rule(
    identifier: str,
    severity: Severity,
    *,
    profile: Profile = "standard",
    needs: tuple[str, ...] = (),
    sources: tuple[str, ...],
) -> Callable[[Logic], Logic]:
    """Register a function as the logic of a rule. Raises ``ValueError`` if the id is taken."""

    def register(logic: Logic) -> Logic:
        if identifier in RULES:
            raise ValueError(f"rule {identifier} is registered twice")
        RULES[identifier] = Rule(identifier, severity, profile, needs, sources, logic)
        return logic

    return register
