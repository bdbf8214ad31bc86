"""The report on a whole network for the office that co-ordinates it: state, movement, needs, gaps, and what is due.

It is made of what the network tells (see ``network.view``): no rule of a single municipality is in it, and no order of
municipalities by how they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from komma_cli import directory
from komma_cli.check.pages import page
from komma_cli.network.anonymity import NOBODY, Cell
from komma_cli.network.bundle import SharedPractice
from komma_cli.network.due import Due, due
from komma_cli.network.overview import Overview, Point, Table
from komma_cli.network.topics import DIMENSIONS, NO_ROLE, size_classes, topic_of, topics, topics_of_field
from komma_cli.network.view import Member, Network
from komma_cli.render.catalog import document
from komma_cli.render.filters import WordFilters
from komma_cli.render.phrases import short_day
from komma_cli.render.produce import Produced, fill_template, printed_document
from komma_cli.render.reader import Control
from komma_cli.report.network_tables import dimension_label, value_label
from komma_cli.texts import Lang, label, text

MOST_RULES: Final = 10
MOST_POINTS: Final = 5
"""So many days fit beside each other."""
MOST_BESIDE: Final = 4
"""So many topics fit beside each other."""
MOST_WISHES: Final = 5
"""So many needs of a topic are told in their own words."""
MOST_DUE: Final = 40
"""So many rows a list of what is due has; the whole list is a file of its own."""
_LAND_KIND_IN: Final = 2
"""A kind of body of which the directory has one in so many Länder is looked for in the others."""
_NO_SUPPORT: Final = ("portal", "other")
"""Kinds of entries that are no support of their own."""


@dataclass(frozen=True)
class Part:
    """How many municipalities there are of each value of a dimension."""

    name: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Row:
    """The figures of one value; None where nothing may be told."""

    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Block:
    """A table that fits on a page: a few topics beside each other."""

    topics: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Grid:
    """The figures of one dimension; ``hidden`` are the values of which nothing may be told."""

    name: str
    blocks: tuple[Block, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class OpenRule:
    """A rule and in how many municipalities it is open."""

    rule: str
    title: str
    open: int
    count: int


@dataclass(frozen=True)
class Need:
    """What is needed and offered on one topic."""

    topic: str
    seeks: int
    offers: int
    practices: int
    asked: int
    """Municipalities that may be asked about it."""


@dataclass(frozen=True)
class Wanted:
    """A need in the words of a municipality."""

    topic: str
    name: str
    text: str


@dataclass(frozen=True)
class Land:
    """Which kinds of bodies komma's directory has for a Land with members, and which it lacks."""

    state: str
    members: int
    known: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class DueList:
    """What is due, the first rows of it."""

    total: int
    shown: tuple[Due, ...]

    @property
    def more(self) -> int:
        """Return how many rows are not shown."""
        return self.total - len(self.shown)


@dataclass(frozen=True)
class Overdue:
    """What is due, by Land and name."""

    old: DueList
    late: DueList
    aging: DueList
    """Older than half a year, but not than a year."""
    unreviewed: DueList


@dataclass(frozen=True)
class Numbers:
    """How much there is in the network."""

    size: int
    asked: int
    practices: int
    seeks: int
    offers: int


@dataclass(frozen=True)
class Report:
    """Everything the template tells."""

    k: int
    as_of: date
    made_on: date
    komma: str
    demo: bool
    numbers: Numbers
    parts: tuple[Part, ...]
    totals: tuple[tuple[str, Cell | None], ...]
    grids: tuple[Grid, ...]
    points: tuple[Point, ...]
    rules: tuple[OpenRule, ...]
    needs: tuple[Need, ...]
    unanswered: tuple[str, ...]
    """Topics that somebody looks for and nobody has."""
    wishes: tuple[Wanted, ...]
    more_wishes: int
    lands: tuple[Land, ...]
    nationwide: tuple[str, ...]
    due: Overdue


def paper(network: Network, lang: Lang, today: date, template_dir: Path | None = None) -> Produced:
    """Return the report as a document, for the co-ordinating office alone. Equal input gives equal text.

    Raises ``RenderError`` for an own template that cannot be filled.
    """
    spec = document("network-report", template_dir, composed=True, on_request=True)
    control = Control(
        number=None,
        title=spec.titles[lang],
        version=network.made_on.isoformat(),
        day=today,
        is_draft=False,
        owner=None,
        released=None,
        next_review=None,
        classification=label("confidentiality", spec.classification, lang),
        readers=spec.readers[lang],
    )
    given = {"control": control, "today": today, "lang": lang, "report": report(network, lang, today)}
    markdown = fill_template(spec, lang, WordFilters(lang), given, template_dir)
    made = printed_document(spec, control, lang, text("network_report.author", lang), markdown)
    footer = text("network_report.footer", lang, title=control.title, day=short_day(network.made_on))
    return Produced(f"{spec.id}-{lang}", spec.classification, markdown, replace(made, footer=footer))


def report(network: Network, lang: Lang, today: date) -> Report:
    """Return what the report tells of a network."""
    found, members = network.overview, network.members
    needs, wishes, numbers = tuple(_need(topic, members) for topic in topics()), _wishes(members), _numbers(members)
    return Report(
        k=found.k,
        as_of=found.as_of,
        made_on=network.made_on,
        komma=network.komma,
        demo=network.demo,
        numbers=numbers,
        parts=tuple(_part(dimension, members, lang) for dimension in DIMENSIONS),
        totals=tuple((topic, found.totals.get(topic)) for topic in topics()),
        grids=tuple(_grid(table, members, lang) for table in found.tables),
        points=found.trends[-MOST_POINTS:],
        rules=_open_rules(found, lang),
        needs=needs,
        unanswered=tuple(need.topic for need in needs if need.seeks and not (need.offers or need.practices)),
        wishes=wishes,
        more_wishes=numbers.seeks - len(wishes),
        lands=_lands(members),
        nationwide=_kinds_of(directory.NATIONWIDE),
        due=_overdue(network, today),
    )


def _numbers(members: Sequence[Member]) -> Numbers:
    return Numbers(
        size=len(members),
        asked=sum(member.mailbox is not None for member in members),
        practices=sum(len(member.practices) for member in members),
        seeks=sum(len(member.seeks) for member in members),
        offers=sum(len(member.offers) for member in members),
    )


def _overdue(network: Network, today: date) -> Overdue:
    overdue = [one for one in due(network, today) if one.on <= today]
    old = [one for one in overdue if one.kind == "bundle"]
    return Overdue(
        old=_listed(old),
        late=_listed([one for one in old if one.late]),
        aging=_listed([one for one in old if not one.late]),
        unreviewed=_listed([one for one in overdue if one.kind == "practice"]),
    )


def _part(dimension: str, members: Iterable[Member], lang: Lang) -> Part:
    counted = Counter(_value(member, dimension) for member in members)
    rows = tuple((_name(dimension, value, lang), counted[value]) for value in _in_words(dimension, counted, lang))
    return Part(dimension_label(dimension, lang), rows)


def _in_words(dimension: str, values: Iterable[str], lang: Lang) -> list[str]:
    """Return values in the order in which people look for them: sizes from the smallest, the others by their names."""
    if dimension == "size_class":
        return sorted(values, key=size_classes().index)
    return sorted(values, key=lambda value: (value == NO_ROLE, directory.fold(_name(dimension, value, lang))))


def _value(member: Member, dimension: str) -> str:
    return str(getattr(member, dimension) or NO_ROLE)


def _name(dimension: str, value: str | None, lang: Lang) -> str:
    return value_label(dimension, value, lang)


def _grid(table: Table, members: Iterable[Member], lang: Lang) -> Grid:
    """Return the figures of a dimension as tables; what is not broken down stands in their last row."""
    present = {row.value for row in table.rows}
    told = [row.value for row in table.rows if row.value is not None and any(row.cells.values())]
    values: list[str | None] = [*_in_words(table.dimension, told, lang), None]
    blocks = []
    for start in range(0, len(topics()), MOST_BESIDE):
        beside = topics()[start : start + MOST_BESIDE]
        rows = [
            Row(_name(table.dimension, value, lang), tuple(_figure(table, value, topic) for topic in beside))
            for value in values
            if value in present
        ]
        shown = tuple(row for row in rows if any(cell and cell.count for cell in row.cells))
        if told and shown:
            blocks.append(Block(beside, shown))
    hidden = {_value(member, table.dimension) for member in members} - set(told)
    names = tuple(_name(table.dimension, value, lang) for value in _in_words(table.dimension, hidden, lang))
    return Grid(dimension_label(table.dimension, lang), tuple(blocks), names)


def _figure(table: Table, value: str | None, topic: str) -> Cell | None:
    """Return what is told of a value; nobody, if a topic has figures and none of its municipalities is left over."""
    cells = {row.value: row.cells.get(topic) for row in table.rows}
    return NOBODY if value is None and cells[None] is None and any(cells.values()) else cells[value]


def _open_rules(found: Overview, lang: Lang) -> tuple[OpenRule, ...]:
    return tuple(
        OpenRule(one.rule, page(one.rule, lang).title, one.open, one.count) for one in found.rules[:MOST_RULES]
    )


def _need(topic: str, members: Sequence[Member]) -> Need:
    return Need(
        topic=topic,
        seeks=sum(wish.topic == topic for member in members for wish in member.seeks),
        offers=sum(wish.topic == topic for member in members for wish in member.offers),
        practices=sum(topic in _topics_of(practice) for member in members for practice in member.practices),
        asked=sum(member.mailbox is not None and (not member.topics or topic in member.topics) for member in members),
    )


def _wishes(members: Iterable[Member]) -> tuple[Wanted, ...]:
    """Return the first needs of each topic, in the order of topics, Länder and names."""
    found: dict[str, list[Wanted]] = {topic: [] for topic in topics()}
    for member in members:
        for wish in member.seeks:
            found[wish.topic].append(Wanted(wish.topic, member.name, wish.text))
    return tuple(wish for wishes in found.values() for wish in wishes[:MOST_WISHES])


def _topics_of(practice: SharedPractice) -> set[str]:
    """Return the topics of a practice: of the rules it answers and of its field of action."""
    of_field = topics_of_field(practice.field) if practice.field else ()
    return {topic_of(rule) for rule in practice.answers} | set(of_field)


def _lands(members: Iterable[Member]) -> tuple[Land, ...]:
    """Return each Land with members, in the order of their names."""
    counted = Counter(member.state for member in members)
    in_lands = Counter(kind for state in directory.states("de") for kind in _kinds_of(state))
    wanted = [kind for kind in directory.KINDS if in_lands[kind] >= _LAND_KIND_IN]
    found = []
    for state in directory.states("de"):
        if counted[state]:
            known = _kinds_of(state)
            missing = tuple(kind for kind in wanted if kind not in known)
            found.append(Land(state, counted[state], known, missing))
    return tuple(found)


def _kinds_of(state: str) -> tuple[str, ...]:
    there = {entry.kind for entry in directory.entries("de") if entry.state == state}
    return tuple(kind for kind in directory.KINDS if kind in there and kind not in _NO_SUPPORT)


def _listed(found: Sequence[Due]) -> DueList:
    return DueList(len(found), tuple(found[:MOST_DUE]))
