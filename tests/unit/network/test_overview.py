"""The figures of a network: what is told, what is kept back, and that nobody is ranked."""

from __future__ import annotations

import json
from dataclasses import replace
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


def days_of(found: Overview) -> list[tuple[date, Cell | None]]:
    return [(point.date, point.cells["roles"]) for point in found.trends]


def test_figures_wait_until_enough_municipalities_have_news() -> None:
    first = half_open(20, date(2026, 3, 31))
    few = [snapshot(at, day=date(2026, 6, 30), K203="m") for at in range(3)]
    found = told(first + few)
    assert (found.as_of, found.totals["roles"]) == (date(2026, 3, 31), Cell(10, 20)), "the difference would tell of 3"
    found = told(first + few + half_open(7, date(2026, 7, 31), start=20))
    assert (found.as_of, found.size, found.totals["roles"]) == (date(2026, 7, 31), 27, Cell(9 + 3, 27))


def test_an_earlier_point_counts_who_has_reported_anew_since() -> None:
    first = [snapshot(at, day=date(2026, 3, 31), K203="m" if at < 6 else "o") for at in range(20)]
    some = half_open(9, date(2026, 6, 30))
    assert days_of(told(first + some)) == [(date(2026, 3, 31), Cell(14, 20))], "too few: they wait"
    half = half_open(12, date(2026, 6, 30))
    assert days_of(told(first + half)) == [
        (date(2026, 3, 31), Cell(6, 12)),
        (date(2026, 6, 30), Cell(6 + 8, 20)),
    ], "the other eight stand in the second point, and in no other"


def test_an_earlier_point_that_is_not_safe_is_left_out() -> None:
    first = [snapshot(at, day=date(2026, 3, 31), K203="m" if at < 4 else "o") for at in range(20)]
    assert days_of(told(first + half_open(20, date(2026, 6, 30)))) == [(date(2026, 6, 30), Cell(10, 20))]


def test_a_point_of_a_network_that_has_doubled_is_given_up() -> None:
    start = half_open(10, date(2026, 1, 1))
    grown = half_open(20, date(2026, 2, 1), start=10)
    again = half_open(30, date(2026, 6, 1))
    assert days_of(told(start + grown + again)) == [
        (date(2026, 2, 1), Cell(15, 30)),
        (date(2026, 6, 1), Cell(15, 30)),
    ]


def test_of_a_topic_the_rules_count_that_nearly_all_were_checked_for() -> None:
    small = [snapshot(at, K203="o" if at < 10 else "m") for at in range(20)]
    thorough = [snapshot(20 + at, K203="m", K204="o" if at < 12 else "m") for at in range(20)]
    found = told(small + thorough)
    assert found.totals["roles"] == Cell(10, 40), "K204 was not asked of the first twenty"
    assert [(one.rule, one.open, one.count) for one in found.rules] == [("K204", 12, 20), ("K203", 10, 40)]


def test_where_a_rule_that_counts_was_not_checked_the_topic_is_not_counted() -> None:
    gaps = [snapshot(40 + at, K204="o") for at in range(3)]
    both = [snapshot(at, K203="o" if at % 2 else "m", K204="m") for at in range(40)]
    found = told(both + gaps)
    assert (found.size, found.totals["roles"]) == (43, Cell(20, 40))
    assert [one.rule for one in found.rules] == ["K203"], "K204 is open in three"


def test_a_rule_that_differs_from_its_topic_in_a_few_is_not_told() -> None:
    """Twelve have something open, ten of them K203: that would be two who have only something else open."""
    letters = [{"K203": "o" if at < 10 else "m", "K204": "o" if 5 <= at < 12 else "m"} for at in range(30)]
    found = told([snapshot(at, **each) for at, each in enumerate(letters)])
    assert found.totals["roles"] == Cell(12, 30)
    assert [(one.rule, one.open) for one in found.rules] == [("K204", 7)]


def test_those_that_tell_their_state_are_counted_and_hide_nobody() -> None:
    def asked(at: int, letter: str) -> Snapshot:
        return replace(snapshot(at, K203=letter), told=frozenset({"roles"}))

    hidden = half_open(20)
    assert told([*hidden, *(asked(20 + at, "o") for at in range(4))]).totals["roles"] == Cell(14, 24)
    ten_all_open = [snapshot(at, K203="o") for at in range(10)]
    five_and_five = [asked(10 + at, "o" if at < 5 else "m") for at in range(10)]
    found = told([*ten_all_open, *five_and_five])
    assert found.totals["roles"] == Cell(5, 10), "15 of 20 would tell that the ten that tell nothing are all open"
    assert [(one.rule, one.open, one.count) for one in found.rules] == [("K203", 5, 10)]


def test_a_rule_of_few_is_told_of_those_alone_that_tell_it() -> None:
    """Many were not checked for K204: it is no part of the topic, and is told by itself."""
    hidden = [snapshot(at, K203="o" if at % 2 else "m", **({"K204": "o"} if at < 12 else {})) for at in range(40)]
    telling = [
        replace(snapshot(40 + at, K203="m", K204="o" if at < 5 else "m"), told=frozenset({"roles"})) for at in range(10)
    ]
    found = {one.rule: (one.open, one.count) for one in told([*hidden, *telling]).rules}
    assert found["K204"] == (5, 10), "17 of 22 would tell that all twelve that tell nothing have it open"


def test_without_a_snapshot_or_with_a_k_of_one_there_are_no_figures() -> None:
    with pytest.raises(ValueError, match="no snapshot"):
        told([])
    with pytest.raises(ValueError, match="hides nobody"):
        told(half_open(20), 1)


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
