"""Asking for the text with which a measure is released to other municipalities. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from komma_cli.merging import Merged
from komma_cli.model.describe import fields_of
from komma_cli.model.strategy import Practice, ReviewedBy
from komma_cli.paths import SymbolicPath, format_path, get
from komma_cli.store import Change, apply_edits
from komma_cli.texts import Lang, text
from komma_cli.wizard.input.answers import NotUnderstood, read_answer
from komma_cli.wizard.input.asker import Asker
from komma_cli.wizard.interview import Edit, Interview
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.sitting import Sitting
from komma_cli.wizard.talk import Move

Key = tuple[str, ...]
"""Keys below the released text."""
REVIEW: Key = ("reviewed_by",)
ASKED: tuple[Key, ...] = (
    ("why",),
    ("cost",),
    ("conditions",),
    ("result",),
    ("licence",),
    ("source",),
    REVIEW,
    (*REVIEW, "organisation"),
    (*REVIEW, "on"),
)
"""What is asked about a released text, in this order."""


class NotAnAnswer(ValueError):
    """What was given for a key is no answer; the text says why, in the reader's language."""


class _Nowhere:
    """Saves nothing: what is released is written at the end, in one piece."""

    def save(self, edits: list[Edit]) -> None:
        """Let the edits stay in the interview."""

    def changed_outside(self) -> bool:
        """Nobody else can have changed what is in no file."""
        return False

    def merge(self) -> Merged | None:
        """There is nothing to merge with."""
        return None

    def settle(self, data: dict[str, Any]) -> None:
        """There is nothing to settle."""


class _Release(Sitting):
    """The conversation about one text; the plan behind it is a copy, so nothing can be noted as open in it."""

    def _leave_open(self, parts: SymbolicPath) -> Move | Literal["stay"]:
        self.tell(text("release.not_open", self.lang))
        return "stay"

    def _not_here(self, parts: SymbolicPath) -> Move | Literal["stay"]:
        return self._leave_open(parts)


def understood(
    data: dict[str, Any], measure: SymbolicPath, given: Mapping[Key, str], lang: Lang, today: date
) -> dict[Key, Any]:
    """Return what is meant by answers that were typed in one go, as the file holds them; an empty one is None.

    Raises ``NotAnAnswer`` with the key and the reason as its arguments.
    """
    draft = _draft(data, measure, {})
    found: dict[Key, Any] = {}
    for key, typed in given.items():
        page = question_at(draft, format_path((*measure, "practice", *key)), lang)
        assert isinstance(page, Question)
        try:
            found[key] = read_answer(page, typed, lang, today) if typed.strip() else None
        except NotUnderstood as refused:
            raise NotAnAnswer(key, screens.problem_words(refused.problem, lang)) from None
    return found


def asked(
    data: dict[str, Any],
    measure: SymbolicPath,
    known: Mapping[str, Any],
    keys: Sequence[Key],
    screen: tuple[Asker, Lang, date],
) -> dict[str, Any] | None:
    """Ask for the ``keys`` of a released text and return it with what was ``known``; None: the person thought better.

    Raises ``Leave`` at Ctrl+C. ``screen`` is where to ask, in which language, and the day of it.
    """
    asker, lang, today = screen
    seat = _Release(Interview(_draft(data, measure, known), lang, today), asker, _Nowhere())
    place, at = (*measure, "practice"), 0
    while at < len(keys):
        key = keys[at]
        if len(key) > 1 and get(seat.interview.data, (*place, *REVIEW)) is None:
            at += 1
            continue
        page = question_at(seat.interview.data, format_path((*place, *key)), lang)
        assert page is not None
        move = seat.run_page(page, text("release.title", lang))
        if move == "menu":
            return None
        if move == "back":
            at = max(at - 1, 0)
        elif get(seat.interview.data, (*place, *key)) is None and key in _required():
            seat.error(text("release.needed", lang, field=page.words.short))
        else:
            at += 1
    return without_gaps(get(seat.interview.data, place) or {})


def without_gaps(practice: Mapping[str, Any]) -> dict[str, Any]:
    """Return a released text in the order of the model, without what is empty; of a review all must be known."""
    order = [spec.key for spec in fields_of(Practice)]
    keys = sorted(practice, key=lambda key: order.index(key) if key in order else len(order))
    kept = {key: practice[key] for key in keys if practice[key] not in (None, [], {})}
    review = kept.get("reviewed_by")
    if review is not None and not all(review.get(spec.key) for spec in fields_of(ReviewedBy)):
        del kept["reviewed_by"]
    return kept


def _required() -> frozenset[Key]:
    own = {(spec.key,) for spec in fields_of(Practice) if spec.required}
    return frozenset(own | {(*REVIEW, spec.key) for spec in fields_of(ReviewedBy) if spec.required})


def _draft(data: dict[str, Any], measure: SymbolicPath, known: Mapping[str, Any]) -> dict[str, Any]:
    return apply_edits(data, [Change((*measure, "share"), True), Change((*measure, "practice"), dict(known))])
