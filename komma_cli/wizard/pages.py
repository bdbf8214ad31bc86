"""The pages of the interview, derived afresh from the model and the answers: nothing remembers a position.

A section is a run of pages: one question each, a gate before a group that may be left out, and a list page for groups
that repeat. The next page is the first one without an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from komma_cli.model.bodies import Body
from komma_cli.model.channels import Channel
from komma_cli.model.describe import FieldSpec, field_of, fields_of, locate
from komma_cli.model.fields import Section, item_key
from komma_cli.model.people import Person
from komma_cli.model.playbook import SECTIONS, Playbook
from komma_cli.paths import ById, SymbolicPath, format_path, get, parse_path
from komma_cli.texts import Lang, words
from komma_cli.wizard.questions import Question, Words, field_words, filled, item_title, question, title_of

State = Literal["not_begun", "in_progress", "complete"]


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


@dataclass(frozen=True)
class ListPage:
    """A group that repeats: shown with its items, to add, change and remove."""

    parts: SymbolicPath
    spec: FieldSpec
    words: Words
    items: tuple[ListItem, ...]
    item: str
    """Title of the item the list belongs to."""


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


def item_pages(data: Any, page: ListPage, item: ListItem, lang: Lang) -> tuple[Page, ...]:
    """Return the pages of one item of a list."""
    assert page.spec.group is not None
    return tuple(_pages(data, item.parts, page.spec.group, lang))


def is_open(data: Any, parts: SymbolicPath) -> bool:
    """Say whether the answer is marked as not known yet, or as not existing here."""
    path = format_path(parts)
    return any(isinstance(item, dict) and item.get("path") == path for item in data.get("open") or [])


def is_done(data: Any, page: Page) -> bool:
    """Say whether the interview can go past this page without asking."""
    match page:
        case Question():
            return page.answered or page.optional or is_open(data, page.parts)
        case Gate():
            return not page.spec.needed or is_open(data, page.parts)
        case ListPage():
            wanted = page.spec.needed or page.spec.core
            return (bool(page.items) or not wanted or is_open(data, page.parts)) and not any(i.open for i in page.items)


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
    return Gate(parts, spec, filled(field_words(parts, section, spec, lang), item_title(data, parts)))


def _pages(data: Any, parts: SymbolicPath, section: type[Section], lang: Lang) -> Iterator[Page]:
    for spec in fields_of(section):
        here = (*parts, spec.key)
        if spec.generated or not _visible(data, parts, spec):
            continue
        if spec.group is None:
            yield question(data, here, section, spec, lang)
        elif spec.many:
            if spec.group is Channel and section in (Person, Body):
                yield question(data, here, section, spec, lang, "phone")
                yield question(data, here, section, spec, lang, "email")
            yield _list_page(data, here, section, spec, lang)
        elif spec.required or spec.core or get(data, here) is not None or _asks_itself(spec.group):
            yield from _pages(data, here, spec.group, lang)
        else:
            yield Gate(here, spec, filled(field_words(here, section, spec, lang), item_title(data, here)))


def _asks_itself(group: type[Section]) -> bool:
    """Say whether the group's own first question is the gate: everything it demands is a choice or a yes or no."""
    required = [spec for spec in fields_of(group) if spec.required and not spec.generated]
    return bool(required) and all(spec.kind in ("flag", "choice") and not spec.many for spec in required)


def _visible(data: Any, parts: SymbolicPath, spec: FieldSpec) -> bool:
    """Say whether the field's condition holds; answers of a closed branch stay in the file."""
    return spec.when is None or get(data, (*parts, spec.when.field)) in spec.when.values


def _list_page(data: Any, parts: SymbolicPath, section: type[Section], spec: FieldSpec, lang: Lang) -> ListPage:
    found = get(data, parts)
    items = []
    for position, item in enumerate(found if isinstance(found, list) else []):
        identifier = item_key(item)
        here: SymbolicPath = (*parts, ById(identifier) if identifier else position)
        items.append(ListItem(here, title_of(item), _missing(data, here, spec, lang)))
    item = item_title(data, parts)
    return ListPage(parts, spec, filled(field_words(parts, section, spec, lang), item), tuple(items), item)


def _missing(data: Any, parts: SymbolicPath, spec: FieldSpec, lang: Lang) -> int:
    assert spec.group is not None
    return sum(_open_count(data, page) for page in _pages(data, parts, spec.group, lang))


def _open_count(data: Any, page: Page) -> int:
    """Return how many wanted answers of the page are missing or marked as open."""
    marked = 1 if is_open(data, page.parts) else 0
    if isinstance(page, ListPage):
        wanted = 1 if not page.items and (page.spec.needed or page.spec.core) else 0
        return max(marked, wanted) + sum(item.open for item in page.items)
    return max(marked, 0 if is_done(data, page) else 1)


def _state(data: Any, key: str, lang: Lang) -> SectionState:
    pages = section_pages(data, key, lang)
    missing = sum(_open_count(data, page) for page in pages)
    begun = data.get(key) not in (None, [], {})
    own = words(f"questions/{key}", lang)["_section"]
    state: State = "not_begun" if not begun else "complete" if missing == 0 else "in_progress"
    return SectionState(key, own["title"], own.get("intro", ""), state, missing)
