"""What every format is made of: results with their words chosen, and nothing in them that only this run knows.

The same record is made of a check and of a report that a check has written (``merged.py``), so that a report of many
machines is that of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from komma_cli.check.batch import BROKE
from komma_cli.check.engine import Failure, Result, Skipped
from komma_cli.check.finding import Edit, Finding, Place, RelatedKind, Severity
from komma_cli.check.pages import words_of
from komma_cli.model.playbook import Profile
from komma_cli.report.fingerprints import fingerprints, relative_name
from komma_cli.texts import Lang, error_words, text


@dataclass(frozen=True)
class SaidRelated:
    """A second place that a finding speaks of, and in words why."""

    what: RelatedKind
    words: str
    path: str
    place: Place


@dataclass(frozen=True)
class SaidFinding:
    """One finding as people read it. ``editable``: ``komma edit`` asks for it; ``fixable``: ``--fix`` mends it."""

    rule: str
    severity: Severity
    path: str
    place: Place | None
    title: str
    message: str
    fix: str
    fingerprint: str
    editable: bool
    fixable: bool
    edits: tuple[Edit, ...]
    """None where they would repeat what is confidential, or what an earlier finding has already."""
    related: tuple[SaidRelated, ...]


@dataclass(frozen=True)
class SaidAccepted:
    """A finding that the municipality accepts, and on whose word until when."""

    finding: SaidFinding
    reason: str
    by: str
    until: date


@dataclass(frozen=True)
class SaidFailure:
    """Why a file could not be checked at all, and what to do; ``fault``: because of a fault in komma."""

    message: str
    hint: str
    fault: bool


@dataclass(frozen=True)
class Said:
    """The result for one file of ``size`` bytes; ``shown`` is its name as seen from the working folder."""

    name: str
    shown: str
    size: int
    profile: Profile
    findings: tuple[SaidFinding, ...]
    accepted: tuple[SaidAccepted, ...]
    skipped: tuple[Skipped, ...]
    failure: SaidFailure | None

    @property
    def all_findings(self) -> tuple[SaidFinding, ...]:
        """The findings, and behind them those that are accepted."""
        return (*self.findings, *(one.finding for one in self.accepted))


Results = Sequence[Result | Said]
"""What a format takes."""


def said(results: Results, lang: Lang) -> Iterator[Said]:
    """Yield results with their words, each when it is its turn; what has its words already stays as it is."""
    return (one if isinstance(one, Said) else _said(one, lang) for one in results)


def said_as_a_whole(one: Result | Said, lang: Lang) -> Said:
    """Return a result without its findings: what is said of the file itself."""
    if isinstance(one, Said):
        return replace(one, findings=(), accepted=())
    return _said(replace(one, findings=(), accepted=()), lang)


def _said(result: Result, lang: Lang) -> Said:
    everything = [*result.findings, *(one.finding for one in result.accepted)]
    prints = fingerprints(result.name, everything)
    seen: set[tuple[Edit, ...]] = set()
    told = [_finding(one, mark, seen, lang) for one, mark in zip(everything, prints, strict=True)]
    amount = len(result.findings)
    pairs = zip(told[amount:], (one.deviation for one in result.accepted), strict=True)
    return Said(
        name=result.name,
        shown=relative_name(result.name),
        size=result.size,
        profile=result.profile,
        findings=tuple(told[:amount]),
        accepted=tuple(SaidAccepted(one, because.reason, because.by, because.until) for one, because in pairs),
        skipped=result.skipped,
        failure=_failure(result.failure, lang) if result.failure is not None else None,
    )


def _failure(failure: Failure, lang: Lang) -> SaidFailure:
    message, hint = error_words(failure.key, lang, **dict(failure.values))
    return SaidFailure(message, hint, failure.key == BROKE)


def _finding(finding: Finding, fingerprint: str, seen: set[tuple[Edit, ...]], lang: Lang) -> SaidFinding:
    words = words_of(finding, lang)
    return SaidFinding(
        rule=finding.rule,
        severity=finding.severity,
        path=finding.path,
        place=finding.place,
        title=words.title,
        message=words.message,
        fix=words.fix,
        fingerprint=fingerprint,
        editable=words.editable,
        fixable=bool(finding.edits),
        edits=_to_tell(finding, seen),
        related=tuple(
            SaidRelated(one.what, text(f"report.related_{one.what}", lang), one.path, one.place)
            for one in finding.related
        ),
    )


def _to_tell(finding: Finding, seen: set[tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """Return the edits that a report may hold: reports go into logs, and an edit repeats the value in another form."""
    if finding.values.get("withheld") or finding.edits in seen:
        return ()
    seen.add(finding.edits)
    return finding.edits
