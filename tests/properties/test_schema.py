"""The JSON Schema and komma's own model say the same: what one takes or refuses the other does.

One plan that uses every field is changed in one place, by a value of another type, a text of another form, an unknown
or missing key. The model's word is the measure.
"""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from komma_cli.model.describe import locate, walk
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.texts import LANGUAGES
from komma_cli.wizard.schema import json_schema
from komma_cli.yamlread import parse

ROOT = Path(__file__).parents[2]
PLAN: dict[str, Any] = parse((ROOT / "playbooks" / "musterstadt.komma.yaml").read_text(encoding="utf-8"))
PLAN["thresholds"] = {"talk": "PT4H", "critical_roles": 3}
PLACES = [parts for parts, _, _ in walk(Playbook, PLAN)]
ONLY_THE_MODEL = {"hours_syntax", "hours_german", "channel_email", "threshold"}
"""What JSON Schema cannot say, or says more loosely: the grammar of opening hours and of addresses, which
of two lengths of time is longer."""
TRIED = (
    *(
        "",
        " ",
        "a",
        "A b",
        "a-b",
        "a--b",
        "-a",
        "a\n",
        "a\nb",
        "a\x00",
        "x" * 61,
        "x" * 201,
        "x" * 6001,
        "Ä",
        "a\u00a0",
    ),
    *("2026-12-01", "2026-12-01\n", "2026-02-30", "1.12.2026", "PT15M", "P", "PT", "P1D", "P1DT", "1 Tag", "staff"),
    *("Mo-Th 08:00-16:00", "Di 8-16 Uhr", "24/7", "+493023125001", "030 23125001", "112", "https://a.example", "a.de"),
    *("rat@kleinhausen.example", "rat@", "05999000", "0599900", "1.0", "1", "K203", "K2031", "deu", "Deutsch"),
)
TEXTS = st.one_of(
    st.sampled_from(TRIED),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z", "C"]), max_size=12),
)
VALUES = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(-1, 10**9), st.just(1.5), st.just([]), st.just({}), st.just(["a"])
)


Parts = tuple[str | int, ...]


@cache
def german() -> dict[str, Any]:
    return json_schema("de")


@cache
def validator(section: str) -> Draft202012Validator:
    schema = german()
    own = schema if section == "Playbook" else {"$defs": schema["$defs"], "$ref": f"#/$defs/{section}"}
    return Draft202012Validator(own, format_checker=FormatChecker(["date"]))


def around(parts: Parts) -> tuple[type[Section], dict[str, Any], Parts]:
    """Return the innermost section that holds a place, a copy of its data, and the rest of the way."""
    last = max(number for number, part in enumerate(parts) if isinstance(part, str))
    above = locate(Playbook, parts[:last])
    section = Playbook if above is None else above.group
    node: Any = PLAN
    for part in parts[:last]:
        node = node[part]
    assert section is not None
    return section, copy.deepcopy(node), parts[last:]


def agree(section: type[Section], data: Any) -> None:
    try:
        section.model_validate(data)
        kinds = set()
    except ValidationError as error:
        kinds = {one["type"] for one in error.errors()}
    refused = [error.message for error in validator(section.__name__).iter_errors(data)]
    if not kinds:
        assert refused == []
    elif not kinds <= ONLY_THE_MODEL:
        assert refused, kinds


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), VALUES)
def test_a_changed_value_is_refused_by_both_or_by_none(parts: Parts, value: Any) -> None:
    section, data, way = around(parts)
    if len(way) == 1:
        data[way[0]] = value
    else:
        data[way[0]][way[1]] = value
    agree(section, data)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(["", "foo", "Name", "class_"]))
def test_an_unknown_key_is_refused_by_both(parts: Parts, key: str) -> None:
    section, data, _ = around(parts)
    assert key not in data
    agree(section, {**data, key: "x"})


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PLACES))
def test_a_missing_key_is_refused_by_both_or_by_none(parts: Parts) -> None:
    section, data, way = around(parts)
    del data[way[0]]
    agree(section, data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_of_the_schema_is_an_answer_that_the_model_takes(lang: Any) -> None:
    schema = json_schema(lang)
    seen = 0
    for name, definition in {"": schema, **schema["$defs"]}.items():
        for key, node in definition["properties"].items():
            for example in node.get("examples", []):
                seen += 1
                own = Draft202012Validator({**node, "$defs": schema["$defs"]}, format_checker=FormatChecker(["date"]))
                assert [error.message for error in own.iter_errors(example)] == [], (name, key)
    assert seen > 60
