"""One sitting at the interview: the safety core, then the task list from which everything else is reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from komma_cli import dates
from komma_cli.errors import KommaError
from komma_cli.paths import ById, get
from komma_cli.store import Change
from komma_cli.texts import error_words, text, words
from komma_cli.wizard import core_path
from komma_cli.wizard.input.answers import NotUnderstood, pick_many
from komma_cli.wizard.input.asker import Asker, Leave
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import SectionState
from komma_cli.wizard.questions import Option
from komma_cli.wizard.reaching import REACH, Reaching
from komma_cli.wizard.reviewing import PREVIEW
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.undoing import undone
from komma_cli.wizard.talk import BACK, HELP, MENU, OPEN, Move, Saver

Action = Callable[[], list[str]]
ADDONS = "w"
CHECK = "k"
"""The action that checks the whole plan, and with a number behind it what the check says about one section."""


class Sitting(Reaching):
    """The conversation about one draft. ``actions`` are things other rooms do, by their key in the menu."""

    file = "plan.komma.yaml"
    """The playbook's name as it is typed in commands; whoever knows the file sets it."""
    steps_told = False
    """What to do next stands on the screen, and nothing has been done since."""

    def __init__(
        self, interview: Interview, asker: Asker, saver: Saver, actions: Mapping[str, Action] | None = None
    ) -> None:
        super().__init__(interview, asker, saver)
        self.actions = dict(actions or {})
        self._visited: set[str] = set()

    # -- the safety core ------------------------------------------------------------------------------------------

    def begin(self, name: str) -> None:
        """Take the municipality's name as the first answer; a name the model refuses is asked again by the core."""
        question = core_path.page(self.interview, core_path.FIRST)
        value, error = self._understand(question, name)
        if not error:
            self.save(self.interview.answer(question, value))
            self.save(self.interview.apply(core_path.prepare(self.interview)))

    def run_core(self) -> Move:
        """Ask the safety core from its first open step on."""
        number = core_path.next_step(self.interview)
        while number is not None and number < len(core_path.STEPS):
            move = self._core_step(number)
            if move == "menu":
                return "menu"
            number = max(number - 1, 0) if move == "back" else number + 1
            while move == "next" and number < len(core_path.STEPS) and self._core_done(number):
                number += 1
        return "next"

    def _core_done(self, number: int) -> bool:
        return core_path.step_done(self.interview, core_path.STEPS[number])

    def _core_step(self, number: int) -> Move:
        step = core_path.STEPS[number]
        place = self.say("core_place", number=number + 1, total=len(core_path.STEPS))
        self.asker.show("\n" + screens.heading(self.say("core_title"), place, 0, self.lang))
        if isinstance(step, core_path.HelpStep):
            return self._confirm_help()
        if number > 0:
            self._prepare()
        move = self._asked(
            core_path.page(self.interview, step), lambda: core_path.page(self.interview, step), makes=("people",)
        )
        if number == 0 and move == "next":
            self._prepare()
        return move

    def _prepare(self) -> None:
        if edits := core_path.prepare(self.interview):
            self.save(self.interview.apply(edits))

    def _confirm_help(self) -> Move:
        """Offer outside help; only what is named is taken, with source and date on the screen."""
        from komma_cli.wizard.proposing import proposals

        own = words("core_path", self.lang)["help"]
        present = {str(body.get("from")) for body in self.interview.data.get("bodies") or []}
        offered = proposals.outside_help(get(self.interview.data, ("municipality", "state")), present, self.lang)
        if not offered:
            return "next"
        self.tell(own["ask"])
        for number, entry in enumerate(offered, 1):
            name, second = proposals.describe(entry, self.lang)
            self.asker.show(f"{screens.row(number, name)}\n{screens.wrap(second, '      ')}")
        options = tuple(Option(entry, entry.name) for entry in offered)
        while True:
            typed = self.read("prompt_help")
            if typed == HELP:
                self._help(own["help"])
            elif typed in (BACK, MENU):
                return "back" if typed == BACK else "menu"
            elif typed == OPEN:
                if (move := self._leave_open(("bodies",))) != "stay":
                    return move
            elif self._take_help(options, typed):
                return "next"

    def _take_help(self, options: tuple[Option, ...], typed: str) -> bool:
        """Take over what is named; say what was not understood."""
        from komma_cli.wizard.proposing import proposals

        try:
            everything = typed.casefold() in self.key_words("all_words")
            chosen = options if everything else pick_many(options, typed)
        except NotUnderstood as refused:
            self.error(screens.problem_words(refused.problem, self.lang))
            return False
        bodies = proposals.as_bodies(option.value for option in chosen)
        self.save(self.interview.take([Change(("bodies", ById(body["id"])), body) for body in bodies]))
        self.tell(self.say("taken_one" if len(bodies) == 1 else "taken", count=len(bodies)))
        self.tell(self.say("taken_bodies"))
        return True

    def widen(self) -> None:
        """Go on beyond the safety core: from now on the checks of the profile ``standard`` count."""
        if self.interview.data.get("profile") == "core":
            self.save(self.interview.apply([Change(("profile",), "standard")]))

    def act(self, key: str) -> None:
        """Do one of the actions; what goes wrong there is said, and the sitting goes on."""
        try:
            lines = self.actions[key]()
        except KommaError as error:
            lines = [line for line in error_words(error.key, self.lang, **error.values) if line]
        for line in lines:
            self.tell(line)

    # -- the task list --------------------------------------------------------------------------------------------

    def run_menu(self) -> None:
        """Show the task list until the person ends the sitting."""
        was_complete = all(state.settled for state in self.interview.states())
        while True:
            self.steps_told = False
            states = self.interview.states()
            name = str(get(self.interview.data, ("municipality", "name"), self.say("nameless_plan")))
            upcoming = self._upcoming(states)
            self.asker.show()
            notes = self.findings.errors(self.interview.data)
            self.asker.show(screens.task_list(name, states, self.lang, notes))
            if not was_complete and all(state.settled for state in states):
                was_complete = True
                self.asker.show()
                self.tell(self.say("plan_complete"))
            self.asker.show("\n" + screens.key_rows(self._menu_keys(upcoming)))
            while not self._menu_choice(self.read("prompt_menu").casefold(), states, upcoming):
                pass

    def _menu_choice(self, typed: str, states: tuple[SectionState, ...], upcoming: int | None) -> bool:
        """Do what was chosen; say whether the list is to be shown again (a hint below it would scroll away)."""
        about = re.fullmatch(r"([akp]?) ?(\d{1,3})", typed)
        if typed in self.key_words("end_words"):
            raise Leave(interrupted=False)
        if typed in self.actions:
            self._do(typed)
        elif typed == "u":
            self._undo()
            self.read("prompt_to_menu")
        elif typed == "o":
            self._show_open()
        elif typed == REACH:
            self._reach()
        elif typed == ADDONS:
            self._addon()
        elif typed == HELP:
            self._help(self.say("help_menu"))
            return False
        elif not typed and upcoming is not None:
            self._section(states[upcoming - 1].key)
        elif about and 1 <= int(about[2]) <= len(states):
            self._about_section(about[1], states[int(about[2]) - 1].key)
        else:
            self.error(text("answers.menu_key", self.lang, last=len(states)))
            return False
        return True

    def _do(self, key: str) -> None:
        """Do one of the actions; after the check the task list says which complete section has an error."""
        self.act(key)
        if key == CHECK:
            self.findings.check(self.interview.data)
        self.read("prompt_to_menu")

    def _about_section(self, letter: str, key: str) -> None:
        """Open a section, or only its answers, its findings or its preview."""
        if letter == "a":
            self.enter_section(key, review=True)
        elif letter == CHECK:
            if self.show_findings(key) == "stay":
                self.read("prompt_to_menu")
        elif letter == PREVIEW:
            self.asker.show()
            if self.show_preview(key) == "stay":
                self.read("prompt_to_menu")
        else:
            self._section(key)

    def _section(self, key: str) -> None:
        self._visited.add(key)
        self.enter_section(key)

    def _upcoming(self, states: tuple[SectionState, ...]) -> int | None:
        """Return the section Enter leads to: the first with something to ask, those left in this sitting last."""
        waiting = [
            (state.key in self._visited, number)
            for number, state in enumerate(states, 1)
            if state.unfinished
            or (state.key not in self._visited and (state.state == "not_begun" or self.in_work(state.key)))
        ]
        return min(waiting)[1] if waiting else None

    def _menu_keys(self, upcoming: int | None) -> list[str]:
        go_on = [self.say("key_next", number=upcoming)] if upcoming else []
        names = ["number", "answers", "preview"]
        for action in self.actions:
            names += [action, "findings"] if action == CHECK else [action]
        keys = [self.say(f"key_{name}") for name in (*names, "o", "u", "addons", "end")]
        return [*go_on, *keys[:-4], text("reach_screen.key_menu", self.lang), *keys[-4:]]

    def _reach(self) -> None:
        """Show who answers when; why nothing can be shown stays on the screen until the person goes on."""
        if self.show_reach() == "stay":
            self.read("prompt_to_menu")

    def _addon(self) -> None:
        """Offer the interviews for a change of person, after an incident, and for the annual review."""
        from komma_cli.wizard.addons.choice import offer

        if offer(self):
            self.read("prompt_to_menu")

    def _undo(self) -> None:
        before = self.interview.data
        edits = self.interview.undo()
        self.save(edits)
        if not edits:
            self.tell(self.say("nothing_to_undo"))
            return
        for line in undone(before, self.interview.data, self.lang):
            self.tell(line)

    def _show_open(self) -> None:
        """Show what is noted as open, numbered, with who finds out until when; a number asks that question."""
        while True:
            items = [item for item in self.interview.data.get("open") or [] if not item.get("not_applicable")]
            if not items:
                self.tell(self.say("nothing_open"))
                self.read("prompt_to_menu")
                return
            self.asker.show()
            rows = [(self._place_of_note(item), self._due(item)) for item in items]
            self.asker.show("\n".join(screens.table(rows)))
            typed = self.read("prompt_open")
            if not typed.isdecimal() or not 1 <= int(typed) <= len(items):
                return
            path = str(items[int(typed) - 1].get("path"))
            if path in self.section_keys():
                self._section(path)
            else:
                self.run_path(path)

    def _place_of_note(self, item: dict[str, Any]) -> str:
        path = str(item.get("path"))
        if path in self.section_keys() and item.get("question"):
            return str(item["question"])
        return self._place_of_path(path)

    def _due(self, item: dict[str, Any]) -> str:
        """Return who finds out until when, and that the day is over if it is."""
        until = str(item.get("until") or "")
        since = dates.say(str(item.get("since") or ""), self.lang)
        when = self.say("open_until", day=dates.say(until, self.lang)) if until else self.say("open_since", day=since)
        parts = [str(item["owner"])] if item.get("owner") else []
        late = [self.say("open_overdue")] if until and until < self.interview.today.isoformat() else []
        return ", ".join([*parts, when, *late])
