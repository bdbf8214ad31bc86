"""Sections from the task list: the last look at the answers, „is this finished?“, the check and the preview there."""

import copy

import pytest

from komma_cli.model.problems import validate
from komma_cli.render.errors import RenderError
from komma_cli.wizard.pages import question_at, section_states
from komma_cli.wizard.showing import previewing, screens
from tests.unit.wizard.helper import core_draft, run, sitting

PROMPTS = ("Nummer ", "Number ", "Seite ", "Page ", "Eingabetaste =", "Enter =")
"""Beginnings of what stands before the input; the terminal breaks a long one itself."""
TOWN = {
    "name": "Kleinbeispiel",
    "kind": "municipality",
    "state": "NW",
    "population": 4000,
    "employees": 60,
    "scope": {"kind": "whole"},
    "audiences": {
        group: {"included": True, "reason": ""} | {"included": True}
        for group in ("staff", "officials", "volunteers", "residents")
    },
    "legal_as_of": "2026-11-16",
}


def with_town(**values):
    data = copy.deepcopy(core_draft())
    data["municipality"] = {**TOWN, **values}
    for choice in data["municipality"]["audiences"].values():
        choice.pop("reason", None)
    return data


def flat(seat):
    return " ".join(seat.asker.screen.split())


def state(seat, key):
    return next(s for s in section_states(seat.interview.data, "de") if s.key == key)


def test_a_section_walked_to_its_end_shows_its_answers_and_one_change_returns_there():
    data = with_town()
    del data["municipality"]["employees"]
    seat = sitting("70", "5", "4100", "f", "b", data=data)
    run(lambda: seat.enter_section("municipality"))
    assert seat.asker.screen.count("Prüfen Sie den Abschnitt „Kommune beschreiben“") == 2
    assert seat.interview.data["municipality"]["population"] == 4100
    assert "Der Abschnitt „Kommune beschreiben“ ist fertig." in flat(seat)
    assert seat.saver.data == seat.interview.data
    assert state(seat, "municipality").state == "complete"


def test_later_keeps_a_section_without_gaps_in_work_until_it_is_called_finished():
    data = with_town()
    del data["municipality"]["employees"]
    seat = sitting("70", "", data=data)
    assert run(lambda: seat.enter_section("municipality")) == "next"
    assert [item["path"] for item in seat.interview.data["open"]] == ["municipality"]
    assert seat.interview.data["open"][0]["question"] == "Abschnitt „Kommune beschreiben“ ist noch in Arbeit"
    assert (state(seat, "municipality").state, state(seat, "municipality").open) == ("in_progress", 1)
    assert validate(seat.interview.data)[1] == []
    again = sitting("f", data=seat.interview.data)
    run(lambda: again.enter_section("municipality"))
    assert again.interview.data["open"] == []
    assert state(again, "municipality").state == "complete"


def test_looking_at_a_complete_section_does_not_put_it_back_in_work():
    seat = sitting("a1", "", "1", "", "b", data=with_town())
    run(seat.run_menu)
    assert "open" not in seat.interview.data
    assert "f  Abschnitt ist fertig" not in seat.asker.screen


def test_later_with_gaps_notes_nothing():
    seat = sitting("a1", "", "b", data=core_draft())
    run(seat.run_menu)
    assert "open" not in seat.interview.data


def test_finished_with_gaps_asks_them_or_notes_them_as_open():
    data = with_town()
    del data["municipality"]["employees"], data["municipality"]["population"]
    seat = sitting("f", "1", "4000", "60", "f", data=data)
    assert run(lambda: seat.enter_section("municipality", review=True)) == "next"
    assert "In diesem Abschnitt fehlen noch 2 Angaben." in flat(seat)
    assert seat.interview.data["municipality"]["employees"] == 60
    noting = sitting("f", "2", data=data)
    assert run(lambda: noting.enter_section("municipality", review=True)) == "next"
    assert [item["path"] for item in noting.interview.data["open"]] == [
        "municipality.population",
        "municipality.employees",
    ]
    assert "ist alles beantwortet oder als offen notiert" in flat(noting)
    assert noting.saver.data == noting.interview.data
    assert len(noting.interview.undo()) > 0
    assert "open" not in noting.interview.data or noting.interview.data["open"] == []


def test_thinking_better_of_it_leads_back_to_the_answers():
    data = with_town()
    del data["municipality"]["employees"]
    seat = sitting("f", "", "<", data=data)
    assert run(lambda: seat.enter_section("municipality", review=True)) == "back"
    assert seat.interview.data == data


def test_a_list_is_left_as_finished_or_for_later():
    data = core_draft()
    for person in data["people"]:
        person |= {"status": "employee", "hours": "24/7", "verified": {"on": "2026-12-01", "by": "Koordination"}}
    later = sitting("s", data=data)
    run(lambda: later.enter_section("people"))
    assert [item["path"] for item in later.interview.data["open"]] == ["people"]
    assert state(later, "people").state == "in_progress"
    done = sitting("", data=later.interview.data)
    run(lambda: done.enter_section("people"))
    assert done.interview.data["open"] == []
    assert state(done, "people").state == "complete"


def test_nobody_is_asked_whether_a_list_inside_a_section_or_a_question_by_path_is_finished():
    data = with_town()
    seat = sitting("", data=data)
    run(lambda: seat.run_section("municipality"))
    assert "Abschnitt ist fertig" not in seat.asker.screen
    inside = sitting("s", data=data)
    run(lambda: inside.run_path("escalation.levels"))
    assert "open" not in inside.interview.data


def test_a_section_in_work_is_where_enter_leads_once_nothing_is_missing():
    data = with_town()
    data["open"] = [{"path": "municipality", "since": "2026-12-01"}]
    seat = sitting(data=data)
    assert seat._upcoming(tuple(s for s in section_states(data, "de") if s.key == "municipality")) == 1


def test_the_open_list_leads_to_the_section_and_names_owner_and_day():
    data = with_town()
    data["open"] = [
        {"path": "municipality", "question": "Abschnitt „X“ ist noch in Arbeit", "since": "2026-11-01"},
        {"path": "people[p-1].status", "since": "2026-11-01", "owner": "Personalamt", "until": "2026-11-30"},
        {"path": "people[p-2].status", "since": "2026-11-01", "until": "2026-12-31"},
    ]
    seat = sitting("o", "1", "f", "", "b", data=data)
    run(seat.run_menu)
    said = flat(seat)
    assert "Personalamt, bis 30.11.2026, überfällig" in said
    assert "bis 31.12.2026 Nummer" in said
    assert "offen seit 01.11.2026" in said
    assert [item["path"] for item in seat.interview.data["open"]] == ["people[p-1].status", "people[p-2].status"]


def test_yes_to_a_group_that_has_begun_does_not_begin_it_anew():
    seat = sitting("ja", "<", data=core_draft())
    run(lambda: seat.run_path("escalation.emergency"))
    assert seat.interview.data["escalation"]["emergency"]["internal_number"] == "4444"
    assert "Notruf im Haus" in seat.asker.screen


# -- the check --------------------------------------------------------------------------------------------------------


def test_the_findings_stand_below_the_answers_and_the_number_mends():
    seat = sitting("a5", "2", "Leitung Bürgerbüro", "", "b", data=core_draft())
    run(seat.run_menu)
    before, after = seat.asker.screen.split("Geändert von")
    assert "   2  Warnung: Der Kontakt außerhalb der Dienstzeit hat keine festen" in before
    assert "hat keine festen" not in after
    assert seat.interview.data["escalation"]["emergency"]["out_of_hours"] == "p-1"


def test_k3_shows_what_the_check_says_about_one_section_and_mends_it():
    seat = sitting("k5", "9", "2", "Leitung Bürgerbüro", "", "b", data=core_draft(), actions={"k": lambda: []})
    run(seat.run_menu)
    said = flat(seat)
    assert "Das sagt die Prüfung zum Abschnitt „Stufen und Notfallkontakte festlegen“" in said
    assert "Geben Sie eine der Nummern ein" in said
    assert seat.interview.data["escalation"]["emergency"]["out_of_hours"] == "p-1"
    assert "hat keine festen Zeiten" in said
    assert "hat keine festen Zeiten" not in said.rpartition("Das sagt die Prüfung")[2]


def test_k3_of_a_list_leads_to_the_entry_and_its_answer():
    data = core_draft()
    data["bodies"][0]["hours"] = "24/7"
    data["escalation"]["emergency"]["out_of_hours"] = data["bodies"][0]["id"]
    seat = sitting("k4", "1", "<", "", "b", data=data)
    run(seat.run_menu)
    said = flat(seat)
    assert "1 Warnung: „BackUp" in said
    entry = said.partition("Ihre Antworten: ")[2]
    assert "wird im Notfall angerufen" in entry


def test_k3_without_findings_says_so():
    seat = sitting("k12", "", "b", data=core_draft())
    run(seat.run_menu)
    assert "findet hier nichts, was zu ändern ist" in flat(seat)


def test_the_task_list_names_an_error_in_a_complete_section_once_it_was_checked():
    data = with_town()
    data["municipality"]["name"] = "Ort"
    seat = sitting(data=data)
    from komma_cli.wizard.showing import screens

    seat.findings._of, seat.findings._found = data, (_error("municipality.name"),)
    notes = seat.findings.errors(data)
    assert "Fehler: " in screens.task_list("Ort", seat.interview.states(), "de", notes)
    changed = copy.deepcopy(data)
    changed["municipality"]["name"] = "Ortsnah"
    assert seat.findings.errors(changed) == {}


def _error(path):
    from komma_cli.check.finding import Finding

    return Finding("K012", "error", path, None, {"field": "name", "problem": "missing"})


def test_the_check_runs_once_for_each_state_of_the_draft(monkeypatch):
    from komma_cli.check import engine

    runs = []
    real = engine.check_data
    monkeypatch.setattr(engine, "check_data", lambda data, today: runs.append(1) or real(data, today=today))
    seat = sitting("a1", "?", "x", "?", "", "a1", "", "b", data=core_draft())
    run(seat.run_menu)
    assert len(runs) == 1


def test_asking_questions_never_runs_the_check(monkeypatch):
    from komma_cli.check import engine

    monkeypatch.setattr(engine, "check_data", lambda data, today: 1 / 0)
    seat = sitting("1", "4000", "60", "<<", "b", data=core_draft())
    run(seat.run_menu)
    assert seat.interview.data["municipality"]["population"] == 4000


# -- the preview ------------------------------------------------------------------------------------------------------


def test_the_preview_is_leafed_through_and_leads_back():
    seat = sitting("p5", "99", "2", "<", "b", data=core_draft())
    run(seat.run_menu)
    said = flat(seat)
    assert "Vorschau „Stufen und Notfallkontakte festlegen“ Dokument:" in said
    assert "Notruf im Haus: 4444" in said
    assert "Eine Nummer zeigt ein anderes Dokument." in said
    assert "Seite 1 von" in said
    assert seat.asker.screen.count("Vorschau „") == 2
    assert seat.asker.screen.count("Handlungsplan Kleinbeispiel") == 2


def test_the_preview_of_an_empty_section_is_one_sentence():
    seat = sitting("p14", "", "b", data=core_draft())
    run(seat.run_menu)
    assert "ist noch leer. In den Dokumenten steht noch nichts davon." in flat(seat)


def test_the_preview_below_the_answers_and_below_a_list():
    seat = sitting("a5", "p", "<", "", "2", "p", "<", "f", "b", data=core_draft())
    run(seat.run_menu)
    assert "Vorschau „Stufen" in flat(seat)
    assert "Vorschau „Personen eintragen“" in flat(seat)


def test_a_document_that_cannot_be_written_is_a_sentence(monkeypatch):
    def broken(*arguments, **named):
        raise RenderError("render.heading_empty", line=3)

    monkeypatch.setattr(previewing, "fill", broken)
    seat = sitting("p1", "", "b", data=core_draft())
    run(seat.run_menu)
    assert "Eine Vorschau ist gerade nicht möglich" in flat(seat)


# -- the task list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "beside"), [(80, True), (60, True), (59, False), (40, False)])
def test_the_keys_stand_side_by_side_where_there_is_room(monkeypatch, columns, beside):
    monkeypatch.setenv("COLUMNS", str(columns))
    seat = sitting("b", data=core_draft(), actions={"k": lambda: [], "d": lambda: []})
    run(seat.run_menu)
    lines = seat.asker.screen.splitlines()
    assert any("a3  " in line and "p3  " in line for line in lines) is beside
    assert max(map(len, lines)) < columns


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("columns", [40, 57, 80, 100])
def test_every_screen_around_the_questions_fits_the_window(monkeypatch, lang, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    seat = sitting("a5", "p", "", "<<", "k5", "", "f", "o", "", "u", "", "b", data=core_draft(), lang=lang)
    run(seat.run_menu)
    for line in seat.asker.screen.splitlines():
        assert len(line) <= columns or line.startswith(PROMPTS)
        line.encode("cp1252")


def test_a_plan_that_becomes_complete_is_told_once(monkeypatch):
    seat = sitting("", "", "b", data=with_town())
    states = [s for s in seat.interview.states() if s.key == "municipality"]
    begun = [s.__class__(s.key, s.title, s.intro, "in_progress", 1, True) for s in states]
    answers = iter([begun, begun, states, states, states, states, states, states, states, states])
    monkeypatch.setattr(seat.interview, "states", lambda: tuple(next(answers)))
    monkeypatch.setattr(seat, "_menu_choice", lambda typed, states, upcoming: typed != "b" or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seat.run_menu()
    assert flat(seat).count("Alle Abschnitte sind vollständig.") == 1


# -- undo -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("a1", "1", "Neuname", ""), "„Name der Kommune“ ist wieder „Kleinbeispiel“."),
        (("2", "+", "Mira Muster", "<<"), "„Name (Mira Muster)“ ist wieder ohne Angabe."),
    ],
)
def test_undo_says_what_it_has_undone(typed, said):
    seat = sitting(*typed, "u", "", "b", data=core_draft())
    run(seat.run_menu)
    assert f"Rückgängig gemacht: {said}" in flat(seat)


def test_undo_of_nothing_says_so():
    seat = sitting("u", "", "b", data=core_draft())
    run(seat.run_menu)
    assert "Es gibt nichts rückgängig zu machen." in seat.asker.screen


def test_an_open_answer_names_who_finds_out_and_until_when():
    data = core_draft()
    path = "municipality.population"
    for extra, said in (
        ({}, "noch offen"),
        ({"owner": "Koordination"}, "noch offen – Koordination klärt es"),
        ({"owner": "Koordination", "until": "2027-01-31"}, "noch offen – Koordination klärt es bis 31.01.2027"),
    ):
        data["open"] = [{"path": path, "since": "2026-12-01", **extra}]
        page = question_at(data, path, "de")
        assert screens.answers_screen("T", [page], data, "de").splitlines()[-1].endswith(said)
