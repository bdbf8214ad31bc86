"""All rules in one text: for the terminal, as a page of Markdown, and as JSON for programs.

Made from the registry and the rules' own pages; ``docs/rules.md`` is what ``komma explain --all`` writes, and a test
compares the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from komma_cli.check import pages
from komma_cli.check.registry import Rule
from komma_cli.model.thresholds import Limit
from komma_cli.report.explain import limits_of, page, threshold_sentence, without_links
from komma_cli.texts import Lang, text

FORMAT = "komma-rules/1"
"""Grows only when a field is taken away or changes its meaning; new fields may come at any time."""
_FAMILY = 2
"""Letters of an id that name its family: K2 of K203."""
_OWN = "D"
"""The basis of a rule that is a decision of komma's own."""
_WORKING_PAPERS = re.compile(r"[RW]\d+|addendum .*")
"""Numbers of komma's working papers, which readers do not have; what stands behind them the page says under „why“."""
_BETWEEN = f"\n{'=' * 88}\n\n"


def write_text(rules: Iterable[Rule], lang: Lang) -> str:
    """Return every rule's page as ``komma explain K203`` shows it, one below the other."""
    return _BETWEEN.join(page(rule, lang) for rule in rules)


def write_json(rules: Iterable[Rule], lang: Lang) -> str:
    """Return one object; sentences have their placeholders (``{role}``), by case where a rule has several."""
    listed = [_record(rule, lang) for rule in rules]
    return json.dumps({"format": FORMAT, "language": lang, "rules": listed}, ensure_ascii=False, indent=2) + "\n"


def _record(rule: Rule, lang: Lang) -> dict[str, Any]:
    sheet = pages.page(rule.id, lang)
    return {
        "id": rule.id,
        "title": sheet.title,
        "severity": rule.severity,
        "profile": rule.profile,
        "needs": list(rule.needs),
        "thresholds": [
            {"name": limit.name, "default": limit.default, "least": limit.span[0], "most": limit.span[1]}
            for limit in limits_of(rule)
        ],
        "messages": sheet.messages,
        "fixes": sheet.fixes,
        "why": sheet.why,
        "basis": _basis(rule),
        "links": without_links(sheet.why)[1:],
        "bad": asdict(sheet.bad),
        "good": asdict(sheet.good),
    }


def _basis(rule: Rule) -> list[str]:
    """Return the norms and addresses that a rule rests on."""
    return [source for source in rule.sources if source != _OWN and not _WORKING_PAPERS.fullmatch(source)]


def write_markdown(rules: Sequence[Rule], lang: Lang) -> str:
    """Return one page: a table of all rules, then each with what it says, why, on what basis, and both examples."""
    parts = [f"# {text('rule_index.title', lang)}", text("rule_index.intro", lang, count=len(rules))]
    families = sorted({rule.id[:_FAMILY] for rule in rules})
    for family in families:
        parts += [f"## {_family(family, lang)}", _table([rule for rule in rules if rule.id.startswith(family)], lang)]
    parts += [_section(rule, lang) for rule in rules]
    return "\n\n".join(parts) + "\n"


def _family(family: str, lang: Lang) -> str:
    return f"{family}xx – {text(f'rule_index.family_{family.lower()}', lang)}"


def _table(rules: Sequence[Rule], lang: Lang) -> str:
    heads = [text(f"rule_index.{name}", lang) for name in ("rule", "severity", "profile", "about")]
    rows = [
        [
            f"[{rule.id}](#{rule.id.lower()})",
            text(f"report.{rule.severity}", lang),
            rule.profile,
            _placeholders(pages.page(rule.id, lang).title),
        ]
        for rule in rules
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def _section(rule: Rule, lang: Lang) -> str:
    """Return one rule; an anchor of its own keeps links alive when the title changes."""
    sheet = pages.page(rule.id, lang)
    about, bad, good = pages.HEADINGS[lang]
    basis = _basis(rule) + ([text("rule_index.own", lang)] if _OWN in rule.sources else [])
    facts = [text("report.rule_facts", lang, severity=text(f"report.{rule.severity}", lang), profile=rule.profile)]
    if basis:
        facts.append(text("rule_index.basis", lang, basis=", ".join(basis)))
    return "\n\n".join(
        [
            f'<a id="{rule.id.lower()}"></a>\n\n### {rule.id} {_placeholders(sheet.title)}',
            " – ".join(facts),
            _sentences(text("rule_index.says", lang), sheet.messages),
            *(_threshold(limit, lang) for limit in limits_of(rule)),
            f"**{about}.** {sheet.why}",
            _sentences(text("report.rule_fix", lang), sheet.fixes),
            f"**{bad}:**\n\n{_code(sheet.bad)}",
            f"**{good}:**\n\n{_code(sheet.good)}",
        ]
    )


def _threshold(limit: Limit, lang: Lang) -> str:
    return f"**{text('report.threshold', lang)}** `thresholds.{limit.name}`: {threshold_sentence(limit, None, lang)}"


def _sentences(heading: str, by_case: dict[str, str]) -> str:
    said = list(dict.fromkeys(_placeholders(sentence) for sentence in by_case.values()))
    if len(said) == 1:
        return f"**{heading}:** {said[0]}"
    return f"**{heading}:**\n\n" + "\n".join(f"- {one}" for one in said)


def _placeholders(sentence: str) -> str:
    """Return a sentence with its placeholders as code and every other sign as it stands, not as Markdown."""

    def shown(found: re.Match[str]) -> str:
        return f"`{{{found[1]}}}`" if found[1] else f"\\{found[0]}"

    return re.sub(r"\{(\w+)[^{}]*\}|[\\`*_<>\[\]#|]", shown, " ".join(sentence.split()))


def _code(example: pages.Example) -> str:
    language = "yaml" if example.language == "yaml" else "text"
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", example.code))])
    return f"{fence}{language}\n{example.code.rstrip()}\n{fence}"


FORMATS: dict[str, Callable[[Sequence[Rule], Lang], str]] = {
    "text": write_text,
    "json": write_json,
    "markdown": write_markdown,
}
"""Name on the command line and what writes it."""
