"""Two-line tests for rules: run one rule on a fragment that is merged over a minimal valid playbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from komma_cli.check.finding import Hit
from komma_cli.check.registry import Context
from komma_cli.check.rules import all_rules
from komma_cli.model.problems import validate
from komma_cli.yamlread import parse

BASE: dict[str, Any] = {
    "komma": 1,
    "municipality": {"name": "Musterstadt", "kind": "town", "state": "NW"},
}
TODAY = date(2026, 12, 1)


def merged(fragment: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return ``base`` with ``fragment`` laid over it: mappings are merged deeply, everything else is replaced."""
    result = dict(BASE if base is None else base)
    for key, value in fragment.items():
        below = result.get(key)
        result[key] = merged(value, below) if isinstance(value, dict) and isinstance(below, dict) else value
    return result


def run_rule(identifier: str, fragment: str | dict[str, Any], today: date = TODAY) -> list[Hit]:
    """Return the hits of one rule. Fails if the fragment, merged over the base, is not a valid playbook."""
    data = merged(parse(fragment) or {} if isinstance(fragment, str) else fragment)
    playbook, problems = validate(data)
    assert playbook is not None, problems
    return list(all_rules()[identifier].logic(Context(playbook, data, today)))
