"""What changed between two versions of a plan, as text for a terminal, Markdown for a meeting, JSON for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from komma_cli.report.changes import Told, group_title
from komma_cli.report.changes_values import MARKED
from komma_cli.report.json import dumped
from komma_cli.report.markdown import escaped
from komma_cli.report.text import harmless
from komma_cli.texts import Lang, text

FORMAT = "komma-diff/1"
"""Grows only when a field is taken away or changes its meaning; new fields may come at any time. Its JSON Schema is
``schema/komma-diff-1.schema.json``."""
WIDTH = 80
"""Columns if nobody says how wide the terminal is."""
_WIDEST = 88


@dataclass(frozen=True)
class Report:
    """What is written: the changes in words, and beside them what must be known to trust them."""

    old: str
    new: str
    """How the two versions are called."""
    told: tuple[Told, ...]
    notes: tuple[str, ...]
    """Sentences about what could not be compared."""
    same_bytes: bool


def as_text(report: Report, lang: Lang, *, width: int = WIDTH) -> str:
    """Return headings with the changes below them, at most ``width`` columns; changed words stand in brackets."""
    lines = _wrapped(harmless(_title(report, lang)), width, "", "")
    for group, found in groupby(report.told, key=lambda one: one.group):
        lines += ["", group_title(group, lang)]
        for subject, changes in groupby(found, key=lambda one: one.subject):
            if subject:
                lines += _wrapped(harmless(subject), width, "  ", "    ")
            indent = "    " if subject else "  "
            for one in changes:
                lines += _wrapped(_bracketed(one.sentence), width, f"{indent}- ", f"{indent}  ")
                for detail in one.details:
                    lines += _wrapped(_bracketed(detail), width, f"{indent}    ", f"{indent}      ")
    for note in _notes(report, lang):
        lines += ["", *_wrapped(harmless(note), width, "", "")]
    return "\n".join(lines) + "\n"


def as_markdown(report: Report, lang: Lang) -> str:
    """Return headings and lists; no word of a plan becomes mark-up, changed words are bold."""
    blocks = [f"## {text('changes.heading', lang)}", escaped(_title(report, lang))]
    for group, found in groupby(report.told, key=lambda one: one.group):
        blocks.append(f"### {group_title(group, lang)}")
        lines: list[str] = []
        for subject, changes in groupby(found, key=lambda one: one.subject):
            indent = "  " if subject else ""
            lines += [f"- **{escaped(subject)}**"] if subject else []
            for one in changes:
                lines.append(f"{indent}- {_bold(one.sentence)}")
                lines += [f"{indent}  - {_bold(detail)}" for detail in one.details]
        blocks.append("\n".join(lines))
    blocks += [escaped(note) for note in _notes(report, lang)]
    return "\n\n".join(blocks) + "\n"


def as_json(report: Report, lang: Lang) -> str:
    """Return one object in the format ``FORMAT``; withheld values are not in it either."""
    return dumped(
        {
            "format": FORMAT,
            "language": lang,
            "old": report.old,
            "new": report.new,
            "equal": not report.told,
            "changes": [_record(one) for one in report.told],
            "notes": list(report.notes),
        }
    )


FORMATS: dict[str, Callable[[Report, Lang], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
"""Name on the command line and what writes it."""


def _title(report: Report, lang: Lang) -> str:
    count = len(report.told)
    if count:
        return text(f"changes.title{'_one' * (count == 1)}", lang, old=report.old, new=report.new, count=count)
    name = "none" if report.same_bytes or report.notes else "none_but_bytes"
    return text(f"changes.{name}", lang, old=report.old, new=report.new)


def _notes(report: Report, lang: Lang) -> Iterator[str]:
    yield from report.notes
    if any(one.withheld for one in report.told):
        yield text("changes.withheld_note", lang)


def _record(one: Told) -> dict[str, Any]:
    return {
        "group": one.group,
        "kind": one.kind,
        "subject": one.subject,
        "message": _plain(one.sentence),
        "details": [_plain(detail) for detail in one.details],
        "withheld": one.withheld,
        "places": [asdict(place) for place in one.places],
    }


def _plain(words: str) -> str:
    return words.translate({ord(mark): None for mark in MARKED})


def _bracketed(words: str) -> str:
    return "]".join("[".join(harmless(part) for part in half.split(MARKED[0])) for half in words.split(MARKED[1]))


def _bold(words: str) -> str:
    halves = (half.split(MARKED[0]) for half in words.split(MARKED[1]))
    # blanks at the edges stay: the words beside a mark are one line with it
    return "**".join("**".join(_edged(part) for part in half) for half in halves)


def _edged(part: str) -> str:
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{before}{escaped(part)}{after}" if part.strip() else part


def _wrapped(words: str, width: int, first: str, following: str) -> list[str]:
    return textwrap.wrap(
        words,
        max(min(width, _WIDEST), 40),
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
