"""Atoms: what is told apart, what is put together, and what is not told. That they are safe is a property."""

from __future__ import annotations

import pytest

from komma_cli.network.anonymity import Atom, Cell, Record, atoms, by_value


def some(where: str, is_open: int, count: int, told: bool = False) -> list[Record]:
    """Return municipalities with these values, one letter for each dimension."""
    return [Record(tuple(where), at < is_open, told) for at in range(count)]


def test_large_mixed_groups_are_told_apart() -> None:
    found = atoms([*some("a", 8, 20), *some("b", 12, 20)], 5)
    assert found == (Atom(("a",), Cell(8, 20)), Atom(("b",), Cell(12, 20)))


def test_unsafe_groups_share_a_row_and_the_others_keep_theirs() -> None:
    found = atoms([*some("a", 8, 20), *some("b", 3, 20), *some("c", 2, 20), *some("d", 3, 20)], 5)
    assert found == (Atom(("a",), Cell(8, 20)), Atom((None,), Cell(8, 60)))


def test_the_smallest_safe_group_joins_a_rest_that_is_not_safe() -> None:
    found = atoms([*some("a", 10, 26), *some("b", 10, 24), *some("c", 30, 30)], 5)
    assert found == (Atom(("a",), Cell(10, 26)), Atom((None,), Cell(40, 54)))
    assert atoms([*some("a", 10, 24), *some("b", 10, 24), *some("c", 30, 30)], 5) == (
        Atom(("b",), Cell(10, 24)),
        Atom((None,), Cell(40, 54)),
    ), "of equally large ones the first by name"


def test_no_rest_is_told_whose_sum_leaves_no_room() -> None:
    """Four are not open in b and c each: the most there can be in a rest of these two if both are unsafe."""
    found = atoms([*some("a", 20, 40), *some("b", 26, 30), *some("c", 26, 30)], 5)
    assert found == (Atom((None,), Cell(72, 100)),), "a is needed as well"
    found = atoms([*some("a", 20, 40), *some("b", 26, 30), *some("c", 27, 30)], 5)
    assert found == (Atom(("a",), Cell(20, 40)), Atom((None,), Cell(53, 60)))


def test_a_dimension_with_small_groups_only_gives_way_to_the_next() -> None:
    states = "abcdefghij"
    found = atoms([one for state in states for size in "xy" for one in some(state + size, 1, 3)], 5)
    assert found == (Atom((None, "x"), Cell(10, 30)), Atom((None, "y"), Cell(10, 30)))


def test_groups_are_divided_further_where_they_are_large_enough() -> None:
    found = atoms([*some("ax", 10, 20), *some("ay", 10, 21), *some("bx", 9, 18), *some("by", 5, 6)], 5)
    assert found == (
        Atom(("a", "x"), Cell(10, 20)),
        Atom(("a", "y"), Cell(10, 21)),
        Atom(("b", None), Cell(14, 24)),
    )
    assert by_value(found, 0) == {"a": Cell(20, 41), "b": Cell(14, 24)}
    assert list(by_value(found, 1).items()) == [("x", Cell(10, 20)), ("y", Cell(10, 21)), (None, Cell(14, 24))]


def test_what_all_have_in_common_is_kept() -> None:
    assert atoms(some("az", 6, 12), 5) == (Atom(("a", "z"), Cell(6, 12)),)


@pytest.mark.parametrize(("is_open", "count"), [(0, 0), (4, 9), (0, 50), (4, 50), (46, 50), (50, 50)])
def test_of_too_few_and_of_all_the_same_nothing_is_told(is_open: int, count: int) -> None:
    assert atoms(some("a", is_open, count), 5) == ()


def test_a_k_larger_than_the_network_tells_nothing() -> None:
    assert atoms([*some("a", 50, 100), *some("b", 50, 100)], 101) == ()


def test_those_that_tell_are_counted_in_their_group_and_hide_nobody() -> None:
    hidden = [*some("a", 10, 20), *some("b", 10, 20)]
    found = atoms([*hidden, *some("a", 3, 3, told=True)], 5)
    assert found == (Atom(("a",), Cell(13, 23)), Atom(("b",), Cell(10, 20)))
    assert atoms(some("a", 10, 10) + some("a", 0, 10, told=True), 5) == ()


def test_those_that_tell_and_stand_alone_are_counted_where_values_are_mixed_only() -> None:
    hidden = [*some("a", 10, 20), *some("b", 10, 20)]
    assert atoms([*hidden, *some("c", 1, 1, told=True)], 5) == atoms(hidden, 5)
    mixed = [*hidden, *some("d", 3, 20), *some("e", 3, 20)]
    assert atoms([*mixed, *some("c", 1, 1, told=True)], 5)[-1] == Atom((None,), Cell(7, 41))


def test_a_k_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nobody"):
        atoms(some("a", 1, 2), 1)
