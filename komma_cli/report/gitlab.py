"""Findings as a Code Quality report of GitLab.

The form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypedDict

from komma_cli.check.engine import Result
from komma_cli.check.finding import Severity
from komma_cli.check.pages import words_of
from komma_cli.report.counts import failure_words
from komma_cli.report.fingerprints import fingerprints, relative_name
from komma_cli.report.json import dumped
from komma_cli.texts import Lang

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "minor", "hint": "info"}


class Lines(TypedDict):
    """Where a finding begins, counted from 1."""

    begin: int


class Location(TypedDict):
    """The file, as seen from the root of the repository, and the line."""

    path: str
    lines: Lines


class Violation(TypedDict):
    """One finding as GitLab reads it."""

    description: str
    check_name: str
    fingerprint: str
    severity: str
    location: Location


def write(results: Sequence[Result], lang: Lang) -> str:
    """Return a JSON list of the findings, empty for clean files; it ends with a line break.

    GitLab has no word for findings that are accepted: they are left out.
    """
    return dumped([violation for result in results for violation in _violations(result, lang)])


def _violations(result: Result, lang: Lang) -> Iterator[Violation]:
    path = relative_name(result.name)
    if result.failure is not None:
        yield {
            "description": " ".join(failure_words(result.failure, lang)).strip(),
            "check_name": "komma",
            "fingerprint": hashlib.sha256(f"not checked {path}".encode("utf-8", "backslashreplace")).hexdigest()[:32],
            "severity": "blocker",
            "location": {"path": path, "lines": {"begin": 1}},
        }
    for finding, fingerprint in zip(result.findings, fingerprints(result.name, result.findings), strict=True):
        words = words_of(finding, lang)
        yield {
            "description": f"{words.title}: {words.message} {words.fix}".strip(),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": finding.place.line if finding.place else 1}},
        }
