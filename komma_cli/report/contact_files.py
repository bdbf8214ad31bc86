"""Contacts of a plan for address books and tables, as far as its readers may see them.

Text of a plan is never a formula: spreadsheets run what begins with ``=``, ``+``, ``-`` or ``@``
(https://owasp.org/www-community/attacks/CSV_Injection). Numbers are written as they are dialled inside Germany, foreign
ones with 00, so that none begins with a plus, and every telephone and every search still understands them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from komma_cli import hours, phones
from komma_cli.render.audience import may_see
from komma_cli.render.phrases import dial, place, short_day
from komma_cli.render.reader import Reader
from komma_cli.report.icalendar import content_lines, escaped, uid
from komma_cli.texts import label, text, words

FORMATS: Final = ("vcf", "csv", "xlsx")
COLUMNS: Final = {
    "function": 38,
    "name": 24,
    "kind": 22,
    "unit": 24,
    "roles": 34,
    "deputies": 34,
    "phone": 20,
    "mobile": 20,
    "private_phone": 20,
    "email": 34,
    "private_email": 30,
    "other": 34,
    "hours": 30,
    "languages": 18,
    "checked": 14,
    "checked_by": 24,
    "id": 20,
}
"""Columns and their widths in letters."""
NARROW: Final = ("name", "private_phone", "private_email")
"""Columns that only the narrowest circle ever has."""
_TEL_TYPES: Final = {"phone": "WORK,VOICE", "mobile": "CELL,WORK", "private_phone": "HOME,VOICE"}
_EMAIL_TYPES: Final = {"email": "INTERNET,WORK", "private_email": "INTERNET,HOME"}
_FORMULA: Final = "=+-@\t\r\n＝＋－＠"
_MADE_AT: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Card:
    """One person or body that these readers can reach."""

    id: str
    person: bool
    function: str
    """Function of a person, name of a body."""
    name: str | None
    kind: str
    unit: str | None
    roles: tuple[str, ...]
    deputies: tuple[str, ...]
    """Who stands in for the roles, in the order of calling."""
    channels: tuple[Mapping[str, Any], ...]
    hours: str | None
    languages: tuple[str, ...]
    checked: date | None
    checked_by: str | None


def cards(reader: Reader) -> tuple[tuple[Card, ...], int]:
    """Return the contacts in the order of the plan, and how many were left out: these readers cannot reach them."""
    data = reader.playbook
    found = [_person(item, reader) for item in data["people"]] + [_body(item, reader) for item in data["bodies"]]
    reachable = tuple(card for card in found if card.channels)
    return reachable, len(found) - len(reachable)


def _person(item: Mapping[str, Any], reader: Reader) -> Card:
    roles = [role for role in reader.playbook["roles"] if role["holder"] == item["id"]]
    behind = dict.fromkeys(one for role in roles for one in role["deputies"])
    return _card(
        item,
        reader,
        function=str(item["function"] or text("reach.nameless", reader.lang, id=item["id"])),
        name=item["name"] if may_see(reader.audience, "confidential") else None,
        kind=text("contact_files.person", reader.lang),
        roles=tuple(str(role["title"]) for role in roles),
        deputies=tuple(_function(one, reader) for one in behind),
    )


def _function(reference: str, reader: Reader) -> str:
    """Return what somebody is called without a name: the card of a deputy has it."""
    person = reader.people.get(reference)
    if person is None:
        return str(reader.who(reference))
    return str(person["function"] or text("reach.nameless", reader.lang, id=reference))


def _body(item: Mapping[str, Any], reader: Reader) -> Card:
    roles = tuple(str(role["title"]) for role in reader.playbook["roles"] if role["provided_by"] == item["id"])
    kind = label("body_kind", item["kind"], reader.lang)
    return _card(item, reader, function=str(item["name"]), name=None, kind=kind, roles=roles, deputies=())


def _card(item: Mapping[str, Any], reader: Reader, **own: Any) -> Card:
    verified = item["verified"] or {}
    names = words("languages", reader.lang)
    return Card(
        id=item["id"],
        person=item["id"] in reader.people,
        unit=item.get("unit"),
        channels=tuple(item["channels"]),
        hours=hours.say(item["hours"], reader.lang) if item["hours"] else None,
        languages=tuple(str(names.get(code, code)) for code in item["languages"]),
        checked=verified.get("on"),
        checked_by=verified.get("by"),
        **own,
    )


# -- address book -------------------------------------------------------------------------------------------------


def as_vcards(found: Iterable[Card], reader: Reader) -> str:
    """Return vCards 3.0 (RFC 2426), the version that Outlook and every telephone take in; numbers are E.164."""
    town = reader.playbook["municipality"]
    owner = "/".join(str(town[key]) for key in ("state", "ags", "name"))
    org = place(town, reader.lang)
    return content_lines(line for card in found for line in _vcard(card, reader, org, owner))


def _vcard(card: Card, reader: Reader, org: str, owner: str) -> list[str]:
    shown = card.name or card.function
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{escaped(shown)}", f"N:{_name(card)}"]
    if card.person:
        lines.append(f"ORG:{escaped(org)};{escaped(card.unit)}" if card.unit else f"ORG:{escaped(org)}")
        lines.append(f"TITLE:{escaped(card.function)}")
    else:
        lines += [f"ORG:{escaped(card.function)}", "X-ABShowAs:COMPANY"]
    for channel in card.channels:
        kind, value = channel["kind"], str(channel["value"])
        if kind in _TEL_TYPES:
            lines.append(f"TEL;TYPE={_TEL_TYPES[kind]}:{dial(value).removeprefix('tel:')}")
        elif kind in _EMAIL_TYPES:
            lines.append(f"EMAIL;TYPE={_EMAIL_TYPES[kind]}:{escaped(value)}")
        elif kind == "web":
            lines.append(f"URL:{value}")
    if note := _note(card, reader):
        lines.append(f"NOTE:{escaped(note)}")
    if card.checked is not None:
        lines.append(f"REV:{card.checked.isoformat()}")
    category = escaped(text("contact_files.category", reader.lang))
    klass = "CONFIDENTIAL" if reader.audience == "confidential" else "PRIVATE"
    return [*lines, f"CATEGORIES:{category}", f"CLASS:{klass}", f"UID:{uid(owner, card.id)}", "END:VCARD"]


def _name(card: Card) -> str:
    """Return the parts of a name; without one the function stands where programs sort by."""
    if card.name is None:
        return f"{escaped(card.function)};;;;"
    first, _, last = card.name.rpartition(" ")
    return f"{escaped(last)};{escaped(first)};;;"


def _note(card: Card, reader: Reader) -> str:
    values = {name: _value(card, name, reader) for name in ("hours", "other", "roles", "deputies", "languages")}
    lines = [f"{_head(name, reader)}: {value}" for name, value in values.items() if value]
    checked = _checked(card, reader)
    return "\n".join([*lines, f"{_head('checked', reader)}: {checked}"] if checked else lines)


# -- tables -------------------------------------------------------------------------------------------------------


def as_csv(found: Iterable[Card], reader: Reader) -> str:
    """Return a table that German Excel opens with a double click: byte order mark, semicolons, CRLF."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for row in table(found, reader):
        writer.writerow([defused(short_day(cell) if isinstance(cell, date) else cell) for cell in row])
    return "\ufeff" + stream.getvalue()


def as_workbook(found: Iterable[Card], reader: Reader) -> bytes:
    """Return an Excel workbook; equal input gives equal bytes. Every text is a text cell, days are days."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    rows = table(found, reader)
    book = Workbook()
    sheet = book.active
    sheet.title = text("contact_files.sheet", reader.lang)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, date):
                cell.value, cell.number_format = value, "DD.MM.YYYY"
            elif value:
                cell.value, cell.data_type, cell.quotePrefix = value, "s", True
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=number == 1)
    for column, name in enumerate(columns(reader), 1):
        sheet.column_dimensions[get_column_letter(column)].width = COLUMNS[name]
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    klass = label("confidentiality", reader.audience, reader.lang)
    sheet.oddHeader.center.text = klass.replace("&", "&&")
    book.properties.title = text("contact_files.title", reader.lang, place=place(_town(reader), reader.lang))
    book.properties.creator, book.properties.subject = "komma", klass
    return _steady(book, reader.today)


def _town(reader: Reader) -> dict[str, Any]:
    town: dict[str, Any] = reader.playbook["municipality"]
    return town


def _steady(book: Any, today: date) -> bytes:
    """Return the bytes of a workbook without the time of day at which it was made."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = datetime(today.year, today.month, today.day)
    first, steady = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(first, "w") as archive:
        writer = ExcelWriter(book, archive)
        writer.write_data()
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in made.infolist():
            info = zipfile.ZipInfo(part.filename, _MADE_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, made.read(part))
    return steady.getvalue()


def table(found: Iterable[Card], reader: Reader) -> list[list[str | date]]:
    """Return the head and one row per contact; a cell is a text, perhaps empty, or a day."""
    names = columns(reader)
    head: list[str | date] = [_head(name, reader) for name in names]
    rows: list[list[str | date]] = [
        [card.checked if name == "checked" and card.checked else _value(card, name, reader) for name in names]
        for card in found
    ]
    return [head, *rows]


def columns(reader: Reader) -> tuple[str, ...]:
    """Return the columns these readers get."""
    narrow = may_see(reader.audience, "confidential")
    return tuple(name for name in COLUMNS if narrow or name not in NARROW)


def _head(name: str, reader: Reader) -> str:
    return text(f"contact_files.head_{name}", reader.lang)


def _value(card: Card, name: str, reader: Reader) -> str:
    if name == "checked":
        return _checked(card, reader)
    if name in _TEL_TYPES or name in _EMAIL_TYPES:
        return "; ".join(_reached(channel) for channel in card.channels if channel["kind"] == name)
    if name == "other":
        return "; ".join(said for channel in card.channels if (said := _other(channel, reader)))
    value = getattr(card, name)
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _checked(card: Card, reader: Reader) -> str:
    if not may_see(reader.audience, "internal"):
        return ""
    return text("contact_files.never", reader.lang) if card.checked is None else short_day(card.checked)


def _other(channel: Mapping[str, Any], reader: Reader) -> str:
    """Return a way that has no column of its own, or the note to one that has: the column itself is dialled."""
    kind, note = channel["kind"], channel["note"]
    said = f"{label('channel_kind', kind, reader.lang)}: {_reached(channel)}"
    if kind in _TEL_TYPES or kind in _EMAIL_TYPES:
        return f"{said} ({note})" if note else ""
    return f"{said} ({note})" if note else said


def _reached(channel: Mapping[str, Any]) -> str:
    value = str(channel["value"])
    return spoken(value) if channel["kind"] in _TEL_TYPES else value


def spoken(value: str) -> str:
    """Return a telephone number as it is dialled: „030 23125001“, „0043 1 234567“, „110“; no plus, no odd blank."""
    return re.sub(r"^\+", "00", phones.say(value))


def defused(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{value}" if value[:1] and value[0] in _FORMULA else value
