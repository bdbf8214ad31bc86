"""What komma proposes: nothing is taken silently, everything can be taken, and the result is sound."""

import pytest

from komma_cli.model.problems import validate
from komma_cli.wizard.offering import screenfuls
from komma_cli.wizard.proposing import proposals
from tests.unit.wizard.helper import TODAY, core_draft, run, sitting

LISTS = (
    "roles",
    "bodies",
    "escalation.levels",
    "escalation.modifiers",
    "scenarios",
    "support.offers",
    "support.aftercare",
    "internal_review.steps",
    "internal_review.instruments",
    "internal_review.indicators",
    "strategy.definitions",
    "strategy.fields",
)
SAID = ("(Quelle: ", "(Von komma zusammengestellt, ", "(Vorschlag von komma", "Recht und Quellen gelesen bis ")
ALL = ["v", *["alle"] * 6, "s"]
"""Take over everything, screen by screen; answers beyond the last screen come back to the list."""


def everything(data, path, lang="de"):
    """Return the draft after a person has taken over all that komma proposes for a list."""
    count = len(screenfuls(proposals.offered(data, path, lang)))
    seat = sitting("v", *["alle"] * count, "s", data=data, lang=lang)
    assert run(lambda: seat.run_path(path)) == "next"
    assert seat.saver.data == seat.interview.data
    return seat.interview.data


def findings(data):
    """Return the findings of a check of the data, written as a file and read again; their places do not matter."""
    from komma_cli.check.engine import check_data
    from komma_cli.store import emit, load, source_from_bytes

    loaded = load(source_from_bytes(emit.document(data).encode(), "plan.komma.yaml"))
    assert loaded.problems == ()
    return check_data(loaded.data, today=TODAY).findings


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_can_take_everything_over_at_once(path, lang):
    data = everything(core_draft(), path, lang)
    assert validate(data)[1] == []
    assert [f for f in findings(data) if f.rule.startswith("K1")] == []
    assert [p for p in proposals.offered(data, path, lang) if not p.completes] == []


@pytest.mark.parametrize("order", [LISTS, LISTS[::-1]], ids=["in order", "backwards"])
def test_all_lists_together_are_sound(order):
    data = core_draft()
    for path in order:
        data = everything(data, path)
    for path in LISTS:  # what was left out because it was not there yet
        data = everything(data, path)
    assert validate(data)[1] == []
    assert [
        f for f in findings({**data, "profile": "full"}) if f.rule in ("K101", "K102", "K104", "K105", "K106")
    ] == []
    assert proposals.completable(data, "de") == ()
    levels = {level["id"]: level for level in data["escalation"]["levels"]}
    assert levels["level-2"]["decides"] == "coordination" or levels["level-2"]["decides"] in {
        r["id"] for r in data["roles"]
    }
    assert [level["rank"] for level in data["escalation"]["levels"]] == [0, 1, 2, 3, 0, 1, 2]
    assert all(
        card.get("owner") and card.get("minimum_level") for card in data["scenarios"] if card["track"] == "external"
    )


def test_nothing_is_taken_that_was_not_named():
    seat = sitting("v", "2, 4", "<", "s", data=core_draft())
    run(lambda: seat.run_path("roles"))
    offered = [p.key for p in proposals.offered(core_draft(), "roles", "de")]
    assert [r["id"] for r in seat.interview.data["roles"]] == ["coordination", "contact-staff", offered[1], offered[3]]


def test_all_means_all_that_was_on_the_screen():
    seat = sitting("v", "alle", "<", "s", data=core_draft())
    run(lambda: seat.run_path("bodies"))
    first = screenfuls(proposals.offered(core_draft(), "bodies", "de"))[0]
    assert [body["id"] for body in seat.interview.data["bodies"][2:]] == [proposal.key for proposal in first]
    assert 4 <= len(first) <= 8


def test_a_proposal_says_what_it_is_and_where_it_comes_from():
    for path in LISTS:
        for proposal in proposals.offered(core_draft(), path, "de"):
            assert proposal.title
            assert any(said in proposal.detail for said in SAID), proposal


def test_a_role_brings_what_the_catalogue_knows():
    seat = sitting("v", "alle", "alle", "alle", "alle", "s", data=core_draft())
    run(lambda: seat.run_path("roles"))
    roles = {role["id"]: role for role in seat.interview.data["roles"]}
    assert roles["complaint-office"]["independent_of"] == ["head", "hr", "department-head", "line-manager"]
    assert roles["head"]["decides_sanctions"] is True
    assert "holder" not in roles["head"]


def test_entries_copied_before_their_roles_can_be_completed():
    data = everything(core_draft(), "escalation.levels")
    level = next(level for level in data["escalation"]["levels"] if level["id"] == "level-3")
    assert "decides" not in level or level["decides"] in ("coordination", "contact-staff")
    seat = sitting("v", *["alle"] * 4, "s", data=data)
    run(lambda: seat.run_path("roles"))
    assert "Einträge, die sich jetzt ergänzen lassen: Stufen (" in " ".join(seat.asker.screen.split())
    data = everything(seat.interview.data, "escalation.levels")
    level = next(level for level in data["escalation"]["levels"] if level["id"] == "level-3")
    assert level["decides"] == "head"


def test_a_role_typed_by_hand_keeps_a_neutral_id():
    seat = sitting("+", "Ansprechperson im Bauhof", "<<", data=core_draft())
    run(lambda: seat.run_path("roles"))
    assert seat.interview.data["roles"][-1] == {"id": "r-1", "title": "Ansprechperson im Bauhof"}


def test_the_ranks_of_levels_follow_from_their_order():
    data = core_draft()
    seat = sitting("v", "3", "s", data=data)
    run(lambda: seat.run_path("escalation.levels"))
    assert [(lv["id"], lv["rank"]) for lv in seat.interview.data["escalation"]["levels"]] == [("level-2", 0)]
    again = sitting("v", "1", "s", data=seat.interview.data)
    run(lambda: again.run_path("escalation.levels"))
    ranks = {lv["id"]: lv["rank"] for lv in again.interview.data["escalation"]["levels"]}
    assert sorted(ranks.values()) == [0, 1]


def test_the_sections_that_are_looked_through_for_sentences_are_those_that_have_some():
    from komma_cli.wizard import pages
    from komma_cli.wizard.proposing import sentences

    assert {name.split(".")[0] for name in sentences.SOURCES} == set(pages._WITH_SENTENCES)
