"""What the check says about a draft, sorted to the sections and answers it is about; no screen, no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from komma_cli.texts import Lang

if TYPE_CHECKING:
    from komma_cli.check.finding import Finding


@dataclass(frozen=True)
class Remark:
    """One finding in words; ``number`` is that of the answer it is about, None where no answer fits."""

    number: int | None
    severity: str
    message: str


class Findings:
    """Checks a draft when it is asked to, once for each state of the draft."""

    def __init__(self, lang: Lang, today: date) -> None:
        self._lang: Lang = lang
        self._today = today
        self._of: dict[str, Any] | None = None
        self._found: tuple[Finding, ...] = ()

    def check(self, data: dict[str, Any]) -> tuple[Finding, ...]:
        """Return the findings of a draft, the gravest first."""
        if self._of is not data:
            from komma_cli.check.engine import check_data
            from komma_cli.check.finding import SEVERITIES

            found = check_data(data, today=self._today).findings
            self._found = tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))
            self._of = data
        return self._found

    def about(self, data: dict[str, Any], paths: Sequence[str], within: str) -> list[Remark]:
        """Return what is found below the path ``within``, with the number of the one of ``paths`` that it is about."""
        from komma_cli.check.pages import words_of

        return [
            Remark(_number(finding.path, paths), finding.severity, words_of(finding, self._lang).message)
            for finding in self.check(data)
            if is_within(finding.path, within)
        ]

    def errors(self, data: dict[str, Any]) -> dict[str, str]:
        """Return an error for each section that has one, from the last check of this sitting.

        Nothing is checked for it; what was found about a section that has changed since is not repeated.
        """
        from komma_cli.check.pages import words_of

        found: dict[str, str] = {}
        for finding in self._found:
            key = finding.path.partition(".")[0].partition("[")[0]
            unchanged = self._of is not None and self._of.get(key) == data.get(key)
            if finding.severity == "error" and unchanged and key not in found:
                found[key] = words_of(finding, self._lang).message
        return found


def is_within(path: str, within: str) -> bool:
    """Say whether a path is ``within`` or leads to something below it."""
    return path == within or path.startswith((f"{within}.", f"{within}["))


def _number(path: str, paths: Sequence[str]) -> int | None:
    """Return the number (from 1) of the longest of ``paths`` that ``path`` is or stands below."""
    fitting = [(len(own), -number) for number, own in enumerate(paths, 1) if is_within(path, own)]
    return -max(fitting)[1] if fitting else None
