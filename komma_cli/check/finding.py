"""What a check hands on: a hit of a rule, and the finding made of it. Neither carries a word.

The words of a finding come from its rule's page when it is reported, so that one finding serves every language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
"""From the worst down."""
SymbolicParts = tuple[str | int, ...]
"""A path in which list items that have an id are named by it: ``("roles", "coordination", "holder")``."""


RelatedKind = Literal["first", "other"]
"""What a second place has to do with a finding: the same stands there already, or what it does not go with."""


@dataclass(frozen=True)
class Link:
    """A second place that a hit speaks of, by its path, or by line and column where only those are known."""

    parts: SymbolicParts
    what: RelatedKind = "first"
    place: tuple[int, int] | None = None


@dataclass(frozen=True)
class Hit:
    """A rule's own result: where, and the values its message needs."""

    parts: SymbolicParts
    values: dict[str, Any] = field(default_factory=dict)
    place: tuple[int, int] | None = None
    """Line and column, where only those are known (the file cannot be read as a playbook); else found by ``parts``."""
    severity: Severity | None = None
    """Where one rule weighs its cases differently; else the rule's own."""
    related: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Place:
    """A place in the file; line and columns count from 1, ``end_column`` is the first column behind it."""

    line: int
    column: int
    end_column: int
    excerpt: str
    """The line as it stands in the file."""


@dataclass(frozen=True)
class Edit:
    """Put ``text`` in the place of a stretch of the file; lines and columns count from 1, the end is the first behind.

    ``byte_order_mark``: what goes is the invisible mark before the first character, which no column counts.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    byte_order_mark: bool = False


@dataclass(frozen=True)
class Related:
    """A second place that a finding speaks of; its path is empty where only the place is known."""

    what: RelatedKind
    path: str
    place: Place


@dataclass(frozen=True)
class Finding:
    """One thing to mend: rule, severity, path as people write it, place in the file, values for the message."""

    rule: str
    severity: Severity
    path: str
    place: Place | None
    values: dict[str, Any] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    """What mends it safely, all of it together (see ``check/edits.py``)."""
    related: tuple[Related, ...] = ()
    """The other places in the same file without which this one cannot be understood."""
