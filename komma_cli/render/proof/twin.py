"""A plan that says something else in a few places: whether a paper depends on a value shows when the value changes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from komma_cli.model.channels import EMAILS, PHONES
from komma_cli.model.describe import Parts, locate, walk
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.audience import redact
from komma_cli.render.proof.values import Secret

_FROM: Final = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789"
_TO: Final = "bcdefghijklmnopqrstuvwxyzaöüäzBCDEFGHIJKLMNOPQRSTUVWXYZAÖÜÄ1234567890"
_SHIFT: Final = str.maketrans(_FROM, _TO)
_SHIFT_HEX: Final = str.maketrans("0123456789abcdef", "123456789abcdef0")
_OTHER: Final = {
    "hours": ("Mo 09:35-09:40", "Tu 09:35-09:40"),
    "path": ("review.next_review", "review.owner"),
    "rule": ("K301", "K302"),
}
"""Of shapes with a grammar: something that fits, and something else if that is already there."""
_KEPT_DIGITS: Final = 4
"""What stands before the last digits makes a number valid and stays."""


def twin(playbook: Playbook, secrets: Iterable[Secret]) -> Playbook | None:
    """Return the same plan with other values in the places of ``secrets``; None if no valid plan comes of it."""
    data = copy.deepcopy(redact(playbook, "confidential"))
    for secret in secrets:
        for parts in secret.places:
            _change(data, parts, secret.value)
    return validate(data)[0]


def _change(data: dict[str, Any], parts: Parts, value: Any) -> None:
    node: Any = data
    for part in parts[:-1]:
        node = node[part]
    if node[parts[-1]] != value:  # an id that another place of the same entry has changed
        return
    spec = locate(Playbook, parts)
    if spec is not None and spec.shape == "id":
        _rename(data, value)
        return
    node[parts[-1]] = _other(value, spec.shape if spec else None, node.get("kind") if parts[-1] == "value" else None)


def _other(value: Any, shape: str | None, kind: str | None) -> Any:
    if isinstance(value, date):
        return value + timedelta(days=1)
    if kind in PHONES:
        return value[:-_KEPT_DIGITS] + value[-_KEPT_DIGITS:].translate(_SHIFT) if value[:1] == "+" else value + "7"
    if kind in EMAILS:
        return f"x{value}"
    if kind == "web":
        return f"{value}/x"
    if shape in _OTHER:
        return next(other for other in _OTHER[shape] if other != value)
    return value.translate(_SHIFT_HEX if re.fullmatch("[0-9a-f]{12}", value) else _SHIFT)


def _rename(data: dict[str, Any], old: str) -> None:
    """Give an entry another id of the same length, and whatever names it."""
    new = old[:-1] + ("y" if old.endswith("x") else "x")
    places = [parts for parts, spec, value in walk(Playbook, data) if value == old and (spec.ref or spec.shape == "id")]
    for *before, last in places:
        node: Any = data
        for part in before:
            node = node[part]
        node[last] = new
