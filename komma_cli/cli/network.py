"""``komma network``: many municipalities together, figures in which nobody is recognised, and pages for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from komma_cli.cli.common import LangOption, OutputFile, TodayOption, interruptible, put_out, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.cli.network_matching import match
from komma_cli.cli.network_pages import (
    FolderArgument,
    ForceOption,
    LeastOption,
    OutFolder,
    UntilOption,
    demo,
    report,
    site,
)
from komma_cli.cli.network_reading import open_whole, seen
from komma_cli.cli.words import Command, Group
from komma_cli.errors import UsageError
from komma_cli.texts import text

ACTIONS = ("build", "merge", "overview", "match", "report", "site", "directory-diff", "demo")
LEFT_OUT_FAILS = ("left-out", "never")
FORMATS = ("text", "json", "markdown", "csv")
FailOn = Annotated[str, typer.Option("--fail-on", help=say("network_fail_on"), metavar="|".join(LEFT_OUT_FAILS))]


class Actions(Group):
    """The commands below ``komma network``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return name, command and its arguments. Raises ``UsageError`` for a word that is none of them."""
        if args[0] not in ACTIONS:
            raise UsageError("cli.no_action", text=args[0], command=ctx.command_path, choices=", ".join(ACTIONS))
        return super().resolve_command(ctx, args)


network = typer.Typer(
    name="network",
    cls=Actions,
    help=say("network_help"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    options_metavar=say("options_metavar"),
    subcommand_metavar=say("command_metavar"),
)


Function = TypeVar("Function", bound=Callable[..., None])


def _named(name: str) -> Callable[[Function], Function]:
    """Register a command under its name with the help of that name."""
    key = f"network_{name.replace('-', '_')}_help"
    return network.command(name, cls=Command, help=say(key), options_metavar=say("options_metavar"))


@_named("build")
@interruptible
def build(
    places: Annotated[list[str], typer.Argument(help=say("network_sources"), metavar="PATH…", show_default=False)],
    output: OutFolder,
    shard: Annotated[str | None, typer.Option("--shard", help=say("shard_option"), metavar="K/N")] = None,
    jobs: Annotated[int, typer.Option("--jobs", help=say("jobs_option"), min=0)] = 0,
    force: ForceOption = False,
    fail_on: FailOn = "left-out",
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Read everything, write the network, tell what does not count."""
    from komma_cli.cli.check import one_of
    from komma_cli.cli.network_building import built, ended, say_lines, tell

    one_of(fail_on, LEFT_OUT_FAILS, "--fail-on")
    made = built(
        places,
        output,
        the_day(today),
        shard=shard,
        jobs=jobs,
        force=force,
    )
    tell(made, output)
    say_lines(text(f"network.{'built_part' if shard else 'built_next'}", reader_language(), folder=output))
    ended(made, fail_on)


@_named("merge")
@interruptible
def merge(
    parts: Annotated[list[Path], typer.Argument(help=say("network_parts"), metavar="DIR…", show_default=False)],
    output: OutFolder,
    force: ForceOption = False,
    fail_on: FailOn = "left-out",
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Put the parts of several machines together."""
    from komma_cli.cli.check import one_of
    from komma_cli.cli.network_building import ended, merged, tell

    one_of(fail_on, LEFT_OUT_FAILS, "--fail-on")
    made = merged(parts, output, the_day(today), force=force)
    tell(made, output)
    ended(made, fail_on)


@_named("overview")
@interruptible
def overview(
    folder: FolderArgument,
    output_format: Annotated[
        str, typer.Option("--format", help=say("format_option"), metavar="|".join(FORMATS))
    ] = "text",
    k: LeastOption = 5,
    until: UntilOption = None,
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Print the figures of the whole network."""
    from komma_cli.cli.check import one_of
    from komma_cli.network.reading import overview_of
    from komma_cli.report.network_tables import overview_csv, overview_json, overview_markdown, overview_text

    one_of(output_format, FORMATS, "--format")
    writers = {"text": overview_text, "json": overview_json, "markdown": overview_markdown, "csv": overview_csv}
    with open_whole(folder) as index:
        found = overview_of(index, k, the_day(until) if until else None)
    put_out(writers[output_format](found, reader_language()), output, machine=output_format != "text")


@_named("directory-diff")
@interruptible
def directory_diff(
    folder: FolderArgument,
    output_format: Annotated[str, typer.Option("--format", help=say("format_option"), metavar="text|json")] = "text",
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Print where confirmed entries of bodies differ from the directory or from each other."""
    from komma_cli.cli.check import one_of
    from komma_cli.network.consistency import differences
    from komma_cli.network.reading import sayings
    from komma_cli.report.directory_differences import as_json, as_text

    one_of(output_format, ("text", "json"), "--format")
    with open_whole(folder) as index:
        found = differences(sayings(index))
    written = seen(as_text(found, reader_language())) if output_format == "text" else as_json(found, reader_language())
    put_out(written, output, machine=output_format != "text")


for _name, _action in (("match", match), ("report", report), ("site", site), ("demo", demo)):
    _named(_name)(interruptible(_action))
