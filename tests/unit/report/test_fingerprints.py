"""A finding keeps its fingerprint as long as it is the same finding, and no other finding has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from komma_cli.check.engine import check_source
from komma_cli.check.finding import Finding, Place
from komma_cli.report.fingerprints import fingerprints, relative_name
from komma_cli.store.reading import source_from_bytes

PLAN = """\
komma: 1
municipality: {name: Musterstadt, kind: town, state: NW}
people:
  - id: p1
    function: Leitung
    channels:
      - {kind: phone, value: 030 23125001}
      - {kind: phone, value: 030 23125002}
roles:
  - {id: coordination, title: Koordination, holder: p1, deputies: [p1], critical: true}
  - {id: contact-staff, title: Ansprechperson, holder: p22, critical: true}
"""


def prints(plan: str, name: str = "plan.komma.yaml") -> list[str]:
    result = check_source(source_from_bytes(plan.encode(), name), today=date(2026, 12, 1), select=["K014", "K1"])
    return fingerprints(name, result.findings)


def one(rule: str = "K203", path: str = "roles[legal].deputies", name: str = "a.yaml", **values: object) -> str:
    return fingerprints(name, [Finding(rule, "error", path, Place(1, 1, 2, "x"), values)])[0]


def test_the_recipe_is_fixed() -> None:
    """Platforms remember fingerprints for years; a new recipe needs a new version and a line in the changelog."""
    assert one(role="Rechtsamt") == "af6b13befd31ba28ab696884bda71cbe"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("komma: 1\n", "# Stand: Dezember\n\nkomma: 1\n"),
        ("    function: Leitung\n", "    function: Leitung der Stabsstelle\n    hours: 24/7\n"),
        ("people:\n", "people:\n  - {id: p0, function: Amt, channels: [{kind: phone, value: '+493023125009'}]}\n"),
        ("    channels:\n", "    channels:\n      - {kind: phone, value: '+493023125009'}\n"),
        ("roles:\n", "roles:\n  - {id: press, title: Presse, holder: p1}\n"),
        ("title: Ansprechperson", "title: Ansprechperson für Beschäftigte"),
    ],
    ids=[
        "lines above",
        "words beside it",
        "entry before it",
        "item without id before it",
        "role before it",
        "new title",
    ],
)
def test_what_moves_a_finding_does_not_change_it(old: str, new: str) -> None:
    assert old in PLAN
    assert len(prints(PLAN)) == 4
    assert prints(PLAN.replace(old, new)) == prints(PLAN)


def test_moved_and_reordered_entries_keep_theirs() -> None:
    first, second = PLAN.splitlines(keepends=True)[-2:]
    assert sorted(prints(PLAN.replace(first + second, second + first))) == sorted(prints(PLAN))


def test_findings_that_nothing_sets_apart_are_counted() -> None:
    finding = Finding("K014", "error", "people[p1].channels[0].value", Place(3, 1, 2, "x"))
    other = Finding("K014", "error", "people[p1].channels[1].value", Place(4, 1, 2, "x"))
    found = fingerprints("a.yaml", [finding, other, other])
    assert len(set(found)) == 3
    assert found[0] == fingerprints("a.yaml", [other])[0]


def test_other_rules_files_entries_and_cases_are_other_findings() -> None:
    variants = [
        one(),
        one(rule="K204"),
        one(name="b.yaml"),
        one(path="roles[press].deputies"),
        one(path='roles["1"].deputies'),
        one(path='roles["2"].deputies'),
        one(path="roles[1].deputies"),
        one(case="late"),
        one(target="p1"),
        one(target="p2"),
    ]
    assert len(set(variants)) == len(variants)


def test_days_amounts_and_personal_words_are_no_part_of_it() -> None:
    """A telephone number could be found by trying all of them, and a finding that grows older stays the same one."""
    plain = one()
    assert one(value="+491729980752", person="Erika Muster", written="030") == plain
    assert one(since=date(2026, 1, 1), until="2026-02-01", count=7, months=3, found="Schleuse im Keller") == plain


def test_names_are_told_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative_name(str(tmp_path / "pläne" / "a.komma.yaml")) == "pläne/a.komma.yaml"
    assert relative_name("./pläne//a.komma.yaml") == "pläne/a.komma.yaml"
    assert relative_name(str(tmp_path.parent / "b.yaml")) == (tmp_path.parent / "b.yaml").as_posix()
    assert relative_name("-") == "-"
    assert one(name=str(tmp_path / "a.yaml")) == one(name="./a.yaml") == one(name="a.yaml")
