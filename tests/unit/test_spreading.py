"""Processes that share a work end with the one that began it, also when it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORK = """
import os, sys, time
from collections.abc import Callable
from pathlib import Path
from komma_cli import spreading

def busy(name):
    Path(name).write_text(str(os.getpid()), encoding="utf-8")
    if name.endswith("0"):
        time.sleep(600)

if __name__ == "__main__":
    spreading.CHUNK = 1
    list(spreading.spread([f"{sys.argv[1]}/{at}" for at in range(3)], busy, busy, 3, sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(os, "kill") or os.name == "nt", reason="asks whether a process is alive by signal 0")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_nobody_goes_on_when_the_maker_was_killed(tmp_path: Path, method: str) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK, encoding="utf-8")
    names = [tmp_path / str(at) for at in range(3)]
    maker = subprocess.Popen([sys.executable, str(script), str(tmp_path), method], cwd=ROOT, env=_environment())
    assert _until(lambda: all(name.is_file() and name.read_text("utf-8") for name in names))
    workers = {int(name.read_text("utf-8")) for name in names}
    maker.kill()
    maker.wait()
    assert _until(lambda: not any(map(_is_alive, workers)))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not (stat.is_file() and stat.read_text("utf-8").rpartition(")")[2].split()[0] == "Z")
