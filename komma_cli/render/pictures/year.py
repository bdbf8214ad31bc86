"""The calendar of the next twelve months: reviews, reports, exercises, measures, and contacts to be tried out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from komma_cli import dates
from komma_cli.agenda import PROOFS, Due, agenda
from komma_cli.render.audience import may_see
from komma_cli.render.phrases import short_day
from komma_cli.render.pictures.drawing import Drawing, Wording, drawing, fitting
from komma_cli.render.reader import Reader
from komma_cli.texts import Lang, text

MONTHS: Final = 12
MOST: Final = 5
"""Lines of one month; what is more is counted."""
_LETTERS: Final = 80
_ENTRIES: Final = ("funding", "vacancy", "liaison")
"""Kinds of dues whose subject is the id of an entry."""
_PATH: Final = re.compile(r"[a-z_]+(?:[.\[]\S+)?")

Line = tuple[date, str]


def year(reader: Reader) -> Drawing | None:
    """Return what is overdue and what falls due in this month and the eleven that follow, None where nothing is.

    Contacts are counted, never named.
    """
    today, lang = reader.today, reader.lang
    firsts = [_first(today, number) for number in range(MONTHS + 1)]
    proofs = may_see(reader.audience, "internal")
    dues = agenda(reader.playbook, today, firsts[-1] - timedelta(days=1), proofs=proofs)
    lines = sorted(_lines(dues, today, reader))
    if not lines:
        return None
    late = [line for line in lines if line[0] < today]
    months = [(first, [line for line in lines if line[0] >= today and _in(line[0], first)]) for first in firsts[:-1]]
    values = {"count": len(lines) - len(late), "late": len(late), "first": _name(firsts[0], reader)}
    alt = text("pictures.year_alt", lang, **values, last=_name(firsts[-2], reader))
    if late:
        alt = f"{alt} {text('pictures.year_alt_late', lang, **values)}"
    day_of_month = partial(_day_of_month, lang=lang)
    told = [text("pictures.year_told_late", lang, day=short_day(day), what=what) for day, what in late]
    told += [f"{short_day(day)}: {what}" for _, found in months for day, what in found]
    data = {
        "free": text("pictures.year_free", lang),
        "late": {"name": text("pictures.year_late", lang), "dues": list(_shown(late, short_day, reader))},
        "months": [
            {"name": _name(first, reader), "dues": list(_shown(found, day_of_month, reader))} for first, found in months
        ],
    }
    return drawing("year", fitting(alt), tuple(told), data)


def _lines(dues: Iterable[Due], today: date, reader: Reader) -> Iterator[Line]:
    """Yield a line per due; the contacts of one month are one line. Nobody can call in the past: they are due today."""
    wording, dues = Wording(reader), tuple(dues)
    for due in dues:
        if due.kind not in PROOFS:
            yield due.on, wording(text(f"calendar.title_{due.kind}", reader.lang, subject=_subject(due, reader)))
    contacts = sorted((max(due.on, today), due.kind) for due in dues if due.kind in PROOFS)
    contacts.sort(key=lambda line: (line[1], line[0]))
    for (kind, _), group in groupby(contacts, lambda line: (line[1], f"{line[0]:%Y-%m}")):
        days = [day for day, _ in group]
        yield days[0], text(f"calendar.title_{kind}", reader.lang, count=len(days))


def _subject(due: Due, reader: Reader) -> str | None:
    if due.kind in _ENTRIES:
        return reader.who(due.subject)
    if due.kind == "open_question" and _PATH.fullmatch(due.subject or ""):
        return reader.place(due.subject or "") or due.subject
    return due.subject


def _shown(lines: list[Line], day_of: Callable[[date], str], reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield the lines that are drawn, the last one without a day if it counts the others."""
    most = MOST if len(lines) <= MOST else MOST - 1
    wording = Wording(reader)
    for day, what in lines[:most]:
        yield day_of(day), wording(what, _LETTERS)
    if len(lines) > most:
        yield "", text("pictures.year_more", reader.lang, count=len(lines) - most)


def _first(today: date, number: int) -> date:
    years, month = divmod(today.month - 1 + number, 12)
    return date(today.year + years, month + 1, 1)


def _day_of_month(day: date, lang: Lang) -> str:
    return text("pictures.year_day", lang, day=day.day)


def _in(day: date, first: date) -> bool:
    return (day.year, day.month) == (first.year, first.month)


def _name(first: date, reader: Reader) -> str:
    """Return „Dezember 2026“."""
    return dates.in_words(first, reader.lang).partition(" ")[2]
