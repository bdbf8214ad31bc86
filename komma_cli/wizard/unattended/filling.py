"""``--defaults``: komma's proposals where the draft has nothing, and an open item for every other wanted answer.

Pure. What is in the draft already stands above every proposal: nothing of it is changed, and what is noted as „we do
not have this“ stays away. People, numbers, dates and what was agreed with others are never made up; sentences that
komma only suggests for such questions are therefore not taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli.model.describe import field_of
from komma_cli.model.problems import check_value
from komma_cli.model.review import OpenItem
from komma_cli.paths import SymbolicPath, format_path, get
from komma_cli.store import Change
from komma_cli.texts import Lang
from komma_cli.wizard.interview import Edit, Interview, neutral_id
from komma_cli.wizard.pages import page_of, section_spots
from komma_cli.wizard.proposing.proposal import Proposal
from komma_cli.wizard.proposing.suggestions import suggestion
from komma_cli.wizard.questions import Question
from komma_cli.wizard.spots import Spot, marks_of
from komma_cli.wizard.unattended.outstanding import ASKED, every_spot, marked_not_here, outstanding

ROUNDS = 9
"""Proposals that need each other come in a few rounds; levels need roles, steps need levels, offers need bodies."""
_NEEDS_LAND = ("bodies",)
"""Lists that are left open while nobody knows the Land, because they would be filled without the Land's own."""
NewId = Callable[[str, set[str]], str]


@dataclass(frozen=True)
class Filled:
    """A draft with komma's proposals, and what was done to it."""

    data: dict[str, Any]
    entries: int
    """New entries of lists."""
    answers: int
    """Single questions answered with what follows from other answers."""
    opened: int
    """Wanted answers noted as open."""


@dataclass(frozen=True)
class _Bounds:
    """What komma may fill: nothing that is in ``answered``, and entries only into lists that ``begun`` leaves empty."""

    answered: dict[str, Any]
    begun: dict[str, Any]


def fill(
    data: dict[str, Any],
    lang: Lang,
    today: date,
    keys: Collection[str] = ASKED,
    *,
    begun: dict[str, Any] | None = None,
    new_id: NewId = neutral_id,
) -> Filled:
    """Return the draft with proposals, suggestions and open items in the sections ``keys``.

    Lists count as empty if they are so in ``begun``, the draft before single entries were named; without it in the
    draft itself.
    """
    interview = Interview(data, lang, today, new_id)
    bounds = _Bounds(data, data if begun is None else begun)
    entries = _proposals(interview, bounds, keys)
    answers = _suggestions(interview, keys)
    entries += _proposals(interview, bounds, keys)
    opened = _open_items(interview, keys)
    return Filled(interview.data, entries, answers, opened)


def _proposals(interview: Interview, bounds: _Bounds, keys: Collection[str]) -> int:
    """Take proposals over until nothing new comes; return how many entries came."""
    count = 0
    for _round in range(ROUNDS):
        state = interview.data
        for key in (key for key in ASKED if key in keys):
            for spot in every_spot(interview.data, section_spots(interview.data, key)):
                count += _from_proposals(interview, bounds, spot) if spot.form == "list" else 0
        if interview.data == state:
            break
    return count


def _from_proposals(interview: Interview, bounds: _Bounds, spot: Spot) -> int:
    """Take over what komma has for one list: everything if it is empty, else what its entries lack."""
    from komma_cli.wizard.proposing import proposals

    data, lang = interview.data, interview.lang
    if marked_not_here(marks_of(data), spot.parts) or _is_too_early(data, spot):
        return 0
    empty = not get(bounds.begun, spot.parts) and all(isinstance(part, str) for part in spot.parts)
    chosen = [p for p in proposals.offered(data, spot.parts, lang) if p.completes or empty]
    edits = [edit for edit in proposals.taking(data, spot.parts, chosen, lang) if _leaves_alone(bounds.answered, edit)]
    if not edits:
        return 0
    interview.take(edits)
    return sum(not proposal.completes and _made(interview.data, proposal) for proposal in chosen)


def _is_too_early(data: dict[str, Any], spot: Spot) -> bool:
    return spot.parts[0] in _NEEDS_LAND and not get(data, ("municipality", "state"))


def _leaves_alone(before: dict[str, Any], edit: Edit) -> bool:
    """Say whether an edit touches nothing that the draft had before: an answer, or what an answer excludes."""
    if not isinstance(edit, Change):
        return get(before, edit.parts) in (None, [], "")
    *holder, last = edit.parts
    excluded = {"role": "actor", "actor": "role"}.get(str(last))
    others = [(*holder, excluded)] if excluded else []
    there = any(get(before, parts) not in (None, [], "") for parts in [edit.parts, *others])
    return not there and not marked_not_here(marks_of(before), edit.parts)


def _made(data: dict[str, Any], proposal: Proposal) -> bool:
    return any(isinstance(edit, Change) and get(data, edit.parts) is not None for edit in proposal.edits)


def _suggestions(interview: Interview, keys: Collection[str]) -> int:
    """Answer single questions with what follows from other answers; return how many."""
    edits: list[Edit] = []
    data = interview.data
    marks = marks_of(data)
    for key in (key for key in ASKED if key in keys):
        for spot in every_spot(data, section_spots(data, key)):
            if spot.form != "question" or suggestion(data, spot) is None or marked_not_here(marks, spot.parts):
                continue
            page = page_of(data, spot, interview.lang)
            if isinstance(page, Question) and page.suggestion is not None:
                edits.append(Change(spot.parts, page.suggestion.value))
    if edits:
        interview.take(edits)
    return len(edits)


def _open_items(interview: Interview, keys: Collection[str]) -> int:
    """Note every wanted answer that is missing as open since today; return how many."""
    missing = [found.parts for found in outstanding(interview.data, keys) if found.mark is None]
    noted = [{"path": path, "since": interview.today.isoformat()} for path in map(_notable, missing) if path]
    if noted:
        there = list(interview.data.get("open") or [])
        interview.apply([Change(("open",), there + noted)])
    return len(noted)


def _notable(parts: SymbolicPath) -> str | None:
    """Return the path as a note can hold it, or None: an id made of digits, or an endless path, it cannot."""
    spec = field_of(OpenItem, "path")
    assert spec is not None
    path = format_path(parts)
    return path if check_value(OpenItem, spec, path) is None else None
