"""The post stays and the name is a new one: somebody is called otherwise now, or somebody new has the same mailbox.

The entry keeps its id, so every place of the plan that names it goes on naming it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from komma_cli import duties
from komma_cli.duties import Mention
from komma_cli.model.channels import PRIVATE
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.store import Change, Removal, apply_edits
from komma_cli.wizard.addons import handover
from komma_cli.wizard.addons.addon import Pressed, Turn
from komma_cli.wizard.addons.handing_over import HandingOver
from komma_cli.wizard.addons.handover import Place
from komma_cli.wizard.interview import Edit
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import title_of
from komma_cli.wizard.talk import OPEN

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting

PERSON, POST = "person", "post"
_OF_THE_PERSON = ("verified", "absences")
"""What an entry says about the one person who has the post, and not about the post."""


class SamePost(HandingOver):
    """A new name in the entry ``old``."""

    def __init__(self, seat: Sitting) -> None:
        super().__init__(seat)
        self._same = False
        """The post stays; otherwise somebody else's entry takes over."""
        self._what = PERSON
        self._before: dict[str, Any] = {}

    @property
    def _entry(self) -> SymbolicPath:
        return ("people", ById(self.old))

    def _rename(self) -> Turn:
        """Ask what is new and for the name; take away what was true of the person before only."""
        self.heading("same_what")
        options = [Option(PERSON, self.sentence("same_person")), Option(POST, self.sentence("same_function"))]
        chosen = self.choice(options, "prompt_number", "help_same")
        if isinstance(chosen, Pressed):
            return chosen.move
        self._what, self._before = str(chosen.value), self.data
        page = question_at(self.data, f"people[{self.old}].name", self.lang)
        assert page is not None
        self.seat.asker.show()
        with self._forgetting() if self._what == POST else nullcontext():
            move = self.seat.run_page(page, self.sentence("change_short"))
        if move == "next" and self._what == POST:
            self._forget_person()
        return move

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """Let the new name come into the plan in one step with the end of what was the person's before."""
        interview = self.seat.interview
        usual = interview.consequences
        name = (*self._entry, "name")
        interview.consequences = lambda parts, data: self._all_gone(data) if parts == name else usual(parts, data)
        try:
            yield
        finally:
            interview.consequences = usual

    def _forget_person(self) -> None:
        """Take away what the person before had, where it has not gone with the name; say what is gone."""
        self.new = self.old
        if edits := self._all_gone(self.data):
            self.change(edits)
        if self._gone(self._before):
            self.tell("same_reset")
        for place, day in self._trained(self._before):
            self.tell_training(place, day)

    def _all_gone(self, data: dict[str, Any]) -> list[Edit]:
        """Return what takes away what was true of the person before only, with a note for each training."""
        edits = self._gone(data)
        for place, _ in self._trained(data):
            edits.append(Removal((*place.item, "trained_on")))
            edits.append(self.training_note(apply_edits(data, edits), place, self.old))
        return edits

    def _gone(self, data: dict[str, Any]) -> list[Edit]:
        """Return what takes private numbers, absences and the day of the last call out of the entry."""
        entry = get(data, self._entry)
        edits: list[Edit] = [Removal((*self._entry, key)) for key in _OF_THE_PERSON if entry.get(key)]
        channels = entry.get("channels") or []
        kept = [channel for channel in channels if channel.get("kind") not in PRIVATE]
        return edits if kept == channels else [*edits, Change((*self._entry, "channels"), kept)]

    def _trained(self, data: dict[str, Any]) -> list[tuple[Place, str]]:
        """Return the roles of the entry whose holder has been trained, and when."""
        held = [place for place in handover.places(data, self.old) if place.is_holder]
        days = [(place, get(data, (*place.item, "trained_on"))) for place in held]
        return [(place, str(day)) for place, day in days if day]

    def _finish_same(self, *, stopped: bool) -> None:
        """Say what holds now; unless the person has stopped, ask about numbers and texts of the one before."""
        if self.data == self._before or not self._before:
            self.tell("change_nothing")
            return
        old, new = (title_of(data, get(data, self._entry), self.lang) for data in (self._before, self.data))
        if self._what == PERSON:
            self.tell("same_renamed", old=old, new=new)
        else:
            self.tell("same_taken_over", new=new)
        if not stopped:
            found: list[Mention] = duties.mentions(self._before, self.old, self.old)
            stopped = self._ask_channels() == "menu" or self._ask_texts(found) == "menu"
        self.next_steps("step_check", "step_render", *(["step_call"] if self._what == POST else []))

    def _ask_channels(self) -> Turn:
        """Show the numbers and addresses of the entry; the answers of the entry are opened if one is not right."""
        channels = get(self.data, (*self._entry, "channels")) or []
        if not channels:
            return "next"
        self.heading("same_channels")
        for channel in channels:
            self.seat.asker.show(screens.wrap(title_of(self.data, channel, self.lang), "  ", "    "))
        if self._what == PERSON:
            right: bool | Pressed = self.seat.agreed(self.sentence("same_right"))
        else:
            right = self.yes("same_right_for_new", "help_right_for_new")
        if isinstance(right, Pressed) and right.key == OPEN:
            return self.note((*self._entry, "channels"), self.sentence("note_channels"))
        if isinstance(right, Pressed):
            return right.move
        return "next" if right else self.seat.show_entry(self._entry, self.sentence("change_short"))
