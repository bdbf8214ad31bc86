"""Findings as a Code Quality report of GitLab.

The form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TypedDict

from komma_cli.check.finding import Severity
from komma_cli.report.json import dumped_list
from komma_cli.report.said import Results, Said, said
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


def write(results: Results, lang: Lang) -> str:
    """Return a JSON list of the findings, empty for clean files; it ends with a line break.

    GitLab has no word for findings that are accepted: they are left out.
    """
    return "".join(pieces(results, lang))


def pieces(results: Results, lang: Lang) -> Iterator[str]:
    """Yield the list finding by finding."""
    return dumped_list("", (violation for file in said(results, lang) for violation in _violations(file)), "")


def _violations(file: Said) -> Iterator[Violation]:
    path = file.shown
    if file.failure is not None:
        yield {
            "description": f"{file.failure.message} {file.failure.hint}".strip(),
            "check_name": "komma",
            "fingerprint": hashlib.sha256(f"not checked {path}".encode("utf-8", "backslashreplace")).hexdigest()[:32],
            "severity": "blocker",
            "location": {"path": path, "lines": {"begin": 1}},
        }
    for finding in file.findings:
        yield {
            "description": f"{finding.title}: {finding.message} {finding.fix}".strip(),
            "check_name": finding.rule,
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": finding.place.line if finding.place else 1}},
        }
