"""How a run was made: what the parts of one run must share, and what its exit code depends on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from komma_cli.check.finding import SEVERITIES
from komma_cli.check.settings import Settings
from komma_cli.report.said import Results


@dataclass(frozen=True)
class Shard:
    """Part ``part`` (from 1) of ``of`` parts, which have ``files`` files together."""

    part: int
    of: int
    files: int


@dataclass(frozen=True)
class Options:
    """What the command line said, None where it was silent; ``baseline`` is the name of a file."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: str | None = None
    baseline: str | None = None


@dataclass(frozen=True)
class Run:
    """The day, the command line, and the settings of each file in the order of the files; None: the whole run."""

    today: date
    options: Options
    settings: tuple[Settings, ...]
    shard: Shard | None = None


def shard_of(part: str | None, files: Sequence[str]) -> Shard | None:
    """Return the part ``k/n`` of a run over ``files``, None for the whole run."""
    if part is None:
        return None
    number, _, of = part.partition("/")
    return Shard(int(number), int(of), len(files))


def reached(files: Results, settings: Iterable[Settings], fail_on: str | None) -> bool:
    """Say whether a finding is as severe as the threshold of its file: the command line's, its settings', ``error``."""
    for file, own in zip(files, settings, strict=True):
        threshold = fail_on or own.fail_on or "error"
        worst = SEVERITIES[: SEVERITIES.index(threshold) + 1] if threshold in SEVERITIES else ()
        if any(finding.severity in worst for finding in file.findings):
            return True
    return False
