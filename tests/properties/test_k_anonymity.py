"""No subset of the published figures tells of fewer than k municipalities, or of any one of them.

Every possible network of a few municipalities is published, and those that look the same from outside are put
together: whoever knows the procedure, all figures, and who takes part, can tell no more than that it is one of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.check.rules import all_rules
from komma_cli.network.anonymity import Cell, Column, Values, column, partition
from komma_cli.network.overview import Overview, Snapshot, _Answer, _history, overview
from komma_cli.network.topics import DIMENSIONS
from tests.properties.effort import examples

RULES = tuple(all_rules())
SLOW = settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def members(most: int) -> st.SearchStrategy[list[Values]]:
    """Return municipalities by what is known of them."""
    value = st.sampled_from("abc")
    return st.integers(1, 3).flatmap(
        lambda dimensions: st.lists(st.tuples(*[value] * dimensions), min_size=4, max_size=most)
    )


def cells(known: list[Values]) -> set[tuple[int, ...]]:
    """Return the members of every cell of every cross tabulation."""
    found = set()
    for amount in range(1, len(known[0]) + 1):
        for kept in combinations(range(len(known[0])), amount):
            grouped: dict[Values, list[int]] = {}
            for at, values in enumerate(known):
                grouped.setdefault(tuple(values[each] for each in kept), []).append(at)
            found |= {tuple(each) for each in grouped.values()}
    return found


@SLOW
@given(members(10), st.sampled_from((2, 3)))
def test_nothing_can_be_told_of_one_municipality_or_of_a_small_cell(known: list[Values], k: int) -> None:
    looks_like: dict[Column | None, list[tuple[bool, ...]]] = {}
    for answers in product((False, True), repeat=len(known)):
        looks_like.setdefault(column(zip(known, answers, strict=True), k), []).append(answers)
    for told, possible in looks_like.items():
        if told is None:
            continue
        for at in range(len(known)):
            assert {answers[at] for answers in possible} == {False, True}, (told, at)
        for cell in cells(known):
            if len(cell) < k:
                assert len({sum(answers[at] for at in cell) for answers in possible}) > 1, (told, cell)


answered = st.integers(1, 4).flatmap(
    lambda dimensions: st.lists(
        st.tuples(st.tuples(*[st.sampled_from("abcd")] * dimensions), st.booleans()), min_size=1, max_size=120
    )
)


@SLOW
@given(answered, st.sampled_from((2, 3, 5)))
def test_every_figure_and_every_difference_of_figures_is_about_enough(
    answers: list[tuple[Values, bool]], k: int
) -> None:
    told = column(answers, k)
    if told is None:
        return
    whole = Cell(sum(is_open for _, is_open in answers), len(answers))
    assert told.total == whole
    parts = [cell for _, cell in told.groups] + ([told.pool] if told.pool else [])
    assert all(part.safe(k) for part in parts)
    rows = []
    for dimension in range(len(answers[0][0])):
        table = told.rows(dimension)
        assert sum(table.values(), Cell(0, 0)) == whole
        assert all(cell.safe(k) for cell in table.values())
        rows += list(indicators(told, dimension))
    for part in solvable(rows, len(parts)):
        assert sum(parts[at].count for at in part) >= k


def indicators(told: Column, dimension: int) -> Iterator[list[int]]:
    """Yield, for each row of a table, which of the parts it is the sum of."""
    shown = [values for values, _ in told.groups] + ([None] if told.pool else [])
    of_row = [values[dimension] if values is not None else None for values in shown]
    for value in dict.fromkeys(of_row):
        yield [int(each == value) for each in of_row]


def solvable(rows: list[list[int]], width: int) -> Iterator[tuple[int, ...]]:
    """Yield the smallest sets of parts whose sum follows from the rows: single parts first (exact elimination)."""
    basis: list[list[Fraction]] = []
    for row in rows:
        left = reduced([Fraction(value) for value in row], basis)
        if any(left):
            basis.append(left)
    for at in range(width):
        if not any(reduced([Fraction(int(each == at)) for each in range(width)], basis)):
            yield (at,)


def reduced(row: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    for other in basis:
        pivot = next(at for at, value in enumerate(other) if value)
        if row[pivot]:
            factor = row[pivot] / other[pivot]
            row = [value - factor * each for value, each in zip(row, other, strict=True)]
    return row


@SLOW
@given(answered, st.sampled_from((2, 3, 5)), st.randoms(use_true_random=False))
def test_the_order_of_municipalities_makes_no_difference(
    answers: list[tuple[Values, bool]], k: int, dice: object
) -> None:
    mixed = list(answers)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert column(mixed, k) == column(answers, k)


@SLOW
@given(answered, st.integers(1, 30))
def test_groups_are_large_enough_and_leave_nobody_out(answers: list[tuple[Values, bool]], least: int) -> None:
    sizes: dict[Values, int] = {}
    for values, _ in answers:
        sizes[values] = sizes.get(values, 0) + 1
    groups = partition(sizes, least)
    assert sorted(values for each in groups.values() for values in each) == sorted(sizes)
    for shown, inside in groups.items():
        assert len(groups) == 1 or sum(sizes[values] for values in inside) >= least
        for values in inside:
            assert all(kept in (None, value) for kept, value in zip(shown, values, strict=True))


def published(known: list[Values], news: list[dict[int, bool]], k: int) -> Overview:
    """Publish what a network tells in which, on each day, some members hand in whether rule K203 is open."""
    at = RULES.index("K203")
    snapshots = []
    for day, handed_in in enumerate(news, 1):
        for member, is_open in handed_in.items():
            states = "-" * at + ("o" if is_open else "m") + "-" * (len(RULES) - at - 1)
            values = (*known[member], *("x",) * (len(DIMENSIONS) - len(known[member])))
            snapshots.append(Snapshot(str(member), date(2026, 3 * day, 1), values, states))
    return overview(snapshots, RULES, k)


def possible_histories(known: list[Values], later: list[int]) -> dict[str, list[tuple[bool, ...]]]:
    """Return, for everything that two days may tell, all answers (of the first day, then of the second) behind it."""
    looks_like: dict[str, list[tuple[bool, ...]]] = {}
    for answers in product((False, True), repeat=len(known) + len(later)):
        first, second = answers[: len(known)], answers[len(known) :]
        news = [dict(enumerate(first)), dict(zip(later, second, strict=True))]
        told = published(known, news, 2)
        looks_like.setdefault(repr((told.totals["roles"], told.tables, told.rules, told.trends)), []).append(answers)
    return looks_like


@settings(SLOW, max_examples=examples(12))
@given(st.lists(st.tuples(st.sampled_from("ab")), min_size=4, max_size=6), st.data())
def test_the_movement_between_two_days_tells_nothing_of_one_municipality(
    known: list[Values], data: st.DataObject
) -> None:
    later = sorted(data.draw(st.sets(st.integers(0, len(known) - 1), min_size=1)))
    for figures, possible in possible_histories(known, later).items():
        for at in range(len(known) + len(later)):
            assert "Cell(" not in figures or {answers[at] for answers in possible} == {False, True}, (figures, at)


def test_a_second_point_in_time_with_news_of_half_a_network_tells_nothing_of_one_municipality() -> None:
    """The same for one topic alone and more municipalities, so that second points do come about."""
    looks_like: dict[tuple[Any, Any], list[tuple[bool, ...]]] = {}
    first = [Snapshot(str(at), date(2026, 3, 1), ("x",) * 4, "") for at in range(10)]
    second = [Snapshot(str(at), date(2026, 6, 1), ("x",) * 4, "") for at in range(5)]
    for answers in product((False, True), repeat=15):
        given_answers = [_Answer(one, answer) for one, answer in zip([*first, *second], answers, strict=True)]
        told = _history(given_answers, 2)
        looks_like.setdefault((told.points, told.column), []).append(answers)
    two_points = [points for points, _ in looks_like if len(points) == 2]
    assert two_points
    for (points, _), possible in looks_like.items():
        for at in range(15):
            assert not points or {answers[at] for answers in possible} == {False, True}, (points, at)
