"""The check report: what komma finds in a plan, when nobody answers, what is accepted and what is open, as a document.

It is for the core team alone: it tells where a plan is weak.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from komma_cli import __version__
from komma_cli.check.engine import PROFILES, Result
from komma_cli.check.rules import all_rules
from komma_cli.model.playbook import Playbook, Profile
from komma_cli.reach.proof import Prover
from komma_cli.render.audience import redact
from komma_cli.render.catalog import document
from komma_cli.render.produce import Filled, Produced, finish, write_text
from komma_cli.render.reader import Reader
from komma_cli.report.counts import counted
from komma_cli.report.said import Said, SaidFinding, said
from komma_cli.texts import Lang, label

_ID: Final = "check-report"
_AMOUNTS: Final = {"errors": "error", "warnings": "warning", "hints": "hint"}


def check_paper(
    playbook: Playbook, result: Result, lang: Lang, today: date, template_dir: Path | None = None
) -> Produced:
    """Return the report on one plan. Equal input gives equal text.

    Raises ``RenderError`` for an own template that cannot be filled.
    """
    spec = document(_ID, template_dir, composed=True)
    reader = Reader(redact(playbook, spec.classification), lang, spec.classification, today)
    (told,) = said([result], lang)
    checked = _told(told, reader) | {"promises": len(Prover(playbook, today).promises)}
    return finish(playbook, Filled(spec, reader, write_text(spec, reader, {"checked": checked}, template_dir)))


def _told(result: Said, reader: Reader) -> dict[str, Any]:
    """Return what the template says of a check: the worst findings first, as in every report of komma."""
    order = list(_AMOUNTS.values())
    findings = sorted(result.findings, key=lambda one: order.index(one.severity))
    return {
        "version": __version__,
        "profile": label("profile", result.profile, reader.lang),
        "rules": _asked(result.profile) - len(result.skipped),
        "counts": counted(result, reader.lang),
        **{name: sum(one.severity == severity for one in findings) for name, severity in _AMOUNTS.items()},
        "accepted": len(result.accepted),
        "open": len(reader.playbook["open"]),
        "findings": [_line(one, reader) for one in findings],
        "deviations": [
            {**_line(one.finding, reader), "reason": one.reason, "by": one.by, "until": one.until}
            for one in result.accepted
        ],
    }


def _asked(profile: Profile) -> int:
    """Return how many rules a profile asks for."""
    return sum(PROFILES.index(rule.profile) <= PROFILES.index(profile) for rule in all_rules().values())


def _line(finding: SaidFinding, reader: Reader) -> dict[str, Any]:
    place = reader.place(finding.path) if finding.path else None
    words = {name: getattr(finding, name) for name in ("rule", "severity", "title", "message", "fix")}
    return {**words, "place": place}
