"""Many playbooks against the peers: ``python -m tests.bench.many [FILES] [PEER_FILES]``. Printed, never asserted.

Whole processes, run in turn on the same files: komma with all rules of the standard profile, cold (no cache) and warm,
``check-jsonschema`` with komma's own schema, ``yamllint`` with its relaxed preset, and as the floor a process that
only reads and parses the files with rapidyaml. Peers that are not installed are named and left out. They get fewer
files, because they take minutes; the figure is the time for one file.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.make_corpus import write

ROOT = Path(__file__).parents[2]
FILES, PEER_FILES = 1000, 60
TODAY = "2026-12-01"
FLOOR = "import ryml, sys\nfor name in sys.argv[1:]:\n    ryml.parse_in_arena(open(name, 'rb').read())\n"


def run(command: Sequence[str], env: dict[str, str]) -> tuple[float, float]:
    """Return the seconds a command takes and the MiB of its largest process; findings are no failure."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        process.wait()
        return time.perf_counter() - started, 0.0
    usage = os.wait4(process.pid, 0)[2]
    process.returncode = 0
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main(count: int, peers: int) -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        write(count, folder / "all")
        names = sorted(map(str, (folder / "all").iterdir()))
        env = {**os.environ, "PYTHONPATH": str(ROOT), "KOMMA_CACHE": str(folder / "cache"), "KOMMA_LANG": "de",
               "PYTHONPYCACHEPREFIX": str(folder / "code")}  # fmt: skip
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        _print(folder, names, names[:peers], env)
    finally:
        shutil.rmtree(folder)


def _print(folder: Path, names: list[str], few: list[str], env: dict[str, str]) -> None:
    komma = [sys.executable, "-m", "komma_cli", "check", str(folder / "all"), "--format", "json", "--today", TODAY]
    run([*komma[:4], names[0]], env)  # leaves the byte code behind, as an installer does
    size = sum(Path(name).stat().st_size for name in names) / len(names) / 1024
    print(f"{len(names)} files of {size:.0f} KiB, {os.cpu_count()} processors, Python {platform.python_version()}")
    rows = [
        ("rapidyaml, read and parse only", [sys.executable, "-c", FLOOR, *names], len(names)),
        ("komma, cold, one process", [*komma, "--no-cache", "--jobs", "1"], len(names)),
        ("komma, cold", [*komma, "--no-cache"], len(names)),
        ("komma, cold, filling the cache", komma, len(names)),
        ("komma, warm", komma, len(names)),
        *_peers(folder, few, env),
    ]
    floor = 0.0
    for name, command, amount in rows:
        seconds, peak = run(command, env)
        each = seconds / amount * 1000
        floor = floor or each
        times = f"{seconds:8.2f} s {amount:6} files {each:8.2f} ms a file {each / floor:7.1f} x floor"
        print(f"{name:34} {times} {peak:6.0f} MiB")


def _peers(folder: Path, few: list[str], env: dict[str, str]) -> list[tuple[str, list[str], int]]:
    schema = folder / "komma.schema.json"
    with schema.open("w", encoding="utf-8") as stream:
        subprocess.run([sys.executable, "-m", "komma_cli", "schema"], env=env, stdout=stream, check=True)
    known = {
        "check-jsonschema": ["check_jsonschema", "--schemafile", str(schema), "--default-filetype", "yaml", *few],
        "yamllint, relaxed": ["yamllint", "-d", "relaxed", *few],
    }
    rows = []
    for name, (module, *arguments) in known.items():
        found = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False)
        if found.returncode:
            print(f"{name}: not installed")
        else:
            rows.append((name, [sys.executable, "-m", module, *arguments], len(few)))
    return rows


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [FILES, PEER_FILES][len(given) :]))
