"""One sitting at the interview: which page comes next, what the keys mean, and when an answer is saved.

The sitting talks to a person only through an ``Asker`` and saves only through a ``Saver``, so the whole flow runs in
tests without a terminal and without a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from komma_cli.errors import UsageError
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.store import Change
from komma_cli.texts import text, words
from komma_cli.wizard import core_path, proposals, screens
from komma_cli.wizard.answers import NO, YES, NotUnderstood, pick, read_answer
from komma_cli.wizard.asker import Asker, Leave
from komma_cli.wizard.interview import Edit, Interview
from komma_cli.wizard.pages import (
    Gate,
    ListPage,
    Page,
    is_done,
    item_pages,
    question_at,
    section_pages,
    section_states,
)
from komma_cli.wizard.questions import Option, Question, item_title

Move = Literal["next", "back", "menu"]
HELP, BACK, MENU, OPEN, NOT_HERE, NEW = "?", "<", "<<", "-", "--", "+"


class Saver(Protocol):
    """Makes answers durable."""

    def save(self, edits: list[Edit]) -> None:
        """Return only when the edits survive the end of the process."""


class Sitting:
    """The conversation about one draft. ``actions`` are things other rooms do, by their key in the menu."""

    def __init__(
        self,
        interview: Interview,
        asker: Asker,
        saver: Saver,
        actions: Mapping[str, Callable[[], list[str]]] | None = None,
    ) -> None:
        self.interview = interview
        self.asker = asker
        self.saver = saver
        self.actions = dict(actions or {})
        self.lang = interview.lang
        self._place_words = ""

    # -- the safety core ------------------------------------------------------------------------------------------

    def begin(self, name: str) -> None:
        """Take the municipality's name as the first answer; a name the model refuses is asked again by the core."""
        question = core_path.page(self.interview, core_path.FIRST)
        value, error = self._understand(question, name)
        if not error:
            self._save(self.interview.answer(question, value))
            self._save(self.interview.apply(core_path.prepare(self.interview)))

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
        place = self._say("core_place", number=number + 1, total=len(core_path.STEPS))
        self.asker.show("\n" + screens.heading(self._say("core_title"), place, 0, self.lang))
        if isinstance(step, core_path.HelpStep):
            return self._confirm_help()
        if step.person is not None or step.parts[0] == "roles":
            self._save(self.interview.apply(edits) if (edits := core_path.prepare(self.interview)) else [])
        move = self._ask(core_path.page(self.interview, step))
        if number == 0 and move == "next" and (edits := core_path.prepare(self.interview)):
            self._save(self.interview.apply(edits))
        return move

    def _confirm_help(self) -> Move:
        """Offer outside help; only what is named is taken, with source and date on the screen."""
        own = words("core_path", self.lang)["help"]
        present = {str(body.get("from")) for body in self.interview.data.get("bodies") or []}
        offered = proposals.outside_help(get(self.interview.data, ("municipality", "state")), present, self.lang)
        if not offered:
            return "next"
        self.asker.show(screens.wrap(own["ask"]))
        for number, entry in enumerate(offered, 1):
            name, second = proposals.describe(entry, self.lang)
            self.asker.show(f"{number:>4}  {screens.wrap(name, '      ').strip()}\n{screens.wrap(second, '      ')}")
        options = tuple(Option(entry, entry.name) for entry in offered)
        while True:
            typed = self.asker.read(self._say("prompt_help")).strip()
            if typed == HELP:
                self.asker.show(screens.wrap(own["help"]))
            elif typed in (BACK, MENU):
                return "back" if typed == BACK else "menu"
            elif typed == OPEN:
                self._save(self.interview.leave_open(("bodies",)))
                return "next"
            else:
                try:
                    chosen = self._chosen(options, typed)
                except NotUnderstood as refused:
                    self._error(screens.problem_words(refused.problem, self.lang))
                    continue
                changes: list[Edit] = [
                    Change(("bodies", ById(body["id"])), body) for body in proposals.as_bodies(chosen)
                ]
                self._save(self.interview.apply(changes))
                self.asker.show(screens.wrap(self._say("help_taken", count=len(chosen))))
                return "next"

    def _chosen(self, options: tuple[Option, ...], typed: str) -> list[Any]:
        if typed.casefold() in words("messages/wizard", self.lang)["all_words"]:
            return [option.value for option in options]
        return [pick(options, part).value for part in typed.split(",") if part.strip()] or [pick(options, "").value]

    # -- sections and lists ---------------------------------------------------------------------------------------

    def section_keys(self) -> tuple[str, ...]:
        """Return the names of the sections that can be opened."""
        return tuple(state.key for state in section_states(self.interview.data, self.lang))

    def widen(self) -> None:
        """Go on beyond the safety core: from now on the checks of the profile ``standard`` count."""
        if self.interview.data.get("profile") == "core":
            self._save(self.interview.apply([Change(("profile",), "standard")]))

    def run_path(self, path: str) -> Move:
        """Ask the one question (or list) a path names. Raises ``UsageError`` ``wizard.no_question``."""
        page = question_at(self.interview.data, path, self.lang)
        if page is None:
            raise UsageError("wizard.no_question", path=path)
        self._place_words = text("wizard.one_question", self.lang)
        self.asker.show()
        return self._page(page)

    def run_section(self, key: str, *, from_start: bool = False) -> Move:
        """Ask one section: from its first open page, or from its first page."""
        states = section_states(self.interview.data, self.lang)
        number, state = next((n, s) for n, s in enumerate(states, 1) if s.key == key)
        self.asker.show()
        self.asker.show(screens.wrap(f"{state.title}. {state.intro}"))
        self._place_words = self._say("place", number=number, total=len(states))
        return self._run_pages(lambda: section_pages(self.interview.data, key, self.lang), state.title, from_start)

    def _run_pages(self, pages: Callable[[], tuple[Page, ...]], title: str, from_start: bool = False) -> Move:
        """Walk a run of pages that is derived anew after every answer."""
        run = pages()
        position = 0 if from_start else next((n for n, p in enumerate(run) if not is_done(self.interview.data, p)), 0)
        while position < len(run):
            page = run[position]
            left = sum(not is_done(self.interview.data, p) for p in run[position + 1 :])
            self.asker.show("\n" + screens.heading(title, self._place_words, left, self.lang))
            move = self._page(page)
            if move == "menu":
                return "menu"
            run = pages()
            here = next((n for n, p in enumerate(run) if _same(p, page)), position - 1)
            if move == "back" and here == 0:
                return "back"
            position = here - 1 if move == "back" else here + 1
        return "next"

    def _page(self, page: Page) -> Move:
        if isinstance(page, Question):
            return self._ask(page)
        return self._gate(page) if isinstance(page, Gate) else self._list(page)

    def _gate(self, gate: Gate) -> Move:
        error = ""
        while True:
            self.asker.show(screens.gate_screen(gate, self.lang))
            if error:
                self._error(error)
            typed = self.asker.read(self._say("prompt_flag")).strip()
            if (move := self._common_key(typed, gate.words.help, gate.parts)) is not None:
                if move != "stay":
                    return move
            elif typed.casefold() in YES:
                self._save(self.interview.apply([Change(gate.parts, {})]))
                return "next"
            elif typed.casefold() in NO or not typed:
                return "next"
            else:
                error = text("answers.yes_or_no", self.lang)

    def _list(self, page: ListPage) -> Move:
        while True:
            current = question_at(self.interview.data, format_path(page.parts), self.lang)
            assert isinstance(current, ListPage)
            self.asker.show(screens.list_screen(current, self.lang))
            typed = self.asker.read(self._say("prompt_list")).strip()
            if (move := self._common_key(typed, page.words.help, page.parts)) is not None:
                if move != "stay":
                    return move
            elif not typed:
                return "next"
            elif typed == NEW:
                parts, edits = self.interview.add_item(current)
                self._save(edits)
                if self._item(current, parts, from_start=True) == "menu":
                    return "menu"
            elif typed[:1].casefold() == "x" and typed[1:].strip().isdecimal():
                self._remove(current, int(typed[1:]))
            elif typed.isdecimal() and 1 <= int(typed) <= len(current.items):
                if self._item(current, current.items[int(typed) - 1].parts, from_start=True) == "menu":
                    return "menu"
            else:
                self._error(text("answers.list_key", self.lang, last=len(current.items)))

    def _item(self, page: ListPage, parts: SymbolicPath, *, from_start: bool = False) -> Move:
        def pages() -> tuple[Page, ...]:
            current = question_at(self.interview.data, format_path(page.parts), self.lang)
            assert isinstance(current, ListPage)
            item = next((i for i in current.items if i.parts == parts), None)
            return item_pages(self.interview.data, current, item, self.lang) if item else ()

        title = item_title(self.interview.data, parts) or page.words.short
        return self._run_pages(pages, title, from_start)

    def _remove(self, page: ListPage, number: int) -> None:
        if not 1 <= number <= len(page.items):
            self._error(text("answers.list_key", self.lang, last=len(page.items)))
            return
        item = page.items[number - 1]
        users = self.interview.still_used(item.parts)
        if users:
            where = ", ".join(dict.fromkeys(self._place(r.parts) for r in users))
            self._error(text("answers.still_used", self.lang, item=item.title, where=where))
            return
        self._save(self.interview.remove_item(item.parts))
        self.asker.show(screens.wrap(self._say("removed", item=item.title)))

    # -- one question ---------------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> Move:
        """Ask until the answer is good, left open, or the person goes elsewhere. What was typed stays in the line."""
        error, default = "", screens.editable(question, self.lang)
        while True:
            self.asker.show(screens.question_screen(question, self.lang, error))
            typed = self._read(question, default)
            if (move := self._common_key(typed, question.words.help, question.parts)) is not None:
                if move != "stay":
                    return move
                error = ""
                continue
            if typed == NEW and question.kind in ("reference", "references"):
                question = self._new_target(question)
                continue
            value, error = self._understand(question, typed)
            if not error:
                if value is not None and value != question.current:
                    self._save(self.interview.answer(question, value))
                return "next"
            default = typed

    def _read(self, question: Question, default: str) -> str:
        many = question.kind in ("prose", "lines")
        completions = [option.label for option in question.options]
        label = screens.prompt_label(question, self.lang)
        return self.asker.read(label, default=default, completions=completions, many_lines=many).strip()

    def _understand(self, question: Question, typed: str) -> tuple[Any, str]:
        """Return (value, error sentence); no value and no error: nothing is to be changed."""
        if not typed and not question.answered:
            return (
                (None, "")
                if question.optional
                else (None, text("answers.empty", self.lang, field=question.words.short))
            )
        if not typed:
            typed = screens.editable(question, self.lang)
            if not typed:
                return question.current, ""
        literal = OPEN if typed == "\\-" else typed
        try:
            return read_answer(question, literal, self.lang), ""
        except NotUnderstood as refused:
            return None, screens.problem_words(refused.problem, self.lang)

    def _new_target(self, question: Question) -> Question:
        """Create the person (or body, or role) a reference lacks, then come back to the question."""
        assert question.spec.ref is not None
        target = question.spec.ref.targets[0]
        page = question_at(self.interview.data, target, self.lang)
        assert isinstance(page, ListPage)
        parts, edits = self.interview.add_item(page)
        self._save(edits)
        self._item(page, parts, from_start=True)
        again = question_at(self.interview.data, format_path(question.parts), self.lang)
        assert isinstance(again, Question)
        return again

    def _common_key(self, typed: str, help_text: str, parts: SymbolicPath) -> Move | Literal["stay"] | None:
        """Handle the keys that mean the same everywhere; None: the text is an answer."""
        if typed == HELP:
            self.asker.show(screens.wrap(help_text or self._say("no_help")))
            self.asker.show(screens.wrap(self._say("keys")))
            return "stay"
        if typed == BACK:
            return "back"
        if typed == MENU:
            return "menu"
        if typed == OPEN:
            self._save(self.interview.leave_open(parts))
            self.asker.show(screens.wrap(self._say("left_open")))
            return "next"
        if typed == NOT_HERE:
            return self._not_here(parts)
        return None

    def _not_here(self, parts: SymbolicPath) -> Move | Literal["stay"]:
        """Ask why the municipality does not have this; without a reason the question stays."""
        reason = " ".join(self.asker.read(self._say("prompt_reason")).split())
        if not reason or reason in (BACK, HELP, OPEN, MENU):
            return "stay"
        self._save(self.interview.not_here(parts, reason[:200]))
        return "next"

    # -- the task list --------------------------------------------------------------------------------------------

    def run_menu(self) -> None:
        """Show the task list until the person ends the sitting."""
        while True:
            states = section_states(self.interview.data, self.lang)
            name = str(get(self.interview.data, ("municipality", "name"), self._say("nameless_plan")))
            upcoming = next((n for n, s in enumerate(states, 1) if s.state != "complete"), None)
            self.asker.show()
            self.asker.show(screens.task_list(name, states, self.lang))
            self.asker.show("\n" + screens.wrap(self._menu_keys(upcoming), "  "))
            typed = self.asker.read(self._say("prompt_menu")).strip().casefold()
            if typed in words("messages/wizard", self.lang)["end_words"]:
                raise Leave(interrupted=False)
            if typed in self.actions:
                for line in self.actions[typed]():
                    self.asker.show(screens.wrap(line))
            elif typed == "u":
                self._undo()
            elif typed == "o":
                self._show_open()
            elif not typed and upcoming is not None:
                self.run_section(states[upcoming - 1].key)
            elif typed.isdecimal() and 1 <= int(typed) <= len(states):
                chosen = states[int(typed) - 1]
                self.run_section(chosen.key, from_start=chosen.state == "complete")
            else:
                self.asker.show(screens.wrap(text("answers.menu_key", self.lang, last=len(states))))

    def _menu_keys(self, upcoming: int | None) -> str:
        go_on = self._say("key_next", number=upcoming) + "\n" if upcoming else ""
        return go_on + "\n".join(self._say(f"key_{key}") for key in (*self.actions, "o", "u", "end"))

    def _undo(self) -> None:
        edits = self.interview.undo()
        self._save(edits)
        self.asker.show(screens.wrap(self._say("undone" if edits else "nothing_to_undo")))

    def _show_open(self) -> None:
        items = self.interview.data.get("open") or []
        if not items:
            self.asker.show(screens.wrap(self._say("nothing_open")))
        for item in items:
            self.asker.show(screens.wrap(f"  {self._place_of_path(str(item.get('path')))}", ""))

    # -- small things ---------------------------------------------------------------------------------------------

    def _place_of_path(self, path: str) -> str:
        page = question_at(self.interview.data, path, self.lang)
        if page is None:
            return path
        item = item_title(self.interview.data, page.parts)
        return f"{page.words.short} ({item})" if item else page.words.short

    def _place(self, parts: tuple[str | int, ...]) -> str:
        return self._place_of_path(format_path(parts, self.interview.data))

    def _save(self, edits: list[Edit]) -> None:
        if edits:
            self.saver.save(edits)

    def _error(self, sentence: str) -> None:
        self.asker.show(screens.wrap(self._say("error", problem=sentence)))

    def _say(self, name: str, **values: object) -> str:
        return text(f"wizard.{name}", self.lang, **values)


def _same(one: Page, other: Page) -> bool:
    reached = one.reached_by if isinstance(one, Question) else None
    other_reached = other.reached_by if isinstance(other, Question) else None
    return one.parts == other.parts and type(one) is type(other) and reached == other_reached
