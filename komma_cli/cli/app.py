"""The ``komma`` command: its options, and the list of its commands."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from komma_cli import __version__
from komma_cli.cli.common import LangOption, interruptible, on_terminal, say
from komma_cli.cli.exits import Exit

COMMANDS: tuple[str, ...] = (
    "demo",
    "init",
    "edit",
    "status",
    "check",
    "explain",
    "render",
    "directory",
    "schema",
)
"""In the order of the help. Each is the function of that name in the module of that name."""


class Commands(TyperGroup):
    """Imports a command when it is wanted, because building all of them takes longer than checking a playbook."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of that name, or None."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _command(cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return name, command and its arguments; for a name that does not exist all are there to be suggested."""
        if args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _command(name: str) -> Any:
    """Return what typer makes of the command's function."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    function = getattr(import_module(f"komma_cli.cli.{name}"), name)
    alone.command(name, help=say(f"{name}_help"))(interruptible(function))
    return typer.main.get_command(alone)


app = typer.Typer(
    name="komma",
    cls=Commands,
    help=say("help"),
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"komma {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
@interruptible
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help=say("version_option"), callback=_version, is_eager=True)
    ] = False,
    lang: LangOption = None,
) -> None:
    """Open the start screen on a terminal; without one show the help and end with code 2."""
    if context.invoked_subcommand is not None:
        return
    if not on_terminal():
        sys.stderr.write(context.get_help() + "\n")
        raise typer.Exit(Exit.USAGE)
    from komma_cli.cli.start import start

    start()
