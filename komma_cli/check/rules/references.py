"""K1xx: references and identity. Nobody points at somebody who is not there, and nothing stands twice."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from komma_cli.check.finding import Hit, Link, SymbolicParts
from komma_cli.check.registry import Context, rule
from komma_cli.model.bodies import Body
from komma_cli.model.channels import EMAILS, PHONES
from komma_cli.model.describe import Parts, list_items
from komma_cli.model.fields import item_key
from komma_cli.model.people import Person
from komma_cli.model.references import SHARED_NAMES
from komma_cli.texts import facts

_ON_MANY_DOORS = ("110", "112")
"""Numbers that several entries may name without being the same contact."""
_COMPARISONS = 8_000
"""Of a word with a word, for all suggestions of a file: about a third of a second. No real plan comes near it."""
_LONGEST_WORD = 80
"""Letters; comparing takes the square of them."""


class Suggestions:
    """What somebody may have meant. Looking for it is slow, so a file gets only so much of it."""

    def __init__(self) -> None:
        """Begin with the whole stock of comparisons."""
        self._left = _COMPARISONS

    def for_(self, written: str, words: dict[str, str]) -> tuple[str, ...]:
        """Return the entry of ``words`` (by lower-case word) that is likest to ``written``, if one is like it."""
        if len(written) > _LONGEST_WORD or len(words) > self._left:
            return ()
        self._left -= len(words)
        close = difflib.get_close_matches(written.lower(), words, 1, 0.6)
        return tuple(words[word] for word in close)


@rule("K101", "error", profile="core", sources=("D",), on_data=True)
def dangling_reference(context: Context) -> Iterator[Hit]:
    """A reference leads to an item that exists."""
    known = context.identifiers
    by_targets: dict[tuple[str, ...], set[str]] = {}
    by_words: dict[tuple[str, ...], dict[str, str]] = {}
    suggestions = Suggestions()
    for reference in context.references:
        targets = reference.ref.targets
        if targets not in by_targets:
            by_targets[targets] = {identifier for target in targets for identifier in known[target]}
        if reference.target_id not in by_targets[targets]:
            if targets not in by_words:
                by_words[targets] = _words(context.data, targets)
            similar = suggestions.for_(reference.target_id, by_words[targets])
            yield Hit(reference.parts, {"target": reference.target_id, "lists": targets, "similar": similar})


def _words(data: dict[str, Any], targets: tuple[str, ...]) -> dict[str, str]:
    """Return the ids in the lists by what somebody may write for them: the id itself, else name, function or title."""
    by_word: dict[str, str] = {}
    for target in targets:
        for _, item in list_items(data, target):
            identifier = item_key(item)
            if identifier is not None:
                by_word[identifier.lower()] = identifier
                for key in ("name", "function", "title"):
                    by_word.setdefault(str(item.get(key) or identifier).lower(), identifier)
    return {word: identifier for word, identifier in by_word.items() if len(word) <= _LONGEST_WORD}


@rule("K102", "error", profile="core", sources=("D",), on_data=True)
def duplicate_id(context: Context) -> Iterator[Hit]:
    """An id stands once in its list."""
    for parts, items in context.groups:
        seen: dict[str, int] = {}
        for position, item in enumerate(items):
            identifier = item_key(item)
            if identifier is None:
                continue
            first = seen.setdefault(identifier, position)
            if first != position:
                related = (Link((*parts, first, "id")),)
                yield Hit((*parts, position, "id"), {"id": identifier}, related=related)


_CALLED = {"people": "function", "roles": "title", "bodies": "name"}
"""What people call an entry; a person is called by the function, so that no name stands in a report."""


@rule("K103", "hint", profile="full", sources=("D",), on_data=True)
def unused_item(context: Context) -> Iterator[Hit]:
    """Every person, role and outside body is named somewhere."""
    used = {reference.target_id for reference in context.references}
    for target in SHARED_NAMES:
        for parts, item in list_items(context.data, target):
            identifier = item_key(item)
            if identifier is not None and identifier not in used:
                said = item.get(_CALLED[target])
                yield Hit(
                    parts, {"id": identifier, "case": target, "called": said if isinstance(said, str) else identifier}
                )


@rule("K104", "error", profile="core", needs=("municipality",), sources=("D",))
def ags_fits_land(context: Context) -> Iterator[Hit]:
    """The first two digits of the official key belong to the Land."""
    municipality = context.playbook.municipality
    wanted = facts("laender")["laender"][municipality.state]["ags_prefix"]
    if municipality.ags is not None and not municipality.ags.startswith(wanted):
        values = {"ags": municipality.ags, "start": municipality.ags[:2], "wanted": wanted, "state": municipality.state}
        yield Hit(("municipality", "ags"), values)


@rule("K105", "error", profile="core", sources=("D",), on_data=True)
def id_in_two_lists(context: Context) -> Iterator[Hit]:
    """People, roles and bodies share one name space, because a contact may be any of the three."""
    known = context.identifiers
    first: dict[str, str] = {}
    for target in SHARED_NAMES:
        for identifier, parts in known[target].items():
            if identifier in first:
                values = {"id": identifier, "first": first[identifier], "second": target}
                yield Hit((*parts, "id"), values, related=(Link((*known[first[identifier]][identifier], "id")),))
            first.setdefault(identifier, target)


@rule("K106", "error", profile="core", sources=("R04", "R12"), on_data=True)
def deputy_is_holder(context: Context) -> Iterator[Hit]:
    """Whoever stands in is somebody else."""
    for reference in context.references:
        sibling = reference.ref.differs_from
        if sibling is None:
            continue
        holder = reference.parts[: -2 if isinstance(reference.parts[-1], int) else -1]
        if _get(context.data, (*holder, sibling)) == reference.target_id:
            yield Hit(reference.parts, {"target": reference.target_id}, related=(Link((*holder, sibling)),))


def _get(data: Any, parts: Parts) -> Any:
    for part in parts:
        data = data.get(part) if isinstance(data, dict) else data[part]
    return data


@rule("K107", "warning", profile="core", sources=("R100",))
def same_contact_twice(context: Context) -> Iterator[Hit]:
    """One contact stands once, and one number says one thing."""
    origins: dict[str, str] = {}
    for body in context.playbook.bodies:
        if body.from_ is not None and body.from_ in origins:
            first = origins[body.from_]
            related = (Link(("bodies", first, "from")),)
            yield Hit(("bodies", body.id, "from"), {"case": "body", "first": first}, related=related)
        elif body.from_ is not None:
            origins[body.from_] = body.id
    yield from _one_value_two_kinds(context)
    yield from _one_value_two_hours(context)


def _one_value_two_kinds(context: Context) -> Iterator[Hit]:
    kinds: dict[str, tuple[str, str, SymbolicParts]] = {}
    entries: list[tuple[str, Person | Body]] = [("people", person) for person in context.playbook.people]
    entries += [("bodies", body) for body in context.playbook.bodies]
    for target, entry in entries:
        for position, channel in enumerate(entry.channels):
            if channel.kind not in (*PHONES, *EMAILS):
                continue
            parts = (target, entry.id, "channels", position, "kind")
            first, kind, there = kinds.setdefault(channel.value, (entry.id, channel.kind, parts))
            if kind != channel.kind:
                yield Hit(parts, {"case": "kind", "first": first}, related=(Link(there, "other"),))


def _one_value_two_hours(context: Context) -> Iterator[Hit]:
    hours: dict[str, tuple[str, str]] = {}
    for body in context.playbook.bodies:
        for channel in body.channels:
            if channel.kind not in (*PHONES, *EMAILS) or channel.value in _ON_MANY_DOORS or body.hours is None:
                continue
            first, known = hours.setdefault(channel.value, (body.id, body.hours))
            if known != body.hours:
                related = (Link(("bodies", first, "hours"), "other"),)
                yield Hit(("bodies", body.id, "hours"), {"case": "hours", "first": first}, related=related)
                break
