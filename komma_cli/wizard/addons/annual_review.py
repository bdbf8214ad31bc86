"""``--annual-review``: walks only what is stale on the day, and nothing else.

At the end the day of the next review and a new version are proposed. What is stale, ``staleness`` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from komma_cli import dates, durations, hours
from komma_cli.check.pages import words_of
from komma_cli.model.problems import check_value
from komma_cli.model.review import Change as ChangeLine
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.store import Change, Removal
from komma_cli.wizard.addons import case_data, handover
from komma_cli.wizard.addons.addon import Addon, Pressed, Turn
from komma_cli.wizard.addons.staleness import URGENT, Stale, stale
from komma_cli.wizard.input.answers import NO, YES, NotUnderstood, read_answer
from komma_cli.wizard.input.literal import plainly
from komma_cli.wizard.owning import owner_of
from komma_cli.wizard.pages import question_at
from komma_cli.wizard.questions import Option, Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.closing import place_words
from komma_cli.wizard.showing.titles import channel_words, item_title, nameless, title_of
from komma_cli.wizard.talk import BACK, HELP, MENU, OPEN, Move

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting

RIGHT, CHANGE, GONE, DONE, LATER_DAY, DROP = "right", "change", "gone", "done", "day", "drop"
NEXT_REVIEW = "P1Y"
FIRST_VERSION = "1.0"
_HIGHEST = 999


def talk(sitting: Sitting) -> None:
    """Hold the interview."""
    AnnualReview(sitting).run()


class AnnualReview(Addon):
    """One review of what is stale."""

    def __init__(self, seat: Sitting) -> None:
        super().__init__(seat)
        self._by = ""
        """The function that checks the contacts today."""
        self._called = 0
        self._closed = False

    @property
    def data(self) -> dict[str, Any]:
        """Return the draft as it is now."""
        return self.seat.interview.data

    def run(self) -> None:
        """Walk what is stale, say what is left, and close the review if the person wants to."""
        self.heading("annual_title")
        found = self._stale()
        if found:
            self.tell("annual_count_one" if len(found) == 1 else "annual_count", count=len(found))
            self.keys("annual_keys")
            move = self._walk(found)
            left = len(self._stale())
            self.heading({0: "annual_left_none", 1: "annual_left_one"}.get(left, "annual_left"), count=left)
        else:
            move = "next"
            self.tell("annual_fresh")
        if move == "next":
            self._ask_library()
            self._close()
        self.next_steps("step_check", "step_render", *(["step_release"] if self._closed else []))

    def _stale(self) -> list[Stale]:
        return stale(self.data, self.seat.findings.check(self.data))

    def _walk(self, found: list[Stale]) -> Move:
        """Ask one after the other; ``<`` takes the one before back and asks it again."""
        trail: list[tuple[bool, int]] = []
        shown = ""
        while len(trail) < len(found):
            one, number = found[len(trail)], len(trail) + 1
            if one.group != shown:
                shown = one.group
                self.heading(f"annual_group_{shown}")
            left = len(found) - number
            self.heading("annual_place" if left else "annual_place_last", number=number, total=len(found), left=left)
            called = self._called
            turn, changed = self.as_step(self._asking(one))
            if turn == "menu" or (turn == "back" and not trail):
                return "menu"
            if turn == "next":
                trail.append((changed, called))
            elif turn == "back":
                changed, self._called = trail.pop()
                if changed:
                    self.take_back()
        return "next"

    def _asking(self, one: Stale) -> Callable[[], Turn]:
        match one.group:
            case "contacts":
                return partial(self._ask_contact, one)
            case "notes":
                return partial(self._ask_note, one)
            case "deviations":
                return partial(self._ask_deviation, one)
        return partial(self._ask_answer, one)

    # -- contacts -------------------------------------------------------------------------------------------------

    def _ask_contact(self, one: Stale) -> Turn:
        """Show an entry and ask whether it is still right; a yes is the proof that somebody called today."""
        parts = one.parts[:2]
        while True:
            item = get(self.data, parts)
            if not isinstance(item, dict):  # somebody else has removed it meanwhile
                return "next"
            self._show_contact(item)
            answer = self._contact_answer(one, item)
            if isinstance(answer, Pressed):
                return self._later(parts) if answer.key == OPEN else answer.move
            if answer == RIGHT:
                return self._prove(parts)
            if answer == GONE:
                from komma_cli.wizard.addons.change_of_person import ChangeOfPerson

                return "again" if ChangeOfPerson(self.seat).run(str(item["id"])) == "back" else "next"
            if self.seat.show_entry(parts, self.sentence("annual_short")) == "menu":
                return "menu"
            if not self._is_stale(one):
                return "next"

    def _contact_answer(self, one: Stale, item: dict[str, Any]) -> str | Pressed:
        reachable = any(channel.get("value") for channel in item.get("channels") or [])
        right, change = Option(RIGHT, self.sentence("contact_right")), Option(CHANGE, self.sentence("contact_change"))
        options = [*([right] if reachable else []), change]
        if one.parts[0] == "people":
            options.append(Option(GONE, self.sentence("contact_gone")))
        default: Option | None = right if reachable else change
        prompt = "prompt_contact" if reachable else "prompt_contact_unknown"
        if reachable and any(finding.rule == URGENT for finding in one.findings):
            self.tell("contact_urgent")
            default, prompt = None, "prompt_contact_urgent"
        chosen = self.choice(options, prompt, "help_contact", default=default, keys=(OPEN, *YES, *NO))
        if isinstance(chosen, Option):
            return str(chosen.value)
        if chosen.key in YES:
            return RIGHT if reachable else CHANGE
        return CHANGE if chosen.key in NO else chosen

    def _show_contact(self, item: dict[str, Any]) -> None:
        """Show what is to be tried out: who, which numbers and addresses, when, and when it was last right."""
        name = title_of(self.data, item, self.lang) or nameless(self.lang)
        function = str(item.get("function") or "")
        lines = [f"{name}, {function}" if function and function != name else name]
        lines += [channel_words(channel) for channel in item.get("channels") or [] if channel.get("value")]
        if len(lines) == 1:
            lines.append(self.sentence("contact_no_number"))
        lines.append(
            hours.say(str(item["hours"]), self.lang) if item.get("hours") else self.sentence("contact_no_hours")
        )
        last = item.get("verified") or {}
        if last.get("on"):
            lines.append(
                self.sentence("contact_last", day=dates.say(str(last["on"]), self.lang), by=last.get("by", ""))
            )
        else:
            lines.append(self.sentence("contact_never"))
        for number, line in enumerate(lines):
            self.seat.asker.show(screens.wrap(line, "  " if number == 0 else "    ", "    "))
        self.tell("contact_question")

    def _prove(self, parts: SymbolicPath) -> Turn:
        """Record that the entry was right today, by the function that checks."""
        if not self._by:
            by = self._ask_by()
            if isinstance(by, Pressed):
                return "again" if by.move == "back" else by.move
            self._by = by
        proof = {"on": self.seat.interview.today.isoformat(), "by": self._by}
        self.seat.save(self.seat.interview.take([Change((*parts, "verified"), proof)]))
        self._called += 1
        self.tell("contact_proved", by=self._by, day=dates.say(proof["on"], self.lang))
        return "next"

    def _ask_by(self) -> str | Pressed:
        """Ask once which function checks; the plan holds functions there, not names."""
        default = self._checker()
        while True:
            typed = self.line("prompt_by" if default else "prompt_by_new", owner=default)
            if typed in (BACK, MENU):
                return Pressed(typed)
            if typed in (HELP, OPEN) or not (typed or default):
                self.tell("help_by")
                continue
            try:
                return owner_of(self.data, plainly(typed)) if typed else default
            except NotUnderstood as refused:
                self.seat.error(screens.problem_words(refused.problem, self.lang))

    def _checker(self) -> str:
        """Return the function that looks after the plan, if it is known."""
        owner = str(get(self.data, ("review", "owner")) or "")
        for target in ("roles", "people"):
            item = get(self.data, (target, ById(owner))) or {}
            if said := item.get("title") or item.get("function"):
                return str(said)
        return ""

    def _is_stale(self, one: Stale) -> bool:
        return any(other.parts == one.parts and other.group == one.group for other in self._stale())

    # -- notes and deviations -------------------------------------------------------------------------------------

    def _ask_note(self, one: Stale) -> Turn:
        """Ask what became of an open item that is overdue: answered, done, or a new day."""
        number = self._position("open", one)
        if number is None or one.item is None:
            return "next"
        path = str(one.item.get("path"))
        self._show_finding(one)
        options = [Option(CHANGE, self.sentence("note_answer", place=place_words(self.data, path, self.lang)))]
        options += [Option(DONE, self.sentence("note_done")), Option(LATER_DAY, self.sentence("note_day"))]
        chosen = self.choice(options, "prompt_note", "help_note", keys=(OPEN,))
        if isinstance(chosen, Pressed):
            return chosen.move
        if chosen.value == DONE:
            self.change([Removal(("open", number))])
        elif chosen.value == LATER_DAY:
            return self._open(format_path(("open", number, "until")))
        elif path in self.seat.section_keys():
            return "menu" if self.seat.run_section(path) == "menu" else "next"
        else:
            return self._open(path)
        return "next"

    def _ask_deviation(self, one: Stale) -> Turn:
        number = self._position("deviations", one)
        if number is None or one.item is None:
            return "next"
        self._show_finding(one)
        self.tell("deviation_reason", reason=screens.shortened(str(one.item.get("reason", ""))))
        options = [Option(LATER_DAY, self.sentence("deviation_day")), Option(DROP, self.sentence("deviation_drop"))]
        chosen = self.choice(options, "prompt_note", "help_deviation", keys=(OPEN,))
        if isinstance(chosen, Pressed):
            return chosen.move
        if chosen.value == DROP:
            self.change([Removal(("deviations", number))])
            return "next"
        return self._open(format_path(("deviations", number, "until")))

    def _position(self, section: str, one: Stale) -> int | None:
        """Return where an entry without an id stands now."""
        entries = list(self.data.get(section) or [])
        return entries.index(one.item) if one.item in entries else None

    # -- everything else ------------------------------------------------------------------------------------------

    def _ask_answer(self, one: Stale) -> Turn:
        """Show what the check says, and open the answer, of a step or measure its whole entry."""
        self._show_finding(one)
        change = Option(
            CHANGE, self.sentence("answer_change", place=place_words(self.data, format_path(one.parts), self.lang))
        )
        chosen = self.choice((change,), "prompt_answer", "help_answer", default=change, keys=(OPEN,))
        if isinstance(chosen, Pressed):
            return self._later(one.parts) if chosen.key == OPEN else chosen.move
        if one.group == "work":
            return "menu" if self.seat.show_entry(one.parts[:-1], self.sentence("annual_short")) == "menu" else "next"
        return self._open(format_path(one.parts))

    def _show_finding(self, one: Stale) -> None:
        for finding in one.findings:
            self.seat.asker.show(screens.wrap(words_of(finding, self.lang).message, "  "))

    def _open(self, path: str) -> Turn:
        """Ask one question of the interview; going back in it asks the same again."""
        page = question_at(self.data, path, self.lang)
        if page is None:
            return "next"
        self.seat.asker.show()
        move = self.seat.run_page(page, self.sentence("annual_short"))
        return "again" if move == "back" else move

    def _later(self, parts: SymbolicPath) -> Turn:
        """Leave something stale for later: it stays stale, so nothing need be noted."""
        entry = item_title(self.data, parts, self.lang) if isinstance(parts[-1], ById) else ""
        self.tell("annual_later", place=entry or place_words(self.data, format_path(parts), self.lang))
        return "next"

    def _ask_library(self) -> None:
        """Offer what komma's library and directory have changed since cards and bodies were copied."""
        from komma_cli.wizard.updates import body_news, card_news
        from komma_cli.wizard.updates.updating import Updating

        cards = sum(news.pending for news in card_news.news(self.data, self.lang))
        bodies = len(list(body_news.news(self.data, self.lang)))
        if (cards or bodies) and self.seat.agreed(self.sentence("annual_library", cards=cards, bodies=bodies)):
            Updating(self.seat).run()

    # -- the end --------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        """Propose the next review and a new version with a line of the list of changes, saved at the end."""
        if not self.seat.agreed(self.sentence("annual_close")):
            self.tell("annual_not_closed")
            return
        today = self.seat.interview.today.isoformat()
        version = _next_version(get(self.data, ("review", "version")))
        answers: list[str] = []
        proposed = (
            ("review.next_review", durations.after(self.seat.interview.today, NEXT_REVIEW).isoformat()),
            ("review.version", version),
        )
        for path, default in proposed:
            found = self._proposed(path, default)
            if found is None:
                self.tell("annual_not_closed")
                return
            answers.append(found)
        what = self._what_changed()
        if what is None:
            self.tell("annual_not_closed")
            return
        count = len(get(self.data, ("review", "changes")) or [])
        line = {"version": answers[1], "on": today, "what": what}
        edits = [Change(("review", "next_review"), answers[0]), Change(("review", "version"), answers[1])]
        edits += [Change(("review", "as_of"), today), Change(("review", "changes", count), line)]
        self.seat.save(self.seat.interview.take(edits))
        self._closed = True
        self.tell("annual_closed", version=answers[1], day=dates.say(answers[0], self.lang))

    def _proposed(self, path: str, default: str) -> str | None:
        """Return an answer of the review section, proposed by komma; None: the person does not want to close."""
        page = question_at(self.data, path, self.lang)
        assert isinstance(page, Question)
        shown = dates.say(default, self.lang) if page.kind == "date" else default
        while True:
            typed = self.line("prompt_proposed", short=page.words.short, answer=shown)
            if typed in (BACK, MENU, OPEN):
                return None
            if typed == HELP:
                self.seat.tell(page.words.help or self.sentence("help_proposed"))
                continue
            try:
                return str(read_answer(page, typed, self.lang, self.seat.interview.today)) if typed else default
            except NotUnderstood as refused:
                self.seat.error(screens.problem_words(refused.problem, self.lang))

    def _what_changed(self) -> str | None:
        """Return the line for the list of changes, which everybody may read: without names."""
        spec, default = handover.field(ChangeLine, "what"), self.sentence("change_line")
        while True:
            typed = self.line("prompt_change_line", answer=default)
            if typed in (BACK, MENU, OPEN):
                return None
            if typed == HELP:
                self.tell("help_change_line")
                continue
            said = " ".join(plainly(typed).split()) or default
            found = case_data.case_data(said, case_data.names_in(self.data))
            problem = check_value(ChangeLine, spec, said)
            if problem is not None:
                self.seat.error(screens.problem_words(problem, self.lang))
            elif found in ("name", "person", "email", "phone", "address"):
                self.seat.error(self.sentence("change_line_public", what=self.sentence(f"case_{found}")))
            else:
                return said


def _next_version(version: Any) -> str:
    """Return the version after this one: its second number one higher."""
    match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", str(version or ""))
    if match is None:
        return FIRST_VERSION
    major, minor = int(match[1]), int(match[2])
    return f"{major}.{minor + 1}" if minor < _HIGHEST else f"{major + 1}.0"
