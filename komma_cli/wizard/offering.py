"""Offering what komma knows for a list, a screenful at a time; only what is named is taken over."""

from __future__ import annotations

from typing import TypeVar

from komma_cli.texts import text
from komma_cli.wizard import proposals, screens
from komma_cli.wizard.answers import NotUnderstood, pick_many
from komma_cli.wizard.asking import Asking
from komma_cli.wizard.pages import ListPage
from komma_cli.wizard.proposals import Proposal
from komma_cli.wizard.questions import Option, target_words
from komma_cli.wizard.talk import Move

AT_ONCE = 8
"""Proposals on one screen: with two or three lines each about what a window of 30 lines shows."""
T = TypeVar("T")


class Offering(Asking):
    """Offers proposals."""

    def _proposed(self, page: ListPage) -> tuple[Proposal, ...]:
        return proposals.offered(self.interview.data, _path(page), self.lang)

    def _offer(self, page: ListPage) -> Move:
        """Show the proposals screen by screen; numbers and „all“ take over, Enter goes on, ``<`` ends."""
        offered = self._proposed(page)
        self.asker.show()
        self._tell(self._say("proposals", short=page.words.short))
        taken: set[str] = set()
        for start in range(0, len(offered), AT_ONCE):
            shown = offered[: start + AT_ONCE]
            for number, proposal in enumerate(shown[start:], start + 1):
                self.asker.show(screens.row(number, proposal.title))
                self.asker.show(screens.wrap(proposal.detail, "      "))
            move = self._choose(page, shown, taken, last=len(shown) == len(offered))
            if move != "next":
                break
        else:
            move = "next"
        self._tell_completable(page)
        return "menu" if move == "menu" else "next"

    def _choose(self, page: ListPage, shown: tuple[Proposal, ...], taken: set[str], *, last: bool) -> Move:
        """Take over what is named among the proposals shown so far and not taken yet."""
        prompt = "prompt_propose_last" if last else "prompt_propose"
        while True:
            typed = self._read(prompt)
            if typed in ("<", "<<"):
                return "back" if typed == "<" else "menu"
            if typed == "?":
                self._tell(self._say("help_propose"))
                continue
            if not typed:
                return "next"
            try:
                chosen = [p for p in self._named(shown, typed) if p.key not in taken]
            except NotUnderstood as refused:
                self._error(screens.problem_words(refused.problem, self.lang))
                continue
            self._take_over(page, chosen)
            taken |= {proposal.key for proposal in chosen}
            return "next"

    def _named(self, shown: tuple[Proposal, ...], typed: str) -> list[Proposal]:
        if typed.casefold() in self._key_words("all_words"):
            return list(shown)
        options = tuple(Option(proposal, proposal.title) for proposal in shown)
        return [option.value for option in pick_many(options, typed)]

    def _take_over(self, page: ListPage, chosen: list[Proposal]) -> None:
        data = self.interview.data
        self._save(self.interview.take(proposals.taking(data, _path(page), chosen, self.lang)))
        self._tell(self._say("taken_one" if len(chosen) == 1 else "taken", count=len(chosen)))
        if page.parts == ("bodies",):
            self._tell(self._say("taken_bodies"))

    def _tell_completable(self, page: ListPage) -> None:
        """Say which entries of other lists can be completed with what has been added."""
        found = [
            f"{target_words(path, self.lang).short} ({count})"
            for path, count in proposals.completable(self.interview.data, self.lang)
            if path != _path(page)
        ]
        if found:
            self._tell(text("wizard.completable", self.lang, lists=", ".join(found)))


def _path(page: ListPage) -> str:
    return ".".join(part for part in page.parts if isinstance(part, str))
