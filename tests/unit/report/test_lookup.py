"""``komma explain`` beyond rules: everything komma knows is found, fits the terminal and names its source."""

from __future__ import annotations

from datetime import date

import pytest

from komma_cli.report.lookup import KINDS, Days, Found, entry, everything, find, has_period, similar
from komma_cli.report.parts import WIDTH
from komma_cli.texts import LANGUAGES, Lang

TODAY = Days(date(2026, 12, 1))


def kinds(word: str, lang: Lang = "de") -> list[str]:
    return [one.kind for one in find(word, lang)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("agg-claim", ["law"]),
        ("strafantrag", ["law"]),
        ("trespass", ["offence"]),
        ("S04", ["scenario"]),
        ("s04", ["scenario"]),
        ("threat-call", ["scenario"]),
        ("threat call", ["scenario"]),
        ("Drohanruf", ["scenario"]),
        ("head", ["role"]),
        ("Verwaltungsspitze", ["role"]),
        ("level-2", ["level"]),
        ("warning-talk", ["tool"]),
        ("Gefährderansprache", ["tool"]),
        ("doxing", ["offence", "scenario"]),
        ("eccar-3", ["commitment"]),
        ("ECCAR 10", ["commitment"]),
        ("alliances", ["pillar"]),
        ("half-year", ["aftercare"]),
        ("data-protection", ["role", "liaison"]),
        ("yearly-review", ["liaison"]),
        ("heidelberg-language", ["practice"]),
        ("Heidelberg", ["practice"]),
        ("self-assessment", ["worksheet"]),
    ],
)
def test_an_id_a_code_or_a_name_finds_its_things(word: str, expected: list[str]) -> None:
    assert [kind for kind in kinds(word) if kind != "term"] == expected


def test_a_word_of_the_glossary_is_found_beside_the_law() -> None:
    assert kinds("Strafantrag") == ["law", "term"]


def test_a_word_of_a_name_is_enough_if_few_things_have_it() -> None:
    assert [one.id for one in find("Akteneinsicht", "de")] == ["file-access"]
    assert "register-block" in [one.id for one in find("Auskunftssperre", "de")]
    assert find("der", "de") == ()
    assert find("", "de") == ()


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("strafantrg", "strafantrag"),
        ("S99", "S09"),
        ("Verwaltungspitze", "head"),
        ("lvl-2", "level-2"),
        ("agg-clam", "agg-claim"),
        ("eccar-11", "eccar-1"),
        ("halfyear", "half-year"),
        ("self-assesment", "self-assessment"),
        ("heidelberg-sprache", "heidelberg-language"),
        ("risk-assesment", "risk-assessment"),
    ],
)
def test_what_is_not_known_names_the_likeliest(word: str, near: str) -> None:
    assert find(word, "de") == ()
    assert near in similar(word, "de")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_found_by_its_id_and_fits_the_terminal(lang: Lang) -> None:
    for one in everything(lang):
        assert one in find(one.id, lang)
        shown = entry(one, lang, TODAY)
        shown.encode("cp1252")
        assert shown.startswith((one.id, one.code or one.id))
        if one.kind != "worksheet":  # its sources stand on the sheet
            assert {"de": "Quellen", "en": "Sources"}[lang] in shown.splitlines(), one
        assert max(len(line) for line in shown.splitlines() if "://" not in line) <= WIDTH, one
        assert "{" not in shown and "\n\n\n" not in shown
    assert {one.kind for one in everything(lang)} == set(KINDS)


@pytest.mark.parametrize(("lang", "again"), [("de", "Neu prüfen"), ("en", "Check again")])
def test_a_law_with_a_known_change_says_so_from_the_day_after(lang: Lang, again: str) -> None:
    claim = Found("law", "agg-claim", "")
    assert again in entry(claim, lang, TODAY)
    assert again not in entry(claim, lang, Days(date(2026, 6, 19)))
    assert again not in entry(Found("law", "strafantrag", ""), lang, TODAY)


def test_a_law_brings_the_trap_of_its_tool() -> None:
    assert "E-Mail kann unwirksam sein" in entry(Found("law", "strafantrag", ""), "de", TODAY)


def test_an_offence_says_each_place_and_note_once() -> None:
    shown = " ".join(entry(Found("offence", "bodily-harm", ""), "de", TODAY).split())
    assert shown.count("nie nur per einfacher E-Mail") == 1
    assert shown.count("Verlassen Sie sich nicht darauf") == 1
    assert shown.count("- Strafantrag:") == 2


@pytest.mark.parametrize(
    ("kind", "identifier", "expected"),
    [
        ("law", "strafantrag", True),
        ("law", "agg-claim", True),
        ("law", "secret-recording", False),
        ("offence", "insult", True),
        ("offence", "insult-of-council", False),
        ("offence", "stalking", False),
        ("scenario", "doxing", False),
    ],
)
def test_only_what_has_a_period_can_be_counted(kind: str, identifier: str, expected: bool) -> None:
    assert has_period(Found(kind, identifier, ""), "de") is expected


def test_a_counted_period_shows_the_last_day_and_both_warnings() -> None:
    shown = entry(Found("offence", "insult", ""), "de", Days(date(2026, 12, 1), date(2026, 3, 1)))
    assert "der letzte Tag: 01.06.2026" in shown
    assert "am 26.04.2026 und am 17.05.2026" in shown
    without = entry(Found("law", "agg-claim", ""), "en", Days(date(2026, 12, 1), date(2026, 3, 1)))
    assert "1 May 2026" in without and "Remind on" not in without


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_has_a_command_of_its_own_names_it(lang: Lang) -> None:
    assert "komma practice show jena-own-number" in entry(Found("practice", "jena-own-number", ""), lang, TODAY)
    assert "komma worksheet show staff-survey" in entry(Found("worksheet", "staff-survey", ""), lang, TODAY)


def test_a_commitment_shows_what_a_municipality_can_do_for_it() -> None:
    shown = entry(Found("commitment", "eccar-3", ""), "de", TODAY)
    assert "Punkt 3 von 10" in shown
    assert "- Eine Nummer für alle Meldungen" in shown
    assert "- Jena: jena-own-number" in shown
    assert "eccar.info" in shown


def test_a_point_of_the_agreement_says_what_to_ask_and_what_nobody_can_promise() -> None:
    shown = " ".join(entry(Found("liaison", "limits", ""), "de", TODAY).split())
    assert "Was können Sie uns nicht zusagen?" in shown
    assert "Personenschutz kann nicht zugesagt werden" in shown


def test_a_point_of_aftercare_says_when_and_who() -> None:
    shown = " ".join(entry(Found("aftercare", "half-year", ""), "de", TODAY).split())
    assert "6 Monate ab dem Vorfall" in shown
    assert "Wer Ansprechperson für Beschäftigte" in shown
    assert "P6M" not in shown
    same_day = " ".join(entry(Found("aftercare", "day-0", ""), "de", TODAY).split())
    assert same_day.startswith("day-0 Am selben Tag") and "Wann" not in same_day
