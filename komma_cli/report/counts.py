"""Amounts in words: how many findings of each severity, and how many rules could say nothing."""

from __future__ import annotations

from komma_cli.check.finding import SEVERITIES, Severity
from komma_cli.report.said import Said
from komma_cli.texts import Lang, text


def counted(result: Said, lang: Lang) -> str:
    """Return the amounts of findings, the worst first, such as ``2 Fehler, 1 Hinweis``; nothing for none."""
    counts = {severity: sum(one.severity == severity for one in result.findings) for severity in SEVERITIES}
    return ", ".join(count(severity, amount, lang) for severity, amount in counts.items() if amount)


def count(severity: Severity, amount: int, lang: Lang) -> str:
    """Return an amount of findings of one severity."""
    return text(f"report.count_{severity}{'' if amount == 1 else 's'}", lang, count=amount)


def unchecked(result: Said, lang: Lang) -> str:
    """Return how many rules could say nothing about a file, or nothing; no finding of theirs is no clean bill."""
    amount = len(result.skipped)
    return text(f"report.skipped{'_one' * (amount == 1)}", lang, count=amount) if amount else ""
