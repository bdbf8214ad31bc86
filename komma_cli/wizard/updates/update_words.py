"""What ``komma update`` shows: differences of cards and bodies as people read them, old and new with the day of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from komma_cli import dates, durations, hours, laws, phones
from komma_cli.errors import KommaError
from komma_cli.paths import ById, get
from komma_cli.texts import Lang, label, text, words
from komma_cli.wizard.proposing.proposal import Plain
from komma_cli.wizard.showing import screens
from komma_cli.wizard.showing.titles import title_of
from komma_cli.wizard.updates.body_news import BodyNews
from komma_cli.wizard.updates.card_news import CardNews, Difference, steps_by_id

_INDENT, _DEEPER = "      ", "        "
_MOVED_SHOWN, _STEP_LENGTH = 4, 45
_VOCABULARIES = {
    "track": "track",
    "audiences": "audience",
    "police": "police",
    "phase": "phase",
    "kind": "step_kind",
    "actor": "actor",
}
_FORMS = {
    "nothing": ("update.nothing_one", "update.nothing"),
    "cards": ("update.cards_one", "update.cards"),
    "clean": ("update.clean_one", "update.clean"),
    "asks": ("update.asks_one", "update.asks"),
    "bodies": ("update.bodies_one", "update.bodies"),
}
_LISTS = {"role": ("roles",), "owner": ("roles",), "minimum_level": ("escalation", "levels")}


def counted(name: str, count: int, lang: Lang) -> str:
    """Return „1 Frage“, „2 Fragen“: the form of the sentence ``name`` that fits the number."""
    one, several = _FORMS[name]
    return text(one if count == 1 else several, lang, count=count)


def nothing_new(cards: int, lang: Lang) -> str:
    """Return the sentence for a playbook of which all copied cards are up to date, or that has none."""
    return counted("nothing", cards, lang) if cards else text("update.no_cards", lang)


def overview(cards: Sequence[CardNews], bodies: Sequence[BodyNews], lang: Lang) -> list[str]:
    """Return what is new, in a sentence or two."""
    lines = []
    if cards:
        clean, asks = sum(len(card.clean) for card in cards), sum(len(card.questions) for card in cards)
        said = counted("cards", len(cards), lang)
        changes = counted("clean", clean, lang) if clean else text("update.clean_none", lang)
        questions = counted("asks", asks, lang) if asks else text("update.asks_none", lang)
        lines.append(text("update.overview", lang, cards=said, clean=changes, asks=questions))
    if bodies:
        lines.append(counted("bodies", len(bodies), lang))
    return lines


class CardWords:
    """The differences of one card in words; ``data`` is the playbook with the card as it was compared."""

    def __init__(self, data: Plain, news: CardNews, lang: Lang) -> None:
        self.data, self.news, self.lang = data, news, lang
        self.steps = steps_by_id(get(data, ("scenarios", ById(news.id)), {}))

    def name_of(self, difference: Difference) -> str:
        """Return what people call the place of a difference."""
        first, *rest = difference.place
        if first == "never":
            form = {"added": "_new", "removed": "_gone"}.get(difference.kind, "")
            field = self._short("never")
            return text(f"update.line{form}", self.lang, field=field) if form else field
        if first != "steps":
            return self._short(first)
        if not rest:
            return text("update.order", self.lang)
        if difference.kind == "added":
            return text("update.step_new", self.lang)
        number = list(self.steps).index(rest[0]) + 1
        if difference.kind == "removed":
            return text("update.step_gone", self.lang, number=number)
        if rest[1] == "text":
            return text("update.step", self.lang, number=number)
        field = text("update.who", self.lang) if rest[1] == "who" else self._short(f"steps.{rest[1]}")
        return text("update.step_field", self.lang, number=number, field=field, step=self._step_title(rest[0]))

    def said(self, difference: Difference, side: Any) -> str:
        """Return one side of a difference (its ``own`` or ``new``) in words."""
        if side is None or side == []:
            return text("update.nothing_here", self.lang)
        if difference.kind == "moved":
            return self._order(difference, side)
        if difference.place[0] == "steps" and len(difference.place) == 2:
            return self._step(side.get("step", side))
        if difference.place[0] == "never":
            return str(side["text"] if isinstance(side, dict) else side)
        return self._value(difference.place[-1], side)

    def mentions(self) -> Iterator[str]:
        """Yield a sentence for what one side dropped and the other changed, and for a card komma has no more."""
        if not self.news.as_of:
            yield text("update.retired", self.lang, title=self.news.title)
        for each in self.news.mentions:
            said = self.said(each, each.own if each.kind == "kept" else each.new)
            yield text(f"update.{each.kind}", self.lang, text=said)

    def clean_rows(self) -> Iterator[str]:
        """Yield the clean changes under their numbers, old and new below each other."""
        for number, difference in enumerate(self.news.clean, 1):
            yield screens.row(number, self.name_of(difference))
            yield from self.sides(difference)

    def sides(self, difference: Difference) -> Iterator[str]:
        """Yield what stands in the playbook and what komma says now, with the day of it."""
        day = dates.say(self.news.as_of, self.lang)
        own = screens.shortened(self.said(difference, difference.own))
        if difference.kind == "removed":
            yield _indented(text("update.gone", self.lang, day=day, text=own))
            return
        if difference.kind not in ("added", "moved"):
            yield _indented(text("update.old", self.lang, text=own))
        yield _indented(text("update.new", self.lang, day=day, text=self.said(difference, difference.new)))

    def whole(self) -> list[str]:
        """Return the card with all that is new; of a card that is up to date only what is worth mentioning."""
        news, lines = self.news, []
        if news.pending:
            lines = ["", screens.wrap(news.title)]
            if not news.known:
                lines.append(screens.wrap(text("update.unknown_base", self.lang)))
            if not (news.clean or news.questions):
                lines.append(screens.wrap(text("update.only_mark", self.lang)))
        lines += [screens.wrap(line) for line in self.mentions()]
        if news.clean:
            lines += [screens.wrap(text("update.clean_intro", self.lang)), *self.clean_rows()]
        for number, difference in enumerate(news.questions, 1):
            label, total = self.name_of(difference), len(news.questions)
            lines.append(screens.wrap(text("update.question", self.lang, number=number, total=total, label=label)))
            lines += self.sides(difference)
        return lines

    def _short(self, field: str) -> str:
        return str(words("questions/scenarios", self.lang)[f"scenarios.{field}"]["short"])

    def _step_title(self, identifier: str) -> str:
        return screens.shortened(str(self.steps[identifier].get("text") or identifier), _STEP_LENGTH)

    def _step(self, step: Plain) -> str:
        role = step.get("role")
        who = self._value("role", role) if role else self._value("actor", step.get("actor"))
        within = self._value("within", step.get("within"))
        return text("update.step_words", self.lang, text=step.get("text"), who=who, within=within)

    def _order(self, difference: Difference, side: list[str]) -> str:
        """Return which steps come to stand elsewhere; of the municipality's own order there is nothing to tell."""
        if side is difference.own:
            return text("update.own_order", self.lang)
        blocks = SequenceMatcher(None, difference.own, side, autojunk=False).get_matching_blocks()
        staying = {side[block.b + offset] for block in blocks for offset in range(block.size)}
        moved = []
        for before, key in zip(["", *side], side, strict=False):
            if key not in staying:
                name = "moved" if before else "moved_first"
                titles = {"step": self._step_title(key), "before": self._step_title(before) if before else ""}
                moved.append(text(f"update.{name}", self.lang, **titles))
        more = len(moved) - _MOVED_SHOWN
        rest = [text("update.moved_more", self.lang, count=more)] if more > 0 else []
        return ", ".join(moved[:_MOVED_SHOWN] + rest)

    def _value(self, name: str, value: Any) -> str:
        """Return the value of a field as people read it; what has no words stands as it is."""
        if isinstance(value, list):
            return ", ".join(self._value(name, item) for item in value)
        if isinstance(value, dict):
            (name, value), *_ = value.items()
        if value is None:
            return text("update.nothing_here", self.lang)
        if name in _LISTS:
            return title_of(self.data, get(self.data, (*_LISTS[name], ById(str(value))), {}), self.lang) or str(value)
        try:
            if name in _VOCABULARIES:
                return label(_VOCABULARIES[name], str(value), self.lang)
            if name == "within":
                return durations.say(str(value), self.lang)
            if name == "deadline":
                return laws.law(str(value), self.lang).title
        except (KommaError, ValueError):  # a value no version of komma knows
            return str(value)
        return str(value)


def body_said(found: BodyNews, side: Sequence[str], lang: Lang) -> str:
    """Return numbers or hours as people read them."""
    if not side:
        return text("update.nothing_here", lang)
    return ", ".join(phones.say(each) if found.field == "phones" else hours.say(each, lang) for each in side)


def body_lines(found: BodyNews, lang: Lang) -> Iterator[str]:
    """Yield what differs, both readings, and where the directory has it from."""
    yield screens.wrap(text(f"update.body_{found.field}", lang))
    day = text("wizard.proposal_date", lang, date=dates.say(found.source_date, lang)) if found.source_date else ""
    source = text("update.body_source", lang, source=found.source, day=day or text("wizard.undated", lang))
    yield screens.wrap(source)


def body_whole(found: BodyNews, lang: Lang) -> Iterator[str]:
    """Yield the body with both readings below each other."""
    yield ""
    yield screens.wrap(found.name)
    yield from body_lines(found, lang)
    for name, side in (("own_entry", found.own), ("new_entry", found.new)):
        yield _indented(f"{text(f'update.{name}', lang)}: {body_said(found, side, lang)}")


def _indented(line: str) -> str:
    return screens.wrap(line, _INDENT, _DEEPER)
