"""Places read off the lines are those of the exact parser, or nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.store import Places, load, read_source, source_from_bytes
from komma_cli.store.outline import Outline, Unclear

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "playbooks"
FILES = sorted(
    [
        *(ROOT / "playbooks").rglob("*.yaml"),
        *(
            path
            for folder in ("good", "broken", "broken/yaml", "broken/encoding")
            for path in SMALL.glob(f"{folder}/*.yaml")
        ),
    ]
)
LARGE = 100_000


def paths(data: Any, parts: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield every path of the data, and at each mapping and list one that is not there."""
    yield parts
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*parts, key))
        yield (*parts, "no-such-key")
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from paths(value, (*parts, position))
        yield (*parts, len(data))


def same_places(text: str, *, every: int = 1) -> bool:
    """Compare all places of a text; False if the lines said nothing about it."""
    source = source_from_bytes(text.encode(), "test")
    data = load(source).data
    if not data:
        return False
    fast, exact = Places(source, data), Places(source)
    for parts in list(paths(data))[::every]:
        assert fast.place(parts) == exact.place(parts), parts
        assert fast.place(parts, key=True) == exact.place(parts, key=True), parts
        assert fast.is_unquoted(parts) == exact.is_unquoted(parts), parts
        assert fast.source_scalar(parts) == exact.source_scalar(parts), parts
    try:
        Outline(source.text, data)
    except Unclear:
        return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_place_of_every_playbook_here(path: Path) -> None:
    source = read_source(path)
    said = same_places(source.text, every=7 if len(source.text) > LARGE else 1)
    if "broken" not in path.parts:
        assert said


WORDS = st.text(alphabet="ab:#-'\"[]{}&*!|>%@`, \\?.ä0", min_size=0, max_size=8)
SCALARS = st.one_of(
    WORDS.map(lambda word: f"w{word}"),
    WORDS.map(lambda word: '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    WORDS.map(lambda word: "'" + word.replace("'", "''") + "'"),
    st.sampled_from(
        ["", "~", "0123", "yes", "true", "| # c", ">-", "{a: 1}", "[x, y]", "&a b", "*a", "!!str 5", "w # c"]
    ),
)
KEYS = st.sampled_from(["id", "name", "on", '"on"', "'id'", "a b", "1", "roles", "x-y", "? k", "name "])
INDENTS = st.sampled_from([0, 0, 2, 2, 4, 6])
LINES = st.one_of(
    st.builds(lambda indent, key, value: f"{' ' * indent}{key}: {value}", INDENTS, KEYS, SCALARS),
    st.builds(lambda indent, key: f"{' ' * indent}{key}:", INDENTS, KEYS),
    st.builds(lambda indent, key, value: f"{' ' * indent}- {key}: {value}", INDENTS, KEYS, SCALARS),
    st.builds(lambda indent, value: f"{' ' * indent}- {value}", INDENTS, SCALARS),
    st.builds(lambda indent, word: f"{' ' * indent}{word}", INDENTS, WORDS),
    st.sampled_from(["", "  # note", "# note", "---", "...", "\tx: 1", '"', "- - x: 1", "-", "- # c"]),
)


@given(st.lists(LINES, min_size=1, max_size=9))
def test_whatever_the_lines_say(lines: list[str]) -> None:
    same_places("\n".join(lines) + "\n")
