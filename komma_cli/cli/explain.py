"""``komma explain``: what a rule wants, why, and how it looks when it is right."""

from __future__ import annotations

import difflib
import sys
from typing import Annotated

import typer

from komma_cli.cli.common import LangOption, say
from komma_cli.cli.language import reader_language
from komma_cli.errors import UsageError


def explain(
    rule: Annotated[str | None, typer.Argument(help=say("explain_rule"), metavar="[RULE]", show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Print a rule's page, or the list of all rules."""
    from komma_cli.check.engine import all_rules
    from komma_cli.report.explain import all_pages, page

    rules = all_rules()
    if rule is None:
        sys.stdout.write(all_pages(rules.values(), reader_language()))
        return
    wanted = rule.strip().upper()
    if wanted not in rules:
        similar = difflib.get_close_matches(wanted, rules, 3, 0.5) or [next(iter(rules))]
        raise UsageError("cli.unknown_rule", rule=rule, similar=", ".join(similar))
    sys.stdout.write(page(rules[wanted], reader_language()))
