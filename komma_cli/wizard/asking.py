"""One question: asked until the answer is good, left open, or the person goes elsewhere."""

from __future__ import annotations

from typing import Literal

from komma_cli.store import Change
from komma_cli.texts import text
from komma_cli.wizard.input.answers import NO, YES, fitting
from komma_cli.wizard.long_texts import REMOVE, Asked, LongTexts
from komma_cli.wizard.pages import Gate, is_open
from komma_cli.wizard.questions import TEXT_KINDS, Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import NEW, PROPOSE, Move

EVERYTHING = "*"
LONG, FIRST_SHOWN = 20, 12
"""A list of more choices than ``LONG`` shows only the first ones; part of a name finds the others."""


class Asking(LongTexts):
    """Asks single questions."""

    def _ask(self, question: Question) -> Asked:
        """Return where to go, or what to do before the question is asked again. What was typed stays in the line until
        it is right."""
        if question.in_pieces:
            return self._ask_long(question)
        error, default = "", screens.editable(question, self.lang)
        only = question.options[:FIRST_SHOWN] if len(question.options) > LONG else None
        while True:
            in_line = self.asker.prefills and bool(default)
            self.asker.show(screens.question_screen(question, self.lang, error, in_line=in_line, only=only))
            typed = self._typed(question, default)
            move = self._pressed(question, typed, default)
            if move is not None and move != "stay":
                return move
            if move == "stay" or (typed == EVERYTHING and only is not None):
                only = only if move == "stay" else None
                error = ""
                continue
            value, error = self._understand(question, typed)
            if not error:
                self._take(question, value)
                self._echo(question, typed, value)
                return "next"
            if only is not None:
                only = tuple(fitting(question.options, typed)) or question.options[:FIRST_SHOWN]
            default = typed if question.kind in TEXT_KINDS else ""

    def _pressed(self, question: Question, typed: str, default: str) -> Asked | Literal["stay"] | None:
        """Do what a key asks for; None: the text is an answer."""
        if typed == NEW and question.kind in ("reference", "references"):
            return "new"
        if typed.casefold() == PROPOSE and question.proposed:
            return "propose"
        if self._is_removal(question, typed, default):
            self._take_away(question)
            return "next"
        return self._common_key(typed, self._explained(question), question.parts)

    def _is_removal(self, question: Question, typed: str, default: str) -> bool:
        """Say whether the person takes an optional answer away: with the key, or by emptying the line it stands in."""
        if not question.removable:
            return False
        if self.asker.prefills and default:
            return not typed
        return typed.casefold() == REMOVE

    def _gate(self, gate: Gate) -> Move:
        """Ask whether a group is filled in now; „no“ to a wanted one is noted as open."""
        error = ""
        while True:
            self.asker.show(screens.gate_screen(gate))
            if error:
                self.error(error)
            typed = self.read("prompt_flag")
            error = ""
            if (move := self._common_key(typed, gate.words.help, gate.parts)) is not None:
                if move != "stay":
                    return move
            elif typed.casefold() in YES:
                self.save(self.interview.take([Change(gate.parts, {})]))
                return "next"
            elif typed.casefold() in NO or not typed:
                if gate.spec.needed and not is_open(self.interview.data, gate.parts):
                    self._note_open(gate.parts)
                return "next"
            else:
                error = text("answers.yes_or_no", self.lang)
