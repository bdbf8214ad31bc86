"""A network as its readers get it: who takes part, what was released, and figures in which nobody is recognised.

Everything that leaves the index is made of this: the site, the exports, matching and the report. The state of the rules
of one municipality is not here, except which of them it has met if it said itself that it may be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from komma_cli.network.bundle import SharedPractice, Wish
from komma_cli.network.overview import Overview


@dataclass(frozen=True)
class Member:
    """One municipality of the network."""

    key: str
    """Its official key, else a name in safe letters."""
    name: str
    kind: str
    state: str
    ags: str | None
    size_class: str
    role: str | None
    date: date
    """Day of its newest bundle."""
    practices: tuple[SharedPractice, ...] = ()
    offers: tuple[Wish, ...] = ()
    seeks: tuple[Wish, ...] = ()
    mailbox: str | None = None
    """Function mailbox, if it may be asked."""
    topics: tuple[str, ...] = ()
    """What it may be asked about; empty with a mailbox: about everything."""
    solved: frozenset[str] = frozenset()
    """The rules it has met among the topics it may be asked about."""


@dataclass(frozen=True)
class Network:
    """The whole network on one day; the members stand by Land and name, never by how they do."""

    members: tuple[Member, ...]
    overview: Overview
    komma: str
    made_on: date
    demo: bool = False
    """It is komma's own example: nothing in it was said by a municipality."""
