"""The annual review asks about what is stale on the day, and about nothing else."""

import copy
from datetime import date

import pytest

from komma_cli.check.engine import check_data
from komma_cli.check.rules import all_rules
from komma_cli.model.problems import validate
from komma_cli.texts import DATA
from komma_cli.wizard.addons import staleness
from komma_cli.wizard.addons.annual_review import AnnualReview, _next_version, talk
from komma_cli.yamlread import parse
from tests.unit.wizard.helper import TODAY, run, sitting

TOWN = parse((DATA.parents[1] / "playbooks" / "musterstadt.komma.yaml").read_text(encoding="utf-8"))
FRESH = {"on": "2026-11-01", "by": "Koordination"}
OLD = {"on": "2025-01-01", "by": "Koordination"}


def person(identifier, verified, **values):
    return {
        "id": identifier, "function": f"Funktion {identifier}", "status": "employee", "hours": "24/7",
        "channels": [{"kind": "phone", "value": "+492214710101"}], "verified": verified, **values,
    }  # fmt: skip


def plan(**values):
    return {
        "komma": 1,
        "profile": "standard",
        "municipality": {"name": "Kleinbeispiel", "legal_as_of": "2026-11-01"},
        "people": [person("p-1", FRESH), person("p-2", OLD), person("p-3", OLD)],
        "roles": [{"id": "coordination", "title": "Koordination", "holder": "p-1"}],
        "review": {
            "version": "1.2", "owner": "coordination", "next_review": "2027-06-01", "last_report": "2026-06-01",
            "changes": [{"version": "1.0", "on": "2026-01-01", "what": "Erste Fassung"}],
        },
        **values,
    }  # fmt: skip


def review(*answers, data=None, lang="de"):
    seat = sitting(*answers, data=data or plan(), lang=lang)
    run(lambda: talk(seat))
    return seat


def flat(seat):
    return " ".join(seat.asker.screen.split())


def verified(seat):
    return {one["id"]: one.get("verified") for one in seat.interview.data["people"]}


def test_every_rule_it_walks_exists():
    named = {rule for rules in staleness.RULES.values() for rule in rules} | set(staleness.CLOSING)
    assert named <= set(all_rules())
    assert staleness.URGENT in staleness.RULES["contacts"]


def test_only_what_is_stale_is_asked_and_how_many_are_left_is_said():
    seat = review()
    assert "Alt geworden sind 2 Angaben." in flat(seat)
    assert "1 von 2, danach noch 1" in flat(seat)
    assert "Funktion p-1" not in seat.asker.screen
    assert "Funktion p-2" in seat.asker.screen


def test_yes_is_a_proof_of_today_by_a_function_that_is_asked_once():
    seat = review("", "", "", "nein")
    assert verified(seat) == {
        "p-1": FRESH,
        "p-2": {"on": "2026-12-01", "by": "Koordination"},
        "p-3": {"on": "2026-12-01", "by": "Koordination"},
    }
    assert seat.saver.data == seat.interview.data


def test_the_one_who_checks_is_a_function_even_if_the_name_is_typed():
    data = plan()
    data["people"][0]["name"] = "Mira Muster"
    seat = review("ja", "Mira", data=data)
    assert verified(seat)["p-2"]["by"] == "Funktion p-1"


def test_later_leaves_it_stale_and_says_so():
    seat = review("-", "", "", "nein")
    assert verified(seat)["p-2"] == OLD
    assert "Eine Angabe ist noch alt." in flat(seat)


def test_back_takes_the_proof_back():
    seat = review("", "", "<", "-", "-", "nein")
    assert verified(seat)["p-2"] == OLD


def test_change_opens_the_entry_and_then_asks_again():
    seat = review("2", "5", "0221 4710-999", "", "ja", "")
    assert "Ihre Antworten: Funktion p-2" in flat(seat)
    assert verified(seat)["p-2"] == {"on": "2026-12-01", "by": "Koordination"}


def test_without_a_number_there_is_nothing_to_prove():
    data = plan()
    data["people"][1]["channels"] = []
    seat = review("1", data=data)
    assert "keine Nummer und keine Adresse eingetragen" in flat(seat)
    assert verified(seat)["p-2"] == OLD


def urgent_plan():
    data = plan(escalation={"emergency": {"out_of_hours": "p-2"}})
    del data["people"][2]
    return data


def test_the_number_for_nights_is_not_proved_by_pressing_enter():
    seat = review("", data=urgent_plan())
    assert verified(seat)["p-2"] == OLD
    assert "Diese Nummer wird nachts oder bei Gefahr gewählt." in flat(seat)
    assert verified(review("ja", "", data=urgent_plan()))["p-2"]["on"] == "2026-12-01"


def test_somebody_who_leaves_is_handed_over_at_once():
    data = plan()
    data["roles"][0]["deputies"] = ["p-2"]
    seat = review("3", "Funktion p-1", data=data)
    assert "Wechsel: Wer geht, wer übernimmt?" in flat(seat)
    assert "Funktion p-2 steht an einer Stelle im Plan." in flat(seat)


def fresh(**values):
    data = plan(**values)
    for one in data["people"]:
        one["verified"] = FRESH
    return data


def test_an_overdue_open_item_is_answered_done_or_gets_a_new_day():
    def overdue():
        return fresh(open=[{"path": "municipality.population", "since": "2026-01-01", "until": "2026-02-01"}])

    assert review("3", "31.1.2027", data=overdue()).interview.data["open"][0]["until"] == "2027-01-31"
    assert review("2", data=overdue()).interview.data["open"] == []
    answered = review("1", "48000", data=overdue()).interview.data
    assert (answered["municipality"]["population"], answered["open"]) == (48000, [])
    assert review("-", "nein", data=overdue()).interview.data["open"][0]["until"] == "2026-02-01"


def test_after_one_open_item_is_gone_the_next_is_still_the_right_one():
    items = [
        {"path": f"municipality.{key}", "since": "2026-01-01", "until": "2026-02-01"} for key in ("ags", "population")
    ]
    seat = review("2", "3", "31.1.2027", data=fresh(open=items))
    assert seat.interview.data["open"] == [{**items[1], "until": "2027-01-31"}]


def test_an_expired_deviation_goes_on_or_goes():
    def expired():
        one = {"rule": "K202", "reason": "Klein", "by": "Leitung", "on": "2025-01-01", "until": "2026-01-01"}
        return fresh(deviations=[one])

    assert review("1", "1.6.2027", data=expired()).interview.data["deviations"][0]["until"] == "2027-06-01"
    assert review("2", data=expired()).interview.data["deviations"] == []


def test_other_stale_answers_open_their_question():
    data = fresh()
    data["review"]["last_report"] = "2025-01-01"
    seat = review("", "1.11.2026", data=data)
    assert seat.interview.data["review"]["last_report"] == "2026-11-01"


def test_closing_proposes_the_next_review_and_a_version_with_a_line():
    seat = review("ja", "", "", "", data=fresh())
    said = seat.interview.data["review"]
    assert (said["next_review"], said["version"], said["as_of"]) == ("2027-12-01", "1.3", "2026-12-01")
    assert said["changes"][-1] == {
        "version": "1.3",
        "on": "2026-12-01",
        "what": "Jährliche Prüfung: Kontakte und Termine auf dem neuen Stand",
    }
    assert "komma edit plan.komma.yaml review" in flat(seat)
    assert seat.saver.data == seat.interview.data


def test_what_is_proposed_can_be_changed_and_the_public_line_takes_no_name():
    data = fresh()
    data["people"][0]["name"] = "Mira Muster"
    seat = review("ja", "1.1.2020", "1.6.2027", "2,0", "Mira Muster ist neu", "Neue Nummern", data=data)
    said = seat.interview.data["review"]
    assert (said["next_review"], said["version"], said["changes"][-1]["what"]) == ("2027-06-01", "2.0", "Neue Nummern")
    assert "ist öffentlich" in flat(seat)


def test_closing_can_be_left_at_every_answer_without_a_change():
    for answers in (["nein"], ["ja", "-"], ["ja", "", "-"], ["ja", "", "", "-"]):
        assert review(*answers, data=fresh()).interview.data["review"] == plan()["review"]


@pytest.mark.parametrize(("now", "then"), [("1.2", "1.3"), ("1.9", "1.10"), ("1.999", "2.0"), (None, "1.0")])
def test_versions_count_on(now, then):
    assert _next_version(now) == then


def test_what_the_check_calls_stale_is_what_is_asked_in_a_whole_playbook():
    data = copy.deepcopy(TOWN)
    for one in data["people"][:4]:
        one["verified"] = OLD
    later = date(2027, 3, 1)
    findings = check_data(data, today=later).findings
    rules = {rule for rules in staleness.RULES.values() for rule in rules}
    expected = {finding.path for finding in findings if finding.rule in rules}
    from komma_cli.paths import format_path

    found = staleness.stale(data, findings)
    assert {format_path(one.parts) for one in found} == expected
    assert [one.group for one in found] == sorted((one.group for one in found), key=list(staleness.RULES).index)


def test_yes_to_every_contact_leaves_no_stale_one_and_a_sound_plan():
    data = copy.deepcopy(TOWN)
    for one in [*data["people"][:6], *data["bodies"][:4]]:
        one["verified"] = OLD
    seat = sitting(*["ja", "", *["ja"] * 40], data=data)
    addon = AnnualReview(seat)
    stale = [one for one in addon._stale() if one.group == "contacts"]
    assert len(stale) >= 6
    addon._walk(stale)
    assert not [one for one in addon._stale() if one.group == "contacts"]
    assert validate(seat.interview.data)[1] == []
    assert seat.interview.data["people"][0]["verified"]["on"] == TODAY.isoformat()


def test_english_says_the_same():
    seat = review("", "", lang="en")
    assert "2 entries have become old." in flat(seat)
    assert "Checked on 1 December 2026: Koordination." in flat(seat)


# -- from the task list -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "title"),
    [("1", "Wechsel: Wer geht"), ("2", "Nach einem Vorfall: Was lernen"), ("3", "Jahresprüfung: St")],
)
def test_the_task_list_leads_to_each_interview_with_one_key(number, title):
    seat = sitting("w", number, data=fresh())
    run(seat.run_menu)
    assert "w   Wechsel, Vorfall oder Jahresprüfung" in seat.asker.screen
    assert f"\n{title}" in seat.asker.screen


def test_back_from_the_choice_shows_the_task_list_again():
    seat = sitting("w", "<", "b", data=fresh())
    run(seat.run_menu)
    assert seat.asker.screen.count("Handlungsplan Kleinbeispiel") == 2
