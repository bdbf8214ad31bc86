"""Excel workbooks: the values of the first sheet that is a list of contacts. Macros and links are never looked at."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from komma_cli.contacts.contact import Notice, Refused
from komma_cli.contacts.table import Row, find_header

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2_000
MOST_SHEETS, MOST_COLUMNS = 40, 120
_HEAD = 2_048


def kind_of_archive(data: bytes) -> str:
    """Return ``workbook``, ``open_document``, ``binary_workbook``, ``other`` or ``damaged`` for a ZIP archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "workbook"
            if "xl/workbook.bin" in names:
                return "binary_workbook"
            return "open_document" if "content.xml" in names else "other"
    except Exception:  # zipfile has a different error for each way in which an archive can be broken
        return "damaged"


def rows_of(data: bytes, most: int) -> tuple[list[Row], list[Notice]]:
    """Return the rows of the first visible sheet with a known header, else of the first one that holds anything.

    Reading stops behind ``most`` filled rows of a sheet. Raises ``Refused`` ``too_much_inside`` before
    anything is unpacked that claims to be huge, ``contacts.workbook_damaged``.
    """
    _refuse_bomb(data)
    try:
        sheets = _sheets(data, most)
    except Exception as error:  # openpyxl meets damage with whatever its parts raise
        raise Refused("workbook_damaged") from error
    chosen = next((sheet for sheet in sheets if find_header(sheet[1]) is not None), None)
    chosen = chosen or next((sheet for sheet in sheets if sheet[1]), ("", []))
    notices = [Notice("one_sheet", {"sheet": chosen[0]})] if len(sheets) > 1 and chosen[1] else []
    return chosen[1], notices


def _refuse_bomb(data: bytes) -> None:
    """Look at what the archive claims to hold, and at the head of each part, where an entity bomb would begin."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused("too_much_inside")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(_HEAD):
                    raise Refused("workbook_damaged")
    except Refused:
        raise
    except Exception as error:  # see kind_of_archive
        raise Refused("workbook_damaged") from error


def _sheets(data: bytes, most: int) -> list[tuple[str, list[Row]]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, none of which is read here
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return [(str(sheet.title), list(_rows(sheet, most))) for sheet in visible[:MOST_SHEETS]]
        finally:
            book.close()


def _rows(sheet: Any, most: int) -> Iterator[Row]:
    """Yield the filled rows; the size a sheet says it has is not believed."""
    sheet.reset_dimensions()
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if not cells:  # a gap; there can be a million of them
            continue
        row = Row(number, tuple(map(_text, cells[:MOST_COLUMNS])))
        if not row.is_empty:
            filled += 1
            yield row
        if filled > most:
            return


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
