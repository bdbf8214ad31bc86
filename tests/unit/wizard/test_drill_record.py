"""After an exercise: the exercise, measures with role and day, and only numbers that really answered."""

import copy

import pytest

from komma_cli.model.problems import validate
from komma_cli.wizard.addons.drill_record import talk
from tests.unit.wizard.helper import run, sitting
from tests.unit.wizard.test_after_incident import plan

ALL_GOOD = ["ja", "ja", "ja", "ja", "ja", "nein"]
LOOKED = "Die Ansprechperson wurde gefunden. Die Vertretung war zu erreichen."


def record(*answers, data=None, lang="de"):
    seat = sitting(*answers, data=data or plan(), lang=lang)
    run(lambda: talk(seat))
    return seat


def exercise(seat):
    return seat.interview.data["exercises"][-1]


def flat(seat):
    return " ".join(seat.asker.screen.split())


def test_a_new_exercise_with_everything_it_showed():
    seat = record("Drohanruf", "30.11.2026", "1, 2", *ALL_GOOD, "", "1")
    assert exercise(seat) == {
        "id": exercise(seat)["id"],
        "title": "Übung: Drohanruf",
        "scenario": "s-1",
        "held_on": "2026-11-30",
        "participants": ["Koordination", "Leitung Ordnungsamt"],
        "observations": exercise(seat)["observations"],
    }
    assert exercise(seat)["observations"].startswith(LOOKED)
    assert seat.interview.data["people"][0]["verified"] == {"on": "2026-11-30", "by": "Übung"}
    assert "verified" not in seat.interview.data["people"][1]
    assert "bestätigte Nummern: 1." in flat(seat)
    assert seat.saver.data == seat.interview.data
    assert not validate(seat.interview.data)[1]


def test_a_planned_exercise_is_taken_up():
    data = plan() | {"exercises": [{"id": "e-1", "title": "Frühjahr", "scenario": "s-1", "planned_for": "2026-12-01"}]}
    seat = record("Frühjahr", "", "", *ALL_GOOD, "", "", data=data)
    assert len(seat.interview.data["exercises"]) == 1
    assert (exercise(seat)["held_on"], exercise(seat)["planned_for"]) == ("2026-12-01", "2026-12-01")


def test_every_no_proposes_a_measure_with_role_and_day():
    answers = ["nein", "ja", "nein", "ja", "ja", "nein"]
    seat = record("Drohanruf", "", "", *answers, "1, 2", "", "in 2 Wochen", "", "", "", "")
    first, second = exercise(seat)["follow_up"]
    assert first == {
        "text": "Die Notfallkarte an jeden Arbeitsplatz bringen und die Nummer im Team zeigen.",
        "owner": "contact",
        "due": "2026-12-15",
    }
    assert second["text"] == "Die Schritte zum Sichern von Beweisen mit dem Team üben."
    assert second["due"] == "2026-12-29"
    assert not validate(seat.interview.data)[1]


def test_an_own_measure_must_not_name_anybody():
    seat = record(
        "Drohanruf", "", "", *ALL_GOOD, "Mira Muster ruft künftig an.", "Die Liste am Empfang erneuern.", "", "", "", ""
    )
    assert [one["text"] for one in exercise(seat)["follow_up"]] == ["Die Liste am Empfang erneuern."]


@pytest.mark.parametrize("day", ["morgen", "2027-01-01", "irgendwann"])
def test_a_day_ahead_is_no_day_an_exercise_was_held(day):
    seat = record("Drohanruf", day, "gestern")
    assert exercise(seat)["held_on"] == "2026-11-30"
    assert "Das ist kein Tag bis heute." in flat(seat)


def test_a_number_that_was_checked_later_keeps_its_day():
    data = plan()
    data["people"][0]["verified"] = {"on": "2026-12-01", "by": "Koordination"}
    seat = record("Drohanruf", "30.11.2026", "", *ALL_GOOD, "", "1, 2", data=data)
    assert seat.interview.data["people"][0]["verified"] == {"on": "2026-12-01", "by": "Koordination"}
    assert seat.interview.data["people"][1]["verified"] == {"on": "2026-11-30", "by": "Übung"}
    assert "bestätigte Nummern: 1." in flat(seat)


def test_going_back_takes_back():
    seat = record("Drohanruf", "gestern", "<", "<", "<<")
    assert "exercises" not in seat.interview.data or not seat.interview.data["exercises"]
    seat = record("Drohanruf", "gestern", "<", "heute", "")
    assert exercise(seat)["held_on"] == "2026-12-01"


def test_whoever_stops_keeps_what_was_said():
    seat = record("Drohanruf", "gestern", "<<")
    assert exercise(seat)["held_on"] == "2026-11-30"
    assert seat.saver.data == seat.interview.data


def test_a_plan_without_cards_says_so_and_stays():
    data = plan() | {"scenarios": []}
    before = copy.deepcopy(data)
    seat = record(data=data)
    assert seat.interview.data == before
    assert "noch keine Karte" in flat(seat)


def test_emergency_numbers_are_never_offered_as_called():
    seat = record("Drohanruf", "", "", *ALL_GOOD, "", "?")
    assert "Polizeinotruf" not in seat.asker.screen.split("wirklich angerufen")[-1]


def test_english():
    seat = record("Drohanruf", "yesterday", "", "yes", "no", "-", "-", "-", "-", "1", "", "", "", "1", lang="en")
    assert exercise(seat)["observations"] == "The contact was found. The deputy could not be reached."
    assert exercise(seat)["follow_up"][0]["text"] == "Settle the deputy anew and call the number."
    assert seat.interview.data["people"][0]["verified"]["by"] == "Exercise"
