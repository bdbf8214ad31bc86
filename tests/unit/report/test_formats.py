"""The formats that other programs read, each held against the schema of its reader; and the summary for people."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import get_args, get_type_hints
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from komma_cli.check.engine import PROFILES, Accepted, Reason, Result, Skipped, check_source
from komma_cli.check.finding import SEVERITIES, Finding, Place, RelatedKind
from komma_cli.check.settings import FAIL_ON
from komma_cli.cli.check import FORMAT_NAMES
from komma_cli.model.review import Deviation
from komma_cli.report import FORMATS
from komma_cli.report import json as own
from komma_cli.store.reading import source_from_bytes
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.report.readers import OWN, ROOT, SCHEMAS, gitlab_faults, junit_faults, own_faults, sarif_faults

SECRET = "+491729980752"
ERROR = Finding("K203", "error", "roles[legal].deputies", Place(3, 9, 11, SECRET), {"role": "Rechtsamt"})
WARNING = Finding(
    "K901", "warning", "bodies[police].verified", Place(7, 1, 2, SECRET), {"case": "never", "name": "Polizei"}
)
HINT = Finding("K002", "hint", "", Place(1, 1, 2, SECRET))
DEVIATION = Deviation(
    rule="K203", path=None, reason="Kommt im Januar", by="Hauptamt", on=date(2026, 11, 2), until=date(2027, 1, 31)
)
ACCEPTED = Accepted(Finding("K203", "error", "roles[press].deputies", None, {"role": "Presse"}), DEVIATION)
FULL = Result(
    "pläne/a.komma.yaml", "standard", (ERROR, WARNING, HINT), (ACCEPTED,), (Skipped("K401", "missing", "liaisons"),)
)
CLEAN = Result("b.komma.yaml", "core", (), (), ())
READERS: dict[str, Callable[[str], list[str]]] = {
    "json": own_faults,
    "sarif": sarif_faults,
    "gitlab": gitlab_faults,
    "junit": junit_faults,
}


def suites(report: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(report.encode()))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", READERS)
def test_every_report_is_valid_for_its_reader(name: str, lang: Lang) -> None:
    broken = (ROOT / "tests/golden/check/broken.komma.yaml").read_bytes()
    whole = check_source(source_from_bytes(broken, "broken.komma.yaml"), today=date(2026, 12, 1))
    nothing = check_source(source_from_bytes(b"\xff\xfe\x00", "raw.komma.yaml"), today=date(2026, 12, 1))
    for results in ([], [CLEAN], [FULL], [FULL, CLEAN, whole, nothing]):
        report = FORMATS[name](results, lang)
        assert READERS[name](report) == []
        assert report.endswith("\n")


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("json", '{"format": "komma-check/2", "language": "de", "files": []}'),
        ("json", '{"format": "komma-check/1", "language": "de", "files": [{}]}'),
        ("sarif", '{"version": "2.1.0"}'),
        ("gitlab", '[{"description": "x"}]'),
        ("junit", "<testsuites><testcase/></testsuites>"),
    ],
)
def test_the_readers_refuse_what_is_wrong(name: str, report: str) -> None:
    assert READERS[name](report)


def test_schemas_of_other_people_are_unchanged() -> None:
    listed = re.findall(r"^\| `([^`]+)` .*\| ([0-9a-f]{64}) \|$", (SCHEMAS / "README.md").read_text("utf-8"), re.M)
    assert {name for name, _ in listed} == {"sarif-schema-2.1.0.json", "junit-10.xsd"}
    for name, sum_ in listed:
        assert hashlib.sha256((SCHEMAS / name).read_bytes()).hexdigest() == sum_


def test_the_schema_of_the_json_names_every_field_and_every_choice() -> None:
    schema = json.loads(OWN.read_text(encoding="utf-8"))
    parts = schema["$defs"]
    for record, part in [
        (own.Report, schema),
        (own.ShardRecord, parts["shard"]),
        (own.OptionsRecord, parts["options"]),
        (own.SettingsRecord, parts["settings"]),
        (own.FileRecord, parts["file"]),
        (own.FindingRecord, parts["finding"]),
        (own.EditRecord, parts["edit"]),
        (own.RelatedRecord, parts["related"]),
        (own.AcceptedRecord, parts["accepted"]),
        (own.SkippedRecord, parts["skipped"]),
        (own.FailureRecord, parts["failure"]),
    ]:
        assert set(part["properties"]) == set(part["required"]) == set(get_type_hints(record))
    assert parts["severity"]["enum"] == list(SEVERITIES)
    assert parts["file"]["properties"]["profile"]["enum"] == list(PROFILES)
    assert parts["skipped"]["properties"]["reason"]["enum"] == list(get_args(Reason))
    assert parts["related"]["properties"]["what"]["enum"] == list(get_args(RelatedKind))
    assert parts["options"]["properties"]["fail_on"]["enum"] == [*FAIL_ON, None]
    assert schema["properties"]["language"]["enum"] == list(LANGUAGES)


def test_gitlab_says_where_and_how_grave() -> None:
    listed = json.loads(FORMATS["gitlab"]([FULL, CLEAN], "de"))
    assert [(one["check_name"], one["severity"]) for one in listed] == [
        ("K203", "critical"),
        ("K901", "minor"),
        ("K002", "info"),
    ]
    assert listed[0]["location"] == {"path": "pläne/a.komma.yaml", "lines": {"begin": 3}}
    assert listed[0]["description"].startswith("Kritische Rolle ohne Vertretung: Die Rolle „Rechtsamt“ hat")
    assert len({one["fingerprint"] for one in listed}) == 3


def test_gitlab_and_sarif_agree_on_fingerprints_in_both_languages() -> None:
    german = [one["fingerprint"] for one in json.loads(FORMATS["gitlab"]([FULL], "de"))]
    found = json.loads(FORMATS["sarif"]([FULL], "en"))["runs"][0]["results"]
    assert [one["partialFingerprints"]["kommaFinding/v1"] for one in found][:3] == german


def test_junit_fails_for_errors_and_warnings_only() -> None:
    first, second = suites(FORMATS["junit"]([FULL, CLEAN], "de"))
    assert {key: first.get(key) for key in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "pläne/a.komma.yaml",
        "tests": "4",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }
    cases = first.findall("testcase")
    assert [[child.tag for child in case] for case in cases] == [["failure"], ["failure"], ["system-out"], ["skipped"]]
    assert (cases[0].get("classname"), cases[0].get("file"), cases[0].get("line")) == ("K203", first.get("name"), "3")
    assert cases[0][0].get("type") == "error"
    assert str(cases[0][0].text).startswith("pläne/a.komma.yaml:3:9: Die Rolle „Rechtsamt“")
    assert cases[3][0].get("message") == "Bewusst so bis 31.01.2027 (Hauptamt): Kommt im Januar"
    assert "1 Regel" in str(first.findtext("system-out"))
    assert (second.get("tests"), second.get("failures"), len(second.findall("testcase"))) == ("1", "0", 1)


def test_junit_gives_no_two_tests_one_name() -> None:
    twice = Result("a.komma.yaml", "core", (ERROR, ERROR, ERROR), (), ())
    names = [case.get("name") for case in suites(FORMATS["junit"]([twice], "de"))[0]]
    assert names == [
        "Kritische Rolle ohne Vertretung roles[legal].deputies",
        "Kritische Rolle ohne Vertretung roles[legal].deputies (2)",
        "Kritische Rolle ohne Vertretung roles[legal].deputies (3)",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_shows_grave_findings_and_folds_the_rest(lang: Lang) -> None:
    shown = MarkdownIt("commonmark").enable("table").render(FORMATS["markdown"]([FULL, CLEAN], lang))
    tables = re.findall(r"<table>.*?</table>", shown, re.DOTALL)
    assert [table.count("<tr>") - 1 for table in tables] == [2, 1]
    assert [("K203" in table, "K901" in table, "K002" in table) for table in tables] == [
        (True, True, False),
        (False, False, True),
    ]
    before, *folds = shown.split("<details>")
    assert "K203" in before and "K002" not in before
    assert [fold.count("</details>") for fold in folds] == [1, 1, 1]
    assert "Kommt im Januar" in folds[1]
    assert "b.komma.yaml" in folds[2]


def test_the_summary_of_one_clean_plan_says_so() -> None:
    assert FORMATS["markdown"]([CLEAN], "de") == (
        "## Prüfung der Pläne\n\n### <code>b.komma.yaml</code>\n\n**Nichts zu beanstanden** (Profil core)\n"
    )


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "text"])
def test_no_report_for_others_quotes_the_line_of_the_file(name: str) -> None:
    """CI logs may be public; a line of a plan may hold a private number."""
    assert SECRET not in FORMATS[name]([FULL], "de")


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_that_are_no_text_break_no_report(name: str) -> None:
    """Names of files on Linux may hold any byte; a lone half of a pair stands for it, which UTF-8 cannot hold."""
    odd = Finding("K203", "error", "roles[legal].deputies", ERROR.place, {"role": "\ud800"})
    report = FORMATS[name]([Result("pl\udce4ne.komma.yaml", "core", (odd,), (), ())], "de")
    assert report.encode("utf-8")
    if name in ("json", "sarif", "gitlab"):
        assert json.dumps(json.loads(report), ensure_ascii=False).encode("utf-8")
    if name == "sarif":
        assert '"uri": "pl%E4ne.komma.yaml"' in report


def test_the_command_offers_every_format() -> None:
    assert FORMAT_NAMES.split("|") == list(FORMATS)


def test_a_format_is_loaded_when_it_is_wanted() -> None:
    asked = (
        "import sys, komma_cli.report; print([name for name in sys.modules if name.startswith('komma_cli.report.')])"
    )
    ended = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout == "[]\n"
