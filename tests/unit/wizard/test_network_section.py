"""The section ``network``: voluntary as a whole, and never in the way of somebody who is in no network."""

import copy

import pytest

from komma_cli.check.engine import check_data
from komma_cli.model.channels import is_email
from komma_cli.model.problems import salvage, validate
from komma_cli.texts import LANGUAGES
from komma_cli.wizard.pages import section_pages, section_states
from komma_cli.wizard.showing import closing, screens
from komma_cli.wizard.unattended.outstanding import outstanding
from tests.unit.wizard.helper import TODAY, core_draft, run, sitting


def state(data):
    return next(one for one in section_states(data, "de") if one.key == "network")


def with_network(**values):
    return {**copy.deepcopy(core_draft()), "network": values}


def test_an_empty_section_lacks_nothing_and_is_not_where_enter_leads():
    data = core_draft() | {"profile": "full"}
    assert (state(data).state, state(data).open, state(data).unfinished) == ("voluntary", 0, False)
    assert list(outstanding(data, ("network",))) == []
    assert not any(finding.path == "network" for finding in check_data(data, today=TODAY).findings)
    states = tuple(one for one in section_states(data, "de") if one.key == "network")
    assert sitting(data=data)._upcoming(states) is None


def test_no_rule_is_left_out_for_lack_of_the_section():
    assert "network" not in {skip.section for skip in check_data(core_draft(), today=TODAY).skipped}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_without_it_is_complete(lang):
    states = section_states(core_draft(), lang)
    done = tuple(
        one if one.key == "network" else one.__class__(one.key, one.title, "", "complete", 0, False) for one in states
    )
    assert all(one.settled for one in done)
    shown = screens.task_list("Ort", done, lang)
    assert f"{len(states) - 1} " in shown.splitlines()[1]
    assert shown.splitlines()[1].count(str(len(states) - 1)) == 2
    assert str(len(states) - 1) in closing._standing(done, lang)


def test_whoever_may_be_asked_lacks_a_mailbox_until_it_is_there():
    assert state(with_network(may_be_asked=True)).state == "in_progress"
    assert [found.parts for found in outstanding(with_network(may_be_asked=True), ("network",))] == [
        ("network", "mailbox"),
        ("network", "asked_about"),
    ]
    assert state(with_network(may_be_asked=True, mailbox="rat@a.example")).state == "complete"
    assert state(with_network(may_be_asked=False)).state == "complete"


def test_asked_are_the_mailbox_and_the_topics_only_if_somebody_may_ask():
    def asked(data):
        return [page.parts[-1] for page in section_pages(data, "network", "de")]

    assert asked(core_draft()) == ["role", "may_be_asked", "offers", "seeks"]
    assert asked(with_network(may_be_asked=True)) == [
        "role", "may_be_asked", "mailbox", "asked_about", "offers", "seeks",
    ]  # fmt: skip


def test_opened_and_left_without_an_answer_it_stays_as_it_was():
    data = core_draft()
    seat = sitting("", "", "b", data=data)
    run(lambda: seat.enter_section("network"))
    assert seat.interview.data == data
    assert "4 freiwillige Angaben" in seat.asker.screen


def test_the_section_is_asked_in_its_own_words():
    seat = sitting(
        "ja", "3", "ja", "rathaus", "Austausch@Kleinbeispiel.Example", "ja", "alle", "", "", "f", data=core_draft()
    )
    run(lambda: seat.enter_section("network"))
    network = seat.interview.data["network"]
    assert (network["role"], network["may_be_asked"]) == ("other", True)
    assert network["mailbox"] == "Austausch@Kleinbeispiel.Example"
    assert len(network["asked_about"]) == 8
    assert "fehlt das @-Zeichen" in " ".join(seat.asker.screen.split())
    assert validate(seat.interview.data)[1] == []


@pytest.mark.parametrize("mailbox", ["", "rathaus", "a@b", "a b@c.example", "a@b.example "])
def test_a_mailbox_is_an_address_and_a_wrong_one_takes_nothing_else_along(mailbox):
    assert not is_email(mailbox)
    playbook, problems, left_out = salvage(with_network(role="model", mailbox=mailbox))
    assert [(problem.kind, problem.parts) for problem in problems] == [("channel_email", ("network", "mailbox"))]
    assert left_out == [("network", "mailbox")]
    assert playbook.network.role == "model"


def test_a_fingerprint_of_another_form_is_told_as_one():
    origin = {"municipality": "A", "practice": "m", "digest": "XYZ", "on": "2026-11-01"}
    measure = {"id": "m", "title": "M", "origin": origin}
    goals = [{"id": "g", "title": "G", "measures": [measure]}]
    data = core_draft() | {"strategy": {"fields": [{"id": "f", "title": "F", "goals": goals}]}}
    assert [problem.kind for problem in validate(data)[1]] == ["shape_digest"]
