"""Three-way merge: what each side changed comes in, the same field is a conflict, nothing is lost silently."""

import copy

import pytest

from komma_cli.merging import ABSENT, differences, merge, related, settled
from komma_cli.paths import ById

BASE = {
    "komma": 1,
    "municipality": {"name": "Ort", "population": 100},
    "people": [
        {"id": "p-1", "function": "Eins", "channels": [{"kind": "phone", "value": "1"}]},
        {"id": "p-2", "function": "Zwei"},
    ],
    "roles": [{"id": "r", "title": "Rolle", "holder": "p-1", "deputies": ["p-2"], "tasks": ["a", "b", "c"]}],
    "open": [{"path": "people[p-1].hours", "since": "2026-01-01"}],
}


def changed(change):
    data = copy.deepcopy(BASE)
    change(data)
    return data


def tasks(*lines):
    return changed(lambda d: d["roles"][0].update(tasks=list(lines)))


def test_different_fields_of_one_entry_come_together():
    ours = changed(lambda d: d["people"][0].update(function="Eins neu"))
    theirs = changed(lambda d: d["people"][0].update(hours="24/7"))
    merged = merge(BASE, ours, theirs)
    assert merged.data["people"][0] == BASE["people"][0] | {"function": "Eins neu", "hours": "24/7"}
    assert (merged.conflicts, merged.lost) == ((), ())
    assert merged.taken == (("people", ById("p-1"), "hours"),)


def test_both_add_a_person_and_neighbours_keep_their_order():
    ours = changed(lambda d: d["people"].append({"id": "p-3"}))
    theirs = changed(lambda d: d["people"].insert(1, {"id": "p-4"}))
    assert [p["id"] for p in merge(BASE, ours, theirs).data["people"]] == ["p-1", "p-4", "p-2", "p-3"]


def test_a_new_order_of_one_side_stays():
    theirs = changed(lambda d: d["people"].reverse())
    ours = changed(lambda d: d["people"].append({"id": "p-3"}))
    for one, other in ((ours, theirs), (theirs, ours)):
        assert [p["id"] for p in merge(BASE, one, other).data["people"]][:1] == ["p-2"]


def test_the_same_field_is_a_conflict_and_each_value_can_be_chosen():
    ours = changed(lambda d: d["municipality"].update(name="A"))
    theirs = changed(lambda d: d["municipality"].update(name="B"))
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.parts, conflict.base, conflict.ours, conflict.theirs) == (
        ("municipality", "name"),
        "Ort",
        "A",
        "B",
    )
    assert merged.data["municipality"]["name"] == "A"
    assert settled(merged, [conflict])["municipality"]["name"] == "B"
    assert merged.data["municipality"]["name"] == "A"


def test_the_same_answer_twice_is_no_conflict():
    both = changed(lambda d: d["municipality"].update(name="A"))
    assert merge(BASE, both, copy.deepcopy(both)).conflicts == ()


def test_removed_here_and_changed_there_is_a_conflict():
    ours = changed(lambda d: d["people"].pop())
    theirs = changed(lambda d: d["people"][1].update(function="Zwei neu"))
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    assert conflict.ours is ABSENT
    assert settled(merged, [conflict])["people"][1]["function"] == "Zwei neu"
    other = merge(BASE, theirs, ours)
    assert [p["id"] for p in settled(other, other.conflicts)["people"]] == ["p-1"]


def test_a_removed_person_whom_the_other_newly_names_is_reported():
    ours = changed(lambda d: (d["people"].pop(), d["roles"][0].pop("deputies")))
    theirs = changed(lambda d: d["roles"].append({"id": "r2", "title": "Neu", "holder": "p-2"}))
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == ()
    assert [(r.parts, r.target_id) for r in merged.lost] == [(("roles", 1, "holder"), "p-2")]


def test_a_reference_that_led_nowhere_before_is_not_blamed_on_the_merge():
    broken = changed(lambda d: d["roles"][0].update(holder="p-9"))
    theirs = copy.deepcopy(broken)
    theirs["municipality"]["name"] = "B"
    assert merge(broken, broken, theirs).lost == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (["a", "b", "c", "d"], ["a", "b", "c", "e"], ["a", "b", "c", "d", "e"]),
        (["a", "c"], ["a", "b", "c", "d"], ["a", "c", "d"]),
        (["b", "a", "c"], ["a", "b"], ["b", "a"]),
        (["a", "B", "c"], ["a", "b", "c", "d"], ["a", "B", "c", "d"]),
        (["a", "c"], ["b", "c"], ["c"]),
    ],
)
def test_lines_without_names_are_merged_line_by_line(ours, theirs, expected):
    merged = merge(BASE, tasks(*ours), tasks(*theirs))
    assert merged.conflicts == ()
    assert sorted(merged.data["roles"][0]["tasks"]) == sorted(expected)
    if ours[:2] == ["b", "a"]:
        assert merged.data["roles"][0]["tasks"] == expected


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(["a", "B", "c"], ["a", "x", "c"]), (["b", "a", "c"], ["c", "b", "a"]), (["a", "a"], ["a", "b", "c", "d"])],
)
def test_the_same_line_rewritten_twice_is_a_conflict_of_the_list(ours, theirs):
    merged = merge(BASE, tasks(*ours), tasks(*theirs))
    assert [c.parts for c in merged.conflicts] == [("roles", ById("r"), "tasks")]
    assert merged.data["roles"][0]["tasks"] == ours


def test_open_questions_are_matched_by_what_they_are_about():
    ours = changed(lambda d: d["open"].append({"path": "people[p-2].hours", "since": "2026-02-01"}))
    theirs = changed(lambda d: d["open"].insert(0, {"path": "bodies", "since": "2026-03-01"}))
    theirs["open"].pop()
    paths = [item["path"] for item in merge(BASE, ours, theirs).data["open"]]
    assert sorted(paths) == ["bodies", "people[p-2].hours"]


def test_true_is_not_one_and_a_section_may_be_new_on_both_sides():
    ours = changed(lambda d: d.update(support={"a": True}))
    theirs = changed(lambda d: d.update(support={"a": 1, "b": 2}))
    merged = merge(BASE, ours, theirs)
    assert merged.data["support"] == {"a": True, "b": 2}
    assert len(merged.conflicts) == 1


def test_nothing_handed_in_is_changed():
    ours, theirs = tasks("a", "x"), changed(lambda d: d["people"].pop())
    before = copy.deepcopy((BASE, ours, theirs))
    merged = merge(BASE, ours, theirs)
    settled(merged, merged.conflicts)
    assert (BASE, ours, theirs) == before


def test_files_that_have_nobody_in_common_are_not_related():
    other = changed(lambda d: (d["municipality"].update(name="Anderswo"), d.update(people=[{"id": "p-77"}])))
    assert related(BASE, BASE, changed(lambda d: d["municipality"].update(name="Anders")))
    assert not related(BASE, BASE, other)
    assert not related(other, BASE, BASE)
    assert related({}, BASE, BASE)
    assert not related({}, {"municipality": {"name": "A"}}, {"municipality": {"name": "B"}})
    assert related({"municipality": {"name": "A"}}, {"municipality": {"name": "A"}}, {"municipality": {"name": "B"}})


def test_differences_name_the_field_inside_an_entry():
    after = changed(lambda d: (d["people"][1].update(function="Neu"), d["people"].append({"id": "p-3"})))
    assert list(differences(BASE, after)) == [
        (("people", ById("p-2"), "function"), "Zwei", "Neu"),
        (("people", ById("p-3")), ABSENT, {"id": "p-3"}),
    ]


def noted(*paths, owner=None):
    return [{"path": path, "since": "2026-01-01", **({"owner": owner} if owner else {})} for path in paths]


def test_choosing_their_note_leaves_every_other_open_note_alone():
    """Both notes stood at one position once one of them was gone: the second took the place of the first."""
    base = {"open": noted("a", "b", "c")}
    ours = {"open": noted("b", "c")}
    theirs = {"open": [*noted("a", owner="Meldestelle"), *noted("b", "c")]}
    merged = merge(base, ours, theirs)
    assert settled(merged, merged.conflicts) == theirs
    assert settled(merged, []) == ours


def test_choosing_to_close_two_open_notes_closes_these_two():
    base = {"open": noted("a", "b", "c", "d")}
    ours = {"open": [*noted("a", "b", owner="Leitung"), *noted("c", "d")]}
    theirs = {"open": noted("c", "d")}
    merged = merge(base, ours, theirs)
    assert settled(merged, merged.conflicts) == theirs
    assert settled(merged, merged.conflicts[1:]) == {"open": [*noted("a", owner="Leitung"), *noted("c", "d")]}


def test_an_entry_that_comes_back_stands_where_it_stood():
    ours = changed(lambda d: d["people"].pop(0))
    theirs = changed(lambda d: d["people"][0].update(function="Eins neu"))
    merged = merge(BASE, ours, theirs)
    assert [p["id"] for p in settled(merged, merged.conflicts)["people"]] == ["p-1", "p-2"]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_number_that_one_deletes_and_the_other_corrects_is_a_question(swapped):
    sides = tasks("b", "c"), tasks("a neu", "b", "c")
    merged = merge(BASE, *(reversed(sides) if swapped else sides))
    assert [conflict.parts for conflict in merged.conflicts] == [("roles", ById("r"), "tasks")]


def test_nothing_is_related_to_nothing():
    assert not related({}, {}, {})
    assert not related({}, {}, BASE)
