"""What a user's machine has, without network: a package index of its own, git, and a copy of this repository.

The index holds one wheel for each package that runs these tests. A wheel has the package's real metadata, so that pip
resolves what komma really asks for, and in place of the files a line that leads to the installed ones. komma itself is
not among them: it is built from the copy, as its user's tool would build it, or is a package that its user names.
"""

from __future__ import annotations

import ensurepip
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "playbooks" / "erste-stunde.komma.yaml"
"""Without errors on that day, with hints."""
DAY = "2026-12-01"
NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: whatever asks the network fails at once."""
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
_COPIED = (".ci", "komma_cli", "playbooks", "schema", "templates")
Call = Callable[..., "subprocess.CompletedProcess[str]"]


def wheel(found: Distribution, folder: Path) -> None:
    """Write the wheel of an installed package into the folder."""
    name = found.metadata["Name"].replace("-", "_").replace(".", "_")
    info = f"{name}-{found.version}.dist-info"
    contents = {
        f"{info}/METADATA": found.read_text("METADATA"),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: komma tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": found.read_text("entry_points.txt") or "",
        f"_{name}_is_installed_there.pth": f"{found.locate_file('')}\n",
    }
    with zipfile.ZipFile(folder / f"{name}-{found.version}-py3-none-any.whl", "w") as packed:
        for path, content in contents.items():
            packed.writestr(path, content or "")
        packed.writestr(f"{info}/RECORD", "".join(f"{path},,\n" for path in (*contents, f"{info}/RECORD")))


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    for found in distributions():
        if found.metadata["Name"] not in ("komma-cli", None) and found.read_text("METADATA"):
            wheel(found, folder)
    return folder


@pytest.fixture
def offline(index: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that reaches nothing but its own index."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    proxies = dict.fromkeys(
        ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), NOBODY
    )
    git = {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Test",
        "GIT_AUTHOR_EMAIL": "test@kleinhausen.example",
        "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@kleinhausen.example",
    }
    pip = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(index),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_COMPILE": "0",
    }
    return kept | proxies | git | pip | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}


@pytest.fixture
def call(offline: dict[str, str]) -> Call:
    """Return a function that runs a program in that environment and hands back how it ended."""

    def run(*words: object, cwd: Path, env: dict[str, str] | None = None, code: int | None = 0) -> object:
        ended = subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            env=offline | (env or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert code is None or ended.returncode == code, ended.stdout + ended.stderr
        return ended

    return run  # type: ignore[return-value]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository as its user's tool fetches it, without what only its tests need."""
    target = tmp_path / "komma"
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in _COPIED:
        shutil.copytree(ROOT / name, target / name, ignore=unwanted)
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".coverage":
            shutil.copyfile(path, target / path.name)
    return target


@pytest.fixture
def package(call: Call, repository: Path, tmp_path: Path) -> Path:
    """The wheel of komma, for those who name a package."""
    words = ("build", "-t", "wheel", "-d", tmp_path / "package")
    call(sys.executable, "-m", "hatchling", *words, cwd=repository)
    (built,) = (tmp_path / "package").iterdir()
    return built


def used_before(home: Path) -> Path:
    """Put pip where ``python -m venv`` will want it, as on a runner that is used again, and return the folder.

    Without this Python compiles all of pip once more for each environment, which takes longer than installing komma.
    """
    target = sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}, scheme="venv")
    for bundled in (Path(ensurepip.__file__).parent / "_bundled").glob("*.whl"):
        with zipfile.ZipFile(bundled) as packed:
            packed.extractall(target)
    return home


def flawed(plan: bytes) -> bytes:
    """Return a plan with an error in it: an unknown field in its second line."""
    return plan.replace(b"\nmunicipality:\n", b"\nmunicipallity: {}\nmunicipality:\n", 1)
