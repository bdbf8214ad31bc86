from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from komma_cli import paths, texts
from komma_cli.errors import DataError, KommaError, OutsideChange, ReadError, WriteError
from komma_cli.paths import ById
from komma_cli.store import Change, Removal, atomic, create, load, read_source, splice, write
from komma_cli.store.processes import alive, machine

BEFORE = """\
# Unser Playbook
komma: 1
municipality:   # die Stadt
  name: Musterstadt   # der Name
  ags: '05113000'
  audiences: [staff, officials]  # wer
  note: |-  # Notiz
    eins
    zwei

# ---- Personen ----
people:
  # die Leitung
  - id: anna
    name: "Anna"   # so geschrieben
    channels:
    - kind: phone
      value: '030 23125000'

  # der Vertreter
  - id: bert
    name: Bert

# Ende
"""


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    path = tmp_path / "stadt.komma.yaml"
    path.write_bytes(BEFORE.encode())
    return path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_only_what_changed_is_touched(playbook: Path) -> None:
    edits = [
        Change(("municipality", "name"), "No"),
        Change(("municipality", "audiences", 2), "volunteers"),
        Change(("municipality", "note"), "drei\nvier\n"),
        Change(("people", ById("anna"), "channels", 0, "class"), "internal"),
        Change(("people", ById("carl"), "name"), "+4930231250"),
        Removal(("people", ById("bert"))),
        Change(("mandate", "on"), "2026-01-01"),
    ]
    written = write(playbook, edits, order=("komma", "municipality", "mandate", "people"))
    assert playbook.read_text(encoding="utf-8") == (
        "# Unser Playbook\n"
        "komma: 1\n"
        "municipality:   # die Stadt\n"
        '  name: "No"   # der Name\n'
        "  ags: '05113000'\n"
        "  audiences: [staff, officials, volunteers]  # wer\n"
        "  note: |  # Notiz\n"
        "    drei\n"
        "    vier\n"
        "\n"
        "mandate:\n"
        '  "on": 2026-01-01\n'
        "\n"
        "# ---- Personen ----\n"
        "people:\n"
        "  # die Leitung\n"
        "  - id: anna\n"
        '    name: "Anna"   # so geschrieben\n'
        "    channels:\n"
        "    - kind: phone\n"
        "      value: '030 23125000'\n"
        "      class: internal\n"
        "  - id: carl\n"
        '    name: "+4930231250"\n'
        "\n"
        "# Ende\n"
    )
    assert written.changed
    assert written.sha256 == hashlib.sha256(playbook.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("a: {b: 1}  # c\n", Change(("a", "d"), 2), "a:  # c\n  b: 1\n  d: 2\n"),
        ("a:  # leer\nb: 1\n", Change(("a",), "x"), "a: x  # leer\nb: 1\n"),
        ("a: 1", Change(("b",), "x"), "a: 1\nb: x\n"),
        ("a:\n  - 1\n  # dazu\n  - 2\n", Removal(("a", 1)), "a:\n  - 1\n"),
        ("a:\n  # oben\n  - 1\n  - 2\n", Removal(("a", 0)), "a:\n  # oben\n  - 2\n"),
        ("a:\n  - 1\n", Removal(("a", 0)), "a: []\n"),
        ("a:\n  - 2\n", Change(("a",), [1, 2]), "a:\n  - 1\n  - 2\n"),
        ("a: 1  # eins\n", Change(("a",), True), "a: true  # eins\n"),
        ("a: lang\n  er Text  # c\nb: 1\n", Change(("a",), "kurz"), "a: kurz  # c\nb: 1\n"),
        ("a: |\n  x\n\n# b\nb: 1\n", Change(("a",), "neu"), "a: neu\n\n# b\nb: 1\n"),
        ("a: x\n", Change(("a",), "eins\nzwei"), "a: |-\n  eins\n  zwei\n"),
        ("- - x\n", Change(("a",), 1), None),
        ("# nur ein Kommentar\n", Change(("a",), 1), None),
    ],
)
def test_small_changes_stay_small(tmp_path: Path, before: str, edit: Change, after: str | None) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(before.encode())
    if before.startswith("-"):
        with pytest.raises(WriteError) as caught:
            write(path, [edit])
        assert caught.value.key == "store.not_editable"
        assert path.read_bytes() == before.encode()
        return
    write(path, [edit])
    text = path.read_text(encoding="utf-8")
    assert text == after if after else "# nur ein Kommentar" in text
    assert load(read_source(path)).problems == ()


def test_a_new_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "neu.komma.yaml"
    create(path, {"municipality": {"name": "Musterstadt", "ags": "05113000"}, "people": []})
    assert path.read_bytes().decode() == (
        "# yaml-language-server: $schema=komma-1.schema.json\n"
        "komma: 1\n"
        "\n"
        "municipality:\n"
        "  name: Musterstadt\n"
        '  ags: "05113000"\n'
        "people: []\n"
    )
    with pytest.raises(WriteError) as caught:
        create(path, {})
    assert caught.value.key == "store.exists"


def test_nothing_to_change_leaves_the_file_alone(playbook: Path) -> None:
    stamp = playbook.stat().st_mtime_ns
    written = write(playbook, [Change(("people", 0, "name"), "Anna"), Removal(("nichts",))])
    assert not written.changed
    assert (playbook.stat().st_mtime_ns, playbook.read_bytes()) == (stamp, BEFORE.encode())


@pytest.mark.skipif(os.name == "nt", reason="modes and links as on POSIX")
def test_mode_and_link_stay(playbook: Path, tmp_path: Path) -> None:
    playbook.chmod(0o664)
    folder = tmp_path / "ablage"
    folder.mkdir()
    link = folder / "link.komma.yaml"
    link.symlink_to(playbook)
    write(link, [Change(("komma",), 2)])
    assert link.is_symlink()
    assert playbook.stat().st_mode & 0o777 == 0o664
    assert b"komma: 2" in playbook.read_bytes()
    assert _names(folder) == ["link.komma.yaml"]


def test_line_ends_stay_and_the_byte_order_mark_goes(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1 # c\r\nb: 2\r\n")
    write(path, [Change(("b",), "x\ny")])
    assert path.read_bytes() == b"a: 1 # c\r\nb: |-\r\n  x\r\n  y\r\n"


def test_an_outside_change_is_noticed_before_and_while_writing(playbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = read_source(playbook).sha256
    playbook.write_bytes(b"komma: 1\n")
    with pytest.raises(OutsideChange):
        write(playbook, [Change(("a",), 1)], expected_sha=sha)
    original = atomic._write_new

    def meanwhile(*arguments: Any) -> None:
        original(*arguments)
        playbook.write_bytes(b"komma: 1\nvon: anderen\n")

    monkeypatch.setattr(atomic, "_write_new", meanwhile)
    with pytest.raises(OutsideChange):
        write(playbook, [Change(("a",), 1)])
    assert playbook.read_bytes() == b"komma: 1\nvon: anderen\n"
    assert _names(playbook.parent) == [playbook.name]


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "store.no_space"),
        (errno.EACCES, "store.write_forbidden"),
        (errno.EROFS, "store.write_forbidden"),
        (errno.EIO, "store.write_failed"),
    ],
)
def test_a_refused_write_loses_nothing_and_leaves_nothing(
    playbook: Path, monkeypatch: pytest.MonkeyPatch, number: int, key: str
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WriteError) as caught:
        write(playbook, [Change(("a",), 1)])
    assert caught.value.key == key
    assert "nichts verloren" in texts.error_words(key, "de", **caught.value.values)[0]
    assert playbook.read_bytes() == BEFORE.encode()
    assert _names(playbook.parent) == [playbook.name]


def test_a_file_held_for_a_moment_is_waited_for(playbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, refusals = Path.replace, [PermissionError(13, "held")] * 2
    monkeypatch.setattr(atomic, "FIRST_PAUSE", 0.001)

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return original(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert write(playbook, [Change(("a",), 1)]).changed
    refusals += [PermissionError(13, "held")] * 99
    with pytest.raises(WriteError):
        write(playbook, [Change(("a",), 2)])
    assert _names(playbook.parent) == [playbook.name]


def test_a_file_marked_read_only_is_not_replaced(playbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(WriteError) as caught:
        write(playbook, [Change(("a",), 1)])
    assert caught.value.key == "store.write_forbidden"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WriteError) as caught:
        create(tmp_path / "nein" / "x.yaml", {})
    assert caught.value.key == "store.folder_missing"
    with pytest.raises(ReadError):
        write(tmp_path / "nein.yaml", [])


def test_left_over_files_of_dead_processes_go_and_those_of_the_living_stay(playbook: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    stray = playbook.with_name(f".{playbook.name}.{machine()}.{dead.pid}.1.tmp")
    living = playbook.with_name(f".{playbook.name}.{machine()}.{os.getpid()}.999.tmp")
    elsewhere = playbook.with_name(f".{playbook.name}.other.{dead.pid}.1.tmp")
    for path in (stray, living, elsewhere):
        path.write_bytes(b"")
    assert not alive(dead.pid)
    write(playbook, [Change(("a",), 1)])
    assert not stray.exists()
    assert living.exists()
    assert elsewhere.exists()


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("a\x00b", "store.control_character"),
        ("a\x1b[31m", "store.control_character"),
        ("\ud800", "store.control_character"),
        ({"k\x07": 1}, "store.control_character"),
        ({1: 2}, "store.not_plain"),
        (object(), "store.not_plain"),
    ],
)
def test_what_a_document_cannot_hold_is_refused_with_its_path(playbook: Path, value: Any, key: str) -> None:
    new = {**(load(read_source(playbook)).data or {}), "people": [{"id": "anna", "name": value}]}
    with pytest.raises(WriteError) as caught:
        write(playbook, new)
    assert (caught.value.key, caught.value.values["path"]) == (key, "people[0].name")
    assert playbook.read_bytes() == BEFORE.encode()


def test_depth_without_end_is_refused(playbook: Path) -> None:
    deep: Any = 1
    for _ in range(50):
        deep = [deep]
    with pytest.raises(WriteError) as caught:
        write(playbook, {"a": deep})
    assert caught.value.key == "store.too_deep"


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: 1\na: 2\n", "a: !!str 1\n", "a: [1\n", "a: 1\n---\nb: 2\n"])
def test_a_file_with_faults_is_left_to_its_owner(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode())
    with pytest.raises(KommaError) as caught:
        write(path, [Change(("c",), 1)])
    assert caught.value.key == "store.not_editable"
    assert path.read_bytes() == text.encode()


def test_a_text_that_would_read_differently_is_never_written(playbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("komma_cli.store.splice.rewrite", lambda *_: "komma: 7\n")
    with pytest.raises(DataError) as caught:
        write(playbook, [Change(("a",), 1)])
    assert caught.value.exit_code == 4
    assert playbook.read_bytes() == BEFORE.encode()


def test_numbers_and_truth_values_that_are_equal_to_python_are_still_changes(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\nb: true\n")
    assert write(path, [Change(("a",), True), Change(("b",), 1.0)]).changed
    assert path.read_bytes() == b"a: true\nb: 1.0\n"


def test_edits_do_not_touch_the_data_they_were_given(playbook: Path) -> None:
    value = {"id": "carl", "name": "Carl"}
    write(playbook, [Change(("people", 2), value), Change(("people", ById("carl"), "name"), "Carla")])
    assert value["name"] == "Carl"
    assert paths.get(load(read_source(playbook)).data, ("people", ById("carl"), "name")) == "Carla"


def test_only_the_sections_that_changed_are_read_closely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan is long and the careful parser slow; it would take a second after each answer."""
    looked_at = []
    real = splice.compose
    monkeypatch.setattr(splice, "compose", lambda text: looked_at.append(text) or real(text))
    path = tmp_path / "a.komma.yaml"
    text = "# Kopf\nkomma: 1\n\nmunicipality:\n  name: A  # so\n# davor\npeople:\n  - id: p\n"
    path.write_text(text, encoding="utf-8")
    write(path, [Change(("municipality", "name"), "B")])
    assert looked_at == ["municipality:\n  name: A  # so\n# davor\n"]
    assert path.read_text(encoding="utf-8") == text.replace("name: A", "name: B")
