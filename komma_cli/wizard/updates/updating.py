"""The dialogue of ``komma update``: card by card what komma has changed, then what its directory knows otherwise.

Every answer is saved at once. A card counts as up to date only when all of it is settled; until then its questions
come back. One undo takes a whole card back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from komma_cli import dates
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.texts import text
from komma_cli.wizard.input.answers import NO
from komma_cli.wizard.proposing.proposal import Plain
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens
from komma_cli.wizard.talk import BACK, HELP, MENU, Move
from komma_cli.wizard.updates import body_news, card_news, update_words
from komma_cli.wizard.updates.body_news import Choice
from komma_cli.wizard.updates.card_news import CardNews, Difference
from komma_cli.wizard.updates.card_taking import edits, taken
from komma_cli.wizard.updates.update_words import CardWords
from komma_cli.wizard.walking import Walking

UNDO = "u"
Turn = Move | Literal["again"]
"""``again``: somebody else has changed the entry meanwhile, so it is compared and shown once more."""


@dataclass
class _Decided:
    """One card of this run, with what has been decided so far."""

    news: CardNews
    before: Plain
    """The card as it was compared."""
    now: Plain
    """The card as this run has left it."""
    words: CardWords
    clean: bool = False
    answers: dict[int, bool] = field(default_factory=dict)
    """Place of the question -> komma's text was chosen."""

    def chosen(self) -> list[Difference]:
        """Return the differences where komma's side was chosen."""
        asked = [each for place, each in enumerate(self.news.questions) if self.answers.get(place)]
        return [*(self.news.clean if self.clean else ()), *asked]


class Updating:
    """One run over a playbook."""

    def __init__(self, seat: Walking) -> None:
        self.seat, self.lang = seat, seat.lang
        data = seat.interview.data
        every = list(card_news.news(data, self.lang))
        self.cards = [self._decided(news) for news in every if news.pending]
        self.others = [news for news in every if not news.pending]
        self.bodies = list(body_news.news(data, self.lang))
        self.choices: dict[int, Choice] = {}
        self._bodies_before = {each.id: get(data, ("bodies", ById(each.id))) for each in self.bodies}
        self._steps = 0

    def run(self) -> None:
        """Show what is new and ask what is to be asked, until the end or until the person stops."""
        lines = update_words.overview([card.news for card in self.cards], self.bodies, self.lang)
        if not lines:
            lines = [update_words.nothing_new(len(self.others), self.lang)]
        for news in self.others:
            lines += CardWords(self.seat.interview.data, news, self.lang).mentions()
        foreign = {card.news.lang for card in self.cards} - {self.lang}
        lines += [self._sentence("spoken_de" if lang == "de" else "spoken_en") for lang in foreign]
        total = len(self.cards) + len(self.bodies)
        for line in [*lines, *([self._sentence("intro"), self._sentence("keys")] if total else [])]:
            self.seat.tell(line)
        number = 0
        while total:
            move = self._page(number, total) if number < total else self._end()
            if move == "menu":
                self.seat.tell(self._sentence("stopped"))
            if move == "menu" or (number == total and move == "next"):
                return
            number = max(number - 1, 0) if move == "back" else number + 1

    def _page(self, number: int, total: int) -> Move:
        """Lead through one card or body; all that changes there is one step for ``undo``."""
        seat, is_card = self.seat, number < len(self.cards)
        place = number if is_card else number - len(self.cards)
        title = self.cards[place].news.title if is_card else self.bodies[place].name
        seat.asker.show("\n" + screens.wrap(self._sentence("heading", title=title, number=number + 1, total=total)))
        before = seat.interview.data
        move = self._card(place) if is_card else self._body(place)
        seat.interview.as_one_step(before)
        self._steps += seat.interview.data is not before
        return move

    # -- cards ----------------------------------------------------------------------------------------------------

    def _card(self, place: int) -> Move:
        """Show what changes cleanly, then ask the questions; with the last answer the card counts as up to date."""
        stage = 0
        self._introduce(self.cards[place])
        while True:
            card = self.cards[place]
            asked = len(card.news.questions)
            clean = bool(card.news.clean or not asked)
            last = stage == clean + asked - 1
            turn = self._clean(card, last) if clean and stage == 0 else self._question(card, stage - clean, last)
            if turn == "next" and last:
                self.seat.tell(self._sentence("settled", title=card.news.title))
                return "next"
            if turn == "menu" or (turn == "back" and stage == 0):
                return turn
            if turn == "again":
                self.seat.tell(self._sentence("changed_meanwhile"))
                self.cards[place] = self._compared_anew(card)
            stage = {"next": stage + 1, "back": stage - 1, "again": 0}[turn]

    def _introduce(self, card: _Decided) -> None:
        lines = [] if card.news.known else [self._sentence("unknown_base")]
        for line in [*lines, *card.words.mentions()]:
            self.seat.tell(line)

    def _clean(self, card: _Decided, last: bool) -> Turn:
        """List what nobody changed here; Enter takes it, „n“ keeps what the card says."""
        count = len(card.news.clean)
        self.seat.asker.show()
        self.seat.tell(self._sentence("clean_intro" if count else "only_mark"))
        for line in card.words.clean_rows():
            self.seat.asker.show(line)
        keys = ["take_mark"] if not count else ["take_one" if count == 1 else "take_all", "keep_mine"]
        self.seat.asker.show("\n" + "\n".join(screens.wrap(self._sentence(key, count=count), "  ") for key in keys))
        while True:
            typed = self.seat.read("prompt_list").casefold()
            if typed in (BACK, MENU):
                return "back" if typed == BACK else "menu"
            if typed == HELP:
                self._help("help_clean")
            elif not typed or (count and typed in NO):
                card.clean = not typed
                return "next" if self._apply(card, settled=last) else "again"
            else:
                self.seat.error(self._sentence("clean_key"))

    def _question(self, card: _Decided, place: int, last: bool) -> Turn:
        """Show both texts; Enter keeps the playbook's, or what was answered before."""
        difference, total = card.news.questions[place], len(card.news.questions)
        label = card.words.name_of(difference)
        own, new = (card.words.said(difference, side) for side in (difference.own, difference.new))
        options = (Option(False, self._sentence("own_text"), own), Option(True, self._sentence("new_text"), new))
        default = options[card.answers.get(place, False)]
        day = dates.say(card.news.as_of, self.lang)
        self.seat.asker.show()
        self.seat.tell(self._sentence("question", number=place + 1, total=total, label=label))
        self.seat.tell(self._sentence("both_changed" if card.news.known else "differs", day=day))
        self.seat.tell(self._sentence("enter_is", answer=default.label))
        chosen = self.seat.choose(options, "prompt_which", default=default, help_text=self._sentence("help_question"))
        if not isinstance(chosen, Option):
            return chosen or "next"
        card.answers[place] = bool(chosen.value)
        return "next" if self._apply(card, settled=last) else "again"

    def _apply(self, card: _Decided, *, settled: bool) -> bool:
        """Bring the playbook's card to what is decided, saved; False if somebody else has changed it meanwhile."""
        parts: SymbolicPath = ("scenarios", ById(card.news.id))
        current = get(self.seat.interview.data, parts)
        if current != card.now:
            return False
        card.now = taken(card.before, card.news, card.chosen(), settled=settled)
        self._save(parts, current, card.now)
        return True

    def _decided(self, news: CardNews) -> _Decided:
        data = self.seat.interview.data
        card = get(data, ("scenarios", ById(news.id)))
        return _Decided(news, card, card, CardWords(data, news, self.lang))

    def _compared_anew(self, card: _Decided) -> _Decided:
        """Compare a card that somebody else has changed once more; one that is gone, or not a copy any more, has
        nothing new."""
        data = self.seat.interview.data
        found = next((news for news in card_news.news(data, self.lang) if news.id == card.news.id), None)
        return self._decided(found or replace(card.news, clean=(), questions=(), mentions=(), outdated=False))

    # -- bodies ---------------------------------------------------------------------------------------------------

    def _body(self, place: int) -> Move:
        """Show both readings with source and date; nothing changes unless it is chosen."""
        found = self.bodies[place]
        for line in update_words.body_lines(found, self.lang):
            self.seat.asker.show(line)
        sides = {"own": found.own, "new": found.new, "both": (*found.own, *found.new)}
        labels = {"own": "own_entry", "new": "new_entry", "both": "both_entries"}
        options = [
            Option(choice, self._sentence(labels[choice]), update_words.body_said(found, sides[choice], self.lang))
            for choice in found.choices
        ]
        default = next(each for each in options if each.value == self.choices.get(place, "own"))
        self.seat.tell(self._sentence("body_advice"))
        self.seat.tell(self._sentence("enter_is", answer=default.label))
        chosen = self.seat.choose(options, "prompt_which", default=default, help_text=self._sentence("help_body"))
        if not isinstance(chosen, Option):
            return chosen or "next"
        self._choose(place, chosen.value)
        return "next"

    def _choose(self, place: int, choice: Choice) -> None:
        """Put the choices for one body into the playbook, all of them anew, so that an earlier one can be changed."""
        if choice == self.choices.get(place, "own"):
            return
        self.choices[place] = choice
        body = self.bodies[place].id
        parts: SymbolicPath = ("bodies", ById(body))
        current, result = get(self.seat.interview.data, parts), dict(self._bodies_before[body])
        for number, found in enumerate(self.bodies):
            if found.id == body:
                result = body_news.taken(result, found, self.choices.get(number, "own"), self.lang)
        names = ("channels", "hours", "verified")
        kept = {key: value for key, value in current.items() if key not in names}
        self._save(parts, current, kept | {key: result[key] for key in names if key in result})
        if choice != "own":
            self.seat.tell(self._sentence("not_verified"))

    # -- common ---------------------------------------------------------------------------------------------------

    def _save(self, parts: SymbolicPath, before: Plain, after: Plain) -> None:
        if changes := edits(parts, before, after):
            self.seat.save(self.seat.interview.take(changes))

    def _end(self) -> Move:
        """Say that all is done; „u“ takes back card by card, „<“ leads back to the last one."""
        self.seat.asker.show()
        self.seat.tell(self._sentence("done"))
        keys = [self._sentence(key) for key in ("end_enter", "end_undo")]
        self.seat.asker.show("\n".join(screens.wrap(key, "  ") for key in keys))
        while True:
            typed = self.seat.read("prompt_list").casefold()
            if typed in ("", BACK, MENU):
                return "back" if typed == BACK else "next"
            if typed == HELP:
                self._help("help_end")
            elif typed == UNDO:
                changes = self.seat.interview.undo() if self._steps else []
                self._steps -= bool(changes)
                self.seat.save(changes)
                self._look_again()
                self.seat.tell(self._sentence("undone" if changes else "nothing_to_undo"))
            else:
                self.seat.error(self._sentence("end_key"))

    def _look_again(self) -> None:
        """Forget what was decided about cards and bodies that were taken back."""
        data = self.seat.interview.data
        for place, card in enumerate(self.cards):
            if get(data, ("scenarios", ById(card.news.id))) != card.now:
                self.cards[place] = self._compared_anew(card)
        for place, found in enumerate(self.bodies):
            if get(data, ("bodies", ById(found.id))) == self._bodies_before[found.id]:
                self.choices.pop(place, None)

    def _help(self, name: str) -> None:
        self.seat.tell(self._sentence(name))
        self.seat.tell(self._sentence("keys"))

    def _sentence(self, name: str, **values: object) -> str:
        return text(f"update.{name}", self.lang, **values)
