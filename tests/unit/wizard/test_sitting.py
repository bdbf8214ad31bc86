"""The flow of the interview, from the first question to the end of a sitting."""

import copy

import pytest

from komma_cli.model.problems import validate
from komma_cli.wizard import core_path
from komma_cli.wizard.input.asker import Leave
from tests.unit.wizard.helper import CORE_ANSWERS, core_draft, run, sitting


def person(data, number=0):
    return data["people"][number]


def test_the_core_makes_a_playbook_the_model_accepts():
    data = core_draft()
    playbook, problems = validate(data)
    assert problems == []
    assert playbook.municipality.name == "Kleinbeispiel"
    assert [role.id for role in playbook.roles] == ["coordination", "contact-staff"]
    assert playbook.escalation.emergency.out_of_hours == data["people"][1]["id"]
    assert playbook.profile == "core"


def test_what_is_saved_is_what_the_draft_holds():
    seat = sitting(*CORE_ANSWERS)
    run(seat.run_core)
    assert seat.saver.data == seat.interview.data


def test_every_answer_is_saved_before_the_next_question():
    for count in range(1, len(CORE_ANSWERS)):
        seat = sitting(*CORE_ANSWERS[:count])
        assert run(seat.run_core) == "left"
        assert seat.saver.data == seat.interview.data
        assert core_path.next_step(seat.interview) == count


@pytest.mark.parametrize("count", range(len(CORE_ANSWERS)))
def test_a_sitting_goes_on_where_the_last_one_ended(count):
    first = sitting(*CORE_ANSWERS[:count])
    run(first.run_core)
    second = sitting(*CORE_ANSWERS[count:], data=first.saver.data)
    assert run(second.run_core) == "next"
    assert validate(second.interview.data)[1] == []


def test_a_wrong_answer_is_explained_and_stays_in_the_line():
    seat = sitting(*CORE_ANSWERS[:4], "0221 abc", "0221 4710111")
    run(seat.run_core)
    assert "Fehler: Die Telefonnummer darf nur Ziffern" in seat.asker.screen
    assert "0221 abc" in seat.asker.defaults
    assert person(seat.interview.data)["channels"] == [{"kind": "phone", "value": "+492214710111"}]


def test_an_empty_answer_to_a_wanted_question_says_what_to_do():
    seat = sitting("", "Kleinbeispiel")
    run(seat.run_core)
    assert "Noch unklar? Geben Sie - ein." in " ".join(seat.asker.screen.split())
    assert seat.interview.data["municipality"]["name"] == "Kleinbeispiel"


def test_back_shows_the_old_answer_and_keeps_later_ones():
    seat = sitting("Kleinbeispiel", "1", "<", "<", "Neuname", "", "10")
    run(seat.run_core)
    assert seat.interview.data["municipality"] == {
        "name": "Neuname",
        "kind": "municipality",
        "state": "NW",
    }
    assert "Bisher: Gemeinde" in seat.asker.screen


def test_not_known_yet_is_an_answer_with_a_date():
    seat = sitting(*CORE_ANSWERS[:11], "-", "", "Leitung O")
    assert run(seat.run_core) == "next"
    assert seat.interview.data["open"] == [{"path": "escalation.emergency.internal_number", "since": "2026-12-01"}]


def test_answering_later_closes_the_open_item():
    data = core_draft()
    seat = sitting("-", "", data=data)
    seat.run_path("escalation.emergency.internal_number")
    assert len(seat.interview.data["open"]) == 1
    again = sitting("4711", data=seat.interview.data)
    again.run_path("escalation.emergency.internal_number")
    assert again.interview.data["open"] == []
    assert again.interview.data["escalation"]["emergency"]["internal_number"] == "4711"


def test_a_minus_can_be_typed_as_text():
    seat = sitting("\\-", data=core_draft())
    seat.run_path("escalation.emergency.internal_number")
    assert seat.interview.data["escalation"]["emergency"]["internal_number"] == "-"


def test_help_says_why_and_names_the_keys():
    seat = sitting("?", "Kleinbeispiel")
    run(seat.run_core)
    assert "So wie im Briefkopf" in seat.asker.screen
    assert "noch offen" in seat.asker.screen


def test_outside_help_is_never_taken_silently():
    seat = sitting(*CORE_ANSWERS[:10], "", "99", "2")
    run(seat.run_core)
    assert len(seat.interview.data["bodies"]) == 1
    assert seat.asker.screen.count("Fehler:") == 2
    assert "Quelle:" in seat.asker.screen


def test_a_new_person_can_be_made_inside_a_reference():
    seat = sitting("+", "Mira Muster", "<<", "Mira", data=core_draft())
    seat.run_path("roles[contact-staff].holder")
    made = person(seat.interview.data, 2)
    assert made["name"] == "Mira Muster"
    assert seat.interview.data["roles"][1]["holder"] == made["id"]


def test_a_deputy_cannot_be_the_holder():
    data = core_draft()
    seat = sitting("Leitung B", "Leitung O", data=data)
    seat.run_path("roles[coordination].deputies")
    assert "   1  Leitung Ordnungsamt" in seat.asker.screen
    assert "Leitung Bürgerbüro" not in seat.asker.screen
    assert seat.interview.data["roles"][0]["deputies"] == [data["people"][1]["id"]]


def test_an_item_in_use_is_not_removed():
    data = core_draft()
    seat = sitting("x1", "s", data=data)
    run(lambda: seat.run_section("people"))
    assert len(seat.interview.data["people"]) == 2
    assert "ist noch eingetragen bei" in seat.asker.screen


def test_an_unused_item_is_removed_and_comes_back_with_undo():
    data = copy.deepcopy(core_draft())
    data["people"].append({"id": "p-9", "name": "Jan Beispiel"})
    seat = sitting("x3", "s", "u", "", "b", data=data)
    run(lambda: seat.run_section("people"))
    assert [p["id"] for p in seat.interview.data["people"]] == ["p-1", "p-2"]
    run(seat.run_menu)
    assert [p["id"] for p in seat.interview.data["people"]] == ["p-1", "p-2", "p-9"]
    assert seat.saver.data == seat.interview.data


def test_the_task_list_shows_states_and_ends_with_b():
    seat = sitting("b", data=core_draft())
    with pytest.raises(Leave) as left:
        seat.run_menu()
    assert not left.value.interrupted
    assert "Handlungsplan Kleinbeispiel" in seat.asker.screen
    assert "noch nicht begonnen" in seat.asker.screen


def test_the_menu_runs_actions_of_other_rooms():
    seat = sitting("k", "", "b", data=core_draft(), actions={"k": lambda: ["geprüft"]})
    run(seat.run_menu)
    assert "geprüft" in seat.asker.screen


def test_a_gate_opens_a_group_only_when_wanted():
    seat = sitting("nein", data=core_draft())
    seat.run_path("mandate.statement")
    assert "mandate" not in seat.interview.data
    seat = sitting("ja", data=core_draft())
    seat.run_path("mandate.statement")
    assert seat.interview.data["mandate"] == {"statement": {}}


def test_what_a_municipality_does_not_have_is_an_answer_with_a_reason():
    seat = sitting("--", "", "--", "Wir haben keine Pforte.", data=core_draft())
    seat.run_path("escalation.emergency.internal_number")
    assert seat.interview.data["open"] == [
        {
            "path": "escalation.emergency.internal_number",
            "since": "2026-12-01",
            "not_applicable": True,
            "reason": "Wir haben keine Pforte.",
        }
    ]
    assert validate(seat.interview.data)[1] == []


def test_answers_of_a_closed_branch_stay():
    data = core_draft()
    for answer in ("unit", "Volkshochschule"):
        data = _answered(data, "municipality.scope.kind" if answer == "unit" else "municipality.scope.unit", answer)
    closed = _answered(data, "municipality.scope.kind", "whole")
    assert closed["municipality"]["scope"] == {"kind": "whole", "unit": "Volkshochschule"}


def _answered(data, path, value):
    from komma_cli.paths import parse_path
    from komma_cli.store import Change, apply_edits

    return apply_edits(data, [Change(parse_path(path), value)])


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_section_can_be_opened_in_both_languages(lang):
    from komma_cli.wizard.pages import section_states

    for state in section_states(core_draft(), lang):
        seat = sitting("?", "<<", data=core_draft(), lang=lang)
        assert run(lambda seat=seat, key=state.key: seat.run_section(key)) in ("menu", "next")
        assert state.title in seat.asker.screen


def test_no_screen_is_wider_than_72_columns_or_beyond_cp1252():
    seat = sitting(*CORE_ANSWERS, "b")
    run(seat.run_core)
    run(seat.run_menu)
    for line in seat.asker.screen.splitlines():
        assert len(line) <= 76, line
        line.encode("cp1252")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("Mo-Fr 09:00-16:00; PH off", "nimmt nicht rund um die Uhr ab"),
        (None, "steht noch nicht, wann jemand abnimmt"),
        ("24/7", None),
    ],
)
def test_who_does_not_answer_at_night_is_named_at_once(hours, said):
    data = core_draft()
    data["bodies"] = [
        {"id": "b-9", "name": "Krisentelefon", "kind": "psychosocial", **({"hours": hours} if hours else {})}
    ]
    seat = sitting("Krisentelefon", data=data)
    seat.run_path("escalation.emergency.out_of_hours")
    shown = " ".join(seat.asker.screen.split())
    assert seat.interview.data["escalation"]["emergency"]["out_of_hours"] == "b-9"
    assert ("Achtung:" in shown) is (said is not None)
    assert said is None or said in shown


def test_a_role_is_as_reachable_as_its_holder():
    seat = sitting("Koordination", data=core_draft())
    seat.run_path("escalation.emergency.out_of_hours")
    assert "nimmt nicht rund um die Uhr ab, sondern nur: Mo–Do 8–16 Uhr" in " ".join(seat.asker.screen.split())
