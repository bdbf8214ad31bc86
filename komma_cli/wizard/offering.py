"""Offering what komma knows for a list or a question, a screenful at a time; only what is named is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from komma_cli.texts import text
from komma_cli.wizard.asking import Asking
from komma_cli.wizard.input.answers import NotUnderstood, pick_many
from komma_cli.wizard.pages import ListPage
from komma_cli.wizard.questions import Option, Question, target_words
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import Move

if TYPE_CHECKING:
    from komma_cli.wizard.proposing.proposal import Proposal

AT_ONCE, LINES_AT_ONCE = 8, 34
"""Proposals on one screen at most, and lines: about what a window shows; what stands above can be scrolled to."""
_MORE = {
    "strategy.fields": "wizard.more_practices",
    "strategy.fields.goals": "wizard.more_practices",
    "internal_review.instruments": "wizard.more_worksheets",
}
"""What is said above the proposals for a list."""
_NOTES = {"bodies": "wizard.taken_bodies", "liaisons": "wizard.taken_liaisons"}
"""What is said below, once something of a section has been taken over."""


class Offering(Asking):
    """Offers proposals."""

    def _proposed(self, page: ListPage | Question) -> tuple[Proposal, ...]:
        from komma_cli.wizard.proposing import proposals

        return proposals.offered(self.interview.data, page.parts, self.lang)

    def _offer(self, page: ListPage | Question) -> Move:
        """Show the proposals screen by screen; numbers and „all“ take over, Enter goes on, ``<`` ends."""
        offered = self._proposed(page)
        self.asker.show()
        self.tell(self.say("proposals", short=page.words.short))
        if (more := _MORE.get(_path(page))) is not None:
            self.tell(text(more, self.lang))
        taken: set[str] = set()
        end = 0
        for screen in screenfuls(offered):
            for number, proposal in enumerate(screen, end + 1):
                self.asker.show(shown_rows(number, proposal))
            end += len(screen)
            move = self._choose(page, offered[:end], taken, last=end == len(offered))
            if move != "next":
                break
        else:
            move = "next"
        self._tell_completable(page)
        return "menu" if move == "menu" else "next"

    def _choose(self, page: ListPage | Question, shown: tuple[Proposal, ...], taken: set[str], *, last: bool) -> Move:
        """Take over what is named among the proposals shown so far and not taken yet."""
        prompt = "prompt_propose_last" if last else "prompt_propose"
        while True:
            typed = self.read(prompt)
            if typed in ("<", "<<"):
                return "back" if typed == "<" else "menu"
            if typed == "?":
                self.tell(self.say("help_propose"))
                continue
            if not typed:
                return "next"
            try:
                chosen = [p for p in self._named(shown, typed) if p.key not in taken]
            except NotUnderstood as refused:
                self.error(screens.problem_words(refused.problem, self.lang))
                continue
            if not chosen:
                self.tell(self.say("already_taken"))
                continue
            self._take_over(page, chosen)
            taken |= {proposal.key for proposal in chosen}
            return "next"

    def _named(self, shown: tuple[Proposal, ...], typed: str) -> list[Proposal]:
        if typed.casefold() in self.key_words("all_words"):
            return list(shown)
        options = tuple(Option(proposal, proposal.title) for proposal in shown)
        return [option.value for option in pick_many(options, typed)]

    def _take_over(self, page: ListPage | Question, chosen: list[Proposal]) -> None:
        from komma_cli.wizard.proposing import proposals

        data = self.interview.data
        self.save(self.interview.take(proposals.taking(data, page.parts, chosen, self.lang)))
        one, several = ("sentence_taken", "sentences_taken") if isinstance(page, Question) else ("taken_one", "taken")
        self.tell(self.say(one if len(chosen) == 1 else several, count=len(chosen)))
        if (note := _NOTES.get(_path(page).partition(".")[0])) is not None:
            self.tell(text(note, self.lang))

    def _tell_completable(self, page: ListPage | Question) -> None:
        """Say which entries of other lists can be completed with what has been added."""
        from komma_cli.wizard.proposing import proposals

        found = [
            f"{target_words(path, self.lang).short} ({count})"
            for path, count in proposals.completable(self.interview.data, self.lang)
            if path != _path(page)
        ]
        if found:
            self.tell(text("wizard.completable", self.lang, lists=", ".join(found)))


def screenfuls(offered: Sequence[Proposal]) -> list[list[Proposal]]:
    """Return the proposals in order, as many together as one screen shows."""
    screens_of: list[list[Proposal]] = []
    lines = 0
    for number, proposal in enumerate(offered, 1):
        height = shown_rows(number, proposal).count("\n") + 1
        if not screens_of or len(screens_of[-1]) == AT_ONCE or lines + height > LINES_AT_ONCE:
            screens_of.append([])
            lines = 0
        screens_of[-1].append(proposal)
        lines += height
    return screens_of


def shown_rows(number: int, proposal: Proposal) -> str:
    """Return a proposal under its number."""
    return f"{screens.row(number, proposal.title)}\n{screens.wrap(proposal.detail, '      ')}"


def _path(page: ListPage | Question) -> str:
    return ".".join(part for part in page.parts if isinstance(part, str))
