"""What every worksheet must hold, in German and English: same keys, plain sentences, nothing that does harm."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from komma_cli.texts import LANGUAGES, Lang, facts, names, words
from komma_cli.worksheets import Worksheet, worksheet, worksheets
from tests.contracts.test_library_texts import FORBIDDEN, HARD_LIMIT, PARTIES, RECORDING, SPOKEN

IDS = tuple(name for name in names("worksheets") if not name.startswith("_"))
SAID = {"title", "purpose", "takes_part", "before", "sections", "result", "caution"}
PARTS = ("opening", "before", "caution")
ABBREVIATION = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
FREE = {"AGG"}
"""May stand alone once it was explained on the same sheet; everything else needs its words each time."""
DATA_LAW = re.compile(r"DSGVO|GDPR|BDSG|LDSG|Art\. ?\d")
NO_TIME = re.compile(r"\b(?:demnächst|bald|in letzter Zeit|umgehend|soon|recently|lately)\b", re.I)

every_sheet = pytest.mark.parametrize("identifier", IDS)
both_languages = pytest.mark.parametrize("lang", LANGUAGES)


def said(identifier: str, lang: Lang) -> dict[str, Any]:
    found: dict[str, Any] = words(f"worksheets/{identifier}", lang)
    return found


def sentences(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of everything that people read as a sentence or line, in reading order."""
    yield from (("purpose", sheet.purpose), ("takes_part", sheet.takes_part))
    for part in ("opening", "before"):
        yield from ((f"{part}.{note.id}", note.text) for note in getattr(sheet, part))
    for section in sheet.sections:
        if section.intro:
            yield f"{section.id}.intro", section.intro
        for item in section.items:
            yield f"{item.id}.text", item.text
            if item.hint:
                yield f"{item.id}.hint", item.hint
            yield f"{item.id}.short", item.short
    yield "result", sheet.result
    yield from ((f"caution.{note.id}", note.text) for note in sheet.caution)


def lines(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Yield sentences, titles and answers."""
    yield from chain([("title", sheet.title)], sentences(sheet))
    for section in sheet.sections:
        yield f"{section.id}.title", section.title
        for item in section.items:
            yield from ((f"{item.id}.{option.id}", option.text) for option in item.options)


def keys(said: Any) -> Any:
    """Return the keys of nested mappings in their order; a text that may stand alone counts as its own ``text``."""
    return {key: keys(value) for key, value in said.items()} if isinstance(said, dict) else None


def same_order(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return not isinstance(one, dict) and not isinstance(other, dict)
    return list(one) == list(other) and all(same_order(one[key], other[key]) for key in one)


def test_no_words_without_a_sheet() -> None:
    for lang in LANGUAGES:
        assert {name for name in names(f"{lang}/worksheets") if not name.startswith("_")} == set(IDS)


@every_sheet
@both_languages
def test_keys_agree_with_the_neutral_file(identifier: str, lang: Lang) -> None:
    neutral, told = facts(f"worksheets/{identifier}"), said(identifier, lang)
    assert set(told) == SAID | ({"opening"} if "opening" in neutral else set())
    for part in PARTS:
        assert list(told.get(part, {})) == [note["id"] for note in neutral.get(part, ())]
    assert list(told["sections"]) == [section["id"] for section in neutral["sections"]]
    for section in neutral["sections"]:
        here = told["sections"][section["id"]]
        assert {"title", "items"} <= set(here) <= {"title", "intro", "items"}
        assert list(here["items"]) == [item["id"] for item in section["items"]]
        for item in section["items"]:
            entry = here["items"][item["id"]]
            if isinstance(entry, dict):
                assert "text" in entry and set(entry) <= {"text", "hint", "short", "options"}, item["id"]
                assert list(entry.get("options", {})) == item.get("options", []), item["id"]


@every_sheet
def test_both_languages_say_the_same_things(identifier: str) -> None:
    assert same_order(keys(said(identifier, "de")), keys(said(identifier, "en")))


@every_sheet
def test_both_languages_name_the_same_numbers(identifier: str) -> None:
    english = dict(lines(worksheet(identifier, "en")))
    for place, sentence in lines(worksheet(identifier, "de")):
        assert sorted(re.findall(r"\d+", sentence)) == sorted(re.findall(r"\d+", english[place])), place


@every_sheet
@both_languages
def test_sentences_are_clean_short_and_printable_everywhere(identifier: str, lang: Lang) -> None:
    sheet = worksheet(identifier, lang)
    for place, sentence in lines(sheet):
        assert sentence == " ".join(sentence.split()), place
        assert len(sentence) <= 200, place
        sentence.encode("cp1252")
        for part in re.split(r"[.?:;] ", sentence):
            assert len(part.split()) <= HARD_LIMIT[lang], (place, part)
    assert len(sheet.title) <= 60
    for place, sentence in sentences(sheet):
        assert sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith("komma"), place
    for note in (*sheet.opening, *sheet.before, *sheet.caution):
        assert note.text.rstrip("“”")[-1] in ".?", note.id


@both_languages
def test_steps_are_short_enough_for_a_tired_person(lang: Lang) -> None:
    lengths = {
        f"{sheet.id}.{item.id}": len(item.text.split())
        for sheet in worksheets(lang)
        if sheet.kind == "steps"
        for item in sheet.items
    }
    assert max(lengths.values()) <= HARD_LIMIT[lang]
    over_the_aim = [place for place, length in lengths.items() if length > 14]
    assert len(over_the_aim) <= len(lengths) / 20, over_the_aim


def test_german_steps_address_the_person_who_acts() -> None:
    for sheet in worksheets("de"):
        for item in sheet.items if sheet.kind == "steps" else ():
            assert re.search(r"\b\w+n Sie\b", item.text), item.id
            assert not re.search(r"\b(?:Sie|Ihre?[nmrs]?)\b", item.short), item.id


@every_sheet
@both_languages
def test_no_word_that_hurts_or_hides(identifier: str, lang: Lang) -> None:
    for place, sentence in lines(worksheet(identifier, lang)):
        assert not FORBIDDEN[lang].search(sentence), place
        assert not PARTIES.search(sentence), place
        assert not NO_TIME.search(sentence), place


@every_sheet
@both_languages
def test_abbreviations_are_explained_before_they_are_used(identifier: str, lang: Lang) -> None:
    explained: set[str] = set()
    for place, sentence in sentences(worksheet(identifier, lang)):
        explained |= set(re.findall(r"\(([A-ZÄÖÜ]{2,})\)", sentence))
        for short in ABBREVIATION.findall(sentence):
            assert short in explained, (place, short)


@every_sheet
@both_languages
def test_nobody_is_told_to_record_a_conversation(identifier: str, lang: Lang) -> None:
    for place, sentence in sentences(worksheet(identifier, lang)):
        assert not (RECORDING.search(sentence) and SPOKEN.search(sentence)), place


@every_sheet
@both_languages
def test_no_number_address_or_mail_is_written_into_a_sheet(identifier: str, lang: Lang) -> None:
    for place, sentence in lines(worksheet(identifier, lang)):
        assert not re.search(r"@|https?:|\d{5,}", sentence), place


@every_sheet
@both_languages
def test_no_sheet_claims_a_legal_basis_for_data(identifier: str, lang: Lang) -> None:
    for place, sentence in lines(worksheet(identifier, lang)):
        assert not DATA_LAW.search(sentence), place


@every_sheet
@both_languages
def test_a_period_is_only_named_where_the_law_was_cited(identifier: str, lang: Lang) -> None:
    sheet = worksheet(identifier, lang)
    for line in (*sheet.opening, *sheet.before, *sheet.items, *sheet.caution):
        told = f"{line.text} {getattr(line, 'hint', None) or ''}"
        if re.search(r"\b2 (?:Monate|months)\b", told):
            assert "L:AGG-15" in line.sources, line.id
            assert re.search(r"Tarifvertrag|collective agreement", told), line.id
        if re.search(r"\b2 (?:Wochen|weeks)\b", told):
            assert "L:BGB-626" in line.sources, line.id
        if re.search(r"das AGG|the AGG|Gleichbehandlungsgesetz|Equal Treatment Act", told, re.I):
            assert any(source.startswith("L:AGG") or source == "D14" for source in line.sources), line.id


SURVEYS = [sheet.id for sheet in worksheets() if sheet.kind == "questions" and sheet.anonymous]


def test_both_surveys_are_anonymous() -> None:
    assert {"staff-survey", "council-survey"} <= set(SURVEYS)


@pytest.mark.parametrize("identifier", SURVEYS)
@pytest.mark.parametrize(
    ("where", "german", "english"),
    [
        ("opening", "freiwillig", "voluntary"),
        ("opening", "anonym", "anonymous"),
        ("opening", r"Es geht um .*(?:Gewalt)", r"It is about .*(?:violence)"),
        ("opening", "keine Meldung", "not a report"),
        ("before", "Datenschutzbeauftragten", "data protection officers"),
        ("caution", "keine Zahl unter 5", "no number below 5"),
    ],
)
def test_a_survey_says_what_it_must(identifier: str, where: str, german: str, english: str) -> None:
    for lang, wanted in (("de", german), ("en", english)):
        notes = getattr(worksheet(identifier, lang), where)
        assert any(re.search(wanted, note.text) for note in notes), wanted


def test_the_staff_survey_is_agreed_with_the_staff_council() -> None:
    assert any("Personalrat" in note.text for note in worksheet("staff-survey").before)


@pytest.mark.parametrize("identifier", SURVEYS)
def test_a_survey_asks_nothing_that_gives_somebody_away(identifier: str) -> None:
    sheet = worksheet(identifier, "en")
    asked = " ".join(item.text for item in sheet.items)
    assert not re.search(r"\b(?:name|born|birth|old are you|nationality|how long have you)\b", asked, re.I)
    assert all(item.answer != "line" for item in sheet.items)
    assert len(sheet.items) <= 22
    assert sheet.help


def test_the_areas_of_the_staff_survey_are_large_and_at_least_five() -> None:
    area = worksheet("staff-survey").items[0]
    assert len(area.options) >= 6  # five areas and "no answer"
    assert any("mindestens 20" in note.text for note in worksheet("staff-survey").before)


def test_the_way_round_nothing_experienced_leads_to_a_question_that_exists() -> None:
    for lang in LANGUAGES:
        sheet = worksheet("staff-survey", lang)
        section = next(section for section in sheet.sections if section.id == "last-time")
        target = int(re.findall(r"\d+", str(section.intro))[0])
        assert sheet.items[target - 1].id == "knows-contact"


def test_the_clearing_sheet_is_honest_and_replaces_nothing() -> None:
    for lang, unpublished, never in (("de", "nicht gefunden", "ersetzt nie"), ("en", "found no", "never replaces")):
        sheet = worksheet("clearing", lang)
        assert unpublished in sheet.opening[0].text
        assert any(never in item.text for item in sheet.items)


def test_the_complaint_office_is_never_called_confidential_counselling() -> None:
    for lang in LANGUAGES:
        for place, sentence in sentences(worksheet("complaint-office-setup", lang)):
            if re.search(r"vertraulich|confidential", sentence, re.I):
                assert place in ("before.counselling-apart", "first-talk.hint", "caution.not-confidential"), place


def test_evidence_is_kept_before_anything_is_put_away_or_changed() -> None:
    steps = [item.id for item in worksheet("complaint-office-setup").items]
    assert steps.index("evidence") < steps.index("hear-accused") < steps.index("assess") < steps.index("archive")
    for lang, before in (("de", "bevor Sie sie ändern"), ("en", "before you change it")):
        assert any(before in note.text for note in worksheet("document-review", lang).caution)


def test_who_decides_on_personnel_neither_counsels_nor_hears_nor_examines() -> None:
    for section in worksheet("complaint-office-setup").sections:
        if section.id == "examine":
            assert all("hr" not in (item.role, *item.also) for item in section.items)


def test_rising_numbers_are_read_before_they_are_judged() -> None:
    notes = {note.id: note for note in worksheet("review-indicators").caution}
    assert "B16" in notes["rising"].sources
    assert "N7" in notes["same-period"].sources
    assert "12 Monate" in notes["same-period"].text
