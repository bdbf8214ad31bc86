"""The network put in order for its pages: by Land and name, and what belongs to each topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from komma_cli.network.bundle import SharedPractice, TakenFrom, Wish, digest
from komma_cli.network.site.addresses import Addresses
from komma_cli.network.topics import topic_of, topics, topics_of_field
from komma_cli.network.view import Member, Network
from komma_cli.practices import Practice
from komma_cli.slugs import slug
from komma_cli.texts import Lang

Direction = Literal["offers", "seeks"]
_DESIGNATION: Final = re.compile(
    r"(?:Stadt|(?:Freie und |Universitäts- und )?Hansestadt|(?:Landeshaupt|Universitäts|Hochschul)stadt"
    r"|(?:Große )?Kreisstadt|Gemeinde|Landkreis|Kreis|Bezirk|Amt|Samtgemeinde|Verbandsgemeinde"
    r"|Verwaltungs(?:gemeinschaft|verband)) (?=[A-ZÄÖÜ])"
)
"""What official names begin with and nobody looks under: „Stadt Jena“ stands under J."""


@dataclass(frozen=True)
class Shared:
    """A measure and the municipality that released it."""

    member: Member
    practice: SharedPractice
    topics: tuple[str, ...]


class Shelf:
    """Everything the pages are made of; made once for all languages."""

    def __init__(self, network: Network, library: Mapping[Lang, Sequence[Practice]]) -> None:
        self.network = network
        self.library = library
        self.addresses = Addresses(network.members)
        self.by_state: dict[str, list[Member]] = {}
        for one in sorted(network.members, key=lambda one: (slug(plain_name(one)), one.name, one.key)):
            self.by_state.setdefault(one.state, []).append(one)

    @cached_property
    def shared(self) -> tuple[Shared, ...]:
        """All released measures, those of a municipality in its own order."""
        members = (one for state in sorted(self.by_state) for one in self.by_state[state])
        return tuple(Shared(one, each, topics_of(each)) for one in members for each in one.practices)

    @cached_property
    def twins(self) -> frozenset[str]:
        """Keys of municipalities whose name others of their Land and kind have too."""
        count = Counter((one.state, one.kind, one.name) for one in self.network.members)
        return frozenset(one.key for one in self.network.members if count[one.state, one.kind, one.name] > 1)

    def wishes(self, topic: str, direction: Direction, states: Iterable[str]) -> list[tuple[Member, Wish]]:
        """Return what is offered or looked for on a topic, by Land in the given order and name."""
        members = (one for state in states for one in self.by_state[state])
        return [(one, each) for one in members for each in getattr(one, direction) if each.topic == topic]

    def asked(self, topic: str, states: Iterable[str]) -> list[Member]:
        """Return who may be asked about a topic."""
        members = (one for state in states for one in self.by_state[state])
        return [one for one in members if one.mailbox and (not one.topics or topic in one.topics)]

    def origin(self, taken: TakenFrom) -> tuple[Shared, bool] | None:
        """Return the measure that another one was taken from and whether its text is still the same.

        None if nobody, or more than one municipality, has it under this name.
        """
        found = self._by_name.get((taken.municipality, taken.practice), [])
        if len(found) != 1:
            return None
        return found[0], digest(found[0].practice) == taken.digest

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Shared]]:
        found: dict[tuple[str, str], list[Shared]] = {}
        for one in self.shared:
            found.setdefault((one.member.name, one.practice.id), []).append(one)
        return found


def plain_name(one: Member) -> str:
    """Return the name that a municipality stands under in the alphabet."""
    return _DESIGNATION.sub("", one.name, count=1) if _DESIGNATION.match(one.name) else one.name


def topics_of(practice: SharedPractice) -> tuple[str, ...]:
    """Return the topics of a measure: of the rules it answers, and of its field of action."""
    return _named(practice.answers, practice.field)


def library_topics(practice: Practice) -> tuple[str, ...]:
    """Return the topics of an example of komma's own collection."""
    return _named(practice.answers, practice.field)


def _named(rules: Iterable[str], field: str | None) -> tuple[str, ...]:
    named = {topic_of(rule) for rule in rules} | set(topics_of_field(field or ""))
    return tuple(topic for topic in topics() if topic in named)


def member_topics(one: Member) -> tuple[str, ...]:
    """Return the topics on which a municipality shares, offers or looks for something, or may be asked."""
    named = {topic for each in one.practices for topic in topics_of(each)}
    named |= {each.topic for each in (*one.offers, *one.seeks)}
    if one.mailbox:
        named |= set(one.topics or topics())
    return tuple(topic for topic in topics() if topic in named)


def shares(one: Member) -> bool:
    """Say whether a municipality has released anything beyond that it takes part."""
    return bool(one.practices or one.offers or one.seeks or one.mailbox)
