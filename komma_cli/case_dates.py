"""What must be thought of after an incident, counted from its day: steps, aftercare, feedback and periods of law.

Pure, and without the case: only the day of the incident and the kind of scenario go in, words of the plan and of the
law come out. Nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from komma_cli import catalogue, durations, laws
from komma_cli.texts import Lang

CaseKind = Literal["step", "aftercare", "feedback", "evaluation", "reminder", "deadline"]
"""``reminder``: a period of law ends soon; ``deadline``: its last day."""
ALWAYS = ("strafantrag",)
"""The period that runs out in every external case while everybody waits."""
PERIODS = ("deadline", "validity")
"""Kinds of law whose end somebody must not miss."""
FROM_INCIDENT = ("incident", "register-block")
"""What aftercare counts from and may be counted from the incident: the block comes later, so a reminder comes early."""
_SAME_DAY = "P1D"


@dataclass(frozen=True)
class CasePoint:
    """One point, so long ``after`` the incident (ISO 8601).

    ``text`` are words of the plan, for a period of law its title; None for feedback and evaluation. ``owner`` is the
    id of a role, ``actor`` who acts where no role does (``anyone``, ``affected``, ``witness``).
    """

    kind: CaseKind
    after: str
    text: str | None
    owner: str | None = None
    actor: str | None = None
    law: laws.Law | None = None

    def on(self, incident: date) -> date:
        """Return its day; a period is counted as if it began on the day of the incident, which is the safe side."""
        if self.kind == "deadline" and self.law is not None:
            return laws.deadline_end(self.law, incident)
        return durations.after(incident, self.after)


def case_points(data: Mapping[str, Any], scenario: str | None, lang: Lang) -> tuple[CasePoint, ...]:
    """Return the points of a case in order of time: of one scenario card, or (None) those of every incident.

    What must be done within less than a day is left out: nobody needs a calendar for it. ``data`` is the plain data
    of a playbook with its internal fields.
    """
    card = next((one for one in data.get("scenarios") or [] if one["id"] == scenario), None)
    found = [*_steps(card), *_aftercare(data, lang), *_promises(data, card), *_periods(card, lang)]
    return tuple(sorted(found, key=lambda point: durations.minutes(point.after)))


def _steps(card: Mapping[str, Any] | None) -> Iterator[CasePoint]:
    for step in (card or {}).get("steps") or []:
        within = step.get("within")
        if within is not None and durations.minutes(within) >= durations.minutes(_SAME_DAY):
            yield CasePoint("step", within, step["text"], step.get("role"), step.get("actor"))


def _aftercare(data: Mapping[str, Any], lang: Lang) -> Iterator[CasePoint]:
    """Yield the points of the plan, but no point that counts from another day than the incident (a day in court)."""
    anchors = {step.id: step.anchor for step in catalogue.aftercare(lang)}
    for step in (data.get("support") or {}).get("aftercare") or []:
        if anchors.get(step["id"], "incident") in FROM_INCIDENT:
            yield CasePoint("aftercare", step["after"], step["text"], step.get("owner"))


def _promises(data: Mapping[str, Any], card: Mapping[str, Any] | None) -> Iterator[CasePoint]:
    """Yield what the plan promises for every case; a card has its own step for looking back at a serious one."""
    if (feedback := (data.get("reporting") or {}).get("feedback_within")) is not None:
        yield CasePoint("feedback", feedback, None)
    review = data.get("review") or {}
    if card is None and (evaluation := review.get("evaluation_within")) is not None:
        yield CasePoint("evaluation", evaluation, None, review.get("owner"))


def _periods(card: Mapping[str, Any] | None, lang: Lang) -> Iterator[CasePoint]:
    if card is None:
        wanted = laws.printed()["deadlines"]
    else:
        always = ALWAYS if card.get("track") == "external" else ()
        named = (step["deadline"] for step in card.get("steps") or [] if step.get("deadline"))
        wanted = tuple(dict.fromkeys((*named, *always)))
    for law in laws.laws(lang):
        if law.id in wanted and law.kind in PERIODS and law.duration is not None:
            yield from (CasePoint("reminder", after, law.title, law=law) for after in law.warn_after)
            yield CasePoint("deadline", law.duration, law.title, law=law)
