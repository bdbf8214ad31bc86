"""Worksheets: surveys, reviews, agendas, steps and self-checks that a coordinator prints and works with.

Neutral facts stand in ``data/worksheets/`` (its ``_sources.yaml`` explains the format), the words in
``data/<lang>/worksheets/``. Nothing is read before the first call. What people fill in never comes back to komma.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Literal

from komma_cli.errors import DataError, UsageError
from komma_cli.goals import FALLBACK_ROLE
from komma_cli.sources import Source
from komma_cli.texts import Lang, facts, names, words

Area = Literal["internal_review", "support", "alliance", "exchange"]
AREAS: tuple[Area, ...] = ("internal_review", "support", "alliance", "exchange")
"""In the order in which sheets are listed."""
KINDS = ("questions", "checklist", "agenda", "steps", "assessment", "indicators")
SCORES = (0, 1, 2)
"""What a statement of a self-assessment can get: not addressed, partly, fully."""


@dataclass(frozen=True)
class Note:
    """One sentence before or after the work, with its sources."""

    id: str
    text: str
    sources: tuple[str, ...]
    confidence: str
    """L read in the law, S seen in the source, D derived for komma from the named sources."""


@dataclass(frozen=True)
class Option:
    """One answer to tick."""

    id: str
    text: str


@dataclass(frozen=True)
class Item:
    """One line of a sheet. Which of the fields below ``confidence`` are filled depends on the kind of the sheet."""

    id: str
    number: int
    """Counted through the whole sheet, from 1."""
    text: str
    hint: str | None
    """What helps to answer, what counts as evidence, or how a number is read."""
    short: str
    """The same without addressing anybody, as a playbook copies it."""
    sources: tuple[str, ...]
    confidence: str
    answer: str | None = None
    """``one``, ``many``, ``scale`` or ``line``."""
    options: tuple[Option, ...] = ()
    shared_set: str | None = None
    """Name of the common answers, for questions that take them."""
    minutes: int | None = None
    role: str | None = None
    """Id of the role catalogue."""
    actor: str | None = None
    """Somebody who is no role, such as an outside moderation: a key of ``_shared.yaml``."""
    also: tuple[str, ...] = ()
    """Further roles that help; the first of them acts where ``role`` does not exist."""
    duration: str | None = None
    """ISO 8601."""


@dataclass(frozen=True)
class Section:
    """A block of a sheet."""

    id: str
    title: str
    intro: str | None
    items: tuple[Item, ...]

    @property
    def highest_score(self) -> int:
        """The most points the block can get in a self-assessment."""
        return max(SCORES) * len(self.items)

    @property
    def minutes(self) -> int:
        """The minutes of the block's items in an agenda."""
        return sum(item.minutes or 0 for item in self.items)

    @property
    def groups(self) -> tuple[tuple[Item, ...], ...]:
        """The items in order, in runs that fit into one table: those with the same scale, and those between them."""
        keyed = groupby(self.items, lambda item: item.shared_set if item.answer == "scale" else None)
        return tuple(tuple(items) for _, items in keyed)


@dataclass(frozen=True)
class Worksheet:
    """One sheet in the reader's language."""

    id: str
    order: int
    kind: str
    area: str
    title: str
    purpose: str
    takes_part: str
    led_by: str
    """Id of the role catalogue."""
    duration: str | None
    cycle: str | None
    classification: str
    anonymous: bool
    instrument: str | None
    """The instrument kind of a playbook that the sheet is, if one fits."""
    opening: tuple[Note, ...]
    """Said to those who fill the sheet in."""
    before: tuple[Note, ...]
    sections: tuple[Section, ...]
    result: str
    caution: tuple[Note, ...]
    help: tuple[str, ...]
    """Ids of the directory."""
    sources: tuple[Source, ...]
    """Every source that anything on the sheet names, each once, in reading order."""
    as_of: str
    """ISO day until which law and sources were read."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item of every section."""
        return tuple(item for section in self.sections for item in section.items)


@cache
def worksheet(identifier: str, lang: Lang = "de") -> Worksheet:
    """Return one sheet by its id.

    Raises ``UsageError`` with the nearest ids for an unknown one, ``DataError`` for a damaged file of komma's own.
    """
    wanted = identifier.strip().casefold()
    if wanted not in _ids():
        near = difflib.get_close_matches(wanted, _ids(), n=3, cutoff=0.0)
        raise UsageError("worksheets.unknown", value=identifier, near=", ".join(near))
    try:
        return _worksheet(facts(f"worksheets/{wanted}"), words(f"worksheets/{wanted}", lang), lang)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError("worksheets.damaged", file=wanted, lang=lang, reason=str(error)) from error


@cache
def worksheets(lang: Lang = "de", area: str | None = None) -> tuple[Worksheet, ...]:
    """Return every sheet, or those of one area: area by area, each in its own order. Raises ``UsageError``."""
    if area is not None and area not in AREAS:
        raise UsageError("worksheets.unknown_area", value=area, known=", ".join(AREAS))
    found = (worksheet(identifier, lang) for identifier in _ids())
    places: dict[str, int] = {name: place for place, name in enumerate(AREAS)}
    return tuple(
        sorted(
            (sheet for sheet in found if area is None or sheet.area == area),
            key=lambda sheet: (places[sheet.area], sheet.order, sheet.id),
        )
    )


def actor_words(actor: str, lang: Lang) -> str:
    """Return how an actor that is no role is called on paper."""
    return str(words("worksheets/_shared", lang)["actors"][actor])


def as_playbook_steps(found: Worksheet, *, roles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the items of a sheet of kind ``steps`` as plain data for ``model.internal_review.ReviewStep``.

    ``roles`` maps ids of the role catalogue to role ids of the playbook. Steps of a role the municipality lacks go to
    the next role that may act, then to the coordination; without that they have no owner yet. Days are not proposed:
    the municipality sets them.
    """
    steps = []
    for item in found.items:
        acting = (roles.get(role) for role in (item.role, *item.also, FALLBACK_ROLE) if role is not None)
        owner = next((role for role in acting if role is not None), None)
        steps.append({"id": item.id, "text": item.short} | ({} if owner is None else {"owner": owner}))
    return steps


def as_playbook_instruments(found: Iterable[Worksheet]) -> list[dict[str, Any]]:
    """Return the sheets that are an instrument of the review as plain data for ``model.internal_review.Instrument``.

    Whether an instrument reaches the leaders, and when it is planned, only the municipality can say.
    """
    return [
        {"id": sheet.id, "kind": sheet.instrument, "text": sheet.title}
        for sheet in found
        if sheet.instrument is not None
    ]


def as_playbook_indicators(found: Worksheet) -> list[dict[str, Any]]:
    """Return the items of a sheet of kind ``indicators`` as data for ``model.internal_review.ReviewIndicator``."""
    return [{"text": item.short} | ({"reading": item.hint} if item.hint else {}) for item in found.items]


@cache
def _ids() -> tuple[str, ...]:
    return tuple(stem for stem in names("worksheets") if not stem.startswith("_"))


def _worksheet(item: Mapping[str, Any], said: Mapping[str, Any], lang: Lang) -> Worksheet:
    opening, before, caution = (
        _notes(item.get(part, ()), said.get(part, {})) for part in ("opening", "before", "caution")
    )
    sections = _sections(item["sections"], said["sections"], lang)
    lines: tuple[Note | Item, ...] = (
        *opening,
        *before,
        *(line for section in sections for line in section.items),
        *caution,
    )
    cited = dict.fromkeys(source for line in lines for source in line.sources)
    return Worksheet(
        id=item["id"],
        order=item["order"],
        kind=item["kind"],
        area=item["area"],
        title=said["title"],
        purpose=said["purpose"],
        takes_part=said["takes_part"],
        led_by=item["led_by"],
        duration=item["duration"],
        cycle=item["cycle"],
        classification=item["class"],
        anonymous=item["anonymous"],
        instrument=item["instrument"],
        opening=opening,
        before=before,
        sections=sections,
        result=said["result"],
        caution=caution,
        help=tuple(item.get("help", ())),
        sources=tuple(_source(source) for source in cited),
        as_of=item["as_of"],
    )


def _notes(entries: Iterable[Mapping[str, Any]], said: Mapping[str, str]) -> tuple[Note, ...]:
    return tuple(
        Note(entry["id"], said[entry["id"]], tuple(entry["sources"]), entry["confidence"]) for entry in entries
    )


def _sections(entries: Iterable[Mapping[str, Any]], said: Mapping[str, Any], lang: Lang) -> tuple[Section, ...]:
    made: list[Section] = []
    number = 1
    for entry in entries:
        told = said[entry["id"]]
        items = tuple(
            _item(item, told["items"][item["id"]], place, lang) for place, item in enumerate(entry["items"], number)
        )
        number += len(items)
        made.append(Section(entry["id"], told["title"], told.get("intro"), items))
    return tuple(made)


def _item(entry: Mapping[str, Any], said: str | Mapping[str, Any], number: int, lang: Lang) -> Item:
    told: Mapping[str, Any] = {"text": said} if isinstance(said, str) else said
    shared = entry.get("set")
    answers = told.get("options", {}) if shared is None else words("worksheets/_shared", lang)["sets"][shared]
    chosen = entry.get("options", ()) if shared is None else answers
    return Item(
        id=entry["id"],
        number=number,
        text=told["text"],
        hint=told.get("hint"),
        short=told.get("short", told["text"]),
        sources=tuple(entry["sources"]),
        confidence=entry["confidence"],
        answer=entry.get("answer"),
        options=tuple(Option(option, answers[option]) for option in chosen),
        shared_set=shared,
        minutes=entry.get("minutes"),
        role=entry.get("role"),
        actor=entry.get("actor"),
        also=tuple(entry.get("also", ())),
        duration=entry.get("duration"),
    )


def _source(identifier: str) -> Source:
    item = facts("worksheets/_sources")["sources"][identifier]
    return Source(identifier, item["url"], item["as_of"], item.get("norm"))
