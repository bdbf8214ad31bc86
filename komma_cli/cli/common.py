"""What several commands share: options, the day of the run, output files, and a clean Ctrl+C."""

from __future__ import annotations

import functools
import io
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from komma_cli.cli.exits import Exit, discard_output
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError, UsageError, WriteError
from komma_cli.texts import LANGUAGES, text

SUFFIX = ".komma.yaml"
Command = TypeVar("Command", bound=Callable[..., Any])


def say(key: str, **values: object) -> str:
    """Return a sentence of the command line in the reader's language."""
    return text(f"cli.{key}", reader_language(), **values)


def _language(wanted: str | None) -> str | None:
    """Refuse a language komma does not speak, instead of silently taking another one. Raises ``UsageError``."""
    if wanted is not None and wanted.lower() not in LANGUAGES:
        raise UsageError("cli.not_a_choice", text=wanted, option="--lang", choices=", ".join(LANGUAGES))
    return wanted


TodayOption = Annotated[str | None, typer.Option("--today", help=say("today_option"), metavar="DATE")]
OutputFile = Annotated[Path | None, typer.Option("--output", "-o", help=say("output_option"), metavar="FILE")]
LangOption = Annotated[str | None, typer.Option("--lang", help=say("lang_option"), metavar="de|en", callback=_language)]


def the_day(today: str | None) -> date:
    """Return the day a run is made for: ``--today`` or the calendar's. Raises ``UsageError`` for other writings."""
    if today is None:
        return date.today()
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise UsageError("cli.not_a_day", text=today) from None


def interruptible(command: Command) -> Command:
    """Make Ctrl+C end the command with code 130, and a reader that goes away (``| head``) with 0, without a word."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            raise typer.Exit(Exit.INTERRUPTED) from None
        except BrokenPipeError:
            discard_output()
            raise typer.Exit(Exit.CLEAN) from None

    return guarded  # type: ignore[return-value]  # same signature, which functools.wraps keeps for typer


def put_out(content: str | Iterable[str], target: Path | None, *, machine: bool = False) -> None:
    """Print a result, or write it to a file that did not exist half-way: UTF-8, ``\\n``, all or nothing.

    It may come in pieces, which are put out one by one.

    What a ``machine`` reads is printed as UTF-8 too, whatever the code page of the console is. A reader that goes
    away does not change what the command found. Raises ``UsageError`` ``cli.output_is_playbook``, ``WriteError``.
    """
    pieces = [content] if isinstance(content, str) else content
    if target is not None:
        if target.name.endswith(SUFFIX):
            raise UsageError("cli.output_is_playbook", file=target)
        write_file(target, (piece.encode("utf-8") for piece in pieces))
        return
    if machine and isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()


def write_file(target: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file completely or not at all; a device or a pipe takes it as it comes. Raises ``WriteError``."""
    from komma_cli.store import atomic

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise WriteError("cli.folder_is_file", folder=target.parent) from error
    except OSError as error:
        raise WriteError("cli.no_folder", folder=target.parent, reason=error.strerror or str(error)) from error
    if target.is_dir():
        raise WriteError("cli.output_is_folder", file=target)
    if not target.exists() or target.is_file():
        atomic.replace(target, content)
        return
    try:
        with target.open("wb") as stream:
            stream.writelines([content] if isinstance(content, bytes) else content)
    except OSError as error:
        raise atomic.write_error(target, error) from error


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


def colours_wanted() -> bool:
    """Say whether the screen shows colours and nobody asked to leave them out (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def put_out_in_colour(content: str) -> None:
    """Print text with ANSI colours; rich knows the consoles that need another way to show them."""
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False).print(Text.from_ansi(content.removesuffix("\n")), soft_wrap=True)
