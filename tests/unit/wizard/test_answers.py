"""What people type, and what the file gets."""

import ast
import inspect
from typing import get_args

import pytest

from komma_cli import dates, durations, hours, phones
from komma_cli.texts import words
from komma_cli.wizard import owning
from komma_cli.wizard.input import answers
from komma_cli.wizard.input.answers import NotUnderstood, pick_many, read_answer
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import Option
from tests.unit.wizard.helper import TODAY, core_draft


def read(path, typed, lang="de"):
    return read_answer(question_at(core_draft(), path, lang), typed, lang, TODAY)


def phone(typed):
    from komma_cli.model.describe import field_of
    from komma_cli.model.people import Person
    from komma_cli.paths import ById
    from komma_cli.wizard.questions import question

    spec = field_of(Person, "channels")
    asked = question(core_draft(), ("people", ById("p-1"), "channels"), Person, spec, "de", "phone")
    return read_answer(asked, typed, "de", TODAY)


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
        ("municipality.name", "[b]fett[/b] שלום\u200f", "[b]fett[/b] שלום\u200f"),
        ("municipality.name", "§\N{NO-BREAK SPACE}13", "§\N{NO-BREAK SPACE}13"),
        ("municipality.state", "13.", "SN"),
        ("municipality.state", "NW", "NW"),
        ("municipality.population", "48\N{NO-BREAK SPACE}000", 48000),
        ("municipality.population", "1.200", 1200),
        ("municipality.ags", "05 1 13 000", "05113000"),
        ("municipality.ags", "05113", "05113"),
        ("review.version", "1,0", "1.0"),
        ("roles[coordination].hours_per_week", "19.5", 19.5),
        ("mandate.date", "heute", "2026-12-01"),
        ("mandate.date", "vor 3 Tagen", "2026-11-28"),
        ("mandate.date", "1 March 2026", "2026-03-01"),
        ("review.next_review", "in 6 Monaten", "2027-06-01"),
        ("reporting.feedback_within", "eine halbe Stunde", "PT30M"),
        ("people[p-1].hours", "rund um die Uhr", "24/7"),
        ("people[p-1].hours", "Mo-Fr 08:00-16:00; Dec 24 off", "Mo-Fr 08:00-16:00; Dec 24 off"),
        ("roles[coordination].critical", "Ja.", True),
        ("roles[coordination].critical", "Y", True),
        ("roles[coordination].critical", "nein!", False),
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
        ("municipality.ags", "5113", "ags_zero"),
        ("municipality.ags", "5113000", "ags_zero"),
        ("municipality.ags", "051130000000", "ags_regional"),
        ("municipality.ags", "051", "shape_ags"),
        ("municipality.population", "viele", "not_number"),
        ("mandate.date", "31.2.2026", "date_impossible"),
        ("mandate.date", "morgen", "date_not_ahead"),
        ("mandate.date", "bald", "date_format"),
        ("mandate.date", "31.1.", "date_no_year"),
        ("mandate.date", "3/4/2026", "date_two_ways"),
        ("municipality.population", "zwölf", "not_number"),
        ("municipality.population", "-5", "not_number"),
        ("municipality.population", "", "not_number"),
        ("municipality.population", "9" * 400, "number_too_long"),
        ("municipality.population", "900000000", "too_big"),
        ("municipality.population", "1,5", "not_number"),
        ("reporting.feedback_within", "drei Werktage", "duration_working_days"),
        ("people[p-1].hours", "nach Vereinbarung", "hours_by_arrangement"),
        ("roles[coordination].critical", "jo", "yes_or_no"),
        ("support.first_responders", "keine", "none_not_enough"),
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


@pytest.mark.parametrize(
    ("typed", "lang", "value"),
    [
        ("48,000", "en", 48000),
        ("48 000", "en", 48000),
        ("48.000", "de", 48000),
        ("48'000", "de", 48000),
        ("12,0", "de", 12),
    ],
)
def test_thousands_are_grouped_in_the_manner_of_the_language(typed, lang, value):
    assert read("municipality.population", typed, lang) == value


@pytest.mark.parametrize(
    ("typed", "lang", "kind"),
    [
        ("48,000", "de", "number_two_ways"),
        ("48.123", "en", "number_two_ways"),
        ("twelve", "en", "not_number"),
        ("1,5", "en", "not_number"),
    ],
)
def test_a_number_is_not_guessed(typed, lang, kind):
    with pytest.raises(NotUnderstood) as refused:
        read("municipality.population", typed, lang)
    assert refused.value.problem.kind == kind


def channel(kind, typed):
    data = core_draft()
    data["people"][0]["channels"] = [{"kind": kind, "value": "alt"}]
    return read_answer(question_at(data, "people[p-1].channels[0].value", "de"), typed, "de", TODAY)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("email", "post@musterstadt.example", "post@musterstadt.example"),
        ("email", "mailto:post@musterstadt.example", "post@musterstadt.example"),
        ("email", "post@musterstadt.example.", "post@musterstadt.example"),
        ("email", "post@musterstadt.example,", "post@musterstadt.example"),
        ("email", "Mira Muster <post@musterstadt.example>", "post@musterstadt.example"),
        ("email", "post@überlingsdörfchen.example", "post@überlingsdörfchen.example"),
        ("web", "www.musterstadt.example", "https://www.musterstadt.example"),
        ("web", "HTTP://musterstadt.example/a?b=c,", "http://musterstadt.example/a?b=c"),
        ("phone", "+49 (0)221 4710-123", "+492214710123"),
        ("in_person", "Zimmer {{ 3 }} | [b]", "Zimmer {{ 3 }} | [b]"),
    ],
)
def test_addresses(kind, typed, value):
    assert channel(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        ("email", "post.musterstadt.example", "email_no_at"),
        ("email", "post@", "channel_email"),
        ("email", "post (at) musterstadt.example", "email_spelled_at"),
        ("email", "post[ät]musterstadt.example", "email_spelled_at"),
        ("email", "post at musterstadt.example", "email_spelled_at"),
        ("email", "a@b.example, c@d.example", "email_two"),
        ("email", "a b@c.example", "channel_email"),
        ("web", "Musterstadt", "channel_web"),
        ("web", "https://", "channel_web"),
        ("web", "post@musterstadt.example", "channel_web"),
        ("phone", "0221 4710123 oder 0221 4710124", "phone_two"),
    ],
)
def test_addresses_that_are_none(kind, typed, problem):
    with pytest.raises(NotUnderstood) as refused:
        channel(kind, typed)
    assert refused.value.problem.kind == problem


OPTIONS = tuple(
    Option(n, label) for n, label in enumerate(["Rat", "Rat und Amt", "Polizei", "Presse, Funk", "Schule"], 1)
)


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("1-3", [1, 2, 3]),
        ("1 bis 3", [1, 2, 3]),
        ("3-1", [3, 2, 1]),
        ("2, 1", [2, 1]),
        ("1 und 3", [1, 3]),
        ("1 and 3", [1, 3]),
        ("3. + 1.", [3, 1]),
        ("5 3 1", [5, 3, 1]),
        ("Rat und Amt", [2]),
        ("Presse, Funk", [4]),
        ("Schule und Polizei", [5, 3]),
        ("1, 1, 1", [1]),
    ],
)
def test_several_of_a_list(typed, picked):
    assert [option.value for option in pick_many(OPTIONS, typed)] == picked


@pytest.mark.parametrize("typed", ["0", "6", "1-9", ",", "Schule und Kino"])
def test_several_that_are_not_in_the_list(typed):
    with pytest.raises(NotUnderstood):
        pick_many(OPTIONS, typed)


@pytest.mark.parametrize(("typed", "values"), [("alle", 4), ("All", 4), ("keine", 0), ("None.", 0), ("1-2", 2)])
def test_everything_and_nothing(typed, values):
    assert len(read("bodies[b-1].audiences", typed)) == values


def test_a_line_that_is_too_long_is_named_by_its_number():
    with pytest.raises(NotUnderstood) as refused:
        read("roles[coordination].tasks", f"kurz\n{'x' * 230}\nkurz")
    assert refused.value.problem.kind == "line_too_long"
    assert (refused.value.problem.values["number"], refused.value.problem.values["max_length"]) == (2, 200)


def refusal_kinds():
    """Return every kind of refusal that the code can cause: those it names, and those the model has for answers."""
    named = {*get_args(dates.Unread), *get_args(durations.Unread), *get_args(hours.Unread), *get_args(phones.Unread)}
    for module in (answers, owning):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_refused":
                named |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
    return sorted({str(kind) for kind in named} - {"@"} | {"date_ahead", "date_not_ahead"})


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("kind", refusal_kinds())
def test_every_kind_of_refusal_has_its_own_sentence(kind, lang):
    sentence = words("messages/answers", lang)[kind]
    assert sentence.endswith((".", "{text}", "?"))
    assert sentence == sentence.strip()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_refusal_has_words(lang):
    """Each kind of problem the interview can cause has a sentence in both languages."""
    from komma_cli.wizard.showing.screens import problem_words

    for path, typed in [
        ("municipality.state", "Sa"),
        ("municipality.state", "99"),
        ("municipality.ags", "5113"),
        ("municipality.population", "viele"),
        ("mandate.date", "31.2.2026"),
        ("mandate.date", "bald"),
        ("mandate.date", "in 3 Wochen"),
        ("mandate.date", "Donnerstag, 22. Mai 2026"),
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
