"""What happens to one answer: understood, held against the model, put in its place, read back."""

from __future__ import annotations

from datetime import date
from typing import Any

from komma_cli import dates, hours, opening
from komma_cli.model.problems import Problem
from komma_cli.paths import get
from komma_cli.texts import text
from komma_cli.wizard.input import day_limits
from komma_cli.wizard.input.answers import NotUnderstood, clean, hold, read_answer
from komma_cli.wizard.input.literal import plainly
from komma_cli.wizard.pages import is_open
from komma_cli.wizard.questions import Question
from komma_cli.wizard.settling import Settling
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import reached_item

_SAID_AGAIN = ("date", "duration", "hours", "phone", "email")
"""What komma turns into a form of its own; where that reads differently it is said back."""

_TAIL, _SHOWN = 24, 60
_EXPLAINED = ("date", "duration", "hours", "phone", "choices", "references", "pieces")
"""Kinds of which ``?`` says how they are answered."""


class Answering(Settling):
    """Takes answers to single questions."""

    def _understand(self, question: Question, typed: str) -> tuple[Any, str]:
        """Return (value, error sentence); no value and no error: nothing is to be changed."""
        if not typed and question.suggestion is not None:
            return question.suggestion.value, ""
        if not typed and not question.answered:
            if question.optional or is_open(self.interview.data, question.parts):
                return None, ""
            kind = {"flag": "empty_flag"}.get(question.kind, "empty_choice" if question.options else "empty")
            return None, text(f"answers.{kind}", self.lang, field=question.words.short)
        if not typed or typed == screens.editable(question, self.lang):
            return (question.current, "") if not (error := self._stale(question)) else (None, error)
        meant = plainly(typed) if question.kind == "line" else typed
        try:
            return read_answer(question, meant, self.lang, self.interview.today), ""
        except NotUnderstood as refused:
            return None, screens.problem_words(refused.problem, self.lang) + self._fitting(refused.problem)

    def _fitting(self, problem: Problem) -> str:
        """Return up to where a line that is too long would fit, to help shorten it."""
        if problem.kind != "too_long":
            return ""
        fits = str(problem.values["value"])[: problem.values["max_length"]]
        tail = fits[-_TAIL:]
        return " " + text("answers.fits_until", self.lang, tail=(tail.partition(" ")[2] or tail).strip())

    def _stale(self, question: Question) -> str:
        """Return why the old answer cannot be kept as it is, or "": it names somebody who cannot be chosen any more
        (a deputy who became holder), or it would be refused if it were typed today (a next review that has passed)."""
        answer = screens.say_value(question, question.current, self.lang)
        try:
            if question.kind in ("reference", "references", "choice", "choices"):
                named = question.current if isinstance(question.current, list) else [question.current]
                if not {option.value for option in question.options}.issuperset(named):
                    return text("answers.no_longer", self.lang, answer=answer)
            hold(question, question.current, self.interview.today)
        except NotUnderstood as refused:
            why = screens.problem_words(refused.problem, self.lang)
            return text("answers.no_longer_right", self.lang, answer=screens.shortened(answer, _SHOWN), why=why)
        except (TypeError, ValueError):  # a value of another form than its question's, from a file made by hand
            return text("answers.no_longer_right", self.lang, answer=screens.shortened(answer, _SHOWN), why="").strip()
        return ""

    def _take(self, question: Question, value: Any, *, shown_again: bool = False) -> None:
        """Put an answer into the draft, saved; say what it replaces, unless the changed answer is shown right away."""
        if value is None or value == question.current or (value == [] and not question.answered):
            return
        if value == [] and question.removable:
            self._take_away(question)
            return
        edits = self.interview.answer(question, value)
        given = get(self.interview.data, question.parts)
        self.save(edits)
        stands = get(self.interview.data, question.parts) == given  # in a merge the person may have chosen another one
        self._warn_of_nights(question, value)
        if question.kind == "date" and day_limits.surprising(question, _day(value), self.interview.today):
            self.tell(self.say("day_behind", field=question.words.short))
        if question.answered and stands and not shown_again:
            old, new = (screens.say_value(question, said, self.lang) for said in (question.current, value))
            self.tell(self.say("replaced", old=screens.shortened(old, _SHOWN), new=screens.shortened(new, _SHOWN)))

    def _take_away(self, question: Question) -> None:
        self.save(self.interview.remove_answer(question))
        self.tell(self.say("answer_removed", field=question.words.short))

    def _warn_of_nights(self, question: Question, value: Any) -> None:
        """Say at once when whoever is to answer at night does not: found out on a Friday evening it is too late."""
        if question.spec.key != "out_of_hours":
            return
        item = reached_item(self.interview.data, str(value))
        if item.get("hours") == opening.ALWAYS or item.get("kind") == "emergency":
            return
        said = hours.say(str(item["hours"]), self.lang) if item.get("hours") else ""
        name = screens.say_value(question, value, self.lang)
        self.tell(self.say("not_at_night" if said else "hours_unknown", item=name, hours=said))

    def _echo(self, question: Question, typed: str, value: Any) -> None:
        """Say what was understood where that is not what was typed: part of a name, a day in words, opening hours."""
        if not typed or value is None:
            return
        if question.kind == "date" and any(sign.isalpha() for sign in typed):
            said = dates.say_long(_day(value), self.lang)
        elif question.kind in _SAID_AGAIN or (question.options and any(sign.isalpha() for sign in typed)):
            said = screens.say_value(question, value, self.lang)
        else:
            return
        told = question.answered and value != question.current and len(said) <= _SHOWN and question.kind != "date"
        if not told and _essence(said) != _essence(typed):
            self.tell(self.say("understood", answer=said))

    def _explained(self, question: Question) -> str:
        """Return why the question is asked, how it is answered, and how a sign is typed that is a key otherwise."""
        kind = "pieces" if question.in_pieces else question.kind
        parts = [question.words.help]
        if kind in _EXPLAINED:
            parts.append(self.say(f"how_{kind}"))
        if question.kind == "line" or question.in_pieces:
            parts.append(self.say("literal_keys"))
        return "\n".join(part for part in parts if part)

    def _typed(self, question: Question, default: str) -> str:
        """Return what is typed as one line, without what cannot be printed."""
        typed = self.asker.read(
            screens.prompt_label(question, self.lang),
            default=default,
            completions=[option.label for option in question.options],
        )
        return clean(typed).strip()


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))


def _essence(said: str) -> str:
    """Return letters and digits only: a blank or a stroke more is nothing to be told."""
    return "".join(sign for sign in said.casefold() if sign.isalnum())
