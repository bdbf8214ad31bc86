"""Playbooks and bundles out of git repositories, as of every branch and tag.

Git is only asked what it keeps: nothing is checked out, fetched or executed, whatever its own settings say.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from komma_cli.errors import ReadError, UsageError

_SAFE: Final = (
    "-c", "protocol.allow=never",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=",
    "-c", "safe.directory=*",
    "--no-replace-objects",
    "--no-optional-locks",
    "--no-pager",
)  # fmt: skip
"""``safe.directory``: a repository of another user may be read, because nothing in it is ever run."""
_QUIET: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_FORM: Final = (
    "%(objecttype) %(*objecttype) %(objectname) %(*objectname) "
    "%(committerdate:unix)%(*committerdate:unix) %(refname:short)"
)
"""A tag that was signed or described names its commit behind the star."""
_REGULAR: Final = ("100644", "100755")
"""Modes of plain files; a symbolic link or a module within leads elsewhere."""


@dataclass(frozen=True)
class Blob:
    """One file at one commit."""

    path: str
    """Inside the repository, with ``/``."""
    ref: str
    """Short name of the branch or tag."""
    committed: date
    order: int
    """Seconds of the commit: of two on one day the later one counts."""
    oid: str
    size: int


def is_repository(folder: Path) -> bool:
    """Say whether a folder is the top of a git repository, with or without a work tree."""
    bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    return (folder / ".git").exists() or bare


def blobs(folder: Path, suffixes: tuple[str, ...]) -> list[Blob]:
    """Return the files with such endings as of every branch and tag, the oldest commit first.

    Raises ``UsageError`` ``diff.no_git``; ``ReadError`` ``network.bad_repository``, ``network.empty_repository``.
    """
    listed = _git(folder, "for-each-ref", f"--format={_FORM}", "refs/heads", "refs/tags", "refs/remotes")
    commits: dict[str, tuple[int, str]] = {}
    for line in listed.decode("utf-8", "replace").splitlines():
        _remember(line, commits)
    if not commits:
        raise ReadError("network.empty_repository", folder=folder)
    found = [
        blob
        for oid, (seconds, ref) in sorted(commits.items(), key=lambda each: (each[1][0], each[0]))
        for blob in _tree(folder, oid, seconds, ref, suffixes)
    ]
    return found


def _remember(line: str, commits: dict[str, tuple[int, str]]) -> None:
    """Keep what a line of ``for-each-ref`` says of a commit; a tag of something else than a commit is none."""
    kind, inner, *rest = line.split(" ", 5)
    if len(rest) != 4:
        return
    oid, peeled, seconds, ref = rest
    commit = oid if kind == "commit" else peeled if inner == "commit" else ""
    if commit and seconds.isdecimal() and commit not in commits:
        commits[commit] = (int(seconds), ref)


def _tree(folder: Path, commit: str, seconds: int, ref: str, suffixes: tuple[str, ...]) -> Iterator[Blob]:
    for entry in _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit).split(b"\0"):
        head, _, path = entry.partition(b"\t")
        name = path.decode("utf-8", "replace")
        if not name.endswith(suffixes):
            continue
        mode, kind, oid, size = head.decode("ascii").split()
        if mode in _REGULAR and kind == "blob":
            if not size.isdecimal():  # the object is not there
                raise ReadError("network.bad_repository", folder=folder)
            day = datetime.fromtimestamp(min(seconds, 4_102_444_800), UTC).date()
            yield Blob(name, ref, day, seconds, oid, int(size))


class Reader:
    """Reads the contents of blobs, one after the other, from one process of git."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            _command(folder, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
        )

    def read(self, blob: Blob) -> bytes:
        """Return the bytes. Raises ``ReadError`` ``network.bad_repository`` where git cannot give them."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(f"{blob.oid}\n".encode("ascii"))
            stdin.flush()
            head = stdout.readline().split()
            if len(head) != 3 or head[1] != b"blob":
                raise ReadError("network.bad_repository", folder=self._folder)
            data = stdout.read(int(head[2]))
            stdout.read(1)
        except OSError as error:
            raise ReadError("network.bad_repository", folder=self._folder) from error
        return data

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()


def _git(folder: Path, *words: str) -> bytes:
    """Return what git prints. Raises ``UsageError`` ``diff.no_git``, ``ReadError`` ``network.bad_repository``."""
    try:
        done = subprocess.run(
            _command(folder, *words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=_surroundings(),
        )
    except (OSError, ValueError) as error:
        raise ReadError("network.bad_repository", folder=folder) from error
    if done.returncode != 0:
        raise ReadError("network.bad_repository", folder=folder)
    return done.stdout


def _command(folder: Path, *words: str) -> Sequence[str]:
    program = shutil.which("git")
    if program is None:
        raise UsageError("diff.no_git")
    place = folder / ".git" if (folder / ".git").is_dir() else folder
    where = ("--git-dir", str(place.absolute())) if not (folder / ".git").is_file() else ("-C", str(folder.absolute()))
    return [program, *_SAFE, *where, *words]


def _surroundings() -> dict[str, str]:
    """Return the environment without what would point git elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **_QUIET, "GIT_CONFIG_GLOBAL": os.devnull}
