"""Where a statement of komma's content comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A page or a law. ``as_of`` is the ISO date, month or year that it shows itself; None: it shows none."""

    id: str
    url: str
    as_of: str | None
    norm: str | None = None
    """The section of the law, for sources that are laws."""
