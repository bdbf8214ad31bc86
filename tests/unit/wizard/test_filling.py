"""``--defaults``: what komma knows, where the draft has nothing; the rest is open, and nothing is made up."""

import copy

import pytest

from komma_cli.model.describe import walk
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.model.references import dangling
from komma_cli.paths import ById, format_path, get
from komma_cli.texts import LANGUAGES
from komma_cli.wizard.pages import section_states
from komma_cli.wizard.proposing import proposals
from komma_cli.wizard.unattended.filling import fill
from komma_cli.wizard.unattended.outstanding import ASKED, outstanding
from tests.unit.wizard.helper import TODAY, core_draft, numbered_ids

TOWN = {"komma": 1, "municipality": {"name": "Kleinbeispiel", "kind": "town", "state": "NW"}}
LISTS = (
    "roles",
    "bodies",
    "escalation.levels",
    "escalation.modifiers",
    "scenarios",
    "strategy.definitions",
    "strategy.fields",
    "support.offers",
    "support.aftercare",
    "internal_review.steps",
    "internal_review.instruments",
    "internal_review.indicators",
)


def filled(data, lang="de", **how):
    return fill(data, lang, TODAY, new_id=numbered_ids(), **how)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_list_komma_knows_something_for_is_filled_and_all_of_it_fits_together(lang):
    result = filled(TOWN, lang)
    assert all(get(result.data, tuple(path.split("."))) for path in LISTS)
    assert validate(result.data)[1] == []
    assert list(dangling(result.data)) == []
    assert all(not proposals.offered(result.data, path, lang) for path in LISTS)


def test_the_lists_are_all_that_komma_has_proposals_for():
    assert set(proposals._LISTS) == set(LISTS)


def test_a_second_time_nothing_is_left_to_do():
    once = filled(TOWN)
    twice = filled(once.data)
    assert (twice.data, twice.entries, twice.answers, twice.opened) == (once.data, 0, 0, 0)


@pytest.mark.parametrize("draft", [TOWN, core_draft(), {"komma": 1}], ids=["town", "core", "nothing"])
def test_what_is_missing_is_open_since_today_and_nothing_is_left_unsaid(draft):
    result = filled(draft)
    assert not any(found.mark is None for found in outstanding(result.data))
    assert not any(state.unfinished for state in section_states(result.data, "de"))
    added = result.data["open"][len(draft.get("open") or []) :]
    assert len(added) == result.opened > 100
    assert {item["since"] for item in added} == {"2026-12-01"}
    assert all(set(item) == {"path", "since"} for item in added)


def test_nothing_is_made_up():
    """No person, date, telephone number of the municipality, count, agreement or liaison comes from nowhere."""
    result = filled(TOWN).data
    assert not result.get("people")
    assert not result.get("liaisons")
    assert result["municipality"] == TOWN["municipality"]
    for role in result["roles"]:
        assert not {"holder", "deputies", "hours_per_week", "trained_on", "provided_by"} & set(role)
    bodies = {body["id"]: body for body in result["bodies"]}
    assert all(body["from"] and "verified" not in body for body in bodies.values())
    for parts, spec, value in walk(Playbook, result):
        if spec.shape == "date" and parts[0] not in ("open", "scenarios", "bodies", "strategy", "internal_review"):
            raise AssertionError((parts, value))


def test_what_the_draft_has_stays_as_it_is():
    draft = core_draft()
    draft["roles"][0]["tasks"] = ["Nur das hier"]
    draft["escalation"]["levels"] = [{"id": "eigene", "track": "external", "rank": 0, "name": "Eigene", "inform": []}]
    result = filled(draft).data
    assert result["roles"][0] == draft["roles"][0]
    assert result["people"] == draft["people"]
    assert result["bodies"] == draft["bodies"]
    assert [level["id"] for level in result["escalation"]["levels"]] == ["eigene"]


def test_entries_of_the_draft_get_what_they_lack_but_no_answer_is_changed():
    draft = core_draft()
    draft["escalation"]["levels"] = [
        {
            "id": "level-1",
            "based_on": "level-1",
            "track": "external",
            "rank": 0,
            "name": "Unser Name",
            "inform": ["coordination"],
        }
    ]
    level = filled(draft).data["escalation"]["levels"][0]
    assert (level["name"], level["inform"]) == ("Unser Name", ["coordination"])
    assert level["first_contact_within"] == "PT4H"


def test_cards_of_the_draft_keep_who_does_what():
    draft = {**copy.deepcopy(TOWN), "scenarios": filled(TOWN).data["scenarios"][:1]}
    step = next(s for s in draft["scenarios"][0]["steps"] if s.get("role"))
    step.pop("role")
    step["actor"] = "anyone"
    again = get(filled(draft).data, ("scenarios", ById(draft["scenarios"][0]["id"]), "steps", ById(step["id"])))
    assert (again.get("role"), again["actor"]) == (None, "anyone")


def test_what_does_not_exist_here_is_left_out():
    reason = {"since": "2026-11-01", "not_applicable": True, "reason": "Gibt es nicht"}
    draft = {**copy.deepcopy(TOWN), "open": [{"path": "strategy.fields", **reason}, {"path": "bodies", **reason}]}
    result = filled(draft).data
    assert not get(result, ("strategy", "fields"))
    assert not result.get("bodies")
    assert result["open"][:2] == draft["open"]


def test_what_was_only_open_is_filled_and_no_longer_open():
    draft = {**copy.deepcopy(TOWN), "open": [{"path": "roles", "since": "2026-11-01", "owner": "Amt"}]}
    result = filled(draft).data
    assert len(result["roles"]) == 30
    assert "roles" not in {item["path"] for item in result["open"]}


def test_an_open_item_of_the_draft_keeps_its_owner_and_its_day():
    item = {"path": "municipality.population", "since": "2026-11-01", "owner": "Meldeamt", "until": "2026-12-24"}
    result = filled({**copy.deepcopy(TOWN), "open": [item]}).data
    assert [found for found in result["open"] if found["path"] == item["path"]] == [item]


def test_without_the_land_outside_bodies_wait_for_it():
    result = filled({"komma": 1}).data
    assert not result.get("bodies")
    assert "bodies" in {item["path"] for item in result["open"]}
    later = filled({**result, "municipality": {"state": "NW"}}).data
    assert {body["from"] for body in later["bodies"]} >= {"nw-obr"}


def test_one_section_only():
    result = filled(TOWN, keys=("roles",))
    assert set(result.data) == {"komma", "municipality", "roles", "open"}
    assert {item["path"].partition("[")[0] for item in result.data["open"]} == {"roles"}


def test_single_entries_named_before_do_not_make_a_list_full():
    begun = copy.deepcopy(TOWN)
    draft = {**copy.deepcopy(TOWN), "roles": [{"id": "r-1", "title": "Eigene Rolle"}]}
    assert len(filled(draft).data["roles"]) == 1
    assert len(filled(draft, begun=begun).data["roles"]) == 31


def test_single_questions_take_what_follows_from_other_answers():
    result = filled(TOWN)
    assert get(result.data, ("communication", "spokesperson")) == "press"
    assert get(result.data, ("support", "accident_insurer")) == "b-nw-unfallkasse"
    assert result.answers >= 5


def test_a_path_no_open_item_can_hold_is_not_noted():
    draft = {**copy.deepcopy(TOWN), "people": [{"id": "7", "function": "Amt"}]}
    result = filled(draft).data
    assert validate(result)[1] == []
    assert any(format_path(found.parts).startswith('people["7"]') and not found.mark for found in outstanding(result))


def test_the_order_of_sections_is_that_of_the_interview():
    assert [state.key for state in section_states({}, "de")] == list(ASKED)
