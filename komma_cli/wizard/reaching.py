"""The screen on which a person sees whether somebody always answers, and mends a gap with one key.

It comes by itself once in a sitting: when a section is left, roles and levels are in, and something there has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from komma_cli.errors import KommaError
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.store import Change
from komma_cli.texts import error_words, text
from komma_cli.wizard.input.answers import clean
from komma_cli.wizard.input.asker import Asker
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.reviewing import Reviewing
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import BACK, HELP, MENU, OPEN, Move, Saver

if TYPE_CHECKING:
    from komma_cli.reach.causes import Cause
    from komma_cli.reach.repairs import Repair
    from komma_cli.wizard.showing.reach_screen import Seen

REACH, HOURS = "e", "z"
AFTER = ("people", "roles", "bodies", "escalation")
"""The sections at whose end the screen may come by itself, if one of them has changed."""
CHANGES_SHOWN = 3


@dataclass(frozen=True)
class _Shown:
    """What stands on the screen: the draft, one gap of it, and the repairs that have a number."""

    seen: Seen
    cause: Cause | None
    found: tuple[Repair, ...]
    more: bool
    """There are other gaps behind this one."""


@dataclass
class _SoFar:
    """What has been done on the screen while it is open."""

    later: set[tuple[object, ...]] = field(default_factory=set)
    """The gaps that are left for later."""
    taken: list[dict[str, Any]] = field(default_factory=list)
    """The draft behind each repair that was taken; only the last step of the draft can be taken back here."""
    mended: Repair | None = None
    """The repair that was taken just now."""


class Reaching(Reviewing):
    """Shows who answers when, and takes repairs."""

    def __init__(self, interview: Interview, asker: Asker, saver: Saver) -> None:
        super().__init__(interview, asker, saver)
        self._at_first = interview.data
        self._reach_shown = False

    def enter_section(self, key: str, *, review: bool = False) -> Move:
        """Ask a section; at its end show who answers when, if it is time for that."""
        return self._then_reach(key, super().enter_section(key, review=review))

    def run_section(self, key: str) -> Move:
        """Ask one section; at its end show who answers when, if it is time for that."""
        return self._then_reach(key, super().run_section(key))

    def _then_reach(self, key: str, move: Move) -> Move:
        if move == "next" and self._is_time(key):
            return self._reach_screen(self._look())
        return move

    def _is_time(self, key: str) -> bool:
        """Say whether the screen comes by itself now; nothing is loaded to find out."""
        data = self.interview.data
        if self._reach_shown or key not in AFTER or all(self._at_first.get(name) == data.get(name) for name in AFTER):
            return False
        return _has_levels_and_roles(data)

    # -- the screen -----------------------------------------------------------------------------------------------

    def show_reach(self) -> Move | Literal["stay"]:
        """Show who answers when, gap by gap, until the person goes on; ``stay``: there was only a sentence to show.

        Only a number typed here changes the plan.
        """
        self._show_title()  # at once: the first proof of a sitting loads the calendar
        seen = self._look()
        if not isinstance(seen, str):
            return self._reach_screen(seen, titled=True)
        self.tell(seen)
        return "stay"

    def _reach_screen(self, seen: Seen | str, *, titled: bool = False) -> Move:
        """Show the screen as long as there is something to prove."""
        so_far = _SoFar()
        while not isinstance(seen, str):
            if not titled:
                self._show_title()
            if not (titled or self._reach_shown):
                self.tell(text("reach_screen.why_now", self.lang))
            self._reach_shown, titled = True, False
            waiting = [cause for cause in seen.causes if _key(cause) not in so_far.later]
            if not waiting:  # only those are left that were to come later
                so_far.later.clear()
                waiting = list(seen.causes)
            cause = waiting[0] if waiting else None
            shown = _Shown(seen, cause, seen.repairs(cause) if cause else (), more=len(waiting) > 1)
            self._show_seen(shown, so_far.mended)
            so_far.mended = None
            move = self._reach_choice(shown, so_far)
            if move is not None:
                return move
            seen = self._look()
        return "next"

    def _look(self) -> Seen | str:
        """Return what the draft proves, or why nothing can be proved."""
        from komma_cli.wizard.showing.reach_screen import look

        try:
            return look(self.interview.data, self.interview.today, self.lang)
        except KommaError as error:
            return error_words(error.key, self.lang, **error.values)[0]

    def _show_title(self) -> None:
        self.asker.show("\n" + screens.wrap(text("reach_screen.title", self.lang)))

    def _show_seen(self, shown: _Shown, mended: Repair | None) -> None:
        from komma_cli.wizard.showing import reach_screen

        seen, cause = shown.seen, shown.cause
        if mended is not None:
            name = "closed_partly" if not mended.closes else "closed_this" if seen.maybe else "closed"
            self.tell(text(f"reach_screen.{name}", self.lang))
        for line in reach_screen.result(seen, self.lang):
            self.tell(line)
        if seen.any_hours or seen.causes:
            week = reach_screen.bars if self.asker.prefills else reach_screen.week_in_words
            self.asker.show("\n" + "\n".join(week(seen, self.lang)))
        if cause is not None:
            self.asker.show("\n" + "\n".join(reach_screen.gap(seen, cause)))
            self.asker.show("\n" + "\n".join(reach_screen.offers(seen, cause, shown.found, self.lang)))

    def _reach_keys(self, shown: _Shown, *, undoable: bool) -> list[str]:
        names = ["take"] if shown.found else []
        names += ["hours"] if shown.seen.unknown else []
        names += ["undo"] if undoable else []
        names += ["later"] if shown.more else []
        return [text(f"reach_screen.key_{name}", self.lang) for name in (*names, "on", "help")]

    def _reach_choice(self, shown: _Shown, so_far: _SoFar) -> Move | None:
        """Do what was chosen; None: show the screen again, for the draft as it is then."""
        seen, cause = shown.seen, shown.cause
        undoable = bool(so_far.taken) and self.interview.data is so_far.taken[-1]
        self.asker.show("\n" + screens.key_rows(self._reach_keys(shown, undoable=undoable)))
        while True:
            typed = clean(self.asker.read(text("reach_screen.prompt", self.lang))).strip().casefold()
            if typed == HELP:
                self.tell(text("reach_screen.help", self.lang))
                continue
            if typed == BACK and undoable:
                self._undo_repair()
                so_far.taken.pop()
            elif typed in (BACK, MENU):
                return "back" if typed == BACK else "menu"
            elif typed == OPEN and shown.more and cause is not None:
                so_far.later.add(_key(cause))
            elif typed in ("", OPEN):
                return "next"
            elif typed == HOURS and seen.unknown:
                self._ask_hours(seen)
            elif typed.isdecimal() and 1 <= int(typed) <= len(shown.found):
                so_far.mended = shown.found[int(typed) - 1]
                self._take_repair(seen, so_far.mended)
                so_far.taken.append(self.interview.data)
            else:
                self.error(text("reach_screen.unknown_key", self.lang))
                continue
            return None

    # -- what the keys do -----------------------------------------------------------------------------------------

    def _take_repair(self, seen: Seen, repair: Repair) -> None:
        """Give the answers of a repair as one step, and show what stands in the plan now."""
        from komma_cli.wizard.showing.reach_screen import taking

        changes = taking(self.interview.data, seen, repair)
        self.save(self.interview.take(changes))
        self.asker.show()
        for change in changes[:CHANGES_SHOWN]:
            self.tell(self._taken_words(change))
        if len(changes) > CHANGES_SHOWN:
            self.tell(text("reach_screen.taken_more", self.lang, count=len(changes) - CHANGES_SHOWN))

    def _taken_words(self, change: Change) -> str:
        value = self._value_of(change.parts, change.value)
        return text("reach_screen.taken", self.lang, place=self._place_of_path(format_path(change.parts)), value=value)

    def _undo_repair(self) -> None:
        """Take the last repair of this screen back."""
        from komma_cli.wizard.showing.undoing import undone

        before = self.interview.data
        self.save(self.interview.undo())
        self.asker.show()
        for line in undone(before, self.interview.data, self.lang):
            self.tell(line)

    def _ask_hours(self, seen: Seen) -> None:
        """Ask for the hours that are missing, one after the other, until the person goes back."""
        people = {person.id for person in seen.playbook.people}
        title = text("reach_screen.hours_title", self.lang)
        for number, identifier in enumerate(seen.unknown):
            parts: SymbolicPath = ("people" if identifier in people else "bodies", ById(identifier), "hours")
            if get(self.interview.data, parts[:-1]) is None:  # somebody else has removed the entry meanwhile
                continue
            left = len(seen.unknown) - number - 1
            self.asker.show("\n" + screens.heading(title, text("reach_screen.hours_place", self.lang), left, self.lang))
            if self.run_path(format_path(parts)) != "next":
                return


def _key(cause: Cause) -> tuple[object, ...]:
    """Return by what a gap left for later is known again when the plan has been proved anew."""
    return cause.kind, frozenset(cause.candidates), cause.within, cause.owners


def _has_levels_and_roles(data: dict[str, Any]) -> bool:
    """Say whether a draft is far enough: a role that somebody holds, and levels with somebody to call."""
    roles, escalation = data.get("roles"), data.get("escalation")
    held = isinstance(roles, list) and any(isinstance(role, dict) and role.get("holder") for role in roles)
    if not held or not isinstance(escalation, dict):
        return False
    levels = [level for level in escalation.get("levels") or [] if isinstance(level, dict)]
    named = any(level.get(key) for level in levels for key in ("first_contact", "deputy", "out_of_hours"))
    return bool(levels) and (named or bool(get(escalation, ("emergency", "out_of_hours"))))
