"""What every scenario text must hold, in German and English: same keys, plain sentences, nothing that does harm."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from komma_cli import library
from komma_cli.texts import LANGUAGES, Lang, facts, names, words
from tests.rules.helper import run_rule

IDS = tuple(name for name in names("scenarios") if not name.startswith("_"))
TRACKS = ("external", "internal")
HARD_LIMIT = {"de": 24, "en": 26}
"""Words of a step; German 14 is the aim (forms research, W02 and W08)."""

every_scenario = pytest.mark.parametrize("identifier", IDS)
both_languages = pytest.mark.parametrize("lang", LANGUAGES)

FORBIDDEN: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(
        r"\bOpfer|\bTäter|angeblich|Einzelfall|zeitnah|\bggf\b|grundsätzlich|\bentsprechend|\bi\. ?d\. ?R|unverzüglich"
        r"|\bTODO\b|\bMitarbeiter\b|\bBürger\b|\bVorgesetzter\b|\bAnrufer\b|(?<!und )\bZeugen\b"
        r"|(?<!und )\bKollegen\b|(?<!und )\bBeamten\b|\w[*:_]innen|/innen"
    ),
    "en": re.compile(
        r"\bvictims?\b|\bperpetrator|alleged|\bTODO\b|\basap\b|in a timely manner|\bif applicable\b", re.I
    ),
}
PARTIES = re.compile(r"\b(?:AfD|CDU|CSU|SPD|FDP|BSW|NPD|Die Linke|Die Grünen|Die Heimat)\b")
RECORDING = re.compile(
    r"aufzeichn|aufnahme|aufnehm|aufgenomm|mitschn|\b(?:nehmen|zeichnen)\b.*\bauf\b|\bschneiden\b.*\bmit\b|\brecord(?:s|ed|ing)?\b|\btap(?:e|ed|ing)\b",
    re.I,
)
SPOKEN = re.compile(r"telefon|gespräch|anruf|\bcalls?\b|conversation|telephone", re.I)
DESTROYS = re.compile(
    r"\b(?:lösch\w*|blockier\w*|entfern\w*|reinig\w*|putz\w*|beseitig\w*|überstreich\w*|übermal\w*|(?:be)?antwort\w*|blenden"
    r"|delet\w*|block (?:the )?(?:sender|user|account)|remov\w*|clean\w*|paint\w*|answer\w*|hid(?:e|ing))\b",
    re.I,
)
NEGATION: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(r"\b(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|ohne)\b", re.I),
    "en": re.compile(r"\b(?:not|never|nothing|nobody|no|without)\b", re.I),
}


def backbone(lang: Lang) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = words("scenarios/_backbone", lang)
    return found


def card(identifier: str, lang: Lang) -> dict[str, Any]:
    found: dict[str, Any] = words(f"scenarios/{identifier}", lang)
    return found


def steps(lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield (place, sentence) of every step, the inherited ones once."""
    for track, said in backbone(lang).items():
        yield from ((f"{track}.{key}", sentence) for key, sentence in said.items())
    for identifier in IDS:
        yield from ((f"{identifier}.{key}", sentence) for key, sentence in card(identifier, lang)["steps"].items())


def everything(lang: Lang) -> Iterator[tuple[str, str]]:
    yield from steps(lang)
    for identifier in IDS:
        said = card(identifier, lang)
        yield from ((f"{identifier}.{key}", said[key]) for key in ("title", "summary", "police", "communication"))
        for part in ("prepare", "never"):
            yield from ((f"{identifier}.{part}.{key}", sentence) for key, sentence in said[part].items())


@both_languages
def test_backbone_has_a_sentence_for_every_step_and_none_too_many(lang: Lang) -> None:
    for track in TRACKS:
        ids = [step["id"] for step in facts("scenarios/_backbone")[track]]
        assert len(set(ids)) == len(ids)
        assert list(backbone(lang)[track]) == ids


def test_no_words_without_a_scenario() -> None:
    for lang in LANGUAGES:
        assert {name for name in names(f"{lang}/scenarios") if not name.startswith("_")} == set(IDS)


@every_scenario
@both_languages
def test_keys_agree_with_the_neutral_file(identifier: str, lang: Lang) -> None:
    neutral, said = facts(f"scenarios/{identifier}"), card(identifier, lang)
    assert set(said) == {"title", "summary", "steps", "prepare", "never", "police", "communication"}
    own = {step["id"] for step in neutral["steps"] if isinstance(step, dict) and "id" in step}
    inherited = {step["use"] for step in neutral["steps"] if "use" in step}
    assert own <= set(said["steps"]) <= own | inherited
    assert own.isdisjoint(inherited)
    assert set(said["prepare"]) == set(neutral["prepare"])
    assert set(said["never"]) == set(neutral["never"])
    assert 3 <= len(neutral["prepare"]) <= 7
    assert 3 <= len(neutral["never"]) <= 7


@every_scenario
def test_both_languages_say_the_same_things(identifier: str) -> None:
    german, english = card(identifier, "de"), card(identifier, "en")
    for part in ("steps", "prepare", "never"):
        assert list(german[part]) == list(english[part])


def test_both_languages_name_the_same_numbers() -> None:
    english = dict(everything("en"))
    for place, sentence in everything("de"):
        assert sorted(re.findall(r"\d+", sentence)) == sorted(re.findall(r"\d+", english[place])), place


@both_languages
def test_sentences_are_whole_short_and_printable_everywhere(lang: Lang) -> None:
    for place, sentence in everything(lang):
        assert sentence == " ".join(sentence.split()), place
        assert sentence[0].isupper(), place
        assert len(sentence) <= 200, place
        sentence.encode("cp1252")
        if not place.endswith(".title"):
            assert sentence[-1] in ".?", place


@both_languages
def test_steps_are_short_enough_for_a_tired_person(lang: Lang) -> None:
    lengths = {place: len(sentence.split()) for place, sentence in steps(lang)}
    too_long = {place: length for place, length in lengths.items() if length > HARD_LIMIT[lang]}
    assert not too_long
    over_the_aim = [place for place, length in lengths.items() if length > 14]
    assert len(over_the_aim) <= len(lengths) / 20, over_the_aim


@both_languages
def test_other_sentences_are_short_too(lang: Lang) -> None:
    for place, sentence in everything(lang):
        for part in re.split(r"[.?] ", sentence):
            assert len(part.split()) <= HARD_LIMIT[lang], place


def test_german_steps_address_the_person_who_acts() -> None:
    for place, sentence in steps("de"):
        assert re.search(r"\b\w+n Sie\b", sentence), place


def test_german_steps_do_not_hide_the_actor_in_the_passive() -> None:
    for place, sentence in steps("de"):
        assert not re.search(
            r"\b(?:wird|werden|wurden?) \w+(?:t|en)\b|\w+(?:t|en) (?:wird|werden|wurden?)\b", sentence
        ), place


@both_languages
def test_no_word_that_hurts_or_hides(lang: Lang) -> None:
    for place, sentence in everything(lang):
        assert not FORBIDDEN[lang].search(sentence), place
        assert not PARTIES.search(sentence), place


@pytest.mark.parametrize(
    "sentence",
    [
        "Zeichnen Sie den Anruf auf.",
        "Nehmen Sie das Gespräch auf.",
        "Schneiden Sie das Telefonat mit.",
        "Sichern Sie eine Aufnahme des Telefonats.",
        "Record the call.",
        "Tape the conversation.",
    ],
)
def test_the_net_for_recording_catches(sentence: str) -> None:
    assert RECORDING.search(sentence)
    assert SPOKEN.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Löschen Sie den Beitrag.",
        "Blenden Sie Hass aus.",
        "Reinigen Sie die Wand.",
        "Antworten Sie einmal.",
        "Delete it.",
    ],
)
def test_the_net_for_destroying_catches(sentence: str) -> None:
    assert DESTROYS.search(sentence)


@both_languages
def test_nobody_is_told_to_record_a_conversation(lang: Lang) -> None:
    for place, sentence in everything(lang):
        if RECORDING.search(sentence) and SPOKEN.search(sentence):
            assert ".never." in place, place
            assert re.search(r"strafbar|\bcrime\b", sentence), place


@both_languages
def test_what_must_not_be_done_stands_alone_without_its_heading(lang: Lang) -> None:
    for place, sentence in everything(lang):
        if ".never." in place:
            assert NEGATION[lang].search(sentence), place


@every_scenario
@both_languages
def test_evidence_comes_before_whatever_destroys_it(identifier: str, lang: Lang) -> None:
    secured = False
    for step in library.scenario(identifier, lang).steps:
        secured = secured or step.kind == "evidence"
        if step.kind != "evidence" and DESTROYS.search(step.text):
            assert secured, step.id


@both_languages
def test_periods_are_named_in_the_step_that_carries_them(lang: Lang) -> None:
    months = {"de": "{} Monate", "en": "{} months"}[lang]
    for found in library.scenarios(lang):
        for step in found.steps:
            if step.law == "strafantrag":
                assert months.format(3) in step.text, found.id
            if step.law == "agg-claim":
                assert months.format(2) in step.text, found.id
            if step.law == "dismissal-for-cause":
                assert re.search(r"2 Wochen|2 weeks", step.text), found.id


@both_languages
def test_no_street_address_number_or_mail_is_written_into_a_card(lang: Lang) -> None:
    for place, sentence in everything(lang):
        assert not re.search(r"@|https?:|\d{4,}", sentence), place


@both_languages
def test_threat_call_says_that_bomb_threats_are_different(lang: Lang) -> None:
    said = {step.id: step for step in library.scenario("threat-call", lang).steps}
    assert "110" in said["bomb-threat"].text
    assert said["bomb-threat"].phase == "now"


@both_languages
def test_attack_at_home_never_names_the_street(lang: Lang) -> None:
    found = library.scenario("attack-at-home", lang)
    street = {"de": "Straße", "en": "street"}[lang]
    assert street in found.communication
    assert any(street in sentence for sentence in found.never)


@every_scenario
@both_languages
def test_copied_cards_pass_the_scenario_rules_of_the_check(identifier: str, lang: Lang) -> None:
    found = library.scenario(identifier, lang)
    roles = {role["id"]: role["id"] for role in facts("roles")["roles"]}
    copied = library.as_playbook_scenario(found, roles=roles, bodies=[], levels=())
    for rule in ("K308", "K309", "K310", "K311", "K316"):
        assert not run_rule(rule, {"scenarios": [copied]}), rule
