"""Figures of the network as a page shows them: in words first, with a picture beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from komma_cli.network.anonymity import Cell
from komma_cli.network.overview import Overview, RuleCount, Table
from komma_cli.network.site import addresses
from komma_cli.network.site.frame import Frame
from komma_cli.network.topics import DIMENSIONS, size_classes, topic_of, topics
from komma_cli.network.view import Network
from komma_cli.slugs import slug

TILES: Final = {
    "SH": (1, 3), "HB": (2, 2), "HH": (2, 3), "MV": (2, 4), "NI": (3, 2), "ST": (3, 3), "BE": (3, 4), "BB": (3, 5),
    "NW": (4, 1), "HE": (4, 2), "TH": (4, 3), "SN": (4, 4), "SL": (5, 1), "RP": (5, 2), "BW": (5, 3), "BY": (5, 4),
}  # fmt: skip
"""Row and column of each Land on the schematic map, komma's own arrangement: neighbours where a grid allows it."""
_SHADES: Final = (1, 5, 20, 100)
"""From so many municipalities on a tile is a step darker."""
MOST_RULES: Final = 10
MOST_DAYS: Final = 12
"""Of each topic so many figures are told."""
_CHART_WIDTH, _CHART_HEIGHT = 120, 32


@dataclass(frozen=True)
class Bar:
    """One figure with a bar beside it."""

    name: str
    href: str | None
    """A page below the folder of the language."""
    words: str
    width: int | None
    """Percent; None: nothing may be told."""


@dataclass(frozen=True)
class Tile:
    """One Land on the map and in its table."""

    code: str
    name: str
    href: str | None
    """None: no municipality of it takes part."""
    words: str
    figure: str
    shade: int


@dataclass(frozen=True)
class RuleLine:
    """A rule that is often open."""

    rule: str
    title: str
    topic: str
    href: str
    words: str
    width: int


@dataclass(frozen=True)
class Course:
    """How a topic moved: the figures of its days, the oldest first, and a line through them."""

    name: str
    href: str
    first: str
    last: str
    points: tuple[tuple[str, str], ...]
    """Day and figure."""
    line: str
    """Points of an SVG line in a field of 120 by 32."""


def cell_words(cell: Cell | None, frame: Frame) -> str:
    """Return „12 von 30 (40 %)“ without an open point, or that there are too few to say."""
    if cell is None:
        return str(frame.words["few"])
    done = cell.count - cell.open
    count, figure = frame.number(cell.count), frame.number(done)
    return frame.say("done_of", done=figure, count=count, percent=_percent(done, cell.count))


def bar(name: str, href: str | None, cell: Cell | None, frame: Frame) -> Bar:
    """Return a figure with its bar: the share without an open point."""
    width = None if cell is None else _percent(cell.count - cell.open, cell.count)
    return Bar(name, href, cell_words(cell, frame), width)


def topic_bars(cells: Mapping[str, Cell | None], frame: Frame) -> list[Bar]:
    """Return a bar for each topic, in the order of the playbook; none if nothing may be told of any."""
    if not any(cells.values()):
        return []
    return [bar(frame.topic(each), addresses.topic_page(each), cells.get(each), frame) for each in topics()]


def dimension_bars(topic: str, found: Overview, network: Network, frame: Frame) -> list[tuple[str, list[Bar]]]:
    """Return name and bars of each dimension that tells anything of a topic."""
    there = {one.state for one in network.members}
    tables = {table.dimension: table for table in found.tables}
    made = []
    for dimension in DIMENSIONS:
        rows = _rows(tables[dimension], topic, frame) if dimension in tables else []
        if any(cell for value, cell in rows if value is not None):
            made.append((dimension, [_row_bar(dimension, value, cell, there, frame) for value, cell in rows]))
    return made


def state_cells(state: str, found: Overview) -> Mapping[str, Cell | None]:
    """Return the figures of one Land by topic."""
    rows = (row for table in found.tables if table.dimension == "state" for row in table.rows)
    return next((row.cells for row in rows if row.value == state), {})


def tiles(network: Network, frame: Frame) -> list[Tile]:
    """Return the Länder row by row as on the map."""
    counts = Counter(one.state for one in network.members)
    return [_tile(code, counts[code], frame) for code in sorted(TILES, key=TILES.__getitem__)]


def rule_lines(found: Iterable[RuleCount], frame: Frame) -> list[RuleLine]:
    """Return the first of the rules that are most often open."""
    return [
        RuleLine(
            rule=one.rule,
            title=frame.rule_title(one.rule),
            topic=frame.topic(topic_of(one.rule)),
            href=addresses.topic_page(topic_of(one.rule)),
            words=frame.say("open_of", open=frame.number(one.open), count=frame.number(one.count)),
            width=_percent(one.open, one.count),
        )
        for one in list(found)[:MOST_RULES]
    ]


def courses(found: Overview, frame: Frame) -> list[Course]:
    """Return how each topic moved that has figures of more than one day."""
    made = []
    for topic in topics():
        points = [(one.date, cell) for one in found.trends if (cell := one.cells.get(topic)) is not None]
        if len(points) > 1:
            made.append(_course(topic, points[-MOST_DAYS:], frame))
    return made


def _course(topic: str, points: Sequence[tuple[date, Cell]], frame: Frame) -> Course:
    told = tuple((frame.day(day), cell_words(cell, frame)) for day, cell in points)
    first, last = (frame.say("point", day=day, cell=words) for day, words in (told[0], told[-1]))
    return Course(frame.topic(topic), addresses.topic_page(topic), first, last, told, _line(points))


def _line(points: Sequence[tuple[date, Cell]]) -> str:
    """Return the points of a line from the first to the last day; its height is the share without an open point."""
    start, days = points[0][0], (points[-1][0] - points[0][0]).days
    places = []
    for day, cell in points:
        across = 2 + (_CHART_WIDTH - 4) * (day - start).days // days
        up = 2 + (_CHART_HEIGHT - 4) * cell.open // cell.count
        places.append(f"{across},{up}")
    return " ".join(places)


def _tile(code: str, count: int, frame: Frame) -> Tile:
    words = frame.counted("municipalities", count) if count else str(frame.words["municipalities_none"])
    return Tile(
        code=code,
        name=frame.state(code),
        href=addresses.state_page(code) if count else None,
        words=words,
        figure=frame.number(count) if count else "–",
        shade=sum(count >= step for step in _SHADES),
    )


def _rows(table: Table, topic: str, frame: Frame) -> list[tuple[str | None, Cell | None]]:
    """Return value and figure of a table for one topic in the order people expect, the rest last."""
    rows = [(row.value, row.cells[topic]) for row in table.rows if topic in row.cells]
    return sorted(rows, key=lambda row: _place(table.dimension, row[0], frame))


def _place(dimension: str, value: str | None, frame: Frame) -> tuple[Any, ...]:
    if value is None:
        return (1,)
    if dimension == "size_class":
        return (0, size_classes().index(value))
    return (0, slug(frame.value(dimension, value)))


def _row_bar(dimension: str, value: str | None, cell: Cell | None, there: set[str], frame: Frame) -> Bar:
    linked = dimension == "state" and value in there
    href = addresses.state_page(value) if linked and value is not None else None
    return bar(frame.value(dimension, value), href, cell, frame)


def _percent(part: int, whole: int) -> int:
    """Return a share in percent; 0 and 100 mean none and all."""
    rounded = round(100 * part / whole)
    return min(max(rounded, 1), 99) if 0 < part < whole else rounded
