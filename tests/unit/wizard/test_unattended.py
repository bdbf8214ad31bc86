"""Answer files and ``--set`` over a draft: what they mean, who wins, and that every wrong one is named."""

import copy
import json
import re
from pathlib import Path

import pytest

from komma_cli.model.describe import locate
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.paths import ById, get, parse_path
from komma_cli.texts import LANGUAGES
from komma_cli.wizard.unattended.given import merged
from tests.unit.wizard.helper import TODAY, core_draft, numbered_ids

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
ROLE = ("roles", ById("coordination"))


def given(*assignments, draft=None, answers=None, lang="de"):
    return merged(draft or {}, answers or {}, assignments, lang, TODAY, numbered_ids())


def accepted(*assignments, **how):
    result = given(*assignments, **how)
    assert result.refusals == ()
    return result.data


def refused(*assignments, **how):
    return given(*assignments, **how).refusals


def people(data):
    return {person["id"]: person for person in data["people"]}


# -- what people type -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("municipality.name=Bad Süßen", "Bad Süßen"),
        ("municipality.name=a=b", "a=b"),
        ("municipality.kind=town", "town"),
        ("municipality.kind=Stadt im", "town"),
        ("municipality.state=xyz", None),
        ("municipality.state=NW", "NW"),
        ("municipality.state=Nordrhein-Westfalen", "NW"),
        ("municipality.population=12.500", 12500),
        ("municipality.legal_as_of=1.3.2026", "2026-03-01"),
        ("municipality.legal_as_of=2026-03-01", "2026-03-01"),
        ("municipality.legal_as_of=heute", "2026-12-01"),
        ("review.next_review=in 6 Monaten", "2027-06-01"),
        ("review.report_interval=ein Jahr", "P1Y"),
        ("review.known_to_staff.onboarding=ja", True),
        ("review.known_to_staff.onboarding=no", False),
        ("people[p-1].hours=Mo bis Do 8-16 Uhr", "Mo-Th 08:00-16:00; PH off"),
        ("people[p-1].hours=rund um die Uhr", "24/7"),
        ("people[p-1].languages=Deutsch, Türkisch", ["de", "tr"]),
        ("roles[coordination].holder=Leitung O", "p-2"),
        ("roles[coordination].holder=p-2", "p-2"),
        ("roles[coordination].tasks=Eins\nZwei", ["Eins", "Zwei"]),
    ],
)
def test_a_value_is_read_as_in_the_interview(assignment, value):
    draft = core_draft()
    draft["roles"][0].pop("deputies")
    result = given(assignment, draft=draft)
    path = assignment.partition("=")[0]
    if value is None:
        assert [refusal.path for refusal in result.refusals] == [path]
    else:
        assert (result.refusals, get(result.data, parse_path(path))) == ((), value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_of_both_languages_are_understood_whatever_the_screen_speaks(lang):
    for state, interval in (("Bavaria", "2 years"), ("Bayern", "2 Jahre")):
        data = accepted(f"municipality.state={state}", f"review.report_interval={interval}", lang=lang)
        assert (data["municipality"]["state"], data["review"]["report_interval"]) == ("BY", "P2Y")


def test_the_same_mark_is_the_same_new_entry_and_later_answers_know_it_by_name():
    data = accepted(
        "people[+].function=Leitung Bürgerbüro",
        "people[+2].function=Leitung Ordnungsamt",
        "people[+].phone=0221 4710-111",
        "people[+1].email=amt@kleinbeispiel.example",
        "roles[coordination].holder=Leitung B",
        "roles[coordination].deputies=Leitung Ordnungsamt",
        "escalation.emergency.out_of_hours=Leitung O",
    )
    assert data["people"] == [
        {
            "id": "p-1",
            "function": "Leitung Bürgerbüro",
            "channels": [
                {"kind": "phone", "value": "+492214710111"},
                {"kind": "email", "value": "amt@kleinbeispiel.example"},
            ],
        },
        {"id": "p-2", "function": "Leitung Ordnungsamt"},
    ]
    role = get(data, ROLE)
    assert (role["title"], role["holder"], role["deputies"]) == ("Koordination", "p-1", ["p-2"])
    assert data["escalation"]["emergency"]["out_of_hours"] == "p-2"


def test_entries_without_ids_are_named_by_their_place():
    data = accepted(
        "people[+].function=A",
        "people[+].absences[+].first_day=1.2.2027",
        "people[+].absences[+].last_day=5.2.2027",
        "people[+].absences[+2].first_day=1.3.2027",
    )
    assert data["people"][0]["absences"] == [
        {"first_day": "2027-02-01", "last_day": "2027-02-05"},
        {"first_day": "2027-03-01"},
    ]
    again = accepted("people[p-1].absences[1].last_day=2.3.2027", draft=data)
    assert again["people"][0]["absences"][1] == {"first_day": "2027-03-01", "last_day": "2027-03-02"}


def test_an_id_that_komma_proposes_takes_the_proposal_over():
    data = accepted("escalation.levels[level-1].name=Unsere Stufe")
    (level,) = data["escalation"]["levels"]
    assert (level["name"], level["first_contact_within"]) == ("Unsere Stufe", "PT4H")


def test_open_not_here_and_a_real_hyphen():
    draft = core_draft()
    data = accepted(
        "municipality.population=-",
        "municipality.employees=-- Haben wir nicht",
        "people=-",
        "people[p-1].unit=\\-",
        draft=draft,
    )
    assert [item for item in data["open"] if item not in draft.get("open", [])] == [
        {"path": "municipality.population", "since": "2026-12-01"},
        {
            "path": "municipality.employees",
            "since": "2026-12-01",
            "not_applicable": True,
            "reason": "Haben wir nicht",
        },
        {"path": "people", "since": "2026-12-01"},
    ]
    assert people(data)["p-1"]["unit"] == "-"


def test_an_answer_closes_its_open_item():
    draft = accepted("municipality.population=-")
    assert accepted("municipality.population=900", draft=draft).get("open") in (None, [])
    assert accepted(draft=draft, answers={"municipality": {"population": 900}})["open"] == []


def test_nothing_removes_an_optional_answer_or_an_entry():
    draft = accepted("people[p-1].unit=Amt 3", "people[+].function=Gast", draft=core_draft())
    data = accepted("people[p-1].unit=", "people[p-3]=", "municipality.ags=", draft=draft)
    assert set(people(data)) == {"p-1", "p-2"}
    assert "unit" not in people(data)["p-1"]


@pytest.mark.parametrize(
    "line", re.findall(r'--set "?([^"\n]+?)"?(?= --set|\n)', README.split("<!-- set paths -->")[1])
)
def test_the_paths_in_the_readme_resolve(line):
    path = re.sub(r"\.(phone|email)$", ".channels", line.partition("=")[0])
    assert locate(Playbook, tuple(part for part in parse_path(path) if isinstance(part, str))) is not None


def test_the_readme_example_is_accepted():
    block = README.split("<!-- set paths -->")[1].split("```")[1]
    data = accepted(*re.findall(r'--set "?([^"\n]+?)"?(?= --set|\n)', block))
    assert get(data, (*ROLE, "holder")) == "p-1"


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("assignment", "wanted"),
    [
        ("municipality.nmae=X", "municipality.name"),
        ("municipalty.name=X", "municipality"),
        ("people[+].funktion=X", "people[+].function"),
        ("people[p-1].fone=X", "people[p-1].phone"),
        ("people.function=X", "people[+]"),
        ("people[p-9].function=X", "p-1"),
        ("people=X", "people[+].name"),
        ("people[p-1]=X", ""),
        ("municipality=X", "municipality.name"),
        ("municipality.name.first=X", ""),
        ("municipality.kind=Raumstation", "(town)"),
        ("municipality.state=Sa", "(SN)"),
        ("roles[coordination].holder=Otto", "Leitung Bürgerbüro (p-1)"),
        ("roles[coordination].tasks[0]=X", ""),
        ("roles[coordination].id=neu", "title"),
        ("profile=full", "roles"),
        ("municipality.name=", "municipality.name=-"),
        ("municipality.population=--", "municipality.population=--"),
        ("municipality.population=viele", ""),
        ("review.next_review=31.2.2027", ""),
        ("people[p-1].phone=Durchwahl", ""),
        ("people[p-1].email=amt", "@"),
        ("municipality.name", ""),
        ("=X", ""),
        ("[=X", ""),
        ("[p-1].x=X", ""),
        ("people[p-1][p-2]=X", ""),
    ],
)
def test_a_refused_assignment_says_what_fits(assignment, wanted, lang):
    (refusal,) = refused(assignment, draft=core_draft(), lang=lang)
    assert refusal.problem
    assert "texts.missing" not in refusal.problem
    assert wanted in f"{refusal.problem} {refusal.wanted}"


def test_all_wrong_answers_are_named_from_everywhere():
    answers = {
        "rolls": [],
        "municipality": {"kind": "Raumstation"},
        "people": [{"id": "p-1", "hours": "Di 8-9"}],
        "review": {"next_review": "bald"},
    }
    found = refused("municipality.ags=12", "people[+].phone=x", "x=1", answers=answers, draft=core_draft())
    assert [refusal.path for refusal in found] == [
        "municipality.ags",
        "people[+].phone",
        "x",
        "municipality.kind",
        "people[p-1].hours",
        "review.next_review",
        "rolls",
    ]
    assert {refusal.path: refusal.given for refusal in found}["municipality.kind"] == "Raumstation"


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"roles": [{"id": "coordination", "holder": "p-9"}]}, "roles[coordination].holder"),
        ({"roles": [{"id": "coordination", "deputies": ["p-9"]}]}, "roles[coordination].deputies[0]"),
        ({"roles": [{"id": "coordination", "deputies": ["p-1"]}]}, "roles[coordination].deputies[0]"),
        ({"people": [{"id": "p-3"}, {"id": "p-3"}]}, "people[1].id"),
        ({"people": [{"id": "coordination"}]}, "roles[coordination].id"),
        ({"komma": 2}, "komma"),
    ],
)
def test_references_that_lead_nowhere_and_ids_that_stand_twice_are_refused(answers, path):
    (refusal,) = refused(answers=answers, draft=core_draft())
    assert refusal.path == path


def test_who_still_refers_to_a_removed_entry_is_named():
    found = refused("people[p-2]=", draft=core_draft())
    assert {refusal.given for refusal in found} == {"p-2"}
    assert "roles[coordination].deputies[0]" in {refusal.path for refusal in found}
    assert all("p-1" in refusal.wanted for refusal in found)


def test_what_was_wrong_before_is_not_blamed_on_the_caller():
    draft = core_draft()
    draft["rolls"] = []
    draft["roles"][0]["holder"] = "p-9"
    draft["municipality"]["kind"] = "Raumstation"
    data = accepted("municipality.name=Neu", draft=draft)
    assert (data["municipality"]["name"], data["rolls"]) == ("Neu", [])
    assert [refusal.path for refusal in refused("municipality.ags=1", draft=draft)] == ["municipality.ags"]


def test_a_draft_with_gaps_is_no_mistake():
    assert accepted(answers={"people": [{"function": "Amt"}]})["people"] == [{"id": "p-1", "function": "Amt"}]


# -- the answer file --------------------------------------------------------------------------------------------------


def test_assignments_win_over_answers_and_answers_over_the_draft():
    draft = accepted("municipality.name=Entwurf", "municipality.population=1", "municipality.employees=2")
    answers = {"municipality": {"name": "Datei", "population": 10}}
    data = accepted("municipality.name=Zeile", draft=draft, answers=answers)
    assert data["municipality"] == {"name": "Zeile", "population": 10, "employees": 2}


def test_entries_are_matched_by_id_and_one_without_is_new():
    draft = core_draft()
    answers = {"people": [{"id": "p-2", "unit": "Amt 3"}, {"function": "Presse"}, {"id": "fest", "function": "Recht"}]}
    data = accepted(draft=draft, answers=answers)
    assert people(data) == {
        "p-1": people(draft)["p-1"],
        "p-2": {**people(draft)["p-2"], "unit": "Amt 3"},
        "p-3": {"id": "p-3", "function": "Presse"},
        "fest": {"id": "fest", "function": "Recht"},
    }


def test_null_takes_an_answer_away_and_plain_lists_are_replaced():
    draft = core_draft()
    answers = {"people": [{"id": "p-1", "hours": None, "languages": ["tr"]}]}
    person = people(accepted(draft=draft, answers=answers))["p-1"]
    assert "hours" not in person
    assert person["languages"] == ["tr"]


def test_open_items_are_matched_by_their_path():
    draft = accepted("municipality.population=-", "municipality.employees=-")
    item = {"path": "municipality.population", "since": "2026-11-01", "owner": "Meldeamt"}
    data = accepted(draft=draft, answers={"open": [item]})
    assert data["open"] == [{"path": "municipality.employees", "since": "2026-12-01"}, item]


def test_a_whole_playbook_is_an_answer_file_too():
    draft = core_draft()
    assert accepted(answers=copy.deepcopy(draft)) == draft
    assert accepted(draft=draft, answers=json.loads(json.dumps(draft))) == draft


def test_levels_are_numbered():
    levels = [{"id": name, "track": "external", "name": name} for name in ("a", "b")]
    data = accepted(answers={"escalation": {"levels": levels}})
    assert [level["rank"] for level in data["escalation"]["levels"]] == [0, 1]


@pytest.mark.parametrize(
    "answers",
    [
        {"people": "x"},
        {"people": [1, None, ["x"]]},
        {"people": {"id": "p-1"}},
        {"municipality": [1]},
        {"escalation": {"levels": "x"}},
        {"escalation": 3},
        {"open": "x"},
        {"open": [1, {"path": 3}]},
        {"people": [{"id": 7}]},
        {"komma": None, "municipality": {"name": 7}},
    ],
    ids=str,
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_file_of_the_wrong_form_is_refused_in_words(answers, lang):
    for draft in ({}, core_draft()):
        result = given(draft=draft, answers=answers, lang=lang)
        assert result.refusals
        assert all(refusal.path and refusal.problem for refusal in result.refusals)


def test_what_is_accepted_has_no_problem_but_gaps():
    data = accepted("people[+].function=A", "bodies[+].name=B", "roles[hr].holder=A")
    assert {problem.kind for problem in validate(data)[1]} <= {"missing"}


# -- notes and deviations name a place --------------------------------------------------------------------------------


def noted(path):
    return {"path": path, "since": "2026-11-01"}


@pytest.mark.parametrize(
    ("path", "problem", "wanted"),
    [
        ("x", "„x“", "Möglich sind: municipality,"),
        ("munizipality.name", "„munizipality“", "Meinten Sie „municipality.name“?"),
        ("municipality.nam", "„nam“", "Meinten Sie „municipality.name“?"),
        ("people[p-1].hors", "„hors“", "Meinten Sie „people[p-1].hours“?"),
        ("people[p-77].hours", "„p-77“", "Leitung Bürgerbüro (p-1)"),
        ("municipality.name.x", "„x“", ""),
    ],
)
def test_a_note_about_a_place_that_does_not_exist_is_refused(path, problem, wanted):
    draft = {**core_draft(), "open": [noted("people[p-1].languages")]}
    (refusal,) = refused(f"open[0].path={path}", draft=draft)
    assert refusal.path == "open[0].path"
    assert refusal.given == path
    assert problem in refusal.problem
    assert wanted in refusal.wanted
    (same,) = refused(draft=core_draft(), answers={"open": [noted(path)]})
    assert (same.given, same.problem, same.wanted) == (refusal.given, refusal.problem, refusal.wanted)


def test_a_deviation_names_a_place_too():
    deviation = {"rule": "K001", "path": "x", "reason": "R", "by": "B", "on": "2026-01-01", "until": "2027-01-01"}
    (refusal,) = refused(draft=core_draft(), answers={"deviations": [deviation]})
    assert refusal.path == "deviations[0].path"


@pytest.mark.parametrize("path", ["bodies", "people[p-1]", "people[p-1].languages", "people[0].hours", "review.owner"])
def test_a_note_about_any_real_place_is_taken(path):
    draft = {**core_draft(), "open": [noted("people[p-1].languages")]}
    assert accepted(f"open[0].path={path}", draft=draft)["open"][0]["path"] == path


def test_an_old_note_that_leads_nowhere_stops_no_other_answer():
    draft = {**core_draft(), "open": [noted("people[p-77].hours")]}
    assert accepted("municipality.population=900", draft=draft)["municipality"]["population"] == 900
