"""Lists, items, answers given, keys: what a person meets beyond the first evening."""

import copy

import pytest

from komma_cli.errors import WriteError
from komma_cli.model.problems import validate
from komma_cli.wizard.pages import question_at, section_states
from komma_cli.wizard.showing.screens import question_screen
from tests.unit.wizard.helper import MemorySaver, core_draft, run, sitting


def flat(seat):
    return " ".join(seat.asker.screen.split())


def with_person(**values):
    data = copy.deepcopy(core_draft())
    data["people"].append({"id": "p-9", **values})
    return data


# -- resuming ---------------------------------------------------------------------------------------------------------


def test_enter_in_a_list_leads_to_the_unfinished_item_and_its_first_missing_answer():
    data = with_person(function="Archiv", status="employee", channels=[{"kind": "phone", "value": "+492214710113"}])
    for person in data["people"][:2]:
        person |= {"status": "employee", "hours": "24/7", "verified": {"on": "2026-12-01", "by": "Koordination"}}
    seat = sitting("", "Mo bis Do 8-16 Uhr", data=data)
    run(lambda: seat.run_section("people"))
    assert "weiter bei 3: Archiv" in flat(seat)
    assert seat.interview.data["people"][2]["hours"] == "Mo-Th 08:00-16:00; PH off"


def test_a_half_made_item_is_opened_again_at_its_first_missing_answer():
    first = sitting("+", "Mira Muster", data=core_draft())
    run(lambda: first.run_path("people"))
    assert first.interview.data["people"][2] == {"id": "p-3", "name": "Mira Muster"}
    again = sitting("3", "", "Leitung Kita", data=first.interview.data)
    run(lambda: again.run_path("people"))
    assert again.interview.data["people"][2] == {"id": "p-3", "name": "Mira Muster", "function": "Leitung Kita"}


def test_an_item_left_at_once_is_not_kept_either():
    seat = sitting("+", data=core_draft())
    assert run(lambda: seat.run_path("people")) == "left"
    assert len(seat.interview.data["people"]) == 2
    assert seat.saver.data == seat.interview.data


def test_an_item_left_without_an_answer_is_not_kept():
    seat = sitting("+", "<", "s", data=core_draft())
    run(lambda: seat.run_path("people"))
    assert len(seat.interview.data["people"]) == 2
    assert seat.saver.data == seat.interview.data


def test_what_is_marked_as_open_does_not_stop_the_way_through():
    seat = sitting("", "-", "", "", "", "", "nein", data=core_draft())
    run(lambda: seat.run_path("people"))
    seat = sitting("s", data=seat.interview.data)
    run(lambda: seat.run_path("people"))
    assert "weiter bei 2" in flat(seat)
    assert [item["path"] for item in seat.interview.data["open"]] == ["people[p-1].status", "people[p-1].verified"]


def test_open_questions_can_be_answered_from_their_list():
    data = core_draft()
    data["open"] = [{"path": "people[p-1].status", "since": "2026-12-01"}]
    seat = sitting("o", "1", "2", "", "b", data=data)
    run(seat.run_menu)
    assert seat.interview.data["open"] == []
    assert seat.interview.data["people"][0]["status"] == "employee"
    assert "Dienstverhältnis (Leitung Bürgerbüro)" in seat.asker.screen


def test_what_the_municipality_does_not_have_is_complete():
    data = core_draft()
    before = next(s for s in section_states(data, "de") if s.key == "escalation").open
    seat = sitting("--", "Wir haben keine Pforte.", data=data)
    seat.run_path("escalation.emergency.evacuation_decides")
    after = next(s for s in section_states(seat.interview.data, "de") if s.key == "escalation").open
    assert after == before - 1


# -- answers given ----------------------------------------------------------------------------------------------------


def test_one_answer_of_a_section_is_changed_by_its_number():
    seat = sitting("a1", "1", "Neuname", "<", "b", data=core_draft())
    run(seat.run_menu)
    assert seat.interview.data["municipality"]["name"] == "Neuname"
    assert "Geändert von „Kleinbeispiel“ in „Neuname“." in flat(seat)
    assert "Bundesland Nordrhein-Westfalen" in flat(seat)


def test_one_answer_of_an_item_is_changed_by_its_number():
    seat = sitting("1", "2", "Leitung Bürgeramt", "<", "s", data=core_draft())
    run(lambda: seat.run_path("people"))
    assert seat.interview.data["people"][0]["function"] == "Leitung Bürgeramt"


def test_the_answers_say_what_is_missing_open_or_not_there():
    data = core_draft()
    data["open"] = [
        {"path": "municipality.population", "since": "2026-12-01"},
        {"path": "municipality.employees", "since": "2026-12-01", "not_applicable": True, "reason": "Neu gegründet."},
    ]
    seat = sitting("<", data=data)
    run(lambda: seat.enter_section("municipality", review=True))
    for line in ("Einwohnerzahl noch offen", "gibt es bei uns nicht: Neu gegründet.", "Umfang fehlt noch"):
        assert line in flat(seat)


def test_an_optional_answer_is_taken_away():
    data = with_person(function="Archiv", unit="Amt 41")
    seat = sitting("x", data=data)
    seat.run_path("people[p-9].unit")
    assert seat.interview.data["people"][2] == {"id": "p-9", "function": "Archiv"}
    seat = sitting("", data=data)
    seat.asker.prefills = True
    seat.run_path("people[p-9].unit")
    assert "unit" not in seat.interview.data["people"][2]


def test_taking_away_an_address_leaves_the_number():
    data = with_person(
        function="Archiv",
        channels=[{"kind": "email", "value": "a@ort.example"}, {"kind": "phone", "value": "+492214710113"}],
    )
    seat = sitting("3", "6", "x", "<", data=data)
    run(lambda: seat.run_path("people"))
    assert seat.interview.data["people"][2]["channels"] == [{"kind": "phone", "value": "+492214710113"}]


def test_a_wanted_answer_is_not_taken_away():
    seat = sitting("", data=core_draft())
    seat.asker.prefills = True
    seat.run_path("municipality.name")
    assert seat.interview.data["municipality"]["name"] == "Kleinbeispiel"


def test_an_old_answer_that_does_not_fit_any_more_is_not_kept_silently():
    data = core_draft()
    data["roles"][0]["deputies"] = [data["roles"][0]["holder"]]
    seat = sitting("", "1", data=data)
    seat.run_path("roles[coordination].deputies")
    assert "passt hier nicht mehr" in seat.asker.screen
    assert seat.interview.data["roles"][0]["deputies"] == ["p-2"]


@pytest.mark.parametrize(
    "hours", ["Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off", "24/7", "Mo-Fr 08:00-12:00,13:00-16:30"]
)
def test_pressing_enter_on_a_prefilled_answer_changes_nothing(hours):
    data = with_person(function="Archiv", hours=hours)
    first = sitting("", data=data)
    first.run_path("people[p-9].hours")
    again = sitting(first.asker.defaults[0], data=data)
    again.run_path("people[p-9].hours")
    assert first.interview.data == again.interview.data == data


# -- single questions -------------------------------------------------------------------------------------------------


def test_a_step_is_done_by_a_role_or_by_whoever_is_there():
    step = {"id": "s-1", "phase": "now", "kind": "safety", "text": "Gehen Sie weg.", "actor": "anyone"}
    card = {"id": "s-9", "title": "Test", "track": "external", "steps": [step]}
    data = {**core_draft(), "scenarios": [card]}
    seat = sitting("1", data=data)
    seat.run_path("scenarios[s-9].steps[s-1].role")
    assert seat.interview.data["scenarios"][0]["steps"][0]["role"] == "coordination"
    assert "actor" not in seat.interview.data["scenarios"][0]["steps"][0]
    shown = sitting("1", "<", "<", "<", data=seat.interview.data)
    run(lambda: shown.run_path("scenarios[s-9].steps"))
    assert "Wer vor Ort" not in shown.asker.screen


def test_a_legal_period_is_chosen_by_its_title():
    step = {"id": "s-1", "phase": "now", "kind": "legal", "text": "Stellen Sie Strafantrag."}
    data = {**core_draft(), "scenarios": [{"id": "s-9", "title": "T", "track": "external", "steps": [step]}]}
    seat = sitting("Unfallanzeige", data=data)
    seat.run_path("scenarios[s-9].steps[s-1].deadline")
    assert seat.interview.data["scenarios"][0]["steps"][0]["deadline"] == "accident-report"
    assert "StGB § 77b" in seat.asker.screen


def test_a_role_filled_from_outside_or_openly_vacant_misses_nobody():
    role = {"id": "legal", "title": "Rechtsamt", "tasks": ["Prüft"], "critical": True, "based_on": "legal"}
    data = {**core_draft(), "roles": [*core_draft()["roles"], role]}
    for more in (
        {"vacancy": {"since": "2026-12-01", "reason": "Ausgeschrieben"}, "deputies": ["p-1"]},
        {"provided_by": "b-1"},
    ):
        data["roles"][2] = {**role, **more}
        page = question_at(data, "roles", "de")
        assert page.items[2].open == 0, more
    data["roles"][2] = role
    assert question_at(data, "roles", "de").items[2].open == 2


def test_numbers_with_a_meaning_are_chosen_by_words():
    measure = {"id": "m-1", "title": "Schulung"}
    goal = {"id": "g-1", "title": "Wissen", "measures": [measure]}
    field = {"id": "f-1", "title": "Bildung", "goals": [goal]}
    data = {
        **core_draft(),
        "strategy": {"fields": [field]},
        "security_concept": {"sites": [{"id": "s-1", "name": "Rathaus"}]},
    }
    seat = sitting("1, Bildung", data=data)
    seat.run_path("strategy.fields[f-1].goals[g-1].measures[m-1].eccar")
    assert seat.interview.data["strategy"]["fields"][0]["goals"][0]["measures"][0]["eccar"] == [1, 8]
    seat = sitting("Streit", data=seat.interview.data)
    seat.run_path("security_concept.sites[s-1].rating")
    assert seat.interview.data["security_concept"]["sites"][0]["rating"] == 0
    assert validate(seat.interview.data)[1] == []


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("phone", "0221 4710113", "+492214710113"),
        ("email", "archiv@ort.example", "archiv@ort.example"),
        ("web", "www.ort.example", "https://www.ort.example"),
        ("post", "Marktplatz 1, 12345 Ort", "Marktplatz 1, 12345 Ort"),
    ],
)
def test_a_number_or_address_is_brought_into_its_form(kind, typed, value):
    seat = sitting("öd", typed, data=with_person(function="Archiv", channels=[{"kind": kind}]))
    seat.run_path("people[p-9].channels[0].value")
    if kind == "post":
        value = "öd"
    assert seat.interview.data["people"][2]["channels"][0]["value"] == value
    assert validate(seat.interview.data)[1] == []


def test_a_long_list_shows_its_beginning_and_finds_the_rest():
    data = core_draft()
    data["people"] += [{"id": f"q-{n}", "function": f"Sachbearbeitung {n}"} for n in range(30)]
    seat = sitting("17", "*", "bearbeitung", "bearbeitung 29", data=data)
    seat.run_path("roles[coordination].holder")
    assert seat.interview.data["roles"][0]["holder"] == "q-14"
    seat = sitting("bearbeitung", "bearbeitung 29", data=data)
    seat.run_path("roles[coordination].holder")
    assert seat.interview.data["roles"][0]["holder"] == "q-29"
    assert "… und 20 weitere." in flat(seat)
    assert "passt zu 30 Einträgen" in flat(seat)


def test_values_that_do_not_fit_the_model_can_still_be_shown_and_mended():
    data = with_person(
        function="Archiv", status="chef", hours="irgendwann", languages=["xx"], channels=[{"kind": "fax", "value": "1"}]
    )
    data["escalation"]["levels"] = [{"id": "l-1", "track": "quer", "name": "Stufe", "talk_within": "bald"}]
    data["mandate"] = {"date": "gestern"}
    for path in (
        "people[p-9].status",
        "people[p-9].hours",
        "people[p-9].languages",
        "mandate.date",
        "escalation.levels[l-1].track",
        "escalation.levels[l-1].talk_within",
    ):
        page = question_at(data, path, "de")
        assert str(page.current if isinstance(page.current, str) else page.current[0]) in question_screen(page, "de")
    seat = sitting("3", "<", data=data)
    run(lambda: seat.run_path("people"))
    assert "Archiv" in seat.asker.screen


# -- what people type -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["{{ 7*7 }} {item}", "<b>fett</b> & [/]", "😀 👩‍👧 Şahin", "# kein: Kommentar", "'\"`%s"]
)
def test_text_arrives_as_it_was_typed(typed):
    seat = sitting(typed, "", data=core_draft())
    seat.run_path("municipality.name")
    assert seat.interview.data["municipality"]["name"] == typed
    seat.run_path("municipality.name")
    assert typed in seat.asker.screen


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bad\tOrt", "Bad Ort"),
        ("Bad \x1b[31mOrt\x00\x7f", "Bad [31mOrt"),
        ("\ufeffOrt\ud800", "Ort"),
        ("A\r\nB\u2028C", "A B C"),
    ],
)
def test_signs_that_cannot_be_printed_are_dropped(typed, kept):
    seat = sitting(typed, data=core_draft())
    seat.run_path("municipality.name")
    assert seat.interview.data["municipality"]["name"] == kept


def test_a_very_long_line_is_refused_with_its_length():
    seat = sitting("x" * 20_000, "Ort", data=core_draft())
    seat.run_path("municipality.name")
    assert "Jetzt sind es 20000." in flat(seat)
    assert seat.interview.data["municipality"]["name"] == "Ort"


# -- saving -----------------------------------------------------------------------------------------------------------


class FullDisk(MemorySaver):
    """Refuses the first ``failures`` attempts."""

    def __init__(self, data, failures):
        super().__init__(data)
        self.failures, self.waiting = failures, []

    def save(self, edits):
        self.waiting += edits
        if self.failures:
            self.failures -= 1
            raise WriteError("store.no_space", file="x", reason="")
        super().save(self.waiting)
        self.waiting = []


def test_a_full_disk_is_said_and_the_answer_saved_as_soon_as_there_is_room():
    seat = sitting("Neuname", "", "", data=core_draft())
    seat.saver = FullDisk(core_draft(), 2)
    seat.run_path("municipality.name")
    assert "Auf dem Laufwerk ist kein Platz mehr." in flat(seat)
    assert "Alle früheren Antworten sind sicher." in flat(seat)
    assert "Jetzt ist Ihre Antwort gespeichert." in flat(seat)
    assert seat.saver.data == seat.interview.data


def test_a_full_disk_lets_the_person_end():
    seat = sitting("Neuname", "b", data=core_draft())
    seat.saver = FullDisk(core_draft(), 9)
    with pytest.raises(WriteError) as ended:
        seat.run_path("municipality.name")
    assert ended.value.key == "wizard.not_saved"


def test_part_of_a_name_is_echoed_and_two_letters_are_too_few():
    seat = sitting("lt", "Ordnungs", data=core_draft())
    seat.run_path("escalation.emergency.out_of_hours")
    assert "Die Liste hat die Nummern 1 bis" in flat(seat)
    assert "Eingetragen: Leitung Ordnungsamt" in flat(seat)


def test_who_answers_at_night_is_suggested_and_taken_only_with_enter():
    data = core_draft()
    data["escalation"]["levels"] = [{"id": "l-1", "track": "external", "rank": 0, "name": "Stufe"}]
    seat = sitting("", data=data)
    seat.run_path("escalation.levels[l-1].out_of_hours")
    assert "Vorschlag: Leitung Ordnungsamt, wie auf der Notfallkarte" in flat(seat)
    assert seat.interview.data["escalation"]["levels"][0]["out_of_hours"] == "p-2"
    seat = sitting("1", data=data)
    seat.run_path("escalation.levels[l-1].out_of_hours")
    assert seat.interview.data["escalation"]["levels"][0]["out_of_hours"] == "p-1"


def test_a_reason_for_not_taking_anonymous_reports_is_asked_only_without_an_anonymous_way():
    route = {"id": "w-1", "title": "Anruf", "audiences": ["staff"], "recipient": "coordination", "anonymous": True}
    for anonymous, asked in ((True, False), (False, True)):
        data = {**core_draft(), "reporting": {"routes": [{**route, "anonymous": anonymous}]}}
        seat = sitting("<", data=data)
        run(lambda seat=seat: seat.enter_section("reporting", review=True))
        assert ("Grund: nur mit Namen" in seat.asker.screen) == asked


def test_what_follows_from_roles_and_land_is_suggested():
    from komma_cli import catalogue, directory

    data = core_draft()
    data["roles"].append(catalogue.as_playbook_role(catalogue.role("hr", "de")))
    data["bodies"] += [directory.as_body(e) for e in directory.find(state="NW", kind="insurer") if e.state == "NW"]
    for path, likely in (("support.accident_report", "hr"), ("support.accident_insurer", data["bodies"][-1]["id"])):
        seat = sitting("", data=data)
        seat.run_path(path)
        assert "Vorschlag" in seat.asker.screen
        assert seat.interview.data["support"] == {path.partition(".")[2]: likely}
    seat = sitting("", "-", "", data=core_draft())
    seat.run_path("support.accident_report")
    assert "Vorschlag" not in seat.asker.screen


def test_a_long_list_is_shown_whole_once_and_then_only_around_the_next_entry():
    """Nobody reads thirty lines again after each answer; the numbers stay those of the whole list."""
    people = [{"id": f"p-{n}", "function": f"Funktion {n:02}"} for n in range(1, 21)]
    seat = sitting("", "<", "<", "<", "<", "*", data={"people": people})
    run(lambda: seat.run_section("people"))
    first, again, whole = (part for part in seat.asker.screen.split("Personen – 20 Einträge")[1:])
    assert "20  Funktion 20" in first
    assert "1  Funktion 01" in again
    assert "5  Funktion 05" not in again
    assert "… und 16 weitere Einträge. * zeigt alle." in again
    assert "20  Funktion 20" in whole


@pytest.mark.parametrize(("count", "key"), [(1, "x1  Eintrag 1 entfernen"), (2, "x2  Eintrag 2 entfernen")])
def test_the_key_that_removes_names_an_entry_that_is_there(count, key):
    people = [{"id": f"p-{number}", "function": f"Amt {number}"} for number in range(1, count + 1)]
    seat = sitting("s", data={"people": people})
    run(lambda: seat.run_path("people"))
    assert key in seat.asker.screen
    assert seat.asker.screen.count("entfernen") == 1
