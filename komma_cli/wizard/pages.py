"""The pages of the interview, derived afresh from the model and the answers: nothing remembers a position.

A section is a run of pages: one question each, a gate before a group that may be left out, and a list page for groups
that repeat. The next page is the first one without an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from komma_cli.model.describe import FieldSpec, field_of, locate
from komma_cli.model.escalation import Level
from komma_cli.model.playbook import SECTIONS, Playbook
from komma_cli.paths import SymbolicPath, format_path, get, parse_path
from komma_cli.texts import Lang, words
from komma_cli.wizard.proposing.suggestions import suggestion
from komma_cli.wizard.questions import Question, Words, field_words, filled, question
from komma_cli.wizard.showing.titles import item_title, title_of
from komma_cli.wizard.spots import Spot, Tally, items_of, marks_of, spots, tally_all, tally_item

LAST = 99
"""Rank of a level that has none yet: it comes behind all others."""
_WITH_SENTENCES = ("internal_review", "liaisons", "support")
"""Sections in which komma has ready sentences for single questions; in others nothing need be loaded to count them."""
CONTACT_LISTS = ("people", "bodies")
"""Lists whose entries can come from a file of contacts."""
State = Literal["not_begun", "voluntary", "in_progress", "complete"]
"""``voluntary``: nothing is there, and nothing need be."""


@dataclass(frozen=True)
class Gate:
    """Asks whether a group is filled in now; „no“ leaves it for later."""

    parts: SymbolicPath
    spec: FieldSpec
    words: Words
    passed: bool = False
    """Not asked on the way through; it can be looked for among the answers."""


@dataclass(frozen=True)
class ListItem:
    """One line of a list page."""

    parts: SymbolicPath
    title: str
    open: int
    """Wanted answers that are missing or marked as open."""
    unfinished: bool
    """A wanted answer is missing that nobody has marked as open yet."""


@dataclass(frozen=True)
class ListPage:
    """A group that repeats: shown with its items, to add, change and remove."""

    parts: SymbolicPath
    spec: FieldSpec
    words: Words
    items: tuple[ListItem, ...]

    @property
    def takes_contacts(self) -> bool:
        """Say whether its entries can come from a file of contacts."""
        return self.parts in tuple((name,) for name in CONTACT_LISTS)


Page = Question | Gate | ListPage


@dataclass(frozen=True)
class SectionState:
    """How far one section is."""

    key: str
    title: str
    intro: str
    state: State
    open: int
    """Wanted answers that are missing or marked as open."""
    unfinished: bool
    """There is something to ask: a wanted answer is missing that nobody has marked as open."""

    @property
    def empty(self) -> bool:
        """Say whether the section holds nothing at all."""
        return self.state in ("not_begun", "voluntary")

    @property
    def settled(self) -> bool:
        """Say whether nothing more is wanted of the section."""
        return self.state in ("complete", "voluntary")


def section_states(data: Any, lang: Lang) -> tuple[SectionState, ...]:
    """Return the state of every section people fill, in order."""
    return tuple(_state(data, key, lang) for key in SECTIONS if key not in ("deviations", "open"))


def section_pages(data: Any, key: str, lang: Lang) -> tuple[Page, ...]:
    """Return the pages of one section; a list section is a single list page."""
    return tuple(page_of(data, spot, lang) for spot in section_spots(data, key))


def item_pages(data: Any, page: ListPage | Gate, parts: SymbolicPath, lang: Lang) -> tuple[Page, ...]:
    """Return the pages of one item of a list, or of a group."""
    assert page.spec.group is not None
    return tuple(page_of(data, spot, lang) for spot in spots(data, get(data, parts), parts, page.spec.group))


def mark(data: Any, parts: SymbolicPath) -> dict[str, Any] | None:
    """Return the item that marks an answer as not known yet or as not existing here, or None."""
    path = format_path(parts)
    return next((item for item in data.get("open") or [] if isinstance(item, dict) and item.get("path") == path), None)


def is_open(data: Any, parts: SymbolicPath) -> bool:
    """Say whether the answer is marked as not known yet, or as not existing here."""
    return mark(data, parts) is not None


def is_done(data: Any, page: Page) -> bool:
    """Say whether the interview can go past this page without asking."""
    match page:
        case Question():
            return page.answered or page.optional or is_open(data, page.parts)
        case Gate():
            return not page.spec.needed or is_open(data, page.parts)
        case ListPage():
            wanted = page.spec.needed or page.spec.core
            begun = bool(page.items) or not wanted or is_open(data, page.parts)
            return begun and not any(item.unfinished for item in page.items)


def question_at(data: Any, path: str, lang: Lang) -> Page | None:
    """Return the page for a path as people write it (``roles[coordination].holder``), or None if there is none."""
    parts = parse_path(path)
    spec = locate(Playbook, tuple(part for part in parts if isinstance(part, str)))
    if spec is None:
        return None
    parent = locate(Playbook, tuple(part for part in parts[:-1] if isinstance(part, str)))
    section = parent.group if parent is not None else Playbook
    if section is None or not isinstance(parts[-1], str):
        return None
    value = get(data, parts)
    if spec.group is not None:
        return page_of(data, Spot(parts, section, spec, "list" if spec.many else "gate", value), lang)
    beside = spots(data, get(data, parts[:-1]) if len(parts) > 1 else data, parts[:-1], section)
    asked = next((spot for spot in beside if spot.parts == parts), Spot(parts, section, spec, "question", value))
    return page_of(data, asked, lang)


def section_spots(data: Any, key: str) -> tuple[Spot, ...]:
    """Return the places of one section; a list section is a single place."""
    spec = field_of(Playbook, key)
    assert spec is not None
    assert spec.group is not None
    if spec.many:
        return (Spot((key,), Playbook, spec, "list", data.get(key)),)
    return tuple(spots(data, data.get(key), (key,), spec.group))


def page_of(data: Any, spot: Spot, lang: Lang) -> Page:
    """Put a place into words, with its choices or its items."""
    if spot.form == "question":
        made = question(data, spot.parts, spot.section, spot.spec, lang, spot.reached_by)
        likely = suggestion(data, spot)
        fits = likely is not None and any(option.value == likely.value for option in made.options)
        return replace(
            made,
            waived=spot.waived,
            passed=spot.passed,
            suggestion=likely if fits else None,
            proposed=_sentences(data, spot.parts, lang),
        )
    found = field_words(spot.parts, spot.section, spot.spec, lang)
    said = filled(found, item_title(data, spot.parts, lang), lang)
    if spot.form == "gate":
        return Gate(spot.parts, spot.spec, said, spot.passed)
    marks = marks_of(data)
    items = []
    for here, item in items_of(spot):
        count = tally_item(data, marks, spot, here, item)
        items.append(ListItem(here, title_of(data, item, lang), count.open, count.unfinished))
    if spot.spec.group is Level:
        items.sort(key=lambda item: _place_of_level(get(data, item.parts)))
    return ListPage(spot.parts, spot.spec, said, tuple(items))


def _sentences(data: Any, parts: SymbolicPath, lang: Lang) -> int:
    """Return how many ready sentences komma offers for a question."""
    if parts[0] not in _WITH_SENTENCES:
        return 0
    from komma_cli.wizard.proposing import proposals

    return len(proposals.offered(data, parts, lang))


def _place_of_level(level: dict[str, Any]) -> tuple[bool, int]:
    rank = level.get("rank")
    return level.get("track") == "internal", rank if isinstance(rank, int) else LAST


def _state(data: Any, key: str, lang: Lang) -> SectionState:
    marks = marks_of(data)
    count = tally_all(data, marks, section_spots(data, key))
    in_work = marks.get((key,))
    if in_work is not None and not in_work.get("not_applicable") and isinstance(data.get(key), dict):
        count += Tally(1)  # of a list the tally has counted it
    begun = data.get(key) not in (None, [], {}) or any(parts[0] == key for parts in marks)
    own = words(f"questions/{key}", lang)["_section"]
    state: State = "complete" if count.open == 0 else "in_progress"
    if not begun:
        state = "not_begun" if _is_wanted(key) else "voluntary"
    return SectionState(key, own["title"], own.get("intro", ""), state, count.open, count.unfinished)


def _is_wanted(key: str) -> bool:
    """Say whether a finished plan has the section."""
    spec = field_of(Playbook, key)
    return spec is not None and (spec.required or spec.core or spec.needed)
