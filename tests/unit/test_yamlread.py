"""The exact parser: what it costs, and where it places what is not written."""

from __future__ import annotations

import time
from datetime import date

import pytest

from komma_cli import yamlread
from komma_cli.check.engine import check_source
from komma_cli.check.pages import words_of
from komma_cli.errors import WriteError
from komma_cli.store import changed_text
from komma_cli.store.reading import source_from_bytes
from komma_cli.yamlread import YamlSyntaxError, trees


def test_a_line_of_hash_signs_behind_nothing_does_not_hang() -> None:
    begun = time.thread_time()
    (root,) = trees("? a # " + "#" * 26 + "\nb: 1\n")
    assert time.thread_time() - begun < 5
    assert [(key.value, value.value) for key, value in root.pairs()] == [("a", ""), ("b", "1")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a:\nb:\n", [(0, 2), (1, 2)]),
        ("a: # ##:\n\nb: # c\n", [(0, 2), (2, 2)]),
        ("x:\n  - \n  - # c\n  -\n", [(1, 3), (2, 3), (3, 3)]),
    ],
)
def test_what_is_not_written_stands_behind_its_colon_or_dash(text: str, places: list[tuple[int, int]]) -> None:
    nothing = [node for root in trees(text) for node in root.walk() if node.kind == "scalar" and not node.value]
    assert [(node.line, node.column) for node in nothing] == places


def test_twice_as_many_empty_values_take_about_twice_as_long() -> None:
    def seconds(count: int) -> float:
        text = "".join(f"k{number}:\n" for number in range(count))
        begun = time.thread_time()
        trees(text)
        return time.thread_time() - begun

    seconds(100)
    assert seconds(16_000) < 14 * max(seconds(4_000), 0.05)


@pytest.mark.parametrize("rest", ["a: &a 1\na: *a\n1: x\n", "a: &a 1\na: [\n", "? {a: 1}\n: b\nc: *d\nc: 1\n"])
def test_a_file_is_composed_once_whatever_is_wrong_with_it(rest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[str] = []
    compose = yamlread.compose
    monkeypatch.setattr(yamlread, "compose", lambda text: (composed.append(text), compose(text))[1])
    check_source(source_from_bytes(f"komma: 1\n{rest}".encode(), "x"), today=date(2026, 12, 1))
    assert len(composed) == 1


def test_the_same_fault_is_raised_again() -> None:
    for _ in range(2):
        with pytest.raises(YamlSyntaxError) as caught:
            trees("a: [1\n")
        assert (caught.value.line, caught.value.column) == (1, 4)


def test_a_tab_is_told_once() -> None:
    for text in ("a:\n  b: c\n\td: e\n", "a:\n  b: c\n  \td: e\n", "a:\n  # b\n\t- c\n", "a: |\n  b\n\tc\n"):
        found = check_source(source_from_bytes(text.encode(), "x"), today=date(2026, 12, 1)).findings
        assert [(finding.rule, finding.place and finding.place.line) for finding in found] == [("K018", 3)], text


@pytest.mark.parametrize("key", ["1", "true", "~", "[a, b]", "{a: b}", "? [a]\n"])
def test_a_key_that_is_no_text_is_told_once_and_where_it_stands(key: str) -> None:
    text = f"komma: 1\nmunicipality: {{name: M, kind: town, state: NW}}\n{key}: x\n"
    found = check_source(source_from_bytes(text.encode(), "x"), today=date(2026, 12, 1), select=("K010",)).findings
    assert [finding.place and finding.place.line for finding in found] == [3]
    assert words_of(found[0], "en").message.count("“”") == 0


LONG = "9" * 5000


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"? a: [1]\n: {LONG}\n", "K004"),
        (f"? a: [1]\n  b: {LONG}\n: x\n", "K010"),
        (f"? a: [1]\n: x\n? {LONG}\n: x\n", "K010"),
        (f"{LONG}: x\n", "K004"),
        (f"? {LONG}\n: x\n", "K010"),
        (f"? [{LONG}]\n: x\n", "K010"),
        ("komma: 1\nx\ty: " + "{a: " * 50 + "1" + "}" * 50 + "\n", "K016"),
        ("# [\nx\ty:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 60)), "K016"),
    ],
)
def test_what_only_one_of_the_parsers_bears_is_a_finding(text: str, rule: str) -> None:
    found = check_source(source_from_bytes(text.encode(), "x"), today=date(2026, 12, 1)).findings
    assert rule in {finding.rule for finding in found}
    assert all(finding.place and finding.place.line <= text.count("\n") for finding in found)


def test_many_documents_take_no_longer_than_their_length() -> None:
    source = source_from_bytes(b"komma: 1\n" + b"---\na\n" * 12_000, "x")
    begun = time.thread_time()
    found = check_source(source, today=date(2026, 12, 1), select=("K005",)).findings
    assert [finding.rule for finding in found] == ["K005"]
    assert time.thread_time() - begun < 10


@pytest.mark.parametrize("key", ["x\ty", "na\tme"])
def test_a_file_that_only_the_fast_parser_bears_is_not_changed(key: str) -> None:
    data = {"komma": 1, "municipality": {"name": "A", key: "B"}}
    source = source_from_bytes(f"komma: 1\nmunicipality:\n  name: A\n  {key}: B\n".encode(), "x")
    with pytest.raises(WriteError) as refused:
        changed_text(source, {**data, "municipality": {"name": "Neu", key: "B"}})
    assert (refused.value.key, refused.value.values["line"]) == ("store.not_editable", 4)
