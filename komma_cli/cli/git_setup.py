"""``komma git-setup``: teach a git repository to merge playbooks field by field."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.common import SUFFIX, LangOption, say, write_file
from komma_cli.errors import ReadError, UsageError

ATTRIBUTES = f"*{SUFFIX} merge=komma"
ARGUMENTS = "merge --name %P %O %A %B"
"""What git hands over (gitattributes, "Defining a custom merge driver"): %O the common ancestor, %A ours and where the
result goes, %B theirs, %P the file's name. git runs it in its own shell, on Windows too."""

FolderArgument = Annotated[Path, typer.Argument(help=say("git_setup_folder"), metavar="[DIR]", show_default=False)]


def git_setup(folder: FolderArgument = Path(), lang: LangOption = None) -> None:
    """Write .gitattributes (to be committed) and the merge driver into the repository's own settings."""
    if not folder.is_dir():
        raise ReadError("cli.no_such_folder", folder=folder)
    root = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    attributes = root / ".gitattributes"
    content = attributes.read_bytes() if attributes.exists() else b""  # git asks for no encoding there
    if ATTRIBUTES.encode() not in content.splitlines():
        end = b"\r\n" if b"\r\n" in content else b"\n"
        gap = b"" if not content or content.endswith(b"\n") else end
        write_file(attributes, content + gap + ATTRIBUTES.encode() + end)
    _git(root, "config", "merge.komma.name", "komma: field by field")
    _git(root, "config", "merge.komma.driver", f"{_program()} {ARGUMENTS}")
    typer.echo(say("git_ready", file=attributes))
    typer.echo(say("git_each"))


def _program() -> str:
    """Return how git's shell calls komma: by its name where that is found, else with the Python it runs in."""
    if shutil.which("komma"):
        return "komma"
    return f'"{Path(sys.executable).as_posix()}" -m komma_cli'


def _git(folder: Path, *words: str) -> str:
    """Return what git prints. Raises ``UsageError`` where there is no git or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except FileNotFoundError:
        raise UsageError("cli.no_git") from None
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise UsageError("cli.no_repository", folder=folder, reason=lines[-1] if lines else str(done.returncode))
    return done.stdout
