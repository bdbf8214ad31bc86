"""``komma reach``: what a coordinator and a program get, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.conftest import TOWN as MUSTERSTADT

DAY = ("--today", "2026-12-01")
KLEINHAUSEN = Path(__file__).parents[1] / "playbooks" / "good" / "kleinhausen.komma.yaml"


def test_a_plan_without_gaps_says_so_and_what_that_does_not_show(komma):
    result = komma("reach", str(MUSTERSTADT), *DAY)
    assert result.code == 0
    assert "Zu jeder Minute antwortet jemand rechtzeitig: bei allen 7 Stufen" in result.out
    assert "Ob jemand abnimmt, zeigt nur ein" in result.out


def test_a_gap_is_told_with_reason_and_a_change_that_closes_it(komma):
    result = komma("reach", str(MUSTERSTADT), *DAY, "--without", "Rufbereitschaft der Stadtverwaltung")
    assert "Ohne Lücke sind 2 von 7 Stufen und 0 von 27 Szenarien." in result.out
    assert "außerhalb der Zeiten" in result.out
    assert "nachgerechnet" in result.out


@pytest.mark.parametrize(("wanted", "code"), [((), 0), (("--fail-on", "never"), 0), (("--fail-on", "gap"), 1)])
def test_only_who_asks_for_it_gets_an_exit_code_for_gaps(komma, wanted, code):
    assert komma("reach", str(KLEINHAUSEN), *DAY, *wanted).code == code
    assert komma("reach", str(MUSTERSTADT), *DAY, *wanted).code == 0


def test_christmas_eve_is_played_step_by_step(komma):
    result = komma("reach", str(MUSTERSTADT), *DAY, "--at", "2026-12-24T18:40", "--scenario", "threat-mail")
    told = " ".join(result.out.split())
    assert told.startswith("Heiligabend, Do 24.12.2026, 18:40 Uhr: Drohbrief oder Hassmail")
    assert "Rufbereitschaft der Stadtverwaltung antwortet sofort. Zugesagt bis 22:40 Uhr." in told
    assert "ZU SPÄT: zugesagt bis 22:40 Uhr." in told
    assert "Ansprechperson bei Anfeindungen: außerhalb der Zeiten, wieder ab Mo 28.12., 08:00 Uhr" in told
    broken = komma(
        "reach", str(MUSTERSTADT), *DAY, "--at", "2026-12-24 18:40", "--scenario", "threat-mail", "--fail-on", "gap"
    )
    assert broken.code == 1


def test_who_is_missing_is_found_by_a_part_of_her_function(komma):
    result = komma(
        "reach", str(MUSTERSTADT), *DAY, "--at", "2026-12-24 18:40", "--scenario", "Drohbrief", "--without", "rufbereit"
    )
    assert "Angenommen: Es fehlt „Rufbereitschaft der Stadtverwaltung“." in result.out
    assert "fehlt in diesem Fall" in result.out


def test_programs_get_one_versioned_object(komma):
    year = json.loads(komma("reach", str(KLEINHAUSEN), *DAY, "--format", "json").out)
    assert (year["format"], year["question"], year["minutes"]) == ("komma-reach/1", "year", 525600)
    assert set(year) == {
        "format", "komma", "question", "first_day", "last_day", "minutes", "without", "promises", "causes"
    }  # fmt: skip
    assert all(len(each["week"]) == 168 for each in year["promises"])
    cause = year["causes"][0]
    assert set(cause) == {
        "class", "within_minutes", "promises", "gap_minutes", "longest", "gaps", "silent", "repairs"
    }  # fmt: skip
    assert sum(gap["minutes"] for gap in cause["gaps"]) == cause["gap_minutes"]
    case = json.loads(
        komma(
            "reach", str(MUSTERSTADT), *DAY, "--at", "2026-12-24 18:40", "--scenario", "threat-mail", "--format", "json"
        ).out
    )
    assert (case["question"], case["kept"], case["at"]) == ("case", False, "2026-12-24T18:40")
    single = json.loads(komma("reach", str(KLEINHAUSEN), *DAY, "--without-each", "--format", "json").out)
    assert single["question"] == "losses"
    assert set(single["losses"][0]) == {"without", "gap_minutes", "owners", "nobody_left", "gaps"}


def test_nobody_is_named_and_no_private_number_is_told(komma):
    for wanted in ("text", "json", "markdown"):
        told = komma("reach", str(MUSTERSTADT), *DAY, "--without-each", "--format", wanted).out
        assert "Tannhoff" not in told
        assert "710990" not in told


def test_single_people_and_pairs(komma):
    single = komma("reach", str(MUSTERSTADT), *DAY, "--without-each").out
    assert "1. Ohne Rufbereitschaft der Stadtverwaltung" in single
    assert "in 74,5 % des Jahres antwortet auf einer Stufe nur diese Person" in " ".join(single.split())
    assert komma("reach", str(MUSTERSTADT), *DAY, "--without-any", "1").out == single
    pairs = komma("reach", str(MUSTERSTADT), *DAY, "--without-any", "2").out
    assert "1. Ohne Rufbereitschaft der Stadtverwaltung und" in pairs


def test_the_pictures(komma, tmp_path):
    result = komma("reach", str(KLEINHAUSEN), *DAY, "--svg", str(tmp_path / "w.svg"), "--png", str(tmp_path / "w.png"))
    assert result.code == 0
    assert etree.parse(tmp_path / "w.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "w.png").read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--at", "18:40", "--scenario", "threat-mail"), "„18:40“ ist kein Zeitpunkt."),
        (("--at", "2028-01-01 10:00", "--scenario", "threat-mail"), "des geprüften Jahres (2026-12-01 bis 2027-11-30)"),
        (("--at", "2026-12-24 18:40"), "Nennen Sie eines mit --scenario: counter-insult"),
        (("--scenario", "thread-mail"), "Meinten Sie: Drohbrief oder Hassmail (threat-mail)"),
        (("--scenario", "Droh"), "Drohanruf (threat-call)"),
        (("--without", "Oberbürgermeister"), "Meinten Sie: Bürgermeisterin (p-mayor)"),
        (("--without-any", "3"), "komma lässt 1 oder 2 Personen zugleich weg, nicht 3."),
        (("--without-each", "--scenario", "threat-mail"), "prüft den ganzen Plan"),
        (("--at", "2026-12-24 18:40", "--without-each"), "--without-each"),
        (("--today", "9999-01-01"), "Für das Jahr 9999"),
        (("--fail-on", "always"), "gap, never"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_a_sentence(komma, options, said):
    result = komma("reach", str(MUSTERSTADT), *(() if "--today" in options else DAY), *options)
    assert result.code == 2
    assert said in " ".join(result.err.split())
    assert result.out == ""


HEAD = "komma: 1\nmunicipality: {name: Musterstadt, kind: town, state: NW}\n"
PERSON = 'people:\n  - {id: p-1, function: F, hours: "%s", channels: [{kind: phone, value: "+493023125001"}]}\n'


@pytest.mark.parametrize(
    ("plan", "said", "code"),
    [
        (HEAD, "weder Personen noch Stellen", 2),
        (HEAD + PERSON % "Mo-Fr 08:00-16:00", "sagt noch nichts zu", 2),
        (HEAD + PERSON % "Montag vormittags", "hat Fehler in der Form", 3),
        ("komma: [", "hat Fehler in der Form", 3),
    ],
)
def test_what_cannot_be_proved_is_never_all_good(komma, tmp_path, plan, said, code):
    path = tmp_path / "plan.komma.yaml"
    path.write_text(plan, encoding="utf-8")
    result = komma("reach", str(path), *DAY)
    assert result.code == code
    assert said in " ".join(result.err.split())


def test_a_scenario_that_is_left_out_is_not_proved(komma, tmp_path):
    path = tmp_path / "plan.komma.yaml"
    path.write_text(
        MUSTERSTADT.read_text(encoding="utf-8").replace("    relevant: true", "    relevant: false", 1),
        encoding="utf-8",
    )
    result = komma("reach", str(path), *DAY, "--scenario", "counter-insult")
    assert result.code == 2
    assert "als nicht zutreffend markiert" in result.flat


def test_who_has_no_hours_is_named(komma, tmp_path):
    path = tmp_path / "plan.komma.yaml"
    person = PERSON.replace(', hours: "%s"', "")
    level = "escalation: {levels: [{id: a, track: external, rank: 0, name: A, first_contact: p-1}]}\n"
    path.write_text(HEAD + person + level, encoding="utf-8")
    result = komma("reach", str(path), *DAY)
    assert "Für „F“ stehen keine Zeiten im Plan. Das zählt als nicht erreichbar." in result.out
    assert "keine Zeiten eingetragen" in result.out
