"""What is due in a network as a list for programs and as a calendar: municipalities and days, no person.

komma sends nothing; somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from komma_cli.network.due import Due, due
from komma_cli.network.view import Network
from komma_cli.render.phrases import short_day
from komma_cli.report.icalendar import Entry, calendar_text
from komma_cli.texts import Lang, text

FORMAT: Final = "komma-network-due/1"
MOST_NAMED: Final = 50
"""So many lines an entry of the calendar has."""


def due_json(network: Network, lang: Lang, today: date) -> str:
    """Return what is due up to half a year ahead; ``lang`` changes nothing, it is there like in every writer."""
    record = {
        "format": FORMAT,
        "as_of": today.isoformat(),
        "network_of": network.made_on.isoformat(),
        "demo": network.demo,
        "due": [_record(one, today) for one in due(network, today)],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def due_ics(network: Network, lang: Lang, today: date) -> str:
    """Return a calendar with one entry for each kind and month, on the first day on which something is due.

    What is overdue stands on today: nobody looks for work in the past.
    """
    groups: dict[tuple[str, str], list[Due]] = {}
    for one in due(network, today):
        groups.setdefault((one.kind, f"{max(one.on, today):%Y-%m}"), []).append(one)
    entries = [
        Entry(
            on=max(min(one.on for one in found), today),
            title=_title(kind, found, lang),
            lines=tuple(_lines(found, lang)),
            key=f"network/{kind}/{month}",
            alarm_days=None,
            private=True,  # who is behind is nobody else's business
        )
        for (kind, month), found in groups.items()
    ]
    entries.sort(key=lambda entry: (entry.on, entry.key))
    return calendar_text(entries, text("network_report.calendar", lang), "network", today)


def _record(one: Due, today: date) -> dict[str, Any]:
    found = {
        "kind": one.kind,
        "municipality": one.name,
        "key": one.key,
        "state": one.state,
        "last": one.last.isoformat(),
        "due_on": one.on.isoformat(),
        "is_due": one.on <= today,
    }
    if one.kind == "bundle":
        return {**found, "older_than_a_year": one.late}
    return {**found, "practice": one.practice, "title": one.title, "never_reviewed": one.never_reviewed}


def _title(kind: str, found: Sequence[Due], lang: Lang) -> str:
    if len(found) == 1:
        return text(f"network_report.due_{kind}_one", lang, name=found[0].name)
    return text(f"network_report.due_{kind}", lang, count=len(found))


def _lines(found: Sequence[Due], lang: Lang) -> Iterator[str]:
    for one in found[:MOST_NAMED]:
        key = "line_practice_never" if one.never_reviewed else f"line_{one.kind}"
        yield text(f"network_report.{key}", lang, name=one.name, title=one.title, day=short_day(one.last))
    if len(found) > MOST_NAMED:
        yield text("network_report.line_more", lang, count=len(found) - MOST_NAMED)
