"""``komma(...)`` runs the command line in this process; ``process(...)`` runs it in one of its own, where that differs.

Both see an environment with nothing in it but what komma needs, and a fresh folder.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from komma_cli.cli import exits
from komma_cli.texts import Lang, error_words

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "playbooks" / "erste-stunde.komma.yaml"
TOWN = ROOT / "playbooks" / "musterstadt.komma.yaml"
DAY = "2026-12-01"
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "XDG_STATE_HOME", "LOCALAPPDATA")
_READ_BY_KOMMA = ("KOMMA_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "COLUMNS", "TERMINAL_WIDTH", "NO_COLOR")


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code and what it wrote, byte for byte in ``raw``."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def flat(self) -> str:
        """What it wrote to the error stream, on one line: where it wraps depends on how long the paths are."""
        return " ".join(self.err.split())

    def says(self, key: str, lang: Lang, **values: object) -> bool:
        """Whether the error stream holds exactly the two sentences of an error, wrapped as it likes."""
        return self.flat == " ".join(" ".join(error_words(key, lang, **values)).split())


Run = Callable[..., Ended]


def written_files(out: str) -> set[Path]:
    """Return the files that a command says it wrote."""
    return {Path(line.partition(": ")[2].rpartition(" (")[0]) for line in out.splitlines() if " KB" in line}


def scrubbed(lang: str | None = "de") -> dict[str, str]:
    """Return an environment with nothing in it but what a process needs, and the language.

    No byte code: Python 3.11 leaves half a file behind when a limit on file size stops it, and trips over it later.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    fixed = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | fixed | ({"KOMMA_LANG": lang} if lang else {})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def komma(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs komma in this process, without a terminal."""

    def run(
        *arguments: object,
        stdin: bytes | str = b"",
        lang: str | None = "de",
        env: dict[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> Ended:
        out, err = io.BytesIO(), io.BytesIO()
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            for name in _READ_BY_KOMMA:
                patch.delenv(name, raising=False)
            for name, value in ({"KOMMA_LANG": lang} if lang else {}).items() | (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["komma", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8"))
            patch.setattr(sys, "excepthook", sys.excepthook)  # typer sets its own
            code = exits.run()
            sys.stdout.flush()
            sys.stderr.flush()
            ended = Ended(code, out.getvalue().decode(sys.stdout.encoding), err.getvalue().decode(), out.getvalue())
        assert "Traceback" not in ended.out + ended.err
        assert ended.code in set(exits.Exit), ended.code
        return ended

    return run


@pytest.fixture
def process(folder: Path) -> Run:
    """Return a function that runs komma in a process of its own; ``options`` go to ``subprocess.run``."""

    def run(*arguments: object, lang: str | None = "de", env: dict[str, str] | None = None, **options: object) -> Ended:
        settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        ended = subprocess.run(
            [sys.executable, "-m", "komma_cli", *map(str, arguments)],
            cwd=folder,
            env=scrubbed(lang) | {"PYTHONUTF8": "1"} | (env or {}),
            timeout=60,
            check=False,
            **settings,  # type: ignore[call-overload]  # the options of subprocess.run
        )
        out, err = ended.stdout or b"", ended.stderr or b""
        return Ended(ended.returncode, out.decode(errors="replace"), err.decode(errors="replace"), out)

    return run


@pytest.fixture
def plan(folder: Path) -> Path:
    """A small clean playbook in the folder; copied, because a test may break everything it gets."""
    return Path(shutil.copyfile(SMALL, folder / "plan.komma.yaml"))


@pytest.fixture
def town(folder: Path) -> Path:
    """The large example in the folder."""
    return Path(shutil.copyfile(TOWN, folder / "musterstadt.komma.yaml"))
