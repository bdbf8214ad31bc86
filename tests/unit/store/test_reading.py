from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from komma_cli import texts, yamlread
from komma_cli.errors import ReadError
from komma_cli.store import KINDS, MAX_BYTES, Loaded, Places, load, read_source, source_from_bytes

BROKEN = sorted(
    path
    for path in Path("tests/playbooks/broken").glob("*.yaml")
    if path.read_text(encoding="utf-8").startswith("# raw: ")
)


def _load(data: bytes | str) -> Loaded:
    return load(source_from_bytes(data.encode() if isinstance(data, str) else data, "test"))


def _kinds(data: bytes | str) -> list[str]:
    return [problem.kind for problem in _load(data).problems]


@pytest.mark.parametrize("fast", [True, False], ids=["yaml-rs", "ruamel"])
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_named_with_its_place(path: Path, fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not fast:
        monkeypatch.setattr(yamlread, "yaml_rs", None)
    source = read_source(path)
    words = source.text.split("\n")[0].removeprefix("# raw: ").split(" - ")[0].split()
    expected = list(zip(words[::2], words[1::2], strict=True))
    assert [(problem.kind, f"{problem.line}:{problem.column}") for problem in load(source).problems] == expected


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_kind_of_problem_has_a_sentence_that_its_values_fill(lang: texts.Lang) -> None:
    assert {f"raw_{kind}" for kind in KINDS} == set(texts.words("messages/store", lang))
    for path in BROKEN:
        for problem in load(read_source(path)).problems:
            assert problem.kind in KINDS
            assert "{" not in texts.text(f"store.raw_{problem.kind}", lang, **problem.values)


@pytest.mark.parametrize(
    ("data", "kind", "values"),
    [
        ("name: Müller\n".encode("cp1252"), "not_utf8", {"encoding": "Windows-1252"}),
        ("name: Müller\nort: Köln\n".encode("cp850"), "not_utf8", {"encoding": "DOS (cp850)"}),
        ("name: Müller\n".encode("utf-16"), "not_utf8", {"encoding": "UTF-16"}),
        ("name: Müller und mehr\n".encode("utf-16-le"), "not_utf8", {"encoding": "UTF-16"}),
        ("name: Müller und mehr\n".encode("utf-16-be"), "not_utf8", {"encoding": "UTF-16"}),
        ("name: Müller\n".encode("utf-32"), "not_utf8", {"encoding": "UTF-32"}),
    ],
    ids=["cp1252", "cp850", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_another_encoding_is_recognised_and_read_all_the_same(data: bytes, kind: str, values: dict[str, str]) -> None:
    loaded = _load(data)
    assert [(problem.kind, problem.values) for problem in loaded.problems] == [(kind, values)]
    assert loaded.data is not None
    assert loaded.data["name"].startswith("Müller")
    assert not loaded.editable


def test_a_bad_byte_is_placed_and_a_mostly_good_file_is_not_taken_for_another_encoding() -> None:
    loaded = _load("komma: 1\nname: Müller, Größe, Köln\n".encode() + b"ort: K\xf6ln\n")
    assert [(p.kind, p.line, p.column) for p in loaded.problems] == [("mixed_encoding", 3, 7)]


def test_a_byte_order_mark_is_only_a_hint() -> None:
    loaded = _load(b"\xef\xbb\xbfkomma: 1\n")
    assert (loaded.data, [problem.kind for problem in loaded.problems], loaded.editable) == (
        {"komma": 1},
        ["bom"],
        True,
    )


@pytest.mark.parametrize(("newline", "text"), [("\r\n", "a: 1\r\nb: |\r\n  x\r\n"), ("\r", "a: 1\rb: |\r  x\r")])
def test_other_line_ends_are_fine(newline: str, text: str) -> None:
    source = source_from_bytes(text.encode(), "test")
    assert (source.newline, load(source).data, load(source).problems) == (newline, {"a": 1, "b": "x\n"}, ())


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        (b"name: A\x00B\n", (1, 8), "U+0000"),
        (b"name: \x00\n", (1, 7), "U+0000"),
        (b"k: 1\nname: \x1b[31m\n", (2, 7), "U+001B"),
        ("name: a\x85b\n".encode(), (1, 8), "U+0085"),
        ("name: a\u2028b\n".encode(), (1, 8), "U+2028"),
        ("name: a\ufeffb\n".encode(), (1, 8), "U+FEFF"),
        (b'name: "\\x1b[31m"\n', (1, 8), "\\x1b"),
        (b'name: "a\\\\\\u0007"\n', (1, 11), "\\u0007"),
    ],
)
def test_control_characters_are_found_and_hide_nothing_else(data: bytes, place: tuple[int, int], code: str) -> None:
    loaded = _load(data)
    assert [(p.kind, (p.line, p.column), p.values["code"]) for p in loaded.problems] == [
        ("control_character", place, code)
    ]
    assert loaded.data is not None
    assert loaded.data["name"]


@pytest.mark.parametrize("text", ["a: C:\\new\n", "a: 'x\\0'\n", 'a: "x\\\\0"\n', "a: |\n  \\x1b\n"])
def test_a_backslash_that_escapes_nothing_is_no_control_character(text: str) -> None:
    assert _load(text).problems == ()


def test_german_prose_with_signs_needs_no_exact_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(text: str) -> Any:
        raise AssertionError("the exact scan was not needed")

    monkeypatch.setattr(yamlread, "trees", forbidden)
    monkeypatch.setattr("komma_cli.store.suspicion.trees", forbidden)
    text = "komma: 1\na: Müller & Söhne*, Hilfe! Ja! A&B 3 * 4 -- <x> §\nb: '#1'\n---x: 1\nc: a ... b --- c\n"
    assert _load(text).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  *fett*\n  !wichtig\n  &so\n  << x\n  ---\n",
        'a: "x\n  *y"\n',
        "a: '<<'\n'<<': 1\n",
        "a: |\n  \tmit Tabulator\n",
        "---\na: 1\n",
        "# Kopf\n--- # Anfang\na: 1\n",
    ],
)
def test_forbidden_looks_inside_text_are_allowed(text: str) -> None:
    assert _load(text).problems == ()


def test_an_empty_file_and_blank_lines_are_empty() -> None:
    assert [_kinds(text) for text in ("", "\n \n", "---\n", "\ufeff")] == [["empty"]] * 3 + [["bom", "empty"]]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "{a: " * 300_000,
        "- " * 500_000,
        "? " * 500_000,
        "\n".join(" " * depth + "a:" for depth in range(1500)),
        "\n".join(" " * depth + "a:" for depth in range(60)),
        "a:\n" + "- " * 41 + "x",
    ],
    ids=["brackets", "braces", "dashes", "questions", "1500 fields", "60 fields", "41 lists"],
)
def test_no_depth_of_nesting_crashes(text: str) -> None:
    loaded = _load(text)
    assert loaded.data is None
    assert [problem.kind for problem in loaded.problems] == ["too_deep"]
    assert loaded.problems[0].line


def test_forty_levels_are_read() -> None:
    text = "\n".join(" " * depth + "a:" for depth in range(39)) + "\n" + " " * 39 + "a: 1\n"
    assert _load(text).problems == ()


def test_ten_megabytes_are_refused_without_being_read_in_full(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"[" * 10_000_000)
    source = read_source(path)
    assert len(source.data) == MAX_BYTES + 1
    assert [problem.kind for problem in load(source).problems] == ["too_big"]
    Places(source).place(("a",))


def test_a_number_too_long_to_print_is_a_problem() -> None:
    loaded = _load("komma: 1\nags: " + "1" * 5000 + "\n")
    assert [(p.kind, p.line, p.column) for p in loaded.problems] == [("syntax_number", 2, 6)]
    assert "ags" in repr(loaded.data)


def test_keys_become_text_even_where_that_is_wrong() -> None:
    assert _load("a:\n  1: x\n  2.5: y\n").data == {"a": {"1": "x", "2.5": "y"}}


def test_the_readable_rest_is_still_there() -> None:
    assert _load("a: 1\na: 2\nb: 3\n").data == {"a": 1, "b": 3}
    assert _load("a: &x 1\nb: *x\n").data == {"a": 1, "b": 1}
    assert _load("a: 1\n---\nb: 2\n").data == {"a": 1}


def test_a_double_key_and_a_slip_behind_it_are_both_named() -> None:
    assert set(_kinds("a: 1\na: 2\nb: [1\n")) <= {"duplicate_key", "syntax_bracket"}
    assert _kinds("a: &x 1\na: *x\n") == ["anchor", "duplicate_key", "alias"]


def test_a_merge_key_is_no_field() -> None:
    loaded = _load("a: &x {c: 1}\nb:\n  <<: *x\n")
    assert loaded.data is None
    assert "merge_key" in [problem.kind for problem in loaded.problems]


def test_standard_input_is_a_source_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"komma: 1\n")))
    source = read_source("-")
    assert (source.name, source.mode, source.path, load(source).data) == ("-", None, None, {"komma": 1})


def test_what_cannot_be_read_says_so_in_one_sentence(tmp_path: Path) -> None:
    cases: dict[str, Any] = {"missing": tmp_path / "nein.yaml", "directory": tmp_path, "unreadable": "a\0b"}
    for name, path in cases.items():
        with pytest.raises(ReadError) as caught:
            read_source(path)
        assert caught.value.key == f"store.{name}"
        message, hint = texts.error_words(caught.value.key, "de", **caught.value.values)
        assert message.count("\n") == 0
        assert hint


def test_no_permission_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError) as caught:
        read_source(tmp_path / "x.yaml")
    assert caught.value.key == "store.no_permission"


def test_a_clean_file_is_read_without_loading_ruamel() -> None:
    code = (
        "import sys; from komma_cli.store import load, source_from_bytes;"
        "assert load(source_from_bytes(b'komma: 1', 'x')).data == {'komma': 1};"
        "sys.exit('ruamel.yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_errors_have_the_same_words_in_both_languages() -> None:
    german, english = texts.words("errors/store", "de"), texts.words("errors/store", "en")
    assert set(german) == set(english)
    assert all(entry["message"] and entry["hint"] for words in (german, english) for entry in words.values())


@pytest.mark.parametrize(
    "text", ["? {a: 1}\n: b\n", "? k: {a: 1}\n", "? [{a: 1}, [2]]\n: b\n", "? {a: {b: [1]}}\n: b\n"]
)
def test_a_mapping_as_a_key_is_a_finding_and_no_traceback(text: str) -> None:
    loaded = load(source_from_bytes(text.encode(), "test"))
    assert [problem.kind for problem in loaded.problems] == ["key_not_text"]
    assert loaded.data is not None
    assert "frozenset" not in str(loaded.data)
