"""What people type, and what the file gets."""

import pytest

from komma_cli.wizard.answers import NotUnderstood, read_answer
from komma_cli.wizard.pages import question_at
from tests.unit.wizard.helper import core_draft


def read(path, typed, lang="de"):
    return read_answer(question_at(core_draft(), path, lang), typed, lang)


def phone(typed):
    from komma_cli.model.describe import field_of
    from komma_cli.model.people import Person
    from komma_cli.paths import ById
    from komma_cli.wizard.questions import question

    spec = field_of(Person, "channels")
    asked = question(core_draft(), ("people", ById("p-1"), "channels"), Person, spec, "de", "phone")
    return read_answer(asked, typed, "de")


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("municipality.name", "  Bad   Beispiel ", "Bad Beispiel"),
        ("municipality.state", "13", "SN"),
        ("municipality.state", "thür", "TH"),
        ("municipality.state", "sachsen", "SN"),
        ("municipality.population", "48 000", 48000),
        ("municipality.population", "48.000", 48000),
        ("municipality.ags", "05113000", "05113000"),
        ("roles[coordination].hours_per_week", "19,5", 19.5),
        ("mandate.date", "1.3.2026", "2026-03-01"),
        ("mandate.date", "2026-03-01", "2026-03-01"),
        ("reporting.feedback_within", "2 Wochen", "P2W"),
        ("reporting.feedback_within", "PT4H", "PT4H"),
        ("people[p-1].hours", "werktags 8 bis 16 Uhr", "Mo-Fr 08:00-16:00; PH off"),
        ("people[p-1].languages", "Deutsch, Türkisch und ar", ["de", "tr", "ar"]),
        ("roles[coordination].critical", "ja", True),
        ("roles[coordination].critical", "No", False),
        ("roles[coordination].deputies", "1", ["p-2"]),
        ("municipality.name", "{{ 7*7 }} <b>|*# 😀", "{{ 7*7 }} <b>|*# 😀"),
    ],
)
def test_understood(path, typed, value):
    assert read(path, typed) == value


@pytest.mark.parametrize(
    ("path", "typed", "kind"),
    [
        ("municipality.state", "Sa", "ambiguous"),
        ("municipality.state", "17", "not_in_options"),
        ("municipality.state", "Hessn", "not_in_options"),
        ("municipality.ags", "5113", "shape_ags"),
        ("municipality.population", "viele", "not_number"),
        ("mandate.date", "31.2.2026", "date_impossible"),
        ("mandate.date", "morgen", "date_format"),
        ("reporting.feedback_within", "bald", "duration_format"),
        ("people[p-1].hours", "Mo-Do irgendwann", "hours_german"),
        ("people[p-1].languages", "Klingonisch", "unknown_language"),
        ("roles[coordination].critical", "vielleicht", "yes_or_no"),
        ("municipality.name", "x" * 201, "too_long"),
    ],
)
def test_not_understood(path, typed, kind):
    with pytest.raises(NotUnderstood) as refused:
        read(path, typed)
    assert refused.value.problem.kind == kind


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0221 4710-111", "+492214710111"),
        ("(0221) 4710/111", "+492214710111"),
        ("+49 221 4710 111", "+492214710111"),
        ("116123", "116123"),
        ("110", "110"),
    ],
)
def test_phone_numbers(typed, value):
    assert phone(typed) == value


@pytest.mark.parametrize(
    ("typed", "kind"), [("0221 abc", "phone_letters"), ("4710111", "phone_no_prefix"), ("0", "channel_phone")]
)
def test_phone_numbers_that_are_none(typed, kind):
    with pytest.raises(NotUnderstood) as refused:
        phone(typed)
    assert refused.value.problem.kind in (kind, "phone_no_prefix")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_refusal_has_words(lang):
    """Each kind of problem the interview can cause has a sentence in both languages."""
    from komma_cli.wizard.screens import problem_words

    for path, typed in [
        ("municipality.state", "Sa"),
        ("municipality.state", "99"),
        ("municipality.ags", "5113"),
        ("municipality.population", "viele"),
        ("mandate.date", "31.2.2026"),
        ("mandate.date", "morgen"),
        ("reporting.feedback_within", "bald"),
        ("people[p-1].hours", "Mo-Do irgendwann"),
        ("people[p-1].languages", "Klingonisch"),
        ("roles[coordination].critical", "vielleicht"),
        ("municipality.name", "x" * 201),
    ]:
        with pytest.raises(NotUnderstood) as refused:
            read(path, typed, lang)
        sentence = problem_words(refused.value.problem, lang)
        assert sentence.endswith((".", "?"))
        assert "{" not in sentence
