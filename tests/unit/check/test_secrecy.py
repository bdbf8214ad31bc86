"""Messages go into logs that others read: none repeats a private number or what a confidential field holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from komma_cli.check.engine import check_source
from komma_cli.check.finding import Finding
from komma_cli.check.pages import page, words_of
from komma_cli.check.rules import all_rules
from komma_cli.model.describe import walk
from komma_cli.model.playbook import Playbook
from komma_cli.report import FORMATS
from komma_cli.store.reading import source_from_bytes
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse
from tests.rules.helper import TODAY, merged, run_rule

MACHINES = sorted(set(FORMATS) - {"text"})
HEAD = "komma: 1\nmunicipality: {name: Musterstadt, kind: town, state: NW}\n"
SECRET = "28817386"
"""The middle of a reserved mobile number."""
REFUSED = {
    "private number": "people: [{id: p1, channels: [{kind: private_phone, value: '0152 28817386 geheim'}]}]",
    "private address": "people: [{id: p1, channels: [{kind: private_email, value: 'anna28817386 at web'}]}]",
    "number without quotes": "people: [{id: p1, channels: [{kind: private_phone, value: 4915228817386}]}]",
    "kind nobody knows": "people: [{id: p1, channels: [{kind: privat, value: 015228817386}]}]",
    "confidential by its class": "bodies: [{id: b, name: B, kind: police, "
    "channels: [{kind: phone, value: '0152 28817386', class: confidential}]}]",
    "too long": "people: [{id: p1, channels: [{kind: private_phone, value: '" + SECRET * 200 + "'}]}]",
    "confidential date": "liaisons: [{id: l, review_meeting: 'am 28817386'}]",
    "confidential duration": "liaisons: [{id: l, passed_on_within: '28817386 Tage'}]",
    "confidential choice": "people: [{id: p1, status: 'krank 28817386'}]",
    "absence": "people: [{id: p1, absences: [{first_day: 'seit 28817386', last_day: 2026-12-31}]}]",
}


def findings(text: str) -> tuple[Finding, ...]:
    return check_source(source_from_bytes((HEAD + text).encode(), "x.komma.yaml"), today=date(2026, 12, 1)).findings


@pytest.mark.parametrize("format_name", MACHINES)
@pytest.mark.parametrize("case", REFUSED)
def test_no_machine_format_repeats_a_refused_value(case: str, format_name: str) -> None:
    result = check_source(source_from_bytes((HEAD + REFUSED[case]).encode(), "x.komma.yaml"), today=date(2026, 12, 1))
    assert {"K011", "K013", "K014", "K015"} & {finding.rule for finding in result.findings}
    for lang in LANGUAGES:
        assert SECRET not in FORMATS[format_name]([result], lang)


def test_the_message_says_what_is_wrong_and_how_it_is_written() -> None:
    found = next(finding for finding in findings(REFUSED["private number"]) if finding.rule == "K014")
    assert words_of(found, "de").message == (
        "Die Nummer ist keine Telefonnummer. Schreiben Sie + und die Landesvorwahl ohne Leerzeichen, "
        'zum Beispiel: "+493023125001"'
    )
    assert found.path == "people[p1].channels[0].value"
    assert found.place is not None
    assert found.place.line == 3


def test_a_public_number_is_quoted() -> None:
    found = next(
        finding
        for finding in findings(
            "bodies: [{id: b, name: B, kind: police, channels: [{kind: phone, value: '030 23125001'}]}]"
        )
        if finding.rule == "K014"
    )
    assert "„030 23125001“" in words_of(found, "de").message


def confidential(data: dict[str, Any]) -> Iterator[str]:
    """Yield the words that stand in confidential fields, or in groups that are confidential as a whole."""
    groups = []
    for parts, spec, value in walk(Playbook, data):
        if spec.confidentiality == "confidential" and spec.group is not None:
            groups.append(parts)
        inside = any(parts[: len(group)] == group for group in groups)
        if (inside or spec.confidentiality == "confidential") and spec.shape in ("line", "prose"):
            yield str(value)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_no_message_repeats_what_a_confidential_field_holds(rule: str, lang: Lang) -> None:
    bad = page(rule, lang).bad
    if bad.language != "yaml":
        return
    hidden = set(confidential(merged(parse(bad.code))))
    for hit in run_rule(rule, bad.code, TODAY):
        words = words_of(Finding(rule, "error", "", None, hit.values), lang)
        assert not [word for word in hidden if word in words.message + words.fix]


def test_a_placeholder_in_a_confidential_text_is_not_quoted() -> None:
    hits = run_rule("K803", "liaisons: [{id: l, body: police, feedback: 'Fragen Sie [Name Anna Beispiel 28817386]'}]")
    assert [hit.values["found"] for hit in hits] == ["…"]
