"""No file makes the check wait: what grows with the file is a second for 100 KB, whatever stands in it."""

from __future__ import annotations

import json
from datetime import date
from time import process_time
from typing import Any

import pytest

from komma_cli.check.engine import Result, check_data
from komma_cli.check.pages import words_of

TODAY = date(2026, 12, 1)
SIZE = 50_000
HEAD: dict[str, Any] = {"komma": 1, "profile": "full", "municipality": {"name": "M", "kind": "town", "state": "NW"}}
PROSE = (
    "Strafantrag drei Monate Frist ",
    "Strafantrag, drei Monate Frist und ",
    "Auskunftssperre 2 Jahre ",
    "AGG Anspruch drei Monate geltend ",
    "Hausverbot unbefristet 2 Jahre ",
    "wohnt zu Hause Musterweg ",
    "Kennzeichen M-AB ",
    "bewahrt den Meldeblock 5 Jahre auf ",
    "per E-Mail Strafantrag ",
    "[Name ",
    "0152 28 ",
    "der die AGG § 22 ",
    "a@b.",
    "in in in bis zu ",
)


def texts(unit: str) -> dict[str, Any]:
    """One prose field after the other, each as long as it may be, without one full stop."""
    prose = (unit * (3_900 // len(unit))).strip()
    questions = [{"id": f"q{n}", "question": prose, "since": "2026-11-01"} for n in range(SIZE // 4_000)]
    steps = [{"id": f"s{n}", "phase": "now", "kind": "safety", "text": prose} for n in range(SIZE // 4_000)]
    card = {"id": "c", "title": "T", "track": "external", "steps": steps}
    return {"open_questions": questions[:1], "scenarios": [card], "strategy": {"summary": prose}}


def many(build: Any, each: int) -> list[Any]:
    return [build(number) for number in range(SIZE // each)]


LISTS: dict[str, dict[str, Any]] = {
    "references": {
        "people": many(lambda n: {"id": f"person-{n:05}"}, 100),
        "roles": many(lambda n: {"id": f"role-{n:05}", "title": "R", "holder": f"persno-{n:05}"}, 100),
    },
    "deputies": {
        "people": many(lambda n: {"id": f"person-{n:05}"}, 100),
        "roles": [{"id": "r", "title": "R", "deputies": many(lambda n: f"persno-{n:05}", 20)}],
    },
    "long ids": {
        "people": many(lambda n: {"id": "x" * 2_000 + str(n)}, 2_000),
        "roles": many(lambda n: {"id": f"r{n}", "title": "R", "holder": "y" + "x" * 2_000 + str(n)}, 2_000),
    },
    "twice": {"people": many(lambda n: {"id": "p"}, 20)},
    "unknown keys": {f"schlüssel-{n:05}": n for n in range(SIZE // 40)},
    "unknown keys of people": {"people": many(lambda n: {"id": f"p{n}", "fnction": "x"}, 40)},
    "wrong values": {"people": many(lambda n: {"id": f"p{n}", "status": "angestelt"}, 40)},
    "same numbers": {
        "bodies": many(
            lambda n: {
                "id": f"b{n}",
                "name": "B",
                "kind": "police",
                "hours": "Mo-Fr 08:00-16:00",
                "channels": [{"kind": "phone", "value": "+493023125001"}],
            },
            150,
        )
    },
    "roles of everybody": {
        "people": many(lambda n: {"id": f"p{n}", "channels": [{"kind": "phone", "value": "110"}]}, 100),
        "roles": many(
            lambda n: {
                "id": f"r{n}",
                "title": "R",
                "critical": True,
                "holder": f"p{n}",
                "deputies": ["p1", "p2"],
                "independent_of": ["r1", "r2"],
            },
            150,
        ),
    },
    "one role with all": {
        "people": many(lambda n: {"id": f"p{n}"}, 60),
        "roles": [
            {"id": f"r{k}", "title": "R", "critical": True, "deputies": many(lambda n: f"p{n}", 60)} for k in range(2)
        ]
        + [{"id": "r9", "title": "R", "independent_of": ["r0", "r1"], "deputies": many(lambda n: f"p{n}", 60)}],
    },
    "deadlines": {
        "scenarios": [
            {
                "id": "s",
                "title": "S",
                "track": "external",
                "steps": many(
                    lambda n: {"id": f"s{n}", "phase": "now", "kind": "legal", "text": "T", "deadline": f"straf-{n}"},
                    100,
                ),
            }
        ]
    },
    "levels": {
        "escalation": {
            "levels": many(lambda n: {"id": f"l{n}", "track": "external", "rank": n % 90, "name": f"N{n % 7}"}, 80)
        }
    },
    "measures": {
        "security_concept": {
            "sites": [{"id": "t", "name": "N", "measures": many(lambda n: f"Stiller Alarm am Schalter {n}", 60)}]
        },
        "strategy": {"summary": ("Stiller Alarm am Schalter " * 140).strip()},
    },
}


def check(data: dict[str, Any]) -> Result:
    """Check and put every finding into words. Fails after a second for 100 KB."""
    size = len(json.dumps(data))
    start = process_time()
    result = check_data(HEAD | data, today=TODAY)
    for finding in result.findings:
        words_of(finding, "de")
    took = process_time() - start
    assert took < max(1.0, size / 100_000), (took, size)
    return result


@pytest.mark.parametrize("unit", PROSE)
def test_prose_without_a_full_stop(unit: str) -> None:
    check(texts(unit))


@pytest.mark.parametrize("name", LISTS)
def test_many_items(name: str) -> None:
    check(LISTS[name])


def test_deep_nesting() -> None:
    data: Any = {"id": "x"}
    for _ in range(90):
        data = {"a": [data]}
    check({"people": [data]})


def test_the_first_of_many_dangling_references_have_a_suggestion_and_all_are_found() -> None:
    result = check(LISTS["references"])
    found = [finding for finding in result.findings if finding.rule == "K101"]
    assert len(found) == SIZE // 100
    assert found[0].values["similar"]
    assert found[-1].values["similar"] == ()
    assert "Meinten Sie" in words_of(found[0], "de").message
    assert "Meinten Sie" not in words_of(found[-1], "de").message
