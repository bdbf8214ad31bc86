"""No figures, and nothing that follows from them, tell of fewer than k municipalities, or of any one of them.

Every possible network of a few municipalities is published, and those that look the same from outside are put
together: whoever knows the procedure, all figures, and who takes part, can tell no more than that it is one of these.
What is the same in all of them is what can be known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import combinations, product
from math import prod
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from komma_cli.network import overview as room
from komma_cli.network.anonymity import NOBODY, Atom, Cell, Record, atoms, by_value
from komma_cli.network.overview import Overview, Snapshot, overview
from tests.properties.effort import examples

SLOW = settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MOST_WORLDS = 4096
Where = tuple[str, ...]
Groups = dict[Where, int]


def places(dimensions: int) -> st.SearchStrategy[Where]:
    return st.tuples(*[st.sampled_from("abc")] * dimensions)


def members(most: int) -> st.SearchStrategy[list[Where]]:
    """Return municipalities by what is known of them."""
    return st.integers(1, 4).flatmap(lambda dimensions: st.lists(places(dimensions), min_size=1, max_size=most))


def sizes(largest: int) -> st.SearchStrategy[Groups]:
    """Return how many municipalities share which values."""
    return st.integers(1, 3).flatmap(
        lambda dimensions: st.dictionaries(places(dimensions), st.integers(1, largest), min_size=1, max_size=5)
    )


def by_appearance(worlds: Iterator[tuple[Any, tuple[int, ...]]]) -> dict[Any, list[tuple[int, ...]]]:
    """Put together the states of the world behind everything that may be told."""
    behind: dict[Any, list[tuple[int, ...]]] = {}
    for told, world in worlds:
        behind.setdefault(told, []).append(world)
    return behind


def known_sums(behind: list[tuple[int, ...]], width: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield each set of places whose sum is the same in all states of the world, with this sum."""
    for amount in range(1, width + 1):
        for chosen in combinations(range(width), amount):
            first = sum(behind[0][at] for at in chosen)
            if all(sum(world[at] for at in chosen) == first for world in behind):
                yield chosen, first


def published(groups: Groups, k: int, worth: int) -> Iterator[tuple[tuple[Atom, ...], tuple[int, ...]]]:
    """Yield for each possible number of open ones in each group what is told."""
    for world in product(*(range(count + 1) for count in groups.values())):
        yield told_of(groups, world, k, worth), world


def told_of(groups: Groups, world: tuple[int, ...], k: int, worth: int) -> tuple[Atom, ...]:
    records = [
        Record(where, at < is_open)
        for (where, count), is_open in zip(groups.items(), world, strict=True)
        for at in range(count)
    ]
    return atoms(records, k, worth)


@SLOW
@given(members(10), st.sampled_from((2, 3)), st.sampled_from((1, 2, 4)))
def test_whatever_can_be_known_is_about_k_open_and_k_not_open_municipalities(
    known: list[Where], k: int, worth: int
) -> None:
    """Each municipality by itself: what holds for each set of them holds for each cell of each cross tabulation."""
    worlds = (
        (atoms((Record(where, bool(own)) for where, own in zip(known, world, strict=True)), k, worth), world)
        for world in product((0, 1), repeat=len(known))
    )
    for told, behind in by_appearance(worlds).items():
        for chosen, is_open in known_sums(behind, len(known)):
            assert Cell(is_open, len(chosen)).safe(k), (told, chosen)


@SLOW
@given(sizes(12), st.sampled_from((2, 3, 4)), st.sampled_from((1, 2, 4)))
def test_nor_can_it_in_larger_networks(groups: Groups, k: int, worth: int) -> None:
    """By how many are open in each group of equal ones: nothing that is told depends on which of them they are."""
    assume(prod(count + 1 for count in groups.values()) <= MOST_WORLDS)
    counts = list(groups.values())
    for told, behind in by_appearance(published(groups, k, worth)).items():
        for at, count in enumerate(counts):
            own = {world[at] for world in behind}
            assert own != {0}, (told, at)
            assert own != {count}, (told, at)
        for chosen, is_open in known_sums(behind, len(counts)):
            assert Cell(is_open, sum(counts[at] for at in chosen)).safe(k), (told, chosen)


def test_a_pool_that_is_only_safe_would_give_its_members_away() -> None:
    """Five and two, each unsafe, three open in both: that can only be one of the five and both of the two."""
    groups = {("a",): 5, ("b",): 2}
    of_three = [world for told, world in published(groups, 2, 1) if not told and sum(world) == 3]
    assert of_three == [(1, 2)]
    for told, behind in by_appearance(published(groups, 2, 1)).items():
        assert not told or len({world[1] for world in behind}) > 1, told
    assert told_of(groups, (1, 2), 2, 1) == ()


answered = st.integers(1, 4).flatmap(
    lambda dimensions: st.lists(
        st.builds(
            Record,
            st.tuples(*[st.sampled_from("abcd")] * dimensions),
            st.booleans(),
            st.sampled_from((False, False, False, True)),
        ),
        min_size=1,
        max_size=120,
    )
)


@SLOW
@given(answered, st.sampled_from((2, 3, 5)), st.sampled_from((2, 4)), st.randoms(use_true_random=False))
def test_every_figure_is_safe_and_rows_add_up(records: list[Record], k: int, worth: int, dice: Any) -> None:
    told = atoms(records, k, worth)
    mixed = list(records)
    dice.shuffle(mixed)
    assert atoms(mixed, k, worth) == told, "the order tells nothing"
    whole = sum((atom.cell for atom in told), NOBODY)
    hidden = Cell(sum(one.open for one in records if not one.told), sum(not one.told for one in records))
    if told:
        assert hidden.safe(k)
        assert hidden.count <= whole.count <= len(records), "everybody with a secret is counted"
    assert all(atom.cell.safe(k) for atom in told)
    for dimension in range(len(records[0].where)):
        rows = by_value(told, dimension)
        assert sum(rows.values(), NOBODY) == whole
        assert all(cell.safe(k) for cell in rows.values())
        assert None not in list(rows)[:-1]


@SLOW
@given(members(8), st.data())
def test_those_that_tell_hide_nobody(known: list[Where], data: st.DataObject) -> None:
    """With the states of those that tell in hand, no more can be known of the others."""
    telling = data.draw(st.tuples(*[st.booleans()] * len(known)))
    open_ones = data.draw(st.tuples(*[st.booleans()] * len(known)))
    secret = [at for at, tells in enumerate(telling) if not tells]

    def worlds() -> Iterator[tuple[Any, tuple[int, ...]]]:
        for world in product((0, 1), repeat=len(secret)):
            own = dict(zip(secret, world, strict=True))
            records = [Record(where, bool(own.get(at, open_ones[at])), telling[at]) for at, where in enumerate(known)]
            yield atoms(records, 2, 1), world

    for told, behind in by_appearance(worlds()).items():
        for chosen, is_open in known_sums(behind, len(secret)):
            assert Cell(is_open, len(chosen)).safe(2), (told, chosen)


RULES = ("K201", "K203")
Member = tuple[str, str]
"""Value of its Land, and for each rule ``c`` (checked) or ``-``."""


def told_by(reports: Sequence[tuple[int, int]], of: Sequence[Member], letters: Sequence[str], worth: int) -> Overview:
    """Publish reports (day, member) with these letters."""
    snapshots = [
        Snapshot(f"{at:02}", date(2026, 1, 1 + day), (of[at][0], "town", "unknown", "none"), states)
        for (day, at), states in zip(reports, letters, strict=True)
    ]
    with patch.object(room, "atoms", partial(atoms, worth=worth)):
        return overview(snapshots, RULES, 2)


def histories(
    reports: Sequence[tuple[int, int]], of: Sequence[Member], worth: int
) -> tuple[dict[str, list[tuple[int, ...]]], list[tuple[int, int]]]:
    """Return the states of all checked rules behind everything that may be told, and whose (report, rule) each is."""
    checked = [(at, rule) for at, (_, member) in enumerate(reports) for rule in (0, 1) if of[member][1][rule] == "c"]
    assume(0 < len(checked) <= 12)

    def worlds() -> Iterator[tuple[str, tuple[int, ...]]]:
        for world in product((0, 1), repeat=len(checked)):
            is_open = dict(zip(checked, world, strict=True))
            letters = [
                "".join("-" if (at, rule) not in is_open else "mo"[is_open[at, rule]] for rule in (0, 1))
                for at in range(len(reports))
            ]
            yield repr(told_by(reports, of, letters, worth)), world

    return by_appearance(worlds()), checked


member = st.tuples(st.sampled_from("ab"), st.sampled_from(("cc", "cc", "c-", "-c")))


@settings(SLOW, max_examples=examples(12))
@given(st.lists(member, min_size=4, max_size=8), st.sampled_from((1, 4)))
def test_rules_and_topics_together_tell_of_no_rule_and_no_topic_of_one_municipality(
    of: list[Member], worth: int
) -> None:
    reports = [(0, at) for at in range(len(of))]
    behind, checked = histories(reports, of, worth)
    for told, worlds in behind.items():
        for at in range(len(checked)):
            assert len({world[at] for world in worlds}) == 2, (told, checked[at])
        for member_of in {place for place, _ in checked}:
            own = [at for at, (place, _) in enumerate(checked) if place == member_of]
            assert len({any(world[at] for at in own) for world in worlds}) == 2, (told, member_of)


@settings(SLOW, max_examples=examples(12))
@given(st.lists(st.tuples(st.sampled_from("ab"), st.just("c-")), min_size=3, max_size=6), st.data())
def test_points_in_time_and_tables_together_tell_of_no_report(of: list[Member], data: st.DataObject) -> None:
    """Of two days or three, with newcomers, with news of some, and with those that never report again."""
    everybody = st.sets(st.integers(0, len(of) - 1))
    days = [data.draw(everybody) for _ in range(data.draw(st.integers(2, 3)))]
    reports = [(day, at) for day, arrived in enumerate(days) for at in sorted(arrived)]
    behind, checked = histories(reports, of, 1)
    for told, worlds in behind.items():
        for chosen, is_open in known_sums(worlds, len(checked)):
            assert Cell(is_open, len(chosen)).safe(2), (told, [reports[checked[at][0]] for at in chosen])


def test_tables_beside_an_earlier_total_do_not_give_away_who_was_exchanged() -> None:
    """Ten, then ten more: with the total of the first ten, the groups a and b would tell of the two that differ."""
    of = [*("a",) * 9, "b", *("b",) * 9, "a"]
    reports = [(at // 10, at) for at in range(20)]
    behind: dict[str, set[tuple[int, int]]] = {}
    for first, stranger, second, other in product(range(10), (0, 1), range(10), (0, 1)):
        world = [at < first for at in range(9)] + [stranger] + [at < second for at in range(9)] + [other]
        told = told_by(reports, [(value, "c-") for value in of], ["o-" if each else "m-" for each in world], 2)
        behind.setdefault(repr(told), set()).add((stranger, other))
    assert all({one for one, _ in pairs} == {other for _, other in pairs} == {0, 1} for pairs in behind.values())


def test_points_in_time_with_figures_do_come_about() -> None:
    of = [("a", "c-")] * 4
    reports = [(day, at) for day in (0, 1, 2) for at in range(4)]
    told = told_by(reports, of, ["o-", "o-", "m-", "m-"] * 3, 1)
    assert [point.cells["roles"] for point in told.trends] == [Cell(2, 4)] * 3
