"""The report on a network: figures in which nobody is recognised, no order of municipalities, and what is due."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from komma_cli import directory
from komma_cli.network.bundle import Reviewed, Wish
from komma_cli.network.collecting import rule_order
from komma_cli.network.due import due
from komma_cli.network.overview import overview
from komma_cli.network.topics import DIMENSIONS, topics
from komma_cli.network.view import Member, Network
from komma_cli.render.writers import FORMATS, write
from komma_cli.report.network_due import MOST_NAMED, due_ics, due_json
from komma_cli.report.network_report import MOST_DUE, MOST_WISHES, paper, report
from komma_cli.report.network_tables import value_label
from komma_cli.texts import LANGUAGES, Lang, label
from tests.unit.network.made import practice
from tests.unit.network.test_matching import member
from tests.unit.report.calendar_reader import read
from tests.unit.report.networks import DAY, network, snapshot

both_languages = pytest.mark.parametrize("lang", LANGUAGES)
FEW = {"de": "zu wenige", "en": "too few"}
NOBODY = {"de": "keine", "en": "none"}


@cache
def large() -> Network:
    return network()


@cache
def markdown(lang: Lang = "de") -> str:
    return paper(large(), lang, DAY).markdown


def with_members(*members: Member) -> Network:
    """Return a network of a few, with the figures of another one."""
    return replace(network(11), members=members)


def said(changed: Network, lang: Lang = "de") -> str:
    return paper(changed, lang, DAY).markdown


def section(text: str, heading: str) -> str:
    return text.split(f"## {heading}\n")[1].partition("\n## ")[0]


@both_languages
def test_it_can_be_written_in_every_format_and_belongs_to_the_office(lang: Lang) -> None:
    made = paper(large(), lang, DAY)
    assert (made.stem, made.audience) == (f"network-report-{lang}", "internal")
    assert all(write(made.document, form).content for form in FORMATS)
    assert label("confidentiality", "internal", lang) in made.document.class_label
    assert "01.12.2026" in made.document.footer
    assert made == paper(large(), lang, DAY)


@both_languages
def test_it_says_that_municipalities_are_never_ranked(lang: Lang) -> None:
    assert {"de": "Keine Rangfolge", "en": "No ranking"}[lang] in markdown(lang)


@both_languages
def test_an_example_says_that_it_is_one(lang: Lang) -> None:
    example = {"de": "Beispiel-Netzwerk", "en": "example network"}[lang]
    assert example in said(replace(large(), demo=True), lang)
    assert example not in markdown(lang)


@both_languages
def test_the_figures_are_those_of_the_overview(lang: Lang) -> None:
    of = {"de": "von", "en": "of"}[lang]
    for topic, cell in large().overview.totals.items():
        assert cell is not None
        assert f"| {label('network_topic', topic, lang)} | {cell.count - cell.open} {of} {cell.count} |" in markdown(
            lang
        )
    table = next(each for each in large().overview.tables if each.dimension == "kind")
    for row in table.rows:
        cells = [f"{cell.count - cell.open} {of} {cell.count}" if cell else NOBODY[lang] for cell in row.cells.values()]
        name = value_label("kind", row.value, lang)
        assert f"| {name} | {' | '.join(cells[:4])} |" in markdown(lang)
        assert f"| {name} | {' | '.join(cells[4:])} |" in markdown(lang)


@both_languages
def test_every_cell_is_a_figure_of_the_overview_or_the_words_for_none(lang: Lang) -> None:
    found = large().overview
    allowed = {FEW[lang], NOBODY[lang]}
    for cells in (
        found.totals,
        *(row.cells for table in found.tables for row in table.rows),
        *(p.cells for p in found.trends),
    ):
        allowed |= {
            f"{one.count - one.open} {'von' if lang == 'de' else 'of'} {one.count}" for one in cells.values() if one
        }
    heading = {"de": ("Stand der Themen", "Was sich bewegt"), "en": ("State of the topics", "What moves")}[lang]
    printed = 0
    for part in heading:
        for line in section(markdown(lang), part).splitlines():
            if line.startswith("| ") and re.search(r"\d (von|of) \d|" + FEW[lang], line):
                cells = [cell.strip() for cell in line.strip("|").split("|")][1:]
                printed += len(cells)
                assert set(cells) <= allowed, line
    assert printed > 60


@both_languages
def test_what_is_suppressed_is_said_in_words(lang: Lang) -> None:
    told = said(network(11), lang)
    assert f"| {FEW[lang]} |" in told
    assert {"de": "ohne eigene Zahl: Bayern", "en": "without a figure of their own: Bavaria"}[lang] in told
    assert {"de": "Keine Regel ist bei genug", "en": "No rule is open in enough"}[lang] in told
    assert "None" not in told


def test_no_rule_is_named_but_those_that_may_be_told() -> None:
    told = {one.rule for one in large().overview.rules[:10]}
    assert set(re.findall(r"K\d{3}", markdown())) == told
    solved = member("Ort", solved=frozenset({"K203", "K601"}))
    assert not re.findall(r"K\d{3}", said(with_members(solved)))


def test_sizes_stand_from_the_smallest_and_the_others_by_name() -> None:
    found = report(large(), "de", DAY)
    assert [part.name for part in found.parts] == ["Land", "Art", "Größe", "Rolle"]
    assert len(found.parts) == len(DIMENSIONS)
    assert [name for name, _ in found.parts[0].counts] == ["Bayern", "Nordrhein-Westfalen", "Saarland"]
    sizes = [name for name, _ in found.parts[2].counts]
    assert sizes[0].startswith("unter 5.000")
    assert sizes[-1].startswith("ab 100.000")
    assert [row.name for row in found.grids[2].blocks[0].rows] == [*sizes, "alle übrigen zusammen"]
    assert sum(count for _, count in found.parts[3].counts) == 240


def test_one_day_is_no_movement() -> None:
    once = replace(large(), overview=replace(large().overview, trends=large().overview.trends[-1:]))
    assert "Es gibt zu wenige Stände." in said(once)
    assert "Es gibt zu wenige Stände." not in markdown()


def wish(topic: Any, text: str = "Wer weiß es?") -> Wish:
    return Wish(id="w", topic=topic, text=text)


def test_needs_nobody_answers_are_told_and_texts_are_few() -> None:
    crowd = (
        member("A", seeks=tuple(wish("roles", f"Frage {at}?") for at in range(MOST_WISHES + 2))),
        member("B", seeks=(wish("reach"), wish("support")), offers=(wish("support"),)),
        member("C", practices=(practice(answers=("K305",)),)),
    )
    found = report(with_members(*crowd), "de", DAY)
    assert found.unanswered == ("roles",)
    assert (len(found.wishes), found.more_wishes) == (MOST_WISHES + 2, 2)
    assert "Dazu kommen 2 weitere." in said(with_members(*crowd))
    by_topic = {need.topic: need for need in found.needs}
    assert tuple(by_topic) == topics()
    assert (by_topic["support"].seeks, by_topic["support"].offers, by_topic["reach"].practices) == (1, 1, 1)


def test_only_who_may_be_asked_counts_as_such() -> None:
    crowd = (member("A", topics=("roles",)), member("B"), member("C", mailbox=None, topics=()))
    asked = {need.topic: need.asked for need in report(with_members(*crowd), "de", DAY).needs}
    assert (asked["roles"], asked["reach"]) == (2, 1)


@both_languages
def test_gaps_are_those_of_the_directory_and_said_to_be(lang: Lang) -> None:
    heading = {"de": "Wen man in den Ländern um Hilfe bitten kann", "en": "Whom one can ask for help in each Land"}[
        lang
    ]
    told = section(markdown(lang), heading)
    assert {"de": "heißt das nicht, dass es die Stelle nicht gibt", "en": "does not mean that there is no such body"}[
        lang
    ] in told
    found = {land.state: land for land in report(large(), lang, DAY).lands}
    assert set(found) == {"BY", "NW", "SL"}
    for state, land in found.items():
        there = {entry.kind for entry in directory.find(state=state) if entry.state == state}
        assert set(land.known) == there - {"portal", "other"}
        assert not set(land.missing) & there
    assert "police" in found["SL"].missing


@pytest.mark.parametrize("evil", ["[x](https://evil.example)", "<b>**A**</b>", "a | b"])
def test_what_municipalities_say_cannot_become_mark_up(evil: str) -> None:
    crowd = member(evil, seeks=(wish("roles", evil),), date=date(2025, 1, 1), practices=(old_practice(title=evil),))
    made = paper(with_members(crowd), "de", DAY)
    assert not re.search(r"(?<!\\)\]\(", made.markdown)
    assert "<b>" not in made.markdown
    assert all(write(made.document, form).content for form in ("html", "docx"))


def old_practice(**changes: Any) -> Any:
    return practice(**{"released_on": date(2024, 1, 1), **changes})


@pytest.mark.parametrize(
    ("day", "is_due", "late"),
    [
        (date(2026, 6, 2), False, False),
        (date(2026, 6, 1), True, False),
        (date(2025, 12, 2), True, False),
        (date(2025, 12, 1), True, True),
    ],
)
def test_when_a_bundle_is_due(day: date, is_due: bool, late: bool) -> None:
    (one,) = due(with_members(member("A", date=day)), DAY)
    assert (one.on <= DAY, one.late, one.last) == (is_due, late, day)
    found = report(with_members(member("A", date=day)), "de", DAY).due
    assert (found.old.total, found.late.total, found.aging.total) == (is_due, late, is_due and not late)


def test_when_a_practice_is_due_and_who_gave_it_up_is_not_asked() -> None:
    reviewed = Reviewed(organisation="Beirat", on=date(2024, 12, 1))
    crowd = member(
        "A",
        practices=(
            old_practice(id="nie", title="Nie"),
            old_practice(id="lange", title="Lange", reviewed_by=reviewed),
            old_practice(id="frisch", reviewed_by=reviewed.model_copy(update={"on": date(2026, 11, 1)})),
            old_practice(id="bald", reviewed_by=reviewed.model_copy(update={"on": date(2025, 3, 1)})),
            old_practice(id="aus", status="dropped"),
        ),
    )
    found = [one for one in due(with_members(crowd), DAY) if one.kind == "practice"]
    assert [(one.practice, one.never_reviewed, one.on <= DAY) for one in found] == [
        ("nie", True, True),
        ("lange", False, True),
        ("bald", False, False),
    ]
    told = section(said(with_members(crowd)), "Was fällig ist")
    assert "| Nie | A | freigegeben 01.01.2024 |" in told
    assert "| Lange | A | geprüft 01.12.2024 |" in told
    assert "frisch" not in told


def test_due_rows_stand_by_land_and_name_and_are_cut() -> None:
    crowd = tuple(member(f"Ort {at:03}", date=date(2025, 1 + at % 5, 1)) for at in range(MOST_DUE + 3))
    told = section(said(with_members(*crowd)), "Was fällig ist")
    shown = re.findall(r"\| (Ort \d+) \|", told)
    assert shown == [one.name for one in crowd[:MOST_DUE]]
    assert "Dazu kommen 3 weitere." in told


def test_nothing_due_is_said() -> None:
    assert "\nNichts.\n" in section(said(with_members(member("A"))), "Was fällig ist")
    assert "komma verschickt nichts." in said(with_members(member("A")))


def test_the_list_for_programs() -> None:
    record = json.loads(due_json(large(), "de", DAY))
    assert record["format"] == "komma-network-due/1"
    assert (record["as_of"], record["demo"]) == ("2026-12-01", False)
    assert len(record["due"]) == len(due(large(), DAY))
    names = {"kind", "municipality", "key", "state", "last", "due_on", "is_due"}
    for one in record["due"]:
        more = {"older_than_a_year"} if one["kind"] == "bundle" else {"practice", "title", "never_reviewed"}
        assert set(one) == names | more
    overdue = [one for one in record["due"] if one["kind"] == "bundle" and one["is_due"]]
    assert len(overdue) == report(large(), "de", DAY).due.old.total


@both_languages
def test_the_calendar_has_a_day_for_each_month_and_no_person(lang: Lang) -> None:
    (calendar,) = read(due_ics(large(), lang, DAY).encode("utf-8"))
    events = calendar.parts
    days = [event["DTSTART"] for event in events]
    assert min(days) == "20261201"
    assert days == sorted(days)
    assert len({(event["DTSTART"][:6], event["SUMMARY"].partition(" ")[2]) for event in events}) == len(events)
    assert {event["CLASS"] for event in events} == {"PRIVATE"}
    assert not any(event.parts for event in events)
    assert "@" not in due_ics(large(), lang, DAY)


def test_a_month_with_one_names_it_and_one_with_many_names_some() -> None:
    one = due_ics(with_members(member("Altdorf", date=date(2026, 3, 1))), "de", DAY)
    (event,) = read(one.encode("utf-8"))[0].parts
    assert event["SUMMARY"] == "Netzwerk: nach neuem Stand fragen: Altdorf"
    crowd = tuple(member(f"Ort {at:03}", date=date(2025, 1, 1)) for at in range(MOST_NAMED + 2))
    (event,) = read(due_ics(with_members(*crowd), "de", DAY).encode("utf-8"))[0].parts
    lines = event["DESCRIPTION"].split("\n")
    assert (len(lines), lines[-1]) == (MOST_NAMED + 1, "… und 2 weitere")
    assert event["SUMMARY"] == f"Netzwerk: {MOST_NAMED + 2} Kommunen nach neuem Stand fragen"


def test_what_moves_keeps_the_id_of_its_entry() -> None:
    """Whoever imports the calendar again next day gets no second entry for the same month."""
    crowd = with_members(member("A", date=date(2026, 6, 20)))
    ids = {read(due_ics(crowd, "de", day).encode("utf-8"))[0].parts[0]["UID"] for day in (DAY, date(2026, 12, 21))}
    assert len(ids) == 1


def test_a_network_of_one_can_be_told() -> None:
    only = member("Allein")
    alone = Network((only,), overview([snapshot(only, DAY, random.Random(1))], rule_order(), 5), "0.1.0", DAY)
    assert "1 Kommune" in said(alone)
