"""From a report that ``komma check --format json`` wrote back to the record that every format is made of.

A report may come from anywhere: whatever is not as komma writes it is refused, and nothing of it is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar, get_args

from komma_cli import __version__
from komma_cli.check.engine import PROFILES, Reason, Skipped
from komma_cli.check.finding import SEVERITIES, Edit, Place, RelatedKind
from komma_cli.check.packed import Packed, pack
from komma_cli.check.rules import all_rules
from komma_cli.check.settings import FAIL_ON, Settings
from komma_cli.errors import UsageError
from komma_cli.report.json import FORMAT
from komma_cli.report.run import Options, Run, Shard
from komma_cli.report.said import Said, SaidAccepted, SaidFailure, SaidFinding, SaidRelated
from komma_cli.report.uris import file_of
from komma_cli.texts import LANGUAGES, Lang

_FINGERPRINT = re.compile("[0-9a-f]{32}")
_LARGEST = 2**31
"""No file has so many lines, and no line so many columns."""
Kind = TypeVar("Kind", str, int, bool, list, dict)  # type: ignore[type-arg]  # any list, any mapping
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """What a report says; ``file`` is its own name. Of many files only what is looked at takes its room."""

    file: str
    lang: Lang
    run: Run
    files: Packed[Said]


@dataclass(frozen=True)
class _Read:
    """The record of one file, read and packed, and the position of its settings."""

    settings: int
    packed: bytes


class _Wrong(Exception):
    """Something is not as komma writes it."""


def read_report(text: str, file: str) -> Report:
    """Return what a report says.

    Raises ``UsageError``: ``cli.report_foreign`` for another kind of file, ``cli.report_format`` for another form of
    report, ``cli.report_komma`` for one of another version of komma, ``cli.report_damaged`` for one that was changed or
    cut off.
    """
    try:
        data = json.loads(text, object_hook=_packed)
    except (ValueError, RecursionError) as error:
        key = "cli.report_damaged" if FORMAT in text[:200] else "cli.report_foreign"
        raise UsageError(key, file=file) from error
    named = data.get("format") if isinstance(data, dict) else None
    if not isinstance(named, str) or not named.startswith("komma-check/"):
        raise UsageError("cli.report_foreign", file=file)
    if named != FORMAT:
        raise UsageError("cli.report_format", file=file, format=named, known=FORMAT)
    version = data.get("komma")
    if version != __version__:
        other = version if isinstance(version, str) else "?"
        raise UsageError("cli.report_komma", file=file, version=other, own=__version__)
    try:
        return _report(data, file)
    except (_Wrong, KeyError, ValueError, TypeError) as error:
        raise UsageError("cli.report_damaged", file=file) from error


def _packed(record: dict[str, Any]) -> dict[str, Any] | _Read:
    """Pack the record of a file as soon as it is read; one that is wrong is refused when its turn comes."""
    if "uri" not in record or "findings" not in record:
        return record
    try:
        return _read(record)
    except (_Wrong, KeyError, ValueError, TypeError):
        return record


def _read(record: Record | _Read) -> _Read:
    if isinstance(record, _Read):
        return record
    return _Read(_number(_a(record, dict)["settings"], least=0), pack(_file(record)))


def _report(data: Record, file: str) -> Report:
    lang = _choice(data["language"], LANGUAGES)
    known = [_settings(one) for one in _all(data, "settings", dict)]
    files = [_read(one) for one in _a(data["files"], list)]
    run = Run(
        today=date.fromisoformat(_a(data["today"], str)),
        options=_options(_a(data["options"], dict)),
        settings=tuple(known[one.settings] if one.settings < len(known) else _refuse() for one in files),
        shard=None if data["shard"] is None else _shard(_a(data["shard"], dict)),
    )
    return Report(file, lang, run, Packed.of_bytes(one.packed for one in files))


def _shard(record: Record) -> Shard:
    part, of, files = (_number(record[name]) for name in ("part", "of", "files"))
    return Shard(part, of, files) if 1 <= part <= of else _refuse()


def _options(record: Record) -> Options:
    return Options(
        select=None if record["select"] is None else tuple(_all(record, "select", str)),
        ignore=None if record["ignore"] is None else tuple(_all(record, "ignore", str)),
        fail_on=None if record["fail_on"] is None else _choice(record["fail_on"], FAIL_ON),
        baseline=None if record["baseline"] is None else _a(record["baseline"], str),
    )


def _settings(record: Record) -> Settings:
    thresholds = _a(record["thresholds"], dict)
    if not all(type(value) in (int, str) for value in thresholds.values()):
        _refuse()
    return Settings(
        file=_a(record["file"], str),
        select=tuple(_all(record, "select", str)),
        ignore=tuple(_all(record, "ignore", str)),
        fail_on=None if record["fail_on"] is None else _choice(record["fail_on"], FAIL_ON),
        profile=None if record["profile"] is None else _choice(record["profile"], PROFILES),
        lang=None if record["lang"] is None else _choice(record["lang"], LANGUAGES),
        thresholds=tuple(thresholds.items()),
    )


def _file(record: Record) -> Said:
    failure = None if record["failure"] is None else _a(record["failure"], dict)
    return Said(
        name=_a(record["file"], str),
        shown=file_of(_a(record["uri"], str)),
        size=_number(record["bytes"], least=0),
        profile=_choice(record["profile"], PROFILES),
        findings=tuple(_finding(one) for one in _all(record, "findings", dict)),
        accepted=tuple(_accepted(one) for one in _all(record, "accepted", dict)),
        skipped=tuple(_skipped(one) for one in _all(record, "skipped", dict)),
        failure=None if failure is None else _failure(failure),
    )


def _failure(record: Record) -> SaidFailure:
    return SaidFailure(_a(record["message"], str), _a(record["hint"], str), _a(record["fault"], bool))


def _accepted(record: Record) -> SaidAccepted:
    until = date.fromisoformat(_a(record["until"], str))
    return SaidAccepted(_finding(_a(record["finding"], dict)), _a(record["reason"], str), _a(record["by"], str), until)


def _skipped(record: Record) -> Skipped:
    reason: Reason = _choice(record["reason"], get_args(Reason))
    return Skipped(_choice(record["rule"], all_rules()), reason, _a(record["section"], str))


def _finding(record: Record) -> SaidFinding:
    fingerprint = _a(record["fingerprint"], str)
    return SaidFinding(
        rule=_choice(record["rule"], all_rules()),
        severity=_choice(record["severity"], SEVERITIES),
        path=_a(record["path"], str),
        place=None if record["line"] is None else _place(record),
        title=_a(record["title"], str),
        message=_a(record["message"], str),
        fix=_a(record["fix"], str),
        fingerprint=fingerprint if _FINGERPRINT.fullmatch(fingerprint) else _refuse(),
        editable=_a(record["editable"], bool),
        fixable=_a(record["fixable"], bool),
        edits=tuple(_edit(one) for one in _all(record, "edits", dict)),
        related=tuple(_related(one) for one in _all(record, "related", dict)),
    )


def _related(record: Record) -> SaidRelated:
    what: RelatedKind = _choice(record["what"], get_args(RelatedKind))
    return SaidRelated(what, _a(record["words"], str), _a(record["path"], str), _place(record))


def _edit(record: Record) -> Edit:
    line, column, end_line, end_column = (
        _number(record[name]) for name in ("line", "column", "end_line", "end_column")
    )
    return Edit(line, column, end_line, end_column, _a(record["text"], str), _a(record["byte_order_mark"], bool))


def _place(record: Record) -> Place:
    """Return a place; the line of the file itself is in no report."""
    return Place(_number(record["line"]), _number(record["column"]), _number(record["end_column"]), "")


def _a(value: Any, kind: type[Kind]) -> Kind:
    return value if type(value) is kind else _refuse()


def _all(record: Record, name: str, kind: type[Kind]) -> list[Kind]:
    return [_a(one, kind) for one in _a(record[name], list)]


def _number(value: Any, *, least: int = 1) -> int:
    number = _a(value, int)
    return number if least <= number < _LARGEST else _refuse()


def _choice(value: Any, choices: Iterable[Any]) -> Any:
    return value if type(value) is str and value in choices else _refuse()


def _refuse() -> NoReturn:
    raise _Wrong
