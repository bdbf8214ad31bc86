"""What depends on one person."""

from __future__ import annotations

from typing import Any

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
    assert first.stands_in == (StandIn("vacant", 1, None),)
    second = duties_of(PLAN, "p-2")
    assert [one.role for one in second.alone] == ["alone"]
    assert second.stands_in == (StandIn("contact", 1, "p-1"), StandIn("vacant", 2, None))


def test_every_place_with_the_role_that_leads_there():
    found = duties_of(PLAN, "p-1")
    assert found.named == (
        Named("escalation.emergency.out_of_hours", "escalation", None),
        Named("escalation.levels[a].first_contact", "escalation", "contact"),
        Named("escalation.levels[a].inform", "escalation", "contact"),
    )
    assert found.steps == (Steps("scenarios[s]", 1, 1),)
    assert duties_of(PLAN, "p-2").steps == (Steps("scenarios[s]", 1, 1),)


def test_somebody_on_whom_nothing_depends():
    assert duties_of(PLAN, "p-3").none
    assert duties_of({}, "p-3").none
    assert not duties_of(PLAN, "p-2").none
