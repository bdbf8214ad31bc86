"""A rule's page for people at a terminal: what it wants, why, and how it looks when it is right."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from komma_cli.check import pages
from komma_cli.check.registry import Rule
from komma_cli.texts import Lang, text

WIDTH = 88
_LINK = re.compile(r"\[([^\]]+)\]\(((?:[^()]|\([^()]*\))+)\)")


def page(rule: Rule, lang: Lang) -> str:
    """Return the page of one rule; links stand as numbered addresses at its end."""
    sheet = pages.page(rule.id, lang)
    why, *addresses = _without_links(sheet.why)
    about, bad, good = pages.HEADINGS[lang]
    parts = [
        f"{rule.id}  {sheet.title}",
        text("report.rule_facts", lang, severity=text(f"report.{rule.severity}", lang), profile=rule.profile),
        f"{about}\n{_wrapped(why)}",
        f"{bad}\n{textwrap.indent(sheet.bad.code.rstrip(), '  ')}",
        f"{good}\n{textwrap.indent(sheet.good.code.rstrip(), '  ')}",
        f"{text('report.rule_fix', lang)}\n" + "\n".join(_wrapped(_plain(fix)) for fix in sheet.fixes.values()),
    ]
    if addresses:
        listed = "\n".join(f"  [{number}] {address}" for number, address in enumerate(addresses, 1))
        parts.append(f"{text('report.rule_sources', lang)}\n{listed}")
    return "\n\n".join(parts) + "\n"


def all_pages(rules: Iterable[Rule], lang: Lang) -> str:
    """Return one line for each rule: id, severity, smallest profile, title."""
    lines = []
    for rule in rules:
        severity = text(f"report.{rule.severity}", lang)
        lines.append(f"{rule.id}  {severity:<8} {rule.profile:<9} {pages.page(rule.id, lang).title}")
    return "\n".join(lines) + "\n"


def _without_links(markdown: str) -> list[str]:
    """Return the text with numbers in the place of link targets, and behind it the targets in their order."""
    targets: list[str] = []

    def number(link: re.Match[str]) -> str:
        if link[2] not in targets:
            targets.append(link[2])
        return f"{link[1]} [{targets.index(link[2]) + 1}]"

    return [_LINK.sub(number, markdown), *targets]


def _plain(sentence: str) -> str:
    """Return a sentence with its placeholders shown as dots."""
    return re.sub(r"\{[^{}]*\}", "…", sentence)


def _wrapped(words: str) -> str:
    return textwrap.fill(
        " ".join(words.split()),
        WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
