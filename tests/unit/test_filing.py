"""Who files what until when: nobody is told that somebody else does it for them where that is not so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.errors import UsageError
from komma_cli.filing import STATUSES, Filing, filings, is_due, last_day, offence, status_notes, word
from komma_cli.laws import law, offences
from komma_cli.texts import LANGUAGES, Lang, error_words, facts


def applicants(identifier: str, status: str | None, *, head: bool = False) -> list[str]:
    """Return who can file besides the report, in order."""
    report, *others = filings(identifier, status, head=head, lang="de")
    assert (report.what, report.who) == ("report", "anyone")
    return [one.who for one in others]


@pytest.mark.parametrize(
    ("identifier", "status", "expected"),
    [
        ("insult", "civil_servant", ["person", "superior"]),
        ("insult", "employee", ["person", "superior"]),
        ("insult", "honorary", ["person"]),
        ("insult", "mandate", ["person"]),
        ("insult-political", "mandate", ["person"]),
        ("bodily-harm", "civil_servant", ["person", "superior"]),
        ("bodily-harm", "mandate", ["person"]),
        ("hate-insult", "civil_servant", ["person"]),
        ("threat", "employee", ["person"]),
        ("trespass", "mandate", ["holder_of_house_right"]),
        ("property-damage", "honorary", ["owner"]),
        ("insult-of-authority", "employee", ["head_of_authority", "head_of_supervisory_authority"]),
        ("insult-of-council", "mandate", ["political_body"]),
        ("stalking", "mandate", []),
        ("doxing", "civil_servant", []),
    ],
)
def test_who_files(identifier: str, status: str, expected: list[str]) -> None:
    assert applicants(identifier, status) == expected


@pytest.mark.parametrize("status", ["civil_servant", "employee"])
def test_the_supervisory_authority_steps_in_for_the_head(status: str) -> None:
    assert applicants("insult", status, head=True) == ["person", "supervisory_authority"]
    assert applicants("bodily-harm", status, head=True) == ["person", "supervisory_authority"]
    assert applicants("trespass", status, head=True) == ["holder_of_house_right"]


def test_an_honorary_head_is_sent_to_the_legal_office_and_a_council_member_heads_nothing() -> None:
    found = filings("insult", "honorary", head=True, lang="de")
    assert [one.who for one in found[1:]] == ["person", "supervisory_authority"]
    assert word("notes", "head_honorary", "de") in found[2].notes
    assert applicants("insult", "mandate", head=True) == ["person"]


def test_council_members_and_volunteers_are_told_that_they_apply_themselves() -> None:
    for status in ("mandate", "honorary"):
        person = filings("insult", status, lang="de")[1]
        assert word("notes", f"own_{status}", "de") in person.notes
    assert any("hrr-strafrecht" in source.url for source in filings("insult", "mandate", lang="de")[1].sources)
    for status in ("civil_servant", "employee"):
        assert not any(
            word("notes", f"own_{one}", "de") in filings("insult", status, lang="de")[1].notes
            for one in ("mandate", "honorary")
        )


def test_objections_are_final_where_the_law_knows_them_and_nowhere_else() -> None:
    final = word("notes", "objection_is_final", "de")
    told = {one.id for one in offences("de") if any(final in each.notes for each in filings(one, "mandate", lang="de"))}
    assert told == {"insult-political", "hate-insult"}


def test_a_threat_counts_as_if_an_application_were_needed() -> None:
    _, person = filings("threat", "employee", lang="de")
    assert person.law is not None and person.law.id == "strafantrag"
    assert word("notes", "like_the_threatened", "de") in person.notes


def test_reasons_of_public_interest_belong_to_the_offences_of_private_prosecution() -> None:
    reasons = word("notes", "give_reasons", "de")
    for one in offences("de"):
        report = filings(one, lang="de")[0]
        assert (reasons in report.notes) is one.private_prosecution, one.id


def test_a_report_is_said_to_be_enough_exactly_where_no_application_is_needed() -> None:
    enough = word("notes", "report_is_enough", "de")
    for one in offences("de"):
        found = filings(one, lang="de")
        assert (enough in found[0].notes) is (one.application == "no") is (len(found) == 1), one.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_filed_has_source_date_and_place(lang: Lang) -> None:
    for one in offences(lang):
        for status in (None, *STATUSES):
            for each in filings(one, status, lang=lang):
                assert each.where and each.who_text and each.what_text
                assert each.sources and all(source.url.startswith("http") for source in each.sources)
                assert len({source.url for source in each.sources}) == len(each.sources)
                assert each.as_of <= date(2026, 4, 29)
                assert (each.law is None) == (each.what != "application")


def application(status: str = "employee") -> Filing:
    return filings("insult", status, lang="de")[1]


def test_the_last_day_comes_with_two_warnings_and_without_a_weekend_bonus() -> None:
    counted = last_day(application(), date(2026, 8, 21))
    assert counted.warnings == (date(2026, 10, 16), date(2026, 11, 6))
    assert counted.end == date(2026, 11, 21)
    assert counted.end.isoweekday() == 6


def test_while_nobody_knows_who_did_it_the_period_does_not_run() -> None:
    counted = last_day(application(), None)
    assert (counted.start, counted.warnings, counted.end) == (None, (), None)
    assert "trotzdem jetzt" in word("countdown", "unknown", "de")


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_warnings_come_before_the_last_day_in_every_month(start: date) -> None:
    counted = last_day(application(), start)
    assert counted.end is not None
    assert start < counted.warnings[0] < counted.warnings[1] < counted.end
    assert [(day - start).days for day in counted.warnings] == [56, 77]


@pytest.mark.parametrize("position", [0, 1])
def test_a_report_and_an_authorisation_have_no_last_day(position: int) -> None:
    with pytest.raises(UsageError) as caught:
        last_day(filings("insult-of-council", lang="de")[position], date(2026, 3, 1))
    assert "sofort" in error_words(caught.value.key, "de", **caught.value.values)[1]


def test_unknown_offence_and_status_name_the_likeliest() -> None:
    with pytest.raises(UsageError) as caught:
        offence("insullt", "de")
    assert "insult" in error_words(caught.value.key, "en", **caught.value.values)[1]
    for asked in (lambda: filings("insult", "external", lang="de"), lambda: status_notes("councillor", "de")):
        with pytest.raises(UsageError) as caught:
            asked()
        assert caught.value.key == "filing.unknown_status"


def test_a_known_draft_makes_the_filing_due() -> None:
    assert is_due(filings("incitement", lang="de")[0], date(2026, 5, 1))
    assert not is_due(filings("incitement", lang="de")[0], date(2026, 12, 1), read_on=date(2026, 11, 16))
    assert not is_due(application(), date(2026, 12, 1))


def topics(status: str, land: str | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for note in status_notes(status, "de", land):
        found.setdefault(note.topic, []).append(note.id)
    return found


def test_civil_servants_have_a_service_accident_and_all_others_the_insurer() -> None:
    assert topics("civil_servant")["accident"] == ["accident-official"]
    for status in ("employee", "honorary", "mandate"):
        laws = [note.law.id for note in status_notes(status, "de") if note.topic == "accident" and note.law]
        assert laws == ["accident-report"]


def test_costs_depend_on_land_for_civil_servants_only() -> None:
    assert topics("civil_servant", "BY")["costs"] == ["costs-bavaria"]
    assert topics("civil_servant", "BW")["costs"] == ["costs-baden-wuerttemberg"]
    assert topics("civil_servant", "TH")["costs"] == ["costs-other-land"]
    assert len(topics("civil_servant")["costs"]) == 3
    assert topics("mandate", "BY") == topics("mandate")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_hears_of_accident_application_and_costs_with_a_source(status: str, lang: Lang) -> None:
    for land in facts("laender")["laender"]:
        found = status_notes(status, lang, land)
        assert {note.topic for note in found} == {"accident", "application", "costs"}
        assert all(note.sources and note.norm and note.confidence in ("L", "S", "D") for note in found)


def test_a_note_that_is_a_law_follows_its_statuses() -> None:
    for status in STATUSES:
        for note in status_notes(status, "de"):
            if note.law is not None:
                assert not note.law.applies_to or status in note.law.applies_to, note.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_periods_in_the_words_are_those_of_the_law(lang: Lang) -> None:
    from komma_cli.check import periods
    from komma_cli.check.wording import sentences

    for status in STATUSES:
        for note in status_notes(status, lang):
            for sentence in sentences(note.text):
                for period in periods.periods(sentence):
                    right = law(str(period.subject.law)).duration
                    assert right is not None
                    assert periods.verdict(period, right, sentence) is None, note.id


@pytest.mark.parametrize(
    ("lang", "anyway"), [("de", "stellen Sie ihn trotzdem"), ("en", "make the application all the same")]
)
def test_where_a_report_is_enough_nobody_is_told_to_forget_the_application(lang: Lang, anyway: str) -> None:
    for one in offences(lang):
        if one.application == "no":
            assert any(anyway in note for note in filings(one, lang=lang)[0].notes), one.id


def test_the_confidence_of_a_status_note_is_that_of_its_weakest_source() -> None:
    notes = {note.id: note for status in STATUSES for note in status_notes(status, "de")}
    assert notes["application-mandate"].confidence == "S"
    assert notes["accident-insured"].confidence == "L"
