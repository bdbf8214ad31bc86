"""Properties of edits and merges over generated drafts."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from komma_cli.merging import differences, merge, settled
from komma_cli.paths import ById
from komma_cli.store import Change, Removal, apply_edits
from komma_cli.wizard.interview import edits_between
from tests.properties.effort import examples

USUAL = settings(max_examples=examples(40), deadline=None)
VALUES = st.one_of(st.text(max_size=5), st.integers(0, 3), st.booleans(), st.lists(st.text(max_size=2), max_size=3))
ITEMS = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3)
LISTS = st.dictionaries(st.sampled_from(["p-1", "p-2", "p-3", "p-4"]), ITEMS, max_size=4).map(
    lambda items: [{"id": key, **item} for key, item in items.items()]
)
NOTES = st.dictionaries(st.sampled_from(["town.a", "town.b", "town.c", "people"]), ITEMS, max_size=4).map(
    lambda items: [{"path": key, **item} for key, item in items.items()]
)
DRAFTS = st.fixed_dictionaries({}, optional={"people": LISTS, "town": ITEMS, "roles": LISTS, "open": NOTES})
EDITS = st.lists(
    st.one_of(
        st.builds(lambda key, value: Change(("town", key), value), st.sampled_from("abc"), VALUES),
        st.builds(
            lambda item, key, value: Change(("people", ById(item), key), value),
            st.sampled_from(["p-1", "p-2", "p-9"]),
            st.sampled_from("abc"),
            VALUES,
        ),
        st.builds(lambda item: Removal(("people", ById(item))), st.sampled_from(["p-1", "p-2", "p-9"])),
        st.builds(lambda key: Removal(("town", key)), st.sampled_from("abc")),
    ),
    max_size=6,
)


@USUAL
@given(DRAFTS, EDITS)
def test_edits_never_change_the_draft_they_are_made_on(draft, edits):
    before = copy.deepcopy(draft)
    one_by_one = draft
    for edit in edits:
        one_by_one = apply_edits(one_by_one, [edit])
    assert apply_edits(draft, edits) == one_by_one
    assert draft == before


@USUAL
@given(DRAFTS, DRAFTS)
def test_the_edits_between_two_drafts_lead_from_one_to_the_other(before, after):
    assert apply_edits(before, edits_between(before, after)) == after


@USUAL
@given(DRAFTS, DRAFTS)
def test_what_only_one_side_changed_wins(base, other):
    assert merge(base, base, other).data == other
    assert merge(base, other, base).data == other
    assert merge(base, other, other).data == other


@USUAL
@given(DRAFTS, DRAFTS, DRAFTS)
def test_a_merge_names_every_field_that_is_neither_sides_choice_alone(base, ours, theirs):
    merged = merge(base, ours, theirs)
    asked = {str(conflict.parts) for conflict in merged.conflicts}
    mine = {str(parts) for parts, *_ in differences(base, ours)}
    others = {str(parts) for parts, *_ in differences(base, theirs)}
    for parts in mine - others:
        if not any(parts.rstrip(")").startswith(one.rstrip(",)")) for one in asked | others):
            assert parts not in {str(p) for p in merged.taken}
    assert settled(merged, []) == merged.data


@USUAL
@given(DRAFTS, EDITS, EDITS)
def test_a_merge_of_two_sittings_loses_no_field_without_a_word(base, mine, others):
    """Each field that one side changed has that side's value, or the other side changed it too (a conflict)."""
    ours, theirs = apply_edits(base, mine), apply_edits(base, others)
    merged = merge(base, ours, theirs)
    for conflict in merged.conflicts:
        assert repr(conflict.ours) != repr(conflict.theirs)  # 0 and False are two answers
    fields = {"town": [("town", key) for key in "abc"]}
    for parts in fields["town"]:
        there = [side.get("town", {}).get(parts[1]) for side in (base, ours, theirs)]
        if repr(there[1]) == repr(there[0]) and "town" in ours and "town" in theirs:  # 1 and True are two answers
            assert merged.data["town"].get(parts[1]) == there[2]


def without_order(node):
    """The draft with its lists by the names of their items, and lines of text sorted: what both added has no order."""
    if isinstance(node, dict):
        return {key: without_order(value) for key, value in node.items()}
    if isinstance(node, list) and all(isinstance(item, dict) for item in node):
        return {item.get("id", item.get("path")): without_order(item) for item in node}
    return sorted(node) if isinstance(node, list) else node


@USUAL
@given(DRAFTS, DRAFTS, DRAFTS)
def test_their_value_everywhere_is_what_they_would_have_got_with_theirs(base, ours, theirs):
    mine, others = merge(base, ours, theirs), merge(base, theirs, ours)
    assert len(mine.conflicts) == len(others.conflicts)
    assert without_order(settled(mine, mine.conflicts)) == without_order(others.data)
    assert without_order(settled(others, others.conflicts)) == without_order(mine.data)
