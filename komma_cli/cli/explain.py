"""``komma explain``: a rule, or anything else komma knows by an id, a code or a name, with its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import one_of, rule_unknown
from komma_cli.cli.common import LangOption, OutputFile, TodayOption, put_out, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.errors import UsageError

if TYPE_CHECKING:
    from komma_cli.model.thresholds import Number

SinceOption = Annotated[str | None, typer.Option("--since", help=say("since_option"), metavar="DATE")]
FORMATS = ("text", "markdown", "json")
AllOption = Annotated[bool, typer.Option("--all", help=say("all_option"))]
FormatOption = Annotated[str, typer.Option("--format", help=say("explain_format_option"), metavar="|".join(FORMATS))]


def explain(
    word: Annotated[str | None, typer.Argument(help=say("explain_word"), metavar="[WORD]", show_default=False)] = None,
    every: AllOption = False,
    output_format: FormatOption = "text",
    since: SinceOption = None,
    today: TodayOption = None,
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Print the page of a rule or of anything else komma knows, the list of all rules, or all their pages."""
    from komma_cli.check.rules import all_rules
    from komma_cli.report.explain import all_pages, page

    one_of(output_format, FORMATS, "--format")
    rules, language, asked = all_rules(), reader_language(), (word or "").strip()
    if since is not None and (not asked or asked.upper() in rules):
        raise UsageError("cli.since_without_period", text=asked or "komma explain")
    if word is not None and every:
        raise UsageError("cli.rules_only", option="--all", text=word)
    if word is not None and asked.upper() not in rules:
        if re.match(r"[Kk]\d", asked):
            raise rule_unknown(word)
        if output_format != "text":
            raise UsageError("cli.rules_only", option="--format", text=word)
        put_out(_known(asked, since, today), output)
        return
    wanted = [rules[asked.upper()]] if asked else list(rules.values())
    if every or output_format != "text":
        from komma_cli.report import rule_index

        put_out(rule_index.FORMATS[output_format](wanted, language), output, machine=output_format != "text")
    else:
        put_out(page(wanted[0], language, _thresholds()) if asked else all_pages(wanted, language), output)


def _thresholds() -> dict[str, Number]:
    """Return the thresholds that the settings around the working folder change."""
    from komma_cli.cli.check_options import STDIN, settings_of

    return dict(settings_of([STDIN], None, isolated=False)[STDIN].thresholds)


def _known(asked: str, since: str | None, today: str | None) -> str:
    """Return what komma knows about a word. Raises ``UsageError`` with the likeliest names."""
    from komma_cli.check.rules import all_rules
    from komma_cli.report import lookup
    from komma_cli.report.parts import WIDTH

    language = reader_language()
    days = lookup.Days(the_day(today), None if since is None else the_day(since))
    found = lookup.find(asked, language)
    if not found:
        similar = lookup.similar(asked, language, all_rules())
        raise UsageError("cli.nothing_to_explain", text=asked, similar=", ".join(similar))
    if since is not None:
        found = tuple(one for one in found if lookup.has_period(one, language))
        if not found:
            raise UsageError("cli.since_without_period", text=asked)
    return f"\n{'-' * WIDTH}\n\n".join(lookup.entry(one, language, days) for one in found)
