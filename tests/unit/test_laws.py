"""Legal periods: the last day must never be a day too late."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.errors import UsageError
from komma_cli.laws import countdown, deadline_end, is_due_for_recheck, law, laws, limits, offences, printed, tools
from komma_cli.texts import LANGUAGES, error_words


@pytest.mark.parametrize(
    ("identifier", "start", "end"),
    [
        ("strafantrag", date(2026, 1, 15), date(2026, 4, 15)),
        ("strafantrag", date(2026, 11, 30), date(2027, 2, 28)),
        ("strafantrag", date(2027, 11, 29), date(2028, 2, 29)),
        ("agg-claim", date(2026, 12, 31), date(2027, 2, 28)),
        ("agg-claim", date(2027, 12, 31), date(2028, 2, 29)),
        ("agg-claim", date(2028, 2, 29), date(2028, 4, 29)),
        ("register-block", date(2028, 2, 29), date(2030, 2, 28)),
        ("compensation-application", date(2028, 2, 29), date(2029, 2, 28)),
        ("trauma-outpatient", date(2026, 11, 22), date(2027, 11, 22)),
        ("accident-report", date(2026, 12, 30), date(2027, 1, 2)),
        ("hinschg-receipt", date(2026, 11, 22), date(2026, 11, 29)),
        ("dismissal-for-cause", date(2026, 12, 21), date(2027, 1, 4)),
        ("first-aid-record", date(2026, 11, 22), date(2031, 11, 22)),
    ],
)
def test_last_day_of_a_period(identifier, start, end):
    assert deadline_end(law(identifier), start) == end


def test_a_weekend_at_the_end_gives_no_extra_day():
    saturday = deadline_end(law("strafantrag"), date(2026, 8, 21))
    assert saturday == date(2026, 11, 21)
    assert saturday.isoweekday() == 6


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_later_start_never_ends_earlier_and_three_months_stay_within_bounds(start):
    end = deadline_end(law("strafantrag"), start)
    assert timedelta(days=89) <= end - start <= timedelta(days=92)
    assert end <= deadline_end(law("strafantrag"), start + timedelta(days=1))


def test_a_law_without_a_period_has_no_last_day():
    with pytest.raises(UsageError) as caught:
        deadline_end(law("secret-recording"), date(2026, 11, 22))
    message, _ = error_words(caught.value.key, "de", **caught.value.values)
    assert "Gespräche nicht heimlich aufnehmen" in message


def test_an_unknown_law_is_refused_with_the_nearest_ids():
    with pytest.raises(UsageError) as caught:
        law("agg-claims")
    assert "agg-claim" in error_words(caught.value.key, "en", **caught.value.values)[1]


def test_laws_with_a_known_change_are_due_the_day_after_it():
    assert not is_due_for_recheck(law("agg-claim"), date(2026, 6, 19))
    assert is_due_for_recheck(law("agg-claim"), date(2026, 6, 20))


def test_other_laws_are_due_a_year_after_they_were_read():
    assert not is_due_for_recheck(law("strafantrag"), date(2027, 4, 29))
    assert is_due_for_recheck(law("strafantrag"), date(2027, 4, 30))


def test_civil_servants_and_others_get_different_accident_rules():
    assert law("accident-report").applies_to == ("employee", "honorary", "mandate")
    assert law("civil-servants-accident").applies_to == ("civil_servant",)
    assert law("civil-servants-accident").duration is None


def test_council_members_are_not_promised_an_application_by_a_superior():
    assert "mandate" not in law("employer-report-by-superior").applies_to


def test_every_period_says_when_it_starts():
    for lang in ("de", "en"):
        for each in laws(lang):
            assert (each.duration is None) == (each.counts_from is None) == (each.trigger is None), each.id


def test_offence_table_says_who_must_apply():
    table = {each.id: each for each in offences("de")}
    assert table["stalking"].application == "no"
    assert table["trespass"].application == "yes"
    assert table["threat"].application == "as_threatened_act"
    assert table["insult-of-council"].application == "authorisation"
    assert table["insult-political"].objection
    assert table["property-damage"].who == ("owner",)
    assert is_due_for_recheck(table["incitement"], date(2026, 11, 22))
    for each in table.values():
        assert bool(each.who) == (each.application != "no"), each.id


def test_whoever_read_the_law_after_the_known_change_need_not_read_it_again():
    claim = law("agg-claim")
    assert is_due_for_recheck(claim, date(2026, 12, 1), read_on=date(2026, 6, 19))
    assert not is_due_for_recheck(claim, date(2026, 12, 1), read_on=date(2026, 6, 20))
    assert is_due_for_recheck(claim, date(2027, 6, 21), read_on=date(2026, 6, 20))


def test_a_year_counts_from_the_last_reading_whoever_did_it():
    application = law("strafantrag")
    assert not is_due_for_recheck(application, date(2027, 5, 1), read_on=date(2026, 11, 16))
    assert is_due_for_recheck(application, date(2027, 11, 17), read_on=date(2026, 11, 16))
    assert not is_due_for_recheck(application, date(2027, 4, 29), read_on=date(2020, 1, 1))


def test_only_the_application_for_prosecution_reminds_and_a_missing_start_counts_nothing():
    assert {each.id for each in laws("de") if each.warn_after} == {"strafantrag"}
    assert countdown(law("agg-claim"), date(2026, 3, 1)) == (date(2026, 3, 1), (), date(2026, 5, 1))
    assert countdown(law("strafantrag"), None) == (None, (), None)


def test_a_period_at_the_end_of_the_calendar_ends_with_it():
    assert deadline_end(law("register-block"), date(9999, 12, 1)) == date.max


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_tool_has_a_trap_a_source_and_a_norm(lang):
    known = {each.id: each for each in laws(lang)}
    for tool in tools(lang):
        assert tool.title and tool.line and tool.trap and tool.norm and tool.sources, tool.id
        assert tool.confidence in ("L", "S")
        if tool.law is not None:
            assert (tool.title, tool.line) == (known[tool.law].title, known[tool.law].statement)
            assert known[tool.law].source in tool.sources


def test_the_tools_that_protect_an_address_say_what_they_do_not_cover():
    traps = {tool.id: tool.trap for tool in tools("de")}
    assert "Auskunftssperre" in traps["register-objection"] and "Auskunftssperre" in traps["vehicle-register-block"]
    assert "Kommune" in traps["protection-order"]
    assert "Enddatum" in traps["house-ban"] and "18 Monate" in traps["house-ban"]


def test_no_tool_names_a_deadline_that_was_not_read():
    said = {tool.id: f"{tool.line} {tool.trap}" for tool in tools("de")}
    assert "keine Frist" in said["injunction"] and "Antragsfrist hat komma nicht gefunden" in said["hardship-fund"]
    assert "Personenschutz" not in " ".join(said.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_limits_claim_no_legal_basis(lang):
    found = limits(lang)
    assert found[0].id == "no-basis-from-komma"
    assert all(each.text and each.sources and each.confidence in ("L", "S", "D") for each in found)
    assert not any(re.search(r"Art\. ?6|Article 6", each.text) for each in found)


def test_what_papers_always_print_is_known_once_per_paper():
    known = {each.id for each in laws("de")}
    for part, ids in printed().items():
        assert set(ids) <= known, part
        assert len(set(ids)) == len(ids), part
    guide = [each for part, ids in printed().items() if part != "strategy" for each in ids]
    assert len(set(guide)) == len(guide)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_to_do_names_the_step_without_which_help_is_lost(lang):
    """SGB XIV § 10 (5), FamFG § 111 with GVG § 23b, BeamtVG § 45 (1): an application, an office, a form."""
    said = {each.id: f"{each.statement} {each.what_to_do}" for each in laws(lang)}
    application, court, form = {
        "de": ("nach der zweiten Sitzung den Antrag", "Amtsgericht (Familiengericht)", "schriftlich"),
        "en": ("Apply right after the second session", "local court (family court)", "in writing"),
    }[lang]
    assert application in said["trauma-outpatient"]
    assert court in said["protection-order"]
    assert form in said["civil-servants-accident"] and form in said["agg-claim"]


def test_a_statement_that_rests_on_a_judgment_is_not_called_read_in_the_law():
    found = law("employer-report-by-superior")
    assert any("hrr-strafrecht" in link for link in found.more_sources)
    assert found.confidence == "S"
