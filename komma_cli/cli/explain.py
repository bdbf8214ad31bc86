"""``komma explain``: a rule, or anything else komma knows by an id, a code or a name, with its source."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from komma_cli.cli.check import rule_unknown
from komma_cli.cli.common import LangOption, TodayOption, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.errors import UsageError

SinceOption = Annotated[str | None, typer.Option("--since", help=say("since_option"), metavar="DATE")]


def explain(
    word: Annotated[str | None, typer.Argument(help=say("explain_word"), metavar="[WORD]", show_default=False)] = None,
    since: SinceOption = None,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Print the page of a rule or of anything else komma knows, or the list of all rules."""
    from komma_cli.check.rules import all_rules
    from komma_cli.report.explain import all_pages, page

    rules, language, asked = all_rules(), reader_language(), (word or "").strip()
    if since is not None and (not asked or asked.upper() in rules):
        raise UsageError("cli.since_without_period", text=asked or "komma explain")
    if word is None:
        sys.stdout.write(all_pages(rules.values(), language))
    elif asked.upper() in rules:
        sys.stdout.write(page(rules[asked.upper()], language))
    elif re.match(r"[Kk]\d", asked):
        raise rule_unknown(word)
    else:
        sys.stdout.write(_known(asked, since, today))


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
