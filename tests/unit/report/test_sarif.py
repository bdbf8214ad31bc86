"""SARIF: valid against the schema of the standard, small, and every finding where it is in the file."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from komma_cli.check.engine import Accepted, Result, Skipped, check_source
from komma_cli.check.finding import Finding, Place
from komma_cli.check.pages import page
from komma_cli.check.rules import all_rules
from komma_cli.model.review import Deviation
from komma_cli.paths import format_path
from komma_cli.report import sarif
from komma_cli.store.reading import source_from_bytes
from komma_cli.texts import LANGUAGES, Lang
from tests.rules.helper import run_rule
from tests.rules.test_rules import as_bytes, check
from tests.unit.report.readers import ROOT, sarif_faults

FINDING = Finding("K203", "error", "roles[legal].deputies", Place(3, 9, 11, "x"), {"role": "Rechtsamt"})
HINT = Finding("K002", "hint", "", Place(1, 1, 2, "x"))
DEVIATION = Deviation(
    rule="K203", path=None, reason="Kommt im Januar", by="Hauptamt", on=date(2026, 11, 2), until=date(2027, 1, 31)
)


def result(*findings: Finding, name: str = "stadt.komma.yaml") -> Result:
    return Result(name, "standard", findings, (), ())


def run(*results: Result, lang: Lang = "de") -> dict[str, Any]:
    report = sarif.write(results, lang)
    assert sarif_faults(report) == []
    runs: list[dict[str, Any]] = json.loads(report)["runs"]
    return runs[0]


def test_the_tool_names_itself_as_the_project_does() -> None:
    driver = run(result())["tool"]["driver"]
    public = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert driver["name"] == "komma"
    assert f'url: "{driver["informationUri"]}"' in public
    assert f'softwareVersion: "{driver["version"]}"' in public


def test_only_rules_that_occur_are_described_and_findings_point_at_them() -> None:
    told = run(result(FINDING, HINT), result(FINDING, name="b.komma.yaml"))
    rules = told["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["K002", "K203"]
    assert [rules[one["ruleIndex"]]["id"] for one in told["results"]] == ["K203", "K002", "K203"]
    assert [one["level"] for one in told["results"]] == ["error", "note", "error"]
    assert [artifact["location"]["uri"] for artifact in told["artifacts"]] == ["stadt.komma.yaml", "b.komma.yaml"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_is_described_by_its_page(lang: Lang) -> None:
    rule = run(result(FINDING), lang=lang)["tool"]["driver"]["rules"][0]
    sheet = page("K203", lang)
    assert rule["name"] == "CriticalRoleWithoutDeputy"
    assert rule["shortDescription"]["text"] == sheet.title
    assert "](" not in rule["fullDescription"]["text"]
    assert sheet.fixes[""] in rule["help"]["text"]
    assert sheet.good.code.rstrip() in rule["help"]["markdown"]
    assert "https://www.arbeitssicherheit.de" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_columns_count_code_points_as_it_says() -> None:
    plan = 'komma: 1\nmunicipality: {name: "😀 Ü", kind: twon, state: NW}\n'
    found = check_source(source_from_bytes(plan.encode(), "a.komma.yaml"), today=date(2026, 12, 1), select=["K013"])
    told = run(found)
    region = told["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = plan.split("\n")[region["startLine"] - 1]
    assert told["columnKind"] == "unicodeCodePoints"
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "twon"


def test_accepted_findings_are_suppressed_with_the_reason() -> None:
    accepted = Accepted(Finding("K203", "error", FINDING.path, None, FINDING.values), DEVIATION)
    told = run(Result("a.komma.yaml", "standard", (FINDING,), (accepted,), ()))["results"]
    assert "suppressions" not in told[0]
    assert told[1]["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "Bewusst so bis 31.01.2027 (Hauptamt): Kommt im Januar",
        }
    ]
    assert told[0]["partialFingerprints"] != told[1]["partialFingerprints"]


def test_rules_that_could_say_nothing_are_told() -> None:
    skipped = (Skipped("K401", "missing", "liaisons"), Skipped("K402", "missing", "liaisons"))
    told = run(Result("a.komma.yaml", "full", (), (), skipped), result())
    notes = told["invocations"][0]["toolExecutionNotifications"]
    assert len(notes) == 1
    assert "2 Regeln" in notes[0]["message"]["text"]


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("pläne/a b.komma.yaml", "pl%C3%A4ne/a%20b.komma.yaml"),
        ("./a.komma.yaml", "a.komma.yaml"),
        ("50%: #1?.yaml", "50%25%3A%20%231%3F.yaml"),
        ("/srv/pläne/a.yaml", "file:///srv/pl%C3%A4ne/a.yaml"),
        ("C:/pläne/a.yaml", "file:///C:/pl%C3%A4ne/a.yaml"),
        ("-", "-"),
    ],
)
def test_names_of_files_are_uris(name: str, uri: str) -> None:
    physical = run(result(FINDING, name=name))["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": uri}


def test_words_of_a_plan_are_no_links_and_no_placeholders() -> None:
    odd = Finding("K203", "error", "", None, {"role": "[hier](https://böse.example) {0} {x} [p1]"})
    message = run(result(odd))["results"][0]["message"]["text"]
    assert "„\\[hier](https://böse.example) {{0} {x} [p1]“" in message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_rule_needs_more_than_2_kb_for_itself_and_a_finding(lang: Lang) -> None:
    name = "kommunen/musterstadt/plan.komma.yaml"
    nothing = len(sarif.write([result(name=name)], lang).encode())
    for rule in all_rules():
        bad = page(rule, lang).bad
        if bad.language == "yaml":
            hits = run_rule(rule, bad.code)
            found = [Finding(rule, "error", format_path(hit.parts), Place(123, 45, 67, ""), hit.values) for hit in hits]
        else:
            found = [finding for finding in check(as_bytes(bad)).findings if finding.rule == rule]
        report = sarif.write([result(found[0], name=name)], lang)
        assert len(report.encode()) - nothing <= 2048, rule
        assert sarif_faults(report) == []
        assert re.search(r'"name": "[A-Z][A-Za-z0-9]+",\n"short', report), rule


def test_the_schema_is_the_one_of_the_standard() -> None:
    assert sarif_faults('{"version": "2.1.0", "runs": [{"tool": {}}]}') != []
    schema = json.loads((ROOT / "tests/schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"] == sarif.SCHEMA == json.loads(sarif.write([result()], "de"))["$schema"]
