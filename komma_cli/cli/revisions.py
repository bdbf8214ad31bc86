"""A file as it was in a git revision; git is asked without a shell, and without git one sentence says so."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.store import Source


def read_revision(file: Path, revision: str) -> Source:
    """Return the file as the revision holds it; the file itself need not be there any more.

    Raises ``UsageError`` ``diff.no_git``, ``diff.no_revision``; ``ReadError`` ``diff.no_folder``,
    ``diff.no_repository``, ``diff.not_in_revision``.
    """
    from komma_cli.store import source_from_bytes

    if not file.parent.is_dir():
        raise ReadError("diff.no_folder", folder=file.parent)
    _git(file.parent, "rev-parse", "--git-dir", failure=ReadError("diff.no_repository", folder=file.parent.absolute()))
    unknown = UsageError("diff.no_revision", revision=revision)
    # what is typed is looked up alone and behind the end of the options; only the commit's own name goes on
    wanted = f"{revision}^{{commit}}"
    commit = _git(file.parent, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted, failure=unknown)
    named = f"{commit.decode('ascii').strip()}:./{file.name}"
    missing = ReadError("diff.not_in_revision", file=file.name, revision=revision)
    data = _git(file.parent, "show", "--no-textconv", "--end-of-options", named, failure=missing)
    return source_from_bytes(data, f"{file} ({revision})")


def _git(folder: Path, *words: str, failure: Exception) -> bytes:
    """Return what git prints. Raises ``failure`` where it ends with another code than 0."""
    program = shutil.which("git")
    if program is None:
        raise UsageError("diff.no_git")
    try:
        done = subprocess.run(
            [program, "--no-pager", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except (OSError, ValueError) as error:  # a NUL in a name, or a git that cannot be started
        raise failure from error
    if done.returncode != 0:
        raise failure
    return done.stdout
