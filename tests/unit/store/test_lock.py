from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from komma_cli import texts
from komma_cli.errors import WriteError
from komma_cli.store import Holder, Locked, acquire, lock_path
from komma_cli.store.lock import _take_away
from komma_cli.store.processes import machine

NOW = datetime(2026, 12, 1, 9, 30, 15)


def test_the_second_writer_is_told_who_was_first(tmp_path: Path) -> None:
    playbook = tmp_path / "x.komma.yaml"
    with acquire(playbook, now=NOW, name="Anna Beispiel"):
        with pytest.raises(Locked) as caught:
            acquire(playbook, now=NOW, name="Bert")
        message, _ = texts.error_words(caught.value.key, "de", **caught.value.values)
        assert "Anna Beispiel" in message
        assert machine() in message
        assert "2026-12-01T09:30" in message
    assert not lock_path(playbook).exists()
    acquire(playbook, now=NOW, name="Bert").release()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    playbook = tmp_path / "x.komma.yaml"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    _put(playbook, pid=dead.pid)
    with acquire(playbook, now=NOW) as lock:
        assert json.loads(lock.path.read_text(encoding="utf-8"))["pid"] == os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_another_machine_is_believed_unless_forced(tmp_path: Path) -> None:
    playbook = tmp_path / "x.komma.yaml"
    _put(playbook, machine="anderer-rechner")
    with pytest.raises(Locked):
        acquire(playbook, now=NOW)
    acquire(playbook, now=NOW, force=True).release()


def test_a_lock_taken_over_by_somebody_is_not_released(tmp_path: Path) -> None:
    playbook = tmp_path / "x.komma.yaml"
    lock = acquire(playbook, now=NOW, name="Anna")
    acquire(playbook, now=NOW, name="Bert", force=True)
    lock.release()
    assert lock_path(playbook).exists()


def test_an_empty_lock_counts_only_while_it_is_fresh(tmp_path: Path) -> None:
    playbook = tmp_path / "x.komma.yaml"
    lock_path(playbook).touch()
    with pytest.raises(Locked):
        acquire(playbook, now=NOW)
    os.utime(lock_path(playbook), (0, 0))
    acquire(playbook, now=NOW).release()


def test_nobody_needs_a_name_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", unknown)
    with acquire(tmp_path / "x.komma.yaml", now=NOW) as lock:
        assert lock.holder.name == "?"


def test_a_folder_that_takes_no_file_is_a_write_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError) as caught:
        acquire(tmp_path / "nein" / "x.komma.yaml", now=NOW)
    assert caught.value.key == "store.folder_missing"


def test_a_lock_taken_freshly_meanwhile_is_put_back(tmp_path: Path) -> None:
    playbook = tmp_path / "x.komma.yaml"
    _put(playbook, name="Bert")
    _take_away(lock_path(playbook), Holder("Anna", machine(), 1, "2026-12-01T08:00"))
    assert "Bert" in lock_path(playbook).read_text(encoding="utf-8")


def _put(playbook: Path, **changed: object) -> None:
    holder = {"name": "Anna", "machine": machine(), "pid": 1, "since": "2026-12-01T08:00", **changed}
    lock_path(playbook).write_text(json.dumps(holder), encoding="utf-8")


def test_what_a_lock_file_says_cannot_steer_the_terminal(tmp_path):
    """Anybody with the folder can write a lock file; its words are shown."""
    path = tmp_path / "plan.komma.yaml"
    evil = {"name": "\x1b]0;Eve\x07Eve\u202e", "machine": "pc\x1b[2J", "pid": 1, "since": "nie\r"}
    lock_path(path).write_text(json.dumps(evil), encoding="utf-8")
    with pytest.raises(Locked) as refused:
        acquire(path, now=NOW)
    shown = refused.value.values
    assert (shown["who"], shown["machine"], shown["since"]) == ("]0;EveEve", "pc[2J", "nie")
