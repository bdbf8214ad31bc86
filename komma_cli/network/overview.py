"""The figures of a whole network: by topic, by Land, kind, size and role, the rules most often open, and how it moves.

No figure here tells of one municipality (see ``anonymity``), and none compares one with another: there is no order of
municipalities by how they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from komma_cli.network.anonymity import Cell, Column, Values, column
from komma_cli.network.topics import DIMENSIONS, topic_of, topics

OPEN = "o"
_ASKED = frozenset("moa")
"""Letters of rules that could be checked."""


@dataclass(frozen=True)
class Snapshot:
    """One municipality on one day."""

    key: str
    day: date
    values: Values
    """Its Land, kind, class of size and role, in the order of ``DIMENSIONS``."""
    states: str
    """One letter for each rule, in the order of the rules."""


@dataclass(frozen=True)
class Row:
    """The figures of one value of a dimension; ``value`` None: all who are not broken down."""

    value: str | None
    cells: Mapping[str, Cell | None]
    """By topic; None where nothing may be told."""


@dataclass(frozen=True)
class Table:
    """The figures of one dimension; the rows of a topic add up to its total."""

    dimension: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RuleCount:
    """A rule that is open in ``open`` of the ``count`` municipalities that it could be checked in."""

    rule: str
    open: int
    count: int


@dataclass(frozen=True)
class Point:
    """The totals on one day."""

    date: date
    cells: Mapping[str, Cell | None]


@dataclass(frozen=True)
class Overview:
    """Everything that is told of a network as a whole."""

    as_of: date
    size: int
    """So many municipalities take part."""
    k: int
    totals: Mapping[str, Cell | None]
    tables: tuple[Table, ...]
    rules: tuple[RuleCount, ...]
    """Those that may be told, the most often open first."""
    trends: tuple[Point, ...]


def overview(snapshots: Iterable[Snapshot], rules: Sequence[str], k: int) -> Overview:
    """Return the figures of a network; ``rules`` are the ids in the order of the letters of ``states``.

    The newest snapshot of a municipality counts. Raises ``ValueError`` without any snapshot.
    """
    in_order = sorted(snapshots, key=lambda one: (one.day, one.key))
    newest = list({one.key: one for one in in_order}.values())
    histories = {topic: _history(topic, in_order, tuple(rules), k) for topic in topics()}
    columns = {topic: history.column for topic, history in histories.items()}
    return Overview(
        as_of=max(one.day for one in in_order),
        size=len(newest),
        k=k,
        totals={topic: found.total if found else None for topic, found in columns.items()},
        tables=tuple(_table(at, columns) for at in range(len(DIMENSIONS))),
        rules=_rules(histories, tuple(rules), k),
        trends=_trends(histories),
    )


@dataclass(frozen=True)
class _History:
    """What may be told of one topic: the points in time, and the column of the last of them."""

    points: tuple[tuple[date, Cell], ...]
    column: Column | None
    members: tuple[Snapshot, ...]
    """The snapshots that the column is made of."""


def _history(topic: str, in_order: Sequence[Snapshot], rules: tuple[str, ...], k: int) -> _History:
    """Return the days on which enough has changed since the last one that no difference tells of a few.

    Those with news are at least ``k`` of either answer then, and so are those without; otherwise their news waits.
    """
    state: dict[str, Snapshot] = {}
    known: dict[str, Snapshot] = {}
    points: list[tuple[date, Cell]] = []
    found: Column | None = None
    for at, one in enumerate(in_order):
        state[one.key] = one
        if at + 1 < len(in_order) and in_order[at + 1].day == one.day:
            continue
        answers = {key: answer for key, each in state.items() if (answer := _answer(each, topic, rules)) is not None}
        if not _may_follow(state, known, answers, topic, rules, k):
            continue
        made = column(((state[key].values, answer) for key, answer in answers.items()), k)
        if made is not None:
            points.append((one.day, made.total))
            found, known = made, dict(state)
    return _History(tuple(points), found, tuple(known.values()))


def _may_follow(
    state: Mapping[str, Snapshot],
    known: Mapping[str, Snapshot],
    answers: Mapping[str, bool],
    topic: str,
    rules: tuple[str, ...],
    k: int,
) -> bool:
    """Say whether the difference to the last point tells of enough municipalities."""
    if not known:
        return True
    fresh = {key for key in state if state[key] is not known.get(key)}
    if not fresh:
        return False
    before = [answer for key in fresh & set(known) if (answer := _answer(known[key], topic, rules)) is not None]
    now = [answers[key] for key in fresh & set(answers)]
    rest = [answer for key, answer in answers.items() if key not in fresh]
    return all(_cell(group).safe(k) for group in (now, *filter(None, (before, rest))))


def _cell(answers: Sequence[bool]) -> Cell:
    return Cell(sum(answers), len(answers))


def _answer(one: Snapshot, topic: str, rules: tuple[str, ...]) -> bool | None:
    """Return whether a rule of the topic is open; None if none of them could be checked."""
    letters = "".join(one.states[start:end] for start, end in _stretches(topic, rules))
    if OPEN in letters:
        return True
    return None if _ASKED.isdisjoint(letters) else False


@cache
def _stretches(topic: str, rules: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return where the rules of a topic stand: from, and behind the last, of each stretch."""
    places = [at for at, rule in enumerate(rules) if topic_of(rule) == topic]
    starts = [at for at in places if at - 1 not in places]
    ends = [at + 1 for at in places if at + 1 not in places]
    return tuple(zip(starts, ends, strict=True))


def _table(dimension: int, columns: Mapping[str, Column | None]) -> Table:
    cells = {topic: found.rows(dimension) if found else {} for topic, found in columns.items()}
    values = {value for found in cells.values() for value in found}
    in_order = sorted(value for value in values if value is not None)
    return Table(
        DIMENSIONS[dimension],
        tuple(
            Row(value, {topic: found.get(value) for topic, found in cells.items()})
            for value in (*in_order, *([None] if None in values else []))
        ),
    )


def _rules(histories: Mapping[str, _History], rules: tuple[str, ...], k: int) -> tuple[RuleCount, ...]:
    """Count rules over all municipalities, as of the day of their topic's last point.

    Members of a group may be exchanged with all their rules of the topic: that changes no figure of either kind.
    """
    found = []
    for topic, history in histories.items():
        if history.column is None:
            continue
        joined = "".join(one.states for one in history.members)
        for start, end in _stretches(topic, rules):
            for at in range(start, end):
                letters = joined[at :: len(rules)]
                is_open, count = letters.count(OPEN), sum(map(letters.count, _ASKED))
                if Cell(is_open, count).safe(k):
                    found.append(RuleCount(rules[at], is_open, count))
    return tuple(sorted(found, key=lambda one: (-one.open, one.rule)))


def _trends(histories: Mapping[str, _History]) -> tuple[Point, ...]:
    days = sorted({day for history in histories.values() for day, _ in history.points})
    by_topic = {topic: dict(history.points) for topic, history in histories.items()}
    return tuple(Point(day, {topic: found.get(day) for topic, found in by_topic.items()}) for day in days)
