"""The empty forms: what every field, every page and every sentence of them promises (domain research, forms, 25.6)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.catalog import documents
from komma_cli.render.pdf import write_pdf
from komma_cli.render.produce import Produced, produce
from komma_cli.render.tree import Callout, Field, Heading, Paragraph, plain, walk
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse
from tests.unit.render.docx_audit import audit

PLAYBOOKS = Path(__file__).parents[3] / "playbooks"
FORMS = {spec.id: spec for spec in documents() if spec.id.startswith("form-")}
ACUTE = ("form-incident", "form-threat-call", "form-threat-letter", "form-evidence", "form-aftercare")
LAWFUL = ("form-threat-call", "form-aftercare", "form-complaint", "form-criminal-complaint", "form-register-block")
MANDATORY = {"de": "Pflichtangabe", "en": "required"}
OPTIONAL = {"de": "freiwillig", "en": "optional"}
OFFICE = {"de": "Nur von der Dienststelle auszufüllen", "en": "To be filled in by the office only"}
CONFIDENTIAL = {
    "de": "Ausgefüllt ist dieses Blatt vertraulich.",
    "en": "Once filled in, this sheet is confidential.",
}
FULL, ALMOST_EMPTY = "musterstadt", "erste-stunde"
NOTICE_WORDS = 150
FREE_TEXT_LINES = 6

every_form = pytest.mark.parametrize("name", FORMS)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


@cache
def playbook(name: str) -> Playbook:
    made, problems = validate(parse((PLAYBOOKS / f"{name}.komma.yaml").read_text(encoding="utf-8")))
    assert made is not None, problems
    return made


@cache
def form(name: str, lang: Lang, source: str = FULL) -> Produced:
    return produce(playbook(source), name, lang, None, date(2026, 12, 1))


def fields(produced: Produced) -> list[Field]:
    return [block for block in produced.document.blocks if isinstance(block, Field)]


def before_the_office(produced: Produced, lang: Lang) -> list[Field]:
    """Return the fields that whoever reports or complains fills in."""
    blocks = list(produced.document.blocks)
    (place,) = [
        index
        for index, block in enumerate(blocks)
        if isinstance(block, Heading) and plain(block.children) == OFFICE[lang]
    ]
    return [block for block in blocks[:place] if isinstance(block, Field)]


def words(produced: Produced) -> str:
    """Return everything that is said outside fields, each paragraph in a line."""
    blocks = walk(produced.document.blocks)
    return "\n".join(plain(block.children) for block in blocks if isinstance(block, Paragraph))


def test_all_nine_are_there_in_order() -> None:
    assert [(spec.order, spec.code) for spec in FORMS.values()] == [(50 + n, f"F{n + 1}") for n in range(9)]
    assert {spec.classification for spec in FORMS.values()} == {"internal"}


@every_language
@every_form
def test_every_field_says_whether_it_must_be_filled_in(name: str, lang: Lang) -> None:
    for field in before_the_office(form(name, lang), lang):
        hint = plain(field.hint)
        assert field.label.strip()
        assert re.match(rf"\(({MANDATORY[lang]}|{OPTIONAL[lang]})\b", hint), (field.label, hint)
        assert "*" not in field.label + hint


@every_language
@every_form
def test_the_office_fills_in_last(name: str, lang: Lang) -> None:
    produced = form(name, lang)
    before = before_the_office(produced, lang)
    after = fields(produced)[len(before) :]
    assert before
    assert after
    headings = [plain(block.children) for block in produced.document.blocks if isinstance(block, Heading)]
    assert headings[-1] == OFFICE[lang]


@every_language
@pytest.mark.parametrize("source", [FULL, ALMOST_EMPTY])
@every_form
def test_a_form_stays_on_its_pages(name: str, lang: Lang, source: str) -> None:
    produced = form(name, lang, source)
    assert write_pdf(produced.document).count <= (FORMS[name].pages or 0)


@every_form
def test_questions_are_the_same_in_both_languages(name: str) -> None:
    german, english = fields(form(name, "de")), fields(form(name, "en"))
    assert [(each.kind, each.lines, len(each.options)) for each in german] == [
        (each.kind, each.lines, len(each.options)) for each in english
    ]
    for de, en in zip(german, english, strict=True):
        assert (MANDATORY["de"] in plain(de.hint)) == (MANDATORY["en"] in plain(en.hint))


@every_language
@every_form
def test_nobody_is_asked_where_somebody_comes_from(name: str, lang: Lang) -> None:
    asked = " ".join(
        f"{field.label} {plain(field.hint)} {' '.join(plain(option) for option in field.options)}"
        for field in fields(form(name, lang))
    )
    asked = asked.replace("ethnische Herkunft", "").replace("ethnic origin", "")  # the ground of a complaint (AGG)
    assert not re.search(r"Nationalität|Staatsangeh|Ausländ|Herkunft|Hautfarbe|Migration|südländ", asked)
    assert not re.search(r"(?i)nationalit|foreign|origin(?!al)|\bskin|migra", asked)


@every_language
@every_form
def test_no_form_asks_for_a_home_address_or_a_recording(name: str, lang: Lang) -> None:
    everything = form(name, lang).markdown
    assert not re.search(r"Tonaufnahme|aufzeichnen|mitschneiden|record the call", everything)
    if name != "form-register-block":  # the registration office blocks homes, so it must know them
        for field in fields(form(name, lang)):
            assert not re.search(r"Wohnanschrift|Privatanschrift|home address", field.label)


@every_language
@every_form
def test_a_form_says_what_happens_with_it(name: str, lang: Lang) -> None:
    said = words(form(name, lang))
    assert CONFIDENTIAL[lang] in said
    (notice,) = [line for line in said.split("\n") if line.startswith(("Datenschutz.", "Data protection."))]
    assert len(notice.split()) <= NOTICE_WORDS
    assert re.search(r"Stadt Musterstadt|Town of Musterstadt", notice)
    known = name == "form-incident"  # the plan says it for reports alone
    basis, kept = ("Artikel 6 ", "3.(?:Jahre|years)") if known else ("(?:offen|not settled yet)",) * 2
    assert re.search(rf"(?:Rechtsgrundlage|Legal basis): {basis}", notice)
    assert re.search(rf"(?:Gelöscht wird nach|Deleted after): {kept}", notice)
    assert "0221\u00a04710083" in notice  # the data protection officer of Musterstadt


@every_language
@every_form
def test_somebody_helps_with_the_form(name: str, lang: Lang) -> None:
    assert re.search(
        r"(?i)\b(?:Hilfe|hilft|helps?|Fragen zu diesem Papier|Questions about this paper)\b", words(form(name, lang))
    )


@every_language
@every_form
def test_help_begins_with_the_emergency_numbers_and_formal_papers_do_not(name: str, lang: Lang) -> None:
    produced = form(name, lang)
    boxes = [block for block in produced.document.blocks if isinstance(block, Callout) and block.kind == "caution"]
    assert (FORMS[name].family == "help") == (name in ACUTE)
    if name not in ACUTE:
        assert boxes == []
        return
    (box,) = boxes
    assert produced.document.blocks.index(box) == 1  # right behind the title
    assert {"110", "112"} <= set(re.findall(r"\d{3}", plain(box.title)))
    assert "444" in " ".join(plain(child.children) for child in box.children if isinstance(child, Paragraph))


@every_language
@pytest.mark.parametrize("name", LAWFUL)
def test_law_is_printed_with_its_day_and_its_source(name: str, lang: Lang) -> None:
    last = form(name, lang).markdown.rstrip().split("\n")
    (sources,) = [line for line in last if line.startswith(("Quellen: ", "Sources: "))]
    assert "gesetze-im-internet.de" in sources
    assert re.search(r"(?:Stand|as of) \d\d\.\d\d\.\d{4}", sources)
    assert re.search(r"keine Rechtsberatung|not legal advice", sources)


@every_language
def test_a_complaint_says_that_the_period_for_claims_goes_on(lang: Lang) -> None:
    said = words(form("form-complaint", lang))
    assert re.search(r"Beschwerde allein wahrt die Frist nicht|complaint alone does not meet the deadline", said)
    assert re.search(r"zwei Monaten|two months", said)


@every_language
def test_the_skeleton_of_a_ban_carries_the_mark_on_each_letter(lang: Lang) -> None:
    for source in (FULL, ALMOST_EMPTY):
        produced = form("form-warning-ban", lang, source)
        titles = [plain(block.title) for block in produced.document.blocks if isinstance(block, Callout)]
        assert titles == [{"de": "Rechtsamt prüft", "en": "The legal office checks"}[lang]] * 2
    labels = " ".join(field.label for field in fields(produced))
    assert re.search(r"Vom und bis zum|From and until", labels)  # never a ban without an end


def test_the_report_form_asks_what_the_town_has_decided_to_ask() -> None:
    own = playbook(FULL).reporting
    assert own is not None
    asked = fields(form("form-incident", "de"))[: len(own.form_fields)]
    assert [field.label for field in asked] == [field.label for field in own.form_fields]
    assert [MANDATORY["de"] in plain(field.hint) for field in asked] == [each.mandatory for each in own.form_fields]


@every_language
def test_without_a_decision_of_the_town_four_answers_are_required(lang: Lang) -> None:
    asked = before_the_office(form("form-incident", lang, ALMOST_EMPTY), lang)
    assert len([field for field in asked if MANDATORY[lang] in plain(field.hint)]) == 4


def test_the_report_form_leads_to_every_other_form() -> None:
    last = fields(form("form-incident", "de"))[-1]
    led = " ".join(plain(option) for option in last.options)
    assert re.findall(r"F\d", led) == [spec.code for spec in FORMS.values()][1:]


@every_form
def test_there_is_room_to_tell_what_happened(name: str) -> None:
    told = [
        field for field in fields(form(name, "de")) if re.search(r"(?i)was .*(?:passiert|gesch|gesagt)", field.label)
    ]
    wanted = [field for field in told if field.kind == "long" and MANDATORY["de"] in plain(field.hint)]
    assert all(field.lines >= FREE_TEXT_LINES for field in wanted)
    assert wanted or name in ("form-threat-call", "form-threat-letter", "form-aftercare", "form-register-block")


@every_language
@every_form
def test_a_form_in_word_is_clean(name: str, lang: Lang) -> None:
    from komma_cli.render.docx import write_docx

    assert audit(write_docx(form(name, lang).document), {"de": "de-DE", "en": "en-GB"}[lang]) == []
