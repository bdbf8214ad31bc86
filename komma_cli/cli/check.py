"""``komma check``: prove playbooks."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli import check_options as options
from komma_cli.cli.common import (
    SUFFIX,
    LangOption,
    OutputFile,
    TodayOption,
    say,
    the_day,
)
from komma_cli.cli.exits import Exit
from komma_cli.cli.reports import FORMAT_NAMES, put_out_report
from komma_cli.errors import UsageError

THRESHOLDS = ("error", "warning", "hint", "never")

FormatOption = Annotated[str, typer.Option("--format", help=say("format_option"), metavar=FORMAT_NAMES)]
FailOnOption = Annotated[
    str | None,
    typer.Option("--fail-on", help=say("fail_on_option"), metavar="|".join(THRESHOLDS), show_default="error"),
]


def check(
    paths: Annotated[list[str], typer.Argument(help=say("check_paths"), metavar="PATH…", show_default=False)],
    output_format: FormatOption = "text",
    fail_on: FailOnOption = None,
    select: Annotated[list[str] | None, typer.Option("--select", help=say("select_option"), metavar="RULE")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help=say("ignore_option"), metavar="RULE")] = None,
    today: TodayOption = None,
    fix: options.FixOption = False,
    diff: options.DiffOption = False,
    baseline: options.BaselineOption = None,
    write_baseline: options.WriteBaselineOption = None,
    config: options.ConfigOption = None,
    isolated: options.IsolatedOption = False,
    part: Annotated[str | None, typer.Option("--shard", help=say("shard_option"), metavar="K/N")] = None,
    jobs: Annotated[int, typer.Option("--jobs", help=say("jobs_option"), metavar="N", min=0, show_default=False)] = 0,
    use_cache: Annotated[bool, typer.Option("--cache/--no-cache", help=say("cache_option"))] = True,
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Check playbooks; the exit code tells whether a finding reaches the threshold."""
    from komma_cli.check.batch import shard
    from komma_cli.cli.many import check_many, tell_failures
    from komma_cli.report import FORMATS
    from komma_cli.report.run import Options, Run, reached, shard_of

    one_of(output_format, tuple(FORMATS), "--format")
    one_of(fail_on or "error", THRESHOLDS, "--fail-on")
    day, wanted, unwanted = the_day(today), _rules(select, "--select"), _rules(ignore, "--ignore")
    everything = playbooks(paths)
    files = everything if part is None else shard(everything, part)
    if output is not None:
        keep_playbooks(output, files)
    options.refuse_baseline(baseline, write_baseline)
    settings = options.settings_of(files, config, isolated=isolated)
    terms = {path: options.terms_of(settings[path], day, wanted or None, unwanted or None) for path in files}
    if diff:
        options.show_diffs(files, terms, output)
    refused = fix and options.mend(files, terms)
    language = options.language_of(settings.values(), lang)
    results = check_many(terms, language, jobs=jobs, use_cache=use_cache)
    failed = tell_failures(results, language)
    if failed and part is None and all(result.failure for result in results):
        raise typer.Exit(failed)  # there is nothing to report; an older report stays as it is
    results = options.hide_known(results, baseline, write_baseline, terms)
    run = Run(
        day,
        Options(wanted or None, unwanted or None, fail_on, options.name_of(baseline or write_baseline)),
        tuple(settings[path] for path in files),
        shard_of(part, everything),
    )
    put_out_report(results, language, run, output_format, output)
    if failed:
        raise typer.Exit(failed)
    if refused:
        raise typer.Exit(Exit.CANNOT)
    if reached(results, run.settings, fail_on):
        raise typer.Exit(Exit.FINDINGS)


def one_of(text: str, choices: tuple[str, ...], option: str) -> None:
    """Refuse an option's value that is not in its list. Raises ``UsageError``."""
    if text not in choices:
        raise UsageError("cli.not_a_choice", text=text, option=option, choices=", ".join(choices))


def playbooks(paths: list[str]) -> list[str]:
    """Return the files to read: files as named, folders searched for playbooks, ``-`` for standard input.

    Raises ``UsageError`` ``cli.nothing_to_check`` for a folder without playbooks, ``cli.no_path`` for an empty name
    (an unset variable in a script must not check whatever lies around), ``OSError`` for a folder that cannot be read.
    """
    found: list[str] = []
    for path in paths:
        if not path.strip():
            raise UsageError("cli.no_path")
        if path != "-" and Path(path).is_dir():
            found += _inside(path)
        elif any(sign in path for sign in "*?[") and not Path(path).exists():
            found += _matching(path)
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _inside(folder: str) -> list[str]:
    """Return the playbooks in a folder and below; what may not be read is an error and not a clean bill."""

    def refuse(error: OSError) -> None:
        raise error

    walked = os.walk(folder, onerror=refuse)
    inside = sorted(str(Path(where, name)) for where, _, names in walked for name in names if name.endswith(SUFFIX))
    if not inside:
        raise UsageError("cli.nothing_to_check", path=folder)
    return inside


def _matching(pattern: str) -> list[str]:
    """Return the files a pattern names, for shells that leave patterns alone (Windows, quotes in CI files)."""
    import glob

    inside = sorted(file for file in glob.glob(pattern, recursive=True) if Path(file).is_file())  # noqa: PTH207 - takes absolute patterns too
    if not inside:
        raise UsageError("cli.nothing_to_check", path=pattern)
    return inside


def keep_playbooks(output: Path, files: list[str]) -> None:
    """Refuse to write a report in the place of a file that is being checked. Raises ``UsageError``."""
    if output.exists() and any(file != "-" and Path(file).exists() and output.samefile(file) for file in files):
        raise UsageError("cli.output_is_playbook", file=output)


_LIKE_FIGURES = str.maketrans("OIL", "011")


def rule_unknown(name: str) -> UsageError:
    """Return the error for a rule that does not exist, with those that are most like it."""
    from komma_cli.check.rules import all_rules

    rules = all_rules()
    beginning = [rule for rule in rules if rule.startswith(name.upper()[:3])] if len(name) > 2 else []
    figures = name.upper().translate(_LIKE_FIGURES)  # the letter O for a nought is the likeliest slip
    similar = (
        [*([figures] if figures in rules else []), *beginning[:3]]
        or difflib.get_close_matches(name.upper(), rules, 3, 0.5)
        or [next(iter(rules))]
    )
    return UsageError("cli.unknown_rule", rule=name, similar=", ".join(similar))


def _rules(options: list[str] | None, option: str) -> tuple[str, ...]:
    """Return rule ids and beginnings from an option that may be given several times or with commas.

    Raises ``UsageError`` for a name no rule begins with: it would silently check nothing.
    """
    from komma_cli.check.rules import all_rules

    found = [part.strip() for given in options or [] for part in given.split(",") if part.strip()]
    if options and not found:
        raise UsageError("cli.no_value", option=option, example="K203")
    for name in found:
        if not any(rule.startswith(name.upper()) for rule in all_rules()):
            raise rule_unknown(name)
    return tuple(name.upper() for name in found)
