"""Whatever is typed at any kind of question: an answer the plan accepts, or a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.model.problems import Problem, check_value
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.wizard.input.answers import NotUnderstood, clean, read_answer
from komma_cli.wizard.input.literal import plainly
from komma_cli.wizard.owning import day_of, owner_of
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import MANY, Question
from komma_cli.wizard.showing.screens import editable, problem_words
from tests.properties.effort import examples
from tests.unit.wizard.helper import TODAY, core_draft

CHANNELS = [{"kind": kind, "value": ""} for kind in ("phone", "email", "web", "post")]
PEOPLE = [
    {"id": "p-1", "function": "Leitung", "hours": "24/7", "channels": CHANNELS},
    {"id": "p-2", "name": "Mira Muster"},
]
DATA = core_draft() | {"people": PEOPLE}
PATHS = (
    "municipality.name",
    "municipality.ags",
    "municipality.population",
    "municipality.state",
    "mandate.date",
    "review.next_review",
    "review.version",
    "reporting.feedback_within",
    "people[p-1].hours",
    "people[p-1].languages",
    *(f"people[p-1].channels[{number}].value" for number in range(4)),
    "roles[coordination].critical",
    "roles[coordination].holder",
    "roles[coordination].deputies",
    "roles[coordination].tasks",
    "bodies[b-1].audiences",
    "strategy.foreword",
)
WORDS = (
    "31.1.2027 29.2. 3/4/2027 2027-13-01 heute in vor Ende März Freitag nächsten kommenden 6 Monaten Woche einem "
    "halben ½ 1,5 24/7 24 h Mo-Do Mo bis Fr 8-16 Uhr 9am 5pm und außer feiertags nach Vereinbarung sofort Werktage "
    "48.000 +49 (0)221 4710-123 App. 5 oder 110 mailto: post@ müller@ä.example (at) < > https:// www. alle keine ja "
    "nein 1-3 9-1 \\- - -- ? x2 e1 {{ x }} [b] | שלום 😀 ٣ ² IV"
)
FRAGMENTS = (*WORDS.split(), " ", "\t", "\n", "")
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=7).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
    st.from_regex(r"[0-9./ ,:+()-]{0,25}", fullmatch=True),
)
QUESTIONS = {lang: [question_at(DATA, path, lang) for path in PATHS] for lang in LANGUAGES}


def attempt(read: Callable[[], Any]) -> tuple[Any, Problem | None]:
    """Return what was read, or the problem; nothing else may happen."""
    try:
        return read(), None
    except NotUnderstood as refused:
        return None, refused.problem


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(typed=TEXTS, number=st.integers(0, len(PATHS) - 1), lang=st.sampled_from(LANGUAGES))
def test_an_answer_or_a_sentence(typed: str, number: int, lang: Lang) -> None:
    question = QUESTIONS[lang][number]
    assert isinstance(question, Question)
    value, problem = attempt(lambda: read_answer(question, clean(typed), lang, TODAY))
    if problem is not None:
        assert problem.kind != "other"
        assert all(problem_words(problem, said) for said in LANGUAGES)
        return
    for item in value if question.kind in MANY else [value]:
        assert check_value(question.section, question.spec, item) is None


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(typed=TEXTS, lang=st.sampled_from(LANGUAGES))
def test_owner_and_day_of_what_is_open(typed: str, lang: Lang) -> None:
    readers: list[Callable[[], Any]] = [
        lambda: owner_of(DATA, clean(typed).strip()),
        lambda: day_of(clean(typed), lang, TODAY),
    ]
    for found, problem in map(attempt, readers):
        if problem is not None:
            assert all(problem_words(problem, said) for said in LANGUAGES)
        else:
            assert found > TODAY if isinstance(found, date) else 0 < len(found) <= 200


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(typed=TEXTS, number=st.integers(0, len(PATHS) - 1), lang=st.sampled_from(LANGUAGES))
def test_what_is_shown_for_changing_is_read_as_the_same_answer(typed: str, number: int, lang: Lang) -> None:
    question = QUESTIONS[lang][number]
    assert isinstance(question, Question)
    value, problem = attempt(lambda: read_answer(question, clean(typed), lang, TODAY))
    shown = "" if problem is not None else editable(replace(question, current=value), lang)
    if shown:
        meant = plainly(shown) if question.kind == "line" else shown
        assert read_answer(question, meant, lang, TODAY) == value
