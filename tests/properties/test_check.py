"""Whatever a file holds, the check answers with findings inside the file, the same ones every time."""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from komma_cli.check.engine import Result, check_source
from komma_cli.report import FORMATS
from komma_cli.store.reading import source_from_bytes
from tests.properties.effort import examples
from tests.rules.helper import TODAY

WHOLE: dict[str, Any] = {
    "komma": 1,
    "municipality": {"name": "Musterstadt", "kind": "town", "state": "NW", "ags": "05999000"},
    "people": [
        {"id": "p1", "function": "Leitung", "hours": "24/7", "channels": [{"kind": "phone", "value": "+493023125001"}]},
        {"id": "p2", "status": "employee", "absences": [{"first_day": "2026-01-01", "last_day": "2026-01-02"}]},
    ],
    "roles": [{"id": "coordination", "title": "K", "holder": "p1", "deputies": ["p2"], "critical": True}],
    "bodies": [{"id": "police", "name": "P", "kind": "police", "audiences": ["staff"], "hours": "24/7"}],
    "escalation": {
        "emergency": {"internal_number": "7777", "out_of_hours": "police"},
        "levels": [{"id": "l0", "track": "external", "rank": 0, "name": "L", "triggers": ["x"], "talk_within": "P1D"}],
        "modifiers": [{"id": "series", "text": "Serie"}],
    },
    "scenarios": [
        {
            "id": "s",
            "title": "S",
            "track": "external",
            "steps": [{"id": "a", "phase": "now", "kind": "safety", "text": "T"}],
        }
    ],
    "reporting": {"routes": [{"id": "r", "title": "R", "audiences": ["staff"], "recipient": "police"}]},
    "review": {"version": "1.0", "next_review": "2027-01-01"},
    "deviations": [{"rule": "K203", "reason": "x", "by": "y", "on": "2026-01-01", "until": "2027-01-01"}],
    "open": [{"path": "roles", "since": "2026-01-01"}],
}
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**12), st.floats(allow_nan=False), st.text(max_size=12),
    st.just([]), st.just({}), st.just([None]), st.just({"id": 1}), st.just("p1"), st.just([["a"]]),
)  # fmt: skip
NO_DEADLINE = settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
WHOLE_FILES = settings(NO_DEADLINE, max_examples=examples(24))
"""For a file with all sections, which takes ten times as long as a line."""


def dump(data: Any) -> bytes:
    from io import BytesIO

    stream = BytesIO()
    YAML(typ="safe", pure=True).dump(data, stream)
    return stream.getvalue()


def check(content: bytes) -> Result:
    return check_source(source_from_bytes(content, "x.komma.yaml"), today=TODAY)


def assert_sound(content: bytes) -> None:
    result = check(content)
    text = source_from_bytes(content, "x").text.split("\n")
    for finding in result.findings:
        assert finding.place is not None
        assert 1 <= finding.place.line <= len(text)
        assert finding.place.excerpt == text[finding.place.line - 1]
        assert 1 <= finding.place.column <= finding.place.end_column <= len(finding.place.excerpt) + 1
    assert result == check(content)
    for name in FORMATS:
        assert isinstance(FORMATS[name]([result], "de"), str)


def paths(node: Any, parts: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [parts, *(path for key, value in inside for path in paths(value, (*parts, key)))]


PATHS = [path for path in paths(WHOLE) if path]


@NO_DEADLINE
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    assert_sound(content)


@NO_DEADLINE
@given(st.text(alphabet="ab:-[]{}&*!%@`'\"#|>,? \t\n\\0123ä\u2028😀", max_size=120))
def test_any_punctuation(text: str) -> None:
    assert_sound(text.encode())


@WHOLE_FILES
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.booleans(), JUNK), min_size=1, max_size=3))
def test_any_part_broken_or_missing(changes: list[tuple[tuple[Any, ...], bool, Any]]) -> None:
    data = copy.deepcopy(WHOLE)
    for path, remove, junk in changes:
        node: Any = data
        for part in path[:-1]:
            try:
                node = node[part]
            except (KeyError, IndexError, TypeError):
                node = None
        if isinstance(node, (dict, list)) and (path[-1] in node if isinstance(node, dict) else len(node) > path[-1]):
            if remove:
                del node[path[-1]]
            else:
                node[path[-1]] = copy.deepcopy(junk)
    assert_sound(dump(data))


@WHOLE_FILES
@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_and_items_changes_no_finding(chance: random.Random) -> None:
    """Lists whose order means something (steps, levels, deputies) keep it."""

    def shuffled(node: Any) -> Any:
        if isinstance(node, list):
            return [shuffled(item) for item in node]
        if not isinstance(node, dict):
            return node
        keys = list(node)
        chance.shuffle(keys)
        return {key: shuffled(node[key]) for key in keys}

    assert said(shuffled(WHOLE)) == said_of_whole()


def said(data: Any) -> list[tuple[str, str, str]]:
    result = check(dump(data))
    return sorted((finding.rule, finding.severity, finding.path) for finding in result.findings)


@cache
def said_of_whole() -> list[tuple[str, str, str]]:
    found = said(WHOLE)
    assert found
    return found
