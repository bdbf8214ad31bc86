"""From the index to what readers of a network get, and to what is compared and counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from komma_cli.network.bundle import NOTHING_RELEASED, Released
from komma_cli.network.collecting import Entry, rule_order
from komma_cli.network.consistency import Saying
from komma_cli.network.index import Index
from komma_cli.network.overview import Snapshot, overview
from komma_cli.network.topics import NO_ROLE, topic_of
from komma_cli.network.view import Member, Network

K = 5
"""No figure tells of fewer municipalities than these."""


def network_of(index: Index, k: int = K, until: date | None = None) -> Network:
    """Return the network as it was on a day (None: as it is): who takes part, what is released, and safe figures."""
    entries = [one for one in index.entries() if until is None or one.day <= until.isoformat()]
    members = [_member(one) for one in _newest(entries)]
    return Network(
        members=tuple(sorted(members, key=lambda one: (one.state, one.name.casefold(), one.key))),
        overview=overview(map(_snapshot, entries), rule_order(), k),
        komma=index.meta["komma"],
        made_on=date.fromisoformat(index.meta["made_on"]),
        demo=bool(index.meta.get("demo")),
    )


def sayings(index: Index) -> Iterator[Saying]:
    """Yield what each municipality has confirmed of bodies of the directory, its newest entry alone."""
    for one in _newest(list(index.entries())):
        for body in _released(one).bodies:
            yield Saying(one.key, one.name, body)


def _newest(entries: list[Entry]) -> list[Entry]:
    """Return the newest entry of each municipality; entries of one stand together, the oldest first."""
    return list({one.key: one for one in entries}.values())


def _snapshot(one: Entry) -> Snapshot:
    values = (one.state, one.kind, one.size_class, one.role or NO_ROLE)
    return Snapshot(one.key, date.fromisoformat(one.day), values, one.states)


def _member(one: Entry) -> Member:
    released = _released(one)
    topics = tuple(filter(None, one.topics.split(",")))
    return Member(
        key=one.key,
        name=one.name,
        kind=one.kind,
        state=one.state,
        ags=one.ags,
        size_class=one.size_class,
        role=one.role,
        date=date.fromisoformat(one.day),
        practices=released.practices,
        offers=released.offers,
        seeks=released.seeks,
        mailbox=one.mailbox,
        topics=topics,
        solved=_solved(one.states, topics) if one.mailbox else frozenset(),
    )


def _released(one: Entry) -> Released:
    return Released.model_validate_json(one.released) if one.released else NOTHING_RELEASED


def _solved(states: str, topics: tuple[str, ...]) -> frozenset[str]:
    """Return the rules that are met among the topics somebody may be asked about (none named: all)."""
    return frozenset(
        rule
        for rule, state in zip(rule_order(), states, strict=True)
        if state == "m" and (not topics or topic_of(rule) in topics)
    )
