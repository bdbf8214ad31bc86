"""For what is open in one plan: practices that answer it, and municipalities that have solved it and may be asked.

Of other municipalities nothing is used but what they released and, if they said that they may be asked, which rules
they have met. Those most like one's own come first; that says who is easy to compare with, not who is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from komma_cli import durations
from komma_cli.check.engine import Result
from komma_cli.check.finding import Finding, Severity
from komma_cli.check.pages import page
from komma_cli.model.municipality import Municipality
from komma_cli.model.playbook import Playbook
from komma_cli.model.strategy import Origin
from komma_cli.network.adopting import News, Released, adopted
from komma_cli.network.bundle import SharedPractice
from komma_cli.network.topics import UNKNOWN_SIZE, size_class, topic_of, topics_of_field
from komma_cli.network.view import Member, Network
from komma_cli.practices import Practice, practices
from komma_cli.texts import Lang

MOST: Final = 5
"""So many municipalities, and so many practices of the network, are named for one rule."""
LIKENESS: Final = ("size_class", "kind", "state")
"""In what municipalities are alike, the weightiest first."""
OLD_AFTER: Final = "P1Y"
"""What a municipality said longer ago may have changed; it is named with a word about that. Decided by komma."""
OF_THE_FILE: Final = ("K0", "K1")
"""Families of rules about the file and its references: no other municipality helps there, and all the others meet them.
"""
_OPENING: Final[tuple[Severity, ...]] = ("error", "warning")


@dataclass(frozen=True)
class Answer:
    """A practice that another municipality released."""

    found: Released
    named: bool
    """The municipality itself says that it answers the rule; else only its field of action belongs to the topic."""
    alike: tuple[str, ...]
    """What both municipalities have in common, of ``LIKENESS``."""


@dataclass(frozen=True)
class Asked:
    """A municipality that meets the rule and may be asked about it."""

    member: Member
    alike: tuple[str, ...]
    old: bool
    """It said so more than ``OLD_AFTER`` ago."""


@dataclass(frozen=True)
class RuleMatch:
    """One rule that is open in the plan, and what the network has for it."""

    rule: str
    title: str
    topic: str
    severity: Severity
    """The worst of its findings."""
    findings: int
    practices: tuple[Answer, ...]
    more: int
    """So many further practices fit."""
    library: tuple[Practice, ...]
    """Practices of komma's own library that answer the rule."""
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Adopted:
    """A measure of the plan that came from the network, and whether its origin says something else now."""

    title: str
    origin: Origin
    news: News


@dataclass(frozen=True)
class Matches:
    """What the network has for one plan; errors come before warnings, then the rules stand in their order."""

    name: str
    rules: tuple[RuleMatch, ...]
    of_the_file: int
    """So many further errors and warnings are about the file itself."""
    adopted: tuple[Adopted, ...]
    made_on: date
    """Day of the network."""
    size: int
    """So many municipalities take part."""
    demo: bool


@dataclass(frozen=True)
class _Near:
    """Another municipality, with what it has in common with one's own."""

    member: Member
    alike: tuple[str, ...]


def match(network: Network, playbook: Playbook, result: Result, lang: Lang, today: date) -> Matches:
    """Return what the network has for the open findings of a plan; ``result`` is what its check found.

    Never in it: the municipality itself, more than ``MOST`` municipalities for a rule, a figure that compares them.
    Equal input gives equal output.
    """
    own = playbook.municipality
    near = _by_likeness(network.members, own)
    open_rules = list(opened(result))
    shelf = _Shelf(near, (rule for rule, _, _ in open_rules))
    asking = [one for one in near if one.member.mailbox is not None]
    library = _library(lang)
    limit = durations.before(today, OLD_AFTER)
    rules = []
    for rule, severity, findings in open_rules:
        answers, more = shelf.fitting(rule)
        rules.append(
            RuleMatch(
                rule=rule,
                title=page(rule, lang).title,
                topic=topic_of(rule),
                severity=severity,
                findings=findings,
                practices=answers,
                more=more,
                library=library.get(rule, ()),
                asked=tuple(
                    Asked(one.member, one.alike, old=one.member.date < limit)
                    for one in islice((one for one in asking if rule in one.member.solved), MOST)
                ),
            )
        )
    return Matches(
        name=own.name,
        rules=tuple(rules),
        of_the_file=sum(map(_is_of_the_file, result.findings)),
        adopted=_adopted(playbook, network.members),
        made_on=network.made_on,
        size=len(network.members),
        demo=network.demo,
    )


def opened(result: Result) -> Iterator[tuple[str, Severity, int]]:
    """Yield each rule with an error or a warning, its worst severity and how many findings; errors come first.

    Rules about the file itself are left out.
    """
    counted: dict[str, list[Severity]] = {}
    for finding in result.findings:
        if finding.severity in _OPENING and not _is_of_the_file(finding):
            counted.setdefault(finding.rule, []).append(finding.severity)
    worst = {rule: min(found, key=_OPENING.index) for rule, found in counted.items()}
    for rule in sorted(counted, key=lambda each: (_OPENING.index(worst[each]), each)):
        yield rule, worst[rule], len(counted[rule])


def _is_of_the_file(finding: Finding) -> bool:
    return finding.severity in _OPENING and finding.rule.startswith(OF_THE_FILE)


_Found = tuple[_Near, SharedPractice]


class _Shelf:
    """The released practices of the others by the rules they name and by their topics, the nearest first.

    Only what somebody asks for is kept: the network may have tens of thousands.
    """

    def __init__(self, near: Iterable[_Near], rules: Iterable[str]) -> None:
        self._by_rule: dict[str, list[_Found]] = {rule: [] for rule in rules}
        self._by_topic: dict[str, list[_Found]] = {topic_of(rule): [] for rule in self._by_rule}
        for one in near:
            for practice in one.member.practices:
                if practice.status != "dropped":  # whoever gave it up recommends it to nobody
                    self._put(one, practice)
        for found in (*self._by_rule.values(), *self._by_topic.values()):
            found.sort(key=lambda each: each[1].origin is not None)

    def _put(self, one: _Near, practice: SharedPractice) -> None:
        for rule in set(practice.answers):
            if rule in self._by_rule:
                self._by_rule[rule].append((one, practice))
        for topic in _topics_of(practice):
            if topic in self._by_topic:
                self._by_topic[topic].append((one, practice))

    def fitting(self, rule: str) -> tuple[tuple[Answer, ...], int]:
        """Return the first that name the rule, then those of its topic, copies last; and how many more there are."""
        topic = topic_of(rule)
        named, topical = self._by_rule[rule], self._by_topic[topic]
        in_both = {id(practice) for _, practice in named if topic in _topics_of(practice)}
        others = (each for each in topical if id(each[1]) not in in_both)
        first = [*((True, *each) for each in named[:MOST]), *((False, *each) for each in islice(others, MOST))][:MOST]
        answers = tuple(
            Answer(Released(one.member, practice), is_named, one.alike) for is_named, one, practice in first
        )
        return answers, len(named) + len(topical) - len(in_both) - len(answers)


def _topics_of(practice: SharedPractice) -> tuple[str, ...]:
    return topics_of_field(practice.field) if practice.field else ()


def _by_likeness(members: Iterable[Member], own: Municipality) -> list[_Near]:
    """Return the other municipalities, those with most in common first; with the same in common by name."""
    size = size_class(own.population)
    mine = (None if size == UNKNOWN_SIZE else size, own.kind, own.state)
    kinds: dict[tuple[str, ...], list[Member]] = {}
    for member in members:
        if not _is(member, own):
            its = (member.size_class, member.kind, member.state)
            alike = tuple(name for name, a, b in zip(LIKENESS, its, mine, strict=True) if a == b)
            kinds.setdefault(alike, []).append(member)
    return [
        _Near(member, alike)
        for alike in sorted(kinds, key=_rank)
        for member in sorted(kinds[alike], key=lambda one: (one.name.casefold(), one.key))
    ]


def _rank(alike: tuple[str, ...]) -> tuple[int, tuple[int, ...]]:
    return -len(alike), tuple(map(LIKENESS.index, alike))


def _is(member: Member, own: Municipality) -> bool:
    """Say whether a member is the municipality of the plan: by its official key, else by name, Land and kind."""
    if member.ags is not None and own.ags is not None:
        return member.ags == own.ags
    return (member.name.casefold(), member.state, member.kind) == (own.name.casefold(), own.state, own.kind)


def _library(lang: Lang) -> Mapping[str, tuple[Practice, ...]]:
    found: dict[str, tuple[Practice, ...]] = {}
    for practice in practices(lang):
        for rule in practice.answers:
            found[rule] = (*found.get(rule, ()), practice)
    return found


def _adopted(playbook: Playbook, members: Iterable[Member]) -> tuple[Adopted, ...]:
    """Return the news of what was taken over; only the municipalities it came from are looked at."""
    origins = {
        measure.origin.municipality
        for field in (playbook.strategy.fields if playbook.strategy else ())
        for goal in field.goals
        for measure in goal.measures
        if measure.origin is not None
    }
    asked = [member for member in members if member.name in origins]
    return tuple(Adopted(title, origin, news) for title, origin, news in adopted(playbook, asked))
