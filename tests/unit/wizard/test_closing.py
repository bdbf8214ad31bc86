"""The end of a sitting: what is done, whose turn it is, and next steps that are real commands."""

from datetime import date

import pytest

from komma_cli.store import load, read_source
from komma_cli.texts import LANGUAGES, words
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import SectionState
from komma_cli.wizard.showing import closing
from tests.unit.wizard.helper import TODAY, core_draft


def interview(data, lang="de"):
    return Interview(data, lang, TODAY)


def complete(data, lang="de"):
    """Return an interview whose sections are all complete, as far as the words here are concerned."""
    made = interview(data, lang)
    made.states = lambda: (SectionState("review", "Plan", "", "complete", 0, False),)
    return made


def said(lines):
    return " ".join(" ".join(lines).split())


def musterstadt():
    return load(read_source("playbooks/musterstadt.komma.yaml")).data


def test_a_complete_plan_names_the_next_steps_in_order():
    text = said(closing.farewell(complete(musterstadt()), "musterstadt.komma.yaml", "14:32", 112))
    steps = ["komma check musterstadt.komma.yaml", "komma render musterstadt.komma.yaml", "ausdrucken", "anrufen"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert "Gespeichert um 14:32 Uhr in musterstadt.komma.yaml. Angaben: 112." in text
    assert "Der Plan ist vollständig." in text
    assert "Nächste Überprüfung am 15.11.2027" in text
    assert "Der Plan enthält Namen und Telefonnummern." in text


def test_without_a_day_of_review_none_is_named():
    data = musterstadt()
    del data["review"]["next_review"]
    assert "Überprüfung" not in said(closing.farewell(complete(data), "m.komma.yaml", "14:32", 1))


def test_an_incomplete_plan_says_how_to_go_on_and_offers_the_card_only_after_the_core():
    text = said(closing.farewell(interview(core_draft()), "ort.komma.yaml", "20:01", 30))
    assert "komma edit ort.komma.yaml" in text
    assert "komma render ort.komma.yaml --document emergency-card" in text
    assert "0 von 17 Abschnitten sind vollständig." in text
    young = said(closing.farewell(interview({"komma": 1, "municipality": {"name": "Ort"}}), "o.komma.yaml", "20:01", 1))
    assert "komma render" not in young
    assert "komma edit o.komma.yaml" in young


def test_the_next_days_come_first_with_who_finds_out():
    data = core_draft()
    data["open"] = [
        {"path": "people[p-1].status", "since": "2026-11-01", "until": "2027-03-01", "owner": "Personalamt"},
        {"path": "municipality.ags", "since": "2026-11-01", "until": "2026-12-24"},
        {"path": "municipality.population", "since": "2026-11-01"},
        {"path": "roles[weg].holder", "since": "2026-11-01", "until": "2027-01-01", "question": "Wer macht es?"},
        {"path": "municipality.gone", "since": "2026-11-01", "until": "2027-02-01"},
        {"path": "scope", "since": "2026-11-01", "until": "2027-05-01", "not_applicable": True, "reason": "nein"},
    ]
    lines = closing.farewell(interview(data), "ort.komma.yaml", "20:01", 30)
    start = lines.index("Als Nächstes zu klären") + 1
    assert lines[start : start + 4] == [
        "  bis 24.12.2026: Gemeindeschlüssel",
        "  bis 01.01.2027: Wer macht es?",
        "  bis 01.02.2027: municipality.gone",
        "",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [31, 40, 57, 80, 200])
@pytest.mark.parametrize("finished", [True, False])
def test_it_never_takes_more_than_twenty_lines_or_the_window_s_width(monkeypatch, lang, columns, finished):
    monkeypatch.setenv("COLUMNS", str(columns))
    data = musterstadt()
    data["open"] = [
        {"path": f"municipality.{key}", "since": "2026-11-01", "until": "2027-03-01", "owner": "Das Amt für " + "x" * 9}
        for key in ("ags", "population", "employees", "scope")
    ]
    made = complete(data, lang) if finished else interview(data, lang)
    lines = closing.farewell(made, "ort.komma.yaml", "20:01", 30)
    assert len(lines) <= 20
    assert max(map(len, lines)) <= columns
    assert "ort.komma.yaml" in said(lines)
    assert words("messages/wizard", lang)["private"].split()[0] in said(lines)


def test_a_name_with_a_blank_can_be_typed_as_it_stands():
    text = said(closing.farewell(interview(core_draft()), "mein plan.komma.yaml", "20:01", 30))
    assert 'komma edit "mein plan.komma.yaml"' in text


def test_the_way_back_is_named():
    assert closing.next_place(interview({"municipality": {"name": "Ort"}})) == "Der sichere Kern, Frage 2 von 13"
    assert closing.next_place(interview(core_draft())) == "Kommune beschreiben"
    assert closing.next_place(complete(musterstadt())) in ("", "Der sichere Kern, Frage 1 von 13")


def test_a_day_of_this_year_needs_no_year_in_german():
    assert closing.short_day(date(2026, 11, 12), TODAY, "de") == "12.11."
    assert closing.short_day(date(2025, 11, 12), TODAY, "de") == "12.11.2025"
    assert closing.short_day(date(2026, 11, 12), TODAY, "en") == "12 November 2026"
