"""The form of calendars and address books."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.report.icalendar import Entry, calendar_text, content_lines, escaped, folded
from tests.unit.report.calendar_reader import read

TODAY = date(2026, 12, 1)
NASTY = "Übung; „A,B“ \\ C:\nzweite Zeile\tmit Tab\x07 und 😀"


def one(entry: Entry, owner: str = "NW/05999999/Musterstadt"):
    (calendar,) = read(calendar_text([entry], "Termine, Stadt", owner, TODAY).encode())
    assert calendar.name == "VCALENDAR"
    assert calendar["X-WR-CALNAME"] == "Termine, Stadt"
    return calendar.parts[0]


def test_an_event_says_all_that_calendars_need() -> None:
    event = one(Entry(date(2027, 12, 31), "Plan prüfen", ("Zeile, eins", "Zeile 2"), "review"))
    assert (event.name, event["DTSTAMP"]) == ("VEVENT", "20261201T000000Z")
    assert (event["DTSTART"], event["DTEND"]) == ("20271231", "20280101")
    assert event.parameters("DTSTART") == ";VALUE=DATE"
    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Plan prüfen", "Zeile, eins\nZeile 2")
    assert (event["CLASS"], event["TRANSP"]) == ("PUBLIC", "TRANSPARENT")
    (alarm,) = event.parts
    assert (alarm.name, alarm["ACTION"], alarm["TRIGGER"]) == ("VALARM", "DISPLAY", "-P6DT15H")


@pytest.mark.parametrize(("days", "trigger"), [(0, "PT9H"), (1, "-PT15H"), (2, "-P1DT15H"), (90, "-P89DT15H")])
def test_alarms_ring_at_nine(days: int, trigger: str) -> None:
    assert one(Entry(TODAY, "T", (), "k", days)).parts[0]["TRIGGER"] == trigger


def test_no_alarm_no_description_and_the_last_day_of_all() -> None:
    event = one(Entry(date.max, "T", (), "k", None, private=True))
    assert event.parts == []
    assert event["CLASS"] == "PRIVATE"
    assert not event.all("DESCRIPTION")
    assert not event.all("DTEND")


def test_the_id_stays_when_the_day_moves_and_differs_elsewhere() -> None:
    first = one(Entry(TODAY, "T", (), "review"))["UID"]
    assert one(Entry(date(2027, 1, 1), "U", (), "review"))["UID"] == first
    assert one(Entry(TODAY, "T", (), "other"))["UID"] != first
    assert one(Entry(TODAY, "T", (), "review"), "NW/05999998/Musterdorf")["UID"] != first


def test_signs_with_a_meaning_come_back_as_they_were() -> None:
    event = one(Entry(TODAY, NASTY, (NASTY,), "k"))
    assert event["SUMMARY"] == NASTY.replace("\t", "").replace("\x07", "")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_folding_is_undone_by_unfolding_and_never_too_long(line: str) -> None:
    value = escaped(line)
    assert all(len(piece.encode()) <= 75 for piece in folded(f"NOTE:{value}").split("\r\n"))
    (card,) = read(content_lines(["BEGIN:VCARD", f"NOTE:{value}", "END:VCARD"]).encode())
    wanted = line.replace("\r\n", "\n").replace("\r", "\n")
    assert card["NOTE"] == "".join(sign for sign in wanted if sign == "\n" or (sign >= " " and sign != "\x7f"))
