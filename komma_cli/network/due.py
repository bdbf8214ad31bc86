"""What is due in a network: municipalities that have said nothing for long, and practices that nobody looked at again.

Municipalities and days, never a person. The periods are komma's own decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from komma_cli import durations
from komma_cli.network.view import Member, Network

BUNDLE_AFTER: Final = "P6M"
LATE_AFTER: Final = "P1Y"
PRACTICE_AFTER: Final = "P2Y"
AHEAD: Final = "P6M"
"""So far ahead the list looks."""
DueKind = Literal["bundle", "practice"]


@dataclass(frozen=True)
class Due:
    """One thing to ask a municipality for."""

    kind: DueKind
    on: date
    """From this day on it is due."""
    name: str
    key: str
    state: str
    last: date
    """Day of its newest bundle; of a practice the last review, else its release."""
    late: bool = False
    """A bundle older than a year."""
    practice: str | None = None
    title: str | None = None
    never_reviewed: bool = False


def due(network: Network, today: date) -> tuple[Due, ...]:
    """Return what is due by half a year from today, by Land and name and not by how long."""
    horizon = durations.after(today, AHEAD)
    return tuple(one for member in network.members for one in _of(member, today) if one.on <= horizon)


def _of(member: Member, today: date) -> Iterator[Due]:
    who = (member.name, member.key, member.state)
    late = today >= durations.after(member.date, LATE_AFTER)
    yield Due("bundle", durations.after(member.date, BUNDLE_AFTER), *who, last=member.date, late=late)
    for practice in member.practices:
        if practice.status != "dropped":
            reviewed = practice.reviewed_by
            last = reviewed.on if reviewed else practice.released_on
            yield Due(
                "practice",
                durations.after(last, PRACTICE_AFTER),
                *who,
                last=last,
                practice=practice.id,
                title=practice.title,
                never_reviewed=reviewed is None,
            )
