"""``--after-incident``: what the plan learns from an incident. Nothing about the case itself gets into the plan.

Every lesson is an open item at the place it is about, with somebody who sees to it and a day. There is no record of
the incident, and no question whose answer would be one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from komma_cli import durations
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.model.problems import check_value
from komma_cli.model.review import OpenItem
from komma_cli.model.scenarios import PHASES
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.wizard.addons import case_data, handover
from komma_cli.wizard.addons.addon import LONGEST_NOTE, Addon, Pressed, Turn
from komma_cli.wizard.input.literal import plainly
from komma_cli.wizard.pages import ListPage, question_at
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import channel_words, nameless, title_of
from komma_cli.wizard.talk import BACK, HELP, MENU, OPEN

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting

NONE_FITS = ""


def talk(sitting: Sitting) -> None:
    """Hold the interview."""
    AfterIncident(sitting).run()


class AfterIncident(Addon):
    """One look back. ``card`` is the id of the card that fitted, empty where none did."""

    def __init__(self, seat: Sitting) -> None:
        super().__init__(seat)
        self.card = NONE_FITS
        self._before = len(self._open())

    @property
    def data(self) -> dict[str, Any]:
        """Return the draft as it is now."""
        return self.seat.interview.data

    def run(self) -> None:
        """Ask what there is to learn, then say what was noted and who helps the team now."""
        self.heading("incident_title")
        self.tell("incident_no_case")
        self.keys("incident_keys")
        stages = [
            self._ask_card,
            self._ask_contacts,
            self._ask_steps,
            self._ask_missing,
            self._ask_affected,
            self._ask_evaluation,
            self._ask_exercise,
        ]
        move = self.stages(stages)
        if move == "back":
            return
        self._tell_noted(complete=move == "next")
        self._tell_support()
        self.next_steps("step_open", "step_check", "step_render")

    # -- the card -------------------------------------------------------------------------------------------------

    def _ask_card(self) -> Turn:
        self.heading("incident_card")
        cards = [
            Option(item["id"], title_of(self.data, item, self.lang) or nameless(self.lang), self._left_out(item))
            for _, item in list_items(self.data, "scenarios")
            if item_key(item)
        ]
        chosen = self.choice([*cards, Option(NONE_FITS, self.sentence("incident_no_card"))], "prompt_card", "help_card")
        if isinstance(chosen, Pressed):
            return chosen.move
        self.card = str(chosen.value)
        if self.card == NONE_FITS:
            return self._no_card()
        item = get(self.data, ("scenarios", ById(self.card))) or {}
        if item.get("relevant") is False:
            return self.note(("scenarios", ById(self.card), "relevant"), self.sentence("note_relevant"))
        return "next"

    def _left_out(self, item: dict[str, Any]) -> str:
        return self.sentence("incident_left_out") if item.get("relevant") is False else ""

    def _no_card(self) -> Turn:
        """Offer the cards of the library that the plan lacks; if none is taken, note that a card is missing."""
        from komma_cli.wizard.proposing import proposals

        place: SymbolicPath = ("scenarios",)
        offered = [one for one in proposals.offered(self.data, place, self.lang) if not one.completes]
        if offered:
            self.heading("incident_library")
            chosen = self.several([Option(one, one.title) for one in offered], "prompt_library", "help_library")
            if isinstance(chosen, Pressed) and chosen.key != OPEN:
                return "again" if chosen.move == "back" else "menu"
            if isinstance(chosen, list) and chosen:
                taken = [option.value for option in chosen]
                edits = proposals.taking(self.data, place, taken, self.lang)
                self.seat.save(self.seat.interview.take(edits))
                self.tell("incident_taken", cards=", ".join(one.title for one in taken), file=self.seat.file)
                return "next"
        return self.note(place, self.sentence("note_card"))

    # -- who was called -------------------------------------------------------------------------------------------

    def _ask_contacts(self) -> Turn:
        options = self._called()
        if not options:
            return "next"
        self.heading("incident_contacts")
        chosen = self.several(options, "prompt_contacts", "help_contacts")
        if isinstance(chosen, Pressed):
            return chosen.move
        places = [(target, ById(identifier), "channels") for target, identifier in (one.value for one in chosen)]
        noted = self.note_all([(place, self.sentence("note_contact")) for place in places])
        for option, item in zip(chosen, noted, strict=True):
            self.heading("about", place=option.label)
            if (move := self.assign(item)) != "next":
                return move
        return "next"

    def _called(self) -> list[Option]:
        """Return whom the card, the levels and the emergency card name to be called, each person and body once."""
        card = get(self.data, ("scenarios", ById(self.card))) or {}
        steps = card.get("steps") or []
        named = [str(one) for step in steps for one in (step.get("role"), *(step.get("contacts") or [])) if one]
        named.append(str(get(self.data, ("escalation", "emergency", "out_of_hours")) or ""))
        for _, level in list_items(self.data, "escalation.levels"):
            named += [str(level.get(key) or "") for key in ("first_contact", "deputy", "out_of_hours")]
        reached = dict.fromkeys(one for name in named for one in self._behind(name))
        options = []
        for target in ("people", "bodies"):
            for _, item in list_items(self.data, target):
                if item.get("id") in reached and item.get("kind") != "emergency":
                    name = title_of(self.data, item, self.lang) or nameless(self.lang)
                    options.append(Option((target, item["id"]), name, _number_of(item)))
        order = list(reached)
        return sorted(options, key=lambda option: order.index(option.value[1]))

    def _behind(self, identifier: str) -> list[str]:
        """Return who answers for a contact: of a role its holder, whoever provides it, and its deputies."""
        role = get(self.data, ("roles", ById(identifier)))
        if not isinstance(role, dict):
            return [identifier]
        return [str(one) for one in (role.get("holder"), role.get("provided_by"), *(role.get("deputies") or [])) if one]

    # -- the steps ------------------------------------------------------------------------------------------------

    def _ask_steps(self) -> Turn:
        steps = self._steps()
        if not steps:
            return "next"
        self.heading("incident_steps")
        chosen = self.several(steps, "prompt_steps", "help_steps")
        if isinstance(chosen, Pressed):
            return chosen.move
        places = [("scenarios", ById(self.card), "steps", ById(str(one.value)), "text") for one in chosen]
        noted = self.note_all([(place, self.sentence("note_step")) for place in places])
        for option, item in zip(chosen, noted, strict=True):
            self.heading("about", place=screens.shortened(option.label))
            lesson = self._lesson("prompt_lesson", "help_lesson")
            if isinstance(lesson, Pressed):
                return "menu" if lesson.move == "menu" else "again"
            said = self.renote(item, {"question": lesson[:LONGEST_NOTE].rstrip()}) if lesson else item
            if (move := self.assign(said)) != "next":
                return move
        return "next"

    def _steps(self) -> list[Option]:
        """Return the steps of the card in the order in which they are done."""
        card = get(self.data, ("scenarios", ById(self.card))) or {}
        steps = [step for step in card.get("steps") or [] if step.get("id") and step.get("text")]
        steps.sort(key=lambda step: PHASES.index(step["phase"]) if step.get("phase") in PHASES else len(PHASES))
        return [Option(step["id"], str(step["text"])) for step in steps]

    def _ask_missing(self) -> Turn:
        """Ask what was missing, as often as there is something."""
        place: SymbolicPath = ("scenarios", ById(self.card)) if self.card else ("scenarios",)
        self.heading("incident_missing")
        while True:
            lesson = self._lesson("prompt_missing", "help_lesson")
            if isinstance(lesson, Pressed):
                return lesson.move
            if not lesson:
                return "next"
            move = self.note((*place, "steps") if self.card else place, lesson)
            if move == "menu":
                return "menu"

    def _lesson(self, prompt: str, help_name: str) -> str | Pressed:
        """Return a sentence without anything that points to the case, empty for none, or a key."""
        spec, default = handover.field(OpenItem, "question"), ""
        while True:
            typed = self.line(prompt, default=default)
            if typed in (BACK, MENU):
                return Pressed(typed)
            if typed == HELP:
                self.tell(help_name)
                continue
            said = " ".join(plainly(typed).split())
            if said in ("", OPEN):
                return ""
            problem = check_value(OpenItem, spec, said)
            found = case_data.case_data(said, case_data.names_in(self.data))
            sure = found == "name" and said == default  # a last name may be an ordinary word
            if problem is None and (found is None or sure):
                return said
            if problem is not None:
                self.seat.error(screens.problem_words(problem, self.lang))
            else:
                self.seat.error(self.sentence("case_data", what=self.sentence(f"case_{found}")))
                if found == "name":
                    self.tell("case_name_again")
            default = said

    # -- the affected person, the evaluation, an exercise ---------------------------------------------------------

    def _ask_affected(self) -> Turn:
        answer = self.yes("incident_affected", "help_affected")
        if answer is False:
            return self.note(("support", "aftercare"), self.sentence("note_affected"))
        return answer.move if isinstance(answer, Pressed) else "next"

    def _ask_evaluation(self) -> Turn:
        """Ask whether the evaluation was in time; where the plan has no time yet, ask for that."""
        within = get(self.data, ("review", "evaluation_within"))
        if not within:
            self.heading("incident_no_period")
            return self.seat.run_path("review.evaluation_within")
        answer = self.yes("incident_in_time", "help_in_time", within=durations.say(str(within), self.lang))
        if answer is False:
            return self.note(("review", "evaluation_within"), self.sentence("note_in_time"))
        return answer.move if isinstance(answer, Pressed) else "next"

    def _ask_exercise(self) -> Turn:
        """Offer to plan an exercise of the card; that says nothing about the incident either."""
        if not self.card:
            return "next"
        answer = self.yes("incident_exercise", "help_exercise")
        if isinstance(answer, Pressed) or not answer:
            return answer.move if isinstance(answer, Pressed) else "next"
        page = question_at(self.data, "exercises", self.lang)
        assert isinstance(page, ListPage)
        card = get(self.data, ("scenarios", ById(self.card)))
        title = self.sentence("exercise_title", card=title_of(self.data, card, self.lang))[:200]
        parts, edits = self.seat.interview.add_item(page, {"title": title, "scenario": self.card})
        self.seat.save(edits)
        return self.seat.run_path(format_path((*parts, "planned_for")))

    # -- the end --------------------------------------------------------------------------------------------------

    def _open(self) -> list[dict[str, Any]]:
        return list(self.seat.interview.data.get("open") or [])

    def _tell_noted(self, *, complete: bool) -> None:
        count = max(0, len(self._open()) - self._before)
        names = {0: "incident_held" if complete else "incident_noted_none", 1: "incident_noted_one"}
        self.heading(names.get(count, "incident_noted"), count=count)

    def _tell_support(self) -> None:
        """Remind of those who helped, and show who is there for them."""
        self.heading("incident_team")
        found = self._support()
        for name, number in found:
            self.seat.asker.show(screens.wrap(f"{name}: {number}" if number else name, "  ", "    "))
        if not found:
            self.tell("incident_team_nobody", file=self.seat.file)

    def _support(self) -> list[tuple[str, str]]:
        """Return who supports the team, each with a number: first responders and counselling for staff."""
        named = [(str(one), "") for one in get(self.data, ("support", "first_responders")) or []]
        for _, offer in list_items(self.data, "support.offers"):
            if offer.get("kind") == "counselling" and "staff" in (offer.get("audiences") or []):
                named.append((str(offer.get("contact")), str(offer.get("title") or "")))
        found: dict[str, tuple[str, str]] = {}
        for contact, title in named:
            for identifier in self._behind(contact)[:1]:
                item = get(self.data, ("people", ById(identifier))) or get(self.data, ("bodies", ById(identifier)))
                if item:
                    name = title or title_of(self.data, item, self.lang)
                    found.setdefault(identifier, (name, _number_of(item)))
        return list(found.values())


def _number_of(item: dict[str, Any]) -> str:
    """Return the first number or address of a person or body that is not private."""
    channels = [one for one in item.get("channels") or [] if not str(one.get("kind")).startswith("private")]
    return next((channel_words(one) for one in channels if one.get("value")), "")
