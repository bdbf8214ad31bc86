"""``komma drill --record``: what an exercise showed, put into the plan: the exercise, measures, numbers that answered.

Only who really picked up counts as called; a day in the plan is never moved back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from komma_cli import dates
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.store import Change
from komma_cli.wizard.addons.addon import LONGEST_NOTE, Pressed, Turn
from komma_cli.wizard.addons.after_incident import AfterIncident
from komma_cli.wizard.owning import ask_until
from komma_cli.wizard.pages import ListPage, question_at
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing.titles import nameless, title_of
from komma_cli.wizard.talk import BACK, HELP, MENU

if TYPE_CHECKING:
    from komma_cli.wizard.interview import Edit
    from komma_cli.wizard.sitting import Sitting

NEW_EXERCISE = ""
LOOKED_AT = ("contact", "deputy", "evidence", "affected", "council", "published")
"""The questions of the observer form, in its order; of the last one „yes“ is the bad answer."""
_BAD_IF_YES = ("published",)


def talk(sitting: Sitting) -> None:
    """Hold the interview."""
    DrillRecord(sitting).run()


class DrillRecord(AfterIncident):
    """One exercise that was held. ``place`` is its entry in the plan."""

    def __init__(self, seat: Sitting) -> None:
        super().__init__(seat)
        self.place: SymbolicPath = ()
        self.held = seat.interview.today
        self.bad: list[str] = []
        self.confirmed = 0

    def run(self) -> None:
        """Ask what happened, then say what was written."""
        self.heading("record_title")
        self.tell("record_no_case")
        self.keys("incident_keys")
        if not any(item_key(item) for _, item in list_items(self.data, "scenarios")):
            self.tell("record_no_cards", file=self.seat.file)
            return
        stages = [
            self._ask_which,
            self._ask_day,
            self._ask_participants,
            self._ask_looked_at,
            self._ask_measures,
            self._ask_own_measures,
            self._ask_answered,
        ]
        move = self.stages(stages)
        if move == "back" or not self.place:
            return
        measures = len(get(self.data, (*self.place, "follow_up")) or [])
        self.heading("record_done", measures=measures, confirmed=self.confirmed)
        self.next_steps("step_check", "step_open", "step_render")

    # -- which exercise, when, who --------------------------------------------------------------------------------

    def _ask_which(self) -> Turn:
        """Take a planned exercise, or begin a new entry with its card."""
        self.heading("record_which")
        planned = [
            Option(item["id"], title_of(self.data, item, self.lang) or nameless(self.lang))
            for _, item in list_items(self.data, "exercises")
            if item_key(item) and not item.get("held_on")
        ]
        chosen: Option | Pressed = Option(NEW_EXERCISE, "")
        if planned:
            options = [*planned, Option(NEW_EXERCISE, self.sentence("record_new"))]
            chosen = self.choice(options, "prompt_card", "help_record_which")
        if isinstance(chosen, Pressed):
            return chosen.move
        if chosen.value != NEW_EXERCISE:
            self.place = ("exercises", ById(str(chosen.value)))
            self.card = str(get(self.data, (*self.place, "scenario")) or "")
        return "next" if self.card else self._ask_which_card()

    def _ask_which_card(self) -> Turn:
        self.heading("record_card")
        cards = [
            Option(item["id"], title_of(self.data, item, self.lang) or nameless(self.lang))
            for _, item in list_items(self.data, "scenarios")
            if item_key(item) and item.get("relevant") is not False
        ]
        chosen = self.choice(cards, "prompt_card", "help_record_card")
        if isinstance(chosen, Pressed):
            return "again" if chosen.move == "back" and self.place else chosen.move
        self.card = str(chosen.value)
        if self.place:
            self.change([Change((*self.place, "scenario"), self.card)])
            return "next"
        page = question_at(self.data, "exercises", self.lang)
        assert isinstance(page, ListPage)
        title = self.sentence("exercise_title", card=chosen.label)[:LONGEST_NOTE]
        self.place, edits = self.seat.interview.add_item(page, {"title": title, "scenario": self.card})
        self.seat.save(edits)
        return "next"

    def _ask_day(self) -> Turn:
        """Ask for the day it was held: today or before."""
        today = self.seat.interview.today
        self.heading("record_day")
        while True:
            typed = self.line("prompt_record_day")
            if typed in (BACK, MENU):
                return Pressed(typed).move
            if typed == HELP:
                self.tell("help_record_day")
                continue
            try:
                day = dates.read(typed, self.lang, today) if typed else today
            except dates.NotADay:
                day = date.max
            if day <= today:
                self.held = day
                self.change([Change((*self.place, "held_on"), day.isoformat())])
                return "next"
            self.seat.error(self.sentence("record_day_wrong"))

    def _ask_participants(self) -> Turn:
        """Ask who took part, by function; proposed is everybody whom the card names."""
        known = [get(self.data, ("people", ById(one.value[1]), "function")) for one in self._called()]
        options = [Option(name, str(name)) for name in dict.fromkeys(known) if name]
        if not options:
            return "next"
        self.heading("record_participants")
        chosen = self.several(options, "prompt_participants", "help_participants")
        if isinstance(chosen, Pressed):
            return chosen.move
        if chosen:
            self.change([Change((*self.place, "participants"), [str(one.value) for one in chosen])])
        return "next"

    # -- what happened --------------------------------------------------------------------------------------------

    def _ask_looked_at(self) -> Turn:
        """Ask the questions of the observer form; the answers become the observations, in sentences."""
        said: list[str] = []
        self.bad = []
        for name in LOOKED_AT:
            answer = self.yes(f"record_{name}", f"help_record_{name}")
            if isinstance(answer, Pressed):
                if answer.move != "next":
                    return "again" if answer.move == "back" and said else answer.move
                continue
            said.append(self.sentence(f"observed_{name}_{'yes' if answer else 'no'}"))
            if answer == (name in _BAD_IF_YES):
                self.bad.append(name)
        if said:
            before = str(get(self.data, (*self.place, "observations")) or "")
            self.change([Change((*self.place, "observations"), " ".join(filter(None, [before, *said])))])
        return "next"

    # -- measures -------------------------------------------------------------------------------------------------

    def _ask_measures(self) -> Turn:
        """Propose a measure for everything that went wrong."""
        if not self.bad:
            return "next"
        self.heading("record_measures")
        options = [Option(name, self.sentence(f"measure_{name}")) for name in self.bad]
        chosen = self.several(options, "prompt_measures", "help_measures")
        if isinstance(chosen, Pressed):
            return chosen.move
        for one in chosen:
            if (move := self._add_measure(one.label)) != "next":
                return move
        return "next"

    def _ask_own_measures(self) -> Turn:
        """Ask for further measures, as often as there is one."""
        self.heading("record_own")
        while True:
            lesson = self._lesson("prompt_own_measure", "help_lesson")
            if isinstance(lesson, Pressed):
                return lesson.move
            if not lesson:
                return "next"
            if (move := self._add_measure(lesson)) == "menu":
                return move

    def _add_measure(self, text: str) -> Turn:
        """Put a measure into the plan, then ask which role sees to it and until when."""
        measures = list(get(self.data, (*self.place, "follow_up")) or [])
        number, item = len(measures), {"text": text[:LONGEST_NOTE].rstrip()}
        self.change([Change((*self.place, "follow_up"), [*measures, item])])
        roles = [
            Option(role["id"], str(role["title"]))
            for _, role in list_items(self.data, "roles")
            if item_key(role) and role.get("title")
        ]
        if roles:
            self.heading("about", place=item["text"])
            default = next((one for one in roles if one.value == "coordination"), roles[0])
            owner = self.choice(roles, "prompt_measure_owner", "help_measure_owner", default=default)
            if isinstance(owner, Pressed):
                return "again" if owner.move == "back" else "menu"
            self.change([Change((*self.place, "follow_up", number, "owner"), str(owner.value))])
        day, gone = ask_until(self.seat, "addons")
        if day is not None:
            self.change([Change((*self.place, "follow_up", number, "due"), day.isoformat())])
        return "again" if gone == "back" else "menu" if gone == "menu" else "next"

    # -- numbers --------------------------------------------------------------------------------------------------

    def _ask_answered(self) -> Turn:
        """Ask who really picked up; only these count as called on the day of the exercise."""
        options = [one for one in self._called() if one.detail]
        self.confirmed = 0
        if not options:
            return "next"
        self.heading("record_answered")
        chosen = self.several(options, "prompt_answered", "help_answered")
        if isinstance(chosen, Pressed):
            return chosen.move
        edits: list[Edit] = []
        for target, identifier in (one.value for one in chosen):
            before: Any = get(self.data, (target, ById(identifier), "verified", "on"))
            if before is None or str(before) < self.held.isoformat():
                said = {"on": self.held.isoformat(), "by": self.sentence("verified_by")}
                edits.append(Change((target, ById(identifier), "verified"), said))
        self.confirmed = len(edits)
        if edits:
            self.change(edits)
        return "next"
