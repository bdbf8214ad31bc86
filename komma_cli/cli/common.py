"""What several commands share: options, the day of the run, output files, and a clean Ctrl+C."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError, UsageError, WriteError
from komma_cli.texts import text

Command = TypeVar("Command", bound=Callable[..., Any])


def say(key: str, **values: object) -> str:
    """Return a sentence of the command line in the reader's language."""
    return text(f"cli.{key}", reader_language(), **values)


TodayOption = Annotated[str | None, typer.Option("--today", help=say("today_option"), metavar="DATE")]
OutputFile = Annotated[Path | None, typer.Option("--output", "-o", help=say("output_option"), metavar="FILE")]
LangOption = Annotated[str | None, typer.Option("--lang", help=say("lang_option"), metavar="de|en")]


def the_day(today: str | None) -> date:
    """Return the day a run is made for: ``--today`` or the calendar's. Raises ``UsageError`` for other writings."""
    if today is None:
        return date.today()
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise UsageError("cli.not_a_day", text=today) from None


def interruptible(command: Command) -> Command:
    """Make Ctrl+C end the command with code 130 and no traceback."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            raise typer.Exit(Exit.INTERRUPTED) from None

    return guarded  # type: ignore[return-value]  # same signature, which functools.wraps keeps for typer


def put_out(content: str, target: Path | None) -> None:
    """Print a result, or write it to a file that did not exist half-way: UTF-8, ``\\n``, all or nothing."""
    if target is None:
        sys.stdout.write(content)
        return
    write_file(target, content.encode("utf-8"))


def write_file(target: Path, content: bytes) -> None:
    """Write a file completely or not at all. Raises ``WriteError`` with what to do next."""
    from komma_cli.store import atomic

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError("cli.no_folder", folder=target.parent, reason=error.strerror or str(error)) from error
    atomic.replace(target, content)


def on_terminal() -> bool:
    """Say whether a person can be asked: standard input and output are both a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def shipped_playbook(name: str) -> Path:
    """Return one of the example playbooks: in the installed package, else in the repository it is developed in."""
    package = Path(__file__).parent.parent
    for folder in (package / "_playbooks", package.parent / "playbooks"):
        if (found := folder / f"{name}.komma.yaml").is_file():
            return found
    raise ReadError("cli.no_example", name=name)
