"""How fast komma is: ``python -m tests.bench.bench``. Printed, never asserted; the counts are in ``test_counts.py``.

Whole processes run in turn with their peer, a bare Typer and Pydantic, so that a slow moment of the machine hits
both; the ratio is the median of the pairs. A first run, not counted, leaves the byte code behind, as an installer
does. Only the standard library and komma are used.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from komma_cli import texts
from komma_cli.check.engine import check_source
from komma_cli.store import Change, read_source
from komma_cli.wizard.saving import FileSaver, open_plan

ROOT = Path(__file__).parents[2]
MUSTERSTADT = ROOT / "playbooks" / "musterstadt.komma.yaml"
SMALL = Path(__file__).with_name("small.komma.yaml")
TODAY = date(2026, 12, 1)
BARE = (sys.executable, str(Path(__file__).with_name("bare.py")), "hello")
"""The peer of a command that needs no model: two commands that do nothing but print, with the same Typer."""
PEER = (sys.executable, "-c", "import typer; from pydantic import BaseModel")
KOMMA = (sys.executable, "-m", "komma_cli")
ANSWERS = 300


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    figure: str
    value: str
    ratio: str
    target: str


def environment(cache: Path) -> dict[str, str]:
    """Return the environment of the measured processes; the first run puts their byte code into ``cache``."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache), "KOMMA_LANG": "de"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def wall(command: Sequence[str], env: dict[str, str]) -> float:
    """Return the seconds a process takes; a command that fails ends the benchmark."""
    start = time.perf_counter()
    subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def against_peer(
    command: Sequence[str], env: dict[str, str], rounds: int = 15, peer: Sequence[str] = PEER
) -> tuple[float, float]:
    """Return the median seconds of a command and the median of its ratios to the peer, run in turn."""
    wall(command, env), wall(peer, env)
    pairs = [(wall(command, env), wall(peer, env)) for _ in range(rounds)]
    return statistics.median(own for own, _ in pairs), statistics.median(own / peer for own, peer in pairs)


def peak(command: Sequence[str], env: dict[str, str]) -> float | None:
    """Return the most memory a process had, in MiB; None where the system does not tell (Windows)."""
    if not hasattr(os, "wait4"):
        return None
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    usage = os.wait4(process.pid, 0)[2]
    process.returncode = 0
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def processes(env: dict[str, str], out: Path) -> Iterator[Row]:
    """Measure commands from the shell."""
    check = (*KOMMA, "check", "--today", TODAY.isoformat())
    figures = (
        ("komma --version", (*KOMMA, "--version"), "-"),
        ("komma --help", (*KOMMA, "--help"), "-"),
        (f"komma check, {SMALL.stat().st_size // 1000} KB", (*check, str(SMALL)), "1.5 x peer"),
        (f"komma check, {MUSTERSTADT.stat().st_size // 1000} KB", (*check, str(MUSTERSTADT)), "-"),
    )
    for figure, command, target in figures:
        seconds, ratio = against_peer(command, env)
        yield Row(figure, f"{seconds * 1000:.0f} ms", f"{ratio:.2f}", target)
    seconds, ratio = against_peer((*KOMMA, "directory", "--state", "BY"), env, peer=BARE)
    yield Row("komma directory --state BY", f"{seconds * 1000:.0f} ms", f"{ratio:.2f}", "1.5 x bare Typer")
    strategy = ("render", str(MUSTERSTADT), "--document", "strategy", "--format", "docx", "--today", TODAY.isoformat())
    command = (*KOMMA, *strategy, "-o", str(out))
    seconds, ratio = against_peer(command, env, 7)
    yield Row("strategy paper, DOCX", f"{seconds * 1000:.0f} ms", f"{ratio:.2f}", "600 ms")
    memory = peak(command, env)
    yield Row("  its peak memory", "not told" if memory is None else f"{memory:.0f} MiB", "", "80 MiB")


def in_process(path: Path, rounds: int = 200) -> float:
    """Return the median seconds of read, validate and all rules after a warm-up."""

    def once() -> float:
        start = time.perf_counter()
        check_source(read_source(path), today=TODAY)
        return time.perf_counter() - start

    for _ in range(20):
        once()
    return statistics.median(once() for _ in range(rounds))


def durable_answers(folder: Path) -> list[float]:
    """Return the seconds of each answer in a full playbook until it is on disk, while the playbook is rewritten.

    Pauses between the answers let the saver begin its rewriting, which then runs into the next answers.
    """
    playbook = folder / MUSTERSTADT.name
    shutil.copy(MUSTERSTADT, playbook)
    saver = FileSaver(playbook, open_plan(playbook))
    taken = []
    for number in range(ANSWERS):
        edit = Change(("municipality", "population"), 48_000 + number)
        start = time.perf_counter()
        saver.save([edit])
        taken.append(time.perf_counter() - start)
        time.sleep(0.9 if number % 20 == 19 else 0.02)
    saver.finish()
    return sorted(taken)


def data_load(folder: Path, rounds: int = 9) -> tuple[float, float, int]:
    """Return the median seconds for all facts and all German words: as JSON (installed), as YAML (written), files."""
    chosen = [name for name in texts.files() if not name.startswith("en/")]
    for name in chosen:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(texts.facts(name), ensure_ascii=False), encoding="utf-8")

    def once(data: Path) -> float:
        texts.DATA = data
        texts.facts.cache_clear()
        start = time.perf_counter()
        for name in chosen:
            texts.facts(name)
        return time.perf_counter() - start

    written = texts.DATA
    pairs = [(once(folder), once(written)) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs), len(chosen)


def rows(folder: Path) -> Iterator[Row]:
    """Measure everything, one row after the other."""
    installed, written, count = data_load(folder / "data")
    yield Row(f"all {count} data files, as installed", f"{installed * 1000:.1f} ms", "", "15 ms")
    yield Row("  as written, in YAML", f"{written * 1000:.1f} ms", "", "-")
    yield from processes(environment(folder / "bytecode"), folder / "papers")
    for path, target in ((SMALL, "3 ms"), (MUSTERSTADT, "-")):
        size = path.stat().st_size // 1000
        yield Row(f"check in process, {size} KB", f"{in_process(path) * 1000:.1f} ms", "", target)
    taken = durable_answers(folder)
    for figure, share, target in ((f"an answer durable, median of {ANSWERS}", 0.5, "-"), ("  p99", 0.99, "50 ms")):
        yield Row(figure, f"{taken[int(share * (len(taken) - 1))] * 1000:.1f} ms", "", target)


def main() -> None:
    """Print the table."""
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors")
    print(f"{'figure':<36}{'median':>10}{'x peer':>9}  target")
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(KeyboardInterrupt):
        for row in rows(Path(name)):
            print(f"{row.figure:<36}{row.value:>10}{row.ratio:>9}  {row.target}", flush=True)


if __name__ == "__main__":
    main()
