"""Bundles and entries for the tests of the network."""

from __future__ import annotations

from datetime import date
from typing import Any

from komma_cli.network.bundle import Bundle, Place, Rules, SharedPractice, Wish
from komma_cli.network.collecting import Collected, Entry, Piece, _of_bundle, rule_order

DAY = date(2026, 12, 1)


def bundle(name: str = "Musterstadt", **changes: Any) -> Bundle:
    """Return a small bundle; ``ags``, ``state``, ``kind`` and ``size_class`` change the place."""
    place = {"name": name, "kind": "town", "state": "NW"}
    place |= {key: changes.pop(key) for key in ("ags", "state", "kind", "size_class") if key in changes}
    given: dict[str, Any] = {"komma_share": 1, "komma": "0.1.0", "date": DAY, "profile": "standard"}
    given |= {"municipality": Place(**place), "rules": Rules(met=("K101", "K203"), open=("K301",))}
    return Bundle(**{**given, **changes})


def practice(**changes: Any) -> SharedPractice:
    """Return a released practice."""
    given: dict[str, Any] = {"id": "m-01", "title": "Ein Telefon für alle", "why": "Abends war niemand da."}
    given |= {"licence": "CC-BY-4.0", "status": "done", "released_on": date(2026, 11, 1), "answers": ("K301",)}
    return SharedPractice(**{**given, **changes})


def wish(**changes: Any) -> Wish:
    """Return an offer or a need."""
    return Wish(**{"id": "w-01", "topic": "reach", "text": "Wie teilt man die Nächte?", **changes})


def collected(made: Bundle, origin: str = "a.komma-share.json", order: int = 0) -> Collected:
    """Return what collecting makes of a bundle."""
    return _of_bundle(made, Piece(origin, origin, None, b"", made.date, order))


def entry(made: Bundle, origin: str = "a.komma-share.json") -> Entry:
    """Return the entry of a bundle."""
    found = collected(made, origin).entry
    assert found is not None
    return found


def states(**by_rule: str) -> str:
    """Return the letters of the rules, ``-`` for those that are not named."""
    return "".join(by_rule.get(rule, "-") for rule in rule_order())
