"""``--change-of-person``: somebody leaves, somebody takes over, and every place that names her is settled one by one.

The places are derived from the draft at every turn, so an interrupted change goes on with what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from komma_cli import duties
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.model.problems import check_value
from komma_cli.model.roles import Vacancy
from komma_cli.paths import get
from komma_cli.store import Change, apply_edits
from komma_cli.wizard.addons import handover
from komma_cli.wizard.addons.addon import SAME, Pressed, Turn
from komma_cli.wizard.addons.handover import Place
from komma_cli.wizard.addons.same_post import SamePost
from komma_cli.wizard.interview import Edit
from komma_cli.wizard.pages import is_open, question_at
from komma_cli.wizard.questions import Option, Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import nameless
from komma_cli.wizard.talk import BACK, HELP, MENU, NEW, OPEN, Move

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting

SUCCESSOR, SOMEBODY, NOBODY = "successor", "somebody", "nobody"


@dataclass(frozen=True)
class _Chosen:
    """Who stands at a place from now on; None: nobody yet."""

    id: str | None


@dataclass(frozen=True)
class _Settled:
    """One place that is settled, to be taken back with ``<``."""

    path: str
    changed: bool
    told: int
    """How many lines of the summary there were before."""


def talk(sitting: Sitting) -> None:
    """Hold the interview."""
    ChangeOfPerson(sitting).run()


class ChangeOfPerson(SamePost):
    """One change of person."""

    def __init__(self, seat: Sitting) -> None:
        super().__init__(seat)
        self._everywhere = False
        self._later: set[str] = set()

    def run(self, leaving: str = "") -> Move:
        """Ask who leaves (unless that is known) and who takes over, then settle every place; return where to go."""
        self.heading("change_title")
        if not self._people():
            self.tell("change_no_people")
            return "next"
        self.tell("change_intro")
        self.old = leaving
        first = [] if leaving else [self._ask_leaving]
        move = self.stages([*first, self._ask_successor, self._settle])
        if move != "back":
            end = self._finish_same if self._same else self.finish
            end(stopped=move == "menu")
        return move

    def _settle(self) -> Turn:
        return self._rename() if self._same else self._settle_places()

    # -- who leaves, who takes over -------------------------------------------------------------------------------

    def _ask_leaving(self) -> Move:
        self.heading("change_who_leaves")
        chosen = self.choice(self._people(), "prompt_person", "help_leaving")
        if isinstance(chosen, Pressed):
            return chosen.move
        self.old = str(chosen.value)
        return "next"

    def _ask_successor(self) -> Move:
        count = len(handover.places(self.data, self.old))
        self.agreements = duties.agreements(self.data, self.old)
        self.heading("change_count_one" if count == 1 else "change_count", name=self.name(self.old), count=count)
        self.tell("change_who_takes_over")
        others = [option for option in self._people() if option.value != self.old]
        chosen = self._choose(others, "prompt_successor", "help_successor", (NEW, SAME, OPEN))
        self._same = isinstance(chosen, Pressed) and chosen.key == SAME
        if isinstance(chosen, Pressed):
            self.new = None
            return chosen.move
        self.new = chosen
        return "next"

    def _choose(
        self,
        options: list[Option],
        prompt: str,
        help_name: str,
        keys: tuple[str, ...],
        default: Option | None = None,
    ) -> str | Pressed:
        """Return the id that is chosen; ``+`` makes a new person and asks for it."""
        while True:
            chosen = self.choice(options, prompt, help_name, default=default, keys=keys)
            if isinstance(chosen, Option):
                return str(chosen.value)
            if chosen.key != NEW:
                return chosen
            move, made = self.seat.new_entry(("people",), self.sentence("change_short"))
            if move == "menu":
                return Pressed(MENU)
            if made is not None:
                return made

    def _people(self) -> list[Option]:
        found = []
        for _, item in list_items(self.data, "people"):
            said = [str(item[key]) for key in ("name", "function") if item.get(key)]
            if (identifier := item_key(item)) is not None:
                found.append(Option(identifier, said[0] if said else nameless(self.lang), ", ".join(said[1:])))
        return found

    # -- place by place -------------------------------------------------------------------------------------------

    def _settle_places(self) -> Turn:
        """Settle what still names the person; ``<`` takes the last place back."""
        trail: list[_Settled] = []
        if handover.places(self.data, self.old):
            self.keys("change_keys" if self.new else "change_keys_nobody")
        while True:
            waiting = [place for place in handover.places(self.data, self.old) if place.path not in self._later]
            if not waiting:
                return "next"
            place, told = waiting[0], len(self.summary)
            move, changed = self.as_step(partial(self._place, place, len(trail) + 1, len(trail) + len(waiting)))
            if move == "menu" or (move == "back" and not trail):
                return move
            if move == "next":
                trail.append(_Settled(place.path, changed, told))
            else:
                self._go_back(trail.pop())

    def _go_back(self, last: _Settled) -> None:
        if last.changed:
            self.take_back()
        self._everywhere = False
        self._later.discard(last.path)
        del self.summary[last.told :]

    def _place(self, place: Place, number: int, total: int) -> Turn:
        """Ask who stands at one place from now on, until that is settled or left for later."""
        possible = self.new is not None and handover.can_take(self.data, place, self.old, self.new)
        told = len(self.summary)
        while True:
            self.heading("change_place", number=number, total=total, place=self.words(place.parts))
            self._tell_present(place)
            if self.new is not None and not possible:
                self.tell("change_not_herself", name=self.name(self.new))
            answer = _Chosen(self.new) if self._everywhere and possible else self._answer(place, possible=possible)
            if isinstance(answer, _Chosen):
                move, _ = self.as_step(partial(self._put, place, answer.id))
            elif answer.key == OPEN:
                move = self._leave_for_later(place)
            else:
                return answer.move
            if move not in ("back", "again"):
                return move
            self._everywhere = False
            del self.summary[told:]

    def _tell_present(self, place: Place) -> None:
        """Show who stands at a place now; of a list everybody in order."""
        now = handover.named(self.data, place)
        if place.spec.many:
            self.tell("change_in_order")
            for number, identifier in enumerate(now, 1):
                self.seat.asker.show(screens.row(number, self.name(identifier)))
        else:
            self.tell("change_now", name=self.name(now[0]))

    def _answer(self, place: Place, *, possible: bool) -> _Chosen | Pressed:
        """Return who is chosen for a place, or the key that was pressed."""
        every = self.seat.key_words("all_words")
        options = [Option(SOMEBODY, self.sentence("change_somebody"))]
        if self.new is not None and possible:
            options.insert(0, Option(SUCCESSOR, self.name(self.new)))
        if place.may_be_empty:
            options.append(
                Option(NOBODY, self.sentence("change_nobody_list" if place.spec.many else "change_nobody_yet"))
            )
        default = options[0] if possible else None
        prompt = "prompt_place" if possible else "prompt_place_open"
        while True:
            self.tell("change_choose")
            chosen = self.choice(
                options, prompt, "help_place", default=default, keys=(OPEN, *(every if possible else ()))
            )
            if isinstance(chosen, Pressed):
                if chosen.key not in every:
                    return chosen
                self._everywhere = True
                return _Chosen(self.new)
            if chosen.value != SOMEBODY:
                return _Chosen(self.new if chosen.value == SUCCESSOR else None)
            other = self._somebody(place)
            if not isinstance(other, Pressed):
                return _Chosen(other)
            if other.key != BACK:
                return other

    def _somebody(self, place: Place) -> str | Pressed:
        """Return the id of somebody else who may stand at a place, or the key that was pressed."""
        page = question_at(self.data, place.path, self.lang)
        assert isinstance(page, Question)
        there = handover.named(self.data, place)
        while True:
            self.tell("change_choose")
            options = [option for option in page.options if option.value not in (self.old, self.new, *there)]
            chosen = self._choose(options, "prompt_person", "help_somebody", (NEW,))
            if isinstance(chosen, Pressed) or handover.can_take(self.data, place, self.old, chosen):
                return chosen
            self.tell("change_is_first", name=self.name(chosen))

    def _put(self, place: Place, new: str | None) -> Turn:
        """Put somebody, or nobody, in the place; then ask who stands in where that got lost by it."""
        edits = handover.replacing(self.data, place, self.old, new)
        if place.is_holder and new is None:
            vacancy = self._vacancy(place)
            if isinstance(vacancy, Pressed):
                return vacancy.move
            edits.append(vacancy)
        before = self.data
        trained = get(before, (*place.item, "trained_on")) if place.is_holder and new is not None else None
        edits = self.seat.interview.take(edits)
        if trained:
            edits += self.seat.interview.apply([self.training_note(self.data, place, new)])
        self.seat.save(edits)
        self.remember(place, new)
        if new is not None:
            self.tell("change_then", name=self.name(new))
        if trained:
            self.tell_training(place, str(trained))
        if new is None:
            return "next"
        for lost in handover.emptied(before, self.data, place, new):
            self.tell("change_was_stand_in", name=self.name(new), place=self.words(lost.parts))
            if (move := self._ask_stand_in(lost, "")) != "next":
                return move
        for same in handover.new_clashes(before, self.data):
            self.tell("change_same_person", name=self.name(new), place=self.words(same.parts))
            if (move := self._ask_stand_in(same, new)) != "next":
                return move
        return "next"

    def _vacancy(self, place: Place) -> Edit | Pressed:
        """Ask why nobody has a role; the plan says so openly."""
        role = get(self.data, place.item)
        spec = handover.field(Vacancy, "reason")
        default = self.sentence("vacancy_default")
        while True:
            typed = self.line("prompt_vacancy", default="", reason=default)
            if typed in (BACK, MENU):
                return Pressed(typed)
            if typed == HELP:
                self.tell("help_vacancy")
                continue
            reason = " ".join(typed.split()) or default
            if problem := check_value(Vacancy, spec, reason):
                self.seat.error(screens.problem_words(problem, self.lang))
                continue
            since = self.seat.interview.today.isoformat()
            return Change((*place.item, "vacancy"), {**(role.get("vacancy") or {}), "since": since, "reason": reason})

    def _ask_stand_in(self, place: Place, same: str) -> Turn:
        """Ask who stands in now; ``same`` is reached there although she is the one to be stood in for."""
        page = question_at(self.data, place.path, self.lang)
        assert isinstance(page, Question)
        there = handover.named(self.data, place)
        options = [option for option in page.options if option.value not in (self.old, *there)]
        keep = Option("", "") if there and not same else None
        prompt = "prompt_stand_in_needed" if keep is None else "prompt_stand_in"
        while True:
            self.tell("change_who_stands_in")
            chosen = self._choose(options, prompt, "help_stand_in", (OPEN, NEW), default=keep)
            if isinstance(chosen, Pressed):
                if chosen.key != OPEN:
                    return chosen.move
                if (turn := self._leave_for_later(place)) != "again":
                    return turn
                continue
            if not chosen:
                return "next"
            edits = _standing_in(there, place, same, chosen)
            if not handover.new_clashes(self.data, apply_edits(self.data, edits)):
                self.seat.save(self.seat.interview.take(edits))
                self.summary.append(
                    self.sentence("summary_stand_in", place=self.words(place.parts), name=self.name(chosen))
                )
                return "next"
            self.tell("change_is_first", name=self.name(chosen))

    def _leave_for_later(self, place: Place) -> Turn:
        """Note the place as open, once; it is not asked again in this sitting."""
        turn: Turn = "next"
        if not is_open(self.data, place.parts):
            turn = self.note(place.parts, self.sentence("note_place"))
        if turn != "again":
            self._later.add(place.path)
            self.summary.append(self.sentence("summary_open", place=self.words(place.parts)))
        return turn


def _standing_in(there: list[str], place: Place, same: str, new: str) -> list[Edit]:
    """Return the edits that make somebody a stand-in: instead of ``same``, else behind those who are there."""
    if not place.spec.many:
        return [Change(place.parts, new)]
    instead = [new if one == same else one for one in there]
    return [Change(place.parts, instead if same in there else [*there, new])]
