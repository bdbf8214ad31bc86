"""K0xx: the file itself. Encoding, YAML, keys, types and forms; the engine has collected what is wrong.

Each rule hands on the faults that ``check/schema.py`` assigned to it, so that listing, explaining, selecting and
reporting treat them like all others.
"""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.finding import Hit, Severity
from komma_cli.check.registry import Context, Logic, rule

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


def _faults_of(identifier: str) -> Logic:
    def logic(context: Context) -> Iterator[Hit]:
        yield from context.faults.get(identifier, ())

    return logic


for _identifier, _severity in _RULES:
    rule(_identifier, _severity, profile="core", sources=("D",), on_data=True)(_faults_of(_identifier))
