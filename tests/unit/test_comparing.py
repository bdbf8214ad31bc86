"""What differs between two plans: partners, moves, new ids, one person for another, and what cannot be read."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from komma_cli.comparing import compare
from komma_cli.merging import ABSENT
from komma_cli.paths import format_path

PLAN: dict[str, Any] = {
    "municipality": {"name": "Ort"},
    "people": [
        {"id": "p-1", "function": "Eins", "channels": [{"kind": "phone", "value": "110"}], "languages": ["de", "en"]},
        {"id": "p-2", "function": "Zwei"},
        {"id": "p-3", "function": "Drei"},
    ],
    "roles": [
        {"id": "r-1", "title": "A", "holder": "p-1", "deputies": ["p-2", "p-3"]},
        {"id": "r-2", "title": "B", "holder": "p-1", "tasks": ["Türen prüfen", "Leute anrufen"]},
    ],
}


def changed(**sections: Any) -> dict[str, Any]:
    return {**deepcopy(PLAN), **sections}


def told(new: dict[str, Any], old: dict[str, Any] = PLAN) -> list[tuple[str, str]]:
    return [(one.kind, format_path(one.parts)) for one in compare(old, new).differences]


def test_a_plan_does_not_differ_from_itself() -> None:
    assert compare(PLAN, deepcopy(PLAN)).equal


def test_neither_plan_is_changed() -> None:
    new = changed(people=[{"id": "p-9", "function": "Eins"}, "kaputt"])
    before = deepcopy(PLAN), deepcopy(new)
    compare(PLAN, new)
    assert (PLAN, new) == before


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_an_empty_section_is_as_good_as_none(nothing: object) -> None:
    assert compare(PLAN, changed(escalation=nothing)).equal


@pytest.mark.parametrize(("old", "new"), [(True, 1), (1, 1.0), ("1", 1), (0, False)])
def test_values_of_different_kinds_differ(old: object, new: object) -> None:
    assert told({"municipality": {"population": new}}, {"municipality": {"population": old}}) == [
        ("changed", "municipality.population")
    ]


def test_an_item_that_moved_is_no_other_item() -> None:
    people = deepcopy(PLAN["people"])
    assert told(changed(people=[people[2], *people[:2]])) == [("moved", "people[p-3]")]


def test_as_few_items_as_possible_have_moved() -> None:
    old = {"bodies": [{"id": f"b-{n}"} for n in range(6)]}
    new = {"bodies": [old["bodies"][n] for n in (0, 4, 1, 2, 3, 5)]}
    assert told(new, old) == [("moved", "bodies[b-4]")]


def test_a_list_without_ids_is_reordered_as_a_whole() -> None:
    people = deepcopy(PLAN["people"])
    people[0]["languages"].reverse()
    assert told(changed(people=people)) == [("reordered", "people[p-1].languages")]


def test_a_reworded_sentence_is_one_change_and_another_one_is_two() -> None:
    roles = deepcopy(PLAN["roles"])
    roles[1]["tasks"] = ["Leute anrufen", "Alle Türen prüfen"]
    assert told(changed(roles=roles)) == [
        ("changed", "roles[r-2].tasks[1]"),
        ("reordered", "roles[r-2].tasks"),
    ]
    roles[1]["tasks"] = ["Xylophon", "Leute anrufen"]
    assert [kind for kind, _ in told(changed(roles=roles))] == ["removed", "added"]


def test_a_channel_with_a_new_number_is_the_same_channel() -> None:
    people = deepcopy(PLAN["people"])
    people[0]["channels"] = [{"kind": "email", "value": "a@b.example"}, {"kind": "phone", "value": "112"}]
    assert told(changed(people=people)) == [
        ("added", "people[p-1].channels[0]"),
        ("changed", "people[p-1].channels[1].value"),
    ]


def test_an_open_question_is_known_by_its_path() -> None:
    old = {"open": [{"path": "a.b", "since": "2026-01-01"}, {"path": "c.d", "since": "2026-01-01"}]}
    new = {"open": [{"path": "c.d", "since": "2026-01-01", "owner": "Amt"}]}
    assert told(new, old) == [("removed", "open[0]"), ("added", "open[0].owner")]


def test_one_person_for_another_is_told_once() -> None:
    new = deepcopy(PLAN)
    new["roles"][0]["holder"] = new["roles"][1]["holder"] = "p-3"
    found = compare(PLAN, new)
    assert found.differences == ()
    (one,) = found.replaced
    assert (one.old_id, one.new_id, len(one.places)) == ("p-1", "p-3", 2)


def test_a_deputy_between_the_same_neighbours_was_replaced() -> None:
    new = deepcopy(PLAN)
    new["roles"][0]["deputies"] = ["p-1", "p-3"]
    (one,) = compare(PLAN, new).differences
    assert (one.kind, one.old, one.new) == ("changed", "p-2", "p-1")


def test_another_id_alone_is_no_other_person() -> None:
    new = deepcopy(PLAN)
    new["people"][0]["id"] = new["roles"][0]["holder"] = new["roles"][1]["holder"] = "p-neu"
    (one,) = compare(PLAN, new).differences
    assert (one.kind, one.old, one.new) == ("renamed", "p-1", "p-neu")


def test_two_people_with_the_same_content_are_not_taken_for_renamed() -> None:
    twins = [{"id": "a", "function": "F"}, {"id": "b", "function": "F"}]
    others = [{"id": "c", "function": "F"}, {"id": "d", "function": "F"}]
    assert {kind for kind, _ in told({"people": others}, {"people": twins})} == {"added", "removed"}


def test_items_with_the_same_id_are_matched_by_content() -> None:
    old = {"people": [{"id": "x", "function": "A"}, {"id": "x", "function": "B"}]}
    assert told({"people": old["people"][:1]}, old) == [("removed", "people[1]")]


@pytest.mark.parametrize("broken", ["Text", 7, ["Text"], [["id"]]])
def test_what_has_the_wrong_form_is_named_and_compared_on_neither_side(broken: object) -> None:
    found = compare(PLAN, changed(people=broken))
    assert found.unread_new
    assert found.unread_new[0][0] == "people"
    if not isinstance(broken, list):
        assert found.differences == ()


def test_a_value_in_the_place_of_a_group_hides_nothing_else() -> None:
    found = compare(PLAN, changed(municipality={"name": {"x": 1}, "kind": "town"}))
    assert [format_path(parts) for parts in found.unread_new] == ["municipality.name"]
    assert [(one.kind, format_path(one.parts)) for one in found.differences] == [("added", "municipality.kind")]


def test_what_is_not_there_is_absent() -> None:
    (one,) = compare(PLAN, changed(people=PLAN["people"][:2])).differences
    assert one.new is ABSENT
    assert one.old["id"] == "p-3"
