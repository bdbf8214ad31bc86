"""The parts of one run, each from a machine of its own, put together to the report that one machine would have made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import NoReturn, overload

from komma_cli.check.finding import Place
from komma_cli.check.packed import Packed
from komma_cli.check.settings import Settings
from komma_cli.errors import UsageError
from komma_cli.report.reading import Report
from komma_cli.report.run import Run, Shard
from komma_cli.report.said import Said, SaidFinding

_MOST = 20
"""So many missing parts are named."""
NOTHING = "-"
"""Stands for what a command line did not say."""
Lines = Callable[[Said], Sequence[str] | None]
"""Returns the lines of a file, None where they cannot be had or are no longer those that were checked."""


def merged(reports: Iterable[Report]) -> Report:
    """Return the report of the whole run, the files in the order in which one machine would have checked them.

    A single report of a whole run comes back as it is. Raises ``UsageError``: ``cli.report_whole``,
    ``cli.parts_differ_…``, ``cli.part_twice``, ``cli.parts_missing``, ``cli.parts_overlap``, ``cli.report_damaged``.
    """
    reports = list(reports)
    if len(reports) == 1 and reports[0].run.shard is None:
        return reports[0]
    parts = [_part(report) for report in reports]
    first = parts[0]
    for other in parts[1:]:
        _refuse_other(first, other)
    _refuse_incomplete(parts)
    in_order = [report for _, report in sorted(parts, key=lambda one: one[0].part)]
    settings: list[Settings] = []
    files: list[bytes] = []
    for at in range(first[0].files):
        report, position = in_order[at % first[0].of], at // first[0].of
        files.append(report.files.bytes[position])
        settings.append(report.run.settings[position])
    _refuse_overlap(in_order)
    run = Run(first[1].run.today, first[1].run.options, tuple(settings))
    return Report("", first[1].lang, run, Packed.of_bytes(files))


def _part(report: Report) -> tuple[Shard, Report]:
    shard = report.run.shard
    if shard is None:
        raise UsageError("cli.report_whole", file=report.file)
    if len(report.files) != len(range(shard.part - 1, shard.files, shard.of)):
        raise UsageError("cli.report_damaged", file=report.file)
    return shard, report


def _refuse_other(first: tuple[Shard, Report], other: tuple[Shard, Report]) -> None:
    """Refuse two parts that are not of one run."""
    (shard, report), (other_shard, other_report) = first, other
    options, other_options = report.run.options, other_report.run.options
    facts = {
        "of": (shard.of, other_shard.of),
        "files": (shard.files, other_shard.files),
        "day": (report.run.today.isoformat(), other_report.run.today.isoformat()),
        "language": (report.lang, other_report.lang),
        "select": (_listed(options.select), _listed(other_options.select)),
        "ignore": (_listed(options.ignore), _listed(other_options.ignore)),
        "fail_on": (options.fail_on or NOTHING, other_options.fail_on or NOTHING),
        "baseline": (options.baseline or NOTHING, other_options.baseline or NOTHING),
    }
    for what, (one, another) in facts.items():
        if one != another:
            _refuse_difference(report, other_report, what, one=str(one), other=str(another))
    known = {settings.file: settings for settings in report.run.settings}
    for settings in other_report.run.settings:
        if known.get(settings.file, settings) != settings:
            _refuse_difference(report, other_report, "settings", one=settings.file, other=settings.file)


def _refuse_difference(report: Report, other_report: Report, what: str, *, one: str, other: str) -> NoReturn:
    values = {"first": report.file, "second": other_report.file, "one": one, "other": other}
    raise UsageError(f"cli.parts_differ_{what}", **values)


def _listed(rules: Sequence[str] | None) -> str:
    return ", ".join(rules) if rules else NOTHING


def _refuse_incomplete(parts: Sequence[tuple[Shard, Report]]) -> None:
    """Refuse a part that is there twice, then parts that are not there at all."""
    of = parts[0][0].of
    there: dict[int, Report] = {}
    for shard, report in parts:
        known = there.setdefault(shard.part, report)
        if known is not report:
            raise UsageError("cli.part_twice", part=f"{shard.part}/{of}", first=known.file, second=report.file)
    missing = [f"{part}/{of}" for part in islice((part for part in range(1, of + 1) if part not in there), _MOST + 1)]
    if missing:
        missing[_MOST:] = ["…"] * (len(missing) > _MOST)
        raise UsageError("cli.parts_missing", missing=", ".join(missing))


def _refuse_overlap(reports: Sequence[Report]) -> None:
    """Refuse parts that were made of different lists of files: then nobody knows which one was left out."""
    seen: dict[tuple[str, str], str] = {}
    for report in reports:
        for file in report.files:
            known = seen.setdefault((file.name, file.shown), report.file)
            if known != report.file:
                raise UsageError("cli.parts_overlap", file=file.shown, first=known, second=report.file)


class _Lined(Sequence[Said]):
    """Files with their lines, which are put in when a file is looked at."""

    def __init__(self, files: Sequence[Said], lines: Lines) -> None:
        self._files, self._lines = files, lines

    def __len__(self) -> int:
        return len(self._files)

    @overload
    def __getitem__(self, at: int) -> Said: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Said]: ...
    def __getitem__(self, at: int | slice) -> Said | Sequence[Said]:
        if isinstance(at, slice):
            return _Lined(self._files[at], self._lines)
        return _with_lines(self._files[at], self._lines)


def with_lines(files: Sequence[Said], lines: Lines) -> Sequence[Said]:
    """Return the files with the lines that findings stand in, which no report holds: only people are shown them."""
    return _Lined(files, lines)


def _with_lines(file: Said, lines: Lines) -> Said:
    there = lines(file) if any(one.place for one in file.findings) else None
    if there is None:
        return file
    return replace(file, findings=tuple(_with_line(finding, there) for finding in file.findings))


def _with_line(finding: SaidFinding, lines: Sequence[str]) -> SaidFinding:
    return replace(
        finding,
        place=None if finding.place is None else _shown(finding.place, lines),
        related=tuple(replace(one, place=_shown(one.place, lines)) for one in finding.related),
    )


def _shown(place: Place, lines: Sequence[str]) -> Place:
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return replace(place, excerpt=line) if place.end_column <= len(line) + 1 else place
