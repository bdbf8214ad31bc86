"""Reading a file of contacts: what it is shows in its content, never in its name."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from komma_cli.contacts import cards, csv_table, table, workbook
from komma_cli.contacts.contact import Contact, Contacts, Notice, Refused
from komma_cli.contacts.decoding import decode
from komma_cli.errors import ReadError

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".vcf")
"""What the files of contacts are called that komma can read."""
_ARCHIVE = b"PK\x03\x04"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "old_excel"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"{\\rtf", "not_contacts"),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|\?xml|table)", re.IGNORECASE)
_CARD = re.compile(r"\s*BEGIN:VCARD", re.IGNORECASE)


def read_contacts(path: Path, *, outside: bool = False) -> Contacts:
    """Return the contacts of a file; the file is closed afterwards and nothing of it is kept.

    ``outside``: the rows are bodies outside the municipality, so that short numbers such as 110 are numbers.
    Raises ``ReadError`` with a key of the room ``contacts``.
    """
    data = _content(path)
    try:
        if data.startswith(_ARCHIVE):
            found, notices = _archive(data, outside=outside)
        else:
            found, notices = _text(data, outside=outside)
        if not found:
            raise Refused("no_rows")
    except Refused as refused:
        raise ReadError(f"contacts.{refused.kind}", file=path.name, **refused.values) from refused
    return Contacts(tuple(found), tuple(notices))


def _content(path: Path) -> bytes:
    """Return the bytes of an ordinary file that is not too big."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadError("contacts.directory", file=path)
        if not stat.S_ISREG(found.st_mode):  # a device or a pipe might never end
            raise ReadError("contacts.no_file", file=path)
        if found.st_size > MAX_BYTES:
            raise ReadError("contacts.too_big", file=path.name, limit=MAX_BYTES // 1024 // 1024)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a name no system can have
        raise ReadError("contacts.missing", file=path) from error
    except PermissionError as error:
        raise ReadError("contacts.no_permission", file=path) from error
    except OSError as error:
        raise ReadError("contacts.unreadable", file=path, reason=error.strerror or str(error)) from error
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise ReadError("contacts.empty", file=path.name)
    return data


def _archive(data: bytes, *, outside: bool) -> tuple[list[Contact], list[Notice]]:
    kind = workbook.kind_of_archive(data)
    refused = {
        "open_document": "open_document",
        "binary_workbook": "old_excel",
        "other": "not_contacts",
        "damaged": "workbook_damaged",
    }
    if kind in refused:
        raise Refused(refused[kind])
    rows, notices = workbook.rows_of(data, MAX_ROWS + table.HEADER_WITHIN)
    return _table(rows, notices, outside=outside)


def _text(data: bytes, *, outside: bool) -> tuple[list[Contact], list[Notice]]:
    for beginning, kind in _OTHERS:
        if data.startswith(beginning):
            raise Refused(kind)
    if b"\x00" in data and not data.startswith(_WIDE):
        raise Refused("not_contacts")
    text, notices = decode(data)
    if _WEB_PAGE.match(text):
        raise Refused("web_page")
    if _CARD.match(text):
        found, more = cards.contacts_of(text, MAX_ROWS, outside=outside)
        return found, [*notices, *more]
    return _table(csv_table.rows_of(text), notices, outside=outside)


def _table(rows: list[table.Row], notices: list[Notice], *, outside: bool) -> tuple[list[Contact], list[Notice]]:
    filled = sum(not row.is_empty for row in rows)
    if not filled:
        raise Refused("empty")
    header = table.find_header(rows)
    if filled - (1 if header is not None else 0) > MAX_ROWS:
        raise Refused("too_many", limit=MAX_ROWS)
    found, more = table.contacts_of(rows, outside=outside)
    return found, [*notices, *more]
