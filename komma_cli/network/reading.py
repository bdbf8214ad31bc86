"""From the index to what readers of a network get, and to what is compared and counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import compress

from pydantic import TypeAdapter

from komma_cli.errors import UsageError
from komma_cli.network.bundle import NOTHING_RELEASED, Released
from komma_cli.network.collecting import Entry, rule_order
from komma_cli.network.consistency import Saying
from komma_cli.network.index import Index
from komma_cli.network.overview import Overview, Snapshot, overview
from komma_cli.network.topics import NO_ROLE, topic_of, topics
from komma_cli.network.view import Member, Network

OVERVIEW = "overview"
"""Under this name an index keeps the figures that were told of it."""
K = 5
"""No figure tells of fewer municipalities than these."""


def network_of(index: Index, k: int = K, until: date | None = None) -> Network:
    """Return the network as it was on a day (None: as it is): who takes part, what is released, and safe figures."""
    entries = _entries(index, until)
    with index.legible():
        members = [_member(one) for one in _newest(entries)]
    return Network(
        members=tuple(sorted(members, key=lambda one: (one.state, one.name.casefold(), one.key))),
        overview=_kept(index, k, until) or overview(map(_snapshot, entries), rule_order(), k),
        komma=index.meta["komma"],
        made_on=date.fromisoformat(index.meta["made_on"]),
        demo=bool(index.meta.get("demo")),
    )


def overview_of(index: Index, k: int = K, until: date | None = None) -> Overview:
    """Return the figures alone; those of the whole network were worked out when it was built."""
    return _kept(index, k, until) or overview(map(_snapshot, _entries(index, until)), rule_order(), k)


def as_kept(figures: Overview) -> str:
    """Return figures as an index keeps them."""
    return _figures().dump_json(figures).decode("utf-8")


def _kept(index: Index, k: int, until: date | None) -> Overview | None:
    kept = index.meta.get(OVERVIEW)
    with index.legible():
        return _figures().validate_json(kept) if kept is not None and k == K and until is None else None


@cache
def _figures() -> TypeAdapter[Overview]:
    return TypeAdapter(Overview)


def _entries(index: Index, until: date | None) -> list[Entry]:
    """Return the entries up to a day. Raises ``UsageError`` ``network.nothing_then`` if there is none."""
    found = [one for one in index.entries() if until is None or one.day <= until.isoformat()]
    if not found:
        raise UsageError("network.nothing_then", day=until)
    return found


def sayings(index: Index) -> Iterator[Saying]:
    """Yield what each municipality has confirmed of bodies of the directory, its newest entry alone."""
    with index.legible():
        for one in _newest(list(index.entries())):
            for body in _released(one).bodies:
                yield Saying(one.key, one.name, body)


def _newest(entries: list[Entry]) -> list[Entry]:
    """Return the newest entry of each municipality; entries of one stand together, the oldest first."""
    return list({one.key: one for one in entries}.values())


def _snapshot(one: Entry) -> Snapshot:
    values = (one.state, one.kind, one.size_class, one.role or NO_ROLE)
    return Snapshot(one.key, date.fromisoformat(one.day), values, one.states, _told(one))


def _told(one: Entry) -> frozenset[str]:
    """Return the topics one may ask about (none named: all): what is met there, everybody may see (``solved``)."""
    if not one.mailbox:
        return frozenset()
    return frozenset(_asked_about(one)) or frozenset(topics())


def _asked_about(one: Entry) -> tuple[str, ...]:
    return tuple(filter(None, one.topics.split(",")))


def _member(one: Entry) -> Member:
    released = _released(one)
    asked_about = _asked_about(one)
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
        topics=asked_about,
        solved=_solved(one.states, asked_about) if one.mailbox else frozenset(),
    )


def _released(one: Entry) -> Released:
    return Released.model_validate_json(one.released) if one.released else NOTHING_RELEASED


def _solved(states: str, asked_about: tuple[str, ...]) -> frozenset[str]:
    """Return the rules that are met among the topics somebody may be asked about (none named: all)."""
    met = compress(rule_order(), map("m".__eq__, states))
    return frozenset(met) & _rules_about(asked_about) if asked_about else frozenset(met)


@cache
def _rules_about(asked_about: tuple[str, ...]) -> frozenset[str]:
    return frozenset(rule for rule in rule_order() if topic_of(rule) in asked_about)
