"""What falls due when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from komma_cli.agenda import KINDS, Due, agenda, urgent_contacts
from komma_cli.check.registry import Context
from komma_cli.check.rules import all_rules
from komma_cli.cli.common import shipped_playbook
from komma_cli.cli.who import opened
from komma_cli.model.fields import CONFIDENTIALITY
from komma_cli.render.audience import redact

TODAY, UNTIL = date(2026, 12, 1), date(2028, 12, 1)


def dues(data: dict[str, Any], today: date = TODAY, until: date = UNTIL) -> dict[str, date]:
    return {due.key: due.on for due in agenda(data, today, until)}


def test_an_empty_plan_has_no_day() -> None:
    assert agenda({}, TODAY, UNTIL) == ()


def test_reports_repeat_until_the_end_and_keep_their_numbers() -> None:
    review = {"last_report": "2026-06-23", "report_interval": "P6M", "released_on": "2026-01-01"}
    found = dues({"review": review}, until=date(2027, 12, 31))
    assert found == {
        "review.report[1]": date(2026, 12, 23),
        "review.report[2]": date(2027, 6, 23),
        "review.report[3]": date(2027, 12, 23),
    }


def test_before_the_first_report_the_release_counts() -> None:
    assert dues({"review": {"released_on": "2026-11-18", "report_interval": "P1Y"}}, until=date(2027, 12, 1)) == {
        "review.report[1]": date(2027, 11, 18)
    }


@pytest.mark.parametrize("interval", ["PT0M", "PT12H"])
def test_an_interval_without_a_day_repeats_nothing(interval: str) -> None:
    assert dues({"review": {"last_report": "2026-06-23", "report_interval": interval}}) == {}


def test_contacts_for_emergencies_are_called_twice_as_often_and_110_never() -> None:
    tried = {"on": "2026-10-01", "by": "K"}
    data = {
        "people": [{"id": "a", "verified": tried}, {"id": "b", "verified": tried}, {"id": "new"}],
        "bodies": [{"id": "x", "kind": "police", "verified": tried}, {"id": "e", "kind": "emergency"}],
        "roles": [{"id": "on-call", "holder": "a", "deputies": ["b"], "provided_by": "x"}],
        "escalation": {"emergency": {"out_of_hours": "on-call"}},
    }
    assert urgent_contacts(data) == {"a", "b", "x"}
    assert dues(data) == {
        "people[a].verified": date(2027, 4, 1),
        "people[b].verified": date(2027, 4, 1),
        "bodies[x].verified": date(2027, 4, 1),
        "people[new].verified": TODAY,
    }
    data["thresholds"] = {"urgent_contacts": "P3M"}
    assert dues(data)["people[a].verified"] == date(2027, 1, 1)
    assert dues({**data, "escalation": {}})["people[a].verified"] == date(2027, 10, 1)


def test_an_exercise_is_due_until_it_was_held_then_the_next_one() -> None:
    planned = {"exercises": [{"id": "e", "title": "T", "planned_for": "2026-11-02"}]}
    assert dues(planned) == {"exercises[e]": date(2026, 11, 2)}
    planned["exercises"][0]["held_on"] = "2026-11-03"
    assert dues(planned) == {"exercises": date(2028, 11, 3)}
    planned["exercises"].append({"id": "f", "title": "T", "planned_for": "2027-11-02"})
    assert dues(planned) == {"exercises[f]": date(2027, 11, 2)}


def test_what_is_done_or_dropped_or_has_happened_is_left_out() -> None:
    measures = [
        {"id": f"m-{status}", "title": "M", "due": "2027-01-01", "status": status}
        for status in ("done", "running", "dropped")
    ]
    data = {
        "strategy": {
            "fields": [{"id": "f", "goals": [{"id": "g", "measures": measures}]}],
            "timetable": [{"on": "2026-11-30", "text": "past"}, {"on": "2026-12-01", "text": "today"}],
        },
        "internal_review": {
            "steps": [
                {"id": "s", "text": "S", "due": "2026-01-01"},
                {"id": "t", "text": "T", "due": "2026-01-01", "done_on": "2026-01-01"},
            ],
            "instruments": [{"id": "i", "text": "I", "planned_for": "2026-01-01"}],
        },
    }
    assert dues(data) == {
        "internal_review.steps[s]": date(2026, 1, 1),
        "strategy.timetable[1]": TODAY,
        "strategy.fields[f].goals[g].measures[m-running]": date(2027, 1, 1),
    }


def test_open_questions_end_on_their_day_or_after_half_a_year() -> None:
    data = {
        "open": [
            {"path": "a", "since": "2026-11-01", "until": "2026-12-24", "question": "Wer?", "owner": "Amt"},
            {"path": "b", "since": "2026-11-01"},
            {"path": "c", "since": "2026-11-01", "not_applicable": True},
        ]
    }
    first, second = agenda(data, TODAY, UNTIL)
    assert first == Due(date(2026, 12, 24), "open_question", "Wer?", "Amt", "open[a]2026-11-01")
    assert (second.on, second.subject) == (date(2027, 5, 1), "b")


def test_the_order_is_that_of_the_days() -> None:
    _, data = opened(str(shipped_playbook("musterstadt")))
    found = agenda(data, TODAY, UNTIL)
    assert [due.on for due in found] == sorted(due.on for due in found)
    assert len({due.key for due in found}) == len(found) > 60
    assert {due.kind for due in found} == set(KINDS) - {"exercise_again"}


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 5, 20), date(2028, 2, 1)])
def test_contacts_are_due_when_the_checks_begin_to_speak(today: date) -> None:
    playbook, data = opened(str(shipped_playbook("musterstadt")))
    context = Context(playbook, data, today)
    spoken = {rule: {str(hit.parts[1]) for hit in all_rules()[rule].logic(context)} for rule in ("K901", "K914")}
    late: dict[str, set[str]] = {"urgent_contact": set(), "other_contact": set()}
    for due in agenda(data, today, today):
        if due.kind in late and due.on < today:
            late[due.kind].add(str(due.subject))
    assert (late["urgent_contact"], late["other_contact"]) == (spoken["K901"], spoken["K914"])
    assert today == TODAY or late["urgent_contact"]


def test_redacted_data_gives_the_same_but_for_what_was_removed() -> None:
    playbook, data = opened(str(shipped_playbook("musterstadt")))
    by_class = {name: agenda(redact(playbook, name), TODAY, UNTIL) for name in CONFIDENTIALITY}
    assert by_class["confidential"] == agenda(data, TODAY, UNTIL)
    assert {due.kind for due in by_class["confidential"]} - {due.kind for due in by_class["internal"]} == {
        "liaison", "lesson", "strategy_group",
    }  # fmt: skip
    assert not any("contact" in due.kind for due in agenda(redact(playbook, "public"), TODAY, UNTIL, proofs=False))
