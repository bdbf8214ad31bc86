"""K108, K109: what a plan says it has from komma's catalogues, and whether komma has that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from komma_cli.check.finding import Hit
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.references import Suggestions
from komma_cli.model.describe import Parts, list_items
from komma_cli.texts import facts, names

Catalogue = Literal["directory", "laws", "levels", "roles", "scenarios"]
_LISTS: dict[Catalogue, str] = {"directory": "entries", "laws": "laws", "levels": "levels", "roles": "roles"}
_ORIGINS: tuple[tuple[str, tuple[str, ...], Catalogue], ...] = (
    ("roles", ("based_on",), "roles"),
    ("bodies", ("from",), "directory"),
    ("escalation.levels", ("based_on",), "levels"),
    ("scenarios", ("based_on", "library"), "scenarios"),
)


@cache
def known_ids(catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of a catalogue; only the ids, so that a sound plan does not wait for the words."""
    if catalogue == "scenarios":
        return frozenset(name for name in names("scenarios") if not name.startswith("_"))
    return frozenset(item["id"] for item in facts(catalogue)[_LISTS[catalogue]])


def _unknown(parts: Parts, written: Any, catalogue: Catalogue, suggestions: Suggestions) -> Iterator[Hit]:
    if isinstance(written, str) and written not in known_ids(catalogue):
        similar = suggestions.for_(written, {name: name for name in sorted(known_ids(catalogue))})
        yield Hit(parts, {"target": written, "case": catalogue, "similar": similar})


@rule("K108", "error", profile="core", sources=("D",), on_data=True)
def deadline_is_known(context: Context) -> Iterator[Hit]:
    """The deadline of a step is one of the law data; of any other nobody is reminded."""
    suggestions = Suggestions()
    for card, scenario in list_items(context.data, "scenarios"):
        for step, item in list_items(scenario, "steps"):
            for hit in _unknown((*card, *step, "deadline"), item.get("deadline"), "laws", suggestions):
                yield Hit(hit.parts, {"target": hit.values["target"], "similar": hit.values["similar"]})


@rule("K109", "warning", sources=("D",), on_data=True)
def origin_is_known(context: Context) -> Iterator[Hit]:
    """What an entry was made from is there, so that komma can say when the original changes."""
    suggestions = Suggestions()
    for target, (*above, key), catalogue in _ORIGINS:
        for parts, item in list_items(context.data, target):
            node: Any = item
            for part in above:
                node = node.get(part) if isinstance(node, dict) else None
            if isinstance(node, dict):
                yield from _unknown((*parts, *above, key), node.get(key), catalogue, suggestions)
