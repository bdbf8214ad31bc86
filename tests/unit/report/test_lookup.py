"""``komma explain`` beyond rules: everything komma knows is found, fits the terminal and names its source."""

from __future__ import annotations

from datetime import date

import pytest

from komma_cli.report.lookup import WIDTH, Days, Found, entry, everything, find, has_period, similar
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
        ("AGG", "agg-claim"),
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
        assert {"de": "Quellen", "en": "Sources"}[lang] in shown.splitlines(), one
        assert max(len(line) for line in shown.splitlines() if "://" not in line) <= WIDTH, one
        assert "{" not in shown and "\n\n\n" not in shown


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
    assert "2026-05-01" in without and "Remind on" not in without
