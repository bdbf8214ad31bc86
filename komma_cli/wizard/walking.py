"""Walking through sections, lists and their items: which page comes next, and what can be done with a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from komma_cli.errors import UsageError
from komma_cli.paths import SymbolicPath, format_path, get
from komma_cli.texts import text
from komma_cli.wizard import voluntary
from komma_cli.wizard.asking import EVERYTHING
from komma_cli.wizard.importing import IMPORT, Importing
from komma_cli.wizard.input.answers import NO, YES
from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.interview import Edit
from komma_cli.wizard.pages import (
    Gate,
    ListPage,
    Page,
    is_done,
    is_open,
    item_pages,
    question_at,
    section_pages,
)
from komma_cli.wizard.questions import Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import BACK, HELP, MENU, NEW, PROPOSE, Move
from komma_cli.wizard.unattended.outstanding import ASKED

Pages = Callable[[], tuple[Page, ...]]
REMOVE, LEAVE = "x", "s"


class Walking(Importing):
    """Leads through the pages; every step is derived anew from the answers."""

    def section_keys(self) -> tuple[str, ...]:
        """Return the names of the sections that can be opened."""
        return ASKED

    def run_path(self, path: str) -> Move:
        """Ask the one question (or list) a path names. Raises ``UsageError`` ``wizard.no_question``."""
        page = question_at(self.interview.data, path, self.lang)
        if page is None:
            raise UsageError("wizard.no_question", path=path)
        self.asker.show()
        return self.run_page(page, self.say("one_question"))

    def run_page(self, page: Page, place: str) -> Move:
        """Ask one page; ``place`` says where it stands, for the headings of what it leads to.

        Of a group that has begun the answers are shown: the question whether to begin it would begin it anew.
        """
        self._place_words = place
        if isinstance(page, Gate) and get(self.interview.data, page.parts):
            return self._answers(lambda: item_pages(self.interview.data, page, page.parts, self.lang), page.words.short)
        return self._page(page)

    def run_section(self, key: str) -> Move:
        """Ask one section from its first missing answer on; one without any shows its answers."""
        pages = self._open_section(key)
        state = next(s for s in self.interview.states() if s.key == key)
        if state.unfinished or state.empty:
            return self._walk(pages, state.title)
        return self._answers(pages, state.title)

    def _open_section(self, key: str) -> Pages:
        states = self.interview.states()
        number, state = next((n, s) for n, s in enumerate(states, 1) if s.key == key)
        self._place_words = self.say("place", number=number, total=len(states))

        def pages() -> tuple[Page, ...]:
            return section_pages(self.interview.data, key, self.lang)

        self.asker.show()
        if isinstance(pages()[0], ListPage):  # a list has a heading of its own, which does not name the section
            self.asker.show(screens.heading(state.title, self._place_words, 0, self.lang))
        self.tell(state.intro)
        return pages

    # -- a run of pages -------------------------------------------------------------------------------------------

    def _walk(self, pages: Pages, title: str) -> Move:
        """Walk a run of pages from its first missing answer; what is answered already is passed over on the way on."""
        run = pages()
        position = 0
        if any(isinstance(page, Question) and page.answered for page in run):
            position = next((n for n, page in enumerate(run) if not is_done(self.interview.data, page)), 0)
        wanted: set[SymbolicPath] = set()
        while position < len(run):
            page = run[position]
            left = sum(not is_done(self.interview.data, p) for p in run[position + 1 :])
            many = voluntary.ahead(self.interview.data, run, position)
            asks = len(many) >= voluntary.MANY and page.parts not in wanted
            if asks or not isinstance(page, ListPage):
                self.asker.show("\n" + screens.heading(title, self._place_words, left, self.lang))
            move, answered = self._whether(many) if asks else (self._page(page), 1)
            if move == "menu":
                return "menu"
            run = pages()
            here = next((n for n, p in enumerate(run) if _same(p, page)), position - 1)
            if move == "back" and here <= 0:
                return "back"
            if not answered:
                wanted |= {each.parts for each in many}
            position = here - 1 if move == "back" else here + answered
            while move == "next" and position < len(run) and self._passed(run[position]):
                position += 1
        return "next"

    def _whether(self, many: Sequence[Page]) -> tuple[Move, int]:
        """Ask whether to ask a run of voluntary questions; return where to go and how many pages are done with."""
        names = ", ".join(page.words.short for page in many)
        self.tell(self.say("voluntary", count=len(many), names=names))
        while True:
            typed = self.read("prompt_voluntary").casefold()
            if typed in YES:
                return "next", 0
            if typed in NO or not typed:
                return "next", len(many)
            if typed in (BACK, MENU):
                return "back" if typed == BACK else "menu", 1
            if typed == HELP:
                self._help(self.say("help_voluntary"))
            else:
                self.error(text("answers.yes_or_no", self.lang))

    def _passed(self, page: Page) -> bool:
        """Say whether nothing need be asked here: there is an answer, or the question is noted as open."""
        data = self.interview.data
        if isinstance(page, ListPage):
            return is_done(data, page) and (bool(page.items) or is_open(data, page.parts))
        return page.passed or is_open(data, page.parts) or (isinstance(page, Question) and page.answered)

    def _page(self, page: Page) -> Move:
        match page:
            case Question():
                return self._question(page)
            case Gate():
                return self._gate(page)
            case ListPage():
                return self._list(page)

    def _question(self, question: Question) -> Move:
        def again() -> Question:
            page = question_at(self.interview.data, format_path(question.parts), self.lang)
            assert isinstance(page, Question)
            return page

        targets = question.spec.ref.targets if question.spec.ref is not None else ("",)
        return self._asked(question, again, makes=(*targets[0].split("."),))

    def _asked(self, question: Question, again: Callable[[], Question], makes: SymbolicPath) -> Move:
        """Ask, and come back to the question (made ``again``) after adding to the list ``makes`` what it lacked,
        after showing komma's sentences for it, or after changing a line of its answer."""
        while True:
            move = self._ask(question)
            if move == "new":
                self._add(self._list_at(makes))
            elif move == "propose":
                if self._offer(question) == "menu":
                    return "menu"
            elif move != "again":
                return move
            question = again()

    # -- lists ----------------------------------------------------------------------------------------------------

    def _list(self, page: ListPage) -> Move:
        whole = True
        while True:
            current = self._list_at(page.parts)
            proposed = len(self._proposed(current))
            self.asker.show("\n" + screens.list_screen(current, proposed, self.lang, whole=whole))
            self._tell_below_list(current)
            typed = self.read("prompt_list")
            if whole := typed == EVERYTHING:
                continue
            move = self._common_key(typed, page.words.help, page.parts)
            move = self._list_choice(current, typed.casefold(), proposed) if move is None else move
            if move != "stay":
                return move

    def _list_choice(self, page: ListPage, typed: str, proposed: int) -> Move | Literal["stay"]:
        """Do what was chosen on a list; ``stay``: show the list again."""
        first = screens.unfinished(page)
        number = typed.removeprefix(REMOVE).strip()
        move: Move = "next"
        if typed == LEAVE or (not typed and first is None):
            return "next"
        if not typed and first is not None:
            move = self._item(page, first[1].parts)
        elif typed == NEW:
            move = self._add(page)
        elif typed == PROPOSE and proposed:
            move = self._offer(page)
        elif typed == IMPORT and page.takes_contacts:
            move = self._import(page)
        elif number.isdecimal() and 1 <= int(number) <= len(page.items):
            item = page.items[int(number) - 1]
            if typed != number:
                self._remove(item.parts, item.title or self.say("nameless"))
            else:
                move = self._item(page, item.parts, review=True)
        else:
            self.error(
                text("answers.list_key" if page.items else "answers.list_key_empty", self.lang, last=len(page.items))
            )
        return "menu" if move == "menu" else "stay"

    def _add(self, page: ListPage) -> Move:
        parts, edits = self.interview.add_item(page)
        return self._fresh_item(page, parts, edits)

    def new_entry(self, list_parts: SymbolicPath, place: str) -> tuple[Move, str | None]:
        """Ask for a new entry of a list; return where to go and its id, None where it was left without an answer.

        ``place`` says in the headings what it is for.
        """
        self._place_words = place
        parts, edits = self.interview.add_item(page := self._list_at(list_parts))
        move = self._fresh_item(page, parts, edits)
        there = get(self.interview.data, parts)
        return move, str(there["id"]) if isinstance(there, dict) and there.get("id") else None

    def begin_entry(self, parts: SymbolicPath, place: str) -> Move:
        """Ask for the answers of an entry that has none yet; left without any, it goes."""
        self._place_words = place
        return self._fresh_item(self._list_at(parts[:-1]), parts, [])

    def remove_entry(self, parts: SymbolicPath) -> None:
        """Remove an entry of a list; who still refers to it is said instead."""
        self._remove(parts, self._title_of(parts) or self.say("nameless"))

    def place_of(self, parts: SymbolicPath) -> str:
        """Return how people call the list of an entry, and whose list it is."""
        return self._place_of_path(format_path(parts[:-1]))

    def show_entry(self, parts: SymbolicPath, place: str, *, review: bool = True) -> Move:
        """Show the answers of one entry of a list, to change single ones; else ask what it lacks."""
        self._place_words = place
        return self._item(self._list_at(parts[:-1]), parts, review=review)

    def _fresh_item(self, page: ListPage, parts: SymbolicPath, edits: list[Edit]) -> Move:
        """Save a new item and ask for its answers; left without any, at Ctrl+C too, it goes."""
        with self.holding.hold(parts) as entry:
            self.save(edits)
            try:
                move = self._item(page, entry.parts)
            except Leave:
                self._drop_if_empty(entry.parts)
                raise
            self._drop_if_empty(entry.parts)
        return move

    def _drop_if_empty(self, parts: SymbolicPath | None) -> None:
        """Take a new item away again that the person left without a single answer."""
        item = get(self.interview.data, parts) if parts else None
        if parts and isinstance(item, dict) and set(item) <= {"id"}:
            self.save(self.interview.remove_item(parts))

    def _item(self, page: ListPage, parts: SymbolicPath | None, *, review: bool = False) -> Move:
        """Ask for an item, or show its answers, as long as it is there: somebody else may remove it meanwhile."""
        if parts is None:
            return "next"
        title = self._title_of(parts) or page.words.short
        with self.holding.hold(parts) as entry:

            def pages() -> tuple[Page, ...]:
                here = entry.parts
                return item_pages(self.interview.data, page, here, self.lang) if here else ()

            return self._answers(pages, title) if review else self._walk(pages, title)

    def _remove(self, parts: SymbolicPath, title: str) -> None:
        users = self.interview.still_used(parts)
        if users:
            where = ", ".join(dict.fromkeys(self._place(r.parts) for r in users))
            self.error(text("answers.still_used", self.lang, item=title, where=where))
            return
        self.save(self.interview.remove_item(parts))
        self.tell(self.say("removed", item=title))

    def _tell_below_list(self, page: ListPage) -> None:
        """Show what belongs below a list; whoever knows more than its entries overrides this."""

    # -- answers given --------------------------------------------------------------------------------------------

    def _answers(self, pages: Pages, title: str) -> Move:
        """Show the answers of a run of pages, numbered; a number changes one, Enter asks what is missing."""
        run = pages()
        if len(run) == 1 and isinstance(run[0], ListPage):
            return self._list(run[0])
        while True:
            run = pages()
            if not run:
                return "next"
            missing = any(not is_done(self.interview.data, page) for page in run)
            self.asker.show("\n" + screens.answers_screen(title, run, self.interview.data, self.lang))
            self._tell_remarks(run)
            keys = ("answers_change", "answers_missing" if missing else "answers_done")
            self.asker.show("\n" + "\n".join(screens.wrap(self.say(key), "  ") for key in keys))
            typed = self.read("prompt_list")
            if typed in ("<", "<<"):
                return "back" if typed == "<" else "menu"
            if not typed:
                return self._walk(pages, title) if missing else "next"
            if typed == "?":
                self._help("")
            elif typed.isdecimal() and 1 <= int(typed) <= len(run):
                self.asker.show()
                if self._page(run[int(typed) - 1]) == "menu":
                    return "menu"
            else:
                self.error(text("answers.answers_key", self.lang, last=len(run)))

    def _tell_remarks(self, run: Sequence[Page]) -> None:
        """Show what is to be said about answers; whoever knows more than the answers overrides this."""


def _same(one: Page, other: Page) -> bool:
    reached = one.reached_by if isinstance(one, Question) else None
    other_reached = other.reached_by if isinstance(other, Question) else None
    return one.parts == other.parts and type(one) is type(other) and reached == other_reached
