"""What must be thought of after an incident."""

from __future__ import annotations

from datetime import date
from typing import Any

from komma_cli.case_dates import case_points
from komma_cli.cli.common import shipped_playbook
from komma_cli.cli.who import opened
from komma_cli.laws import laws

INCIDENT = date(2026, 12, 3)
PLAN: dict[str, Any] = {
    "scenarios": [
        {
            "id": "threat",
            "track": "external",
            "steps": [
                {"id": "now", "text": "Jetzt", "within": "PT23H", "role": "contact"},
                {"id": "tomorrow", "text": "Morgen", "within": "P1D", "role": "contact"},
                {"id": "note", "text": "Notiz", "within": "P2D", "actor": "affected"},
                {"id": "law", "text": "Gesetz", "deadline": "accident-report"},
                {"id": "duty", "text": "Pflicht", "deadline": "duty-of-care"},
            ],
        },
        {"id": "inside", "track": "internal", "steps": [{"id": "claim", "text": "Geld", "deadline": "agg-claim"}]},
    ],
    "support": {
        "aftercare": [
            {"id": "court-date", "after": "P0D", "text": "Gericht"},
            {"id": "register-block-renewal", "after": "P21M", "text": "Sperre"},
            {"id": "own", "after": "P1W", "text": "Eigenes", "owner": "contact"},
        ]
    },
    "reporting": {"feedback_within": "P3D"},
    "review": {"evaluation_within": "P6W", "owner": "coordination"},
}


def told(scenario: str | None) -> list[tuple[str, str | None, date]]:
    return [(point.kind, point.text, point.on(INCIDENT)) for point in case_points(PLAN, scenario, "de")]


def test_a_card_gives_its_steps_the_aftercare_and_its_periods() -> None:
    assert told("threat") == [
        ("step", "Morgen", date(2026, 12, 4)),
        ("step", "Notiz", date(2026, 12, 5)),
        ("feedback", None, date(2026, 12, 6)),
        ("deadline", "Unfallanzeige an die Unfallkasse", date(2026, 12, 6)),
        ("aftercare", "Eigenes", date(2026, 12, 10)),
        ("reminder", "Strafantrag stellen", date(2027, 1, 28)),
        ("reminder", "Strafantrag stellen", date(2027, 2, 18)),
        ("deadline", "Strafantrag stellen", date(2027, 3, 3)),
        ("aftercare", "Sperre", date(2028, 9, 3)),
    ]


def test_a_case_inside_has_other_periods() -> None:
    assert [text for kind, text, _ in told("inside") if kind == "deadline"] == [
        next(law.title for law in laws("de") if law.id == "agg-claim")
    ]


def test_without_a_card_every_period_that_papers_print_counts() -> None:
    kinds = {kind for kind, _, _ in told(None)}
    assert kinds == {"aftercare", "feedback", "evaluation", "reminder", "deadline"}
    ends = {text: day for kind, text, day in told(None) if kind == "deadline"}
    assert ends["Auskunftssperre im Melderegister"] == date(2028, 12, 3)
    assert len(ends) == 6


def test_months_end_with_their_last_day() -> None:
    ends = (point for point in case_points({}, None, "de") if point.kind == "deadline")
    end = next(point for point in ends if point.text == "Strafantrag stellen")
    assert end.on(date(2026, 11, 30)) == date(2027, 2, 28)


def test_nothing_that_counts_from_a_day_in_court_is_dated() -> None:
    _, data = opened(str(shipped_playbook("musterstadt")))
    for card in data["scenarios"]:
        assert not any("Tag der Verhandlung" in (point.text or "") for point in case_points(data, card["id"], "de"))
