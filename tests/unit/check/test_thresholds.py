"""Thresholds: komma's own, the plan's, the settings' around it; what protects people only gets stricter."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from komma_cli.check.engine import Result, check_source
from komma_cli.check.pages import words_of
from komma_cli.check.rules import all_rules
from komma_cli.check.settings import read_settings
from komma_cli.model.thresholds import LIMITS, Limit, Thresholds, size
from komma_cli.store.reading import source_from_bytes
from komma_cli.texts import LANGUAGES

TODAY = date(2026, 12, 1)
PLAN = """komma: 1
{own}
municipality: {{name: M, kind: town, state: NW, legal_as_of: 2026-10-01}}
escalation: {{levels: [{{id: l, track: external, rank: 1, name: L, talk_within: PT4H}}]}}
review: {{next_review: 2028-06-01}}
"""


def check(own: str = "", **around: str | int) -> Result:
    plan = source_from_bytes(PLAN.format(own=own).encode(), "x")
    return check_source(plan, today=TODAY, thresholds=tuple(around.items()))


def rules(result: Result) -> set[str]:
    return {one.rule for one in result.findings} & {"K015", "K010", "K305", "K810", "K916"}


def test_the_table_and_the_section_name_the_same_and_every_rule_exists() -> None:
    assert set(LIMITS) == set(Thresholds.model_fields)
    for limit in LIMITS.values():
        assert set(limit.rules) <= set(all_rules())
        assert limit.allows(limit.default)
        kind = get_args(Thresholds.model_fields[limit.name].annotation)[0]
        assert (kind is int) == isinstance(limit.default, int)
        assert limit.stricter(limit.strictest, limit.laxest) == limit.strictest
        assert size(limit.strictest) != size(limit.laxest)


@pytest.mark.parametrize("limit", LIMITS.values(), ids=lambda limit: limit.name)
def test_what_protects_people_is_bounded_by_its_default(limit: Limit) -> None:
    protects = {"urgent_contacts", "talk", "evaluation", "core_team", "funding_ahead", "state_of_law", "small_counts"}
    assert limit.safety == (limit.name in protects)


def test_komma_s_own_numbers_hold_where_nobody_says_anything() -> None:
    assert rules(check()) == set()


def test_a_plan_and_the_settings_around_it_can_be_stricter() -> None:
    assert rules(check("thresholds: {talk: PT2H, state_of_law: P1M}")) == {"K305", "K810"}
    assert rules(check(talk="PT2H", review_ahead="P12M")) == {"K305", "K916"}


def test_the_plan_counts_before_the_settings_but_the_stricter_one_for_safety() -> None:
    assert rules(check("thresholds: {review_ahead: P20M}", review_ahead="P12M")) == set()
    assert rules(check("thresholds: {review_ahead: P12M}", review_ahead="P20M")) == {"K916"}
    assert rules(check("thresholds: {talk: P1D}", talk="PT2H")) == {"K305"}
    assert rules(check("thresholds: {talk: PT2H}", talk="P1D")) == {"K305"}


@pytest.mark.parametrize(
    ("own", "rule"),
    [
        ("thresholds: {talk: P2D}", "K015"),
        ("thresholds: {critical_roles: 9}", "K015"),
        ("thresholds: {tlak: PT2H}", "K010"),
    ],
)
def test_a_wrong_threshold_in_the_plan_is_a_finding_at_its_place_and_the_default_holds(own: str, rule: str) -> None:
    result = check(own)
    assert rules(result) == {rule}
    finding = next(one for one in result.findings if one.rule == rule)
    assert finding.place is not None
    assert finding.place.line == 2
    for lang in LANGUAGES:
        said = words_of(finding, lang).message
        assert ("PT1H" in said and "P1D" in said) or rule == "K010" or "5" in said


def test_messages_name_the_number_that_holds() -> None:
    finding = next(one for one in check(review_ahead="P12M").findings if one.rule == "K916")
    assert "12 Monate" in words_of(finding, "de").message
    assert "12 months" in words_of(finding, "en").message


def test_the_readme_lists_every_threshold_and_its_settings_are_accepted() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    for limit in LIMITS.values():
        low, high = limit.span
        possible = f"{low} to {high}" + (", only stricter" if limit.safety else "")
        row = next(line for line in readme.splitlines() if line.startswith(f"| `{limit.name}` |"))
        assert row.endswith(f"| {', '.join(limit.rules)} | {limit.default} | {possible} |")
    example = re.search(r"<!-- example: komma.toml -->\n```toml\n(.*?)```", readme, re.S)
    assert example is not None
    found = read_settings(example[1], "komma.toml")
    assert found is not None
    assert dict(found.thresholds) == {"talk": "PT4H", "critical_roles": 2}
