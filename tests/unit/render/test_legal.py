"""The tables of the legal chapter: every offence stands once, and nothing is told twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from komma_cli.filing import STATUSES
from komma_cli.laws import laws, offences, printed
from komma_cli.model.problems import validate
from komma_cli.render.legal import Chapter
from komma_cli.render.produce import produce
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

EXAMPLE = Path(__file__).parents[3] / "playbooks" / "musterstadt.komma.yaml"
TODAY = date(2026, 12, 1)


def chapter(lang: Lang = "de", today: date = TODAY, **municipality: Any) -> Chapter:
    return Chapter(lang, {"state": "NW", "legal_as_of": None} | municipality, today)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_offence_stands_in_exactly_one_row(lang: Lang) -> None:
    named = [name for row in chapter(lang).filings.rows for name in row.offences]
    assert sorted(named) == sorted(f"{one.name} ({one.norm})" for one in offences(lang))


def test_offences_that_need_no_application_come_last_and_name_nobody() -> None:
    rows = chapter().filings.rows
    first = next(place for place, row in enumerate(rows) if not row.who)
    assert first > 5
    assert all(not row.who and row.duration is None for row in rows[first:])
    assert all(row.duration == "P3M" for row in rows[:first] if "Körperschaft" not in row.offences[0])


def test_a_number_in_a_row_leads_to_its_note() -> None:
    table = chapter().filings
    used = {number for row in table.rows for number in row.notes}
    assert used == set(range(1, len(table.notes) + 1))
    political = next(row for row in table.rows if "§ 188" in row.offences[0])
    assert any("nicht zurückgenommen" in table.notes[number - 1] for number in political.notes)


def test_a_draft_marks_its_offences_until_the_municipality_has_read_the_law_again() -> None:
    def marked(**municipality: Any) -> str:
        return " ".join(name for row in chapter(**municipality).filings.rows if row.stale for name in row.offences)

    assert "§ 130" in marked() and "§§ 113–115" in marked() and "§ 185" not in marked()
    assert marked(legal_as_of=date(2026, 11, 16)) == ""


def test_the_land_decides_which_costs_are_shown() -> None:
    shown = {land: [row.note.id for row in chapter(state=land).statuses] for land in ("NW", "BY", "BW")}
    assert "costs-other-land" in shown["NW"]
    assert "costs-bavaria" in shown["BY"] and "costs-other-land" not in shown["BY"]
    assert "costs-baden-wuerttemberg" in shown["BW"]


def test_every_status_has_its_application_and_its_costs() -> None:
    rows = chapter().statuses
    for topic in ("application", "costs"):
        assert sorted(status for row in rows if row.note.topic == topic for status in row.statuses) == sorted(STATUSES)
    assert len({row.note.id for row in rows}) == len(rows)


def test_sources_stand_once_and_not_again_where_a_law_lists_them() -> None:
    listed = [law for law in laws("de") if law.id in printed()["deadlines"]]
    links = [source.url for source in chapter().sources(listed)]
    assert len(set(links)) == len(links) > 20
    assert not {law.source for law in listed} & set(links)


@cache
def guide(lang: Lang) -> str:
    playbook, problems = validate(parse(EXAMPLE.read_text(encoding="utf-8")))
    assert playbook is not None, problems
    whole = produce(playbook, "response-guide", lang, None, TODAY).markdown
    start, end = {"de": ("Rechtliche Schritte", "Kommunikation"), "en": ("Legal steps", "Communication")}[lang]
    return re.split(rf"\n## {end}", re.split(rf"\n## {start}", whole)[1])[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legal_chapter_says_nothing_twice(lang: Lang) -> None:
    cells = re.split(r"<br>|\||\n", guide(lang))
    said = Counter(sentence.strip() for cell in cells for sentence in re.split(r"(?<=[.:]) ", cell))
    long = {sentence: count for sentence, count in said.items() if len(sentence.split()) > 9 and count > 1}
    assert not long


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_shows_both_tables_and_the_laws_that_are_printed_anyway(lang: Lang) -> None:
    text = guide(lang).replace("\u00a0", " ")
    for row in chapter(lang).filings.rows:
        assert row.offences[0] in text
    for part in ("deadlines", "rights", "inside"):
        for law in laws(lang):
            if law.id in printed()[part]:
                assert law.norm in text, law.id
