"""The catalogue: what it promises to every other room, and what a stressed reader may rely on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import chain, pairwise
from typing import Any

import pytest

from komma_cli import catalogue
from komma_cli.errors import DataError, KommaError
from komma_cli.model.escalation import Level, Modifier
from komma_cli.model.fields import DURATION
from komma_cli.model.liaisons import Liaison
from komma_cli.model.roles import Role
from komma_cli.model.support import AftercareStep
from komma_cli.texts import LANGUAGES, Lang, error_words, facts, words

FILES = ("levels", "roles", "aftercare", "liaison")
EXTERNAL = ["level-0", "level-1", "level-2", "level-3"]
INTERNAL = ["internal-a", "internal-b", "internal-c"]
ROLES = {
    "head", "coordination", "contact-staff", "contact-officials", "first-assessor", "first-responder", "line-manager",
    "department-head", "hr", "legal", "public-order", "session-chair", "crisis-team", "strategy-group",
    "steering-group", "complaint-office", "confidential-counselling", "antidiscrimination-office", "equality-officer",
    "staff-council", "disability-representation", "safety-officer", "company-doctor", "data-protection", "it",
    "press", "mail-room", "building-management", "internal-reporting-office", "supervisory-authority",
}  # fmt: skip
BODY_KINDS = {
    "emergency", "police", "prosecution", "constitution_protection", "counselling", "complaint", "reporting",
    "psychosocial", "medical", "insurer", "legal_aid", "victim_fund", "peer", "network", "portal", "supervision",
    "other",
}  # fmt: skip
CORE = {"head", "coordination", "contact-staff"}


def shape(value: object) -> object:
    """What must be equal in two languages: keys and lengths, not the words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return len(value)
    return type(value).__name__


def sentences(value: object) -> Iterator[str]:
    """Every text inside nested plain data."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)
    elif isinstance(value, str):
        yield value


def said(lang: Lang) -> list[str]:
    """Everything the catalogue says in a language (glossary: terms and definitions)."""
    spoken = [text for name in FILES for text in sentences(words(name, lang))]
    return spoken + [text for term in catalogue.glossary(lang) for text in (term.term, term.definition)]


def days(duration: str) -> float:
    """Rough length of an ISO duration in days, enough to compare two of them."""
    date, _, time = duration.partition("T")
    units = {"Y": 365.0, "M": 30.4, "W": 7.0, "D": 1.0}
    total = sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([YMWD])", date))
    return total + sum(
        int(number) * {"H": 1 / 24, "M": 1 / 1440}[unit] for number, unit in re.findall(r"(\d+)([HM])", time)
    )


def steps(card: catalogue.RoleCard) -> tuple[str, ...]:
    return card.first_minutes + card.same_day + card.this_week


# --- both languages, frozen, lazy -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_german_and_english_have_the_same_shape(name: str) -> None:
    assert shape(words(name, "de")) == shape(words(name, "en"))


def test_the_glossary_defines_the_same_terms_with_the_same_sources_in_both_languages() -> None:
    german, english = ({term.id: (term.kind, term.source) for term in catalogue.glossary(lang)} for lang in LANGUAGES)
    assert german == english


def test_english_is_not_left_in_german() -> None:
    same = set(said("de")) & set(said("en"))
    assert all(len(text.split()) <= 2 for text in same), same


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_without_a_fact_and_no_fact_without_words(lang: Lang) -> None:
    assert list(words("levels", lang)["levels"]) == [item.id for item in catalogue.levels(lang)]
    assert list(words("levels", lang)["modifiers"]) == [item.id for item in catalogue.modifiers(lang)]
    assert list(words("roles", lang)) == [item.id for item in catalogue.roles(lang)]
    assert list(words("aftercare", lang)["steps"]) == [item.id for item in catalogue.aftercare(lang)]
    assert list(words("liaison", lang)) == [item.id for item in catalogue.liaison_points(lang)]
    for item in catalogue.levels(lang):
        assert set(words("levels", lang)["levels"][item.id]["triggers"]) == {trigger.id for trigger in item.triggers}


def test_results_are_hashable_and_so_cannot_be_changed_by_another_room() -> None:
    for items in (catalogue.levels("de"), catalogue.modifiers("de"), catalogue.roles("de"), catalogue.aftercare("de"),
                  catalogue.liaison_points("de"), catalogue.glossary("de")):  # fmt: skip
        assert len({hash(item) for item in items}) == len(items)
        assert all(is_dataclass(item) for item in items)


def test_importing_the_catalogue_reads_no_file() -> None:
    code = "import komma_cli.catalogue, komma_cli.texts as t; print(t.facts.cache_info().misses)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_missing_words_are_reported_with_id_and_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "words", lambda name, lang: {})
    catalogue.roles.cache_clear()
    try:
        with pytest.raises(DataError) as caught:
            catalogue.roles("en")
    finally:
        catalogue.roles.cache_clear()
    assert caught.value.values == {"item": "head", "file": "en/roles.yaml"}
    assert "head" in error_words(caught.value.key, "de", **caught.value.values)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("ask", "wrong", "right"),
    [(catalogue.level, "level2", "level-2"), (catalogue.role, "cordination", "coordination")],
)
def test_an_unknown_id_names_the_nearest_known_one(ask: Any, wrong: str, right: str, lang: Lang) -> None:
    with pytest.raises(KommaError) as caught:
        ask(wrong, lang)
    message, hint = error_words(caught.value.key, lang, **caught.value.values)
    assert wrong in message
    assert right in hint
    assert ask(right, lang).id == right


# --- sources --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_source_is_used_and_has_an_address_and_an_honest_date(name: str) -> None:
    text = str({key: value for key, value in facts(name).items() if key != "sources"})
    for source_id, source in facts(name)["sources"].items():
        assert f"'{source_id}'" in text, f"{source_id} is not used"
        assert source["url"].startswith(("https://", "http://"))
        assert source["as_of"] is None or re.fullmatch(r"\d{4}(-\d{2}){0,2}", source["as_of"])
        if "gesetze-im-internet" in source["url"]:
            assert source["as_of"] == "2026-04-29", "law is cited with the day of the snapshot"


def test_a_source_id_means_the_same_page_everywhere() -> None:
    seen: dict[str, dict[str, str]] = {}
    for name in FILES:
        for source_id, source in facts(name)["sources"].items():
            assert seen.setdefault(source_id, source) == source


def test_everything_rests_on_a_source_and_says_how_sure_it_is() -> None:
    items: list[Any] = [*catalogue.levels("de"), *catalogue.modifiers("de"), *catalogue.roles("de")]
    items += [*catalogue.aftercare("de"), *catalogue.liaison_points("de")]
    items += [trigger for level in catalogue.levels("de") for trigger in level.triggers]
    for item in items:
        assert item.sources, item.id
        assert item.confidence in {"L", "S", "D"}, item.id
        if item.confidence == "L":
            assert any("gesetze-im-internet" in source.url for source in item.sources), item.id


# --- levels ---------------------------------------------------------------------------------------------------------


def test_two_tracks_with_ranks_without_gaps() -> None:
    assert [item.id for item in catalogue.levels("de")] == EXTERNAL + INTERNAL
    for track, ids in (("external", EXTERNAL), ("internal", INTERNAL)):
        found = [item for item in catalogue.levels("de") if item.track == track]
        assert [item.rank for item in found] == list(range(len(ids)))


def test_colour_is_never_the_only_mark() -> None:
    for lang in LANGUAGES:
        found = catalogue.levels(lang)
        assert len({item.name for item in found}) == len(found)
        for item in found:
            assert item.colour_word and item.shape_word
            assert item.colour_word not in item.name, "the name must work in black and white"
        assert len({(item.colour, item.shape) for item in found}) == len({item.shape for item in found}) == 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_trigger_and_no_modifier_says_what_another_one_says(lang: Lang) -> None:
    texts = [trigger.text.casefold() for item in catalogue.levels(lang) for trigger in item.triggers]
    texts += [item.text.casefold() for item in catalogue.modifiers(lang)]
    assert len(texts) == len(set(texts))
    ids = [trigger.id for item in catalogue.levels(lang) for trigger in item.triggers]
    assert len(ids) == len(set(ids))


def test_the_higher_the_external_level_the_faster_somebody_comes() -> None:
    found = catalogue.levels("de")[:4]
    for lower, higher in pairwise(found):
        assert days(higher.first_contact_within) < days(lower.first_contact_within)
        assert days(higher.talk_within) < days(lower.talk_within)


def test_durations_are_iso_and_contact_comes_before_the_talk() -> None:
    for item in catalogue.levels("de"):
        for duration in (item.first_contact_within, item.talk_within, item.core_team_within or "P1D"):
            assert re.fullmatch(DURATION, duration)
        assert days(item.first_contact_within) <= days(item.talk_within)
        if item.rank >= 1:
            assert days(item.talk_within) <= 1, "from level 1 on somebody talks the same day"


def test_police_and_core_team_come_in_from_level_2() -> None:
    police = {item.id: item.police for item in catalogue.levels("de")}
    assert police["level-0"] == "no"
    assert police["level-1"] == "with_consent"
    assert police["level-2"] == police["level-3"] == "immediately"
    for item in catalogue.levels("de")[2:4]:
        assert item.core_team_within is not None and days(item.core_team_within) <= 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_level_roles_exist_and_nobody_stands_in_for_herself(lang: Lang) -> None:
    for item in catalogue.levels(lang):
        assert {item.decides, item.deputy, *item.first_contact, *item.inform} <= ROLES
        assert item.deputy not in item.first_contact
        assert item.not_without_consent


def test_internal_incidents_start_with_confidential_counselling_and_leave_the_line() -> None:
    for level_id in ("internal-a", "internal-b"):
        item = catalogue.level(level_id, "de")
        assert item.first_contact == ("confidential-counselling",)
        assert item.deputy not in {"line-manager", "head", "hr"}
    assert "hr" in catalogue.level("internal-c", "de").inform, "two weeks for dismissal for cause run from knowledge"


def test_the_corrected_aachen_model_puts_house_ban_at_level_1_and_marks_the_bomb_threat_as_own() -> None:
    assert "Hausverbot" in catalogue.level("level-1", "de").description
    assert "Hausverbot" not in catalogue.level("level-2", "de").description
    bomb = next(trigger for trigger in catalogue.level("level-3", "de").triggers if trigger.id == "bomb-threat")
    assert bomb.confidence == "D"


def test_every_level_has_one_traffic_light_and_only_talk_is_green() -> None:
    lights = facts("levels")["traffic_light"]
    assert sorted(chain.from_iterable(lights.values())) == sorted(EXTERNAL + INTERNAL)
    assert lights["green"] == ["level-0"]
    assert {item.light for item in catalogue.levels("de") if item.police == "immediately"} == {"red"}


def test_modifiers_raise_by_one_and_their_minimum_is_a_level_of_their_track() -> None:
    found = {item.id: item for item in catalogue.modifiers("de")}
    assert set(found) == {"series", "home-or-family", "fear", "weapon", "published-data"}
    assert found["fear"].minimum == "level-1"
    for item in found.values():
        assert item.effect == 1
        if item.minimum is not None:
            assert item.minimum in EXTERNAL
            assert item.tracks == ("external",)


# --- roles ----------------------------------------------------------------------------------------------------------


def test_the_catalogue_has_exactly_the_agreed_roles_and_the_core_comes_first() -> None:
    ids = [item.id for item in catalogue.roles("de")]
    assert set(ids) == ROLES and len(ids) == len(ROLES)
    assert {item.id for item in catalogue.roles("de") if item.core} == CORE == set(ids[:3])
    assert all(item.critical and item.needs_deputy for item in catalogue.roles("de") if item.core)
    assert all(item.needs_deputy for item in catalogue.roles("de") if item.critical)


def test_role_references_exist_and_never_together_is_said_on_both_sides() -> None:
    cards = {item.id: item for item in catalogue.roles("de")}
    for card in cards.values():
        assert {*card.independent_of, *card.never_together_with} <= ROLES - {card.id}
        assert card.tracks and set(card.tracks) <= {"external", "internal"}
        assert card.small_variant is None or card.small_variant in BODY_KINDS
        for other in card.never_together_with:
            assert card.id in cards[other].never_together_with, (card.id, other)


def test_core_roles_can_be_held_by_the_few_people_of_a_small_municipality() -> None:
    for card in catalogue.roles("de"):
        if card.core:
            assert not CORE & set(card.never_together_with)


def test_whoever_sanctions_neither_examines_complaints_nor_counsels() -> None:
    sanctions = {item.id for item in catalogue.roles("de") if item.decides_sanctions}
    assert sanctions == {"head", "hr"}
    for role_id in ("complaint-office", "confidential-counselling"):
        card = catalogue.role(role_id, "de")
        assert sanctions <= set(card.never_together_with)
        assert sanctions <= set(card.independent_of)


@pytest.mark.parametrize(("lang", "not_counselling", "not_complaint"), [
    ("de", "keine vertrauliche Beratung", "keine Beschwerdestelle"),
    ("en", "no confidential counselling", "no complaint office"),
])  # fmt: skip
def test_counselling_and_complaint_say_that_they_are_different(
    lang: Lang, not_counselling: str, not_complaint: str
) -> None:
    complaint = catalogue.role("complaint-office", lang)
    counselling = catalogue.role("confidential-counselling", lang)
    assert not_counselling in complaint.short
    assert not_complaint in counselling.short
    assert complaint.id in counselling.never_together_with


@pytest.mark.parametrize(("lang", "words_of_limit"), [("de", "kein Recht, die Aussage zu verweigern"),
                                                      ("en", "no right to refuse testimony")])  # fmt: skip
def test_court_assistance_is_never_sold_as_confidential(lang: Lang, words_of_limit: str) -> None:
    assert any(words_of_limit in step for step in catalogue.role("confidential-counselling", lang).same_day)
    assert words_of_limit in next(step for step in catalogue.aftercare(lang) if step.id == "court-date").text
    assert words_of_limit in next(term for term in catalogue.glossary(lang) if term.id == "court-assistance").definition


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_role_card_fits_one_page(lang: Lang) -> None:
    for card in catalogue.roles(lang):
        assert 3 <= len(card.tasks) <= 7, card.id
        assert 1 <= len(card.first_minutes) <= 5, card.id
        assert 1 <= len(card.same_day) <= 7, card.id
        assert 1 <= len(card.this_week) <= 5, card.id
        assert 1 <= len(card.decides) <= 4 and 1 <= len(card.does_not_decide) <= 4, card.id
        assert len(set(steps(card))) == len(steps(card)), card.id


@pytest.mark.parametrize(
    ("lang", "start"), [("de", r"(über|ob|wie|was|welche|wer|wann) "), ("en", r"(on|whether|how|what|which|who|when) ")]
)
def test_what_a_role_decides_continues_the_sentence_of_the_card(lang: Lang, start: str) -> None:
    for card in catalogue.roles(lang):
        for item in card.decides + card.does_not_decide:
            assert re.match(start, item), item


@pytest.mark.parametrize("role_id", ["contact-staff", "contact-officials"])
def test_the_contact_says_at_which_level_the_police_is_a_choice_and_at_which_it_is_not(role_id: str) -> None:
    text = " ".join(catalogue.role(role_id, "de").same_day)
    assert re.search(r"Stufe 1 mit [^.]*Polizei", text) and re.search(r"ab Stufe 2 (auch )?die Polizei", text)


def test_nobody_decides_for_the_affected_person() -> None:
    for role_id in ("head", "contact-staff", "contact-officials", "line-manager", "legal", "staff-council"):
        limits = " ".join(catalogue.role(role_id, "de").does_not_decide)
        assert re.search(r"Anzeige|Strafantrag", limits), role_id


@pytest.mark.parametrize("role_id", ["press", "it", "building-management", "contact-staff"])
def test_evidence_comes_before_deleting_hiding_and_cleaning(role_id: str) -> None:
    card = catalogue.role(role_id, "de")
    secure = next(i for i, step in enumerate(steps(card)) if re.search(r"[Ss]ichern Sie|Foto|nichts zu löschen", step))
    destroy = [i for i, step in enumerate(steps(card)) if re.match(r"(Löschen|Entfernen|Blenden|Nehmen) Sie", step)]
    assert all(secure < i for i in destroy)


@pytest.mark.parametrize(
    "role_id", ["contact-staff", "contact-officials", "first-responder", "first-assessor", "building-management"]
)
def test_whoever_is_near_looks_to_safety_first(role_id: str) -> None:
    assert re.search(r"Sicherheit|Gefahr", catalogue.role(role_id, "de").first_minutes[0])


# --- words ----------------------------------------------------------------------------------------------------------


def test_german_steps_are_short_and_start_with_what_to_do() -> None:
    for card in catalogue.roles("de"):
        for step in steps(card):
            assert len(step.split()) <= 14, step
            assert re.match(r"[A-ZÄÖÜ][a-zäöüß]+n Sie\b", step), step
        for task in card.tasks:
            assert len(task.split()) <= 14, task
            assert re.match(r"[A-ZÄÖÜ][a-zäöüß]+(t|s)\b|Kann\b|Ist\b", task), f"starts with a verb: {task}"


def test_english_steps_are_short() -> None:
    for card in catalogue.roles("en"):
        assert all(len(step.split()) <= 16 for step in steps(card) + card.tasks)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_longer_than_24_words(lang: Lang) -> None:
    for text in said(lang):
        for sentence in re.split(r"(?<=[.!?])\s", text):
            assert len(sentence.split()) <= 24, sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_fit_the_playbook_and_every_windows_terminal(lang: Lang) -> None:
    for text in said(lang):
        assert text == text.strip() and "\n" not in text and "  " not in text
        assert len(text) <= 200, text
        text.encode("cp1252")


def test_german_wording_is_respectful_and_exact() -> None:
    banned = r"\b(Opfer|angeblich\w*|Einzelf[aä]ll\w*|Täter\w*|zeitnah|ggf|gegebenenfalls|grundsätzlich|entsprechend\w*"
    banned += r"|unverzüglich|i\. d\. R|AfD|NPD|TODO)\b|[*:_]innen|\w/-?in\b"
    for text in said("de"):
        assert not re.search(banned, text), text


def test_nobody_is_told_to_record_a_conversation() -> None:
    for text in said("de"):
        assert not re.search(r"mitschneid|aufzeichn|Tonaufnahme|Gespräch\w* aufnehm", text, re.IGNORECASE), text
    for text in said("en"):
        assert not re.search(r"\b(record|tape) (the )?(call|talk|conversation)", text, re.IGNORECASE), text


# --- aftercare and liaison ------------------------------------------------------------------------------------------


def test_aftercare_reaches_from_the_same_day_to_half_a_year_and_beyond() -> None:
    found = [step for step in catalogue.aftercare("de") if step.anchor == "incident"]
    assert [days(step.after) for step in found] == sorted(days(step.after) for step in found)
    lengths = {step.id: days(step.after) for step in found}
    assert lengths["day-0"] == 0 and lengths["day-1"] == 1
    assert 7 < lengths["week-3-4"] <= 28 and 28 < lengths["week-8-12"] <= 84 and 170 < lengths["half-year"] < 190
    for step in catalogue.aftercare("de"):
        assert re.fullmatch(DURATION, step.after)
        assert step.role in ROLES
        assert step.until is None or days(step.until) > days(step.after)
        assert step.levels is None or set(step.levels) <= {*EXTERNAL, *INTERNAL}


def test_the_register_block_is_renewed_three_months_before_its_two_years_end() -> None:
    step = next(step for step in catalogue.aftercare("de") if step.anchor == "register-block")
    assert (step.after, step.until) == ("P21M", "P24M")
    assert "zwei Jahren" in step.text


def test_ten_liaison_points_lead_to_fields_of_the_playbook() -> None:
    found = catalogue.liaison_points("de")
    assert len(found) == 10
    named = [name for point in found for name in point.fields]
    assert set(named) <= set(Liaison.model_fields)
    assert len(named) == len(set(named))
    assert set(Liaison.model_fields) - set(named) == {"id", "body"}, "every field of the agreement has its point"
    assert all(point.agree and point.limit and point.ask.endswith("?") for point in found)


def test_no_liaison_promises_personal_protection_and_every_motive_is_named() -> None:
    points = {point.id: point for point in catalogue.liaison_points("de")}
    assert "Personenschutz kann nicht zugesagt werden" in points["limits"].limit
    assert "keine Weitergabe ohne Rechtsgrundlage" in points["data-protection"].limit
    assert "110" in points["contacts"].limit


# --- glossary -------------------------------------------------------------------------------------------------------


def test_the_glossary_says_which_definitions_are_law_which_read_and_which_own() -> None:
    for term in catalogue.glossary("de"):
        assert term.kind in {"law", "source", "working"}
        assert (term.source is None) == (term.kind == "working"), term.id
        if term.kind == "law":
            assert term.source is not None and term.source.as_of == "2026-04-29"


def test_the_glossary_holds_the_terms_of_a_strategy_paper_in_reading_order() -> None:
    terms = [term.term for term in catalogue.glossary("de")]
    needed = {
        "Rassismus", "Anfeindung", "Alltagsrassismus", "Institutioneller Rassismus", "Diskriminierung (AGG)",
        "Betroffene Person", "Verweisberatung", "Strafantrag", "Strafanzeige", "Allianz", "Strategiegruppe",
        "Dunkelfeld",
    }  # fmt: skip
    assert needed <= set(terms)
    assert terms.index("Staatsschutz") < terms.index("Übermittlungssperre") < terms.index("Vertrauliche Beratung")


# --- into the playbook ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_goes_into_a_playbook_that_the_model_accepts(lang: Lang) -> None:
    for level in catalogue.levels(lang):
        assert Level.model_validate(catalogue.as_playbook_level(level)).based_on == level.id
    for modifier in catalogue.modifiers(lang):
        assert Modifier.model_validate(catalogue.as_playbook_modifier(modifier)).minimum == modifier.minimum
    for card in catalogue.roles(lang):
        assert Role.model_validate(catalogue.as_playbook_role(card, ROLES)).independent_of == list(card.independent_of)
    for step in catalogue.aftercare(lang):
        assert AftercareStep.model_validate(catalogue.as_playbook_aftercare(step)).owner == step.role


def test_a_small_playbook_gets_no_reference_to_a_role_it_lacks() -> None:
    refs = {"decides", "deputy", "first_contact", "owner"}
    for level in catalogue.levels("de")[:4]:
        data = catalogue.as_playbook_level(level, CORE)
        assert {data[name] for name in refs & set(data)} | set(data["inform"]) <= CORE
        assert data.get("deputy") != data.get("first_contact")
    assert catalogue.as_playbook_level(catalogue.level("level-2", "de"), CORE)["first_contact"] == "contact-staff"
    officials = catalogue.as_playbook_level(catalogue.level("level-2", "de"), {"contact-officials", "coordination"})
    assert officials["first_contact"] == "contact-officials"
    assert catalogue.as_playbook_role(catalogue.role("complaint-office", "de"), CORE)["independent_of"] == ["head"]
    assert all("owner" not in catalogue.as_playbook_aftercare(step, ()) for step in catalogue.aftercare("de"))


def test_plain_data_is_a_copy_that_the_playbook_may_change() -> None:
    first = catalogue.as_playbook_level(catalogue.level("level-1", "de"))
    first["triggers"].append("eigener Auslöser")
    assert "eigener Auslöser" not in catalogue.as_playbook_level(catalogue.level("level-1", "de"))["triggers"]
    assert {field.name for field in fields(catalogue.Level)} >= {"light", "shape", "core_team_within"}
