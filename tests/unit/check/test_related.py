"""A finding about two places names both: where the same stands already, or what it does not go with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from komma_cli.check.cache import Cache
from komma_cli.check.engine import Result, check_source
from komma_cli.check.finding import Finding
from komma_cli.report import FORMATS
from komma_cli.store.reading import source_from_bytes
from tests.unit.report.readers import own_faults, sarif_faults

HEAD = "komma: 1\nmunicipality: {name: Musterstadt, kind: town, state: NW}\n"
SECRET = "+4915228817386"
TWO = """people:
  - id: p1
    function: Leitung
  - {id: p1, channels: [{kind: private_phone, value: "+4915228817386"}]}
"""
PLACES = {
    "K008": ("people:\n  - id: p1\n    unit: a\n    unit: b\n", "first", "", "unit"),
    "K102": (TWO, "first", "people[0].id", "p1"),
    "K105": ("people: [{id: p1}]\nbodies:\n  - {id: p1, name: A, kind: police}\n", "first", "people[p1].id", "p1"),
    "K106": (
        "people: [{id: p1}]\nroles:\n  - {id: r, title: R, holder: p1, deputies: [p1]}\n",
        "first",
        "roles[r].holder",
        "p1",
    ),
    "K107": (
        "bodies:\n  - {id: a, name: A, kind: police, channels: [{kind: phone, value: '+493023125001'}]}\n"
        "  - {id: b, name: B, kind: police, channels: [{kind: mobile, value: '+493023125001'}]}\n",
        "other",
        "bodies[a].channels[0].kind",
        "phone",
    ),
    "K206": (
        "people: [{id: p1, function: L}]\nroles:\n"
        "  - {id: a, title: A, holder: p1, independent_of: [b]}\n  - {id: b, title: B, deputies: [p1]}\n",
        "first",
        "roles[b].deputies[0]",
        "p1",
    ),
    "K325": (
        "escalation:\n  levels:\n"
        "    - {id: l0, name: L0, track: external, rank: 0, talk_within: PT1H}\n"
        "    - {id: l1, name: L1, track: external, rank: 1, talk_within: PT2H}\n",
        "other",
        "escalation.levels[l0].talk_within",
        "PT1H",
    ),
    "K304": (
        "escalation:\n  levels:\n"
        "    - {id: l0, name: L0, track: external, rank: 0, triggers: [Drohung]}\n"
        "    - {id: l1, name: L1, track: external, rank: 1, triggers: [drohung]}\n",
        "first",
        "escalation.levels[l0].triggers[0]",
        "Drohung",
    ),
}
MORE = {
    "body": ("K107", "bodies[a].from"),
    "hours": ("K107", "bodies[a].hours"),
    "rank": ("K304", "escalation.levels[l0].rank"),
    "same person": ("K302", "escalation.levels[l0].first_contact"),
}
"""Other cases of these rules."""
ODD = """people: [{id: p1, function: L, channels: [{kind: phone, value: "+493023125001"}]}]
roles:
  - {id: r1, title: R1, holder: p1}
  - {id: r2, title: R2, holder: p1}
bodies:
  - {id: a, name: A, kind: police, from: x, hours: "24/7", channels: [{kind: phone, value: "+493023125002"}]}
  - {id: b, name: B, kind: police, from: x, hours: "Mo 08:00-16:00", channels: [{kind: phone, value: "+493023125002"}]}
escalation:
  levels:
    - {id: l0, name: L0, track: external, rank: 0, triggers: [a], first_contact: r1, deputy: r2}
    - {id: l1, name: L1, track: external, rank: 0, triggers: [b]}
"""


def checked(plan: str) -> Result:
    return check_source(source_from_bytes(plan.encode(), "a.komma.yaml"), today=date(2026, 12, 1))


def found(rule: str) -> Finding:
    return next(one for one in checked(HEAD + PLACES[rule][0]).findings if one.rule == rule)


@pytest.mark.parametrize("rule", PLACES)
def test_the_second_place_is_where_it_stands_in_the_file(rule: str) -> None:
    plan, what, path, written = PLACES[rule]
    (related,) = found(rule).related
    line = (HEAD + plan).split("\n")[related.place.line - 1]
    assert (related.what, related.path, related.place.excerpt) == (what, path, line)
    assert line[related.place.column - 1 :].startswith(written)
    assert (related.place.line, related.place.column) != (found(rule).place.line, found(rule).place.column)  # type: ignore[union-attr]


@pytest.mark.parametrize("case", MORE)
def test_other_cases_of_these_rules_have_it_too(case: str) -> None:
    rule, path = MORE[case]
    places = [related.path for one in checked(HEAD + ODD).findings if one.rule == rule for related in one.related]
    assert path in places


@pytest.mark.parametrize("rule", PLACES)
def test_programs_read_the_second_place(rule: str) -> None:
    whole = Result("a.komma.yaml", "standard", (found(rule),), (), ())
    place = found(rule).related[0].place
    sarif, own = FORMATS["sarif"]([whole], "en"), FORMATS["json"]([whole], "en")
    assert sarif_faults(sarif) == own_faults(own) == []
    (told,) = json.loads(own)["files"][0]["findings"][0]["related"]
    assert (told["line"], told["column"], told["end_column"]) == (place.line, place.column, place.end_column)
    (location,) = json.loads(sarif)["runs"][0]["results"][0]["relatedLocations"]
    assert location["message"]["text"] == told["words"]
    assert location["physicalLocation"]["region"]["startLine"] == place.line


def test_positions_are_those_of_the_file_also_behind_what_cannot_be_read() -> None:
    levels = PLACES["K304"][0].replace("levels:\n", "levels:\n    - {id: lx, rank: none}\n")
    hit = next(one for one in checked(HEAD + levels).findings if one.rule == "K304" and one.related)
    assert hit.related[0].path == "escalation.levels[l0].triggers[0]"
    assert hit.related[0].place.line == 6


def test_people_read_the_line_but_nothing_else_that_stands_in_it() -> None:
    turned = HEAD + 'people:\n  - {id: p1, channels: [{kind: private_phone, value: "+4915228817386"}]}\n  - id: p1\n'
    (second,) = (one for one in checked(turned).findings if one.rule == "K102")
    report = FORMATS["text"]([Result("a.komma.yaml", "standard", (second,), (), ())], "de")
    assert "\n  Zuerst hier: Zeile 4\n" in report
    assert SECRET not in report
    plain = HEAD + "people:\n  - id: p1 # Anna\n    function: x\n  - id: p1\n"
    (second,) = (one for one in checked(plain).findings if one.rule == "K102")
    report = FORMATS["text"]([Result("a.komma.yaml", "standard", (second,), (), ())], "en")
    assert "\n  First here: line 4 | - id: p1\n" in report


def test_machines_learn_no_private_number() -> None:
    twice = (
        HEAD + f'people:\n  - id: p1\n    channels: [{{kind: private_phone, value: "{SECRET}", value: "{SECRET}"}}]\n'
    )
    assert any(one.related for one in checked(twice).findings)
    for name in set(FORMATS) - {"text"}:
        assert SECRET not in FORMATS[name]([checked(twice)], "de")


def test_a_second_run_remembers_it(tmp_path: Path) -> None:
    cache, result = Cache(tmp_path, "build"), checked(HEAD + TWO)
    cache.keep(b"x", "terms", result)
    again = cache.known(b"x", "terms")
    assert again == result
    assert any(one.related for one in again.findings)
