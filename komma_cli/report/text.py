"""Findings for people at a terminal: place, title, the line itself with a mark, what is wrong, what to do.

Only characters that every Windows console can print come from komma itself; the words of the file stay as they are.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from komma_cli import dates
from komma_cli.check.finding import Place
from komma_cli.report.counts import counted, unchecked
from komma_cli.report.said import Results, Said, SaidAccepted, SaidFinding, SaidRelated, said
from komma_cli.store.reading import STDIN
from komma_cli.texts import Lang, text

WIDTH = 88
"""Columns if nobody says how wide the terminal is."""
_TAB = 4
_INDENT = "  "
_COLOURS = {"error": "31", "warning": "33", "hint": "36"}
_DIM, _BOLD = "2", "1"
_KEY = re.compile(r"""["']?[\w-]+["']?:""")
_OWN_KEY = re.compile(r"""[ \t]*(?:- +)*(?:["']?[\w-]+["']?: +)?""")


def write(results: Results, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Return the report; it ends with a line break. ``colour`` adds terminal colours, which never carry meaning."""
    return "".join(pieces(results, lang, width=width, colour=colour))


def pieces(results: Results, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> Iterator[str]:
    """Yield the report file by file; only a line or two of each is remembered for the end."""
    paint = _Paint(colour)
    summaries: list[str] = []
    flawed = 0
    for result in said(results, lang):
        blocks = [_block(result.name, finding, lang, width, paint) for finding in result.findings]
        blocks += [_accepted(result.name, accepted, lang, width) for accepted in result.accepted]
        yield from (f"{block}\n\n" for block in blocks)
        summaries += _summary(result, lang)
        flawed += bool(result.findings)
    if len(results) > 1:
        summaries.append(text("report.all_files", lang, files=len(results), flawed=flawed))
    wrapped = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in summaries)
    yield "\n".join(part for line in wrapped for part in line) + "\n"


class _Paint:
    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self._on and words else words


def _block(name: str, finding: SaidFinding, lang: Lang, width: int, paint: _Paint) -> str:
    place = finding.place
    where = f"{harmless(name)}:{place.line}:{place.column}" if place else harmless(name)
    kind = paint(text(f"report.{finding.severity}", lang), _COLOURS[finding.severity])
    lines = [f"{where}: {kind} {finding.rule} {paint(finding.title, _BOLD)}"]
    if place is not None and place.excerpt.strip():
        lines += [paint(line, _DIM) for line in excerpt(place, width)]
    elsewhere = [one for one in finding.related if place is None or one.place.line != place.line]
    lines += [paint(_second(related, lang, width), _DIM) for related in elsewhere]
    lines += _wrapped(finding.message, width)
    if finding.fix:
        lines += _wrapped(finding.fix, width)
    if finding.editable and finding.path and name != STDIN and _quotable(name + finding.path):
        lines.append(f"{_INDENT}komma edit {_argument(name)} {_argument(finding.path)}")
    return "\n".join(lines)


def _second(related: SaidRelated, lang: Lang, width: int) -> str:
    """Return one line about a second place."""
    said_so = text("report.related_line", lang, words=related.words, line=related.place.line)
    shown = harmless(_beginning(related.place))
    return _to_columns(f"{_INDENT}{said_so} | {shown}" if shown else f"{_INDENT}{said_so}", width - 1)


def _beginning(place: Place) -> str:
    """Return the line of a second place up to the place's end, if nothing but its own key stands before it.

    What else stands in the line may be a number that nobody needs here.
    """
    before, marked = place.excerpt[: place.column - 1], place.excerpt[place.column - 1 : place.end_column - 1]
    key = _KEY.match(place.excerpt, place.column - 1)
    if not marked or not _OWN_KEY.fullmatch(before):
        return ""
    return (before + (key[0] if key and place.end_column == place.column + 1 else marked)).strip()


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


def _accepted(name: str, accepted: SaidAccepted, lang: Lang, width: int) -> str:
    finding = accepted.finding
    until = dates.say(accepted.until.isoformat(), lang)
    reason = harmless(" ".join(accepted.reason.split()))
    line = text("report.accepted", lang, until=until, by=harmless(accepted.by), reason=reason)
    heading = f"{harmless(name)}: {finding.rule} {finding.title} ({harmless(finding.path)})"
    return "\n".join([heading, *_wrapped(line, width)])


def _summary(result: Said, lang: Lang) -> list[str]:
    name = harmless(PurePosixPath(result.shown).name)
    if result.failure is not None:
        reason = result.failure.message
        return [text("report.not_checked", lang, file=name, reason=harmless(reason))]
    counts = counted(result, lang)
    if counts:
        lines = [text("report.summary", lang, file=name, counts=counts, profile=result.profile)]
    else:
        lines = [text("report.clean", lang, file=name, profile=result.profile)]
    return [line for line in (*lines, _fixable(result, lang), unchecked(result, lang)) if line]


def _fixable(result: Said, lang: Lang) -> str:
    """Return how many findings ``--fix`` mends, or nothing; standard input has no file that could be mended."""
    amount = sum(finding.fixable for finding in result.findings)
    if not amount or result.name == STDIN or not _quotable(result.name):
        return ""
    return text(f"report.fixable{'_one' * (amount == 1)}", lang, count=amount, file=_argument(result.name))


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
