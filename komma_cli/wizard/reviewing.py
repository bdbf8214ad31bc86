"""Looking at a section: its answers, what the check says, how it reads in the documents, and whether it is finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from komma_cli.errors import KommaError
from komma_cli.paths import SymbolicPath, format_path
from komma_cli.store import Change, Removal
from komma_cli.texts import error_words, text
from komma_cli.wizard.input.asker import Asker
from komma_cli.wizard.interview import Edit, Interview
from komma_cli.wizard.pages import ListPage, Page, SectionState, is_open, mark, section_pages
from komma_cli.wizard.questions import Option, Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.findings import Findings, Remark
from komma_cli.wizard.talk import BACK, HELP, MENU, Move, Saver
from komma_cli.wizard.unattended.outstanding import outstanding
from komma_cli.wizard.walking import LEAVE, Pages, Walking

if TYPE_CHECKING:
    from komma_cli.wizard.showing.previewing import Preview, Previews

FINISHED, PREVIEW = "f", "p"
REMARKS_SHOWN = 3


class Reviewing(Walking):
    """Shows sections and leads to their end."""

    def __init__(self, interview: Interview, asker: Asker, saver: Saver) -> None:
        super().__init__(interview, asker, saver)
        self.findings = Findings(interview.lang, interview.today)
        self._previews: Previews | None = None
        self._entered: str | None = None
        """The section that was opened from the task list: at its end the person says whether it is finished."""

    # -- a section from the task list -----------------------------------------------------------------------------

    def enter_section(self, key: str, *, review: bool = False) -> Move:
        """Ask a section as the task list does: what is missing, then its answers; ``review``: the answers at once."""
        before = self._state_of(key)
        pages = self._open_section(key)
        run = pages()
        if isinstance(run[0], ListPage):
            self._entered = key
            try:
                return self._list(run[0])
            finally:
                self._entered = None
        if not review and (before.unfinished or before.empty):
            move = self._walk(pages, before.title)
            if move != "next":
                return move
        return self._check_answers(key, pages, before)

    def _check_answers(self, key: str, pages: Pages, before: SectionState) -> Move:
        """Show the answers of a section until it is called finished or left for later; a number changes one."""
        asked = before.state != "complete"
        while True:
            run = pages()
            self.asker.show("\n" + screens.section_answers(before.title, run, self.interview.data, self.lang))
            self._tell_remarks(run, key)
            keys = ("answers_change", "answers_finished", "answers_preview", "answers_later")
            shown = keys if asked else (*keys[:1], keys[2], "answers_done")
            self.asker.show("\n" + screens.key_rows([self.say(name) for name in shown]))
            typed = self.read("prompt_list").casefold()
            if typed in (BACK, MENU):
                return "back" if typed == BACK else "menu"
            if not typed:
                if asked:
                    self._leave_for_later(key)
                return "next"
            move = self._answers_choice(key, pages, typed)
            if move != "stay":
                return move

    def _answers_choice(self, key: str, pages: Pages, typed: str) -> Move | Literal["stay"]:
        """Do what was chosen below the answers of a section; ``stay``: show them again."""
        run = pages()
        move: Move | Literal["stay"] = "stay"
        if typed == FINISHED:
            move = self._finish(key, pages)
        elif typed == PREVIEW:
            move = "menu" if self.show_preview(key) == "menu" else "stay"
        elif typed == HELP:
            self._help(self.say("help_answers"))
        elif typed.isdecimal() and 1 <= int(typed) <= len(run):
            self.asker.show()
            move = "menu" if self._page(run[int(typed) - 1]) == "menu" else "stay"
        else:
            self.error(text("answers.section_key", self.lang, last=len(run)))
        return move

    def _finish(self, key: str, pages: Pages) -> Move | Literal["stay"]:
        """Call a section finished; what is missing is asked, or noted as open, first."""
        missing = [found.parts for found in outstanding(self.interview.data, (key,)) if found.mark is None]
        if missing:
            self.asker.show()
            self.tell(self.say("missing_one" if len(missing) == 1 else "missing", count=len(missing)))
            ask, note = Option("ask", self.say("missing_ask")), Option("note", self.say("missing_note"))
            chosen = self.choose((ask, note), "prompt_missing", help_text=self.say("help_missing"))
            if chosen is ask:
                return "menu" if self._walk(pages, self._state_of(key).title) == "menu" else "stay"
            if chosen is not note:
                return "menu" if chosen == "menu" else "stay"
            self.save(self.interview.apply(self._notes(missing)))
            self.tell(self.say("left_open_one" if len(missing) == 1 else "left_open_all", count=len(missing)))
        self._unmark(key)
        state = self._state_of(key)
        self.tell(self.say("section_noted" if state.open else "section_finished", title=state.title))
        return "next"

    def _notes(self, missing: Sequence[SymbolicPath]) -> list[Edit]:
        """Return the edits that note answers as not known yet."""
        there = len(self.interview.data.get("open") or [])
        since = self.interview.today.isoformat()
        return [
            Change(("open", there + number), {"path": format_path(parts), "since": since})
            for number, parts in enumerate(missing)
        ]

    # -- lists from the task list ---------------------------------------------------------------------------------

    def _tell_below_list(self, page: ListPage) -> None:
        """Below a section that is a list: what the check says once nothing is missing, and the keys of a section."""
        if not self._is_entered(page):
            return
        done = screens.unfinished(page) is None and bool(page.items)
        if done:
            self._tell_remarks((page,), str(page.parts[0]))
        keys = [self.say("list_leave")] if done else []
        self.asker.show(screens.key_rows([*keys, self.say("answers_preview")]))

    def _list_choice(self, page: ListPage, typed: str, proposed: int) -> Move | Literal["stay"]:
        if self._is_entered(page):
            key = str(page.parts[0])
            if typed == PREVIEW:
                return "menu" if self.show_preview(key) == "menu" else "stay"
            if typed == LEAVE and page.items:
                self._leave_for_later(key, always=True)
            elif not typed and page.items and screens.unfinished(page) is None:
                self._unmark(key)
        return super()._list_choice(page, typed, proposed)

    def _is_entered(self, page: ListPage) -> bool:
        return page.parts == (self._entered,)

    # -- still in work --------------------------------------------------------------------------------------------

    def in_work(self, key: str) -> bool:
        """Say whether a section is noted as still in work."""
        marked = mark(self.interview.data, (key,))
        return marked is not None and not marked.get("not_applicable")

    def _leave_for_later(self, key: str, *, always: bool = False) -> None:
        """Note a section that lacks nothing as still in work, if the person may have meant to say more."""
        state = self._state_of(key)
        if state.state != "complete" or not (always or self._has_room(key)):
            return
        number = len(self.interview.data.get("open") or [])
        note = self.say("section_in_work", title=state.title)
        item = {"path": key, "question": note, "since": self.interview.today.isoformat()}
        self.save(self.interview.apply([Change(("open", number), item)]))
        self.tell(self.say("kept_in_work"))

    def _has_room(self, key: str) -> bool:
        """Say whether a section has questions without an answer, so that there may be more to say."""
        data = self.interview.data
        return any(
            not (page.answered or is_open(data, page.parts)) if isinstance(page, Question) else True
            for page in section_pages(data, key, self.lang)
        )

    def _unmark(self, key: str) -> None:
        if self.in_work(key):
            items = self.interview.data["open"]
            numbers = [number for number, item in enumerate(items) if item.get("path") == key]
            self.save(self.interview.apply([Removal(("open", number)) for number in reversed(numbers)]))

    def _state_of(self, key: str) -> SectionState:
        return next(state for state in self.interview.states() if state.key == key)

    # -- what the check says --------------------------------------------------------------------------------------

    def show_findings(self, key: str) -> Move | Literal["stay"]:
        """Show all that the check says about a section; the number of an answer asks for it."""
        while True:
            pages = self._pages_of(key)
            run = pages()
            remarks = self.findings.about(self.interview.data, _paths(run), key)
            title = self._state_of(key).title
            self.asker.show()
            self.tell(self.say("findings_of", title=title))
            self._tell(remarks, len(remarks))
            if not remarks:
                return "stay"
            numbers = {remark.number for remark in remarks}
            typed = self.read("prompt_findings")
            if typed in ("", BACK, MENU):
                return "next"
            if not (typed.isdecimal() and int(typed) in numbers):
                self.error(text("answers.finding_key", self.lang))
            elif self._mend(run, int(typed)) == "menu":
                return "menu"

    def _mend(self, run: Sequence[Page], number: int) -> Move:
        """Ask for the answer of that number, of a list for the entry."""
        self.asker.show()
        if len(run) == 1 and isinstance(run[0], ListPage):
            return self._item(run[0], run[0].items[number - 1].parts, review=True)
        return self._page(run[number - 1])

    def _tell_remarks(self, run: Sequence[Page], within: str = "") -> None:
        """Say what the check finds about the answers of a run of pages, the gravest first."""
        within = within or format_path(_shared(run))
        remarks = self.findings.about(self.interview.data, _paths(run), within)
        if remarks:
            self.asker.show()
            self._tell(remarks, REMARKS_SHOWN)

    def _tell(self, remarks: Sequence[Remark], most: int) -> None:
        count = len(remarks)
        names = {0: "remarks_none", 1: "remarks_one"}
        self.tell(self.say(names.get(count, "remarks" if count <= most else "remarks_first"), count=count))
        for remark in remarks[:most]:
            said = f"{text(f'report.{remark.severity}', self.lang)}: {remark.message}"
            self.asker.show(screens.row(remark.number or "", said))

    def _pages_of(self, key: str) -> Pages:
        return lambda: section_pages(self.interview.data, key, self.lang)

    # -- how it reads in the documents ----------------------------------------------------------------------------

    def show_preview(self, key: str) -> Move | Literal["stay"]:
        """Show how a section reads in the documents, page by page; whatever goes wrong is only said.

        ``stay``: there was nothing to leaf through.
        """
        from komma_cli.wizard.showing.previewing import Previews

        self._previews = self._previews or Previews(self.lang, self.interview.today)
        title = self._state_of(key).title
        self.tell(self.say("preview_wait"))
        try:
            preview = self._previews.of(self.interview.data, key)
        except KommaError as error:
            self.tell(self.say("preview_failed", reason=error_words(error.key, self.lang, **error.values)[0]))
            return "stay"
        if preview.incomplete:
            self.tell(self.say("preview_incomplete"))
        if not preview.documents:
            begun = not self._state_of(key).empty
            self.tell(self.say("preview_nowhere" if begun else "preview_nothing", title=title))
            return "stay"
        chosen: int | Move = 0
        while isinstance(chosen, int):
            chosen = self._leaf_through(preview, chosen, title)
        return chosen

    def _leaf_through(self, preview: Preview, chosen: int, title: str) -> int | Move:
        """Show one document's passages page by page; return where to go: another document, back, or the task list."""
        from komma_cli.wizard.showing.passages import layout, pages

        document = preview.documents[chosen]
        head = [self.say("preview_of", title=title, document=document.title, readers=document.readers)]
        others = [(number, other.title) for number, other in enumerate(preview.documents, 1) if other is not document]
        head += [self.say("preview_also")] if others else []
        head = [screens.wrap(line) for line in head] + [screens.row(number, name) for number, name in others]
        self.asker.show("\n" + "\n".join(head))
        height = screens.height()
        room = height - sum(line.count("\n") + 1 for line in head)
        found = pages(layout(document.passages, screens.width()), height, first=max(room, screens.SHORTEST))
        position = 0
        while 0 <= position < len(found):
            self.asker.show("\n" + "\n".join(found[position]) + "\n")
            typed = self._leafed(position + 1, len(found), len(preview.documents))
            if typed == MENU:
                return "menu"
            if typed.isdecimal():
                return int(typed) - 1
            position += -1 if typed == BACK else 1
        return "next"

    def _leafed(self, page: int, last: int, documents: int) -> str:
        """Read where to go from a page: nothing, ``<``, ``<<`` or the number of a document."""
        while True:
            prompt = "prompt_preview" if page < last else "prompt_preview_last"
            typed = self.asker.read(self.say(prompt, page=page, pages=last)).strip()
            if typed in ("", BACK, MENU) or (typed.isdecimal() and 1 <= int(typed) <= documents):
                return typed
            self.tell(self.say("help_preview"))


def _paths(run: Sequence[Page]) -> list[str]:
    """Return the paths of the numbered answers of a run of pages; of a list on its own those of its entries."""
    if len(run) == 1 and isinstance(run[0], ListPage):
        return [format_path(item.parts) for item in run[0].items]
    return [format_path(page.parts) for page in run]


def _shared(run: Sequence[Page]) -> SymbolicPath:
    """Return the path that all pages of a run stand below."""
    first = run[0].parts
    length = len(first) - 1
    while any(page.parts[:length] != first[:length] for page in run):
        length -= 1
    return first[:length]
