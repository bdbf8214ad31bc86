"""CSV as spreadsheets save it: one of three delimiters, quoted line breaks, perhaps a first line ``sep=;``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from komma_cli.contacts.contact import Refused
from komma_cli.contacts.table import HEADER_WITHIN, Row, known_columns

_DELIMITERS = ";\t,"
_NAMED = re.compile(r'\s*"?sep=(.)"?\s*(?:\r\n?|\n|$)', re.IGNORECASE)
_END = "\x00end"
"""Put behind the last row: swallowed by a cell whose quotation mark nobody closed. No cleaned text holds it."""


def rows_of(text: str) -> list[Row]:
    """Return the rows of a text. Raises ``Refused`` ``quote_open``."""
    text = text.replace("\x00", "")
    skipped = 0
    delimiter = ""
    if named := _NAMED.match(text):
        delimiter, text, skipped = named[1], text[named.end() :], 1
    delimiter = delimiter or _delimiter(text)
    return [Row(line + skipped, cells) for line, cells in _read(text, delimiter)]


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the most known names out of the first lines, else the one that stands there most.

    ``csv.Sniffer`` took a letter for the delimiter in three of five files that Excel had made.
    """
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:HEADER_WITHIN]

    def weight(delimiter: str) -> tuple[int, int]:
        known = max((known_columns(re.sub('"', "", line).split(delimiter)) for line in lines), default=0)
        return known, lines[0].count(delimiter) if lines else 0

    return max(_DELIMITERS, key=weight)


def _read(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line where each row begins, and its cells."""
    end = "" if text.endswith(("\n", "\r")) else "\n"
    reader = csv.reader(io.StringIO(f"{text}{end}{_END}\n", newline=""), delimiter=delimiter)
    begin = 1
    while True:
        try:
            cells = tuple(next(reader))
        except (csv.Error, StopIteration) as error:  # a cell longer than 131,072 characters has swallowed many rows
            raise Refused("quote_open", line=begin) from error
        if cells == (_END,):
            return
        if any(_swallowed(cell, delimiter, len(cells)) for cell in cells):
            raise Refused("quote_open", line=begin)
        yield begin, cells
        begin = reader.line_num + 1


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """Say whether whole rows stand in a cell, because one quotation mark too many or too few stands before them."""
    if _END in cell:
        return True
    lines = cell.splitlines()
    return len(lines) > 1 and any(line.count(delimiter) >= max(1, width - 1) for line in lines[1:])
