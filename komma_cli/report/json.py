"""Findings for programs: one JSON object with its own version, so that names inside komma may change freely."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import TypedDict

from komma_cli.check.engine import Failure, Result
from komma_cli.check.finding import SEVERITIES, Finding
from komma_cli.check.pages import words_of
from komma_cli.report.counts import failure_words
from komma_cli.texts import Lang

FORMAT = "komma-check/1"
"""Grows only when a field is taken away or changes its meaning; new fields may come at any time."""


class FindingRecord(TypedDict):
    """One finding; ``line`` and columns count from 1 and are null where the finding has no place."""

    rule: str
    severity: str
    path: str
    line: int | None
    column: int | None
    end_column: int | None
    title: str
    message: str
    fix: str


class AcceptedRecord(TypedDict):
    """A finding that the municipality accepts, and on whose word until when."""

    finding: FindingRecord
    reason: str
    by: str
    until: str


class SkippedRecord(TypedDict):
    """A rule that could not run; ``reason`` is ``missing``, ``broken`` or ``unreadable``."""

    rule: str
    reason: str
    section: str


class FailureRecord(TypedDict):
    """Why a file could not be checked at all, and what to do; it is not clean then."""

    message: str
    hint: str


class FileRecord(TypedDict):
    """The result for one file."""

    file: str
    profile: str
    counts: dict[str, int]
    findings: list[FindingRecord]
    accepted: list[AcceptedRecord]
    skipped: list[SkippedRecord]
    failure: FailureRecord | None


class Report(TypedDict):
    """The whole output."""

    format: str
    language: str
    files: list[FileRecord]


def write(results: Sequence[Result], lang: Lang) -> str:
    """Return the report as indented JSON in UTF-8 characters; it ends with a line break.

    Signs that could steer a terminal (names and keys of a file may hold some) are written as escapes.
    """
    report: Report = {"format": FORMAT, "language": lang, "files": [_file(result, lang) for result in results]}
    return dumped(report)


def dumped(value: object, *, indent: int = 2) -> str:
    """Return a value as indented JSON with a line break at its end; signs nobody can see are escapes."""
    whole = json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace").decode()
    unseen = {ord(sign): json.dumps(sign)[1:-1] for sign in set(whole) if sign != "\n" and not visible(sign)}
    return whole.translate(unseen) + "\n"


def visible(sign: str) -> bool:
    """Say whether a sign is one to look at, a blank included, and cannot steer a terminal or turn a line around."""
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


def _file(result: Result, lang: Lang) -> FileRecord:
    severities = [finding.severity for finding in result.findings]
    return {
        "file": result.name,
        "profile": result.profile,
        "counts": {severity: severities.count(severity) for severity in SEVERITIES},
        "findings": [_finding(finding, lang) for finding in result.findings],
        "accepted": [
            {
                "finding": _finding(accepted.finding, lang),
                "reason": accepted.deviation.reason,
                "by": accepted.deviation.by,
                "until": accepted.deviation.until.isoformat(),
            }
            for accepted in result.accepted
        ],
        "skipped": [{"rule": one.rule, "reason": one.reason, "section": one.section} for one in result.skipped],
        "failure": _failure(result.failure, lang) if result.failure else None,
    }


def _failure(failure: Failure, lang: Lang) -> FailureRecord:
    message, hint = failure_words(failure, lang)
    return {"message": message, "hint": hint}


def _finding(finding: Finding, lang: Lang) -> FindingRecord:
    words = words_of(finding, lang)
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": finding.path,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_column": place.end_column if place else None,
        "title": words.title,
        "message": words.message,
        "fix": words.fix,
    }
