"""A rule's page for people at a terminal: what it wants, why, and how it looks when it is right."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping

from komma_cli import durations
from komma_cli.check import pages
from komma_cli.check.registry import Rule
from komma_cli.model.thresholds import LIMITS, Limit, Number
from komma_cli.texts import Lang, text, words

WIDTH = 88
_LINK = re.compile(r"\[([^\]]+)\]\(((?:[^()]|\([^()]*\))+)\)")


def page(rule: Rule, lang: Lang, thresholds: Mapping[str, Number] | None = None) -> str:
    """Return the page of one rule; links stand as numbered addresses at its end.

    ``thresholds`` are those of the settings where komma runs, in the place of komma's own.
    """
    sheet = pages.page(rule.id, lang)
    why, *addresses = without_links(sheet.why)
    about, bad, good = pages.HEADINGS[lang]
    parts = [
        f"{rule.id}  {sheet.title}",
        text("report.rule_facts", lang, severity=text(f"report.{rule.severity}", lang), profile=rule.profile),
        f"{about}\n{_wrapped(why)}",
        f"{bad}\n{textwrap.indent(sheet.bad.code.rstrip(), '  ')}",
        f"{good}\n{textwrap.indent(sheet.good.code.rstrip(), '  ')}",
        f"{text('report.rule_fix', lang)}\n" + "\n".join(_wrapped(_plain(fix)) for fix in sheet.fixes.values()),
    ]
    parts[2:2] = [_threshold(limit, (thresholds or {}).get(limit.name), lang) for limit in limits_of(rule)]
    if addresses:
        listed = "\n".join(f"  [{number}] {address}" for number, address in enumerate(addresses, 1))
        parts.append(f"{text('report.rule_sources', lang)}\n{listed}")
    return "\n\n".join(parts) + "\n"


def limits_of(rule: Rule) -> list[Limit]:
    """Return the thresholds that a rule uses."""
    return [limit for limit in LIMITS.values() if rule.id in limit.rules]


def threshold_sentence(limit: Limit, around: Number | None, lang: Lang) -> str:
    """Return what a threshold is called, its value here, where that comes from, and how far it can be moved."""
    least, most = (_amount(value, lang) for value in limit.span)
    name = words("questions/_shared", lang)[f"@Thresholds.{limit.name}"]["short"]
    value = _amount(around or limit.default, lang)
    origin = text("report.threshold_set" if around is not None else "report.threshold_own", lang)
    moved = text("report.threshold_stricter" if limit.safety else "report.threshold_span", lang, least=least, most=most)
    return f"{name}: {value} ({origin}). {moved}"


def _threshold(limit: Limit, around: Number | None, lang: Lang) -> str:
    """Return a threshold with its line in the settings."""
    return "\n".join(
        [
            text("report.threshold", lang),
            _wrapped(threshold_sentence(limit, around, lang)),
            _wrapped(f"thresholds.{limit.name}: {around or limit.default}"),
        ]
    )


def _amount(value: Number, lang: Lang) -> str:
    return durations.say(value, lang) if isinstance(value, str) else str(value)


def all_pages(rules: Iterable[Rule], lang: Lang) -> str:
    """Return one line for each rule: id, severity, smallest profile, title."""
    lines = []
    for rule in rules:
        severity = text(f"report.{rule.severity}", lang)
        lines.append(f"{rule.id}  {severity:<8} {rule.profile:<9} {pages.page(rule.id, lang).title}")
    return "\n".join(lines) + "\n"


def without_links(markdown: str) -> list[str]:
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


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(
        " ".join(paragraph.split()),
        WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
