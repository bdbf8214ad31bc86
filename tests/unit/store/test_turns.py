"""Only one process of komma replaces a file at a time."""

import os
import subprocess
import sys
import time

import pytest

from komma_cli.errors import WriteError
from komma_cli.store import turns
from komma_cli.store.turns import remove_stray_turn, turn, turn_path


def test_the_mark_is_gone_afterwards_also_after_a_failure(tmp_path):
    path = tmp_path / "a.komma.yaml"

    def failing():
        with turn(path):
            assert turn_path(path).exists()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert list(tmp_path.iterdir()) == []


def test_a_second_one_waits_and_gives_up_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    path = tmp_path / "a.komma.yaml"
    with turn(path), pytest.raises(WriteError) as refused, turn(path):
        pass
    assert refused.value.key == "store.busy"


def test_the_mark_of_a_dead_process_is_taken_away(tmp_path):
    path = tmp_path / "a.komma.yaml"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    turn_path(path).write_text(f"{turns.machine()} {dead.pid}", encoding="utf-8")
    remove_stray_turn(path)
    assert list(tmp_path.iterdir()) == []


def test_a_mark_without_a_word_is_left_behind_after_a_second(tmp_path):
    path = tmp_path / "a.komma.yaml"
    turn_path(path).write_bytes(b"")
    with turn(path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["anderswo 1", "\udcff"])
def test_the_mark_of_another_machine_is_judged_by_its_age(tmp_path, content):
    path = tmp_path / "a.komma.yaml"
    mark = turn_path(path)
    mark.write_bytes(content.encode("utf-8", "surrogateescape"))
    remove_stray_turn(path)
    assert mark.exists()
    old = time.time() - turns.LEFT_BEHIND - 1
    os.utime(mark, (old, old))
    remove_stray_turn(path)
    assert not mark.exists()


def test_a_folder_that_takes_no_file_is_named_by_the_playbook(tmp_path):
    with pytest.raises(WriteError) as refused, turn(tmp_path / "fehlt" / "a.komma.yaml"):
        pass
    assert refused.value.key == "store.folder_missing"
    assert str(refused.value.values["file"]).endswith("a.komma.yaml")
