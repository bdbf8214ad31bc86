from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from komma_cli.check.engine import Result, check_source, chosen, reaches
from komma_cli.store.reading import source_from_bytes
from tests.rules.helper import TODAY

HEAD = "komma: 1\nmunicipality: {name: Musterstadt, kind: town, state: NW}\n"
CORE = """\
komma: 1
profile: core
municipality: {name: Musterstadt, kind: town, state: NW}
people:
  - id: p1
    function: Integrationsbeauftragte
    hours: "Mo-Fr 08:00-16:00"
    channels: [{kind: phone, value: "+493023125001"}]
  - id: p2
    function: Hauptamtsleitung
    hours: "Mo-Fr 08:00-16:00"
    channels: [{kind: phone, value: "+493023125002"}]
roles:
  - {id: coordination, title: Koordination, holder: p1, deputies: [p2], critical: true}
  - {id: contact-staff, title: Ansprechperson, holder: p2, deputies: [p1], critical: true}
bodies:
  - {id: police, name: Leitstelle, kind: police, hours: "24/7", channels: [{kind: phone, value: "110"}]}
escalation:
  emergency: {internal_number: "7777", out_of_hours: police}
"""


def check(text: str | bytes, **options: object) -> Result:
    content = text.encode() if isinstance(text, str) else text
    return check_source(source_from_bytes(content, "m.komma.yaml"), **{"today": TODAY, **options})


def rules(result: Result) -> list[str]:
    return [finding.rule for finding in result.findings]


def test_the_safety_core_alone_has_no_errors_in_its_profile() -> None:
    result = check(CORE)
    assert result.profile == "core"
    assert not reaches([result], "error")


def test_the_same_file_as_a_whole_playbook_lacks_sections_once_each() -> None:
    result = check(CORE.replace("profile: core\n", ""))
    missing = [finding.values["section"] for finding in result.findings if finding.rule == "K019"]
    assert len(missing) == len(set(missing))
    assert {"scenarios", "reporting", "support"} <= set(missing)
    assert not any(rule.startswith(("K4", "K5", "K6")) for rule in rules(result))
    assert {skip.reason for skip in result.skipped} == {"missing"}


def test_a_missing_section_weighs_as_much_as_the_strictest_rule_that_drops_out() -> None:
    by_section = {f.values["section"]: f.severity for f in check(HEAD).findings if f.rule == "K019"}
    assert by_section["scenarios"] == "error"
    assert by_section["security_concept"] == "warning"


def test_findings_are_sorted_by_place_and_rule() -> None:
    result = check(
        HEAD + "roles:\n  - {id: x, title: X, holder: p9, critical: true}\n  - {id: x, title: Y, holder: p8}\n"
    )
    order = [(f.place.line, f.place.column, f.rule) for f in result.findings if f.place]
    assert order == sorted(order)
    assert len(order) == len(result.findings)


def test_every_fault_of_the_form_is_told_and_the_rest_is_still_checked() -> None:
    text = (
        HEAD
        + "people:\n  - {id: p1, phone: 1}\n  - {id: p2, status: boss}\nroles:\n  - {id: r, title: R, critical: true}\n"
    )
    found = rules(check(text))
    assert {"K010", "K013", "K203", "K204", "K208"} <= set(found)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "K009"),
        (b"- a\n- b\n", "K009"),
        ("komma: 1\nmunicipality: {name: Köln}\n".encode("cp1252"), "K001"),
        ("komma: 1\n".encode("utf-16"), "K001"),
        (b"komma: 1\nmunicipality:\n\tname: x\n", "K018"),
        (b"a: 1\nb: [\n", "K004"),
        (b"a: " + b"[" * 30000, "K016"),
        (b"x" * 3_000_000, "K016"),
        (b"komma: 1\x00\n", "K003"),
        (b"komma: " + b"9" * 5000 + b"\n", "K017"),
        (b"- " * 3000 + b"a\n", "K016"),
    ],
)
def test_a_broken_file_is_findings_and_never_an_exception(content: bytes, rule: str) -> None:
    result = check(content)
    assert rule in rules(result)
    assert all(finding.place is not None and finding.place.line >= 1 for finding in result.findings)


def test_an_unreadable_file_runs_no_rule_about_its_content() -> None:
    result = check(b"a: [\n")
    assert set(rules(result)) == {"K004"}
    assert {skip.reason for skip in result.skipped} == {"unreadable"}


def test_an_unreadable_municipality_stands_aside_and_is_not_judged() -> None:
    text = (
        "komma: 1\n"
        "municipality: {name: Musterstadt, kind: town, state: Bayern, ags: '05999000'}\n"
        "roles: [{id: r, title: R, critical: true}]\n"
    )
    result = check(text)
    found = rules(result)
    assert "K013" in found
    assert "K203" in found
    assert not any(finding.path.startswith("municipality") and finding.rule != "K013" for finding in result.findings)
    assert ("K104", "broken", "municipality") in [(s.rule, s.reason, s.section) for s in result.skipped]


def test_what_was_left_out_because_it_is_broken_is_not_called_missing() -> None:
    text = (
        HEAD
        + "people: [{id: p1, function: L, channels: [{kind: phone, value: '030'}]}]\n"
        + "roles: [{id: r, title: R, holder: p1}]\n"
    )
    found = rules(check(text))
    assert "K014" in found
    assert "K210" not in found


def test_positions_behind_something_left_out_are_those_of_the_file() -> None:
    text = HEAD + (
        "people:\n"
        "  - {function: ohne Kennung}\n"
        "  - id: p1\n"
        "    channels:\n"
        "      - {kind: phone, value: '12'}\n"
        "      - {kind: phone, value: '+493023125001'}\n"
        "      - {kind: private_phone, value: '+493023125001'}\n"
    )
    hits = [finding for finding in check(text).findings if finding.rule == "K107"]
    assert [(finding.path, finding.place.line if finding.place else 0) for finding in hits] == [
        ("people[p1].channels[2].kind", 9)
    ]


def test_select_and_ignore_take_beginnings_and_the_longer_one_counts() -> None:
    assert chosen("K203", (), ())
    assert chosen("K203", ("K2",), ())
    assert not chosen("K301", ("K2",), ())
    assert not chosen("K203", ("K2",), ("K203",))
    assert chosen("K203", ("K203",), ("K2",))
    assert not chosen("K203", (), ("K",))


def test_select_and_ignore_choose_the_rules_that_run() -> None:
    text = HEAD + "roles: [{id: r, title: R, critical: true}]\n"
    assert set(rules(check(text, select=["K2"]))) == {"K201", "K203", "K204"}
    assert "K203" not in rules(check(text, ignore=["K203"]))


DEVIATION = "deviations:\n  - {rule: K203, path: %s, reason: Klein, by: Leitung, on: 2026-01-01, until: %s}\n"
CRITICAL = HEAD + "roles: [{id: r, title: R, critical: true}, {id: q, title: Q, critical: true}]\n"


def test_a_valid_deviation_accepts_the_findings_at_its_path_and_below() -> None:
    result = check(CRITICAL + DEVIATION % ("'roles[r]'", "2026-12-01"))
    assert [accepted.finding.path for accepted in result.accepted] == ["roles[r].deputies"]
    assert [finding.path for finding in result.findings if finding.rule == "K203"] == ["roles[q].deputies"]
    assert result.accepted[0].deviation.by == "Leitung"


def test_an_expired_deviation_accepts_nothing() -> None:
    result = check(CRITICAL + DEVIATION % ("'roles[r]'", "2026-11-30"))
    assert result.accepted == ()
    assert rules(result).count("K203") == 2


def test_a_deviation_without_path_accepts_every_finding_of_its_rule() -> None:
    text = CRITICAL + (DEVIATION % ("x", "2026-12-31")).replace("path: x, ", "")
    assert len(check(text).accepted) == 2


def test_a_path_that_only_begins_alike_is_not_accepted() -> None:
    text = CRITICAL.replace("id: r,", "id: rr,") + DEVIATION % ("'roles[r'", "2026-12-31")
    assert check(text).accepted == ()


def test_a_fault_of_the_form_cannot_be_accepted() -> None:
    text = (
        HEAD
        + "roles: [{id: r, title: R, wrong: 1}]\n"
        + (DEVIATION % ("'roles[r]'", "2027-01-01")).replace("K203", "K010")
    )
    assert "K010" in rules(check(text))


def test_the_threshold_counts_from_the_worst_down() -> None:
    warning = check(HEAD + "people: [{id: p1, function: L}]\n", select=["K208"])
    assert rules(warning) == ["K208"]
    assert reaches([warning], "hint")
    assert reaches([warning], "warning")
    assert not reaches([warning], "error")
    assert not reaches([], "hint")


@pytest.mark.parametrize(
    ("rest", "severity"),
    [
        ("", "warning"),
        ("support: {offers: []}\n", "warning"),
        ("support: {accident_report: p1}\n", "error"),
        ("support: {costs: {honorary: Die Stadt zahlt.}}\n", "error"),
        ("scenarios: [{id: s, title: S, track: external, steps: [%s, deadline: strafantrag}]}]\n", "error"),
        ("scenarios: [{id: s, title: S, track: external, steps: [%s, deadline: agg-claim}]}]\n", "warning"),
        ("scenarios: [{id: s, title: S, track: external, relevant: false, steps: [%s, deadline: strafantrag}]}]\n",
         "warning"),
    ],
)  # fmt: skip
def test_a_missing_status_is_an_error_where_papers_depend_on_it(rest: str, severity: str) -> None:
    step = "{id: x, phase: days, kind: legal, text: T, actor: anyone"
    text = HEAD + "people: [{id: p1, function: L}]\n" + rest.replace("%s", step)
    assert [finding.severity for finding in check(text, select=["K208"]).findings] == [severity]


def test_the_day_is_the_callers() -> None:
    text = CRITICAL + DEVIATION % ("'roles[r]'", "2026-12-31")
    assert len(check(text, today=date(2027, 1, 1)).accepted) == 0


def test_value_drift_shows_what_was_written_and_what_it_became() -> None:
    text = "komma: 1\nmunicipality: {name: Musterstadt, kind: town, state: NW, ags: 05999000}\n"
    drifted = next(finding for finding in check(text).findings if finding.rule == "K011")
    assert (drifted.values["written"], drifted.values["became"]) == ("05999000", "5999000")


HEAVY = (
    "ruamel",
    "opening_hours",
    "email_validator",
    "phonenumbers",
    "jinja2",
    "docx",
    "prompt_toolkit",
    "typer",
    "holidays",
)


def test_checking_a_clean_file_loads_nothing_heavy() -> None:
    program = (
        "import sys; from datetime import date\n"
        "from komma_cli.check.engine import check_source\n"
        "from komma_cli.store.reading import source_from_bytes\n"
        f"source = source_from_bytes({CORE.encode()!r}, 'x')\n"
        "result = check_source(source, today=date(2026, 12, 1), select=['K1', 'K2', 'K3'])\n"
        "assert result.findings == (), result.findings\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_no_personal_name_gets_into_the_values_of_a_finding() -> None:
    """Findings are printed in CI logs; people are called by their function there."""
    text = (
        HEAD
        + "people: [{id: p1, name: Mira Muster}]\nroles: [{id: coordination, title: K, holder: p1, deputies: [p1]}]\n"
    )
    assert "Mira" not in str([finding.values for finding in check(text).findings])
