"""Findings as annotations of GitHub Actions, one workflow command a line.

The form and its escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.finding import Severity
from komma_cli.report.said import Results, SaidFailure, SaidFinding, said, said_as_a_whole
from komma_cli.texts import Lang

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "notice"}


def write(results: Results, lang: Lang) -> str:
    """Return one line for each finding; nothing for clean files. The line of the file itself is never part of it."""
    return "".join(pieces(results, lang))


def pieces(results: Results, lang: Lang) -> Iterator[str]:
    """Yield the lines: first of the files that could not be checked, then file by file."""
    for one in results:
        if one.failure is not None and (failure := said_as_a_whole(one, lang).failure) is not None:
            yield _failed(one.name, failure)
    for file in said(results, lang):
        yield from (_line(file.name, finding) for finding in file.findings)


def _failed(name: str, failure: SaidFailure) -> str:
    told = f"{failure.message} {failure.hint}".strip()
    return f"::error file={_property(name.replace(chr(92), '/'))}::{_data(told)}\n"


def _line(name: str, finding: SaidFinding) -> str:
    properties = {"file": name.replace("\\", "/")}
    if finding.place is not None:
        place = finding.place
        properties |= {"line": str(place.line), "col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{finding.rule} {finding.title}"
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(f'{finding.message} {finding.fix}'.strip())}\n"


def _data(value: str) -> str:
    escaped = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(sign if sign.isprintable() else "?" for sign in escaped)


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
