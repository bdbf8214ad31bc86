"""What is stale in a plan on a day: findings of the rules that judge age, in the order in which they are gone through.

There is no second definition of stale here, only the names of the rules that ``check`` has for it. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from komma_cli.check.finding import Finding
from komma_cli.paths import ById, SymbolicPath, get, parse_path

Group = Literal["contacts", "notes", "deviations", "funding", "work", "days"]
RULES: dict[Group, tuple[str, ...]] = {
    "contacts": ("K901", "K914"),
    "notes": ("K906",),
    "deviations": ("K907",),
    "funding": ("K909",),
    "work": ("K612", "K710"),
    "days": ("K715", "K904", "K917", "K810", "K912"),
}
"""Proof of contacts; open items; deviations; money; steps and measures; exercise, council report, state of law …"""
URGENT = "K901"
"""Who is called at night or in danger: nobody becomes proved there by pressing Enter."""
CLOSING: tuple[str, ...] = ("K902", "K915", "K916")
"""Rules about the day of the next review; the end of the interview answers them."""
MOVING: tuple[Group, ...] = ("notes", "deviations")
"""Entries without an id: they are found again by what they say, because their place in the list changes."""


@dataclass(frozen=True)
class Stale:
    """One entry or answer that is stale, with all findings about it. ``item`` is set for entries without an id."""

    group: Group
    parts: SymbolicPath
    findings: tuple[Finding, ...]
    item: dict[str, Any] | None = None


def stale(data: dict[str, Any], findings: Sequence[Finding]) -> list[Stale]:
    """Return what is stale, group by group and in each in the order of the findings' paths, every place once."""
    found = []
    for group, rules in RULES.items():
        by_path: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.rule in rules:
                by_path.setdefault(finding.path, []).append(finding)
        for path, about in by_path.items():
            parts = parse_path(path)
            entry = get(data, parts[:2]) if group in MOVING else None
            found.append(Stale(group, parts, tuple(about), entry if isinstance(entry, dict) else None))
    order = {target: number for number, target in enumerate(_in_order(data))}
    return sorted(found, key=lambda one: (list(RULES).index(one.group), order.get(one.parts[:2], len(order))))


def _in_order(data: dict[str, Any]) -> list[SymbolicPath]:
    """Return the paths of people and bodies in the order of the plan."""
    return [
        (target, ById(str(item.get("id"))))
        for target in ("people", "bodies")
        for item in data.get(target) or []
        if isinstance(item, dict)
    ]
