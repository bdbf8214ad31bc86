"""Several people on one plan: what somebody else changed comes in, and only the same field is a question."""

from __future__ import annotations

from typing import Any

from komma_cli.errors import OutsideChange, ReadError
from komma_cli.merging import ABSENT, Conflict, Merged, settled
from komma_cli.model.playbook import FRAME
from komma_cli.paths import SymbolicPath, get
from komma_cli.texts import words
from komma_cli.wizard.holding import Holding
from komma_cli.wizard.input.asker import Asker
from komma_cli.wizard.interview import Edit, Interview
from komma_cli.wizard.pages import ListPage, question_at
from komma_cli.wizard.questions import Option, Question
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import title_of
from komma_cli.wizard.talk import Saver, Talk

ATTEMPTS = 5
"""How often a merge is begun anew because the plan was changed while a person was choosing."""


class Settling(Talk):
    """Saves, and brings in what others have saved meanwhile."""

    other = ""
    """Who else works on the plan, where that is known."""

    def __init__(self, interview: Interview, asker: Asker, saver: Saver) -> None:
        super().__init__(interview, asker, saver)
        self.holding = Holding()

    def save(self, edits: list[Edit]) -> None:
        """Make edits durable, then bring in what somebody else has changed in the plan meanwhile."""
        super().save(edits)
        if edits and self.saver.changed_outside():
            try:
                self.meet_change()
            except ReadError:
                self.tell(self.say("plan_unreadable"))

    def meet_change(self) -> None:
        """Merge with the plan as it stands now; ask about fields that both changed; go on with the result.

        Raises ``ReadError`` when the plan cannot be read, ``OutsideChange`` when it does not come to rest, ``Leave``
        when the person ends the sitting in between: our answers stay in the journal then.
        """
        for attempt in range(1, ATTEMPTS + 1):
            found = self.saver.merge()
            merged = found or Merged(self.interview.data)
            data = settled(merged, self._theirs_at(merged))
            try:
                self.saver.settle(data)
            except OutsideChange:
                if attempt == ATTEMPTS:
                    raise
                continue
            self.holding.follow(self.interview.data, data)
            self.interview.reload(data)
            self._tell_merged(merged, gone=found is None)
            return

    def take_in(self, merged: Merged) -> None:
        """Take over answers that a sitting apart has left behind; ours are the plan's, theirs the answers found."""
        self.save(self.interview.replace(settled(merged, self._theirs_at(merged))))

    def _theirs_at(self, merged: Merged) -> list[Conflict]:
        """Return the conflicts at which the person chooses their value."""
        return [conflict for conflict in merged.conflicts if self._chooses_theirs(conflict, merged.data)]

    def _chooses_theirs(self, conflict: Conflict, data: dict[str, Any]) -> bool:
        self.asker.show()
        self.tell(self.say("both_changed_by" if self.other else "both_changed", other=self.other))
        self.tell(self._place_of_conflict(conflict, data))
        mine = Option("mine", self.say("your_answer"), self._value_of(conflict.parts, conflict.ours))
        theirs = Option("theirs", self.say("their_answer"), self._value_of(conflict.parts, conflict.theirs))
        while True:
            chosen = self.choose((mine, theirs), "prompt_which", help_text=self.say("help_which"))
            if isinstance(chosen, Option):
                return chosen is theirs
            self.error(self.say("which_needed"))

    def _tell_merged(self, merged: Merged, *, gone: bool) -> None:
        """Say what came in, in which sections, and which entries are named although they are gone."""
        if merged.taken:
            titles = [
                str(words(f"questions/{key}", self.lang)["_section"]["title"])
                for key in dict.fromkeys(str(parts[0]) for parts in merged.taken)
                if key not in (*FRAME, "open", "deviations")
            ]
            name = "merged_one" if len(merged.taken) == 1 else "merged"
            where = f" ({', '.join(titles)})" if titles else ""
            who = self.other or self.say("somebody")
            self.tell(self.say(name, who=who, count=len(merged.taken), where=where))
        elif gone:
            self.tell(self.say("plan_was_gone"))
        for reference in merged.lost:
            self.tell(self.say("named_but_gone", place=self._place(reference.parts)))

    def _place_of_conflict(self, conflict: Conflict, data: dict[str, Any]) -> str:
        """Return the place of a conflict, with what the entry is called: a removed one as the side that has it says, a
        note about what is open as its answer is. ``data`` is the merge, in which such notes have their numbers."""
        place, parts = self._place_of(conflict.parts), conflict.parts
        entry = next((v for v in (conflict.ours, conflict.theirs, conflict.base) if isinstance(v, dict)), {})
        if parts[0] == "open" and len(parts) > 1:
            note = entry if len(parts) == 2 else get(data, parts[:2]) or {}
            title = self._place_of_path(str(note["path"])) if note.get("path") else ""
        else:
            title = "" if isinstance(parts[-1], str) else title_of(self.interview.data, entry, self.lang)
        return f"{place} ({title})" if title else place

    def _place_of(self, parts: SymbolicPath) -> str:
        """Return how people call the nearest place that is asked for, with the entry it belongs to."""
        for length in range(len(parts), 0, -1):
            page = self._page_at(parts[:length])
            if page is not None:
                item = self._title_of(page.parts)
                return f"{page.words.short} ({item})" if item else page.words.short
        return ""

    def _value_of(self, parts: SymbolicPath, value: Any) -> str:
        """Return a value as people read it: of an entry its title, of several how many there are."""
        if value is ABSENT:
            return self.say("value_gone")
        if isinstance(value, dict):
            return title_of(self.interview.data, value, self.lang) or self.say("entries_one", count=1)
        page = self._page_at(parts)
        if isinstance(page, Question):
            return screens.shortened(screens.say_value(page, value, self.lang))
        if isinstance(value, list):
            return ", ".join(title_of(self.interview.data, item, self.lang) for item in value)
        return screens.shortened(str(value))

    def _page_at(self, parts: SymbolicPath) -> Question | ListPage | None:
        from komma_cli.paths import format_path

        if not isinstance(parts[-1], str):
            return None
        page = question_at(self.interview.data, format_path(parts), self.lang)
        return page if isinstance(page, (Question, ListPage)) else None
