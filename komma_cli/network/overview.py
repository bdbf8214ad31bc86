"""The figures of a whole network: by topic, by Land, kind, size and role, the rules most often open, and how it moves.

No figure here tells of one municipality, and none compares one with another: there is no order of municipalities by how
they do. What is shown follows from four decisions, each made by what is known anyway: who takes part, which rules were
checked, and on which days something arrived.

- Totals and tables are those of ``anonymity``, each topic by itself.
- **A topic counts the same rules everywhere**: those that were checked in nearly all. Otherwise a rule that was checked
  in a few would be held against the figure of a group, and tell of those in whom it was not. As it is, municipalities
  of a group can change places with all their rules of a topic, and those with something open in two groups can change
  their rules: no figure of a rule or a topic moves.
- **Each report is counted in one point in time, the last one at which it was the newest**: the day of the figures is
  made of the newest reports, an earlier point of those that were renewed before the next. Two points have no report in
  common, so that nothing follows from the one for the other. (Totals of everybody at two points, beside the tables,
  do tell: of twenty, ten have come in between; if the two groups of a table are the ten new ones and the ten old ones
  but for one exchanged municipality, a difference of one names the state of both.)
- Figures move on when ``2 k`` municipalities have news, not with each one.

All this is about what stands in one overview. Whoever publishes two of them, made with a different ``k``, of days that
they chose themselves or from a collection in which old reports were replaced, lets others subtract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from komma_cli.network.anonymity import NOBODY, Atom, Cell, Record, atoms, by_value
from komma_cli.network.topics import DIMENSIONS, topic_of, topics

OPEN: Final = "o"
CHECKED: Final = "moa"
"""Letters of rules that could be checked."""
_FIRST_BY: Final = ("state", "size_class", "kind", "role")
"""A network is divided by the first of these of which it has groups that are large enough."""
_NEARLY_ALL: Final = 0.8
_IS_OPEN: Final = str.maketrans("moau-", "01000")
_WAS_CHECKED: Final = str.maketrans("moau-", "11100")


@dataclass(frozen=True)
class Snapshot:
    """One municipality on one day."""

    key: str
    day: date
    values: tuple[str, ...]
    """Its Land, kind, class of size and role, in the order of ``DIMENSIONS``."""
    states: str
    """One letter for each rule, in the order of the rules."""
    told: frozenset[str] = frozenset()
    """Topics of which it lets everybody see which rules it has met: it is counted there, and hides nobody."""


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
    """A rule that is open in ``open`` of ``count`` municipalities in which it was checked."""

    rule: str
    open: int
    count: int


@dataclass(frozen=True)
class Point:
    """The totals of one day: the last point those of everybody, an earlier one those of who has reported anew since."""

    date: date
    cells: Mapping[str, Cell | None]


@dataclass(frozen=True)
class Overview:
    """Everything that is told of a network as a whole."""

    as_of: date
    """The day up to which reports are counted."""
    size: int
    """So many municipalities had reported by then."""
    k: int
    totals: Mapping[str, Cell | None]
    tables: tuple[Table, ...]
    rules: tuple[RuleCount, ...]
    """Those that may be told, the most often open first."""
    trends: tuple[Point, ...]
    """The oldest first, the last is the day of the figures; none if nothing is told at all."""


def overview(snapshots: Iterable[Snapshot], rules: Sequence[str], k: int) -> Overview:
    """Return the figures of a network; ``rules`` are the ids in the order of the letters of ``states``.

    The newest snapshot of a municipality counts; their order plays no part. Raises ``ValueError`` without any snapshot
    and for a ``k`` below 2.
    """
    stand = _stand(snapshots, k)
    reports = [_report(one) for one in stand.newest]
    columns = [_column(topic, reports, rules, k) for topic in topics()]
    totals = {column.topic: column.total for column in columns}
    return Overview(
        as_of=stand.day,
        size=len(reports),
        k=k,
        totals=totals,
        tables=tuple(_table(dimension, columns) for dimension in DIMENSIONS),
        rules=tuple(sorted(_counts(columns, reports, rules, k), key=lambda one: (-one.open, one.rule))),
        trends=_trends(stand, columns, totals, k),
    )


@dataclass(frozen=True)
class _Stand:
    """The newest reports on the day of the figures, and the reports of earlier points that were renewed since."""

    day: date
    newest: list[Snapshot]
    renewed: list[tuple[date, list[Snapshot]]]


def _stand(snapshots: Iterable[Snapshot], k: int) -> _Stand:
    """Go through the days: figures move on with news of 2 k, a point ends when half of its municipalities have some.

    A point at which the network was half as large as now is given up. Of fewer than 2 k municipalities nothing is told;
    their newest day stands for them.
    """
    ordered = sorted(snapshots, key=lambda one: (one.day, one.key, one.values, one.states))
    if not ordered:
        raise ValueError("no snapshot")
    known: dict[str, Snapshot] = {}
    day, counted, point = ordered[-1].day, known, (ordered[-1].day, known)
    fresh: set[str] = set()
    again: set[str] = set()
    renewed: list[tuple[date, list[Snapshot]]] = []
    for today, arrived in groupby(ordered, key=lambda one: one.day):
        news = {one.key: one for one in arrived}
        known |= news
        fresh |= news.keys()
        again |= news.keys() & point[1].keys()
        if len(fresh) < 2 * k:
            continue
        day, counted, fresh = today, dict(known), set()
        if point[1] is known or len(counted) >= 2 * len(point[1]):
            point, again = (today, counted), set()
        elif len(again) >= max(2 * k, len(point[1]) / 2):
            renewed.append((point[0], [point[1][key] for key in sorted(again)]))
            point, again = (today, counted), set()
    return _Stand(day, [counted[key] for key in sorted(counted)], renewed)


class _Report(NamedTuple):
    """A snapshot whose letters are bits: the first rule is the highest one."""

    where: tuple[str, ...]
    states: str
    open: int
    checked: int
    told: frozenset[str]


_ORDER: Final = tuple(DIMENSIONS.index(dimension) for dimension in _FIRST_BY)


def _report(one: Snapshot) -> _Report:
    where = tuple(one.values[at] for at in _ORDER)
    return _Report(where, one.states, _bits(one.states, _IS_OPEN), _bits(one.states, _WAS_CHECKED), one.told)


def _bits(states: str, table: dict[int, int]) -> int:
    return int(f"0{states.translate(table)}", 2)


@dataclass(frozen=True)
class _Column:
    """One topic: the rules that count, who takes part, and what may be told."""

    topic: str
    places: tuple[int, ...]
    """Where the rules of the topic stand."""
    shared: int
    """The rules that count, as bits."""
    hidden: list[_Report]
    told: list[_Report]
    found: tuple[Atom, ...]
    """Empty: nothing may be told."""
    hides: bool
    """The hidden ones are among what is told."""

    @property
    def total(self) -> Cell | None:
        """Everybody together."""
        return sum((atom.cell for atom in self.found), NOBODY) if self.found else None


def _column(topic: str, reports: Sequence[_Report], rules: Sequence[str], k: int) -> _Column:
    """Return what may be told of a topic: of those that hide, and if that is nothing, of those that tell themselves."""
    places = tuple(at for at, rule in enumerate(rules) if topic_of(rule) == topic)
    shared = _shared(reports, places, len(rules))
    hidden, told = _parted(reports, topic, shared)
    telling = [Record(one.where, one.open & shared > 0) for one in told]
    found = atoms(
        [
            *(Record(one.where, one.open & shared > 0) for one in hidden),
            *(one._replace(told=True) for one in telling),
        ],
        k,
    )
    return _Column(topic, places, shared, hidden, told, found or atoms(telling, k), bool(found))


def _parted(reports: Iterable[_Report], topic: str, shared: int) -> tuple[list[_Report], list[_Report]]:
    """Return those in which all rules that count were checked: who hides its state, and who tells it."""
    checked = [one for one in reports if shared and one.checked & shared == shared]
    return [one for one in checked if topic not in one.told], [one for one in checked if topic in one.told]


def _shared(reports: Iterable[_Report], places: Sequence[int], width: int) -> int:
    """Return the rules that count for a topic: as many as were checked in nearly all in which any of it was.

    They are taken in the order of how many they were checked in. It makes no difference what is open.
    """
    bits = [1 << width - 1 - at for at in places]
    mine = sum(bits)
    patterns = Counter(one.checked & mine for one in reports)
    patterns.pop(0, None)
    checked = {bit: sum(count for pattern, count in patterns.items() if pattern & bit) for bit in bits}
    bits.sort(key=lambda bit: (-checked[bit], -bit))
    shared, enough = 0, _NEARLY_ALL * patterns.total()
    for number, bit in enumerate(bits):
        wider = shared | bit
        taking_part = sum(count for pattern, count in patterns.items() if pattern & wider == wider)
        if taking_part < enough and number:
            break
        shared = wider if taking_part else 0
    return shared


def _table(dimension: str, columns: Sequence[_Column]) -> Table:
    at = _FIRST_BY.index(dimension)
    cells = {column.topic: by_value(column.found, at) for column in columns}
    values = {value for found in cells.values() for value in found}
    in_order = [*sorted(value for value in values if value is not None), *([None] if None in values else [])]
    return Table(
        dimension, tuple(Row(value, {topic: found.get(value) for topic, found in cells.items()}) for value in in_order)
    )


def _counts(
    columns: Sequence[_Column], reports: Sequence[_Report], rules: Sequence[str], k: int
) -> Iterator[RuleCount]:
    """Yield the rules that may be told: those that count for a topic as its part, the others each by itself."""
    for column in columns:
        everybody = _Sheet(one for one in reports if column.topic not in one.told)
        telling = _Sheet(one for one in reports if column.topic in one.told)
        hidden, told = _Sheet(column.hidden), _Sheet(column.told)
        whole = sum(bool(one.open & column.shared) for one in column.hidden)
        for at in column.places:
            if column.shared >> len(rules) - 1 - at & 1:
                own, known = hidden.cell(at), told.cell(at)
                safe = column.hides and own.safe(k) and not 0 < whole - own.open < k
            else:
                own, known = everybody.cell(at), telling.cell(at)
                safe = own.safe(k)
            cell = own + known if safe else known
            if cell.safe(k):
                yield RuleCount(rules[at], cell.open, cell.count)


class _Sheet:
    """The letters of many municipalities behind each other, so that one rule of all of them is one slice."""

    def __init__(self, reports: Iterable[_Report]) -> None:
        states = [one.states for one in reports]
        self._width = len(states[0]) if states else 1
        self._letters = "".join(states).encode("ascii")

    def cell(self, at: int) -> Cell:
        """Return in how many the rule in a place is open, and in how many it was checked."""
        letters = self._letters[at :: self._width]
        return Cell(letters.count(OPEN.encode()), sum(letters.count(letter.encode()) for letter in CHECKED))


def _trends(stand: _Stand, columns: Sequence[_Column], totals: Mapping[str, Cell | None], k: int) -> tuple[Point, ...]:
    points = []
    for day, snapshots in stand.renewed:
        reports = [_report(one) for one in snapshots]
        points.append(Point(day, {column.topic: _renewed(column, reports, k) for column in columns}))
    points.append(Point(stand.day, totals))
    return tuple(point for point in points if any(point.cells.values()))


def _renewed(column: _Column, reports: Sequence[_Report], k: int) -> Cell | None:
    """Return the total of a topic at an earlier point, by the rules that count now."""
    own, known = (
        Cell(sum(bool(one.open & column.shared) for one in part), len(part))
        for part in _parted(reports, column.topic, column.shared)
    )
    cell = own + known if own.safe(k) else known
    return cell if cell.safe(k) else None
