"""Days that lie on the wrong side of today."""

from datetime import timedelta

import pytest

from komma_cli.model.describe import fields_of
from komma_cli.model.playbook import Playbook
from komma_cli.wizard.input.answers import NotUnderstood, read_answer
from komma_cli.wizard.input.day_limits import LIMITS
from komma_cli.wizard.pages import question_at
from tests.unit.wizard.helper import TODAY, core_draft, run, sitting


def day_fields(section, found):
    for spec in fields_of(section):
        if spec.shape == "date":
            found.add((section.__name__, spec.key))
        if spec.group is not None:
            day_fields(spec.group, found)
    return found


def test_somebody_has_thought_about_every_day():
    assert set(LIMITS) == day_fields(Playbook, set())


def read(path, day):
    return read_answer(question_at(core_draft(), path, "de"), day.isoformat(), "de", TODAY)


@pytest.mark.parametrize(
    ("path", "days", "kind"),
    [
        ("review.next_review", 0, "date_ahead"),
        ("review.next_review", -30, "date_ahead"),
        ("review.last_report", 1, "date_not_ahead"),
        ("roles[coordination].trained_on", 1, "date_not_ahead"),
        ("people[p-1].verified.on", 1, "date_not_ahead"),
        ("mandate.date", 1, "date_not_ahead"),
    ],
)
def test_the_wrong_side_of_today(path, days, kind):
    with pytest.raises(NotUnderstood) as refused:
        read(path, TODAY + timedelta(days))
    assert refused.value.problem.kind == kind


@pytest.mark.parametrize(
    ("path", "days"),
    [("review.next_review", 1), ("review.last_report", 0), ("people[p-1].verified.on", -400), ("review.as_of", 9)],
)
def test_the_right_side_of_today(path, days):
    day = TODAY + timedelta(days)
    assert read(path, day) == day.isoformat()


def test_a_review_in_the_past_is_explained_in_the_words_of_the_question():
    seat = sitting("1.1.2026", "in 6 Monaten", data=core_draft())
    seat.run_path("review.next_review")
    assert "Fehler: Nächste Prüfung: Dieser Tag muss nach dem heutigen Tag liegen." in flat(seat)
    assert "Eingetragen: 1. Juni 2027, ein Dienstag" in flat(seat)
    assert seat.interview.data["review"]["next_review"] == "2027-06-01"


def test_what_is_mostly_ahead_may_be_past_but_is_remarked_on():
    data = core_draft() | {"exercises": [{"id": "e-1", "title": "Drohanruf"}]}
    seat = sitting("1.11.2026", data=data)
    seat.run_path("exercises[e-1].planned_for")
    assert seat.interview.data["exercises"][0]["planned_for"] == "2026-11-01"
    assert "Dieser Tag liegt schon hinter Ihnen" in flat(seat)
    seat = sitting("1.1.2027", data=data)
    seat.run_path("exercises[e-1].planned_for")
    assert "hinter Ihnen" not in flat(seat)


def test_a_review_that_has_passed_is_not_kept_with_enter():
    data = core_draft() | {"review": {"next_review": "2026-11-30"}}
    seat = sitting("", "in 1 Jahr", data=data)
    seat.run_path("review.next_review")
    assert "„30.11.2026“ passt heute nicht mehr. Nächste Prüfung: Dieser Tag muss" in flat(seat)
    assert seat.interview.data["review"]["next_review"] == "2027-12-01"
    seat = sitting("", "<", data=data)
    assert run(lambda: seat.run_path("review.next_review")) == "back"
    assert seat.interview.data == data


def flat(seat):
    return " ".join(seat.asker.screen.split())
