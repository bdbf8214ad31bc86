"""SARIF: valid against the schema of the standard, small, and every finding where it is in the file."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import accumulate
from typing import Any

import pytest

from komma_cli.check.engine import Accepted, Result, Skipped, check_source
from komma_cli.check.finding import Edit, Finding, Place
from komma_cli.check.fixing import fixed
from komma_cli.check.pages import page
from komma_cli.check.rules import all_rules
from komma_cli.model.review import Deviation
from komma_cli.paths import format_path
from komma_cli.report import FORMATS, sarif
from komma_cli.store.reading import Source, source_from_bytes
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
        assert re.search(r'"name": "[A-Z][A-Za-z0-9]+", "short', report), rule


WRONG_FORMS = """komma: 1
municipality:
  name: Musterstadt
  Kind: Stadt
  state: nw
  ags: 05999000
people:
  - id: p1
    function: " Leitung"
    hours: Mo bis Do 8-16 Uhr, an Feiertagen geschlossen
    channels: [{kind: Telefon, value: 030 23125001}]
    verified: {on: 1. Dezember 2026, by: x}
  - id: p2
    function: Vertretung
    channels: [{kind: phone, value: "+493023125001"}, {kind: private_phone, value: '0152 28817386'}]
"""
TABBED = "komma: 1\nmunicipality:\n\tname: Musterstadt\n\tkind: town\n\tstate: NW\n"


def applied(plan: bytes, told: dict[str, Any]) -> bytes:
    """Return a plan after everything that SARIF offers, as a program that knows nothing of komma would do it."""
    mark = b"\xef\xbb\xbf" if plan.startswith(b"\xef\xbb\xbf") else b""
    text = plan.removeprefix(mark).decode()  # no column counts the mark
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    stretches = set()
    for fix in (fix for one in told["results"] for fix in one.get("fixes", [])):
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"] == {"uri": "a.komma.yaml"}
        for replacement in change["replacements"]:
            region, new = replacement["deletedRegion"], replacement.get("insertedContent", {"text": ""})["text"]
            if "byteOffset" in region:
                assert (region, new) == ({"byteOffset": 0, "byteLength": 3}, "")
                mark = b""
            else:
                start = starts[region["startLine"] - 1] + region["startColumn"] - 1
                stretches.add((start, starts[region["endLine"] - 1] + region["endColumn"] - 1, new))
    for start, end, new in sorted(stretches, reverse=True):
        text = text[:start] + new + text[end:]
    return mark + text.encode()


@pytest.mark.parametrize("plan", [WRONG_FORMS, TABBED, "\ufeff" + WRONG_FORMS])
def test_what_sarif_offers_gives_the_same_text_as_fix(plan: str) -> None:
    def checked(source: Source) -> Result:
        return check_source(source, today=date(2026, 12, 1))

    data = plan.replace(", {kind: private_phone, value: '0152 28817386'}", "").encode()
    wanted = fixed(source_from_bytes(data, "a.komma.yaml"), checked)
    assert len(wanted.mended) > 1 or plan is TABBED
    for _round in range(4):  # quotes first, then the form of what stands in them
        data = applied(data, run(checked(source_from_bytes(data, "a.komma.yaml"))))
    assert data.decode() == wanted.text


def test_nothing_is_offered_that_repeats_a_private_number() -> None:
    found = check_source(source_from_bytes(WRONG_FORMS.encode(), "a.komma.yaml"), today=date(2026, 12, 1))
    private = next(one for one in found.findings if one.path == "people[p2].channels[1].value")
    assert private.edits and private.values["withheld"]
    for name in ("sarif", "json"):
        assert "28817386" not in FORMATS[name]([found], "de")
    listed = json.loads(FORMATS["json"]([found], "de"))["files"][0]["findings"]
    told = next(one for one in listed if one["path"] == private.path)
    assert (told["fixable"], told["edits"]) == (True, [])


def test_an_edit_of_several_findings_is_offered_once() -> None:
    edits = (Edit(3, 1, 3, 2, "  "), Edit(4, 1, 4, 2, "  "))
    tabs = [Finding("K018", "error", "", Place(line, 1, 2, "\t"), {"problem": "raw_tab"}, edits) for line in (3, 4)]
    listed = json.loads(FORMATS["json"]([result(*tabs)], "de"))["files"][0]["findings"]
    assert [(one["fixable"], len(one["edits"])) for one in listed] == [(True, 2), (True, 0)]
    assert ["fixes" in one for one in run(result(*tabs))["results"]] == [True, False]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_what_it_offers_a_finding_still_needs_no_more_than_2_kb(lang: Lang) -> None:
    name = "kommunen/musterstadt/plan.komma.yaml"
    nothing = len(sarif.write([result(name=name)], lang).encode())
    for plan in (WRONG_FORMS, TABBED, WRONG_FORMS.replace("id: p2", "id: p1")):
        whole = check_source(source_from_bytes(plan.encode(), name), today=date(2026, 12, 1))
        for finding in whole.findings:
            report = sarif.write([result(finding, name=name)], lang)
            assert len(report.encode()) - nothing <= 2048, finding


def test_the_schema_is_the_one_of_the_standard() -> None:
    assert sarif_faults('{"version": "2.1.0", "runs": [{"tool": {}}]}') != []
    schema = json.loads((ROOT / "tests/schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"] == sarif.SCHEMA == json.loads(sarif.write([result()], "de"))["$schema"]
