"""Findings as SARIF 2.1.0, which code scanning platforms and editors read.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from komma_cli import __version__
from komma_cli.check import pages
from komma_cli.check.engine import Result
from komma_cli.check.finding import Finding, Place, Severity
from komma_cli.check.rules import all_rules
from komma_cli.report.counts import failure_words, unchecked
from komma_cli.report.fingerprints import fingerprints, relative_name
from komma_cli.report.json import dumped
from komma_cli.texts import Lang, text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOMEPAGE = "https://komma-cli.example/komma"
"""As in ``publiccode.yml``."""
FINGERPRINT = "kommaFinding/v1"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
_ROOM = 900
"""Bytes of a rule's words; with them a rule and a finding of it stay below 2 KB. ``komma explain`` shows all."""
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^()]*\))+\)")
_SYNTAX = re.compile(r"\[(?=[^\[\]]*\]\()|\{(?=\d+\})")
"""What a reader of SARIF would take for a link or a placeholder (3.11.5 and 3.11.6)."""

Record = dict[str, Any]
"""An object of the format; its names are those of the specification."""


def write(results: Sequence[Result], lang: Lang) -> str:
    """Return one run over all files; only rules that found something are described. It ends with a line break.

    Accepted findings are there with a suppression that says why, by whom and until when. The line of the file itself
    is never part of it.
    """
    files = {relative_name(result.name): None for result in results}
    found = {finding.rule for result in results for finding in _all(result)}
    rules = {rule: position for position, rule in enumerate(sorted(found))}
    run = {
        "tool": {
            "driver": {
                "name": "komma",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOMEPAGE,
                "rules": [_rule(rule, lang) for rule in rules],
            }
        },
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "invocations": [
            {
                "executionSuccessful": all(result.failure is None for result in results),
                "toolExecutionNotifications": [*_failed(results, lang), *_unchecked(results, lang)],
            }
        ],
        "artifacts": [{"location": _artifact(file)} for file in files],
        "results": [record for result in results for record in _results(result, rules, lang)],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=0)


def _all(result: Result) -> list[Finding]:
    return [*result.findings, *(accepted.finding for accepted in result.accepted)]


def _rule(rule: str, lang: Lang) -> Record:
    """Describe a rule by its page; the name is made of the English title, so that it is the same in every language."""
    sheet = pages.page(rule, lang)
    return {
        "id": rule,
        "name": "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", pages.page(rule, "en").title)),
        "shortDescription": {"text": sheet.title},
        "fullDescription": {"text": _LINK.sub(r"\1", sheet.why)},
        "help": {"text": " ".join(sheet.fixes.values()), "markdown": _help(sheet, lang)},
        "defaultConfiguration": {"level": _LEVELS[all_rules()[rule].severity]},
    }


def _help(sheet: pages.Page, lang: Lang) -> str:
    """Return what to do, the good example where there is room for it, and the sources; why stands beside it."""
    good = pages.HEADINGS[lang][2]
    fixes = "\n".join(f"- {fix}" for fix in sheet.fixes.values())
    sources = "\n".join(f"- {link[0]}" for link in _LINK.finditer(sheet.why))
    parts = [(text("report.rule_fix", lang), fixes)]
    if len((sheet.why + 2 * fixes + sources + sheet.good.code).encode()) <= _ROOM:
        parts.append((good, f"```\n{sheet.good.code.rstrip()}\n```"))
    if sources:
        parts.append((text("report.rule_sources", lang), sources))
    return "\n\n".join(f"**{heading}**\n\n{part}" for heading, part in parts)


def _results(result: Result, rules: dict[str, int], lang: Lang) -> Iterable[Record]:
    file = _artifact(relative_name(result.name))
    prints = fingerprints(result.name, _all(result))
    reasons = [None] * len(result.findings) + [accepted.deviation for accepted in result.accepted]
    for finding, fingerprint, deviation in zip(_all(result), prints, reasons, strict=True):
        words = pages.words_of(finding, lang)
        record: Record = {
            "ruleId": finding.rule,
            "ruleIndex": rules[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _plain(f"{words.message} {words.fix}".strip())},
            "locations": [_location(file, finding)],
            "partialFingerprints": {FINGERPRINT: fingerprint},
        }
        if deviation is not None:
            until = pages.fill("{until}", {"until": deviation.until}, lang)
            reason = text("report.accepted", lang, until=until, by=deviation.by, reason=deviation.reason)
            record["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": reason}]
        yield record


def _location(file: Record, finding: Finding) -> Record:
    physical: Record = {"artifactLocation": file}
    if finding.place is not None:
        physical["region"] = _region(finding.place)
    location: Record = {"physicalLocation": physical}
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    return location


def _region(place: Place) -> Record:
    return {"startLine": place.line, "startColumn": place.column, "endColumn": place.end_column}


def _artifact(file: str) -> Record:
    """Return a file as a URI: relative where it can be, everything but plain letters encoded."""
    path = quote(os.fsencode(file), safe="/")
    if re.match(r"[A-Za-z]%3A/", path):  # a drive of Windows
        return {"uri": "file:///" + path.replace("%3A", ":", 1)}
    if path.startswith("/"):
        return {"uri": ("file:" if path.startswith("//") else "file://") + path}
    return {"uri": path}


def _failed(results: Sequence[Result], lang: Lang) -> Iterable[Record]:
    for result in results:
        if result.failure is not None:
            yield {
                "level": "error",
                "message": {"text": _plain(" ".join(failure_words(result.failure, lang)).strip())},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(relative_name(result.name))}}],
            }


def _unchecked(results: Sequence[Result], lang: Lang) -> list[Record]:
    """Say for each file how many rules could say nothing: no finding of theirs does not mean that all is well."""
    return [
        {
            "level": "note",
            "message": {"text": left_out},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(relative_name(result.name))}}],
        }
        for result in results
        if (left_out := unchecked(result, lang))
    ]


def _plain(words: str) -> str:
    return _SYNTAX.sub(lambda sign: "\\[" if sign[0] == "[" else "{{", words)
