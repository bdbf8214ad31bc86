"""One question: asked until the answer is good, left open, or the person goes elsewhere."""

from __future__ import annotations

import re
from typing import Any, Literal

from komma_cli import hours
from komma_cli.store import Change
from komma_cli.texts import text
from komma_cli.wizard import screens
from komma_cli.wizard.answers import NO, YES, NotUnderstood, clean, fitting, read_answer
from komma_cli.wizard.pages import Gate, is_open
from komma_cli.wizard.questions import TEXT_KINDS, Question
from komma_cli.wizard.talk import NEW, PROPOSE, Move, Talk
from komma_cli.wizard.titles import reached_item

REMOVE, EVERYTHING = "x", "*"
LONG, FIRST_SHOWN = 20, 12
"""A list of more choices than ``LONG`` shows only the first ones; part of a name finds the others."""
Asked = Move | Literal["new", "propose", "again"]
"""``new``: make what the list lacks; ``propose``: show komma's sentences; ``again``: ask with the changed answer."""
_ONE_LINE = re.compile(r"x ?(\d{1,3})")
_KEPT_LITERALLY = ("\\-", "\\x", "\\v")


class Asking(Talk):
    """Asks single questions."""

    def _ask(self, question: Question) -> Asked:
        """Return where to go, or what to do before the question is asked again. What was typed stays in the line until
        it is right."""
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
        if question.listed and (move := self._line_key(question, typed)) is not None:
            return move
        if self._is_removal(question, typed, default):
            self.save(self.interview.remove_answer(question))
            self.tell(self.say("answer_removed", field=question.words.short))
            return "next"
        return self._common_key(typed, question.words.help, question.parts)

    def _line_key(self, question: Question, typed: str) -> Literal["again", "stay"] | None:
        """Take one line away (``x2``) or put lines behind those that are there (``+``); None: it is something else."""
        lines = list(question.current)
        if removal := _ONE_LINE.fullmatch(typed.casefold()):
            number = int(removal[1])
            if not 1 <= number <= len(lines):
                self.error(text("answers.line_key", self.lang, last=len(lines)))
                return "stay"
            del lines[number - 1]
        elif typed.startswith(NEW):
            try:
                lines += read_answer(question, typed.removeprefix(NEW), self.lang)
            except NotUnderstood as refused:
                self.error(screens.problem_words(refused.problem, self.lang))
                return "stay"
        else:
            return None
        self.save(self.interview.answer(question, lines))
        return "again"

    def _is_removal(self, question: Question, typed: str, default: str) -> bool:
        """Say whether the person takes an optional answer away: with the key, or by emptying the line it stands in."""
        if not question.removable:
            return False
        if self.asker.prefills and default:
            return not typed
        return typed.casefold() == REMOVE

    def _typed(self, question: Question, default: str) -> str:
        typed = self.asker.read(
            screens.prompt_label(question, self.lang),
            default=default,
            completions=[option.label for option in question.options],
            many_lines=question.kind in ("prose", "lines") and question.spec.shape != "language",
        )
        plain = clean(typed).strip()
        if question.kind == "date" and plain.casefold() in self.key_words("today_words"):
            return self.interview.today.isoformat()
        return plain

    def _take(self, question: Question, value: Any) -> None:
        """Put an answer into the draft, saved; say what it replaces."""
        if value is None or value == question.current:
            return
        self.save(self.interview.answer(question, value))
        self._warn_of_nights(question, value)
        if question.answered:
            old, new = (screens.say_value(question, said, self.lang) for said in (question.current, value))
            self.tell(self.say("replaced", old=screens.shortened(old, 60), new=screens.shortened(new, 60)))

    def _warn_of_nights(self, question: Question, value: Any) -> None:
        """Say at once when whoever is to answer at night does not: found out on a Friday evening it is too late."""
        if question.spec.key != "out_of_hours":
            return
        item = reached_item(self.interview.data, str(value))
        if item.get("hours") == hours.ALWAYS or item.get("kind") == "emergency":
            return
        said = hours.say(str(item["hours"]), self.lang) if item.get("hours") else ""
        name = screens.say_value(question, value, self.lang)
        self.tell(self.say("not_at_night" if said else "hours_unknown", item=name, hours=said))

    def _echo(self, question: Question, typed: str, value: Any) -> None:
        """Say what part of a name was taken for, because several may look alike."""
        if not question.options or not typed or not any(sign.isalpha() for sign in typed):
            return
        said = screens.say_value(question, value, self.lang)
        if said.casefold() != typed.casefold():
            self.tell(self.say("understood", answer=said))

    def _understand(self, question: Question, typed: str) -> tuple[Any, str]:
        """Return (value, error sentence); no value and no error: nothing is to be changed."""
        if not typed and question.suggestion is not None:
            return question.suggestion.value, ""
        if not typed and not question.answered:
            if question.optional or is_open(self.interview.data, question.parts):
                return None, ""
            kind = {"flag": "empty_flag"}.get(question.kind, "empty_choice" if question.options else "empty")
            return None, text(f"answers.{kind}", self.lang, field=question.words.short)
        if not typed and self._stale(question):
            answer = screens.say_value(question, question.current, self.lang)
            return None, text("answers.no_longer", self.lang, answer=answer)
        if not typed:
            typed = screens.editable(question, self.lang)
            if not typed:
                return question.current, ""
        if typed == screens.editable(question, self.lang):
            return question.current, ""
        try:
            return read_answer(question, typed[1:] if typed in _KEPT_LITERALLY else typed, self.lang), ""
        except NotUnderstood as refused:
            return None, screens.problem_words(refused.problem, self.lang)

    def _stale(self, question: Question) -> bool:
        """Say whether the old answer names somebody who cannot be chosen any more (a deputy who became holder)."""
        if question.kind not in ("reference", "references"):
            return False
        named = question.current if isinstance(question.current, list) else [question.current]
        return not {option.value for option in question.options}.issuperset(named)

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
                    self._leave_open(gate.parts)
                return "next"
            else:
                error = text("answers.yes_or_no", self.lang)
