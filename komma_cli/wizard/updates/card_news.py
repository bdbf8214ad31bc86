"""What a later library changed in a scenario card that a municipality has copied, three ways: base, own, new.

The base is known by its hashes (``editions``). What nobody changed here is a clean change; what the municipality
changed and the library left alone stays without a word; what both changed is a question. Contacts are the
municipality's own and never compared. Pure: the playbook's plain data in, differences out;
``card_taking`` takes them over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from komma_cli import editions, library
from komma_cli.editions import Edition
from komma_cli.errors import UsageError
from komma_cli.library import LibraryScenario
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.wizard.proposing.proposal import Plain, roles_by_template

Place = tuple[str, ...]
"""``("title",)``, ``("steps",)`` for their order, ``("steps", id)``, ``("steps", id, field)``, ``("never", key)``."""
Kind = Literal["changed", "added", "removed", "moved", "kept", "left_out"]
CARD_FIELDS = ("title", "summary", "track", "audiences", "minimum_level", "owner", "police", "communication")
STEP_FIELDS = ("text", "phase", "kind", "who", "within", "deadline")
"""``who`` is the role or the actor of a step, as ``{"role": id}`` or ``{"actor": word}``."""
ALIKE = 0.5
"""Share of letters two sentences have in common from which on they count as two wordings of one."""
_TEXTS = frozenset({"title", "summary", "communication", "text"})


@dataclass(frozen=True)
class Difference:
    """One place where the playbook and the library say different things; ``own`` or ``new`` is None for nothing.

    ``kept`` (the library dropped it, but it was changed here) and ``left_out`` (dropped here, changed in the library)
    are only mentioned.
    """

    place: Place
    kind: Kind
    own: Any
    new: Any


@dataclass(frozen=True)
class CardNews:
    """What is new for one card."""

    id: str
    title: str
    library: str
    lang: Lang
    """The language the card was copied in."""
    as_of: str
    """ISO day until which law and sources of the library's card were read; empty where it has no card any more."""
    fingerprint: str
    """Of the library's card."""
    known: bool
    """The state it was copied from is in the ledger; if not, every difference is a question."""
    outdated: bool
    clean: tuple[Difference, ...] = ()
    questions: tuple[Difference, ...] = ()
    mentions: tuple[Difference, ...] = ()

    @property
    def pending(self) -> bool:
        """Say whether anything is to be taken, asked or noted down."""
        return bool(self.outdated or self.clean or self.questions)


@dataclass(frozen=True)
class _Base:
    """The state a card was copied from and those that followed, put into this playbook's roles and levels.

    A card whose questions were left open keeps its fingerprint, so it may hold words of a later state: they are
    komma's too.
    """

    editions: tuple[Edition, ...]
    steps: tuple[dict[str, Plain], ...]
    """Steps by id, for each state."""
    cards: tuple[Plain, ...]
    lang: Lang


class _Was:
    """What stood at one place in the states since the card was copied."""

    def __init__(self, base: _Base, name: str, place: str, step: str | None = None) -> None:
        self.base, self.name, self.place, self.step = base, name, place, step

    def komma(self, value: Any) -> bool:
        """Say whether the value is komma's own, of the state copied or a later one."""
        return any(self._in(number, value) for number in range(len(self.base.editions)))

    def first(self, value: Any) -> bool:
        """Say whether the value stood in the state that was copied."""
        return self._in(0, value)

    def _in(self, number: int, value: Any) -> bool:
        if self.name in _TEXTS:
            return self.base.editions[number].had(self.base.lang, self.place, value)
        old = self.base.cards[number] if self.step is None else self.base.steps[number].get(self.step)
        return old is not None and bool(value == _value(old, self.name))


def news(data: Plain, lang: Lang) -> Iterator[CardNews]:
    """Yield what the library says about every card of the playbook that was copied from it, in the playbook's order.

    ``lang`` is taken for cards that fit neither language better. Raises ``DataError`` for a damaged ledger.
    """
    for _, card in list_items(data, "scenarios"):
        origin = card.get("based_on")
        if item_key(card) is not None and isinstance(origin, dict) and origin.get("library"):
            yield card_news(data, card, lang)


def card_news(data: Plain, card: Plain, lang: Lang) -> CardNews:
    """Return what the library says about one card; a card it does not have any more has no news."""
    name, fingerprint = (str(card["based_on"].get(key)) for key in ("library", "fingerprint"))
    title = str(card.get("title") or card["id"])
    try:
        present = library.fingerprint(name)
    except UsageError:
        return CardNews(str(card["id"]), title, name, lang, "", fingerprint, known=False, outdated=False)
    found = editions.since(name, fingerprint)
    spoken = _language(card, found, name, lang)
    scenario = library.scenario(name, spoken)
    cards = tuple(_here(data, each.frame) for each in found)
    base = _Base(found, tuple(map(steps_by_id, cards)), cards, spoken) if found else None
    compared = _Comparison(card, base, _here(data, scenario), spoken)
    return CardNews(
        str(card["id"]),
        title,
        name,
        spoken,
        scenario.as_of,
        present,
        known=base is not None,
        outdated=present != fingerprint,
        clean=tuple(compared.clean),
        questions=tuple(compared.questions),
        mentions=tuple(compared.mentions),
    )


# -- comparing ----------------------------------------------------------------------------------------------------


class _Comparison:
    """Sorts the differences between one card and the library's."""

    def __init__(self, card: Plain, base: _Base | None, fresh: Plain, lang: Lang) -> None:
        self.card, self.base, self.fresh, self.lang = card, base, fresh, lang
        self.scenario = str(fresh["based_on"]["library"])
        self.clean: list[Difference] = []
        self.questions: list[Difference] = []
        self.mentions: list[Difference] = []
        self.own_steps, self.new_steps = steps_by_id(card), steps_by_id(fresh)
        self.old_steps = base.steps[0] if base is not None else {}
        for name in CARD_FIELDS:
            self._field((name,), card.get(name), fresh.get(name), self._was(name, name))
        later = [identifier for steps in (base.steps if base is not None else ()) for identifier in steps]
        for identifier in dict.fromkeys([*self.new_steps, *later]):
            self._step(identifier)
        self._order()
        self._never()

    def _was(self, name: str, place: str, step: str | None = None) -> _Was | None:
        return _Was(self.base, name, place, step) if self.base is not None else None

    def _of_step(self, identifier: str, name: str) -> _Was | None:
        return self._was(name, f"steps.{identifier}", identifier)

    def _field(self, place: Place, own: Any, new: Any, was: _Was | None) -> None:
        if _same(own, new):
            return
        difference = Difference(place, "changed", own, new)
        if was is not None and was.komma(own):
            self.clean.append(difference)
        elif was is None or not was.first(new):
            self.questions.append(difference)

    def _step(self, identifier: str) -> None:
        own, new, old = (steps.get(identifier) for steps in (self.own_steps, self.new_steps, self.old_steps))
        place: Place = ("steps", identifier)
        if own is not None and new is not None:
            for name in STEP_FIELDS:
                self._field((*place, name), _value(own, name), _value(new, name), self._of_step(identifier, name))
        elif new is not None and old is None:
            added = Difference(place, "added", None, {"step": new, "order": list(self.new_steps)})
            (self.clean if self.base is not None else self.questions).append(added)
        elif new is not None:
            tests = ((name, self._of_step(identifier, name)) for name in STEP_FIELDS)
            if any(was is not None and not was.first(_value(new, name)) for name, was in tests):
                self.mentions.append(Difference(place, "left_out", None, {"step": new}))
        elif own is not None:
            untouched = self._untouched(identifier, own)
            heap = self.clean if untouched else self.mentions
            heap.append(Difference(place, "removed" if untouched else "kept", own, None))

    def _untouched(self, identifier: str, own: Plain) -> bool:
        """Say whether a step is as komma published it; contacts of the municipality's own would go with it."""
        tests = ((name, self._of_step(identifier, name)) for name in STEP_FIELDS)
        states = self.base.steps if self.base is not None else ()
        contacts = {each for steps in states for each in steps.get(identifier, {}).get("contacts", ())}
        all_komma = all(was is not None and was.komma(_value(own, name)) for name, was in tests)
        return all_komma and set(own.get("contacts") or []) <= contacts

    def _order(self) -> None:
        own = [key for key in self.own_steps if key in self.new_steps]
        new = [key for key in self.new_steps if key in self.own_steps]
        old = [key for key in self.old_steps if key in own]
        same_as = [order for order in (own, new) if [key for key in order if key in self.old_steps] == old]
        if own == new or (self.base is not None and new in same_as and own not in same_as):
            return
        heap = self.clean if self.base is not None and own in same_as else self.questions
        heap.append(Difference(("steps",), "moved", own, new))

    # -- what must not be done ------------------------------------------------------------------------------------

    def _never(self) -> None:
        said = editions.sentences(self.scenario, self.lang)
        new = {place.partition(".")[2]: text for place, text in said.items() if place.startswith("never.")}
        states = [_keys(each) for each in self.base.editions] if self.base is not None else [list(new)]
        later = list(dict.fromkeys(key for keys in states for key in keys))
        own = self._paired(later, new)
        for key in dict.fromkeys([*new, *later]):
            place: Place = ("never", key)
            mine, was = own.get(key), self._was("text", f"never.{key}")
            if key in new and mine is not None:
                self._field(place, mine, new[key], was)
            elif key in new and (was is None or key not in states[0]):
                added = Difference(place, "added", None, {"text": new[key], "order": list(new.values())})
                (self.clean if was is not None else self.questions).append(added)
            elif key in new and was is not None and not was.first(new[key]):
                self.mentions.append(Difference(place, "left_out", None, {"text": new[key]}))
            elif key not in new and mine is not None:
                untouched = was is not None and was.komma(mine)
                heap = self.clean if untouched else self.mentions
                heap.append(Difference(place, "removed" if untouched else "kept", mine, None))

    def _paired(self, keys: Sequence[str], new: dict[str, str]) -> dict[str, str]:
        """Return key -> own sentence: the same sentence, else the one that stands in its place between the same
        neighbours, if there are as many own sentences there as ``keys`` of the states since the copy."""
        own = [sentence for sentence in self.card.get("never") or [] if isinstance(sentence, str)]
        found: dict[str, str] = {}
        for key in dict.fromkeys([*keys, *new]):
            was = self._was("text", f"never.{key}")
            hit = next((s for s in own if _same(s, new.get(key)) or (was is not None and was.komma(s))), None)
            if hit is not None:
                found[key] = hit
        by_sentence = {sentence: key for key, sentence in found.items()}
        gaps = _gaps(own, by_sentence), _gaps(keys, {key: key for key in found})
        for neighbour, sentences in gaps[0].items():
            waiting = gaps[1].get(neighbour, [])
            if len(waiting) == len(sentences):
                pairs = zip(waiting, sentences, strict=True)
                found |= {key: own for key, own in pairs if self.base is not None or _alike(own, new[key])}
        return found


def _keys(edition: Edition) -> list[str]:
    return [place.partition(".")[2] for place in edition.places("never.")]


def _alike(own: str, new: str) -> bool:
    """Say whether one sentence may be the other reworded, where nothing but their words can tell."""
    return SequenceMatcher(None, own, new, autojunk=False).ratio() > ALIKE


def _gaps(items: Sequence[str], anchors: dict[str, str]) -> dict[str, list[str]]:
    """Return the items without an anchor by the anchor before them ("" at the beginning)."""
    gaps: dict[str, list[str]] = {}
    before = ""
    for item in items:
        if item in anchors:
            before = anchors[item]
        else:
            gaps.setdefault(before, []).append(item)
    return gaps


def _here(data: Plain, scenario: LibraryScenario) -> Plain:
    """Return a library card as this playbook would copy it today."""
    return library.as_playbook_scenario(
        scenario,
        roles=roles_by_template(data),
        bodies=[item for _, item in list_items(data, "bodies") if item_key(item)],
        levels=[key for _, item in list_items(data, "escalation.levels") if (key := item_key(item))],
    )


def _language(card: Plain, found: Sequence[Edition], name: str, lang: Lang) -> Lang:
    """Return the language most of the card's sentences come from, in its base or in the library of today."""
    own = {key: str(card.get(key) or "") for key in CARD_FIELDS if key in _TEXTS}
    own |= {f"steps.{key}": str(step.get("text") or "") for key, step in steps_by_id(card).items()}

    def fitting(spoken: Lang) -> tuple[int, bool]:
        now = editions.sentences(name, spoken)
        hits = sum(
            _same(text, now.get(place)) or any(each.had(spoken, place, text) for each in found)
            for place, text in own.items()
        )
        return hits, spoken == lang

    return max(LANGUAGES, key=fitting)


def _same(own: Any, new: Any) -> bool:
    if isinstance(own, str) and isinstance(new, str):
        return editions.digest(own) == editions.digest(new)
    return bool(own == new) or (not own and not new)


def _value(step: Plain, name: str) -> Any:
    """Return a field of a card or step; ``who`` puts role and actor together."""
    if name != "who":
        return step.get(name)
    return {"role": step["role"]} if step.get("role") else {"actor": step.get("actor")}


def steps_by_id(card: Plain) -> dict[str, Plain]:
    """Return id -> step of a card, in its order; of two steps with one id the first."""
    found: dict[str, Plain] = {}
    for step in card.get("steps") or []:
        if (identifier := item_key(step)) is not None:
            found.setdefault(identifier, step)
    return found
