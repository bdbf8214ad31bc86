"""The figures of a network: what is told, what is kept back, and that nobody is ranked."""

from __future__ import annotations

import json
from datetime import date

import pytest

from komma_cli.network.anonymity import Cell
from komma_cli.network.overview import Overview, Snapshot, overview
from komma_cli.network.reading import _figures, as_kept
from komma_cli.network.topics import topics
from komma_cli.report.network_tables import overview_csv, overview_json, overview_markdown, overview_text
from komma_cli.texts import LANGUAGES
from tests.unit.network.made import rule_order, states

DAY = date(2026, 12, 1)


def snapshot(number: int, state: str = "NW", day: date = DAY, **rules: str) -> Snapshot:
    return Snapshot(f"{number:03}", day, (state, "town", "under_20000", "network"), states(**rules))


def told(snapshots: list[Snapshot], k: int = 5) -> Overview:
    return overview(snapshots, rule_order(), k)


def half_open(count: int, day: date = DAY, start: int = 0) -> list[Snapshot]:
    return [snapshot(start + at, day=day, K203="o" if at % 2 else "m", K301="m") for at in range(count)]


def test_what_enough_share_is_told() -> None:
    found = told(half_open(20))
    assert found.totals["roles"] == Cell(10, 20)
    assert found.totals["reach"] is None, "nobody has an open point there: that would tell of each of them"
    assert found.totals["support"] is None, "nobody was checked"
    assert [(one.rule, one.open, one.count) for one in found.rules] == [("K203", 10, 20)]
    assert (found.size, found.as_of, [point.date for point in found.trends]) == (20, DAY, [DAY])


def test_a_network_of_a_few_tells_nothing() -> None:
    for count in (1, 4, 9):
        found = told(half_open(count))
        assert not any(found.totals.values())
        assert (found.rules, found.trends) == ((), ())
        assert not any(cell for table in found.tables for row in table.rows for cell in row.cells.values())


def test_rows_add_up_to_the_total() -> None:
    found = told([snapshot(at, "NW" if at < 40 else "BY", K203="o" if at % 2 else "m") for at in range(90)])
    assert found.totals["roles"] == Cell(45, 90)
    for table in found.tables:
        cells = [row.cells["roles"] for row in table.rows]
        assert sum((cell for cell in cells if cell), Cell(0, 0)) == Cell(45, 90)
    by_state = next(table for table in found.tables if table.dimension == "state")
    assert [row.value for row in by_state.rows] == ["BY", "NW"]


def test_the_newest_bundle_of_a_municipality_counts() -> None:
    earlier = [snapshot(at, day=date(2026, 1, 1), K203="o") for at in range(20)]
    assert told(earlier + half_open(20)).totals["roles"] == Cell(10, 20)


def test_a_quarter_in_which_few_have_news_waits_for_the_next() -> None:
    first = half_open(20, date(2026, 3, 31))
    few = [snapshot(at, day=date(2026, 6, 30), K203="m") for at in range(3)]
    assert [point.date for point in told(first + few).trends] == [date(2026, 3, 31)]
    assert told(first + few).totals["roles"] == Cell(10, 20), "not 9 or 8: the difference would tell of three"
    many = half_open(12, date(2026, 9, 30), start=20)
    assert [point.date for point in told(first + few + many).trends] == [date(2026, 3, 31), date(2026, 9, 30)]


def test_a_rule_that_is_only_accepted_or_met_is_not_open() -> None:
    found = told([snapshot(at, K203="o" if at < 10 else "a") for at in range(20)])
    assert found.totals["roles"] == Cell(10, 20)


def test_figures_are_kept_and_read_again() -> None:
    for found in (told(half_open(20)), told(half_open(3))):
        assert _figures().validate_json(as_kept(found)) == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_format_says_what_is_kept_back(lang: str) -> None:
    found, few = told(half_open(20)), told(half_open(3))
    record = json.loads(overview_json(found, lang))
    assert record["totals"]["roles"] == {"open": 10, "count": 20}
    assert record["totals"]["reach"] is None
    assert set(record["totals"]) == set(topics())
    for write in (overview_text, overview_markdown, overview_csv):
        assert "10" in write(found, lang)
    assert "K203" in overview_text(found, lang)
    assert "50 %" in overview_text(found, lang)
    assert max(map(len, overview_text(found, lang).splitlines())) <= 80
    assert "%" not in overview_text(few, lang)
    assert "0 %" not in overview_markdown(few, lang)


def test_nothing_depends_on_the_order_of_the_snapshots() -> None:
    made = half_open(30)
    assert told(made[::-1]) == told(made)
