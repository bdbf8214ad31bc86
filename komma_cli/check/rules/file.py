"""K0xx: the file itself. Encoding, YAML, keys, types and forms; the engine has collected what is wrong.

Each rule hands on the faults that ``check/schema.py`` assigned to it, so that listing, explaining, selecting and
reporting treat them like all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from komma_cli.check.finding import Hit, Severity
from komma_cli.check.registry import Context, Logic, rule
from komma_cli.model.channels import PRIVATE, ChannelKind
from komma_cli.model.describe import Parts, field_of
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook

_RULES: tuple[tuple[str, Severity], ...] = (
    ("K001", "error"),
    ("K002", "hint"),
    ("K003", "error"),
    ("K004", "error"),
    ("K005", "error"),
    ("K006", "error"),
    ("K007", "error"),
    ("K008", "error"),
    ("K009", "error"),
    ("K010", "error"),
    ("K011", "error"),
    ("K012", "error"),
    ("K013", "error"),
    ("K014", "error"),
    ("K015", "error"),
    ("K016", "error"),
    ("K017", "error"),
    ("K018", "error"),
    ("K019", "error"),
)
"""Not UTF-8, byte order mark, control character, syntax, several documents, anchor or alias, tag, key twice, empty,
unknown key, wrong type, missing field, value outside the list, wrong form, too long or too short, too big or too deep,
format version, tab, missing section (K019 is as severe as the worst rule that needs the section)."""

_OPEN_KINDS = frozenset(get_args(get_args(ChannelKind)[0])) - frozenset(PRIVATE)
_QUOTED = ("value", "text")
"""Values of a fault that repeat what stands in the file."""
HIDDEN = "…"


def _faults_of(identifier: str) -> Logic:
    def logic(context: Context) -> Iterator[Hit]:
        for hit in context.faults.get(identifier, ()):
            yield _withheld(hit) if _is_secret(context.data, hit.parts) else hit

    return logic


def _withheld(hit: Hit) -> Hit:
    """Return the hit without what stands there: messages go into logs that others read."""
    hidden = {name: HIDDEN for name in _QUOTED if name in hit.values}
    return Hit(hit.parts, {**hit.values, **hidden, "withheld": True}, hit.place, hit.severity, hit.related)


def _is_secret(data: Any, parts: Parts) -> bool:
    """Say whether only named roles may see what stands at a path: by its field, its own class, or a private channel.

    A channel whose kind nobody can read may be a private one.
    """
    section: type[Section] | None = Playbook
    node = data
    for part in parts:
        spec = field_of(section, part) if section is not None and isinstance(part, str) else None
        if spec is not None and (spec.confidentiality == "confidential" or _is_private_value(part, parts, node)):
            return True
        if isinstance(part, str):
            section = spec.group if spec is not None else None
        node = _below(node, part)
        if isinstance(node, dict) and node.get("class") == "confidential":
            return True
    return False


def _is_private_value(key: str | int, parts: Parts, item: Any) -> bool:
    return (
        key == "value" and "channels" in parts and isinstance(item, dict) and str(item.get("kind")) not in _OPEN_KINDS
    )


def _below(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    return node[part] if isinstance(node, list) and isinstance(part, int) and part < len(node) else None


for _identifier, _severity in _RULES:
    rule(_identifier, _severity, profile="core", sources=("D",), on_data=True)(_faults_of(_identifier))
