"""The words and sources of the blueprint and the good practices: both languages, sourced, plain, without parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from komma_cli import blueprint, practices
from komma_cli.texts import LANGUAGES, Lang, facts, words

FILES = ("strategy", "practices")
PARTIES = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in facts("parties")["names"]))
FORBIDDEN: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(
        r"\b(zeitnah\w*|ggf|gegebenenfalls|grundsätzlich\w*|entsprechend\w*|unverzüglich\w*|Opfer\w*|bzw|etc|usw|"
        r"Feedback|Onboarding|Monitoring|Team|Mitarbeiter|Kollegen|Bürger|Täter|verstärkt|weiterhin|optimier\w*)\b"
        r"|[→✓●│█*]|\w:innen",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(asap|promptly|timely|as appropriate|victims?|etc|e\.g|i\.e|he/she|enhance\w*)\b|[→✓●│█*]", re.IGNORECASE
    ),
}
LONGEST: dict[Lang, int] = {"de": 23, "en": 26}
"""Words in one sentence; what a tired reader still takes in, a little more for English."""
both_languages = pytest.mark.parametrize("lang", LANGUAGES)
both_files = pytest.mark.parametrize("file", FILES)


def leaves(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, f"{place}.{key}")
    else:
        assert isinstance(node, str), place
        yield place, node


def said(lang: Lang) -> list[tuple[str, str]]:
    return [pair for file in FILES for pair in leaves(words(file, lang), file)]


@both_files
def test_both_languages_have_the_same_keys_in_the_same_order(file: str) -> None:
    german, english = ([place for place, _ in leaves(words(file, lang))] for lang in LANGUAGES)
    assert german == english


def test_nothing_is_left_in_german() -> None:
    same = {
        text
        for (_, text), (_, other) in zip(said("de"), said("en"), strict=True)
        if text == other and len(text.split()) > 3
    }
    assert same <= {"{place}: {url} ({date})", "{name}, {url} ({as_of})"}


@both_languages
def test_no_words_without_a_fact_and_no_fact_without_words(lang: Lang) -> None:
    told = words("strategy", lang)
    fields = facts("strategy")["fields"]
    assert list(told["fields"]) == [field["id"] for field in fields]
    assert list(told["goals"]) == [goal["id"] for field in fields for goal in field["goals"]]
    assert list(told["measures"]) == [
        measure["id"] for field in fields for goal in field["goals"] for measure in goal["measures"]
    ]
    assert list(told["definitions"]) == [definition["id"] for definition in facts("strategy")["definitions"]]
    listed = facts("practices")["practices"]
    assert list(words("practices", lang)["practices"]) == [item["id"] for item in listed]
    for item in listed:
        spoken = words("practices", lang)["practices"][item["id"]]["measures"]
        assert list(spoken) == [measure["id"] for measure in item["measures"]]


def is_web_address(url: str) -> bool:
    split = urlsplit(url)
    return split.scheme in ("http", "https") and "." in split.netloc and not re.search(r"\s|jsessionid", url)


def test_every_practice_has_source_and_date() -> None:
    for item in facts("practices")["practices"]:
        assert is_web_address(item["source"]), item["id"]
        assert item["source_kind"] in {"official", "press", "project", "party"}, item["id"]
        date = item["source_date"] or facts("practices")["read_until"]
        assert re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", date), item["id"]
        assert date <= "2026-03", item["id"]
        assert item["confidence"] == "S", item["id"]
    for found in practices.practices("de"):
        assert re.search(r"20\d\d", found.date_text), found.id


def test_a_practice_answers_rules_that_exist_and_open_something() -> None:
    from komma_cli.check.rules import all_rules

    known = all_rules()
    answered = {item["id"]: item["answers"] for item in facts("practices")["practices"]}
    for name, rules in answered.items():
        assert rules == sorted(set(rules)), name
        assert len(rules) <= 5, name  # more would be a practice that fits everything
        for rule in rules:
            assert rule in known, (name, rule)
            assert rule >= "K2", name  # no practice mends a slip of the pen
    assert not all(answered.values()), "a list without an empty one is padded"
    assert "K903" in answered["koeln-yearly-report"]
    assert {found.id: list(found.answers) for found in practices.practices("de")} == answered


def test_every_source_of_the_blueprint_is_used_and_has_an_address() -> None:
    table = facts("strategy")["sources"]
    items = [
        measure for field in facts("strategy")["fields"] for goal in field["goals"] for measure in goal["measures"]
    ]
    items += [definition for definition in facts("strategy")["definitions"] if "sources" in definition]
    items += [facts("strategy")["pillars"], facts("strategy")["commitments"]]
    used = {source for item in items for source in item["sources"]}
    assert used == set(table)
    for name, source in table.items():
        assert is_web_address(source["url"]), name
        assert source["as_of"] is None or re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", source["as_of"]), name


def test_what_is_called_law_names_a_law() -> None:
    for field in blueprint.fields("de"):
        for goal in field.goals:
            for measure in goal.measures:
                if measure.confidence == "L":
                    assert "gesetze-im-internet.de" in measure.source_line, measure.id


@both_languages
def test_lines_fit_into_the_playbook(lang: Lang) -> None:
    found = [measure for field in blueprint.fields(lang) for goal in field.goals for measure in goal.measures]
    found += [measure for each in practices.practices(lang) for measure in each.goal.measures]
    for measure in found:
        for line in (measure.title, measure.indicator.text, measure.indicator.target, measure.source_line):
            assert 0 < len(line) <= 200, measure.id
        assert len(measure.title) <= 60, measure.id


@both_languages
def test_no_word_that_hurts_hides_or_promises_nothing(lang: Lang) -> None:
    for place, text in said(lang):
        assert not FORBIDDEN[lang].search(text), (place, FORBIDDEN[lang].search(text))


@both_languages
def test_no_party_is_named(lang: Lang) -> None:
    for place, text in said(lang):
        assert not PARTIES.search(text), place
    for found in practices.practices(lang):
        if found.source_kind != "party":
            assert not re.search(r"gruene|spd|cdu|linke|fdp", urlsplit(found.source.url).netloc), found.id


@both_languages
def test_sentences_are_short(lang: Lang) -> None:
    for place, text in said(lang):
        for sentence in re.split(r"(?<=[.?!:])\s", text):
            assert len(sentence.split()) <= LONGEST[lang], (place, sentence)


@both_languages
def test_descriptions_end_as_sentences_and_titles_do_not(lang: Lang) -> None:
    for place, text in said(lang):
        key = place.rpartition(".")[2]
        if key in ("description", "did", "take_over", "delimitation", "summary", "text", "baseline_hint"):
            assert text.endswith((".", "?")), place
        if key in ("title", "goal", "indicator", "target"):
            assert not text.endswith("."), place


@both_languages
def test_evidence_is_saved_before_anything_is_hidden(lang: Lang) -> None:
    said_there = words("strategy", lang)["measures"]["communication-moderation"]["description"]
    saved, hidden = {"de": ("gesichert", "ausgeblendet"), "en": ("saved", "hidden")}[lang]
    assert said_there.index(saved) < said_there.index(hidden)
