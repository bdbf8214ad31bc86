"""After an incident: lessons become open items at their place, and nothing about the case gets into the plan."""

import copy

import pytest

from komma_cli.model.problems import validate
from komma_cli.texts import DATA
from komma_cli.wizard.addons.after_incident import talk
from komma_cli.wizard.addons.case_data import case_data
from komma_cli.yamlread import parse
from tests.unit.wizard.helper import run, sitting

TOWN = parse((DATA.parents[1] / "playbooks" / "musterstadt.komma.yaml").read_text(encoding="utf-8"))


def plan():
    return {
        "komma": 1,
        "municipality": {"name": "Kleinbeispiel", "kind": "town", "state": "NW"},
        "people": [
            {"id": "p-1", "name": "Mira Muster", "function": "Koordination",
             "channels": [{"kind": "private_phone", "value": "+492214710990"},
                          {"kind": "phone", "value": "+492214710101"}]},
            {"id": "p-2", "function": "Leitung Ordnungsamt",
             "channels": [{"kind": "phone", "value": "+492214710102"}]},
        ],
        "roles": [{"id": "contact", "title": "Ansprechperson", "holder": "p-1", "deputies": ["p-2"]}],
        "bodies": [{"id": "b-1", "name": "Polizeinotruf", "kind": "emergency",
                    "channels": [{"kind": "phone", "value": "110"}]}],
        "escalation": {"emergency": {"out_of_hours": "p-2"}},
        "scenarios": [
            {"id": "s-1", "title": "Drohanruf", "track": "external", "steps": [
                {"id": "late", "phase": "days", "kind": "report", "text": "Melden Sie den Anruf.", "role": "contact"},
                {"id": "safe", "phase": "now", "kind": "safety", "text": "Legen Sie auf.", "actor": "anyone",
                 "contacts": ["b-1"]},
            ]},
            {"id": "s-2", "title": "Hass im Netz", "track": "external", "relevant": False, "reason": "Kein Konto."},
        ],
        "support": {"first_responders": ["p-1"]},
        "review": {"evaluation_within": "P6W"},
    }  # fmt: skip


def incident(*answers, data=None, lang="de"):
    seat = sitting(*answers, data=data or plan(), lang=lang)
    run(lambda: talk(seat))
    return seat


def flat(seat):
    return " ".join(seat.asker.screen.split())


def notes(seat):
    return [(item["path"], item["question"]) for item in seat.interview.data.get("open") or []]


def test_the_first_thing_it_says_is_what_not_to_write_and_why():
    seat = incident(lang="de")
    first, second = flat(seat).index("keine Namen"), flat(seat).index("Welche Karte")
    assert first < second
    assert "Alles zum Fall gehört in die Akte." in flat(seat)


def test_whoever_did_not_answer_is_noted_at_the_channels_with_owner_and_day():
    seat = incident("Drohanruf", "1, 2", "Leitung O", "in 2 Wochen", "", "")
    said = {"question": "Nach einem Vorfall: Hier nahm niemand ab. Nummer und Zeiten prüfen.", "since": "2026-12-01"}
    assert seat.interview.data["open"] == [
        {"path": "people[p-1].channels", **said, "owner": "Leitung Ordnungsamt", "until": "2026-12-15"},
        {"path": "people[p-2].channels", **said, "owner": "Leitung Ordnungsamt", "until": "2026-12-29"},
    ]
    assert seat.saver.data == seat.interview.data


def test_everybody_and_every_step_that_was_named_is_noted_before_the_next_question():
    seat = incident("Drohanruf", "1, 2")
    assert [path for path, _ in notes(seat)] == ["people[p-1].channels", "people[p-2].channels"]
    assert seat.saver.data == seat.interview.data
    seat = incident("Drohanruf", "", "1, 2")
    assert len(notes(seat)) == 2
    assert notes(incident("Drohanruf", "", "1, 2", "<")) == []


def test_who_sees_to_it_is_noted_before_the_day_is_asked():
    seat = incident("Drohanruf", "1", "Leitung O")
    assert [item.get("owner") for item in seat.interview.data["open"]] == ["Leitung Ordnungsamt"]
    assert seat.saver.data == seat.interview.data


def test_the_emergency_services_are_not_asked_about_and_private_numbers_not_shown():
    seat = incident("Drohanruf")
    assert "Polizeinotruf" not in seat.asker.screen
    assert "0221 4710101" in seat.asker.screen
    assert "4710990" not in seat.asker.screen


def test_a_step_is_asked_for_in_the_order_of_doing_and_its_lesson_stands_at_the_step():
    seat = incident("1", "", "1", "Den Satz zum Auflegen üben.", "-")
    assert notes(seat) == [("scenarios[s-1].steps[safe].text", "Den Satz zum Auflegen üben.")]


def test_a_lesson_about_the_case_is_refused_and_stays_in_the_line():
    seat = incident("1", "", "1", "Am 12.3.2026 rief jemand an.", "Das Telefon braucht eine Anzeige.", "-")
    assert notes(seat) == [("scenarios[s-1].steps[safe].text", "Das Telefon braucht eine Anzeige.")]
    assert "Das sieht nach dem Tag des Vorfalls aus." in flat(seat)
    assert "Am 12.3.2026 rief jemand an." in seat.asker.defaults
    assert "12.3.2026" not in str(seat.interview.data)


def test_a_last_name_that_is_an_ordinary_word_can_be_meant_as_one():
    seat = incident("1", "", "", "Ein Muster für den Brief", "Ein Muster für den Brief", "-")
    assert notes(seat) == [("scenarios[s-1].steps", "Ein Muster für den Brief")]
    assert "noch einmal ein" in flat(seat)
    assert notes(incident("1", "", "", "Rief 0221 4710115 an", "Rief 0221 4710115 an", "-")) == []


def test_too_long_a_lesson_is_refused():
    seat = incident("1", "", "1", "x" * 201)
    assert not any("xxx" in question for _, question in notes(seat))
    assert "200" in flat(seat)


def test_what_was_missing_can_be_several_things():
    seat = incident(
        "1", "", "", "Eine Vorlage für die Antwort", "-", "Ein zweites Telefon", "-", "", "ja", "ja", "nein"
    )
    assert notes(seat) == [
        ("scenarios[s-1].steps", "Eine Vorlage für die Antwort"),
        ("scenarios[s-1].steps", "Ein zweites Telefon"),
    ]
    assert "2 Punkte sind als offen notiert." in flat(seat)


def test_no_means_somebody_still_asks_and_the_evaluation_was_late():
    seat = incident("1", "", "", "", "nein", "-", "nein", "-", "nein")
    assert [path for path, _ in notes(seat)] == ["support.aftercare", "review.evaluation_within"]


def test_without_a_period_the_plan_gets_one():
    data = plan()
    del data["review"]
    seat = incident("1", "", "", "", "ja", "6 Wochen", "nein", data=data)
    assert seat.interview.data["review"]["evaluation_within"] == "P6W"


def test_when_no_card_fits_komma_shows_those_the_plan_lacks():
    seat = incident("keine Karte", "3, 5")
    assert len(seat.interview.data["scenarios"]) == 4
    assert validate(seat.interview.data)[1] == []
    none = incident("keine Karte", "", "-")
    assert notes(none) == [("scenarios", "Nach einem Vorfall: Es fehlte eine passende Karte.")]


def test_a_card_that_was_left_out_is_noted():
    seat = incident("Hass", "-")
    assert notes(seat) == [("scenarios[s-2].relevant", "Nach einem Vorfall: Diese Karte wird doch gebraucht.")]


def test_an_exercise_of_the_card_can_be_planned():
    seat = incident("1", "", "", "", "ja", "ja", "ja", "in 3 Monaten")
    (exercise,) = seat.interview.data["exercises"]
    assert exercise == {
        "id": "e-1", "title": "Übung: Drohanruf", "scenario": "s-1", "planned_for": "2027-03-01",
    }  # fmt: skip


def test_back_takes_the_answer_before_back():
    seat = incident("1", "1", "-", "<", "", "", "", "ja", "ja", "nein")
    assert notes(seat) == []
    assert "Die letzte Antwort ist zurückgenommen." in flat(seat)


def test_the_end_shows_who_is_there_for_the_team_and_what_to_do_next():
    seat = incident("1", "", "", "", "ja", "ja", "nein")
    assert "Mira Muster: 0221 4710101" in flat(seat)
    assert "komma edit plan.komma.yaml --open-only" in flat(seat)
    data = plan()
    data["support"] = {}
    assert "Im Plan steht dafür noch niemand." in flat(incident("1", "", "", "", "ja", "ja", "nein", data=data))


def test_english_says_the_same():
    seat = incident("1", "1", "-", "", "", "yes", "yes", "no", lang="en")
    assert notes(seat) == [("people[p-1].channels", "After an incident: nobody answered here. Check number and hours.")]


def test_a_whole_playbook_stays_sound():
    seat = incident(
        "2", "1-3", "-", "-", "-", "1,4", "Kürzer fassen", "-", "Später", "-", "Ein Aushang", "-", "", "nein", "-",
        "nein", "-", "ja", "in 2 Monaten", data=copy.deepcopy(TOWN),
    )  # fmt: skip
    assert validate(seat.interview.data)[1] == []
    assert len(seat.interview.data["open"]) == len(TOWN["open"]) + 8


# -- what looks like the case -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mira Muster war nicht da", "name"),
        ("Musters Telefon war aus", "name"),
        ("Frau Yılmaz wurde bedroht", "person"),
        ("Mr Smith called", "person"),
        ("Post an x.y@web.example", "email"),
        ("Rückruf unter 0221 4710-115", "phone"),
        ("call +49 221 4710115", "phone"),
        ("Er stand in der Lindenstraße 12", "address"),
        ("Am Markt, 50667 Köln", "address"),
        ("at 12 Elm Street", "address"),
        ("am 12.03.2026 um 14 Uhr", "date"),
        ("am 3. März", "date"),
        ("on 3 March", "date"),
        ("on 2026-03-12", "date"),
        ("Aktenzeichen 12 Js 345", "file_number"),
        ("siehe ST/0012345/2026", "file_number"),
        ("wie in 12 Js 345/26", "file_number"),
        ("Vermerk 10.12-3/2026", "file_number"),
    ],
)
def test_what_points_to_the_case_is_found(text, kind):
    assert case_data(text, ["Mira Muster", "Li Wu"]) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Freitags nach 16 Uhr nimmt niemand ab.",
        "Zimmer 12 braucht einen zweiten Ausgang.",
        "Die 110 steht nicht auf der Karte.",
        "Schritt 3 kommt vor Schritt 2.",
        "Nach 24/7 fragen, nicht nur werktags.",
        "Die Nummer 115 war besetzt.",
        "Musterhaft war nur die Pforte.",
        "In 80 % der Fälle fehlt die Vertretung.",
        "Version 1.2 lag aus, nicht 1.3.",
        "Im Mai ist niemand da.",
        "Im Schuljahr 2025/2026 fehlte das.",
        "Nur 2/3 der Wache waren erreichbar.",
        "The deputy needs 2 keys and a phone.",
        "Nach § 241 StGB fragen.",
    ],
)
def test_what_says_something_about_the_plan_is_let_through(text):
    assert case_data(text, ["Mira Muster", "Li Wu"]) is None
