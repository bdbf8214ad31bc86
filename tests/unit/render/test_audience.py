from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from komma_cli.model.fields import CONFIDENTIALITY, Confidentiality
from komma_cli.model.playbook import SECTIONS
from komma_cli.render.audience import redact
from tests.unit.render.playbooks import data, playbook


def flat(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [leaf for value in node.values() for leaf in flat(value)]
    if isinstance(node, list):
        return [leaf for value in node for leaf in flat(value)]
    return [node]


def test_every_section_is_there_whatever_the_audience() -> None:
    for audience in CONFIDENTIALITY:
        assert set(SECTIONS) <= set(redact(playbook(), audience))


def test_the_confidential_view_lacks_nothing_that_was_typed() -> None:
    shown = {str(leaf) for leaf in flat(redact(playbook(), "confidential"))}
    typed = {str(leaf) for leaf in flat(data())}
    assert typed <= shown


@pytest.mark.parametrize(
    ("audience", "visible"), [("public", False), ("mandate", False), ("internal", True), ("confidential", True)]
)
def test_names_of_people_appear_from_internal_up(audience: Confidentiality, visible: bool) -> None:
    people = redact(playbook(), audience)["people"]
    assert people[0]["name"] == ("Aylin Demir" if visible else None)
    assert people[0]["function"] == "Leitung Büro für Vielfalt"


def test_a_private_channel_stays_confidential_even_if_somebody_calls_it_public() -> None:
    plain = data()
    plain["people"][0]["channels"][1]["class"] = "public"
    for audience in ("public", "mandate", "internal"):
        assert "+4915228817386" not in flat(redact(playbook(plain), audience))
    assert "+4915228817386" in flat(redact(playbook(plain), "confidential"))


def test_a_channel_without_class_is_internal() -> None:
    assert "+493023125002" not in flat(redact(playbook(), "mandate"))
    assert "+493023125002" in flat(redact(playbook(), "internal"))


def test_the_published_number_of_a_directory_entry_is_public_another_number_of_it_is_not() -> None:
    plain = data()
    plain["bodies"].append(
        {
            "id": "b-helpline",
            "name": "Hilfetelefon",
            "kind": "counselling",
            "from": "bund-ads",
            "channels": [{"kind": "phone", "value": "+498005465465"}, {"kind": "phone", "value": "+493023125555"}],
        }
    )
    from komma_cli.directory import entry

    published = {channel.value for channel in entry("bund-ads").channels}
    shown = flat(redact(playbook(plain), "public"))
    assert "+498005465465" in published
    assert "+498005465465" in shown
    assert "+493023125555" not in shown


def test_a_partner_without_consent_is_not_public_although_its_class_says_so() -> None:
    names = [partner["name"] for partner in redact(playbook(), "public")["alliance"]["partners"]]
    assert names == ["Sportverein Kleinhausen"]
    assert len(redact(playbook(), "internal")["alliance"]["partners"]) == 2


def test_routes_follow_their_own_class() -> None:
    assert [route["id"] for route in redact(playbook(), "public")["reporting"]["routes"]] == ["r2"]


@pytest.mark.parametrize("audience", ["public", "mandate", "internal"])
def test_sites_strategy_group_members_and_assembly_point_are_for_the_few(audience: Confidentiality) -> None:
    shown = redact(playbook(), audience)
    assert not (shown["security_concept"] or {}).get("sites")
    assert not (shown["alliance"]["strategy_group"] or {}).get("members")
    assert "Parkplatz Nord hinter der Feuerwache" not in flat(shown)


def test_references_to_nothing_are_gone() -> None:
    plain = data()
    plain["scenarios"][0]["owner"] = "gone"
    plain["support"]["first_responders"] = ["gone", "person-2", "gone"]
    shown = redact(playbook(plain), "internal")
    assert shown["scenarios"][0]["owner"] is None
    assert shown["support"]["first_responders"] == ["person-2"]


def test_removed_values_are_none_and_removed_lists_are_empty() -> None:
    shown = redact(playbook(), "public")
    assert shown["people"][0]["name"] is None
    assert shown["roles"][0]["holder"] == shown["people"][0]["id"]  # by function, which everybody may know
    assert shown["deviations"] == []
    assert shown["open"] == []
    assert shown["review"]["as_of"] == date(2026, 11, 15)


def test_the_playbook_itself_is_not_changed() -> None:
    whole = playbook()
    redact(whole, "public")
    assert whole.people[0].name == "Aylin Demir"
