"""Findings for people at a terminal: place, title, the line itself with a mark, what is wrong, what to do.

Only characters that every Windows console can print come from komma itself; the words of the file stay as they are.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath

from komma_cli import dates
from komma_cli.check.engine import Accepted, Result
from komma_cli.check.finding import Finding, Place
from komma_cli.check.pages import words_of
from komma_cli.report.counts import counted, failure_words, unchecked
from komma_cli.store.reading import STDIN
from komma_cli.texts import Lang, text

WIDTH = 88
"""Columns if nobody says how wide the terminal is."""
_TAB = 4
_INDENT = "  "
_COLOURS = {"error": "31", "warning": "33", "hint": "36"}
_DIM, _BOLD = "2", "1"


def write(results: Sequence[Result], lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Return the report; it ends with a line break. ``colour`` adds terminal colours, which never carry meaning."""
    paint = _Paint(colour)
    blocks = []
    for result in results:
        blocks += [_block(result.name, finding, lang, width, paint) for finding in result.findings]
        blocks += [_accepted(result.name, accepted, lang, width) for accepted in result.accepted]
    blocks.append("\n".join(_summaries(results, lang, width)))
    return "\n\n".join(blocks) + "\n"


class _Paint:
    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self._on and words else words


def _block(name: str, finding: Finding, lang: Lang, width: int, paint: _Paint) -> str:
    words = words_of(finding, lang)
    place = finding.place
    where = f"{harmless(name)}:{place.line}:{place.column}" if place else harmless(name)
    kind = paint(text(f"report.{finding.severity}", lang), _COLOURS[finding.severity])
    lines = [f"{where}: {kind} {finding.rule} {paint(words.title, _BOLD)}"]
    if place is not None and place.excerpt.strip():
        lines += [paint(line, _DIM) for line in excerpt(place, width)]
    lines += _wrapped(words.message, width)
    if words.fix:
        lines += _wrapped(words.fix, width)
    if words.editable and finding.path and name != STDIN and _quotable(name + finding.path):
        lines.append(f"{_INDENT}komma edit {_argument(name)} {_argument(finding.path)}")
    return "\n".join(lines)


def excerpt(place: Place, width: int) -> list[str]:
    """Return the line of the file and a line of carets under the place, both cut to ``width`` columns.

    Tabs are opened, signs of double width count as two columns and combining signs as none, so that the carets stand
    under the right signs; what cannot be shown becomes a question mark.
    """
    shown = "".join(_TAB * " " if sign == "\t" else sign if _printable(sign) else "?" for sign in place.excerpt)
    before = columns(place.excerpt[: place.column - 1])
    marked = max(columns(place.excerpt[place.column - 1 : place.end_column - 1]), 1)
    number = f"{place.line} | "
    room = max(width - len(_INDENT) - len(number), 20)
    start = max(0, before + min(marked, room // 2) - room + 6) if before + marked > room - 2 else 0
    cut, skipped = _from_column(shown, start)
    line = ("…" if skipped else "") + _to_columns(cut, room - 2)
    caret = before - skipped + (1 if skipped else 0)
    marks = "^" * max(1, min(marked, room - caret))
    return [f"{_INDENT}{number}{line}".rstrip(), f"{_INDENT}{' ' * (len(number) - 2)}| {' ' * caret}{marks}"]


def harmless(words: str) -> str:
    """Return words of a file or its name with a question mark for every sign that could steer the terminal."""
    return "".join(sign if _printable(sign) else "?" for sign in words)


def columns(shown: str) -> int:
    """Return how many terminal columns a text takes."""
    return sum(_columns_of(sign) for sign in shown)


def _columns_of(sign: str) -> int:
    if sign == "\t":
        return _TAB
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0 if _printable(sign) else 1
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _printable(sign: str) -> bool:
    # directional marks would turn the rest of the line around
    return sign != "\ufffd" and (sign.isprintable() or unicodedata.category(sign) in {"Mn", "Me"})


def _from_column(shown: str, start: int) -> tuple[str, int]:
    """Return the text from a column on, and how many columns were really left out."""
    skipped = 0
    for position, sign in enumerate(shown):
        if skipped >= start:
            return shown[position:], skipped
        skipped += _columns_of(sign)
    return "", skipped


def _to_columns(shown: str, room: int) -> str:
    taken = 0
    for position, sign in enumerate(shown):
        taken += _columns_of(sign)
        if taken > room:
            return shown[:position].rstrip() + "…"
    return shown


def _accepted(name: str, accepted: Accepted, lang: Lang, width: int) -> str:
    finding, deviation = accepted.finding, accepted.deviation
    words = words_of(finding, lang)
    until = dates.say(deviation.until.isoformat(), lang)
    reason = harmless(" ".join(deviation.reason.split()))
    line = text("report.accepted", lang, until=until, by=harmless(deviation.by), reason=reason)
    heading = f"{harmless(name)}: {finding.rule} {words.title} ({harmless(finding.path)})"
    return "\n".join([heading, *_wrapped(line, width)])


def _summaries(results: Sequence[Result], lang: Lang, width: int) -> list[str]:
    lines = [line for result in results for line in _summary(result, lang)]
    if len(results) > 1:
        flawed = sum(bool(result.findings) for result in results)
        lines.append(text("report.all_files", lang, files=len(results), flawed=flawed))
    return [
        part for line in lines for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    ]


def _summary(result: Result, lang: Lang) -> list[str]:
    name = harmless(PurePath(result.name).name)
    if result.failure is not None:
        reason = failure_words(result.failure, lang)[0]
        return [text("report.not_checked", lang, file=name, reason=harmless(reason))]
    counts = counted(result, lang)
    if counts:
        lines = [text("report.summary", lang, file=name, counts=counts, profile=result.profile)]
    else:
        lines = [text("report.clean", lang, file=name, profile=result.profile)]
    left_out = unchecked(result, lang)
    return [*lines, left_out] if left_out else lines


def _wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(
        words,
        max(width, 30),
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _quotable(words: str) -> bool:
    """Say whether a shell leaves the words alone between double quotes; a file could smuggle a command in an id."""
    return not any(sign in '$`!%"\n' or not _printable(sign) for sign in words)


def _argument(word: str) -> str:
    """Quote a word of a command line where a shell would take brackets or blanks for something else."""
    plain = all(sign.isalnum() or sign in "._-/\\:" for sign in word)
    return word if plain else f'"{word}"'
