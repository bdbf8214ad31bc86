"""Contacts for address books and tables."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from komma_cli.cli.common import shipped_playbook
from komma_cli.cli.who import opened
from komma_cli.model.classes import CONFIDENTIALITY, Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.phones import read as read_phone
from komma_cli.render.audience import redact
from komma_cli.render.reader import Reader
from komma_cli.report.contact_files import as_csv, as_vcards, as_workbook, cards, defused, spoken
from tests.unit.report.calendar_reader import read

TODAY = date(2026, 12, 1)
FORMULAS = ["=1+1", "+49 evil", "-2+3", "@SUM(A1)", "=HYPERLINK(0)", "＝1", "＋1"]


def reader(audience: Confidentiality, playbook: Playbook | None = None) -> Reader:
    playbook = playbook or opened(str(shipped_playbook("musterstadt")))[0]
    return Reader(redact(playbook, audience), "de", audience, TODAY)


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def hostile() -> Playbook:
    people = [
        {
            "id": f"p-{number}",
            "function": formula,
            "unit": formula,
            "channels": [
                {"kind": "phone", "value": "+43123456789", "note": formula},
                {"kind": "post", "value": formula},
            ],
            "verified": {"on": "2026-11-01", "by": formula},
        }
        for number, formula in enumerate(FORMULAS)
    ]  # fmt: skip
    data = {"komma": 1, "municipality": {"name": "=M", "kind": "town", "state": "NW"}, "people": people}
    return Playbook.model_validate(data)


def test_a_plan_full_of_formulas_gives_a_table_without_any() -> None:
    who = reader("confidential", hostile())
    found, left_out = cards(who)
    assert (len(found), left_out) == (len(FORMULAS), 0)
    table = rows(as_csv(found, who))
    assert not [cell for row in table for cell in row if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell]
    assert [row[0] for row in table[1:]] == [f"'{formula}" for formula in FORMULAS]
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(found, who))).active
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            assert cell.data_type in ("s", "n", "d")
            assert cell.data_type != "n" or cell.value is None
            assert cell.data_type != "s" or cell.quotePrefix
    assert [sheet.cell(row, 1).value for row in range(2, 9)] == FORMULAS


@pytest.mark.parametrize(
    ("value", "said"),
    [("+4922147100", "0221 47100"), ("+493023125001-12", "030 23125001-12"), ("110", "110"), ("+43123456789", None)],
)
def test_numbers_begin_with_no_plus_and_are_still_understood(value: str, said: str | None) -> None:
    shown = spoken(value)
    assert said in (None, shown)
    assert shown[0].isdigit()
    assert defused(shown) == shown
    assert value.count("-") or read_phone(shown) == value


def test_names_and_private_numbers_are_for_the_narrowest_circle_only() -> None:
    texts = {}
    for audience in CONFIDENTIALITY:
        who = reader(audience)
        found, _ = cards(who)
        sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(found, who))).active
        values = "\n".join(str(cell.value) for line in sheet.iter_rows() for cell in line)
        card_text = as_vcards(found, who).replace("\r\n ", "")
        texts[audience] = "\n".join((as_csv(found, who), card_text, values))
    for secret in ("Tannhoff", "Yıldırım", "4710990", "post.example", "privat"):
        assert secret in texts["confidential"]
        assert not any(secret in texts[audience] for audience in CONFIDENTIALITY[:3]), secret
    assert "Bürgermeisterin" in texts["internal"]
    assert "Geprüft am: " not in texts["public"]


def test_who_cannot_be_reached_is_left_out_and_counted() -> None:
    who = reader("public")
    found, left_out = cards(who)
    assert all(card.channels for card in found)
    assert len(found) + left_out == len(cards(reader("confidential"))[0])
    assert left_out


def test_an_address_book_is_read_by_every_telephone() -> None:
    who = reader("confidential")
    found, _ = cards(who)
    book = read(as_vcards(found, who).encode())
    assert len(book) == len(found)
    mayor = next(card for card in book if card["FN"] == "Hedwig Tannhoff")
    assert (mayor["VERSION"], mayor["N"], mayor["TITLE"]) == ("3.0", "Tannhoff;Hedwig;;;", "Bürgermeisterin")
    assert mayor.all("TEL") == ["+492214710101", "+492214710990"]
    assert mayor.parameters("EMAIL") == ";TYPE=INTERNET,WORK"
    assert "Vertretung: Erster Beigeordneter" in mayor["NOTE"]
    emergency = next(card for card in book if card.all("TEL") == ["110"])
    assert emergency["X-ABShowAs"] == "COMPANY"
    assert len({card["UID"] for card in book}) == len(book)


def test_the_table_says_when_nobody_ever_called() -> None:
    data = {
        "komma": 1,
        "municipality": {"name": "M", "kind": "town", "state": "NW"},
        "people": [{"id": "a", "function": "A", "channels": [{"kind": "phone", "value": "+4922147100"}]}],
    }
    who = reader("internal", Playbook.model_validate(data))
    head, row = rows(as_csv(cards(who)[0], who))
    assert row[head.index("Geprüft am")] == "noch nie"


def test_equal_input_gives_equal_bytes_and_no_time_of_day() -> None:
    who = reader("internal")
    found, _ = cards(who)
    first = as_workbook(found, who)
    assert first == as_workbook(found, who)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-12-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_the_workbook_can_be_worked_with() -> None:
    who = reader("internal")
    found, _ = cards(who)
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(found, who)))
    sheet = book.active
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("Kontakte", "B2", "$1:$1")
    assert sheet.cell(1, 1).font.bold
    assert sheet.column_dimensions["A"].width > 30
    assert sheet.oddHeader.center.text == "intern"
    checked = [cell.value for cell in sheet[1]].index("Geprüft am") + 1
    assert sheet.cell(2, checked).value.date() == date(2026, 10, 20)
