from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from komma_cli.errors import OutsideChange, ReadError, WriteError
from komma_cli.paths import ById
from komma_cli.store import Change, Journal, Removal, left_behind, load, made, origin, read_source
from komma_cli.store import journal as module


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    path = tmp_path / "stadt.komma.yaml"
    path.write_bytes(b"# Kopf\nkomma: 1\npeople:\n  - id: anna\n  - id: bert\n")
    return path


def _journal(playbook: Path) -> Journal:
    return Journal(playbook)


def _data(playbook: Path) -> Any:
    return load(read_source(playbook)).data


def test_an_answer_is_on_the_disk_when_append_returns(playbook: Path) -> None:
    _journal(playbook).append(("municipality", "name"), "Köln\n„x“", at="2026-12-01T10:00")
    entry = Journal(playbook).pending()[0]
    assert entry.edit == Change(("municipality", "name"), "Köln\n„x“")
    assert (entry.base, entry.at) == (read_source(playbook).sha256, "2026-12-01T10:00")


def test_a_step_of_several_edits_is_in_the_journal_whole_or_not_at_all(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("municipality", "name"), "Köln")
    before = journal.path.stat().st_size
    step = [(Change(("people", ById("anna"), "name"), "Anna"), ()), (Removal(("people", 1)), ({"id": "b"},))]
    journal.append_step(step, at="2026-12-01T10:00")
    whole = journal.path.read_bytes()
    for size in range(before, len(whole)):
        journal.path.write_bytes(whole[:size])
        assert [entry.edit.parts for entry in Journal(playbook).pending()] == [("municipality", "name")]
    journal.path.write_bytes(whole)
    entries = Journal(playbook).pending()[1:]
    assert [(entry.edit, entry.was) for entry in entries] == step
    assert {entry.at for entry in entries} == {"2026-12-01T10:00"}


def test_folding_writes_the_answers_once_and_clears_the_journal(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("people", ById("anna"), "name"), "Anna")
    journal.append(("people", 1), remove=True)
    assert journal.replay(_data(playbook))["people"] == [{"id": "anna", "name": "Anna"}]
    folded = journal.fold()
    assert folded
    assert journal.base_sha == folded.written.sha256
    assert [type(edit) for edit in folded.edits] == [Change, Removal]
    assert playbook.read_bytes() == b"# Kopf\nkomma: 1\npeople:\n  - id: anna\n    name: Anna\n"
    assert not journal.path.exists()
    assert journal.fold() is None
    journal.append(("komma",), 2)
    journal.fold()
    assert _data(playbook)["komma"] == 2


def test_answers_made_on_an_older_reading_are_not_folded_into_a_newer_file(playbook: Path) -> None:
    sha = read_source(playbook).sha256
    playbook.write_bytes(b"komma: 1\n")
    journal = Journal(playbook, base_sha=sha)
    journal.append(("a",), 1)
    with pytest.raises(OutsideChange):
        journal.fold()


def test_folding_into_nothing_makes_the_playbook(tmp_path: Path) -> None:
    path = tmp_path / "neu.komma.yaml"
    journal = Journal(path)
    journal.append(("people", ById("anna"), "name"), "Anna")
    journal.append(("municipality", "name"), "Musterstadt")
    journal.fold(order=("komma", "municipality", "people"))
    assert list(_data(path)) == ["komma", "municipality", "people"]


@pytest.mark.parametrize("exists", [True, False])
def test_dying_between_playbook_and_journal_folds_nothing_twice(
    tmp_path: Path, playbook: Path, exists: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = playbook if exists else tmp_path / "neu.komma.yaml"
    journal = _journal(path)
    if exists:
        journal.append(("people", 0), remove=True)
    journal.append(("a",), 1)
    monkeypatch.setattr(Journal, "_drop", lambda *_: None)
    journal.fold()
    monkeypatch.undo()
    after_crash = path.read_bytes()
    reborn = _journal(path)
    assert reborn.pending() == ()
    reborn.append(("b",), 2)
    assert [entry.edit for entry in reborn.pending()] == [Change(("b",), 2)]
    reborn.fold()
    assert path.read_bytes() == after_crash + b"b: 2\n"
    assert not reborn.path.exists()


def test_dying_before_the_playbook_was_replaced_keeps_the_answers(
    playbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = _journal(playbook)
    journal.append(("people", 0), remove=True)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("komma_cli.store.atomic._swap", die)
    with pytest.raises(KeyboardInterrupt):
        journal.fold()
    monkeypatch.undo()
    reborn = _journal(playbook)
    assert [entry.edit for entry in reborn.pending()] == [Removal(("people", 0))]
    reborn.fold()
    assert _data(playbook)["people"] == [{"id": "bert"}]


KILLED_WHILE_DROPPING = """
import os, sys
from komma_cli.store import Journal, atomic, writing

journal, write, swap = Journal(sys.argv[1]), writing.write, atomic._swap

def answered_meanwhile(*arguments, **named):
    journal.append(("b",), 2)
    return write(*arguments, **named)

writing.write = answered_meanwhile
atomic._swap = lambda new, old: os._exit(9) if old == journal.path else swap(new, old)
journal.append(("a",), 1)
journal.fold()
"""


def test_dying_while_the_journal_is_shortened_leaves_nothing_behind_for_long(playbook: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_DROPPING, str(playbook)], check=False)
    assert killed.returncode == 9
    assert len(list(playbook.parent.glob(".*"))) == 2
    _journal(playbook).fold()
    assert (_data(playbook)["a"], _data(playbook)["b"]) == (1, 2)
    assert list(playbook.parent.iterdir()) == [playbook]


def test_answers_given_while_folding_stay_pending(playbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)
    original = module.writing.write

    def slow(*arguments: Any, **named: Any) -> Any:
        thread = threading.Thread(target=journal.append, args=(("b",), 2))
        thread.start()
        thread.join()
        return original(*arguments, **named)

    monkeypatch.setattr(module.writing, "write", slow)
    journal.fold()
    monkeypatch.undo()
    assert [entry.edit for entry in journal.pending()] == [Change(("b",), 2)]
    journal.append(("c",), 3)
    journal.fold()
    assert {"a": 1, "b": 2, "c": 3}.items() <= _data(playbook).items()


def test_a_half_written_line_is_ignored_and_spoils_nothing_after_it(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)
    with journal.path.open("ab") as stream:
        stream.write(b'{"path":"b","val')
    reborn = _journal(playbook)
    assert len(reborn.pending()) == 1
    reborn.append(("c",), 3)
    assert [entry.edit.parts for entry in Journal(playbook).pending()] == [("a",), ("c",)]


def test_a_damaged_line_in_the_middle_is_said_and_not_guessed(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)
    journal.path.write_bytes(b"\x00\x00\n" + journal.path.read_bytes())
    with pytest.raises(ReadError) as caught:
        Journal(playbook).pending()
    assert caught.value.key == "store.journal_damaged"


def test_an_outside_change_keeps_the_answers_and_asks(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)
    playbook.write_bytes(b"komma: 1\nvon: anderen\n")
    with pytest.raises(OutsideChange):
        journal.fold()
    assert playbook.read_bytes() == b"komma: 1\nvon: anderen\n"
    assert len(journal.pending()) == 1
    assert journal.is_outdated()
    there = read_source(playbook).sha256
    journal.fold(whole={"komma": 1, "von": "anderen", "a": 1}, expected_sha=there)
    assert _data(playbook) == {"komma": 1, "von": "anderen", "a": 1}
    assert not journal.path.exists()


def test_what_was_merged_is_not_written_over_a_second_change(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)
    with pytest.raises(OutsideChange):
        journal.fold(whole={"komma": 1, "a": 1}, expected_sha="0" * 64)
    assert len(journal.pending()) == 1


def test_what_stood_there_before_tells_where_both_sides_began(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("people", ById("anna"), "name"), "Anna", was=())
    journal.append(("people", ById("anna"), "name"), "Änne", was=("Anna",))
    journal.append(("komma",), remove=True, was=(1,))
    changed = {"people": [{"id": "anna", "name": "Anja"}], "von": "anderen"}
    base = origin(changed, journal.pending())
    assert base == {"people": [{"id": "anna"}], "von": "anderen", "komma": 1}


def test_an_answer_whose_place_in_a_list_is_gone_goes_to_its_end() -> None:
    assert made({"lines": ["a"]}, [Change(("lines", 3), "d")]) == {"lines": ["a", "d"]}
    assert made({"lines": "kaputt"}, [Change(("lines", 3), "d")]) == {"lines": "kaputt"}


def test_a_journal_apart_is_found_when_its_process_is_dead(playbook: Path) -> None:
    journal = Journal(playbook, apart=True)
    journal.append(("a",), 1)
    assert journal.path != _journal(playbook).path
    assert left_behind(playbook) == []
    dead = journal.path.with_name(journal.path.name.replace(f".{os.getpid()}.", ".999999999."))
    journal.path.rename(dead)
    assert left_behind(playbook) == [dead]
    assert Journal(playbook, path=dead).pending()[0].edit == Change(("a",), 1)


def test_a_full_disk_says_so_and_the_next_answer_is_still_taken(
    playbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError) as caught:
        journal.append(("b",), 2)
    assert caught.value.key == "store.no_space"
    monkeypatch.undo()
    journal.append(("c",), 3)
    assert Journal(playbook).pending()[-1].edit == Change(("c",), 3)


def test_discarding_throws_everything_away(playbook: Path) -> None:
    journal = _journal(playbook)
    journal.append(("a",), 1)
    journal.clear()
    assert journal.pending()
    journal.discard()
    assert not journal.path.exists()


WRITER = """
import sys
from pathlib import Path
from komma_cli.store import Journal, read_source
path = Path(sys.argv[1])
journal = Journal(path, base_sha=read_source(path).sha256)
journal.fold()
start = int(sys.argv[2])
for number in range(start, start + 10_000):
    journal.append(("answers", number), number)
    print(number, flush=True)
    if number % 3 == 0:
        journal.fold()
"""


@pytest.mark.skipif(os.name == "nt", reason="a kill as on POSIX")
def test_a_kill_at_any_moment_loses_no_confirmed_answer(tmp_path: Path) -> None:
    path = tmp_path / "x.komma.yaml"
    path.write_bytes(b"komma: 1\nanswers: []\n")
    chance = random.Random(7)
    confirmed = -1
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(confirmed + 1)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        child.kill()
        printed = child.communicate()[0].split()
        confirmed = max([confirmed + 1, *map(int, printed[-1:])])
        journal = Journal(path, base_sha=read_source(path).sha256)
        answers = journal.replay(_data(path))["answers"]
        assert answers == list(range(len(answers)))
        assert len(answers) > confirmed
        confirmed = len(answers) - 1
    journal.fold()
    once = path.read_bytes()
    Journal(path, base_sha=read_source(path).sha256).fold()
    assert path.read_bytes() == once
