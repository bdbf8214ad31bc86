"""What is saved is what is read, and saving touches nothing else."""

from __future__ import annotations

from io import StringIO
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from komma_cli import paths
from komma_cli.store import Places, changed_text, load, source_from_bytes
from komma_cli.store.emit import document
from komma_cli.store.splice import rewrite, same
from komma_cli.yamlread import YamlSyntaxError, parse, parse_slowly
from tests.properties.effort import examples
from tests.properties.strategies import NASTY, PLAYBOOKS, TEXTS


def _source(text: str, newline: str = "\n") -> Any:
    return source_from_bytes(text.replace("\n", newline).encode(), "test.komma.yaml")


def _leaves(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(leaf for key, value in items for leaf in _leaves(value, (*path, key)))]


@settings(max_examples=examples(16), deadline=None)
@given(PLAYBOOKS)
def test_a_new_file_reads_back_as_what_was_written_by_both_parsers(data: dict[str, Any]) -> None:
    text = document(data)
    loaded = load(_source(text))
    assert loaded.problems == ()
    assert same(loaded.data, data)
    assert same(parse_slowly(text), data)


def test_every_nasty_text_survives_as_value_key_and_item() -> None:
    data = {"komma": 1, "values": {f"k{at}": text for at, text in enumerate(NASTY)}, "list": NASTY}
    data["keys"] = dict.fromkeys(NASTY, 1)
    text = document(data)
    assert same(load(_source(text)).data, data)
    assert same(parse_slowly(text), data)


@settings(max_examples=examples(16), deadline=None)
@given(PLAYBOOKS, PLAYBOOKS, st.sampled_from(["\n", "\r\n"]))
def test_any_playbook_can_be_turned_into_any_other_in_place(
    old: dict[str, Any], new: dict[str, Any], newline: str
) -> None:
    text = changed_text(_source(document(old), newline), new)
    assert same(parse(text), new)
    assert same(parse_slowly(text), new)


@settings(max_examples=examples(16), deadline=None)
@given(PLAYBOOKS, PLAYBOOKS, st.sampled_from([(2, 2, 0), (4, 4, 2), (4, 6, 3)]), st.randoms())
def test_a_file_in_another_layout_with_comments_takes_any_change(
    old: dict[str, Any], new: dict[str, Any], indent: tuple[int, int, int], random: Random
) -> None:
    text = _by_hand(old, indent, random)
    try:
        before = parse(text)
    except YamlSyntaxError:
        return  # the comment fell into a text of several lines
    if isinstance(before, dict) and same(before, parse_slowly(text)) and load(_source(text)).editable:
        after = rewrite(text, before, new)
        assert same(parse(after), new)
        assert same(parse_slowly(after), new)


def _by_hand(data: dict[str, Any], indent: tuple[int, int, int], random: Random) -> str:
    """Write the data as another program would, and strew comments and blank lines over it."""
    writer = YAML()
    writer.indent(mapping=indent[0], sequence=indent[1], offset=indent[2])
    writer.width = random.choice([40, 1000])
    stream = StringIO()
    writer.dump(data, stream)
    lines: list[str] = []
    for line in stream.getvalue().split("\n"):
        if random.random() < 0.2:
            lines.append(" " * random.choice([0, 2, 4]) + "# Notiz")
        if random.random() < 0.1:
            lines.append("")
        lines.append(line + ("  # dazu" if line.endswith(":") and random.random() < 0.3 else ""))
    return "\n".join(lines)


@settings(max_examples=examples(16), deadline=None)
@given(PLAYBOOKS, st.data())
def test_one_changed_text_changes_only_its_own_lines(data: dict[str, Any], draw: st.DataObject) -> None:
    commented = "".join(
        line if line.startswith(" ") or not line.strip() else f"# vor der Zeile\n{line}"
        for line in document(data).splitlines(keepends=True)
    )
    texts = [path for path in _leaves(data) if isinstance(paths.get(data, path), str)]
    if not texts:
        return
    path = draw.draw(st.sampled_from(texts))
    new = parse(commented)
    paths.set_value(new, path, draw.draw(TEXTS))
    text = changed_text(_source(commented), new)
    assert text.count("# vor der Zeile") == commented.count("# vor der Zeile")
    section = str(path[0])
    for key in data:
        if key != section:
            assert document({"komma": 1, key: data[key]}).split("\n", 3)[-1].strip() in text.replace(
                "# vor der Zeile\n", ""
            )


@settings(max_examples=examples(16), deadline=None)
@given(PLAYBOOKS)
def test_saving_an_unchanged_file_changes_no_byte(data: dict[str, Any]) -> None:
    text = document(data)
    assert changed_text(_source(text), parse(text)) == text


@settings(max_examples=examples(15), deadline=None)
@given(PLAYBOOKS, st.lists(st.one_of(st.sampled_from(["x", "id", "komma"]), st.integers(0, 3)), max_size=3))
def test_every_place_lies_inside_the_file(data: dict[str, Any], tail: list[str | int]) -> None:
    source = _source(document(data))
    places = Places(source)
    lines = source.text.split("\n")
    for path in _leaves(data):
        for wanted in (path, (*path, *tail)):
            place = places.place(wanted)
            assert place.excerpt_line == lines[place.line - 1]
            assert 1 <= place.column <= place.end_column <= len(place.excerpt_line) + 1


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=60) | TEXTS.map(lambda text: text.encode()))
def test_whatever_the_bytes_reading_ends_in_data_or_problems(data: bytes) -> None:
    loaded = load(source_from_bytes(data, "x"))
    assert loaded.problems or loaded.data is not None
    for problem in loaded.problems:
        Places(source_from_bytes(data, "x")).at(problem.line, problem.column)


@settings(max_examples=examples(20), deadline=None)
@given(PLAYBOOKS)
def test_a_path_written_as_text_leads_back_to_the_same_value(data: dict[str, Any]) -> None:
    for path in _leaves(data)[1:]:
        text = paths.format_path(path, data)
        assert paths.resolve(paths.parse_path(text), data) == path
