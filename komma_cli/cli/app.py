"""The ``komma`` command: its options, and the list of its commands."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from komma_cli import __version__
from komma_cli.cli import check, demo, directory, edit, explain, init, render, schema, start, status
from komma_cli.cli.common import LangOption, interruptible, on_terminal, say
from komma_cli.cli.exits import Exit

app = typer.Typer(
    name="komma",
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
    start.start()


for name, command in (
    ("demo", demo.demo),
    ("init", init.init),
    ("edit", edit.edit),
    ("status", status.status),
    ("check", check.check),
    ("explain", explain.explain),
    ("render", render.render),
    ("directory", directory.directory),
    ("schema", schema.schema),
):
    app.command(name, help=say(f"{name}_help"))(interruptible(command))
