"""The end of a change of person: texts that still say the name, the entry itself, and what has to be handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from komma_cli import dates, duties
from komma_cli.duties import Mention
from komma_cli.model.describe import list_items
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.store import Change
from komma_cli.texts import words
from komma_cli.wizard.addons import handover
from komma_cli.wizard.addons.addon import Addon, Pressed
from komma_cli.wizard.addons.handover import Place
from komma_cli.wizard.pages import ListPage, is_done, item_pages, question_at
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import item_title, nameless, title_of
from komma_cli.wizard.talk import OPEN, Move

if TYPE_CHECKING:
    from komma_cli.wizard.sitting import Sitting

KEEP, CHANGE = "keep", "change"


class HandingOver(Addon):
    """What is known of a change: ``old`` leaves, ``new`` takes over (None: nobody yet), both ids of people."""

    def __init__(self, seat: Sitting) -> None:
        super().__init__(seat)
        self.old = ""
        self.new: str | None = None
        self.summary: list[str] = []
        """One line for each place that was settled."""
        self.agreements: set[str] = set()
        """Ids of the agreements with authorities in which ``old`` spoke for the municipality."""

    @property
    def data(self) -> dict[str, Any]:
        """Return the draft as it is now."""
        return self.seat.interview.data

    def name(self, identifier: str) -> str:
        """Return what people call a person, role or body."""
        for target in ("people", "roles", "bodies"):
            item = get(self.data, (target, ById(identifier)))
            if item is not None:
                return title_of(self.data, item, self.lang) or nameless(self.lang)
        return identifier

    def words(self, parts: SymbolicPath) -> str:
        """Return how people call a place: the entry, else the section, and the field of it."""
        page = question_at(self.data, format_path(parts), self.lang)
        if page is None:
            return format_path(parts)
        section = str(words(f"questions/{parts[0]}", self.lang)["_section"]["title"])
        return self.sentence("place", item=item_title(self.data, parts, self.lang) or section, field=page.words.short)

    def remember(self, place: Place, new: str | None) -> None:
        """Keep a line for the summary."""
        said = {"place": self.words(place.parts), "old": self.name(self.old)}
        if new is None:
            self.summary.append(self.sentence("summary_nobody", **said))
        else:
            self.summary.append(self.sentence("summary_changed", new=self.name(new), **said))

    def training_note(self, data: dict[str, Any], place: Place, new: str | None) -> Change:
        """Return the note in ``data`` that whoever has a role now is still to be trained."""
        item = {"path": format_path((*place.item, "trained_on")), "question": self.sentence("note_training")}
        if function := get(data, ("people", ById(str(new)), "function")):
            item["owner"] = str(function)
        item["since"] = self.seat.interview.today.isoformat()
        return Change(("open", len(data.get("open") or [])), item)

    def tell_training(self, place: Place, day: str) -> None:
        """Say that the training on record, of this day, was that of the one before."""
        self.tell("change_training", day=dates.say(day, self.lang), role=self.words((*place.item, "trained_on")))

    def finish(self, *, stopped: bool) -> None:
        """Say what was changed; unless the person has stopped, settle what is left of the old entry and the new."""
        if not stopped:
            stopped = self._ask_texts(duties.mentions(self.data, self.old, self.new)) == "menu"
        self._tell_summary()
        left = len(handover.places(self.data, self.old))
        if left:
            self.tell("change_left_one" if left == 1 else "change_left", count=left, name=self.name(self.old))
        elif not stopped:
            self._ask_removal()
        if not stopped:
            self._complete_entry()
            self._tell_handover()
        again = ["step_change_again"] if left else []
        self.next_steps("step_check", "step_render", "step_call", *again)

    # -- texts ----------------------------------------------------------------------------------------------------

    def _ask_texts(self, found: Sequence[Mention]) -> Move:
        """Show each text that still names the person; its question can be opened."""
        if not found:
            return "next"
        self.heading("texts_one" if len(found) == 1 else "texts", count=len(found))
        number = 0
        while number < len(found):
            move = self._ask_text(found[number], number + 1, len(found))
            if move == "menu":
                return "menu"
            number = max(number - 1, 0) if move == "back" else number + 1
        return "next"

    def _ask_text(self, mention: Mention, number: int, total: int) -> Move:
        self.heading("texts_place", number=number, total=total, place=self.words(mention.parts))
        self.tell("texts_excerpt", excerpt=mention.excerpt)
        keep, change = Option(KEEP, self.sentence("texts_keep")), Option(CHANGE, self.sentence("texts_change"))
        while True:
            chosen = self.choice((keep, change), "prompt_text", "help_text", default=keep, keys=(OPEN,))
            if isinstance(chosen, Pressed):
                turn = self.note(mention.parts, self.sentence("note_text")) if chosen.key == OPEN else chosen.move
                if turn == "again":
                    continue
                return turn
            page = question_at(self.data, format_path(mention.parts), self.lang) if chosen is change else None
            if page is None:
                return "next"
            self.seat.asker.show()
            return "menu" if self.seat.run_page(page, self.sentence("change_short")) == "menu" else "next"

    # -- the entries ----------------------------------------------------------------------------------------------

    def _tell_summary(self) -> None:
        if not self.summary:
            self.tell("change_nothing")
            return
        self.heading("summary_title")
        for line in self.summary:
            self.seat.asker.show(screens.wrap(line, "  ", "    "))

    def _ask_removal(self) -> None:
        """Offer to remove the entry of the person, which nothing refers to any more."""
        name = self.name(self.old)
        has_name = bool(get(self.data, ("people", ById(self.old), "name")))
        if self.seat.agreed(self.sentence("change_remove" if has_name else "change_remove_function", name=name)):
            self.seat.save(self.seat.interview.remove_item(("people", ById(self.old))))
            self.tell("change_removed", name=name)
        else:
            self.tell("change_kept", name=name)

    def _complete_entry(self) -> None:
        """Say what the entry of the successor lacks, and ask for it if the person likes."""
        parts: SymbolicPath = ("people", ById(str(self.new)))
        page = question_at(self.data, "people", self.lang)
        if self.new is None or get(self.data, parts) is None:
            return
        assert isinstance(page, ListPage)
        missing = [one for one in item_pages(self.data, page, parts, self.lang) if not is_done(self.data, one)]
        said = [self.sentence("not_called") if one.parts[-1] == "verified" else one.words.short for one in missing]
        if not missing:
            return
        self.heading("change_lacks", name=self.name(self.new), missing=", ".join(said))
        if self.seat.agreed(self.sentence("change_complete_now")):
            self.seat.show_entry(parts, self.sentence("change_short"), review=False)

    def _tell_handover(self) -> None:
        """Show what has to be handed over, and offer to note the introduction to other authorities."""
        self.heading("handover_title")
        for number, point in enumerate(self.points("handover_points"), 1):
            self.seat.asker.show(screens.row(number, point))
        self.tell("handover_source")
        met = [item for item in self._agreements() if item.get("id") in self.agreements]
        if not met or self.new is None:
            return
        bodies = [title_of(self.data, item, self.lang) for item in met]
        named = ", ".join(self.sentence("in_quotes", name=body) for body in dict.fromkeys(bodies))
        if self.seat.agreed(self.sentence("handover_introduce", name=self.name(self.new), bodies=named)):
            places = [("liaisons", ById(str(item["id"])), "our_contact") for item in met]
            noted = self.note_all([(place, self.sentence("note_introduce")) for place in places])
            for body, note in zip(bodies, noted, strict=True):
                self.heading("about", place=body)
                self.assign(note)

    def _agreements(self) -> list[dict[str, Any]]:
        return [item for _, item in list_items(self.data, "liaisons")]
