"""Leaving out what the playbook says nothing about yet, for a paper that is handed out before everything is filled in.

Only rows, tables and headings go. A sentence that says „offen“ stays, above all the line for a number that is missing
in an emergency box: nobody may take a gap for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RULE = re.compile(r"\|[ :|-]+\|")
_HEADING = re.compile(r"(#{1,6}) \S")
_CAPTION = "<!-- caption:"
_NEW_PAGE = "<!-- pagebreak -->"


def without_empty(markdown: str, missing: str) -> str:
    """Return the Markdown of a document without table rows, tables and headings that have nothing to say.

    ``missing`` is the word that stands for a value that is not there. The title of the document stays.
    """
    lines = _without_rows(markdown.split("\n"), missing)
    while (shorter := _without_headings(lines)) != lines:
        lines = shorter
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _without_rows(lines: Sequence[str], missing: str) -> list[str]:
    """Return the lines without rows that say nothing behind their first cell, and tables without a row left."""
    kept: list[str] = []
    index = 0
    while index < len(lines):
        if not (lines[index].startswith("|") and index + 1 < len(lines) and _RULE.fullmatch(lines[index + 1].strip())):
            kept.append(lines[index])
            index += 1
            continue
        end = index + 2
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        rows = [row for row in lines[index + 2 : end] if not _says_nothing(row, missing)]
        if rows:
            kept += [*lines[index : index + 2], *rows]
        elif kept and kept[-1].startswith(_CAPTION):
            kept.pop()
        index = end
    return kept


def _says_nothing(row: str, missing: str) -> bool:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip())[1:-1]]
    return len(cells) > 1 and missing in cells[1:] and all(cell in (missing, "–", "") for cell in cells[1:])


def _without_headings(lines: list[str]) -> list[str]:
    """Return the lines without headings that another heading of the same or a higher level, or the end, follows."""
    found = [(number, len(match[1])) for number, line in enumerate(lines) if (match := _HEADING.match(line))]
    gone: set[int] = set()
    for (number, level), following in zip(found, [*found[1:], (len(lines), 0)], strict=True):
        between = [line.strip() for line in lines[number + 1 : following[0]]]
        if level > 1 and following[1] <= level and all(line in ("", _NEW_PAGE) for line in between):
            gone.add(number)
            if number > 1 and lines[number - 2].strip() == _NEW_PAGE:
                gone.add(number - 2)
    return [line for number, line in enumerate(lines) if number not in gone]
