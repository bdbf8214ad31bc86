"""``komma check``: prove playbooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.common import LangOption, OutputFile, TodayOption, put_out, say, the_day
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import UsageError

SUFFIX = ".komma.yaml"
THRESHOLDS = ("error", "warning", "hint", "never")

FormatOption = Annotated[str, typer.Option("--format", help=say("format_option"), metavar="text|json|github")]
FailOnOption = Annotated[str, typer.Option("--fail-on", help=say("fail_on_option"), metavar="|".join(THRESHOLDS))]


def check(
    paths: Annotated[list[str], typer.Argument(help=say("check_paths"), metavar="PATH…", show_default=False)],
    output_format: FormatOption = "text",
    fail_on: FailOnOption = "error",
    select: Annotated[list[str] | None, typer.Option("--select", help=say("select_option"), metavar="RULE")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help=say("ignore_option"), metavar="RULE")] = None,
    today: TodayOption = None,
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Check playbooks; the exit code tells whether a finding reaches the threshold."""
    from komma_cli.check.engine import check_source, reaches
    from komma_cli.check.finding import SEVERITIES
    from komma_cli.report import FORMATS
    from komma_cli.store import read_source

    one_of(output_format, tuple(FORMATS), "--format")
    one_of(fail_on, THRESHOLDS, "--fail-on")
    day = the_day(today)
    results = [
        check_source(read_source(path), today=day, select=_rules(select), ignore=_rules(ignore))
        for path in playbooks(paths)
    ]
    put_out(FORMATS[output_format](results, reader_language()), output)
    threshold = next((severity for severity in SEVERITIES if severity == fail_on), None)
    if threshold is not None and reaches(results, threshold):
        raise typer.Exit(Exit.FINDINGS)


def one_of(text: str, choices: tuple[str, ...], option: str) -> None:
    """Refuse an option's value that is not in its list. Raises ``UsageError``."""
    if text not in choices:
        raise UsageError("cli.not_a_choice", text=text, option=option, choices=", ".join(choices))


def playbooks(paths: list[str]) -> list[str]:
    """Return the files to read: files as named, folders searched for playbooks, ``-`` for standard input.

    Raises ``UsageError`` ``cli.nothing_to_check`` for a folder without playbooks.
    """
    found: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            inside = sorted(str(file) for file in Path(path).rglob(f"*{SUFFIX}") if file.is_file())
            if not inside:
                raise UsageError("cli.nothing_to_check", path=path)
            found += inside
        elif any(sign in path for sign in "*?[") and not Path(path).exists():
            found += _matching(path)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _matching(pattern: str) -> list[str]:
    """Return the files a pattern names, for shells that leave patterns alone (Windows, quotes in CI files)."""
    import glob

    inside = sorted(file for file in glob.glob(pattern, recursive=True) if Path(file).is_file())  # noqa: PTH207 - takes absolute patterns too
    if not inside:
        raise UsageError("cli.nothing_to_check", path=pattern)
    return inside


def _rules(options: list[str] | None) -> tuple[str, ...]:
    """Return rule ids and beginnings from options that may be given several times or with commas."""
    return tuple(part.strip().upper() for option in options or [] for part in option.split(",") if part.strip())
