"""What every part of a conversation can do: show, read, save, and understand the keys that are the same everywhere.

A conversation talks to a person only through an ``Asker`` and saves only through a ``Saver``, so the whole flow runs in
tests without a terminal and without a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from komma_cli.errors import OutsideChange, WriteError
from komma_cli.merging import Merged
from komma_cli.paths import SymbolicPath, format_path
from komma_cli.texts import Lang, error_words, text, words
from komma_cli.wizard.input import keys
from komma_cli.wizard.input.answers import NO, YES, NotUnderstood, clean, pick
from komma_cli.wizard.input.asker import Asker
from komma_cli.wizard.interview import Edit, Interview
from komma_cli.wizard.pages import ListPage, question_at
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens

Move = Literal["next", "back", "menu"]
HELP, BACK, MENU, OPEN, NOT_HERE = keys.HELP, keys.BACK, keys.MENU, keys.OPEN, keys.NOT_HERE
NEW, PROPOSE, KEYS = keys.NEW, keys.PROPOSE, keys.KEYS


class Saver(Protocol):
    """Makes answers durable."""

    def save(self, edits: list[Edit]) -> None:
        """Return only when the edits survive the end of the process.

        Raises ``WriteError`` when that is impossible now; called again without edits it goes on where it stopped.
        """

    def changed_outside(self) -> bool:
        """Say whether somebody else has changed the plan meanwhile; cheap enough to ask after every answer."""

    def merge(self) -> Merged | None:
        """Return our draft merged with the plan as it stands now, None where there is none. Raises ``ReadError``."""

    def settle(self, data: dict[str, Any]) -> None:
        """Put merged data in the plan's place. Raises ``OutsideChange`` when it has changed once more."""


Chosen = Option | Literal["back", "menu"] | None


def choose(
    asker: Asker,
    lang: Lang,
    options: Sequence[Option],
    prompt: str,
    *,
    default: Option | None = None,
    help_text: str = "",
) -> Chosen:
    """Show numbered choices and return the one that is named by number or name; an empty answer is the ``default``.

    ``prompt`` is the name of a sentence of the interview.
    """
    for line in screens.option_rows(options):
        asker.show(line)
    while True:
        typed = clean(asker.read(text(f"wizard.{prompt}", lang))).strip()
        if typed in (BACK, MENU):
            return "back" if typed == BACK else "menu"
        if typed == HELP:
            asker.show(screens.wrap(help_text or text("wizard.no_help", lang)))
        elif not typed:
            return default
        else:
            try:
                return pick(tuple(options), typed)
            except NotUnderstood as refused:
                problem = screens.problem_words(refused.problem, lang)
                asker.show(screens.wrap(text("wizard.error", lang, problem=problem)))


class Talk:
    """A conversation about one draft."""

    def __init__(self, interview: Interview, asker: Asker, saver: Saver) -> None:
        self.interview = interview
        self.asker = asker
        self.saver = saver
        self.lang = interview.lang
        self._place_words = ""
        self.last_owner = ""
        """Who was named last in this sitting to find out something that is open."""

    # -- showing and reading --------------------------------------------------------------------------------------

    def say(self, name: str, **values: object) -> str:
        """Return a sentence of the interview in its language."""
        return text(f"wizard.{name}", self.lang, **values)

    def tell(self, sentence: str) -> None:
        """Show a sentence, broken to the window's width."""
        self.asker.show(screens.wrap(sentence))

    def error(self, sentence: str) -> None:
        """Show what is wrong with what was typed."""
        self.tell(self.say("error", problem=sentence))

    def read(self, prompt: str) -> str:
        """Return one line as typed, without blanks at its ends and without what cannot be printed."""
        return clean(self.asker.read(self.say(prompt))).strip()

    def agreed(self, question: str) -> bool:
        """Ask yes or no; an empty answer is a yes, anything unclear is asked again."""
        self.asker.show("\n" + screens.wrap(question))
        while True:
            typed = self.read("prompt_agree").casefold()
            if typed in YES or not typed:
                return True
            if typed in (*NO, BACK, MENU, OPEN):
                return False
            self.error(text("answers.yes_or_no", self.lang))

    def choose(
        self, options: Sequence[Option], prompt: str, *, default: Option | None = None, help_text: str = ""
    ) -> Chosen:
        """Show numbered choices and return the one that is named by number or name; an empty answer is the ``default``.

        ``prompt`` is the name of a sentence of the interview.
        """
        return choose(self.asker, self.lang, options, prompt, default=default, help_text=help_text)

    def key_words(self, name: str) -> list[str]:
        """Return the words that stand for a key, such as those that end the sitting."""
        return list(words("messages/wizard", self.lang)[name])

    # -- saving ---------------------------------------------------------------------------------------------------

    def save(self, edits: list[Edit]) -> None:
        """Make edits durable; while that fails, say so and try again, until the person gives up.

        Raises ``WriteError`` ``wizard.not_saved`` then: everything but the last answer is safe.
        """
        if not edits:
            return
        try:
            self.saver.save(edits)
            return
        except WriteError as error:
            failure = error
        while True:
            self.tell(self.say("save_failed", reason=self._reason(failure)))
            if self.read("prompt_retry").casefold() in self.key_words("end_words"):
                raise WriteError("wizard.not_saved", reason=self._reason(failure)) from failure
            try:
                self.saver.save([])
            except WriteError as error:
                failure = error
            else:
                self.tell(self.say("saved_now"))
                return

    def _reason(self, error: WriteError) -> str:
        """Return why nothing could be written, in words, without the sentences that are about whole files."""
        if isinstance(error, OutsideChange):
            return error_words(error.key, self.lang, **error.values)[0]
        name = error.key.partition(".")[2]
        reasons = words("messages/wizard", self.lang)["save_reasons"]
        return str(reasons.get(name, reasons["other"])).format(reason=error.values.get("reason", ""))

    # -- keys and places ------------------------------------------------------------------------------------------

    def _common_key(self, typed: str, help_text: str, parts: SymbolicPath) -> Move | Literal["stay"] | None:
        """Handle the keys that mean the same everywhere; None: the text is an answer."""
        match typed:
            case "?":
                self._help(help_text)
                return "stay"
            case "<":
                return "back"
            case "<<":
                return "menu"
            case "-":
                return self._leave_open(parts)
            case "--":
                return self._not_here(parts)
        return None

    def _help(self, help_text: str) -> None:
        self.tell(help_text or self.say("no_help"))
        self.tell(self.say("keys"))

    def _leave_open(self, parts: SymbolicPath) -> Move | Literal["stay"]:
        """Note an answer as open, and who finds out by when; ``stay``: the note is taken back."""
        from komma_cli.wizard.owning import leave_open

        return leave_open(self, parts)

    def _note_open(self, parts: SymbolicPath) -> None:
        """Note an answer as open without asking more."""
        self.save(self.interview.leave_open(parts))
        self.tell(self.say("left_open"))

    def _not_here(self, parts: SymbolicPath) -> Move | Literal["stay"]:
        """Ask why the municipality does not have this; without a reason the question stays."""
        from komma_cli.wizard.owning import not_here

        return not_here(self, parts)

    def _place_of_path(self, path: str) -> str:
        """Return how people call a place of the playbook."""
        from komma_cli.wizard.showing.closing import place_words

        return place_words(self.interview.data, path, self.lang)

    def _place(self, parts: tuple[str | int, ...]) -> str:
        return self._place_of_path(format_path(parts, self.interview.data))

    def _title_of(self, parts: SymbolicPath) -> str:
        from komma_cli.wizard.showing.titles import item_title

        return item_title(self.interview.data, parts, self.lang)

    def _list_at(self, parts: SymbolicPath) -> ListPage:
        page = question_at(self.interview.data, format_path(parts), self.lang)
        assert isinstance(page, ListPage)
        return page
