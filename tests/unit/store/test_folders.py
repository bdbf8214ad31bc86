"""Where komma keeps what is no plan."""

import sys

import pytest

from komma_cli.store.folders import cache_folder


@pytest.mark.skipif(sys.platform == "win32", reason="XDG is a habit of POSIX")
def test_the_folder_follows_the_habits_of_the_system(monkeypatch, tmp_path):
    monkeypatch.delenv("KOMMA_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "komma"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/k")
    assert str(cache_folder()) == "/home/k/.cache/komma"
    monkeypatch.delenv("HOME")
    assert cache_folder() is None
    monkeypatch.setenv("KOMMA_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"
