"""What the add-on interviews share: choices with their keys, notes with owner and day, steps that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from komma_cli import dates
from komma_cli.model.describe import field_of
from komma_cli.model.problems import check_value
from komma_cli.model.review import OpenItem
from komma_cli.paths import SymbolicPath, format_path
from komma_cli.store import Change
from komma_cli.texts import text, words
from komma_cli.wizard.input.answers import NO, YES, NotUnderstood, clean, fitting, pick, pick_many
from komma_cli.wizard.input.lines import INDENT
from komma_cli.wizard.owning import ask_owner, ask_until, somebody_is_named
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import BACK, HELP, MENU, NEW, OPEN, Move

if TYPE_CHECKING:
    from komma_cli.wizard.interview import Edit
    from komma_cli.wizard.sitting import Sitting

EVERYTHING, SAME = "*", "="
LONG, FIRST_SHOWN = 20, 12
"""As at every question: a list of more choices shows only the first ones; part of a name finds the others."""
Turn = Move | Literal["again"]
"""``again``: what the question has changed so far is taken back, and it is asked once more."""
LONGEST_NOTE = 200
"""The model's limit of one line."""


@dataclass(frozen=True)
class Pressed:
    """A key in the place of a choice: ``<``, ``<<``, ``-``, ``+`` or a word of the interview's own."""

    key: str

    @property
    def move(self) -> Move:
        """Return where the key leads."""
        return "back" if self.key == BACK else "menu" if self.key == MENU else "next"


class Addon:
    """One add-on interview at a sitting. Its sentences stand in ``messages/addons.yaml``."""

    def __init__(self, seat: Sitting) -> None:
        self.seat, self.lang = seat, seat.lang

    # -- showing and reading --------------------------------------------------------------------------------------

    def sentence(self, name: str, /, **values: object) -> str:
        """Return one of the sentences of the add-on interviews."""
        return text(f"addons.{name}", self.lang, **values)

    def tell(self, name: str, /, **values: object) -> None:
        """Show one of the sentences of the add-on interviews."""
        self.seat.tell(self.sentence(name, **values))

    def points(self, name: str) -> list[str]:
        """Return a list of sentences."""
        return list(words("messages/addons", self.lang)[name])

    def keys(self, name: str) -> None:
        """Show what can be typed at every question that follows."""
        first, *keys = self.points(name)
        self.seat.tell(first)
        self.seat.asker.show(screens.key_rows(keys))

    def heading(self, name: str, /, **values: object) -> None:
        """Show what comes now, with an empty line above."""
        self.seat.asker.show("\n" + screens.wrap(self.sentence(name, **values)))

    def line(self, prompt: str, /, *, default: str = "", **values: object) -> str:
        """Return one line as typed; ``default`` stands in it where the screen can do that."""
        return clean(self.seat.asker.read(self.sentence(prompt, **values), default=default)).strip()

    def choice(
        self,
        options: Sequence[Option],
        prompt: str,
        help_name: str,
        *,
        default: Option | None = None,
        keys: Sequence[str] = (),
    ) -> Option | Pressed:
        """Show choices and return the one that is named, or the key that was pressed instead (``<`` and ``<<`` always,
        ``keys`` beside them); an empty answer is the ``default``, where there is one."""
        only = tuple(options[:FIRST_SHOWN]) if len(options) > LONG else None
        self._show(options, only, keys)
        while True:
            typed = self.line(prompt)
            if (pressed := self._pressed(typed, keys)) is not None:
                return pressed
            if typed == HELP:
                self.tell(help_name)
            elif typed == EVERYTHING and only is not None:
                self._show(options, None, keys)
            elif not typed and default is not None:
                return default
            else:
                try:
                    return _named(options, typed)
                except NotUnderstood as refused:
                    self.seat.error(screens.problem_words(refused.problem, self.lang))
                    if only is not None and (found := _fitting(options, typed)):
                        self._show(options, found, keys)

    def several(self, options: Sequence[Option], prompt: str, help_name: str) -> list[Option] | Pressed:
        """Show choices and return those that are named; an empty answer names none."""
        only = tuple(options[:FIRST_SHOWN]) if len(options) > LONG else None
        self._show(options, only, ())
        while True:
            typed = self.line(prompt)
            if (pressed := self._pressed(typed, (OPEN,))) is not None:
                return pressed
            if typed == HELP:
                self.tell(help_name)
            elif typed == EVERYTHING and only is not None:
                self._show(options, None, ())
            elif not typed or typed.casefold() in self.seat.key_words("none_words"):
                return []
            else:
                try:
                    return pick_many(tuple(options), typed)
                except NotUnderstood as refused:
                    self.seat.error(screens.problem_words(refused.problem, self.lang))

    def yes(self, question: str, help_name: str, /, **values: object) -> bool | Pressed:
        """Ask yes or no and want an answer; ``-`` passes over the question."""
        self.heading(question, **values)
        while True:
            typed = self.line("prompt_yes_no").casefold()
            if (pressed := self._pressed(typed, (OPEN,))) is not None:
                return pressed
            if typed == HELP:
                self.tell(help_name)
            elif typed in (*YES, *NO):
                return typed in YES
            else:
                self.seat.error(text("answers.yes_or_no", self.lang))

    def _show(self, options: Sequence[Option], only: Sequence[Option] | None, keys: Sequence[str]) -> None:
        for shown in screens.option_rows(options, only):
            self.seat.asker.show(shown)
        if only is not None and len(only) < len(options):
            self.seat.tell(text("wizard.more_options", self.lang, count=len(options) - len(only)))
        if NEW in keys:
            self.seat.asker.show(screens.row(NEW, self.sentence("new_person")))
        if SAME in keys:
            self.seat.asker.show(screens.row(SAME, self.sentence("same_row")))

    def _pressed(self, typed: str, keys: Sequence[str]) -> Pressed | None:
        found = next((key for key in (BACK, MENU, *keys) if typed.casefold() == key), None)
        return Pressed(found) if found is not None else None

    # -- steps ----------------------------------------------------------------------------------------------------

    def as_step(self, ask: Callable[[], Turn]) -> tuple[Turn, bool]:
        """Do something as one step of ``undo``; return where to go and whether anything was changed.

        Whoever goes back out of it, or wants it asked again, takes back what it has changed so far.
        """
        interview = self.seat.interview
        before = interview.data
        move = ask()
        interview.as_one_step(before)
        changed = interview.data is not before
        if move in ("back", "again") and changed:
            self.take_back()
            changed = False
        return move, changed

    def take_back(self) -> None:
        """Undo the last step; after an outside change there is none to undo."""
        self.seat.save(self.seat.interview.undo())

    def stages(self, stages: Sequence[Callable[[], Turn]]) -> Move:
        """Ask one stage after the other; ``<`` takes the one before back and asks it again."""
        trail: list[bool] = []
        while len(trail) < len(stages):
            move, changed = self.as_step(stages[len(trail)])
            if move == "menu":
                return "menu"
            if move == "next":
                trail.append(changed)
            elif move == "back" and not trail:
                return "back"
            elif move == "back" and trail.pop():
                self.take_back()
                self.tell("taken_back")
        return "next"

    def change(self, edits: list[Edit]) -> None:
        """Make edits in the draft, saved."""
        self.seat.save(self.seat.interview.apply(edits))

    # -- what is to be done, by whom, until when ------------------------------------------------------------------

    def note(self, parts: SymbolicPath, question: str) -> Turn:
        """Note something to be done at a place of the plan, saved at once; then ask who does it and until when.

        ``again``: the note is taken back.
        """
        (item,) = self.note_all([(parts, question)])
        return self.assign(item)

    def note_all(self, lessons: Sequence[tuple[SymbolicPath, str]]) -> list[dict[str, Any]]:
        """Note several things to be done, each at its place, saved at once; return the notes."""
        since = self.seat.interview.today.isoformat()
        items: list[dict[str, Any]] = [
            {"path": _notable(parts), "question": question[:LONGEST_NOTE].rstrip(), "since": since}
            for parts, question in lessons
        ]
        if items:
            count = len(self._notes())
            self.change([Change(("open", count + number), item) for number, item in enumerate(items)])
        return items

    def assign(self, item: dict[str, Any]) -> Turn:
        """Ask who does what is noted and until when, each answer saved at once; ``again``: the note is taken back."""
        if not somebody_is_named(self.seat.interview.data):
            return "next"
        owner, gone = ask_owner(self.seat, self.seat.last_owner, "addons")
        if gone == "back":
            self.change([Change(("open",), [one for one in self._notes() if one != item])])
            return "again"
        if owner:
            self.seat.last_owner = owner
            item = self.renote(item, {"owner": owner})
            day, gone = ask_until(self.seat, "addons")
            if day:
                self.renote(item, {"until": day.isoformat()})
            when = dates.say(day.isoformat(), self.lang) if day else ""
            self.tell("noted_until" if day else "noted", owner=owner, day=when)
        elif gone is None:
            self.tell("noted_nobody")
        return "menu" if gone == "menu" else "next"

    def renote(self, item: dict[str, Any], more: dict[str, str]) -> dict[str, Any]:
        """Put more into a note, saved; return it as it is now."""
        said = item | more
        self.change([Change(("open",), [said if one == item else one for one in self._notes()])])
        return said

    def _notes(self) -> list[dict[str, Any]]:
        return list(self.seat.interview.data.get("open") or [])

    # -- the end --------------------------------------------------------------------------------------------------

    def next_steps(self, *names: str) -> None:
        """Show what to do next, each with the command that does it."""
        self.seat.steps_told = True
        self.heading("next_steps")
        for number, name in enumerate(names, 1):
            said, *command = self.sentence(name, file=self.seat.file).splitlines()
            self.seat.asker.show(screens.row(number, said))
            for one in command:
                self.seat.asker.show(screens.wrap(one, INDENT))


def _named(options: Sequence[Option], typed: str) -> Option:
    """Return the option that is meant by its number, its label or the detail beside it, or by a part of them.

    Raises ``NotUnderstood``.
    """
    wanted = typed.strip().casefold()
    exact = [option for option in options if wanted in (option.label.casefold(), option.detail.casefold())]
    return exact[0] if len(exact) == 1 else options[int(pick(_whole(options), typed).value)]


def _fitting(options: Sequence[Option], typed: str) -> list[Option]:
    return [options[int(found.value)] for found in fitting(_whole(options), typed)]


def _whole(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options by their positions, label and detail in one text."""
    said = [f"{option.label}, {option.detail}" if option.detail else option.label for option in options]
    return tuple(Option(number, one) for number, one in enumerate(said))


def _notable(parts: SymbolicPath) -> str:
    """Return the path of the nearest place that a note can name: a very long path it cannot hold."""
    spec = field_of(OpenItem, "path")
    assert spec is not None
    while len(parts) > 1 and check_value(OpenItem, spec, format_path(parts)) is not None:
        parts = parts[:-1]
    return format_path(parts)
