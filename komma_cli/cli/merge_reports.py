"""``komma merge-reports``: one report from the parts that several machines have checked."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import THRESHOLDS, FormatOption, one_of
from komma_cli.cli.common import OutputFile, say
from komma_cli.cli.exits import Exit, print_lines
from komma_cli.cli.reports import put_out_report
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.report.run import Run
    from komma_cli.report.said import Said


def merge_reports(
    reports: Annotated[list[str], typer.Argument(help=say("reports_argument"), metavar="REPORT…", show_default=False)],
    output_format: FormatOption = "text",
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", help=say("merge_fail_on_option"), metavar="|".join(THRESHOLDS))
    ] = None,
    output: OutputFile = None,
) -> None:
    """Put the parts of a run together; report and exit code are those of a run on one machine."""
    from komma_cli.report import FORMATS
    from komma_cli.report.merged import merged, with_lines
    from komma_cli.report.reading import read_report
    from komma_cli.report.run import reached

    one_of(output_format, tuple(FORMATS), "--format")
    one_of(fail_on or "error", THRESHOLDS, "--fail-on")
    names = _named(reports)
    if output is not None and output.exists() and any(output.samefile(name) for name in names):
        raise UsageError("cli.output_is_part", file=output)
    whole = merged(read_report(_text_of(name), name) for name in names)
    run = whole.run if fail_on is None else _with_threshold(whole.run, fail_on)
    failed = _tell_failures(whole.files)
    if failed and all(file.failure for file in whole.files):
        raise typer.Exit(failed)  # as after a check: there is nothing to report
    files = with_lines(whole.files, _lines_of) if output_format == "text" else whole.files
    put_out_report(files, whole.lang, run, output_format, output)
    if failed:
        raise typer.Exit(failed)
    if reached(files, run.settings, run.options.fail_on):
        raise typer.Exit(Exit.FINDINGS)


def _named(reports: Sequence[str]) -> list[str]:
    """Return the files, each once; patterns are for shells that leave them alone.

    Raises ``UsageError`` ``cli.no_path`` for an empty name, ``ReadError`` ``cli.report_missing``.
    """
    found: list[str] = []
    for report in reports:
        if not report.strip():
            raise UsageError("cli.no_path")
        if any(sign in report for sign in "*?[") and not Path(report).exists():
            inside = sorted(name for name in glob.glob(report, recursive=True) if Path(name).is_file())  # noqa: PTH207 - takes absolute patterns too
            found += inside or [report]
        else:
            found.append(report)
    missing = next((name for name in found if not Path(name).exists()), None)
    if missing is not None:
        raise ReadError("cli.report_missing", file=missing)
    return list(dict.fromkeys(found))


def _text_of(name: str) -> str:
    """Return the text of a report. Raises ``ReadError`` ``cli.system``, ``UsageError`` ``cli.report_foreign``."""
    try:
        return Path(name).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("cli.report_foreign", file=name) from error
    except OSError as error:
        raise ReadError("cli.system", file=name, reason=error.strerror or str(error)) from error


def _with_threshold(run: Run, fail_on: str) -> Run:
    return replace(run, options=replace(run.options, fail_on=fail_on))


def _tell_failures(files: Sequence[Said]) -> Exit | None:
    """Say which files could not be checked, as the check itself does; return the exit code, None if there are none."""
    failures = [file.failure for file in files if file.failure is not None]
    for failure in failures:
        print_lines(failure.message, failure.hint)
    if not failures:
        return None
    return Exit.FAULT if any(failure.fault for failure in failures) else Exit.CANNOT


def _lines_of(file: Said) -> Sequence[str] | None:
    """Return the lines of a plan that lies here as it was checked: only its size is known to tell."""
    from komma_cli.store.reading import STDIN, read_source

    if file.name == STDIN:
        return None
    try:
        source = read_source(file.shown)
    except ReadError:
        return None
    return source.text.split("\n") if len(source.data) == file.size else None
