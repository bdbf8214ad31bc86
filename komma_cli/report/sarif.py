"""Findings as SARIF 2.1.0, which code scanning platforms and editors read.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from komma_cli import __version__
from komma_cli.check import pages
from komma_cli.check.engine import Result
from komma_cli.check.finding import Edit, Place, Severity
from komma_cli.check.rules import all_rules
from komma_cli.report.counts import unchecked
from komma_cli.report.json import dumped, dumped_list
from komma_cli.report.said import Results, Said, SaidFinding, SaidRelated, said, said_as_a_whole
from komma_cli.report.uris import uri_of
from komma_cli.texts import Lang, text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOMEPAGE = "https://komma-cli.example/komma"
"""As in ``publiccode.yml``."""
FINGERPRINT = "kommaFinding/v1"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
_ROOM = 900
"""Bytes of a rule's words; with them a rule and a finding of it stay below 2 KB. ``komma explain`` shows all."""
_MOST_EDITS, _LONGEST_EDIT = 4, 160
"""So many replacements, and so many letters in all of them, still fit beside a finding's own words."""
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^()]*\))+\)")
_SYNTAX = re.compile(r"\[(?=[^\[\]]*\]\()|\{(?=\d+\})")
"""What a reader of SARIF would take for a link or a placeholder (3.11.5 and 3.11.6)."""

Record = dict[str, Any]
"""An object of the format; its names are those of the specification."""


def write(results: Results, lang: Lang) -> str:
    """Return one run over all files; only rules that found something are described. It ends with a line break.

    Accepted findings are there with a suppression that says why, by whom and until when. The line of the file itself
    is never part of it.
    """
    return "".join(pieces(results, lang))


def pieces(results: Results, lang: Lang) -> Iterator[str]:
    """Yield the run result by result."""
    found: set[str] = set()
    names: dict[str, None] = {}
    failed: list[Record] = []
    left_out: list[Record] = []
    for one in results:
        found.update(_rules_of(one))
        file = said_as_a_whole(one, lang)
        names[file.shown] = None
        failed += _failed(file)
        left_out += _unchecked(file, lang)
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
                "executionSuccessful": not failed,
                "toolExecutionNotifications": failed + left_out,
            }
        ],
        "artifacts": [{"location": _artifact(name)} for name in names],
        "results": [],
    }
    before, after = dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).rsplit("[]", 1)
    records = (record for file in said(results, lang) for record in _results(file, rules, lang))
    yield from dumped_list(before, records, after, indent=6)


def _rules_of(one: Result | Said) -> Iterator[str]:
    yield from (finding.rule for finding in one.findings)
    yield from (accepted.finding.rule for accepted in one.accepted)


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


def _results(said_file: Said, rules: dict[str, int], lang: Lang) -> Iterable[Record]:
    file = _artifact(said_file.shown)
    for finding in said_file.findings:
        yield _result(file, finding, rules, lang)
    for accepted in said_file.accepted:
        until = pages.fill("{until}", {"until": accepted.until}, lang)
        reason = text("report.accepted", lang, until=until, by=accepted.by, reason=accepted.reason)
        suppressed = [{"kind": "inSource", "status": "accepted", "justification": reason}]
        yield {**_result(file, accepted.finding, rules, lang), "suppressions": suppressed}


def _result(file: Record, finding: SaidFinding, rules: dict[str, int], lang: Lang) -> Record:
    record: Record = {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(f"{finding.message} {finding.fix}".strip())},
        "locations": [_location(file, finding.place, finding.path)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.related:
        record["relatedLocations"] = [_related(file, one) for one in finding.related]
    if _small(finding.edits):
        record["fixes"] = [_fix(file, finding.edits, lang)]
    return record


def _location(file: Record, place: Place | None, path: str) -> Record:
    physical: Record = {"artifactLocation": file}
    if place is not None:
        physical["region"] = _region(place)
    location: Record = {"physicalLocation": physical}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path}]
    return location


def _related(file: Record, related: SaidRelated) -> Record:
    return {**_location(file, related.place, related.path), "message": {"text": related.words}}


def _small(edits: Sequence[Edit]) -> bool:
    """Say whether there is something to offer, and room for it; ``--fix`` mends the rest."""
    return 0 < len(edits) <= _MOST_EDITS and sum(len(edit.text) for edit in edits) <= _LONGEST_EDIT


def _fix(file: Record, edits: Sequence[Edit], lang: Lang) -> Record:
    return {
        "description": {"text": text("report.offered", lang)},
        "artifactChanges": [{"artifactLocation": file, "replacements": [_replacement(edit) for edit in edits]}],
    }


def _replacement(edit: Edit) -> Record:
    if edit.byte_order_mark:  # no column counts it
        return {"deletedRegion": {"byteOffset": 0, "byteLength": 3}}
    region = {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.end_line,
        "endColumn": edit.end_column,
    }
    return {"deletedRegion": region, **({"insertedContent": {"text": edit.text}} if edit.text else {})}


def _region(place: Place) -> Record:
    return {"startLine": place.line, "startColumn": place.column, "endColumn": place.end_column}


def _artifact(file: str) -> Record:
    return {"uri": uri_of(file)}


def _failed(file: Said) -> Iterator[Record]:
    if file.failure is not None:
        yield _notification("error", _plain(f"{file.failure.message} {file.failure.hint}".strip()), file)


def _unchecked(file: Said, lang: Lang) -> Iterator[Record]:
    """Say how many rules could say nothing about a file: no finding of theirs does not mean that all is well."""
    if left_out := unchecked(file, lang):
        yield _notification("note", left_out, file)


def _notification(level: str, words: str, file: Said) -> Record:
    place = {"physicalLocation": {"artifactLocation": _artifact(file.shown)}}
    return {"level": level, "message": {"text": words}, "locations": [place]}


def _plain(words: str) -> str:
    return _SYNTAX.sub(lambda sign: "\\[" if sign[0] == "[" else "{{", words)
