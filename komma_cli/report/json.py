"""Findings for programs: one JSON object with its own version, so that names inside komma may change freely."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

from komma_cli import __version__
from komma_cli.check.finding import SEVERITIES, Edit
from komma_cli.report.said import Results, Said, SaidFinding, SaidRelated, said
from komma_cli.report.uris import uri_of
from komma_cli.texts import Lang

if TYPE_CHECKING:
    from komma_cli.check.settings import Settings
    from komma_cli.report.run import Run

FORMAT = "komma-check/1"
"""Grows only when a field is taken away or changes its meaning; new fields may come at any time."""


class EditRecord(TypedDict):
    """Put ``text`` in the place of a stretch; with ``byte_order_mark`` the mark before the first character goes."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    byte_order_mark: bool


class RelatedRecord(TypedDict):
    """A second place that a finding speaks of, and in words why; ``what`` is ``first`` or ``other``."""

    what: str
    words: str
    path: str
    line: int
    column: int
    end_column: int


class FindingRecord(TypedDict):
    """One finding; ``line`` and columns count from 1 and are null where the finding has no place.

    ``edits`` of a ``fixable`` finding are empty where they would repeat what is confidential, or an earlier finding's.
    """

    rule: str
    severity: str
    path: str
    line: int | None
    column: int | None
    end_column: int | None
    title: str
    message: str
    fix: str
    fingerprint: str
    editable: bool
    fixable: bool
    edits: list[EditRecord]
    related: list[RelatedRecord]


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
    """Why a file could not be checked at all, and what to do; ``fault``: komma has a fault. It is not clean then."""

    message: str
    hint: str
    fault: bool


class FileRecord(TypedDict):
    """The result for one file; ``uri`` is its name as seen from the working folder, of ``settings`` its position."""

    file: str
    uri: str
    bytes: int
    settings: int | None
    profile: str
    counts: dict[str, int]
    findings: list[FindingRecord]
    accepted: list[AcceptedRecord]
    skipped: list[SkippedRecord]
    failure: FailureRecord | None


class ShardRecord(TypedDict):
    """Which part of how many this is, and how many files all parts have together."""

    part: int
    of: int
    files: int


class OptionsRecord(TypedDict):
    """What the command line said, null where it was silent; it counts before the settings."""

    select: list[str] | None
    ignore: list[str] | None
    fail_on: str | None
    baseline: str | None


class SettingsRecord(TypedDict):
    """Settings from one file, whose name is empty for no file."""

    file: str
    select: list[str]
    ignore: list[str]
    fail_on: str | None
    profile: str | None
    lang: str | None
    thresholds: dict[str, int | str]


class Report(TypedDict):
    """The whole output; what is null or empty is not known of a report that no run of the command line has made."""

    format: str
    komma: str
    language: str
    today: str | None
    shard: ShardRecord | None
    options: OptionsRecord | None
    settings: list[SettingsRecord]
    files: list[FileRecord]


def write(results: Results, lang: Lang, run: Run | None = None) -> str:
    """Return the report as indented JSON in UTF-8 characters; it ends with a line break.

    Signs that could steer a terminal (names and keys of a file may hold some) are written as escapes. ``run`` says how
    the results were made.
    """
    return "".join(pieces(results, lang, run))


def pieces(results: Results, lang: Lang, run: Run | None = None) -> Iterator[str]:
    """Yield the report file by file."""
    own: list[Settings | None] = list(run.settings) if run is not None else [None] * len(results)
    known = {one: at for at, one in enumerate(dict.fromkeys(one for one in own if one is not None))}
    report: Report = {
        "format": FORMAT,
        "komma": __version__,
        "language": lang,
        "today": run.today.isoformat() if run is not None else None,
        "shard": _shard(run),
        "options": _options(run),
        "settings": [_settings(one) for one in known],
        "files": [],
    }
    before, after = dumped(report).rsplit("[]", 1)
    files = zip(said(results, lang), own, strict=True)
    records = (_file(file, known[one] if one is not None else None) for file, one in files)
    yield from dumped_list(before, records, after, lines_down_to=2, indent=2)


def _shard(run: Run | None) -> ShardRecord | None:
    if run is None or run.shard is None:
        return None
    return {"part": run.shard.part, "of": run.shard.of, "files": run.shard.files}


def _options(run: Run | None) -> OptionsRecord | None:
    if run is None:
        return None
    options = run.options
    return {
        "select": None if options.select is None else list(options.select),
        "ignore": None if options.ignore is None else list(options.ignore),
        "fail_on": options.fail_on,
        "baseline": options.baseline,
    }


def _settings(settings: Settings) -> SettingsRecord:
    return {
        "file": settings.file,
        "select": list(settings.select),
        "ignore": list(settings.ignore),
        "fail_on": settings.fail_on,
        "profile": settings.profile,
        "lang": settings.lang,
        "thresholds": dict(settings.thresholds),
    }


def dumped(value: object, *, lines_down_to: int = 4) -> str:
    """Return a value as JSON with a line break at its end; signs nobody can see are escapes.

    What lies ``lines_down_to`` levels down stands on one line: a finding is a line of its own, and thousands of them
    are written by the fast encoder.
    """
    return _seen(_lines(value, "\n", lines_down_to)) + "\n"


def _seen(written: str) -> str:
    whole = written.encode("utf-8", "replace").decode()
    unseen = {ord(sign): json.dumps(sign)[1:-1] for sign in set(whole) if sign != "\n" and not visible(sign)}
    return whole.translate(unseen) if unseen else whole


def dumped_list(
    before: str, values: Iterable[object], after: str, *, lines_down_to: int = 0, indent: int = 0
) -> Iterator[str]:
    """Yield a list one value at a time, between the JSON ``before`` and ``after`` it (neither: the list is all).

    ``indent``: in how many blanks the line stands on which the list begins.
    """
    start = "\n" + " " * (indent + 2)
    empty = True
    for value in values:
        yield f"{before}[{start}" if empty else f",{start}"
        yield _seen(_lines(value, start, lines_down_to))
        empty = False
    yield (f"{before}[]" if empty else f"\n{' ' * indent}]") + (after or "\n")


def _lines(value: object, start: str, levels: int) -> str:
    if not levels or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    deeper = f"{start}  "
    if isinstance(value, list):
        return f"[{deeper}" + f",{deeper}".join(_lines(one, deeper, levels - 1) for one in value) + f"{start}]"
    pairs = (f"{json.dumps(key, ensure_ascii=False)}: {_lines(one, deeper, levels - 1)}" for key, one in value.items())
    return f"{{{deeper}" + f",{deeper}".join(pairs) + f"{start}}}"


def visible(sign: str) -> bool:
    """Say whether a sign is one to look at, a blank included, and cannot steer a terminal or turn a line around."""
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


def _file(file: Said, settings: int | None) -> FileRecord:
    severities = [finding.severity for finding in file.findings]
    failure = file.failure
    return {
        "file": file.name,
        "uri": uri_of(file.shown),
        "bytes": file.size,
        "settings": settings,
        "profile": file.profile,
        "counts": {severity: severities.count(severity) for severity in SEVERITIES},
        "findings": [_finding(finding) for finding in file.findings],
        "accepted": [
            {
                "finding": _finding(accepted.finding),
                "reason": accepted.reason,
                "by": accepted.by,
                "until": accepted.until.isoformat(),
            }
            for accepted in file.accepted
        ],
        "skipped": [{"rule": one.rule, "reason": one.reason, "section": one.section} for one in file.skipped],
        "failure": {"message": failure.message, "hint": failure.hint, "fault": failure.fault} if failure else None,
    }


def _finding(finding: SaidFinding) -> FindingRecord:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": finding.path,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_column": place.end_column if place else None,
        "title": finding.title,
        "message": finding.message,
        "fix": finding.fix,
        "fingerprint": finding.fingerprint,
        "editable": finding.editable,
        "fixable": finding.fixable,
        "edits": [_edit(edit) for edit in finding.edits],
        "related": [_related(related) for related in finding.related],
    }


def _edit(edit: Edit) -> EditRecord:
    return {
        "line": edit.line,
        "column": edit.column,
        "end_line": edit.end_line,
        "end_column": edit.end_column,
        "text": edit.text,
        "byte_order_mark": edit.byte_order_mark,
    }


def _related(related: SaidRelated) -> RelatedRecord:
    place = related.place
    return {
        "what": related.what,
        "words": related.words,
        "path": related.path,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column,
    }
