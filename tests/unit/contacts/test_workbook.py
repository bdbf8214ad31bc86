"""Excel workbooks: values only, the right sheet, and nothing that could fill the computer."""

import io
import struct
import zipfile

import openpyxl
import pytest

from komma_cli.contacts import workbook as room
from komma_cli.errors import ReadError
from tests.unit.contacts.builders import archive, kinds, read, workbook

HEADER = ("Name", "Funktion", "Telefon", "E-Mail")


def test_a_list_is_read(tmp_path):
    found = read(tmp_path, workbook(HEADER, ("Ayşe Şahin", "Leitung", "0221 4710-111", "a@b.example")), "liste.xlsx")
    assert [(row.name, row.function, row.phones, row.emails, row.line) for row in found.rows] == [
        ("Ayşe Şahin", "Leitung", ("+492214710111",), ("a@b.example",), 2)
    ]


def test_the_content_decides_and_not_the_name(tmp_path):
    assert len(read(tmp_path, workbook(HEADER, ("Mira", "", "", "")), "liste.csv").rows) == 1


def test_a_numeric_cell_has_lost_its_zero(tmp_path):
    row = read(tmp_path, workbook(HEADER, ("Mira", "", 35112345, ""), ("Jan", "", 35112345.0, ""))).rows
    assert [each.phones for each in row] == [(), ()]
    assert [notice.sentence("de") for notice in row[1].notices] == [
        "Prüfen Sie die Nummer 35112345. Vielleicht fehlt die Null am Anfang. komma übernimmt sie so nicht."
    ]


def test_the_first_sheet_with_a_header_is_taken_and_named(tmp_path):
    found = read(tmp_path, workbook(("Anleitung",), ("viel Text",), Leute=[HEADER, ("Mira", "", "", "")]))
    assert [row.name for row in found.rows] == ["Mira"]
    assert [(w.kind, w.values) for w in found.warnings] == [("one_sheet", {"sheet": "Leute"})]


def test_hidden_sheets_are_not_read(tmp_path):
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(HEADER, ("Mira", "", "", ""), Leute=[HEADER, ("Jan", "", "", "")]))
    )
    book.worksheets[0].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert [row.name for row in read(tmp_path, stream.getvalue()).rows] == ["Jan"]


def test_a_formula_is_never_run_nor_taken_as_text(tmp_path):
    found = read(tmp_path, workbook(HEADER, ("Mira", '=HYPERLINK("http://a.example")', "=1+1", "")))
    assert (found.rows[0].function, found.rows[0].phones) == ("", ())


def test_title_rows_and_gaps_keep_the_row_numbers(tmp_path):
    found = read(tmp_path, workbook(("Telefonliste",), (), HEADER, (), ("Mira", "", "4711", "")))
    assert [(row.name, row.line) for row in found.rows] == [("Mira", 5)]


def test_a_row_at_the_very_end_does_not_take_long(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(("Mira",))
    book.active.cell(row=1_048_576, column=16_384, value="x")
    stream = io.BytesIO()
    book.save(stream)
    assert [row.name for row in read(tmp_path, stream.getvalue()).rows] == ["Mira"]


def claimed(data, size):
    """Return an archive whose first entry claims to unpack to ``size`` bytes."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", size) + data[place + 4 :]


def many_parts():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("xl/workbook.xml", "x")
        for number in range(room.MOST_PARTS):
            made.writestr(f"{number}", "")
    return stream.getvalue()


BOMBS = {
    "one gigabyte claimed": (claimed(archive(xl__workbook_xml="<x/>"), 2**30), "contacts.too_much_inside"),
    "really large": (archive(xl__workbook_xml=b"0" * (room.MOST_UNPACKED + 1)), "contacts.too_much_inside"),
    "many parts": (many_parts(), "contacts.too_much_inside"),
    "entities": (
        archive(xl__workbook_xml='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        "contacts.workbook_damaged",
    ),
    "no workbook inside": (archive(xl__workbook_xml="<x/>"), "contacts.workbook_damaged"),
    "cut": (workbook(HEADER, ("Mira",))[:900], "contacts.workbook_damaged"),
    "LibreOffice": (archive(content_xml="<x/>"), "contacts.open_document"),
    "binary Excel": (archive(xl__workbook_bin="x"), "contacts.old_excel"),
    "Word": (archive(word__document_xml="<x/>"), "contacts.not_contacts"),
}


@pytest.mark.parametrize(("content", "key"), BOMBS.values(), ids=BOMBS)
def test_what_is_no_sound_workbook_is_refused(tmp_path, content, key):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, content, "liste.xlsx")
    assert refused.value.key == key


def test_bombs_are_refused_before_openpyxl_sees_them(tmp_path, monkeypatch):
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(ReadError):
        read(tmp_path, BOMBS["one gigabyte claimed"][0])


def test_an_empty_workbook_is_refused(tmp_path):
    with pytest.raises(ReadError) as refused:
        read(tmp_path, workbook())
    assert refused.value.key == "contacts.empty"


def test_workbooks_have_the_limit_of_rows_too(tmp_path):
    rows = [(f"Person {number}",) for number in range(2_001)]
    assert len(read(tmp_path, workbook(HEADER, *rows[:2_000])).rows) == 2_000
    with pytest.raises(ReadError) as refused:
        read(tmp_path, workbook(HEADER, *rows))
    assert refused.value.key == "contacts.too_many"


def test_warnings_of_rows_come_from_workbooks_as_from_text(tmp_path):
    assert kinds(read(tmp_path, workbook(HEADER, ("?ahin", "", "", "kein at"))).rows[0].notices) == [
        "lost_letter",
        "not_an_email",
    ]
