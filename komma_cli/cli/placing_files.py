"""Where a file is put: a warning where others may come to read what is not meant for them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from komma_cli.cli.common import say


def is_under_git(path: Path) -> bool:
    """Say whether a file or folder, which need not exist yet, lies in the folder of a git repository.

    A ``.git`` may be a folder or, in a worktree or submodule, a file. Nothing of git is run.
    """
    try:
        whole = path.resolve()
        return any((folder / ".git").exists() for folder in (whole, *whole.parents))
    except OSError:  # a folder that may not be looked into is no reason not to write
        return False


def warn_if_under_git(paths: Iterable[Path]) -> None:
    """Tell on the error stream which of these confidential files lie where git may pass them on; they are written."""
    for folder in dict.fromkeys(path.parent for path in paths):
        if is_under_git(folder):
            sys.stderr.write(say("under_git", folder=folder.resolve()) + "\n")
