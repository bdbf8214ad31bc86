"""The formats for programs: JSON and GitHub annotations."""

from __future__ import annotations

import json
from typing import get_type_hints

import pytest

from komma_cli.check.engine import Result, Skipped
from komma_cli.check.finding import Finding, Place
from komma_cli.report import FORMATS, github
from komma_cli.report.fingerprints import fingerprints
from komma_cli.report.json import FindingRecord, write

PLACE = Place(3, 9, 11, "    id: p1")
FINDING = Finding("K203", "error", "roles[legal].deputies", PLACE, {"role": "Rechtsamt"})


def result(*findings: Finding, name: str = "stadt.komma.yaml") -> Result:
    return Result(name, "standard", findings, (), (Skipped("K401", "missing", "liaisons"),))


def test_json_has_its_version_and_its_own_names() -> None:
    report = json.loads(write([result(FINDING)], "de"))
    assert report["format"] == "komma-check/1"
    assert report["files"][0]["counts"] == {"error": 1, "warning": 0, "hint": 0}
    assert set(report["files"][0]["findings"][0]) == set(get_type_hints(FindingRecord))
    assert report["files"][0]["findings"][0] == {
        "rule": "K203",
        "severity": "error",
        "path": "roles[legal].deputies",
        "line": 3,
        "column": 9,
        "end_column": 11,
        "title": "Kritische Rolle ohne Vertretung",
        "message": "Die Rolle „Rechtsamt“ hat keine Vertretung.",
        "fix": "Tragen Sie eine Person ein, die bei Urlaub und Krankheit einspringt.",
        "fingerprint": fingerprints("stadt.komma.yaml", [FINDING])[0],
        "editable": True,
        "fixable": False,
        "edits": [],
        "related": [],
    }
    assert report["files"][0]["skipped"] == [{"rule": "K401", "reason": "missing", "section": "liaisons"}]


def test_machine_formats_never_quote_the_line_of_the_file() -> None:
    """CI logs may be public; a line of a playbook may hold a private number."""
    secret = Finding("K203", "error", "roles[legal].deputies", Place(3, 1, 2, "+491729980752"), {"role": "R"})
    for name in ("json", "github"):
        assert "+491729980752" not in FORMATS[name]([result(secret)], "de")


def test_json_stays_readable_with_broken_signs() -> None:
    odd = Finding("K203", "error", "roles[legal].deputies", PLACE, {"role": "\ud800"})
    assert json.loads(write([result(odd)], "de"))["files"][0]["findings"][0]["message"]


def test_github_says_file_line_column_and_title() -> None:
    assert github.write([result(FINDING)], "de") == (
        "::error file=stadt.komma.yaml,line=3,col=9,endColumn=11,title=K203 Kritische Rolle ohne Vertretung::"
        "Die Rolle „Rechtsamt“ hat keine Vertretung. "
        "Tragen Sie eine Person ein, die bei Urlaub und Krankheit einspringt.\n"
    )


def test_github_escapes_what_would_end_a_property_or_a_line() -> None:
    odd = Finding("K203", "hint", "", None, {"role": "50 %: a,b\nc"})
    line = github.write([result(odd, name="a,b:c\\d 100%.yaml")], "de")
    assert line.startswith("::notice file=a%2Cb%3Ac/d 100%25.yaml,title=K203 ")
    assert "„50 %25: a,b c“" in line
    assert line.count("\n") == 1


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_format_is_pure_and_ends_with_a_line_break(name: str, lang: str) -> None:
    results = [result(FINDING), result()]
    first = FORMATS[name](results, lang)  # type: ignore[arg-type]
    assert first == FORMATS[name](results, lang)  # type: ignore[arg-type]
    assert first.endswith("\n")
    assert "K203" in first
