"""A baseline hides what is known, never what makes a file unreadable, and tells what is no longer there."""

from __future__ import annotations

import json
from datetime import date

import pytest

from komma_cli import __version__
from komma_cli.check.engine import Result, check_source
from komma_cli.errors import UsageError
from komma_cli.report.baseline import applied, known_of, read_baseline, write_json, write_yaml
from komma_cli.store.reading import source_from_bytes

TODAY = date(2026, 12, 1)
PLAN = """komma: 1
municipality: {name: Geheimstadt, kind: town, state: NW}
people: [{id: p1, function: Leitung}]
roles:
  - {id: coordination, title: Koordination, holder: p1, critical: true}
"""


def check(text: str = PLAN, name: str = "plan.komma.yaml") -> Result:
    return check_source(source_from_bytes(text.encode(), name), today=TODAY)


def everything(rule: str) -> bool:
    return True


@pytest.mark.parametrize("write", [write_yaml, write_json])
def test_what_is_written_is_read_again_and_hides_everything(write) -> None:
    known = known_of([check()])
    assert len(known) > 5
    assert read_baseline(write(known), "b") == known
    left = applied([check()], read_baseline(write(known), "b"), everything)
    assert (left.results[0].findings, left.hidden, left.gone) == ((), len(known), ())


def test_it_is_sorted_names_its_komma_and_holds_no_words_of_the_plan() -> None:
    text = write_yaml(known_of([check(name="b.komma.yaml"), check(name="a.komma.yaml")]))
    lines = [json.loads(line.removeprefix("  - ")) for line in text.splitlines() if line.startswith("  - ")]
    assert lines == sorted(lines, key=lambda one: (one["file"], one["rule"], one["path"]))
    assert all(set(line) == {"file", "rule", "path", "fingerprint"} for line in lines)
    assert f'komma: "{__version__}"' in text
    for word in ("Geheimstadt", "Leitung", "Koordination"):
        assert word not in text
    assert json.loads(write_json(()))["findings"] == []
    assert read_baseline(write_yaml(()), "b") == ()


def test_new_findings_show_also_when_lines_moved() -> None:
    known = known_of([check()])
    moved = check("# neu\n\n" + PLAN)
    assert applied([moved], known, everything).results[0].findings == ()
    worse = check(PLAN + "  - {id: contact-staff, title: T, critical: true}\n")
    left = applied([worse], known, everything).results[0].findings
    assert left
    assert all("contact-staff" in one.path for one in left)


def test_what_cannot_be_read_in_full_is_never_known() -> None:
    broken = check(PLAN.replace("kind: town", "kind: twon"))
    assert {one.rule for one in broken.findings} >= {"K013"}
    assert not any(one.rule == "K013" for one in known_of([broken]))
    hidden = applied([broken], known_of([check(), broken]), everything).results[0]
    assert {one.rule for one in hidden.findings} == {"K013"}


def test_what_is_gone_is_told_only_where_its_rule_could_look() -> None:
    known = known_of([check()])
    better = check(PLAN.replace("holder: p1,", "holder: p1, deputies: [p2],").replace("}]\n", "}, {id: p2}]\n"))
    gone = applied([better], known, everything).gone
    assert {one.rule for one in gone} >= {"K201"}
    assert applied([better], known, lambda rule: rule != "K201").gone != gone
    assert applied([check(name="other.komma.yaml")], known, everything).gone == ()
    assert applied([check("komma: [\n")], known, everything).gone == ()
    less = applied([check(PLAN.replace("komma: 1", "komma: 1\nprofile: core"))], known, everything)
    assert not any(one.rule in {"K202", "K905"} for one in less.gone)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "foreign"),
        (PLAN, "foreign"),
        ("a: [", "foreign"),
        ("- 1", "foreign"),
        ("komma_baseline: 1\nfindings: [", "damaged"),
        ("komma_baseline: 1\n", "damaged"),
        ("komma_baseline: x\nfindings: []\n", "damaged"),
        ("komma_baseline: true\nfindings: []\n", "damaged"),
        ("komma_baseline: 2\nfindings: []\n", "newer"),
        ("komma_baseline: 1\nfindings: [1]\n", "damaged"),
        ("komma_baseline: 1\nfindings: [{file: a, rule: K203, path: x}]\n", "damaged"),
        ("komma_baseline: 1\nfindings: [{file: a, rule: K203, path: x, fingerprint: xyz}]\n", "damaged"),
    ],
)
def test_other_and_damaged_files_are_refused(text: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_baseline(text, "b.yaml")
    assert refused.value.key == f"cli.baseline_{key}"
