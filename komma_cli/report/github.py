"""Findings as annotations of GitHub Actions, one workflow command a line.

The form and its escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Sequence

from komma_cli.check.engine import Failure, Result
from komma_cli.check.finding import Finding, Severity
from komma_cli.check.pages import words_of
from komma_cli.report.counts import failure_words
from komma_cli.texts import Lang

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "notice"}


def write(results: Sequence[Result], lang: Lang) -> str:
    """Return one line for each finding; nothing for clean files. The line of the file itself is never part of it."""
    failed = (_failed(result.name, result.failure, lang) for result in results if result.failure is not None)
    found = (_line(result.name, finding, lang) for result in results for finding in result.findings)
    return "".join((*failed, *found))


def _failed(name: str, failure: Failure, lang: Lang) -> str:
    said = " ".join(failure_words(failure, lang)).strip()
    return f"::error file={_property(name.replace(chr(92), '/'))}::{_data(said)}\n"


def _line(name: str, finding: Finding, lang: Lang) -> str:
    words = words_of(finding, lang)
    properties = {"file": name.replace("\\", "/")}
    if finding.place is not None:
        place = finding.place
        properties |= {"line": str(place.line), "col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{finding.rule} {words.title}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(f'{words.message} {words.fix}'.strip())}\n"


def _data(value: str) -> str:
    escaped = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(sign if sign.isprintable() else "?" for sign in escaped)


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
