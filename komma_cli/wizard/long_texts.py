"""Answers of several lines: typed in peace, changed piece by piece, and found again after an interruption.

What is on the screen but not yet in the plan is the draft of a text: typed before a sitting broke off, or refused
because it is too long. It is numbered like an answer and changed with the same keys.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import Literal, Protocol

from komma_cli.errors import ReadError, UsageError, WriteError
from komma_cli.paths import format_path, get, parse_path
from komma_cli.texts import text
from komma_cli.wizard.answering import Answering
from komma_cli.wizard.input.answers import NotUnderstood, clean, read_answer
from komma_cli.wizard.input.literal import plainly, protected
from komma_cli.wizard.input.paragraphs import Paragraphs
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import BACK, NEW, PROPOSE, Move

REMOVE = "x"
Asked = Move | Literal["new", "propose", "again"]
"""``new``: make what the list lacks; ``propose``: show komma's sentences; ``again``: ask with the changed answer."""
_ONE_PIECE = re.compile(r"([xe]) ?(\d{1,3})", re.IGNORECASE)
_NOTHING = Paragraphs()


class TypedKeeper(Protocol):
    """Keeps unfinished texts where they survive the end of the process (``store.typed``)."""

    def paths(self) -> tuple[str, ...]:
        """Return the paths of the questions that have an unfinished text."""

    def read(self, path: str) -> tuple[str, ...]:
        """Return the lines typed for a question so far."""

    def keep(self, path: str, lines: Sequence[str]) -> None:
        """Make the lines of a question durable."""

    def clear(self, path: str) -> None:
        """Forget the text of a question."""


class LongTexts(Answering):
    """Asks for texts of several lines."""

    typed: TypedKeeper | None = None
    """Where unfinished texts are kept; without it they last as long as the question is on the screen."""

    def tell_unfinished(self) -> None:
        """Say which texts an earlier sitting has left unfinished; one whose place is gone is shown, then it goes."""
        if self.typed is None:
            return
        places = []
        with contextlib.suppress(ReadError, WriteError):
            for path in self.typed.paths():
                if self._is_asked(path):
                    places.append(self._place_of_path(path))
                else:
                    self.tell(self.say("typed_homeless"))
                    for line in self.typed.read(path):
                        self.asker.show(screens.wrap(line, "  "))
                    self.typed.clear(path)
        if places:
            self.tell(self.say("typed_restored", places=", ".join(places)))

    def _is_asked(self, path: str) -> bool:
        """Say whether the question of a path still has its place in the draft."""
        try:
            parts = parse_path(path)
            page = question_at(self.interview.data, path, self.lang)
        except UsageError:
            return False
        lists = [end for end, part in enumerate(parts, 1) if not isinstance(part, str)]
        there = all(get(self.interview.data, parts[:end]) is not None for end in lists)
        return there and isinstance(page, Question) and page.in_pieces

    def _ask_long(self, question: Question) -> Asked:
        draft, error = self._kept(question), ""
        while True:
            self.asker.show(screens.question_screen(question, self.lang, error, draft=draft.shown))
            typed = self._typed_lines(question, draft)
            error = ""
            if typed.casefold() == PROPOSE and question.proposed:
                return "propose"
            if (move := self._common_key(typed, self._explained(question), question.parts)) is not None:
                if move != "stay":
                    return move
            elif draft.shown:
                draft, error = self._in_draft(question, draft, typed)
                if not draft.shown and not error and not typed:
                    return "next"
            else:
                draft, error, done = self._in_answer(question, typed)
                if done is not None:
                    return done

    def _in_draft(self, question: Question, draft: Paragraphs, typed: str) -> tuple[Paragraphs, str]:
        """Go on with an unfinished text; return it with an error sentence. An empty one is done with."""
        if not typed:
            return self._enter(question, draft)
        if typed.casefold() == REMOVE:
            self.tell(self.say("typed_discarded"))
            return self._keep(question, _NOTHING), ""
        if piece := _ONE_PIECE.fullmatch(typed):
            changed, error = self._changed(draft, piece)
            return self._keep(question, changed), error
        return self._keep(question, draft.extended(_more(typed))), ""

    def _in_answer(self, question: Question, typed: str) -> tuple[Paragraphs, str, Asked | None]:
        """Change the answer there is, or take a new one; return what could not be taken, why, and where to go."""
        current = Paragraphs.of(question.current)
        done: Asked = "again"
        if not typed:
            _, error = self._understand(question, "")
            return _NOTHING, error, None if error else "next"
        if typed.casefold() == REMOVE and current.shown:
            return self._remove_whole(question)
        if (piece := _ONE_PIECE.fullmatch(typed)) and current.shown:
            changed, error = self._changed(current, piece)
            if error or changed == current:
                return _NOTHING, error, None
            if not changed.shown:
                return self._remove_whole(question)
        elif typed.startswith(NEW) and current.shown:
            changed = current.extended(_more(typed))
        else:
            changed, done = Paragraphs.of(plainly(typed, many_lines=True)), "next"
        draft, error = self._enter(question, changed, shown_again=done == "again")
        return draft, error, None if error else done

    def _remove_whole(self, question: Question) -> tuple[Paragraphs, str, Asked | None]:
        if not question.removable:
            return _NOTHING, text("answers.not_removable", self.lang, field=question.words.short), None
        self._take_away(question)
        return _NOTHING, "", "next"

    def _changed(self, pieces: Paragraphs, key: re.Match[str]) -> tuple[Paragraphs, str]:
        """Take one piece away (``x2``) or type it anew (``e2``), its old words to start from."""
        number = int(key[2])
        if not 1 <= number <= len(pieces.shown):
            return pieces, text("answers.line_key", self.lang, last=len(pieces.shown))
        if key[1].casefold() == REMOVE:
            return pieces.without(number), ""
        old = pieces.shown[number - 1]
        self.asker.show(screens.row(number, old))
        prompt = self.say("prompt_piece_in_line" if self.asker.prefills else "prompt_piece")
        typed = clean(self.asker.read(prompt, default=protected(old) if self.asker.prefills else "")).strip()
        if typed == BACK or (not typed and not self.asker.prefills):
            return pieces, ""
        return pieces.replaced(number, plainly(typed)), ""

    def _enter(self, question: Question, pieces: Paragraphs, *, shown_again: bool = False) -> tuple[Paragraphs, str]:
        """Put a text into the plan and forget its draft; what the plan refuses stays a draft, with the reason."""
        try:
            value = read_answer(question, pieces.text, self.lang, self.interview.today)
        except NotUnderstood as refused:
            return self._keep(question, pieces), screens.problem_words(refused.problem, self.lang)
        self._take(question, value, shown_again=shown_again)
        return self._keep(question, _NOTHING), ""

    def _typed_lines(self, question: Question, draft: Paragraphs) -> str:
        """Return what is typed; every finished line is kept meanwhile."""
        before = draft.raw or (Paragraphs.of(question.current).raw if question.answered else ())

        def keep(lines: Sequence[str]) -> None:
            added = clean("\n".join(lines)).strip()
            whole = bool(draft.raw) or added.startswith(NEW)
            said = _more(added) if before and whole else plainly(added, many_lines=True)
            self._keep(question, Paragraphs(before).extended(said) if before and whole else Paragraphs.of(said))

        label = screens.prompt_label(question, self.lang)
        typed = self.asker.read_lines(label, piece_keys=bool(before), on_lines=keep)
        return clean(typed).strip()

    def _kept(self, question: Question) -> Paragraphs:
        if self.typed is not None:
            with contextlib.suppress(ReadError):
                return Paragraphs.of(self.typed.read(format_path(question.parts)))
        return _NOTHING

    def _keep(self, question: Question, draft: Paragraphs) -> Paragraphs:
        """Make a draft durable and return it. Failing to is no reason to disturb: the answer itself will tell."""
        if self.typed is not None:
            path = format_path(question.parts)
            with contextlib.suppress(ReadError, WriteError):
                if draft.shown:
                    self.typed.keep(path, draft.raw)
                else:
                    self.typed.clear(path)
        return draft


def _more(typed: str) -> str:
    """Return what is to be put behind a text: without the plus in front, and without what protects a key."""
    return typed.removeprefix(NEW).strip() if typed.startswith(NEW) else plainly(typed, many_lines=True)
