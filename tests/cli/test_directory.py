"""``komma directory``: what the screen shows, who is open when, and one body by its id."""

from __future__ import annotations

import re
from calendar import month_name

import pytest

from komma_cli.directory import entries, entry
from komma_cli.texts import LANGUAGES, Lang, facts, text
from tests.cli.conftest import Run

DAY = ("--today", "2026-11-22")


def blocks(out: str) -> list[str]:
    """Return the parts of the output that a blank line keeps apart, without the closing count."""
    return out.split("\n\n")[:-1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_addresses_in_the_net_are_longer_than_a_line(komma: Run, lang: Lang) -> None:
    for line in komma("directory", *DAY, lang=lang).out.splitlines():
        assert len(line) <= 78 or re.search(r"https?://\S+$", line), line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_entry_names_source_date_and_asks_to_confirm(komma: Run, lang: Lang) -> None:
    shown = blocks(komma("directory", *DAY, lang=lang).out)
    assert len(shown) == len(entries(lang))
    undated = text("cli.directory_undated", lang, day="03.2026" if lang == "de" else "March 2026")
    as_of = text("cli.directory_as_of", lang, day="").strip()
    for block in (" ".join(block.split()) for block in shown):
        assert f" {text('cli.directory_source', lang)}:" in block
        assert "://" in block
        assert text("cli.directory_confirm_entry", lang) in block
        assert undated in block or as_of in block


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_without_date_says_until_when_it_was_read(komma: Run, lang: Lang) -> None:
    """The day comes from the data file, and ``komma practice`` says it in the same words."""
    assert entry("bund-ads").source_date is None
    year, month = facts("directory")["read_until"].split("-")
    read = f"{month}.{year}" if lang == "de" else f"{month_name[int(month)]} {year}"
    for words in (("directory", "bund-ads"), ("practice", "show", "koeln-yearly-report")):
        said = " ".join(komma(*words, lang=lang).out.split())
        assert text("cli.directory_undated", lang, day=read) in said, words
    dated = komma("directory", "bund-starke-stelle", lang=lang).out
    assert read not in dated
    assert ("03.09.2024" if lang == "de" else "3 September 2024") in dated


def test_the_emergency_numbers_come_first(komma: Run) -> None:
    first, second = blocks(komma("directory", "--state", "BY", *DAY).out)[:2]
    assert {"112" in first + second, "110" in first + second} == {True}


def test_numbers_stand_as_their_owners_print_them(komma: Run) -> None:
    assert "0800 300 99 44" in komma("directory", "bund-starke-stelle").out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_id_shows_one_body(komma: Run, lang: Lang) -> None:
    ended = komma("directory", "by-bud", "--kind", "police", *DAY, lang=lang)
    assert (ended.code, len(blocks(ended.out))) == (0, 1)
    assert entry("by-bud", lang).purpose.split()[0] in ended.out
    assert text("cli.directory_count_one", lang) in ended.out


@pytest.mark.parametrize(
    ("today", "shown", "hidden"),
    [
        ("2026-05-01", (), ("ahead", "passed")),
        ("2026-11-22", ("ahead",), ("passed",)),
        ("2027-01-02", ("passed",), ("ahead",)),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_federal_funding_is_mentioned_when_its_end_is_near(
    komma: Run, today: str, shown: tuple[str, ...], hidden: tuple[str, ...], lang: Lang
) -> None:
    out = " ".join(komma("directory", "by-bud", "--today", today, lang=lang).out.split())
    day = "31.12.2026" if lang == "de" else "31 December 2026"
    told = {name: text(f"cli.directory_recheck_by_{name}", lang, day=day) in out for name in ("ahead", "passed")}
    assert [name for name in told if told[name]] == list(shown)
    assert not any(told[name] for name in hidden)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_old_numbers_and_weak_sources_are_marked(komma: Run, lang: Lang) -> None:
    old = " ".join(komma("directory", "by-kuvb", *DAY, lang=lang).out.split())
    assert text("cli.directory_old", lang, year="2012") in old
    assert text("cli.directory_unsure", lang) in old
    sure = " ".join(komma("directory", "bund-starke-stelle", *DAY, lang=lang).out.split())
    assert text("cli.directory_careful", lang) not in sure


def parts_of(out: str, lang: Lang, when: str) -> tuple[str, str, str]:
    """Return what is open, what must be asked and what is closed."""
    ask, closed = text("cli.directory_ask", lang), text("cli.directory_closed", lang, when=when)
    opened, _, rest = out.partition(ask)
    asked, _, shut = rest.partition(closed)
    return opened, asked, shut


def test_on_a_working_day_offices_are_open(komma: Run) -> None:
    out = komma("directory", "--state", "DE", "--open-at", "2026-11-24 10:00").out
    opened, asked, shut = parts_of(out, "de", "Di 24.11.2026, 10:00 Uhr")
    assert opened.startswith("Am Telefon erreichbar (Di 24.11.2026, 10:00 Uhr):")
    assert "0800 300 99 44" in opened
    assert "HateAid" in shut, "on Tuesdays only from 15 o'clock"
    assert "starke Stelle" not in asked + shut


def test_on_christmas_eve_only_lines_for_day_and_night_count(komma: Run) -> None:
    out = komma("directory", "--state", "DE", "--open-at", "2026-12-24 18:00").out
    opened, _, shut = parts_of(out, "de", "Do 24.12.2026, 18:00 Uhr")
    assert len(blocks(opened)) - 1 == sum(each.hours == "24/7" and each.state == "DE" for each in entries("de"))
    assert "starke Stelle" in shut
    assert "Mo–Fr 9–16 Uhr" in shut


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_gives_no_hours_is_listed_apart_with_source(komma: Run, lang: Lang) -> None:
    out = komma("directory", "--open-at", "2026-11-24 10:00", lang=lang).out
    when = "Di 24.11.2026, 10:00 Uhr" if lang == "de" else "Tue 24 November 2026, 10:00"
    opened, asked, _ = parts_of(out, lang, when)
    unknown = [each for each in entries(lang) if each.hours is None or not each.phones]
    asked_blocks = [block for block in asked.split("\n\n") if block.strip()]
    assert len(asked_blocks) >= len(unknown) > 100
    assert all("://" in block for block in asked_blocks)
    shown = " ".join(opened.split())
    assert not [each.id for each in unknown if f" {each.id} " in f"{shown} "]


def test_a_public_holiday_of_the_land_counts(komma: Run) -> None:
    """16 November 2026 is an ordinary Monday, 18 November a holiday in Saxony only."""
    ordinary = komma("directory", "bund-starke-stelle", "--open-at", "2026-11-16 10:00").out
    doubtful = komma("directory", "bund-starke-stelle", "--open-at", "2026-11-18 10:00").out
    assert ordinary.startswith(text("cli.directory_open", "de", when="Mo 16.11.2026, 10:00 Uhr"))
    assert doubtful.startswith(text("cli.directory_none_open", "de", when="Mi 18.11.2026, 10:00 Uhr"))
    assert text("cli.directory_ask", "de") in doubtful


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("written", ["gestern", "2026-12-24", "2026-02-30 10:00", "18:00", ""])
def test_a_wrong_moment_says_how_to_write_it(komma: Run, written: str, lang: Lang) -> None:
    ended = komma("directory", "--open-at", written, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("directory.not_a_moment", lang, value=written)


def test_now_is_a_moment_too(komma: Run) -> None:
    ended = komma("directory", "bund-notruf-110", "--open-now")
    assert (ended.code, ended.err) == (0, "")
    assert "Polizeinotruf" in ended.out


def test_german_and_english_words_find_the_same(komma: Run) -> None:
    wanted = komma("directory", "--kind", "counselling", "--audience", "staff", "--state", "BY", *DAY)
    assert (
        wanted.out
        == komma("directory", "--kind", "Beratung", "--audience", "Beschäftigte", "--land", "Bayern", *DAY).out
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("option", "value", "meant"),
    [
        ("--state", "Bayrn", "BY"),
        ("--kind", "Beratnug", "(counselling)"),
        ("--kind", "polise", "(police)"),
        ("--audience", "Beschäftgte", "(staff)"),
        ("--audience", "coucillors", "(officials)"),
    ],
)
def test_a_typing_error_names_what_was_meant_and_little_else(
    komma: Run, option: str, value: str, meant: str, lang: Lang
) -> None:
    ended = komma("directory", option, value, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert meant in ended.flat
    assert ended.err.count("(") <= 3 * 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_misspelt_term_names_the_nearest_words(komma: Run, lang: Lang) -> None:
    ended = komma("directory", "Telefonsehlsorge", lang=lang)
    assert ended.code == 0
    assert text("cli.directory_near", lang, near="TelefonSeelsorge, bund-telefonseelsorge") in ended.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_screen_of_windows_can_show_it(komma: Run, lang: Lang) -> None:
    komma("directory", *DAY, lang=lang).out.encode("cp1252")
