"""What a draft still lacks: answers noted as open, and wanted ones that nobody has noted yet.

One walk serves the machine-readable list, the walk through open points in a dialogue, and the notes that
``--defaults`` makes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli.errors import KommaError
from komma_cli.model.playbook import SECTIONS
from komma_cli.paths import SymbolicPath, format_path
from komma_cli.texts import Lang
from komma_cli.wizard.pages import Page, page_of, question_at, section_spots
from komma_cli.wizard.showing.titles import item_title
from komma_cli.wizard.spots import Marks, Spot, items_of, marks_of, spots

ASKED: tuple[str, ...] = tuple(key for key in SECTIONS if key not in ("deviations", "open"))
"""The sections people fill, in order."""


@dataclass(frozen=True)
class Outstanding:
    """One answer that is missing. ``spot`` is None for a note about a place that is not asked for any more."""

    parts: SymbolicPath
    spot: Spot | None
    mark: dict[str, Any] | None
    """The note „not known yet“ about it; None: nobody has noted it."""


@dataclass(frozen=True)
class OpenPoint:
    """The same for people and programs."""

    path: str
    question: str
    """The question as the interview asks it, and about whom where it does not say so."""
    owner: str | None
    since: str | None
    """Day (ISO) of the note; None: missing, and nobody has noted it."""
    until: str | None
    overdue: bool


def outstanding(data: dict[str, Any], keys: Collection[str] = ASKED) -> Iterator[Outstanding]:
    """Yield what is missing in the sections ``keys``, in the order in which it is asked, each place once."""
    marks = marks_of(data)
    seen: set[SymbolicPath] = set()
    for key in (key for key in ASKED if key in keys):
        for spot in every_spot(data, section_spots(data, key)):
            mark = marks.get(spot.parts)
            if spot.parts not in seen and (_noted(mark) if mark is not None else lacks(spot)):
                seen.add(spot.parts)
                yield Outstanding(spot.parts, spot, mark)
        for parts, mark in marks.items():
            if parts[0] == key and parts not in seen and _noted(mark):
                yield Outstanding(parts, None, mark)


def every_spot(data: dict[str, Any], beginning: Collection[Spot]) -> Iterator[Spot]:
    """Yield the places and, behind each list, the places of its items."""
    for spot in beginning:
        yield spot
        if spot.form != "list" or spot.spec.group is None:
            continue
        for here, item in items_of(spot):
            yield from every_spot(data, tuple(spots(data, item, here, spot.spec.group)))


def lacks(spot: Spot) -> bool:
    """Say whether a wanted answer is not there."""
    return spot.wanted and (spot.form == "gate" or spot.value in (None, []))


def open_points(data: dict[str, Any], keys: Collection[str], lang: Lang, today: date) -> list[OpenPoint]:
    """Return what is missing, in words."""
    return [_point(data, found, lang, today) for found in outstanding(data, keys)]


def page_about(data: dict[str, Any], found: Outstanding, lang: Lang) -> Page | None:
    """Return the page that asks for what is missing; None where a note leads nowhere."""
    if found.spot is not None:
        return page_of(data, found.spot, lang)
    try:
        return question_at(data, format_path(found.parts), lang)
    except KommaError:  # a note about an entry's place in a list that has become shorter
        return None


def _point(data: dict[str, Any], found: Outstanding, lang: Lang, today: date) -> OpenPoint:
    page, mark, path = page_about(data, found, lang), found.mark or {}, format_path(found.parts)
    question = mark.get("question") or (_said(data, page, lang) if page is not None else path)
    until = mark.get("until")
    return OpenPoint(
        path, str(question), mark.get("owner"), mark.get("since"), until, bool(until and str(until) < today.isoformat())
    )


def _said(data: dict[str, Any], page: Page, lang: Lang) -> str:
    """Return the question, with whom it is about in front where it does not say so."""
    about = item_title(data, page.parts, lang)
    return page.words.ask if not about or about in page.words.ask else f"{about}: {page.words.ask}"


def _noted(mark: dict[str, Any]) -> bool:
    """Say whether a mark means „not known yet“, not „we do not have this“."""
    return not mark.get("not_applicable")


def marked_not_here(marks: Marks, parts: SymbolicPath) -> bool:
    """Say whether the municipality does not have what stands at a path, or what it is a part of."""
    return any(marks.get(parts[:length], {}).get("not_applicable") for length in range(1, len(parts) + 1))
