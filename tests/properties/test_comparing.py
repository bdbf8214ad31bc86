"""Whatever changes in a plan is told, each change once; a plan and itself have nothing to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from komma_cli.comparing import compare
from komma_cli.paths import format_path, get, set_value
from komma_cli.report.changes import tell
from komma_cli.yamlread import parse

PLAN: dict[str, Any] = parse(
    (Path(__file__).parents[1] / "golden" / "diff" / "old.komma.yaml").read_text(encoding="utf-8")
)

SMALL = {
    key: value[:2] if isinstance(value, list) else value
    for key, value in PLAN.items()
    if key in ("people", "roles", "open")
}


def leaves(node: Any, parts: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "id":
                yield from leaves(value, (*parts, key))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from leaves(value, (*parts, position))
    else:
        yield parts


LEAVES = sorted(leaves(PLAN), key=str)
LISTS = sorted(
    {tuple(parts[: n + 1]) for parts in LEAVES for n, part in enumerate(parts[1:]) if isinstance(part, int)}, key=str
)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(LEAVES), min_size=1, max_size=6))
def test_every_changed_leaf_is_told_once(chosen: set[tuple[str | int, ...]]) -> None:
    new = deepcopy(PLAN)
    for number, parts in enumerate(sorted(chosen, key=str)):
        old = get(PLAN, parts)
        # one letter more keeps a sentence a sentence; ids that lead nowhere are told all the same
        set_value(new, parts, old + number + 1 if type(old) is int else not old if old in (True, False) else f"{old}x")
    told = [one for change in tell(compare(PLAN, new), "de") for one in change.differences]
    covered = Counter((one.kind, format_path(one.parts, new)) for one in told)
    paths = {path for _, path in covered}
    for parts in chosen:
        assert paths & {format_path(parts[: n + 1], new) for n in range(len(parts))}, parts
    assert max(covered.values()) == 1
    assert sum(covered.values()) <= 2 * len(chosen)  # a line with other words may have become two lines


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LISTS), st.randoms(use_true_random=False))
def test_lists_in_another_order_have_only_moved(parts: tuple[str | int, ...], random: Any) -> None:
    new = deepcopy(PLAN)
    random.shuffle(get(new, parts))
    found = compare(PLAN, new)
    assert found.replaced == ()
    assert {one.kind for one in found.differences} <= {"moved", "reordered"}
    assert found.equal == (get(new, parts) == get(PLAN, parts))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LISTS), st.integers(0, 30))
def test_a_removed_item_is_told_and_nothing_else(parts: tuple[str | int, ...], at: int) -> None:
    new = deepcopy(PLAN)
    items = get(new, parts)
    gone = items.pop(at % len(items))
    (one,) = compare(PLAN, new).differences
    assert (one.kind, one.old) == ("removed", gone)
    (back,) = compare(new, PLAN).differences
    assert (back.kind, back.new) == ("added", gone)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["id", "people", "channels", "name", "kind", "value", "x"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    ),
    st.sampled_from(["people", "roles", "scenarios", "escalation", "open", "review", "x"]),
)
@example([{"value": 1, "kind": [None]}], "people")
def test_whatever_a_file_holds_it_is_compared_and_told(value: object, section: str) -> None:
    for old, new in (({section: value}, SMALL), (SMALL, {section: value}), ({section: value}, {section: value})):
        found = compare(old, new)
        for confidential in (False, True):
            tell(found, "de", confidential=confidential)
        if old is not SMALL and new is not SMALL:
            assert found.equal
