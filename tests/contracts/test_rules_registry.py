"""The registry is whole: every rule has an id of its family, a page in both languages, a source and honest needs."""

from __future__ import annotations

import inspect
import re
import string

import pytest

from komma_cli.check.pages import HEADINGS, page
from komma_cli.check.registry import RULES, rule
from komma_cli.check.rules import all_rules
from komma_cli.check.schema import rule_of_problem, rule_of_raw
from komma_cli.model.playbook import SECTIONS
from komma_cli.model.problems import KINDS, Problem
from komma_cli.store.encoding import KINDS as RAW_KINDS
from komma_cli.texts import DATA, LANGUAGES, Lang, words

RULE_IDS = sorted(all_rules())
SHAPES = ("line", "prose", "id", "ags", "language", "version", "path", "rule")
MODEL_KINDS = sorted({*KINDS.values(), "other"} - {"shape"} | {f"shape_{shape}" for shape in SHAPES})


def placeholders(sentence: str) -> set[str]:
    return {f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("identifier", RULE_IDS)
def test_a_rule_is_complete(identifier: str) -> None:
    one = all_rules()[identifier]
    assert re.fullmatch(r"K\d{3}", identifier)
    assert one.sources
    assert set(one.needs) <= set(SECTIONS)
    for lang in LANGUAGES:
        assert page(identifier, lang).why.count(".") >= 1


@pytest.mark.parametrize("identifier", RULE_IDS)
def test_both_languages_use_the_same_values(identifier: str) -> None:
    german, english = page(identifier, "de"), page(identifier, "en")
    for one, other in ((german.messages, english.messages), (german.fixes, english.fixes)):
        for case in one:
            assert placeholders(one[case]) == placeholders(other[case])


@pytest.mark.parametrize("identifier", RULE_IDS)
def test_a_rule_that_looks_at_the_municipality_says_so(identifier: str) -> None:
    """Where the municipality cannot be read, a stand-in takes its place; no rule may judge that."""
    one = all_rules()[identifier]
    if ".municipality" in inspect.getsource(one.logic):
        assert "municipality" in one.needs


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_is_no_page_without_a_rule(lang: Lang) -> None:
    assert sorted(file.stem for file in (DATA / lang / "rules").glob("*.md")) == RULE_IDS


def test_headings_are_known_for_every_language() -> None:
    assert set(HEADINGS) == set(LANGUAGES)


def test_an_id_is_given_once() -> None:
    assert "K101" in RULES
    with pytest.raises(ValueError, match="K101"):
        rule("K101", "error", sources=("D",))(all_rules()["K101"].logic)


@pytest.mark.parametrize("kind", RAW_KINDS)
def test_every_problem_of_the_file_has_a_rule_and_words(kind: str) -> None:
    assert rule_of_raw(kind) in RULE_IDS
    for lang in LANGUAGES:
        assert words("messages/store", lang)[f"raw_{kind}"]


@pytest.mark.parametrize("kind", MODEL_KINDS)
def test_every_problem_of_the_model_has_a_rule_and_words(kind: str) -> None:
    assert rule_of_problem(Problem(kind, ("people",))) in RULE_IDS
    sentences = [words("messages/problems", lang)[kind] for lang in LANGUAGES]
    assert placeholders(sentences[0]) == placeholders(sentences[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problem_words_follow_the_tone_of_the_wizard(lang: Lang) -> None:
    """No blame, no „ungültig“, no „bitte“, no exclamation mark (design of the wizard, section 5)."""
    for name, sentence in words("messages/problems", lang).items():
        assert not re.search(r"ungültig|bitte|leider|verboten|invalid|please|sorry|forbidden|!$", sentence, re.I), name
