"""Strategy, review of the own house, offers of help, and ready sentences: proposed, named, taken, never overwritten."""

import copy
import itertools
import re

import pytest

from komma_cli import blueprint, catalogue
from komma_cli.model.problems import validate
from komma_cli.wizard.offering import screenfuls
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.proposing import proposals, sentences
from komma_cli.wizard.questions import Question
from tests.unit.wizard.helper import core_draft, run, sitting

POLICE = {
    "id": "b-police",
    "name": "Polizeiwache",
    "kind": "police",
    "channels": [{"kind": "phone", "value": "+492214710120"}],
}
COUNSELLING = {
    "id": "b-help",
    "name": "Beratungsstelle",
    "kind": "counselling",
    "audiences": ["staff", "officials", "volunteers", "residents"],
    "channels": [{"kind": "phone", "value": "+492214710121"}],
    "confidential": True,
    "free": True,
}
COMPLAINT = {**COUNSELLING, "id": "b-door", "name": "Beschwerde beim Kreis", "kind": "complaint", "confidential": False}


def draft(**more):
    """Return the draft of the safety core without the help it took over, and with more in it."""
    return copy.deepcopy({**core_draft(), "bodies": [], **more})


def with_liaison(**answers):
    return draft(bodies=[POLICE], liaisons=[{"id": "l-1", "body": "b-police", **answers}])


def flat(seat):
    return " ".join(seat.asker.screen.split())


def offered(data, path, lang="de"):
    return {proposal.key: proposal for proposal in proposals.offered(data, path, lang)}


# -- strategy ---------------------------------------------------------------------------------------------------------


def test_a_field_of_action_comes_with_goals_measures_and_owners():
    seat = sitting("v", "1", "<", "s", data=draft())
    run(lambda: seat.run_path("strategy.fields"))
    assert "Was andere Orte tun, zeigt: komma practice list" in flat(seat)
    assert "(Vorschlag von komma mit 6 Maßnahmen; jede nennt ihre Quelle)" in flat(seat)
    (field,) = seat.interview.data["strategy"]["fields"]
    measures = [measure for goal in field["goals"] for measure in goal["measures"]]
    roles = {role["id"] for role in seat.interview.data["roles"]}
    assert len(field["goals"]) == 2 and len(measures) == 6
    assert all(measure["source"] and measure["owner"] in roles and "due" not in measure for measure in measures)


def test_a_goal_taken_away_is_offered_again_and_no_other():
    seat = sitting("v", "1", "<", "1", "4", "x1", "v", "1", "s", data=draft())
    run(lambda: seat.run_path("strategy.fields"))
    before = [goal.id for goal in blueprint.fields("de")[0].goals]
    after = [goal["id"] for goal in seat.interview.data["strategy"]["fields"][0]["goals"]]
    assert after == before[::-1]
    assert offered(seat.interview.data, "strategy.fields[field-staff].goals") == {}


def test_a_field_without_goals_is_completed_and_measures_get_owners_later():
    data = draft(strategy={"fields": [{"id": "field-staff", "title": "Eigener Titel"}]}, roles=[])
    frame = offered(data, "strategy.fields")["field-staff"]
    assert frame.completes and "Ziele" in frame.detail
    seat = sitting("v", "1", "<", "s", data=data)
    run(lambda: seat.run_path("strategy.fields"))
    data = seat.interview.data
    assert data["strategy"]["fields"][0]["title"] == "Eigener Titel"
    assert "owner" not in data["strategy"]["fields"][0]["goals"][0]["measures"][0]
    data["strategy"]["fields"][0]["goals"][0]["measures"][1]["owner"] = "p-1"
    data["roles"] = [{"id": "coordination", "title": "Koordination", "based_on": "coordination"}]
    assert "5 Maßnahmen" in offered(data, "strategy.fields")["field-staff-owners"].detail
    seat = sitting("v", "1", "<", "s", data=data)
    run(lambda: seat.run_path("strategy.fields"))
    owners = [m["owner"] for g in seat.interview.data["strategy"]["fields"][0]["goals"] for m in g["measures"]]
    assert owners == ["coordination", "p-1", "coordination", "coordination", "coordination", "coordination"]


def test_own_words_are_neither_doubled_nor_given_a_source_of_komma():
    own = {"id": "term-1", "term": "Rassismus", "text": "Unsere eigene Erklärung."}
    changed = {"id": "term-hostility", "term": "Anfeindung", "text": "Bei uns anders."}
    known = offered(draft(strategy={"definitions": [own, changed]}), "strategy.definitions")
    assert "term-racism" not in known and "term-hostility" not in known
    assert "(Quelle: gesetze-im-internet.de, Stand 29.04.2026)" in known["term-discrimination"].detail
    assert known["term-incident"].detail.endswith("(Vorschlag von komma)")


# -- review of the own house ------------------------------------------------------------------------------------------


def test_steps_name_who_is_responsible_here():
    data = draft()
    data["roles"].append({"id": "r-9", "title": "Bürgermeisterin", "based_on": "head"})
    assert "Verantwortlich: Bürgermeisterin." in offered(data, "internal_review.steps")["mandate"].detail
    seat = sitting("v", "1", "<", "s", data=data)
    run(lambda: seat.run_path("internal_review.steps"))
    assert seat.interview.data["internal_review"]["steps"][0]["owner"] == "r-9"


def test_an_instrument_names_the_command_that_shows_its_sheet():
    detail = offered(draft(), "internal_review.instruments")["staff-survey"].detail
    assert "komma worksheet show staff-survey" in detail


def test_indicators_are_put_behind_those_that_are_there():
    own = {"text": "Eigene Kennzahl"}
    seat = sitting("v", "3, 1", "<", "s", data=draft(internal_review={"indicators": [own]}))
    run(lambda: seat.run_path("internal_review.indicators"))
    first, *taken = seat.interview.data["internal_review"]["indicators"]
    assert first == own
    titles = [p.title for p in proposals.offered(draft(), "internal_review.indicators", "de")]
    assert [item["text"] for item in taken] == [titles[0], titles[2]]
    assert all(item["reading"] for item in taken)
    assert titles[0] not in [
        p.title for p in proposals.offered(seat.interview.data, "internal_review.indicators", "de")
    ]


def test_how_a_complaint_runs_is_taken_in_its_order_and_corrected_line_by_line():
    data = draft(internal_review={"complaint_office": {"role": "coordination"}})
    data["open"] = [{"path": "internal_review.complaint_office.procedure", "since": "2026-12-01"}]
    screens = screenfuls(proposals.offered(data, "internal_review.complaint_office.procedure", "de"))
    seat = sitting("v", *["alle"] * len(screens), "x2", "+Die Stelle dankt.", "", data=data)
    run(lambda: seat.run_path("internal_review.complaint_office.procedure"))
    lines = seat.interview.data["internal_review"]["complaint_office"]["procedure"]
    assert (
        len(lines) == 11 and lines[0].startswith("Führen Sie das erste Gespräch") and lines[-1] == "Die Stelle dankt."
    )
    assert not any(line.startswith("Schreiben Sie auf") for line in lines)
    assert seat.interview.data["open"] == []
    assert seat.saver.data == seat.interview.data
    places = [n for n, line in enumerate(lines) if "Sichern" in line or "beschuldigte" in line]
    assert places == sorted(places) and "Sichern" in lines[places[0]]


# -- help -------------------------------------------------------------------------------------------------------------


def test_offers_are_own_bodies_each_as_counselling_or_as_complaint():
    data = draft(bodies=[POLICE, COUNSELLING, COMPLAINT])
    seat = sitting("v", "alle", "s", data=data)
    run(lambda: seat.run_path("support.offers"))
    offers = {offer["contact"]: offer for offer in seat.interview.data["support"]["offers"]}
    assert {contact: offer["kind"] for contact, offer in offers.items()} == {
        "b-help": "counselling",
        "b-door": "complaint",
    }
    assert offers["b-help"]["text"] == "Vertraulich, kostenlos."
    assert "text" not in offers["b-door"]
    assert "Beratung für alle Gruppen. Vertraulich, kostenlos. (Vorschlag von komma aus Ihren Stellen" in flat(seat)
    assert offered(seat.interview.data, "support.offers") == {}


def test_who_examines_complaints_is_not_offered_as_counselling():
    data = draft(bodies=[COUNSELLING], internal_review={"complaint_office": {"role": "r-9"}})
    data["roles"].append({"id": "r-9", "title": "Beschwerdestelle", "provided_by": "b-help"})
    assert offered(data, "support.offers") == {}
    data["roles"].pop()
    assert set(offered(data, "support.offers")) == {"offer-help"}
    data["bodies"][0]["confidential"] = False
    assert offered(data, "support.offers") == {}


def test_an_offer_never_takes_the_place_of_another():
    own = {
        "id": "offer-help",
        "title": "Unser Angebot",
        "kind": "counselling",
        "audiences": ["staff"],
        "contact": "p-1",
    }
    seat = sitting("v", "1", "s", data=draft(bodies=[COUNSELLING], support={"offers": [own]}))
    run(lambda: seat.run_path("support.offers"))
    assert [offer["id"] for offer in seat.interview.data["support"]["offers"]] == ["offer-help", "offer-help-2"]
    assert seat.interview.data["support"]["offers"][0] == own


def test_who_serves_a_group_without_help_comes_first():
    own = {"id": "o-1", "title": "Da", "kind": "counselling", "audiences": ["staff"], "contact": "p-1"}
    staff = {**COUNSELLING, "id": "b-1", "name": "Nur Beschäftigte", "audiences": ["staff"]}
    residents = {**COUNSELLING, "id": "b-2", "name": "Auch andere", "audiences": ["residents"]}
    data = draft(bodies=[staff, residents], support={"offers": [own]})
    assert [p.title for p in proposals.offered(data, "support.offers", "de")] == ["Auch andere", "Nur Beschäftigte"]


# -- sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_sentence_fits_its_question(lang):
    data = with_liaison(our_contact="coordination")
    data["internal_review"] = {"complaint_office": {"role": "coordination"}}
    for name in sentences.SOURCES:
        path = name.replace("liaisons.", "liaisons[l-1].")
        count = len(screenfuls(proposals.offered(data, path, lang)))
        seat = sitting("v", *["all"] * count, "", data=data, lang=lang)
        assert run(lambda seat=seat, path=path: seat.run_path(path)) == "next", path
        data = seat.interview.data
        assert proposals.offered(data, path, lang) == (), path
    assert validate(data)[1] == []
    assert len(data["liaisons"][0]["limits"]) == len(catalogue.liaison_points(lang)) == 10


def test_what_is_agreed_with_the_police_is_a_proposal_for_the_meeting():
    seat = sitting("v", "1", "", data=with_liaison())
    run(lambda: seat.run_path("liaisons[l-1].feedback"))
    assert "Fragen Sie im Gespräch: Wer sagt uns, wie es weitergeht" in flat(seat)
    assert "(Quelle: gesetze-im-internet.de, Stand 29.04.2026)" in flat(seat)
    assert "Diese Sätze gelten erst, wenn die Behörde zustimmt." in flat(seat)
    assert seat.interview.data["liaisons"][0]["feedback"].startswith("Die Verwaltung erhält Aktenzeichen")
    assert "agreed_on" not in seat.interview.data["liaisons"][0]


def test_an_answer_of_her_own_is_never_replaced():
    data = with_liaison(feedback="Die Wache ruft zurück.", limits=["Keine Streife nachts."])
    question = question_at(data, "liaisons[l-1].feedback", "de")
    assert isinstance(question, Question) and question.proposed == 0
    seat = sitting("v", "2", "", "", data=data)
    run(lambda: seat.run_path("liaisons[l-1].limits"))
    lines = seat.interview.data["liaisons"][0]["limits"]
    assert lines[0] == "Keine Streife nachts." and len(lines) == 2
    typed = sitting("v", data=data)  # without proposals v is an answer like any other
    run(lambda: typed.run_path("liaisons[l-1].feedback"))
    assert typed.interview.data["liaisons"][0]["feedback"] == "v"


def test_a_public_prosecutor_is_not_asked_for_patrols():
    data = with_liaison()
    data["bodies"][0]["kind"] = "prosecution"
    for field in ("presence", "security_advice", "risk_assessment"):
        assert offered(data, f"liaisons[l-1].{field}") == {}
    assert not any("Personenschutz" in p.title for p in offered(data, "liaisons[l-1].limits").values())
    assert offered(data, "liaisons[l-1].motive")


def test_nothing_is_taken_when_only_enter_is_pressed():
    seat = sitting("v", "", "-", data=draft())
    run(lambda: seat.run_path("support.independent_of_charges"))
    assert "support" not in seat.interview.data
    seat = sitting("v", "alle", "", data=draft())
    run(lambda: seat.run_path("support.also_for"))
    said = " ".join(seat.interview.data["support"]["also_for"])
    assert "Zeuginnen" in said and "Angehörige" in said


def test_the_lines_of_an_answer_are_numbered_and_a_wrong_number_is_refused():
    seat = sitting("x3", "x1", "", data=draft(support={"also_for": ["Eltern", "Kinder"]}))
    run(lambda: seat.run_path("support.also_for"))
    assert re.search(r"\n   1  Eltern\n   2  Kinder\n", seat.asker.screen)
    assert "x und eine Nummer von 1 bis 2" in flat(seat)
    assert seat.interview.data["support"]["also_for"] == ["Kinder"]


def test_naming_twice_the_same_says_so():
    seat = sitting("v", "1", "1", "", "s", data=draft())
    run(lambda: seat.run_path("strategy.definitions"))
    assert "Das ist schon übernommen." in flat(seat)
    assert len(seat.interview.data["strategy"]["definitions"]) == 1


# -- a sitting --------------------------------------------------------------------------------------------------------


def test_a_coordinator_goes_from_the_task_list_through_a_section_with_proposals():
    """Section „liaisons“: a new agreement whose answers are typed, chosen and taken over."""
    number = "9"
    liaison = ["+", "1", "1", "2", "Leitung der Wache", "Vertretung dort"]
    passed_on = ["v", "1-2", "+Sitzungen mit Risiko: 10 Tage vorher", "", "4 Stunden"]
    limits = ["v", "3", "", ""]
    seat = sitting(number, *liaison, *passed_on, *limits, "<<", "b", data=draft(bodies=[POLICE]))
    run(seat.run_menu)
    (made,) = seat.interview.data["liaisons"]
    assert made["their_function"] == "Leitung der Wache"
    assert made["passed_on"] == [
        "Gefahr für Menschen: sofort über 110",
        "Drohungen: am selben Tag",
        "Sitzungen mit Risiko: 10 Tage vorher",
    ]
    assert made["passed_on_within"] == "PT4H"
    assert len(made["limits"]) == 1 and "Personenschutz" in made["limits"][0]
    assert "v Vorschläge von komma ansehen (10)" in flat(seat)
    assert seat.saver.data == seat.interview.data


def test_no_screen_of_proposals_is_higher_than_a_window():
    data = draft(bodies=[COUNSELLING])
    for path in ("strategy.fields", "strategy.definitions", "internal_review.steps", "internal_review.indicators"):
        found = proposals.offered(data, path, "de")
        screens = screenfuls(found)
        assert [proposal for screen in screens for proposal in screen] == list(found)
        seat = sitting("v", *[""] * len(screens), "s", data=data)
        run(lambda seat=seat, path=path: seat.run_path(path))
        prompts = [n for n, shown in enumerate(seat.asker.shown) if shown.startswith("Nummern, alle")]
        assert len(prompts) == len(screens)
        for begin, end in itertools.pairwise(prompts):
            assert "\n".join(seat.asker.shown[begin + 1 : end]).count("\n") < 34
