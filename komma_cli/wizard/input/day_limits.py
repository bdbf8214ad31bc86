"""Which days a question can mean: a next review lies ahead, a finished training does not.

A plan that says something was called and checked tomorrow is a false promise; a next review last year is a slip.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from komma_cli.wizard.questions import Question

Limit = Literal["ahead", "not_ahead", "likely_ahead", "free"]
_AHEAD = {("Review", "next_review"), ("Liaison", "review_meeting"), ("Deviation", "until"), ("OpenItem", "until")}
_NOT_AHEAD = {
    ("Verified", "on"),
    ("Participation", "on"),
    ("Change", "on"),
    ("Deviation", "on"),
    ("OpenItem", "since"),
    ("Mandate", "date"),
    ("Statement", "date"),
    ("Municipality", "legal_as_of"),
    ("Liaison", "agreed_on"),
    ("StrategyGroup", "confidentiality_agreement"),
    ("StrategyGroup", "last_meeting"),
    ("Role", "trained_on"),
    ("Exercise", "held_on"),
    ("FollowUp", "done_on"),
    ("ReviewStep", "done_on"),
    ("Review", "released_on"),
    ("Practice", "released_on"),
    ("ReviewedBy", "on"),
    ("Origin", "on"),
    ("Review", "last_report"),
    ("KnownToStaff", "announced_on"),
    ("Site", "reviewed_on"),
    ("Site", "risk_assessment_on"),
}
_LIKELY_AHEAD = {
    ("Exercise", "planned_for"),
    ("Instrument", "planned_for"),
    ("Committee", "on"),
    ("FollowUp", "due"),
    ("ReviewStep", "due"),
    ("Measure", "due"),
    ("Vacancy", "until"),
    ("Body", "funded_until"),
    ("Role", "funded_until"),
}
"""Mostly ahead, but what is written down afterwards is true as well: an exercise that was held, money that ran out."""
_FREE = {
    ("Absence", "first_day"),
    ("Absence", "last_day"),
    ("Vacancy", "since"),
    ("Review", "as_of"),
    ("Milestone", "on"),
}


LIMITS: dict[tuple[str, str], Limit] = {
    **dict.fromkeys(_AHEAD, "ahead"),
    **dict.fromkeys(_NOT_AHEAD, "not_ahead"),
    **dict.fromkeys(_LIKELY_AHEAD, "likely_ahead"),
    **dict.fromkeys(_FREE, "free"),
}
"""Every day field of the model, by section and key."""


def limit(question: Question) -> Limit:
    """Return which days fit the question."""
    return LIMITS[question.section.__name__, question.spec.key]


def broken(question: Question, day: date, today: date) -> Literal["date_ahead", "date_not_ahead"] | None:
    """Return the name of the sentence that says why a day does not fit, or None."""
    match limit(question):
        case "ahead":
            return "date_ahead" if day <= today else None
        case "not_ahead":
            return "date_not_ahead" if day > today else None
    return None


def surprising(question: Question, day: date, today: date) -> bool:
    """Say whether the day fits but was probably not meant: it is past where most answers lie ahead."""
    return limit(question) == "likely_ahead" and day < today
