"""Whatever can be wrong with an answer, typed or in a file, has a sentence in both languages that can be filled.

Every field of the model is given what people and programs get wrong; no refusal may lack its words.
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest

from komma_cli import dates, durations, phones
from komma_cli.model.describe import FieldSpec, fields_of
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import KINDS, Problem, check_value, validate
from komma_cli.texts import DATA, LANGUAGES, Lang, text, words
from komma_cli.wizard.input.answers import NotUnderstood, read_answer
from komma_cli.wizard.questions import question
from komma_cli.wizard.showing.screens import problem_words
from komma_cli.wizard.unattended.refusals import of_answer

TODAY = date(2026, 12, 1)
LONG = "Wort " * 2000
IN_FILES: tuple[Any, ...] = (
    *("", " x", "x\ny", "x\x07", LONG, "Di 8-9", "24 Uhr", "P1X", "2026-02-31", "31.1.2027", "Ä"),
    *(5, -1, 10**12, 0.5, float("nan"), True, None, [], {}, [1], {"x": 1}),
)  # fmt: skip
TYPED = (
    *("", "-", "x", "99", "0", "-5", "1-99", "s", "a", "Sa", "viele", "10000000000", "1,5", "3 4 5", "x\x07", LONG),
    *("31.2.2027", "1.1.", "12", "bald", "Montag", "1/2/2027", "Montag, 1.12.2026", "1.1.3027", "vorgestern", "2027"),
    *("2 Wochen bis 3 Wochen", "3 Werktage", "5", "ein halber Monat", "halb", "P1X", "2-3 Tage"),
    *("Di-So 25-30 Uhr", "Mo bis Blau", "8-16", "morgens", "Mo 8-8 Uhr", "Feiertags"),
    *("4711", "0800", "+49", "030 abc", "+4930", "0049", "110", "030/123 oder 030/456", "++49 30"),
    *("amt", "amt@", "a@b", "a@b.de, c@d.de", "amt (at) stadt.de", "http://", "www", "Klingonisch", "keine, 1"),
    *("05113", "5113000", "051130000000", "055550000", "01", "jein", "ja nein"),
)


def places(section: type[Section] = Playbook, parts: tuple[Any, ...] = ()) -> Iterator[tuple[Any, type[Section], Any]]:
    """Yield (path, section, field) of every field that is not a group."""
    for spec in fields_of(section):
        here = (*parts, spec.key)
        if spec.group is not None:
            yield from places(spec.group, (*here, 0) if spec.many else here)
        elif not spec.generated:
            yield here, section, spec


PLACES = tuple(places())


def gaps(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def said(problem: Problem, spec: FieldSpec, lang: Lang) -> str:
    """Return the words about files, as the check and the answer file use them."""
    return text(f"problems.{problem.kind}", lang, **{"field": spec.key, **problem.values})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_problem_of_the_model_has_a_sentence(lang: Lang) -> None:
    shapes = {spec.shape for _, _, spec in PLACES if spec.shape} | {"id"}
    wanted = set(KINDS.values()) - {"shape"} | {f"shape_{name}" for name in shapes if _has_pattern(name)}
    assert wanted <= set(words("messages/problems", lang))


def _has_pattern(shape: str) -> bool:
    return shape in ("line", "prose", "id", "ags", "language", "version", "path", "rule")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wrong_value_of_every_field_can_be_told(lang: Lang) -> None:
    seen = set()
    for _, section, spec in PLACES:
        for value in IN_FILES:
            if (problem := check_value(section, spec, value)) is not None:
                seen.add(problem.kind)
                told = Problem(problem.kind, problem.parts, {"field": spec.key, **problem.values})
                for sentence in (said(problem, spec, lang), problem_words(told, lang)):
                    assert sentence.strip(), (spec.key, value)
    assert len(seen) > 12, seen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_is_wrong_everywhere_can_be_told(lang: Lang) -> None:
    for value in IN_FILES:
        for data in ({spec.key: value for spec in fields_of(Playbook)}, {"komma": 1, "municipality": {"name": value}}):
            for problem in validate(data)[1]:
                assert text(f"problems.{problem.kind}", lang, **{"field": problem.parts[-1], **problem.values})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wrong_answer_to_every_question_can_be_told_with_and_without_a_screen(lang: Lang) -> None:
    """Of questions that are answered in the same way one is enough for the long list."""
    seen, ways = set(), set()
    for parts, section, spec in PLACES:
        asked = question({}, parts, section, spec, lang)
        way = (asked.kind, spec.shape, spec.many, len(asked.options), spec.required)
        for typed in TYPED if way not in ways else TYPED[:4]:
            try:
                read_answer(asked, typed, lang, TODAY)
            except NotUnderstood as refused:
                seen.add(refused.problem.kind)
                refusal = of_answer("x", typed, asked, refused.problem, lang)
                for sentence in (problem_words(refused.problem, lang), refusal.problem):
                    assert sentence.strip(), (parts, typed)
        ways.add(way)
    assert len(seen) > 15, seen


def test_every_kind_the_interview_names_has_a_sentence() -> None:
    named = {kind for module in (dates, durations, phones) for kind in get_args(module.Unread)}
    for path in (DATA.parent / "wizard").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if called in ("_refused", "Problem") and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                named.add(node.args[0].value)  # type: ignore[attr-defined]
    assert len(named) > 15
    for lang in LANGUAGES:
        known = set(words("messages/answers", lang)) | set(words("messages/problems", lang))
        assert named <= known, f"{lang}: {sorted(named - known)}"


def test_a_sentence_of_the_interview_leaves_open_no_more_than_that_of_the_check() -> None:
    """The same problem carries the same values, whoever tells it; what only the interview knows is named here."""
    for lang in LANGUAGES:
        answers, problems = words("messages/answers", lang), words("messages/problems", lang)
        for kind in set(answers) & set(problems):
            assert gaps(answers[kind]) <= gaps(problems[kind]) | {"length", "field", "text", "value"}, (lang, kind)
