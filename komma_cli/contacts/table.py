"""A table whose columns have names that people give them: which one holds what, and the contacts in its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from komma_cli import phones
from komma_cli.contacts.contact import Contact, Notice, Refused
from komma_cli.contacts.raw import Raw, clean, contact
from komma_cli.slugs import slug
from komma_cli.texts import LANGUAGES, words

HEADER_WITHIN = 10
"""The header is looked for in so many rows: above it often stands what the list is."""
_NAMING = {"name", "last_first", "first_name", "last_name", "function", "organisation"}
_COLUMNS_NAMED = 6


@dataclass(frozen=True)
class Row:
    """One row of a table, and the line (or row of the sheet) where it begins."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands in the row."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Header:
    """What the columns hold, by position, and how many rows stand above the first contact."""

    fields: tuple[str, ...]
    """Names of columns of ``contacts.yaml``, ``private``, or empty for what komma does not know."""
    names: tuple[str, ...]
    below: int
    guessed: bool = False


def known_columns(cells: Sequence[str]) -> int:
    """Return how many of the cells are names of columns that komma takes something from."""
    return sum(_field(cell) not in ("", "private") for cell in cells)


def find_header(rows: Sequence[Row]) -> Header | None:
    """Return the header among the first rows, or None. One known name is enough only in the first row."""
    best: tuple[int, int] | None = None
    filled = [(number, row) for number, row in enumerate(rows) if not row.is_empty][:HEADER_WITHIN]
    for place, (number, row) in enumerate(filled):
        known = known_columns(row.cells)
        alone = known == sum(bool(cell.strip()) for cell in row.cells)
        enough = known > 1 or alone or (place == 0 and known == 1 and _names_somebody(row.cells))
        if known and enough and (best is None or known > best[0]):
            best = known, number
    if best is None:
        return None
    cells = rows[best[1]].cells
    fields = tuple(_field(cell) for cell in cells)
    if "first_name" in fields:  # beside it „Name“ is the family's
        fields = tuple("last_name" if each == "name" else each for each in fields)
    return Header(fields, tuple(clean(cell) for cell in cells), best[1] + 1)


def _names_somebody(cells: Sequence[str]) -> bool:
    return bool(_NAMING & {_field(cell) for cell in cells})


def contacts_of(rows: Sequence[Row], *, outside: bool) -> tuple[list[Contact], list[Notice]]:
    """Return the contacts of a table with its notices.

    Raises ``Refused`` ``no_header``, ``no_name_column``, ``no_rows``.
    """
    header = find_header(rows) or _by_content([row for row in rows if not row.is_empty])
    if not _NAMING & set(header.fields):
        raise Refused("no_name_column")
    below = [row for row in rows[header.below :] if not row.is_empty]
    raws = [_raw(row, header) for row in below]
    if not raws:
        raise Refused("no_rows")
    made = [(raw, contact(raw, outside=outside)) for raw in raws]
    notices = [Notice("no_header_read")] if header.guessed else []
    notices += _left_out(below, header)
    notices += nameless(raw.line for raw, found in made if found is None)
    return [found for _, found in made if found is not None], notices


def nameless(lines: Iterable[int]) -> list[Notice]:
    """Tell of rows in which nobody is named."""
    numbers = [str(line) for line in lines]
    shown = ", ".join(numbers[:HEADER_WITHIN]) + (" …" if len(numbers) > HEADER_WITHIN else "")
    return [Notice("nameless", {"lines": shown})] if numbers else []


@cache
def _columns() -> dict[str, str]:
    """Return the slug of a column's name -> what it holds; the names of both languages always work."""
    return {
        slug(name): field
        for lang in LANGUAGES
        for field, names in words("contacts", lang)["columns"].items()
        for name in names
    }


@cache
def _private_words() -> frozenset[str]:
    return frozenset(word for lang in LANGUAGES for word in words("contacts", lang)["private_words"])


def _field(name: str) -> str:
    """Return what a column of that name holds: „Telefon 2“ is a „Telefon“, „Amt / Abteilung“ is either."""
    plain = "-".join(part for part in slug(name).split("-") if not part.isdigit())
    if found := _columns().get(plain):
        return found
    if _private_words() & set(plain.split("-")):
        return "private"
    either = {_columns().get(slug(part), "") for part in re.split(r"[/|]", name)}
    return either.pop() if len(either) == 1 else ""


def _raw(row: Row, header: Header) -> Raw:
    raw = Raw(row.line)
    for field, cell in zip(header.fields, row.cells, strict=False):
        if not cell.strip() or not field:
            continue
        match field:
            case "phone":
                raw.phones.append(cell)
            case "extension":
                raw.extensions.append(cell)
            case "email":
                raw.emails.append(cell)
            case "private":
                raw.private = True
            case "last_first":
                last, comma, first = clean(cell).partition(",")
                raw.name = f"{first.strip()} {last}" if comma else last
            case _:
                setattr(raw, field, getattr(raw, field) or cell)
    return raw


def _left_out(rows: Sequence[Row], header: Header) -> list[Notice]:
    """Tell which filled columns komma leaves where they are."""
    filled = {place for row in rows for place, cell in enumerate(row.cells) if cell.strip()}
    unknown, private = [], False
    for place, field in enumerate(header.fields):
        private = private or (field == "private" and place in filled)
        if not field and place in filled and header.names[place]:
            unknown.append(header.names[place][:40])
    notices = [Notice("private_left")] if private else []
    if unknown:
        more = " …" if len(unknown) > _COLUMNS_NAMED else ""
        notices.append(Notice("columns_left", {"columns": ", ".join(unknown[:_COLUMNS_NAMED]) + more}))
    return notices


def _by_content(rows: Sequence[Row]) -> Header:
    """Return what the columns of a table without header hold where that is beyond doubt.

    Every column must be e-mail addresses, telephone numbers with prefix, or the one text, which is taken as the name:
    names never get into public papers, functions do. Raises ``Refused`` ``no_header``.
    """
    width = max((len(row.cells) for row in rows), default=0)
    fields = []
    for place in range(width):
        cells = [row.cells[place].strip() for row in rows if place < len(row.cells) and row.cells[place].strip()]
        fields.append(_kind_of_cells(cells))
    if fields.count("name") != 1 or not {"phone", "email"} & set(fields):
        raise Refused("no_header")
    return Header(tuple(fields), ("",) * width, 0, guessed=True)


def _kind_of_cells(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    if all("@" in cell for cell in cells):
        return "email"
    if all(_is_phone(cell) for cell in cells):
        return "phone"
    return "name"


def _is_phone(cell: str) -> bool:
    try:
        return phones.read(clean(cell)).startswith("+")
    except phones.NotANumber:
        return False
