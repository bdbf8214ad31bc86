"""Keeping hold of the entry that is being asked for: a merge may remove it, or move it where it has no id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from komma_cli.paths import SymbolicPath, get


@dataclass
class Held:
    """An entry that is being asked for; ``parts`` is None once it is gone."""

    parts: SymbolicPath | None

    def follow(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Find the entry of one draft in the next one: by its content, where it has no id."""
        if self.parts is None:
            return
        *above, last = self.parts
        entry, there = get(before, self.parts), get(after, self.parts)
        if isinstance(last, int) and there != entry:
            at = (number for number, other in enumerate(get(after, above) or []) if other == entry)
            self.parts = next(((*above, number) for number in at), None)
        elif there is None:
            self.parts = None


@dataclass
class Holding:
    """All entries that are being asked for: one may be inside another."""

    held: list[Held] = field(default_factory=list)

    @contextmanager
    def hold(self, parts: SymbolicPath) -> Iterator[Held]:
        """Keep hold of the entry at a path for the block."""
        entry = Held(parts)
        self.held.append(entry)
        try:
            yield entry
        finally:
            self.held.pop()

    def follow(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Find every entry again after a merge."""
        for entry in self.held:
            entry.follow(before, after)
