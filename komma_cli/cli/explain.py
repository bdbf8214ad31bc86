"""``komma explain``: what a rule wants, why, and how it looks when it is right."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from komma_cli.cli.check import rule_unknown
from komma_cli.cli.common import LangOption, say
from komma_cli.cli.language import reader_language


def explain(
    rule: Annotated[str | None, typer.Argument(help=say("explain_rule"), metavar="[RULE]", show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Print a rule's page, or the list of all rules."""
    from komma_cli.check.rules import all_rules
    from komma_cli.report.explain import all_pages, page

    rules = all_rules()
    if rule is None:
        sys.stdout.write(all_pages(rules.values(), reader_language()))
        return
    wanted = rule.strip().upper()
    if wanted not in rules:
        raise rule_unknown(rule)
    sys.stdout.write(page(rules[wanted], reader_language()))
