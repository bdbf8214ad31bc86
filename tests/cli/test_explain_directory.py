"""``komma explain`` and ``komma directory``: looking things up."""

from __future__ import annotations

import pytest

from komma_cli.check.rules import all_rules
from komma_cli.directory import entries
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import Run


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_is_explained_in_the_readers_language(komma: Run, lang: Lang) -> None:
    ended = komma("explain", "k203", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("K203  ")
    assert {"de": "Warum", "en": "Why"}[lang] in ended.out.splitlines()
    assert text("report.rule_fix", lang) in ended.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_is_in_the_list(komma: Run, lang: Lang) -> None:
    ended = komma("explain", lang=lang)
    assert ended.code == 0
    assert [line[:4] for line in ended.out.splitlines()] == list(all_rules())
    assert all(len(line.split(maxsplit=3)) == 4 for line in ended.out.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_rule_names_the_likeliest(komma: Run, lang: Lang) -> None:
    ended = komma("explain", "K20З", lang=lang)  # the last sign is a Cyrillic letter
    assert (ended.code, ended.out) == (2, "")
    assert "K203" in ended.flat


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("word", "likely"), [("strafantrg", "strafantrag"), ("S4", "S04"), ("levl-2", "level-2"), ("203", "K203")]
)
def test_an_unknown_word_names_the_likeliest(komma: Run, word: str, likely: str, lang: Lang) -> None:
    ended = komma("explain", word, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert likely in ended.flat
    assert word in ended.flat


def test_a_deadline_is_counted_from_a_day(komma: Run) -> None:
    ended = komma("explain", "strafantrag", "--since", "2026-03-01", "--today", "2026-12-01")
    assert (ended.code, ended.err) == (0, "")
    for day in ("01.06.2026", "26.04.2026", "17.05.2026"):
        assert day in ended.out
    english = komma("explain", "strafantrag", "--since", "2026-03-01", lang="en")
    assert "1 June 2026" in english.out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("word", ["S04", "head", "secret-recording", "stalking", "K203", ""])
def test_what_has_no_deadline_cannot_be_counted(komma: Run, word: str, lang: Lang) -> None:
    ended = komma("explain", word, "--since", "2026-03-01", lang=lang)
    assert ended.says("cli.since_without_period", lang, text=word or "komma explain")
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize("option", ["--since", "--today"])
def test_a_day_that_is_none_is_refused(komma: Run, option: str) -> None:
    assert komma("explain", "strafantrag", option, "1.3.2026").says("cli.not_a_day", "de", text="1.3.2026")


def test_a_law_that_is_due_says_so_on_that_day(komma: Run) -> None:
    due = "Neu prüfen"
    assert due in komma("explain", "agg-claim", "--today", "2026-06-20").out
    assert due not in komma("explain", "agg-claim", "--today", "2026-06-19").out


def test_an_old_console_loses_no_letter(komma: Run) -> None:
    ended = komma("explain", "S04", encoding="cp1252")
    assert ended.code == 0
    assert "?" not in ended.out.split("\n\n")[0]
    assert "Verdächtige Post" in ended.out


def test_a_term_with_umlauts_finds_the_same_however_it_is_typed(komma: Run) -> None:
    found = komma("directory", "thüringen")
    assert found.code == 0
    assert "Thüringen" in found.out
    assert found.out == komma("directory", "THUERINGEN").out == komma("directory", "thuringen").out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_state_by_name_and_by_code_is_one_state(komma: Run, lang: Lang) -> None:
    by_code = komma("directory", "--state", "BY", lang=lang)
    assert by_code.code == 0
    assert by_code.out == komma("directory", "--state", "Bayern", lang=lang).out
    assert by_code.out == komma("directory", "--state", "bavaria", lang=lang).out
    expected = sum(entry.state in ("BY", "DE") for entry in entries(lang))
    assert text("cli.directory_count", lang, count=expected) in by_code.out


def test_every_entry_has_source_and_date(komma: Run) -> None:
    out = komma("directory", "--kind", "counselling").out
    entries_shown = out.split("\n\n")[:-1]
    assert len(entries_shown) > 10
    assert all("  Quelle:" in entry and "://" in entry for entry in entries_shown)


def test_an_audience_narrows_the_list(komma: Run) -> None:
    staff = sum("staff" in entry.audiences for entry in entries("de"))
    ended = komma("directory", "--audience", "staff")
    assert text("cli.directory_count", "de", count=staff) in ended.out
    assert staff < len(entries("de"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_found_is_said_and_is_no_error(komma: Run, lang: Lang) -> None:
    ended = komma("directory", "Raumfahrtbehörde", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == text("cli.directory_count", lang, count=0) + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("option", "value", "named"),
    [("--state", "Bayrn", "BY"), ("--state", "", "TH"), ("--audience", "all", "staff"), ("--kind", "x", "police")],
)
def test_unknown_values_name_the_known_ones(komma: Run, option: str, value: str, named: str, lang: Lang) -> None:
    ended = komma("directory", option, value, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert named in ended.flat
