"""The ``komma`` command: its options, and the list of its commands."""

from __future__ import annotations

import difflib
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer

from komma_cli import __version__
from komma_cli.cli.common import LangOption, interruptible, on_terminal, say
from komma_cli.cli.exits import Exit
from komma_cli.cli.words import Command, Group
from komma_cli.errors import UsageError

COMMANDS: tuple[str, ...] = (
    "demo",
    "init",
    "edit",
    "update",
    "status",
    "import",
    "check",
    "reach",
    "who",
    "handover",
    "drill",
    "merge-reports",
    "explain",
    "render",
    "template",
    "show",
    "calendar",
    "contacts",
    "directory",
    "worksheet",
    "practice",
    "share",
    "network",
    "diff",
    "merge",
    "git-setup",
    "schema",
)
"""In the order of the help. Each is the function, or the group of actions, of that name in the module of that name; in
Python a hyphen is an underscore, and a reserved word (``import``) has one behind it."""


class Commands(Group):
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
        """Return name, command and its arguments. Raises ``UsageError`` ``cli.no_command`` with the likeliest names."""
        if args[0] not in COMMANDS:
            similar = difflib.get_close_matches(args[0], COMMANDS, 3, 0.5) or COMMANDS
            raise UsageError("cli.no_command", text=args[0], similar=", ".join(similar))
        return super().resolve_command(ctx, args)


def _command(name: str) -> Any:
    """Return what typer makes of the command's function or group; the list of commands shows its help uncut."""
    plain = name.replace("-", "_")
    python_name = f"{plain}_" if iskeyword(plain) else plain
    function = getattr(import_module(f"komma_cli.cli.{python_name}"), python_name)
    if isinstance(function, typer.Typer):
        command = typer.main.get_command(function)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        named = alone.command(name, cls=Command, help=say(f"{plain}_help"), options_metavar=say("options_metavar"))
        named(interruptible(function))
        command = typer.main.get_command(alone)
    command.short_help = command.help
    return command


app = typer.Typer(
    name="komma",
    cls=Commands,
    help=say("help"),
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    options_metavar=say("options_metavar"),
    subcommand_metavar=say("command_metavar"),
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


@interruptible
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
