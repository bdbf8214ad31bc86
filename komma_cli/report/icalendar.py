"""Writes iCalendar (RFC 5545) and the line form it shares with vCard (RFC 6350, RFC 2426).

Komma writes a handful of properties of all-day events, so the two pages of the standard that say how a line looks are
kept here instead of one more package in every installation: CRLF, at most 75 octets a line, four escapes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from komma_cli import __version__

MOST_OCTETS = 75
ALARM_HOUR = 9
"""Alarms of all-day events ring at this hour, not at midnight."""


@dataclass(frozen=True)
class Entry:
    """One all-day event.

    ``key`` tells it from every other entry of the calendar and stays the same when its day moves. ``alarm_days`` is how
    many days before it an alarm rings, None for no alarm. ``private``: other readers of a shared calendar see no words.
    """

    on: date
    title: str
    lines: tuple[str, ...]
    key: str
    alarm_days: int | None = 7
    private: bool = False


def calendar_text(entries: Iterable[Entry], name: str, owner: str, today: date) -> str:
    """Return the calendar; equal input gives equal text, because its time stamp is the start of ``today`` in UTC.

    ``owner`` goes into the ids of the events, so that two municipalities never have the same ones.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//komma//komma {__version__}//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += _event(entry, owner, today)
    return content_lines([*lines, "END:VCALENDAR"])


def _event(entry: Entry, owner: str, today: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(owner, entry.key)}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
    if entry.on < date.max:
        yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.lines:
        yield f"DESCRIPTION:{escaped(chr(10).join(entry.lines))}"
    yield f"CLASS:{'PRIVATE' if entry.private else 'PUBLIC'}"
    yield "TRANSP:TRANSPARENT"  # an all-day event would otherwise make the whole day look taken
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    if entry.alarm_days is not None:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:{_trigger(entry.alarm_days)}"
        yield f"DESCRIPTION:{escaped(entry.title)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _trigger(days: int) -> str:
    """Return nine in the morning so many days before, counted from the midnight at which the event begins."""
    whole = f"{days - 1}D" if days > 1 else ""
    return f"-P{whole}T{24 - ALARM_HOUR}H" if days else f"PT{ALARM_HOUR}H"


def uid(owner: str, key: str) -> str:
    """Return a global id that says nothing about what it stands for (RFC 7986, section 5.3)."""
    return hashlib.sha256(f"{owner}\n{key}".encode()).hexdigest()[:32]


def escaped(text: str) -> str:
    r"""Return a value of type TEXT: ``\``, ``;``, ``,`` and line breaks escaped, other control characters gone."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(sign for sign in line if sign >= " " and sign != "\x7f") for line in lines)


def content_lines(lines: Iterable[str]) -> str:
    """Return lines folded and ended as both standards ask."""
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets of UTF-8, each further one behind a blank; no letter is divided."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > MOST_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += sign
        size += octets
    return "\r\n".join([*pieces, piece])
