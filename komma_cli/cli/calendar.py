"""``komma calendar``: the days of a plan, or of one case, for any calendar program."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli import durations
from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, OutputFile, TodayOption, put_out, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.cli.naming import meant
from komma_cli.cli.placing_files import warn_if_under_git
from komma_cli.cli.who import opened
from komma_cli.errors import UsageError
from komma_cli.model.classes import CONFIDENTIALITY, Confidentiality
from komma_cli.texts import text

if TYPE_CHECKING:
    from pathlib import Path

    from komma_cli.render.reader import Reader
    from komma_cli.report.calendar import CalendarTeller
    from komma_cli.report.icalendar import Entry

AHEAD = "P2Y"
"""How far the calendar looks; what repeats would never end."""
INSIDE = ("internal", "confidential")
"""Readers who may know the steps after an incident."""
MOST_CASES = 99


def calendar(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    incident: Annotated[str | None, typer.Option("--incident", help=say("calendar_incident"), metavar="DATE")] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", help=say("calendar_scenario"), metavar="ID")] = None,
    case: Annotated[int | None, typer.Option("--case", help=say("calendar_case"), metavar="N")] = None,
    audience: Annotated[
        str, typer.Option("--audience", help=say("render_audience_option"), metavar="|".join(CONFIDENTIALITY))
    ] = "internal",
    output: OutputFile = None,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Write the days of the plan for two years, or with ``--incident`` the reminders for one case."""
    one_of(audience, CONFIDENTIALITY, "--audience")
    day = the_day(today)
    start = _incident(incident, day, audience, scenario, case)
    reader = _reader(file, next(name for name in CONFIDENTIALITY if name == audience), day)
    from komma_cli.report.calendar import CalendarTeller

    teller = CalendarTeller(reader)
    if start is None:
        entries, name, notes = _of_plan(teller, file)
    else:
        entries, name, notes = _of_case(teller, file, start, scenario, case)
    if output is not None and (start is not None or audience == "confidential"):
        warn_if_under_git([output])
    put_out(teller.written(entries, name), output, machine=True)
    _tell(notes, output)


def _incident(written: str | None, day: date, audience: str, scenario: str | None, case: int | None) -> date | None:
    """Return the day of the case, None without one. Raises ``UsageError`` for what does not go together."""
    if written is None:
        for option, value in (("--scenario", scenario), ("--case", case)):
            if value is not None:
                raise UsageError("calendar.no_incident", option=option)
        return None
    start = the_day(written)
    if start > day:
        raise UsageError("calendar.incident_ahead", text=written, today=day.isoformat())
    if audience not in INSIDE:
        raise UsageError("calendar.case_is_internal", audience=audience)
    if case is not None and not 1 <= case <= MOST_CASES:
        raise UsageError("calendar.case_number", text=case, most=MOST_CASES)
    return start


def _reader(file: str, audience: Confidentiality, day: date) -> Reader:
    from komma_cli.render.audience import redact
    from komma_cli.render.reader import Reader

    playbook, _ = opened(file)
    return Reader(redact(playbook, audience), reader_language(), audience, day)


def _of_plan(teller: CalendarTeller, file: str) -> tuple[list[Entry], str, list[str]]:
    """Return entries, the name of the calendar, and what is said about it."""
    from komma_cli.agenda import agenda
    from komma_cli.case_dates import case_points

    reader = teller.reader
    until = durations.after(reader.today, AHEAD)
    inside = reader.audience in INSIDE
    entries = teller.of_agenda(agenda(reader.playbook, reader.today, until, proofs=inside))
    notes = [_said("summary", count=len(entries), day=_short(until))]
    if inside:
        entries.append(teller.template(case_points(reader.playbook, None, reader.lang)))
        notes.append(_said("case_next", file=file))
    return entries, teller.plan_name(), notes


def _of_case(
    teller: CalendarTeller, file: str, start: date, scenario: str | None, number: int | None
) -> tuple[list[Entry], str, list[str]]:
    from komma_cli.case_dates import case_points
    from komma_cli.report.calendar import Case

    data = teller.reader.playbook
    cards = {card["id"]: str(card["title"]) for card in data["scenarios"]}
    card = None if scenario is None else meant(scenario, cards, "calendar.unknown_scenario")
    case = Case(start, card, number)
    entries = teller.of_case(case_points(data, card, teller.reader.lang), case)
    past = sum(entry.on < teller.reader.today for entry in entries)
    notes = [_said("summary_case", count=len(entries), day=_short(entries[-1].on))] if entries else []
    notes += [_said("past", count=past)] if past else []
    notes += [] if data["support"] and data["support"]["aftercare"] else [_said("no_aftercare", file=file)]
    return entries, teller.case_name(case), [*notes, _said("case_privately")]


def _said(name: str, **values: object) -> str:
    return text(f"calendar.{name}", reader_language(), **values)


def _short(day: date) -> str:
    from komma_cli.render.phrases import short_day

    return short_day(day)


def _tell(notes: list[str], output: Path | None) -> None:
    """Say what was written; where the calendar itself goes to the output, only beside it."""
    stream = sys.stderr if output is None else sys.stdout
    if output is not None:
        stream.write(say("wrote", file=output) + "\n")
    stream.writelines(f"{note}\n" for note in notes)
