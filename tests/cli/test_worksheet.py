"""``komma worksheet``: the list, one sheet on the screen, one sheet on paper."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from lxml import html

from komma_cli.render.proof.pdf_opened import pdf_pieces
from komma_cli.texts import LANGUAGES, Lang, text
from komma_cli.worksheets import worksheet, worksheets
from tests.cli.conftest import Run, written_files
from tests.unit.render.pdf_audit import norms_broken
from tests.unit.render.test_html import faults as page_faults

IDS = [sheet.id for sheet in worksheets()]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("arguments", [[], ["list"]], ids=["nothing", "list"])
def test_the_list_names_every_sheet_with_its_title(komma: Run, lang: Lang, arguments: list[str]) -> None:
    ended = komma("worksheet", *arguments, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    for sheet in worksheets(lang):
        assert re.search(rf"^  {sheet.id} +{re.escape(sheet.title)}$", ended.out, re.M)
    assert text("worksheets.area_internal_review", lang) in ended.out.splitlines()


def test_an_area_narrows_the_list(komma: Run) -> None:
    ended = komma("worksheet", "list", "--area", "exchange")
    assert "council-survey" in ended.out
    assert "staff-survey" not in ended.out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("identifier", IDS)
def test_a_sheet_is_shown_whole_and_fits_the_screen(komma: Run, identifier: str, lang: Lang) -> None:
    ended = komma("worksheet", "show", identifier, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    shown, sheet = " ".join(ended.out.split()), worksheet(identifier, lang)
    notes = (*sheet.opening, *sheet.before, *sheet.caution)
    for told in (sheet.title, sheet.purpose, sheet.result, *(note.text for note in notes)):
        assert told in shown
    for item in sheet.items:
        assert f"{item.number}. {item.text}" in shown
        assert item.hint is None or item.hint in shown
        assert all(f"[ ] {option.text}" in shown for option in item.options)
    for source in sheet.sources:
        assert source.url in shown
    for line in ended.out.splitlines():
        assert len(line) <= 78 or "://" in line, line
        assert not line.endswith("[ ]"), line


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
@pytest.mark.parametrize("identifier", IDS)
def test_old_consoles_show_every_sign(komma: Run, identifier: str, encoding: str) -> None:
    here, there = (komma("worksheet", "show", identifier, encoding=code) for code in ("utf-8", encoding))
    assert there.code == 0
    assert there.out.count("?") == here.out.count("?")
    assert not re.search("[„“–…]", there.out) or encoding == "cp1252"


def test_sources_have_a_date_and_what_is_derived_says_so(komma: Run) -> None:
    out = komma("worksheet", "show", "complaint-office-setup").out
    assert "AGG § 13: https://www.gesetze-im-internet.de/agg/__13.html, Stand 29.04.2026" in " ".join(out.split())
    assert text("worksheets.certain_d", "de", numbers="4, 11-12") in out
    assert "Keine Rechtsberatung" in out


def test_help_is_shown_with_number_source_and_the_request_to_call_first(komma: Run) -> None:
    out = " ".join(komma("worksheet", "show", "staff-survey").out.split())
    assert "116123" in out
    assert text("cli.directory_confirm", "de") in out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("identifier", IDS)
def test_a_sheet_is_written_as_markdown_and_word(komma: Run, folder: Path, identifier: str, lang: Lang) -> None:
    ended = komma("worksheet", "print", identifier, "--format", "md,docx", "-o", "neu/blatt", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    files = [folder / "neu" / "blatt" / f"worksheet-{identifier}-{lang}.{form}" for form in ("md", "docx")]
    assert {Path("neu/blatt", file.name) for file in files} == written_files(ended.out)
    sheet, markdown = worksheet(identifier, lang), files[0].read_text("utf-8")
    word = Document(io.BytesIO(files[1].read_bytes()))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    told = " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells]).replace("\u00a0", " ")
    for item in sheet.items:
        assert item.text in markdown.replace("\u00a0", " ")
        assert item.text in told
    if sheet.kind in ("questions", "checklist", "assessment"):
        assert any(cell.split("\u00a0")[0] == "☐" for cell in cells)
        assert "[ ]" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("identifier", IDS)
def test_a_sheet_is_a_pdf_and_a_page_for_a_screen_reader(komma: Run, folder: Path, identifier: str, lang: Lang) -> None:
    ended = komma("worksheet", "print", identifier, "--format", "pdf,html", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    paper, site = (folder / f"worksheet-{identifier}-{lang}.{form}" for form in ("pdf", "html"))
    assert norms_broken(paper.read_bytes()) == []
    assert page_faults(html.document_fromstring(site.read_bytes()), lang) == []


def test_what_participants_get_stands_on_pages_of_its_own(komma: Run, folder: Path) -> None:
    komma("worksheet", "print", "staff-survey", "--format", "md")
    leader, form, evaluation = (folder / "worksheet-staff-survey-de.md").read_text("utf-8").split("<!-- pagebreak -->")
    sheet = worksheet("staff-survey")
    assert all(note.text in leader and note.text not in form for note in sheet.caution)
    assert all(note.text in form for note in sheet.opening)
    assert "116123" in form
    assert re.search(r"^\| 22 \|", evaluation, re.M)
    assert not (folder / "worksheet-staff-survey-de.docx").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_that_is_a_sentence_is_counted_without_its_full_stop(komma: Run, folder: Path, lang: Lang) -> None:
    komma("worksheet", "print", "staff-survey", "--format", "md", lang=lang)
    markdown = (folder / f"worksheet-staff-survey-{lang}.md").read_text("utf-8")
    assert any(option.text.endswith(".") for item in worksheet("staff-survey", lang).items for option in item.options)
    assert ".: " not in markdown.replace("\u00a0", " ")


@pytest.mark.parametrize(("identifier", "pages"), [("council-survey", 4), ("strategy-group", 3)])
def test_sources_have_no_page_of_their_own(komma: Run, folder: Path, identifier: str, pages: int) -> None:
    komma("worksheet", "print", identifier, "--format", "pdf")
    content = (folder / f"worksheet-{identifier}-de.pdf").read_bytes()
    told = [str(words) for place, words in pdf_pieces(content, "") if place.endswith("[text]")]
    assert len(told) == pages
    assert all(words.count("ohne Datum") == 0 or "Vorsicht" in words for words in told)


def test_totals_stand_under_every_block(komma: Run, folder: Path) -> None:
    komma("worksheet", "print", "self-assessment", "--format", "md")
    markdown = (folder / "worksheet-self-assessment-de.md").read_text("utf-8")
    assert len(re.findall(r"von 10\*\* \|$", markdown, re.M)) == len(worksheet("self-assessment").sections)


def test_the_same_sheet_gives_the_same_bytes(komma: Run, folder: Path) -> None:
    for target in ("a", "b"):
        komma("worksheet", "print", "clearing", "--format", "all", "-o", target)
    for form in ("md", "docx", "pdf", "html"):
        name = f"worksheet-clearing-de.{form}"
        assert (folder / "a" / name).read_bytes() == (folder / "b" / name).read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "key", "values"),
    [
        (["zeigen"], "worksheets.no_action", {"value": "zeigen"}),
        (["show"], "worksheets.which", {}),
        (["print", "-o", "x"], "worksheets.which", {}),
        (["list", "clearing"], "worksheets.not_wanted", {"value": "clearing"}),
    ],
)
def test_wrong_words_say_what_is_possible(
    komma: Run, lang: Lang, arguments: list[str], key: str, values: dict[str, str]
) -> None:
    ended = komma("worksheet", *arguments, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says(key, lang, **values)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["show", "staf-survey"], "staff-survey"),
        (["print", "clering"], "clearing"),
        (["list", "--area", "innen"], "internal_review"),
        (["print", "clearing", "--format", "odt"], "docx, pdf, html, md"),
    ],
)
def test_unknown_values_name_the_known_ones(
    komma: Run, folder: Path, lang: Lang, arguments: list[str], named: str
) -> None:
    ended = komma("worksheet", *arguments, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert named in ended.flat
    assert list(folder.iterdir()) == []
