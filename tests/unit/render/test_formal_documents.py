"""What the papers for council, public, police and press promise: rules that can be measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from komma_cli.errors import KommaError
from komma_cli.model.fields import Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.audience import redact
from komma_cli.render.context import Filters
from komma_cli.render.produce import Produced, produce
from komma_cli.render.reader import Reader
from komma_cli.render.tree import Block, Callout, Field, Heading, OrderedList, Table, inlines_of, plain, walk
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse
from tests.unit.render import playbooks

TODAY = date(2026, 12, 1)
EXAMPLES = Path(__file__).parents[3] / "playbooks"
FORMAL = (
    "council-paper",
    "declaration",
    "netiquette",
    "annual-report",
    "statements",
    "review-plan",
    "liaison-agreement",
)
FILES = ("musterstadt", "erste-stunde", "kleinhausen", "erster-tag")


@cache
def playbook(name: str) -> Playbook:
    path = EXAMPLES / f"{name}.komma.yaml"
    plain_data = parse(path.read_text(encoding="utf-8")) if path.is_file() else playbooks.data(name)
    made, problems = validate(plain_data)
    assert made is not None, problems
    return made


@cache
def made(document: str, name: str, lang: Lang = "de", audience: Confidentiality | None = None) -> Produced:
    return produce(playbook(name), document, lang, audience, TODAY)


def changed(change: dict[str, Any], name: str = "kleinhausen") -> Playbook:
    """Return a good playbook with other sections; groups are filled up, everything else is replaced."""
    data = playbooks.data(name)
    for key, value in change.items():
        data[key] = {**(data.get(key) or {}), **value} if isinstance(value, dict) else value
    return playbooks.playbook(data)


def text_of(produced: Produced) -> str:
    return "\n".join(plain(i) for block in walk(produced.document.blocks) for i in inlines_of(block))


def section(produced: Produced, title: str) -> tuple[Block, ...]:
    """Return the blocks between a heading and the next one."""
    blocks = produced.document.blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and plain(b.children) == title)
    end = next((n for n in range(start + 1, len(blocks)) if isinstance(blocks[n], Heading)), len(blocks))
    return blocks[start + 1 : end]


def words(blocks: Sequence[Block]) -> int:
    return sum(len(plain(i).split()) for block in blocks for inner in walk((block,)) for i in inlines_of(inner))


def cells(produced: Produced, first: str) -> list[str]:
    """Return the other cells of the first table row that begins with ``first``."""
    rows = (row for block in produced.document.blocks if isinstance(block, Table) for row in block.rows)
    return next([plain(cell) for cell in row[1:]] for row in rows if plain(row[0]) == first)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("document", FORMAL)
def test_no_emergency_box_no_empty_cell_and_the_control_block(document: str, name: str, lang: Lang) -> None:
    produced = made(document, name, lang)
    blocks = list(walk(produced.document.blocks))
    assert not any(isinstance(block, Callout) and block.kind == "caution" for block in blocks)
    for block in blocks:
        if isinstance(block, Table):
            assert all(plain(cell).strip() for row in block.rows for cell in row), (block.head, block.rows)
    assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\[…\]|TODO|\{\{|%\}", text_of(produced))
    assert "Version" in produced.markdown[-900:]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_summary_of_a_council_paper_has_eighty_words_at_most(name: str, lang: Lang) -> None:
    produced = made("council-paper", name, lang)
    assert words(section(produced, {"de": "Kurzfassung", "en": "Summary"}[lang])) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_texts_do_not_make_the_summary_longer(lang: Lang) -> None:
    long = changed(
        {
            "mandate": {"resolution": "a " * 99 + "a", "date": "2026-01-02"},
            "strategy": {"resources": "Wort " * 600 + "Ende. Und dann kommt noch ein Satz."},
        }
    )
    summary = section(produce(long, "council-paper", lang, None, TODAY), {"de": "Kurzfassung", "en": "Summary"}[lang])
    said = " ".join(plain(i) for block in walk(summary) for i in inlines_of(block))
    assert words(summary) <= 80
    assert {"de": "siehe Abschnitt „Kosten“", "en": "see section “Costs”"}[lang] in said
    assert {"de": "siehe Abschnitt „Auftrag“", "en": "see section “Mandate”"}[lang] in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_decision_has_three_to_eight_short_points(name: str, lang: Lang) -> None:
    produced = made("council-paper", name, lang)
    (points,) = section(produced, {"de": "Beschlussvorschlag", "en": "Proposed decision"}[lang])
    assert isinstance(points, OrderedList)
    assert 3 <= len(points.items) <= 8
    assert all(words(item.children) <= 40 for item in points.items)


def test_an_empty_plan_says_open_and_never_zero() -> None:
    produced = made("council-paper", "erste-stunde")
    assert "Maßnahmen: offen" in text_of(produced)
    assert cells(produced, "2026") == ["offen"] * 4
    assert cells(produced, "Finanziell") == ["offen", "offen"]
    assert not re.search(r"(?<![\d.])0(?![\d.])", text_of(produced).split("Über dieses Dokument")[0])
    report = made("annual-report", "erste-stunde")
    assert cells(report, "davon erledigt") == ["offen"]


def test_the_council_decides_on_the_measures_that_are_not_over() -> None:
    produced = made("council-paper", "musterstadt")
    printed = {row[0] for block in produced.document.blocks if isinstance(block, Table) for row in block.rows}
    codes = {plain(cell) for cell in printed if re.fullmatch(r"M-\d\d", plain(cell))}
    assert "M-02" in codes
    assert not codes & {"M-01", "M-20"}  # one is done, one was dropped
    assert "16 Maßnahmen" in text_of(produced)


def test_the_changes_are_those_since_the_last_decision() -> None:
    changes = [
        {"version": "1.0", "on": "2026-01-01", "what": "Erste Fassung"},
        {"version": "1.1", "on": "2026-06-01", "what": "Neue Nummern"},
    ]
    plan = changed({"mandate": {"date": "2026-02-01"}, "review": {"changes": changes}})
    shown = text_of(produce(plan, "council-paper", "de", None, TODAY))
    assert "Neue Nummern" in shown
    assert "Erste Fassung" not in shown


def test_the_countersigning_table_is_not_for_the_public() -> None:
    assert "Mitzeichnung" not in text_of(made("council-paper", "musterstadt"))
    inside = made("council-paper", "musterstadt", "de", "internal")
    assert re.fullmatch("_+", cells(inside, "Personalrat")[0])


SMALL = {
    "summary": "Im Jahr 2025 waren es 3 Vorfälle.",
    "dark_field": "Es wird wenig gemeldet.",
    "sources": [
        {"id": "a", "name": "Meldungen", "period": "2025", "finding": "Alle im Sozialamt.", "count": 4},
        {"id": "b", "name": "Befragung", "period": "2025", "finding": "Davon wurden 2 bedroht.", "count": 90},
        {"id": "c", "name": "Polizei", "period": "2025", "finding": "Keine Tat erfasst.", "count": 0},
        {"id": "d", "name": "Beratung", "period": "2025", "finding": "Zum Teil am Telefon."},
        {"id": "e", "name": "Vereine", "period": "2025", "finding": "In 12 von 61 Vereinen.", "count": 12},
    ],
}


def test_small_counts_and_sentences_on_them_are_left_out() -> None:
    plan = changed({"strategy": {"situation": SMALL}})
    report = produce(plan, "annual-report", "de", None, TODAY)
    assert cells(report, "Meldungen") == ["2025", "unter 5", "nicht genannt"]
    assert cells(report, "Befragung") == ["2025", "90", "nicht genannt"]
    assert cells(report, "Polizei") == ["2025", "0", "Keine Tat erfasst."]
    assert cells(report, "Beratung") == ["2025", "offen", "Zum Teil am Telefon."]
    assert cells(report, "Vereine") == ["2025", "12", "In 12 von 61 Vereinen."]
    paper = produce(plan, "council-paper", "de", None, TODAY)
    assert cells(paper, "Meldungen") == ["2025", "unter 5"]
    for produced in (report, paper):
        assert "Sozialamt" not in produced.markdown
        assert "3 Vorfälle" not in produced.markdown.replace("\u00a0", " ")


def test_a_stricter_limit_of_the_municipality_holds() -> None:
    plan = changed({"strategy": {"situation": SMALL}, "thresholds": {"small_counts": 20}})
    report = produce(plan, "annual-report", "de", "internal", TODAY)
    assert cells(report, "Vereine") == ["2025", "unter 20", "nicht genannt"]


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Es waren 3 Fälle.", True),
        ("4", True),
        ("In 2025 gab es 24 Meldungen, 17 mit Anzeige.", False),
        ("1.200 Menschen, 3,5 Prozent, am 4.5.2025, Beschluss 3/2025", False),
        ("0 Fälle", False),
        (None, False),
    ],
)
def test_a_sentence_with_a_small_number(said: str | None, hidden: bool) -> None:
    reader = Reader(redact(playbook("kleinhausen"), "public"), "de", "public", TODAY)
    assert reader.names_few(said) is hidden


def test_exercises_are_a_count_never_a_story() -> None:
    report = made("annual-report", "musterstadt", "de", "internal")
    assert cells(report, "Gehaltene Übungen im Zeitraum") == ["0"]  # the only one was held before the last report
    plan = changed(
        {
            "exercises": [
                {"id": "one", "title": "Geheime Übung", "held_on": "2026-11-01"},
                {"id": "two", "title": "Erst geplant", "planned_for": "2027-01-01"},
            ],
            "review": {"last_report": "2026-06-01"},
        }
    )
    report = produce(plan, "annual-report", "de", "internal", TODAY)
    assert cells(report, "Gehaltene Übungen im Zeitraum") == ["1"]
    assert "Geheime" not in report.markdown


def test_the_next_report_follows_the_last_one() -> None:
    plan = changed({"review": {"last_report": "2026-06-23", "report_interval": "P1Y"}})
    assert Reader(redact(plan, "public"), "de", "public", TODAY).next_report() == date(2027, 6, 23)
    without = changed({"review": {"last_report": None, "report_interval": "P1Y"}})
    assert Reader(redact(without, "public"), "de", "public", TODAY).next_report() is None


def test_overdue_measures_are_named() -> None:
    assert ", Frist vorbei" not in made("annual-report", "musterstadt").markdown
    later = produce(playbook("musterstadt"), "annual-report", "de", None, date(2027, 4, 1))
    assert cells(later, "M-05")[-1] == "läuft, Frist vorbei"
    assert cells(later, "M-01")[-1] == "erledigt"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_proposed_statement_has_at_most_160_words(lang: Lang) -> None:
    assert words(made("declaration", "erste-stunde", lang).document.blocks) <= 180  # with title, foot line, signatures


def test_every_office_that_signs_the_statement_has_a_line() -> None:
    labels = [b.label for b in made("declaration", "musterstadt").document.blocks if isinstance(b, Field)]
    assert labels == ["Die Bürgermeisterin", "der Personalrat", "die Gleichstellungsbeauftragte"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_netiquette_can_be_read_in_two_minutes(name: str, lang: Lang) -> None:
    produced = made("netiquette", name, lang)
    blocks = produced.document.blocks
    last = {"de": "Über dieses Dokument", "en": "About this document"}[lang]
    end = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and plain(b.children) == last)
    own = playbook(name).communication
    added = len((own.netiquette or "").split()) if own is not None else 0
    assert 200 <= words(blocks[:end]) - added <= 350


def test_the_annex_with_names_is_only_for_the_two_contacts() -> None:
    core = made("liaison-agreement", "musterstadt")
    annex = made("liaison-agreement", "musterstadt", "de", "confidential")
    for secret in ("Schlüterbusch", "Dienstgruppenleitung", "Feindeslisten"):
        assert secret not in core.markdown
        assert secret in annex.markdown
    for produced in (core, annex):
        assert "Keine Liste, keine Weitergabe ohne Rechtsgrundlage." in text_of(produced)
    with pytest.raises(KommaError):
        made("liaison-agreement", "musterstadt", "de", "mandate")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_an_agreement_has_twelve_sections(name: str, lang: Lang) -> None:
    blocks = made("liaison-agreement", name, lang).document.blocks
    heads = [plain(b.children).replace("\u00a0", " ") for b in blocks if isinstance(b, Heading)]
    numbered = [head.split()[1] for head in heads if head.startswith("§")]
    assert numbered == [str(number) for number in range(1, 13)]


def test_a_statement_is_filled_in_on_paper_and_rules_stand_beside_it() -> None:
    produced = made("statements", "musterstadt")
    labels = [b.label for b in produced.document.blocks if isinstance(b, Field)]
    assert labels[:3] == ["Was wir bestätigen", "Wie es den Menschen geht", "Was wir tun"]
    assert cells(produced, "Drohanruf")[0].startswith("Nach außen geht nichts")
    assert "[" not in text_of(produced)


def test_the_review_plan_names_its_law_and_where_it_was_read() -> None:
    produced = made("review-plan", "erste-stunde")
    assert "gesetze-im-internet.de" in produced.markdown.split("## Quellen")[1]
    assert cells(produced, "Nimmt Beschwerden an und prüft sie") == ["offen"]


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Kurz und gut. Noch ein Satz.", 3, "Kurz und gut."),
        ("Kurz und gut. Noch ein Satz.", 6, "Kurz und gut. Noch ein Satz."),
        ("Das kostet z. B. Geld und nach Nr. 3 Zeit. Ende.", 20, "Das kostet z. B. Geld und nach Nr. 3 Zeit. Ende."),
        ("Ein Satz, der zu lang ist.", 3, "offen"),
        (None, 3, "offen"),
    ],
)
def test_the_opening_of_a_text_ends_with_a_sentence(text: str | None, most: int, shown: str) -> None:
    reader = Reader(redact(playbook("kleinhausen"), "public"), "de", "public", TODAY)
    assert str(Filters(reader).opening(text, most)).replace("\\", "") == shown
