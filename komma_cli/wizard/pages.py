"""The pages of the interview, derived afresh from the model and the answers: nothing remembers a position.

A section is a run of pages: one question each, a gate before a group that may be left out, and a list page for groups
that repeat. The next page is the first one without an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from komma_cli.model.bodies import Body
from komma_cli.model.channels import Channel
from komma_cli.model.describe import FieldSpec, field_of, fields_of, locate
from komma_cli.model.escalation import Level
from komma_cli.model.fields import Section, item_key
from komma_cli.model.people import Person
from komma_cli.model.playbook import SECTIONS, Playbook
from komma_cli.paths import ById, SymbolicPath, format_path, get, parse_path
from komma_cli.texts import Lang, words
from komma_cli.wizard.questions import Question, Words, channel_value, field_words, filled, question
from komma_cli.wizard.titles import item_title, title_of

LAST = 99
"""Rank of a level that has none yet: it comes behind all others."""
State = Literal["not_begun", "in_progress", "complete"]
_WAIVED = {("Role", "holder"): ("provided_by", "vacancy"), ("Role", "deputies"): ("provided_by",)}
"""Wanted answers that nobody misses once one of the named answers of the same item is there."""
_MADE = (("Level", "rank"),)
"""Answers that komma derives from others (``Interview`` does it)."""
_OF_A_CARD_LEFT_OUT = ("title", "track", "relevant", "reason")
"""What is asked about a scenario that the municipality does not take up."""


@dataclass(frozen=True)
class Gate:
    """Asks whether a group is filled in now; „no“ leaves it for later."""

    parts: SymbolicPath
    spec: FieldSpec
    words: Words


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


def section_states(data: Any, lang: Lang) -> tuple[SectionState, ...]:
    """Return the state of every section people fill, in order."""
    return tuple(_state(data, key, lang) for key in SECTIONS if key not in ("deviations", "open"))


def section_pages(data: Any, key: str, lang: Lang) -> tuple[Page, ...]:
    """Return the pages of one section; a list section is a single list page."""
    spec = field_of(Playbook, key)
    assert spec is not None
    assert spec.group is not None
    if spec.many:
        return (_list_page(data, (key,), Playbook, spec, lang),)
    return tuple(_pages(data, (key,), spec.group, lang))


def item_pages(data: Any, page: ListPage, parts: SymbolicPath, lang: Lang) -> tuple[Page, ...]:
    """Return the pages of one item of a list."""
    assert page.spec.group is not None
    return tuple(_pages(data, parts, page.spec.group, lang))


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
    if spec.group is None:
        return question(data, parts, section, spec, lang)
    if spec.many:
        return _list_page(data, parts, section, spec, lang)
    return Gate(parts, spec, filled(field_words(parts, section, spec, lang), item_title(data, parts, lang), lang))


def _pages(data: Any, parts: SymbolicPath, section: type[Section], lang: Lang) -> Iterator[Page]:
    own = get(data, parts)
    for spec in fields_of(section):
        here = (*parts, spec.key)
        if spec.generated or not _visible(own, section, spec):
            continue
        if spec.group is None:
            yield _question(data, here, section, spec, lang)
        elif spec.many:
            if spec.group is Channel and section in (Person, Body):
                yield from _first_channels(data, here, section, spec, lang)
            yield _list_page(data, here, section, spec, lang)
        elif spec.required or spec.core or get(data, here) is not None or _asks_itself(spec.group):
            yield from _pages(data, here, spec.group, lang)
        else:
            found = field_words(here, section, spec, lang)
            yield Gate(here, spec, filled(found, item_title(data, here, lang), lang))


def _question(data: Any, parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang) -> Question:
    instead = _WAIVED.get((section.__name__, spec.key), ())
    waived = any(get(data, (*parts[:-1], key)) for key in instead)
    if section is Body and spec.key == "hours":
        channels = get(data, (*parts[:-1], "channels"))
        waived = bool(channels) and channel_value(channels, "phone") is None
    return replace(question(data, parts, section, spec, lang), waived=waived)


def _first_channels(
    data: Any, parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang
) -> Iterator[Question]:
    """Ask for the phone number and the e-mail address; people need a number, a body one way to be reached."""
    reachable = bool(get(data, parts))
    phone = question(data, parts, section, spec, lang, "phone")
    yield replace(phone, waived=reachable and section is Body)
    yield replace(question(data, parts, section, spec, lang, "email"), waived=reachable)


def _asks_itself(group: type[Section]) -> bool:
    """Say whether the group's own first question is the gate: everything it demands is a choice or a yes or no."""
    required = [spec for spec in fields_of(group) if spec.required and not spec.generated]
    return bool(required) and all(spec.kind in ("flag", "choice") and not spec.many for spec in required)


def _visible(own: Any, section: type[Section], spec: FieldSpec) -> bool:
    """Say whether a field is asked beside the other answers of its group; hidden answers stay in the file."""
    answers = own if isinstance(own, dict) else {}
    place = (section.__name__, spec.key)
    if place in _MADE or (place == ("Step", "actor") and answers.get("role")):
        return False
    if section.__name__ == "Scenario" and answers.get("relevant") is False and spec.key not in _OF_A_CARD_LEFT_OUT:
        return False
    return spec.when is None or answers.get(spec.when.field) in spec.when.values


def _list_page(data: Any, parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang) -> ListPage:
    assert spec.group is not None
    found = get(data, parts)
    items = []
    for position, item in enumerate(found if isinstance(found, list) else []):
        identifier = item_key(item)
        here: SymbolicPath = (*parts, ById(identifier) if identifier else position)
        pages = tuple(_pages(data, here, spec.group, lang))
        missing = sum(_open_count(data, page) for page in pages)
        unfinished = any(not is_done(data, page) for page in pages)
        items.append(ListItem(here, title_of(data, item, lang), missing, unfinished))
    if spec.group is Level:
        items.sort(key=lambda item: _place_of_level(get(data, item.parts)))
    said = filled(field_words(parts, section, spec, lang), item_title(data, parts, lang), lang)
    return ListPage(parts, spec, said, tuple(items))


def _place_of_level(level: dict[str, Any]) -> tuple[bool, int]:
    rank = level.get("rank")
    return level.get("track") == "internal", rank if isinstance(rank, int) else LAST


def _open_count(data: Any, page: Page) -> int:
    """Return how many wanted answers of the page are missing or marked as open; „not here“ is an answer."""
    marked = mark(data, page.parts)
    noted = 1 if marked is not None and not marked.get("not_applicable") else 0
    if isinstance(page, ListPage):
        wanted = page.spec.needed or page.spec.core
        missing = 1 if wanted and not page.items and marked is None else 0
        return max(noted, missing) + sum(item.open for item in page.items)
    return max(noted, 0 if is_done(data, page) else 1)


def _state(data: Any, key: str, lang: Lang) -> SectionState:
    pages = section_pages(data, key, lang)
    missing = sum(_open_count(data, page) for page in pages)
    unfinished = any(not is_done(data, page) for page in pages)
    noted = any(str(item.get("path", "")).startswith(key) for item in data.get("open") or [] if isinstance(item, dict))
    begun = data.get(key) not in (None, [], {}) or noted
    own = words(f"questions/{key}", lang)["_section"]
    state: State = "not_begun" if not begun else "complete" if missing == 0 else "in_progress"
    return SectionState(key, own["title"], own.get("intro", ""), state, missing, unfinished)
