"""The fast parser and ruamel read the same data wherever a playbook can come from."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from komma_cli import texts
from komma_cli.store.splice import same
from komma_cli.yamlread import YamlSyntaxError, parse, parse_slowly, resolve, yaml_rs
from tests.properties.effort import examples

pytestmark = pytest.mark.skipif(yaml_rs is None, reason="the fast parser has no wheel here")

SCALAR_SIGNS = "0123456789_+-.:eExXoObBaAnNiIfFtTrRuUlLyY~"


@settings(max_examples=examples(300), deadline=None)
@given(st.text(SCALAR_SIGNS, min_size=1, max_size=7))
@example("05113000")
@example("2026-11-22")
@example("2026-11-22T10:00:00Z")
@example("_+3")
@example(".inF")
def test_an_unquoted_scalar_means_the_same_to_both(written: str) -> None:
    try:
        fast = parse(f"a: {written}\n")
    except YamlSyntaxError:
        return
    if isinstance(fast, dict) and "a" in fast and not isinstance(fast["a"], dict | list):
        assert _alike(fast["a"], resolve(written))
        assert _alike(fast, parse_slowly(f"a: {written}\n"))


@pytest.mark.parametrize("name", ["de/errors/store", "de/messages/store", "en/errors/paths"])
def test_both_read_the_words_that_ship_with_komma(name: str) -> None:
    text = (texts.DATA / f"{name}.yaml").read_text(encoding="utf-8")
    assert parse(text) == parse_slowly(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n---\nb: 2\n",
        "a: 1\n---\n",
        "a: &x [1]\nb: [*x, *x]\n",
        "a: &x [*x]\n",
        "a: &x 1\nb: *x\nc: &x 2\nd: *x\n",
        "a: ! 12\nb: !!str 05113000\n",
        "base: &b {c: 1}\nother:\n  <<: *b\n",
        "1: a\n1.5: b\n~: c\nfalse: d\n",
        "? [a, b]\n: c\n? {d: 1}\n: e\n",
        "a: >\n  eins\n  zwei\n\n  drei\nb: |+\n  x\n\nc: 'x\n\n  y'\n",
        "",
        "# nur ein Kommentar\n",
        "Text\n",
    ],
)
def test_both_read_odd_texts_alike(text: str) -> None:
    assert same(_plain(parse(text)), _plain(parse_slowly(text)))


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [1\n", "a: 'x\n", "a: b: c\n", "a: @x\n", "a:\n\t- b\n"])
def test_both_refuse_the_same_texts(text: str) -> None:
    for read in (parse, parse_slowly):
        with pytest.raises(YamlSyntaxError):
            read(text)


def test_the_first_of_two_equal_keys_counts_when_asked_for() -> None:
    for read in (parse, parse_slowly):
        assert read("a: 1\na: 2\nb: 3\n", keep_first=True) == {"a": 1, "b": 3}


def test_without_the_fast_parser_reading_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("komma_cli.yamlread.yaml_rs", None)
    assert parse("on: 2026-11-22\nags: 05113000\n") == {"on": "2026-11-22", "ags": 5113000}


def test_the_broken_playbooks_mean_the_same_to_both(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(Path("tests/playbooks/broken").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        try:
            fast = parse(text, keep_first=True)
            slow = parse_slowly(text, keep_first=True)
        except YamlSyntaxError:
            continue
        assert same(_plain(fast), _plain(slow)), path.name


def _alike(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return same(left, right)


def _plain(data: Any) -> Any:
    """Keys of other kinds compared by their looks."""
    if isinstance(data, dict):
        return {repr(key): _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list) else data
