"""What depends on one person."""

from __future__ import annotations

from typing import Any

import pytest

from komma_cli.duties import Held, Named, StandIn, Steps, duties_of

PLAN: dict[str, Any] = {
    "people": [{"id": "p-1"}, {"id": "p-2"}, {"id": "p-3"}],
    "roles": [
        {"id": "contact", "holder": "p-1", "deputies": ["p-2", "p-1"], "provided_by": "b-1", "critical": True},
        {"id": "alone", "title": "A", "holder": "p-2"},
        {"id": "vacant", "title": "V", "deputies": ["p-1", "p-2"]},
    ],
    "escalation": {
        "emergency": {"out_of_hours": "p-1"},
        "levels": [{"id": "a", "first_contact": "contact", "inform": ["contact", "alone"]}],
    },
    "scenarios": [
        {
            "id": "s",
            "owner": "alone",
            "steps": [
                {"id": "one", "role": "contact", "contacts": ["alone"]},
                {"id": "two", "role": "alone", "contacts": ["contact", "p-1"]},
            ],
        }
    ],
}  # fmt: skip


def test_roles_deputies_and_who_else_is_behind_them():
    first = duties_of(PLAN, "p-1")
    assert first.held == (Held("contact", True, ("p-2", "b-1")),)  # herself is no deputy of hers
    assert first.alone == ()
    assert first.stands_in == (StandIn("vacant", False, 1, None, ("p-2",)),)
    second = duties_of(PLAN, "p-2")
    assert second.alone == ("alone",)
    assert second.stands_in == (
        StandIn("contact", True, 1, "p-1", ("p-1", "b-1")),
        StandIn("vacant", False, 2, None, ("p-1",)),
    )


def test_every_place_with_the_role_that_leads_there():
    found = duties_of(PLAN, "p-1")
    assert found.named == (
        Named("escalation.emergency.out_of_hours", "escalation", None, True),
        Named("escalation.levels[a].first_contact", "escalation", "contact", False),
        Named("escalation.levels[a].inform", "escalation", "contact", False),
    )
    assert found.steps == (Steps("scenarios[s]", 1, 1),)
    assert duties_of(PLAN, "p-2").steps == (Steps("scenarios[s]", 1, 1),)


def test_somebody_on_whom_nothing_depends():
    assert not duties_of(PLAN, "p-3").tasks
    assert not duties_of({}, "p-3").tasks
    assert duties_of(PLAN, "p-2").tasks


def test_somebody_named_only_in_a_step_has_a_task():
    plan = {"people": [{"id": "a"}], "scenarios": [{"id": "s", "steps": [{"id": "x", "contacts": ["a"]}]}]}
    assert duties_of(plan, "a").tasks


def test_the_only_deputy_of_a_role_without_holder_is_alone():
    plan = {"people": [{"id": "a"}], "roles": [{"id": "r", "critical": True, "deputies": ["a", "a"]}]}
    assert duties_of(plan, "a").alone == ("r",)
    plan["roles"][0]["provided_by"] = "b-1"
    assert duties_of(plan, "a").alone == ()


def test_calls_reach_who_stands_in_for_the_holder():
    assert [(one.path, one.role) for one in duties_of(PLAN, "p-2").behind] == [
        ("escalation.levels[a].first_contact", "contact"),
        ("escalation.levels[a].inform", "contact"),
    ]


@pytest.mark.parametrize(
    ("level", "alone"),
    [
        ({"first_contact": "a"}, True),
        ({"first_contact": "a", "deputy": "b"}, False),
        ({"first_contact": "a", "deputy": "r"}, True),  # the role leads back to her
        ({"first_contact": "r"}, True),
        ({"first_contact": "b", "deputy": "a"}, False),
    ],
)
def test_alone_at_a_place_is_who_has_no_stand_in_there_or_only_herself(level, alone):
    plan = {
        "people": [{"id": "a"}, {"id": "b"}],
        "roles": [{"id": "r", "holder": "a", "deputies": ["a"]}],
        "escalation": {"levels": [{"id": "l", **level}]},
    }
    assert {one.alone for one in duties_of(plan, "a").named} == {alone}


def test_texts_that_say_the_name_are_found_and_agreements_by_way_of_a_role():
    plan = {
        "people": [{"id": "a", "name": "Mira Beispiel", "function": "Leitung Bauhof"}],
        "roles": [{"id": "r", "holder": "a", "note": "Frau Beispiel hat die Schlüssel."}],
        "liaisons": [{"id": "l", "body": "b", "our_contact": "r"}],
        "open": [{"path": "people", "owner": "Leitung Bauhof"}],
    }
    found = duties_of(plan, "a")
    assert found.texts == ("roles[r].note", "open[0].owner")
    assert found.agreements == ("l",)
