"""Somebody leaves: every place that names her is settled, nobody stands in for herself, nothing is forgotten."""

import copy

import pytest

from komma_cli import duties
from komma_cli.model.problems import validate
from komma_cli.model.references import used_by
from komma_cli.paths import ById, get
from komma_cli.texts import DATA, text
from komma_cli.wizard.addons import handover
from komma_cli.wizard.addons.change_of_person import ChangeOfPerson, talk
from komma_cli.wizard.input.asker import ScriptedAsker
from komma_cli.yamlread import parse
from tests.unit.wizard.helper import run, sitting

TOWN = parse((DATA.parents[1] / "playbooks" / "musterstadt.komma.yaml").read_text(encoding="utf-8"))
PEOPLE = [person["id"] for person in TOWN["people"]]


def plan():
    """Return a small plan in which Mira Muster (p-1) has several places."""
    return {
        "komma": 1,
        "municipality": {"name": "Kleinbeispiel"},
        "people": [
            {"id": "p-1", "name": "Mira Muster", "function": "Koordination"},
            {"id": "p-2", "name": "Jan Beispiel", "function": "Leitung Ordnungsamt"},
            {"id": "p-3", "name": "Ayşe Şahin", "function": "Integration"},
            {"id": "p-4", "function": "Leitung Bürgerbüro"},
        ],
        "roles": [
            {"id": "lead", "title": "Koordination", "holder": "p-1", "deputies": ["p-2", "p-3"]},
            {"id": "press", "title": "Presse", "holder": "p-4", "deputies": ["p-2", "p-1", "p-3"]},
        ],
        "bodies": [],
        "support": {"first_responders": ["p-1"]},
    }


def flat(seat):
    return " ".join(seat.asker.screen.split())


def change(*answers, data=None, lang="de"):
    seat = sitting(*answers, data=data or plan(), lang=lang)
    run(lambda: talk(seat))
    return seat


def role(seat, identifier):
    return get(seat.interview.data, ("roles", ById(identifier)))


# -- who leaves, who takes over ---------------------------------------------------------------------------------------


def test_part_of_the_name_is_enough_and_every_place_is_counted():
    seat = change("muster", "ayş", data=plan())
    assert "Mira Muster steht an 3 Stellen im Plan." in flat(seat)
    assert "Stelle 1 von 3:" in flat(seat)


def test_enter_at_each_place_is_the_successor_and_the_order_of_deputies_stays():
    data = plan()
    data["people"].append({"id": "p-5", "name": "Neu Hier", "function": "Neue Koordination"})
    seat = change("1", "Neu Hier", "", "", "", "ja", "nein", data=data)
    assert role(seat, "lead")["holder"] == "p-5"
    assert role(seat, "press")["deputies"] == ["p-2", "p-5", "p-3"]
    assert seat.interview.data["support"]["first_responders"] == ["p-5"]
    assert seat.saver.data == seat.interview.data


def test_the_training_is_a_note_for_whoever_has_the_role_now_not_for_the_successor_elsewhere():
    data = plan()
    data["roles"][0]["trained_on"] = "2026-01-01"
    seat = change("1", "Ayş", "jemand", "Leitung Bürgerbüro", data=data)
    assert role(seat, "lead")["holder"] == "p-4"
    assert [note["owner"] for note in seat.interview.data["open"]] == ["Leitung Bürgerbüro"]


def test_the_exact_function_is_enough_although_another_one_holds_it():
    data = plan()
    data["people"].append({"id": "p-5", "function": "Stellvertretende Leitung Ordnungsamt"})
    seat = change("1", "Leitung Ordnungsamt", data=data)
    assert "passt zu" not in flat(seat)
    assert "Stelle 1 von 3" in flat(seat)


def test_a_new_person_is_made_on_the_way_and_takes_over():
    seat = change("1", "+", "Neu Hier", "Neue Koordination", "-", "", "<<")
    assert any(person.get("name") == "Neu Hier" for person in seat.interview.data["people"])


def test_a_plan_without_people_says_so():
    seat = change(data={"komma": 1, "people": []})
    assert "Im Plan steht noch keine Person." in flat(seat)


# -- nobody stands in for herself -------------------------------------------------------------------------------------


def test_a_deputy_who_becomes_holder_is_taken_out_and_somebody_is_asked_for():
    seat = change("1", "Jan", "", "Leitung B")
    assert role(seat, "lead")["holder"] == "p-2"
    assert role(seat, "lead")["deputies"] == ["p-3", "p-4"]
    assert "denn niemand kann sich selbst vertreten" in flat(seat)


def test_the_other_deputies_may_be_enough():
    seat = change("1", "Jan", "", "")
    assert role(seat, "lead")["deputies"] == ["p-3"]


def test_the_holder_cannot_become_her_own_deputy_not_even_with_everywhere():
    seat = change("1", "Leitung Bürger", "alle", "2")
    assert role(seat, "press")["holder"] == "p-4"
    assert role(seat, "press")["deputies"] == ["p-2", "p-3"]
    assert "Leitung Bürgerbüro kommt hier nicht infrage" in flat(seat)


def level_plan():
    data = plan()
    data["support"] = {}
    data["escalation"] = {
        "levels": [
            {"id": "level-2", "track": "external", "rank": 0, "name": "Bedrohlich", "first_contact": "lead",
             "deputy": "p-2"},
        ]
    }  # fmt: skip
    return data


def test_a_level_whose_first_contact_leads_to_its_deputy_asks_for_another_deputy():
    """The role is the first contact; its new holder was the level's deputy: on a Friday evening nobody else is left."""
    seat = change("1", "Jan", "", "", "Leitung B", data=level_plan())
    level = seat.interview.data["escalation"]["levels"][0]
    assert level["deputy"] == "p-4"
    assert "zugleich die Vertretung" in flat(seat)


def test_the_deputy_of_a_level_is_not_taken_from_who_is_called_first():
    seat = change("1", "Jan", "", "", "Koordination", "Ayşe", data=level_plan())
    assert seat.interview.data["escalation"]["levels"][0]["deputy"] == "p-3"


# -- nobody yet, later, back ------------------------------------------------------------------------------------------


def test_a_role_without_a_holder_says_openly_why():
    seat = change("1", "-", "2", "Die Stelle ist ausgeschrieben.")
    assert "holder" not in role(seat, "lead")
    assert role(seat, "lead")["vacancy"] == {"since": "2026-12-01", "reason": "Die Stelle ist ausgeschrieben."}


def test_a_vacancy_ends_when_somebody_takes_over():
    data = plan()
    data["roles"][0]["vacancy"] = {"since": "2026-11-01", "reason": "krank"}
    seat = change("1", "Ayşe", "", data=data)
    assert "vacancy" not in role(seat, "lead")


def test_the_day_of_training_goes_with_the_person_who_was_trained():
    data = plan()
    data["roles"][0]["trained_on"] = "2026-03-01"
    seat = change("1", "Leitung B", "", data=data)
    assert "trained_on" not in role(seat, "lead")
    (item,) = seat.interview.data["open"]
    assert item["path"] == "roles[lead].trained_on"
    assert item["owner"] == "Leitung Bürgerbüro"


def test_later_leaves_the_place_and_notes_it_and_it_is_asked_again_the_next_time():
    first = change("1", "Leitung B", "-", "Jan", "")
    assert role(first, "lead")["holder"] == "p-1"
    (note,) = first.interview.data["open"]
    assert (note["path"], note["owner"], note["until"]) == ("roles[lead].holder", "Leitung Ordnungsamt", "2026-12-29")
    again = change("1", "Leitung B", data=first.interview.data)
    assert "Stelle 1 von 3" in flat(again)
    assert again.interview.data["open"] == first.interview.data["open"]


def test_settling_a_place_closes_its_note():
    data = plan()
    data["open"] = [{"path": "roles[lead].holder", "since": "2026-11-01"}]
    seat = change("1", "Leitung B", "", data=data)
    assert seat.interview.data["open"] == []


def test_back_takes_the_last_place_back():
    seat = change("1", "Leitung B", "", "<", "2", "Ayşe", "", "", data=plan())
    assert role(seat, "lead")["holder"] == "p-3"


def test_what_is_settled_before_an_interruption_is_saved_and_the_rest_is_left():
    seat = change("1", "Leitung B", "")
    assert seat.saver.data["roles"][0]["holder"] == "p-4"
    assert [p.path for p in handover.places(seat.saver.data, "p-1")] == [
        "roles[press].deputies",
        "support.first_responders",
    ]


def test_the_way_out_keeps_what_is_settled_and_says_how_to_go_on():
    seat = change("1", "Leitung B", "", "<<")
    assert "Mira Muster steht noch an 2 Stellen im Plan." in flat(seat)
    assert "komma edit plan.komma.yaml --change-of-person" in flat(seat)


# -- texts, the entry, the end ----------------------------------------------------------------------------------------


def test_texts_that_say_the_name_are_shown_and_their_question_opens():
    data = plan()
    data["roles"][1]["note"] = "Frau Muster hat die Schlüssel. Musterhaft!"
    data["deviations"] = [
        {"rule": "K203", "reason": "Klein", "by": "Koordination", "on": "2026-11-01", "until": "2027-11-01"}
    ]
    found = duties.mentions(data, "p-1", "p-2")
    assert [(m.parts[0], m.parts[-1]) for m in found] == [("roles", "note"), ("deviations", "by")]
    seat = change("1", "Ayşe", "alle", "", "", "2", "Die Schlüssel liegen beim Empfang.", "", data=data)
    assert "Hier steht der Name oder die Funktion noch im Text: 2 Stellen" in flat(seat)


def test_a_name_inside_another_word_and_a_short_one_are_no_mention():
    data = plan()
    data["people"][0]["name"] = "Li Wu"
    data["roles"][1]["note"] = "Wu und Wurst. Li Wu fehlt."
    data["roles"][0]["note"] = "Musterhaft"
    assert [m.excerpt for m in duties.mentions(data, "p-1", "p-2") if m.parts[-1] == "note"] == [
        "Wu und Wurst. Li Wu fehlt."
    ]
    data["people"][0]["name"] = "Mira Muster"
    assert not [m for m in duties.mentions(data, "p-1", "p-2") if m.parts[-1] == "note"]


def test_the_function_is_no_mention_where_the_successor_has_it_too():
    data = plan()
    data["open"] = [{"path": "roles", "since": "2026-11-01", "owner": "Koordination"}]
    data["people"].append({"id": "p-5", "name": "Neu Hier", "function": "Koordination"})
    assert duties.mentions(data, "p-1", "p-2")
    assert duties.mentions(data, "p-1", "p-5") == []


def test_the_entry_goes_only_when_nothing_refers_to_it_and_the_person_agrees():
    data = plan()
    data["people"].append({"id": "p-5", "name": "Neu Hier", "function": "Neue Koordination"})
    seat = change("1", "Neu Hier", "alle", "ja", "nein", data=data)
    assert [person["id"] for person in seat.interview.data["people"]] == ["p-2", "p-3", "p-4", "p-5"]
    assert "Das ist geändert" in flat(seat)
    assert "noch niemand hat dort angerufen" in flat(seat)
    assert "komma check plan.komma.yaml" in flat(seat)
    kept = change("1", "Neu Hier", "alle", "nein", "nein", data=data)
    assert len(kept.interview.data["people"]) == 5


def test_an_agreement_with_the_police_asks_for_an_introduction():
    data = plan()
    data["people"].append({"id": "p-5", "name": "Neu Hier", "function": "Neue Koordination"})
    data["bodies"] = [{"id": "b-1", "name": "Polizei Kleinbeispiel", "kind": "police"}]
    data["liaisons"] = [{"id": "l-1", "body": "b-1", "our_contact": "lead"}]
    seat = change("1", "Neu Hier", "alle", "ja", "nein", "ja", "Neu", "", data=data)
    assert "Neu Hier ist jetzt Ansprechperson für: „Polizei Kleinbeispiel“" in flat(seat)
    assert "Es geht um: Polizei Kleinbeispiel" in flat(seat)
    assert [item["path"] for item in seat.interview.data["open"]] == ["liaisons[l-1].our_contact"]


def test_english_says_the_same():
    seat = change("1", "Jan", "", "", "", lang="en")
    assert "Mira Muster is named in 3 places of the plan." in flat(seat)


# -- every person of a whole playbook ---------------------------------------------------------------------------------


class Settling(ScriptedAsker):
    """Answers by what is asked: the successor everywhere, one choice after the other for a stand-in."""

    def __init__(self, successor):
        super().__init__(())
        self.answers = {
            prompt("successor"): successor,
            prompt("place"): "alle",
            prompt("place_open"): "1",
            prompt("stand_in"): "",
            prompt("text"): "",
            text("wizard.prompt_agree", "de"): "nein",
        }
        self.choosing = (prompt("person"), prompt("stand_in_needed"))
        self.turns = 0

    def read(self, label, *, default="", completions=()):
        self.turns += 1
        assert self.turns < 300, "the interview asks the same again and again"
        return str(self.turns % 20 + 1) if label in self.choosing else self.answers[label]


def prompt(name):
    return text(f"addons.prompt_{name}", "de")


def settled(leaving, successor, data):
    seat = sitting(data=data)
    seat.asker = Settling(successor)
    ChangeOfPerson(seat).run(leaving)
    return seat.interview.data


@pytest.mark.parametrize("leaving", PEOPLE)
def test_with_a_newcomer_nothing_refers_to_who_left_and_the_plan_stays_sound(leaving):
    data = copy.deepcopy(TOWN)
    data["people"].append({"id": "p-new", "name": "Neue Person", "function": "Neue Funktion"})
    after = settled(leaving, "Neue Person", data)
    assert used_by(after, "people", leaving) == []
    assert validate(after)[1] == []
    assert len(handover.clashes(after)) <= len(handover.clashes(data))


@pytest.mark.parametrize("leaving", PEOPLE[::9])
def test_with_any_colleague_as_successor_nobody_stands_in_for_herself(leaving):
    for successor in [person for person in PEOPLE if person != leaving][::9]:
        name = get(TOWN, ("people", ById(successor), "function"))
        after = settled(leaving, name, copy.deepcopy(TOWN))
        assert used_by(after, "people", leaving) == [], successor
        assert validate(after)[1] == []
        known = {(place.path, who) for place, who in handover.clashes(TOWN)}
        assert {(place.path, who) for place, who in handover.clashes(after)} <= known, successor


# -- the same post, a new name ----------------------------------------------------------------------------------------


def full_plan():
    """Return a plan in which Mira Muster is trained, verified, away, and named in a text."""
    data = plan()
    data["people"][0] |= {
        "channels": [{"kind": "email", "value": "koordination@ort.example"}],
        "verified": {"on": "2026-11-01", "by": "Leitung"},
        "absences": [{"first_day": "2026-12-24", "last_day": "2027-01-02"}],
    }
    data["roles"][0]["trained_on"] = "2026-05-01"
    data["strategy"] = {"foreword": "Fragen Sie Mira Muster."}
    return data


def test_whoever_is_called_otherwise_now_keeps_every_place():
    before = full_plan()
    seat = change("1", "=", "1", "Mira Neumann", "", "", data=copy.deepcopy(before))
    after = copy.deepcopy(before)
    after["people"][0]["name"] = "Mira Neumann"
    assert seat.interview.data == seat.saver.data == after
    shown = flat(seat)
    assert "= gleiche Stelle, neuer Name" in shown
    assert "Mira Muster heißt jetzt Mira Neumann. Das gilt überall im Plan." in shown
    assert "„Fragen Sie Mira Muster.“" in shown
    assert "komma render" in shown
    assert "Soll der Eintrag" not in shown


def test_a_text_with_the_old_name_can_be_written_anew():
    seat = change("1", "=", "1", "Mira Neumann", "", "2", "Fragen Sie die Koordination.", data=full_plan())
    assert seat.interview.data["strategy"]["foreword"] == "Fragen Sie die Koordination."


def test_a_new_holder_of_the_same_mailbox_is_neither_trained_nor_verified_nor_away():
    seat = change("1", "=", "2", "Jo Neu", "ja", "", data=full_plan())
    person = seat.interview.data["people"][0]
    assert (person["name"], person["function"]) == ("Jo Neu", "Koordination")
    assert person["channels"] == full_plan()["people"][0]["channels"]
    assert "verified" not in person
    assert "absences" not in person
    assert "trained_on" not in role(seat, "lead")
    assert role(seat, "lead")["holder"] == "p-1"
    assert [item["path"] for item in seat.interview.data["open"]] == ["roles[lead].trained_on"]
    assert "Prüfen Sie jede Nummer" in flat(seat)
    assert "komma edit plan.komma.yaml people" in flat(seat)
    assert seat.saver.data == seat.interview.data


def test_private_numbers_of_the_person_before_do_not_stay_with_a_new_one():
    data = full_plan()
    private = {"kind": "private_phone", "value": "+492214710990", "class": "confidential"}
    data["people"][0]["channels"].append(private)
    assert private in change("1", "=", "1", "Mira Neu", "", "", data=data).interview.data["people"][0]["channels"]
    seat = change("1", "=", "2", "Jo Neu", "", "ja", "", data=data)
    assert seat.interview.data["people"][0]["channels"] == full_plan()["people"][0]["channels"]
    assert "Private Nummern" in flat(seat)
    assert "4710990" not in flat(seat)


def test_a_new_holder_says_herself_that_the_numbers_are_right():
    """Enter alone is no answer: a number of the person before must not stay by habit."""
    seat = change("1", "=", "2", "Jo Neu", "", data=full_plan())
    assert "Fehler: Antworten Sie mit ja oder nein." in flat(seat)
    opened = change("1", "=", "2", "Jo Neu", "nein", data=full_plan())
    assert "Ihre Antworten: Jo Neu" in flat(opened)


def test_the_old_name_is_no_longer_in_the_plan_of_a_new_holder_who_is_named_by_function_only():
    seat = change("1", "=", "2", "x", "ja", "", data=full_plan())
    assert "name" not in seat.interview.data["people"][0]
    assert "Koordination" in flat(seat)


@pytest.mark.parametrize("answers", [("1", "=", "<", "<"), ("1", "=", "1", "<"), ("1", "=", "2", "<", "<<")])
def test_going_back_changes_nothing(answers):
    before = full_plan()
    seat = change(*answers, data=copy.deepcopy(before))
    assert seat.interview.data == seat.saver.data == before


def test_the_same_name_again_is_no_change():
    before = full_plan()
    seat = change("1", "=", "1", "", "", data=copy.deepcopy(before))
    assert seat.interview.data == before
    assert "ist nichts geändert" in flat(seat)


def test_a_new_name_is_one_step_to_undo():
    before = full_plan()
    seat = change("1", "=", "2", "Jo Neu", "ja", "", data=copy.deepcopy(before))
    seat.save(seat.interview.undo())
    assert seat.interview.data == before


def test_the_keys_of_a_new_name_are_explained():
    seat = change("1", "?", "=", "?", "1", data=full_plan())
    assert "Heirat" in flat(seat)
