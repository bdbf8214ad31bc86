"""The figures of a whole network: by topic, by Land, kind, size and role, the rules most often open, and how it moves.

No figure here tells of one municipality (see ``anonymity``), and none compares one with another: there is no order of
municipalities by how they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from komma_cli.network.anonymity import Cell, Column, Values, column
from komma_cli.network.topics import DIMENSIONS, topic_of, topics

OPEN = "o"
_ASKED = "moa"
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
    newest = {one.key: one for one in in_order}
    histories = {topic: _history(_topical(topic, in_order, rules), k) for topic in topics()}
    columns = {topic: history.column for topic, history in histories.items()}
    return Overview(
        as_of=max(one.day for one in in_order),
        size=len(newest),
        k=k,
        totals={topic: found.total if found else None for topic, found in columns.items()},
        tables=tuple(_table(at, columns) for at in range(len(DIMENSIONS))),
        rules=_rules(histories, rules, k),
        trends=_trends(histories),
    )


@dataclass(frozen=True, eq=False)
class _Answer:
    """What one municipality answers to one topic on one day; None: it could not be checked."""

    snapshot: Snapshot
    answer: bool | None


@dataclass(frozen=True)
class _History:
    """What may be told of one topic: the points in time, and the column of the last of them."""

    points: tuple[tuple[date, Cell], ...]
    column: Column | None
    members: tuple[Snapshot, ...]
    """The snapshots that the column is made of."""


_State = dict[str, _Answer]


def _history(in_order: Sequence[_Answer], k: int) -> _History:
    """Return the days on which enough has changed that no difference between them tells of a few.

    The last day of each quarter with news is looked at, if enough municipalities have some since the one before. Its
    figures are told if those with news and those without are each safe, and what the former answered before stays
    hidden; that a day was passed over tells something too, so the next one is held against it as well.
    """
    state: _State = {}
    seen: _State = {}
    told: _State = {}
    points: list[tuple[date, Cell]] = []
    found: Column | None = None
    for at, one in enumerate(in_order):
        state[one.snapshot.key] = one
        day = one.snapshot.day
        if at + 1 < len(in_order) and _quarter(in_order[at + 1].snapshot.day) == _quarter(day):
            continue
        change = _Change.between(seen, state)
        if not change.large(k):
            continue
        since_told = change if told is seen else _Change.between(told, state)
        safe = change.safe(k) and since_told.safe(k) and since_told.hides(k)
        seen = dict(state)
        if safe and (made := column(_answers(state.values()), k)) is not None:
            points.append((day, made.total))
            found, told = made, seen
    return _History(tuple(points), found, tuple(one.snapshot for one in told.values()))


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


@dataclass(frozen=True)
class _Change:
    """The answers between two days: of those with news, before and now, and of those without."""

    before: Cell
    now: Cell
    rest: Cell

    @classmethod
    def between(cls, earlier: _State, later: _State) -> _Change:
        """Compare two states of a network."""
        fresh = [key for key, one in later.items() if one is not earlier.get(key)]
        old = [earlier[key] for key in fresh if key in earlier]
        rest = [one for key, one in later.items() if one is earlier.get(key)]
        return cls(_cell(old), _cell([later[key] for key in fresh]), _cell(rest))

    def large(self, k: int) -> bool:
        """Say whether those with news, and those without if there are any, are enough to be safe at all."""
        return self.now.count >= 2 * k and (self.rest.count == 0 or self.rest.count >= 2 * k)

    def safe(self, k: int) -> bool:
        """Say whether those with news, and those without if there are any, are safe."""
        return self.now.safe(k) and (self.rest.count == 0 or self.rest.safe(k))

    def hides(self, k: int) -> bool:
        """Say whether both totals leave it open what those with news answered before.

        The totals are known, and that both groups are safe; what fits with them must not be one sum only, nor nobody or
        everybody.
        """
        if not self.before.count:
            return True
        first, second = self.before.open + self.rest.open, self.now.open + self.rest.open
        fitting = [
            before
            for before in range(self.before.count + 1)
            if self.rest.count == 0 or Cell(first - before, self.rest.count).safe(k)
            if Cell(second - first + before, self.now.count).safe(k)
        ]
        return len(fitting) > 1 and fitting[0] < self.before.count and fitting[-1] > 0


def _cell(answers: Iterable[_Answer]) -> Cell:
    given = [one.answer for one in answers if one.answer is not None]
    return Cell(sum(given), len(given))


def _answers(answers: Iterable[_Answer]) -> Iterator[tuple[Values, bool]]:
    """Yield what is known of each municipality in which the topic could be checked, and its answer."""
    for one in answers:
        if one.answer is not None:
            yield one.snapshot.values, one.answer


def _topical(topic: str, in_order: Sequence[Snapshot], rules: Sequence[str]) -> list[_Answer]:
    """Return the answers to one topic: is a rule of it open? None if none of them could be checked."""
    found = []
    stretches = _stretches(topic, tuple(rules))
    for one in in_order:
        letters = "".join(one.states[start:end] for start, end in stretches)
        asked = OPEN in letters or any(letter in letters for letter in _ASKED)
        found.append(_Answer(one, OPEN in letters if asked else None))
    return found


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


def _rules(histories: Mapping[str, _History], rules: Sequence[str], k: int) -> tuple[RuleCount, ...]:
    """Count rules over all municipalities, as of the day of their topic's last point.

    Members of a group may be exchanged with all their rules of the topic: that changes no figure of either kind.
    """
    found = []
    for topic, history in histories.items():
        if history.column is None:
            continue
        joined = "".join(one.states for one in history.members)
        for start, end in _stretches(topic, tuple(rules)):
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
