"""From the contacts of a file to entries of the playbook: which are new, and what others lack. Pure.

An entry that is there is only ever completed. Two rows, or a row and an entry, are the same person when the e-mail
address is the same and no name speaks against it (offices share mailboxes), else when the name is the same and no
address speaks against it, else when one of the two has no name and the function is the only one of its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from komma_cli import hours, phones
from komma_cli.contacts.contact import Contact, Notice, folded
from komma_cli.model.channels import EMAILS
from komma_cli.model.describe import list_items
from komma_cli.paths import ById, get
from komma_cli.store import Change
from komma_cli.texts import Lang, text
from komma_cli.wizard.proposing.proposal import Proposal
from komma_cli.wizard.showing.titles import channel_words

Plain = dict[str, Any]
_MILD = ("one_sheet", "columns_left", "private_left", "person_of_body")
"""Notices that need no look."""
_TEXTS = ("name", "function", "unit", "hours")


@dataclass(frozen=True)
class Found:
    """One person or body of a file, held against the playbook."""

    action: Literal["new", "complete", "known"]
    item: Plain
    """The new entry without its id; of an entry that is there only what it lacks."""
    title: str
    line: int
    target: str = ""
    """Id of the entry that is there."""
    notices: tuple[Notice, ...] = ()


def compare(data: Plain, contacts: Sequence[Contact], list_name: str) -> list[Found]:
    """Return everybody in a file once, in its order; rows about the same person are put together."""
    own = [item for _, item in list_items(data, list_name) if isinstance(item, dict)]
    known = _Index(own)
    merged = _together([(_item(contact, list_name), contact) for contact in contacts])
    functions = [folded(str(item.get("function", ""))) for item, _, _ in merged]
    found = []
    for (item, contact, notices), function in zip(merged, functions, strict=True):
        place, doubts = known.place_of(item, unique_function=functions.count(function) == 1)
        title = str(item.get("name") or item.get("function"))
        if place is None:
            found.append(Found("new", item, title, contact.line, notices=(*notices, *doubts)))
            continue
        entry = own[place]
        adds, differences = lacking(entry, item)
        title = str(entry.get("name") or entry.get("function") or title)
        action: Literal["complete", "known"] = "complete" if adds else "known"
        found.append(Found(action, adds, title, contact.line, str(entry.get("id")), (*notices, *differences)))
    return found


def lacking(entry: Plain, item: Plain) -> tuple[Plain, list[Notice]]:
    """Return what an item has and an entry lacks, and where both have something else; of channels kind by kind."""
    adds: Plain = {}
    notices: list[Notice] = []
    for key in _TEXTS:
        value, there = item.get(key), entry.get(key)
        if value and not there:
            adds[key] = value
        elif value and key == "hours" and value != there:
            notices.append(Notice("differs_hours"))
        elif value and key != "hours" and folded(str(value)) != folded(str(there)):
            notices.append(Notice("differs_text", {"plan": there, "file": value}))
    there = [channel for channel in entry.get("channels") or [] if isinstance(channel, dict)]
    values = {str(channel.get("value")).casefold() for channel in there}
    fresh = [channel for channel in item.get("channels") or [] if channel["value"].casefold() not in values]
    for kind in dict.fromkeys(channel["kind"] for channel in fresh):
        new = [channel for channel in fresh if channel["kind"] == kind]
        old = [channel for channel in there if channel.get("kind") == kind]
        if not old:
            adds.setdefault("channels", []).extend(new)
        elif len(new) == sum(channel["kind"] == kind for channel in item["channels"]):
            said = {"plan": channel_words(old[0]), "file": channel_words(new[0])}
            notices.append(Notice("differs_channel", said))
    return adds, notices


def taking(data: Plain, list_name: str, chosen: Iterable[Found], fresh_id: Callable[[set[str]], str]) -> list[Change]:
    """Return the edits that take over what was chosen, as the draft is now; ``fresh_id`` avoids the ids it is given."""
    edits: list[Change] = []
    taken: set[str] = set()
    for found in chosen:
        entry = get(data, (list_name, ById(found.target))) if found.target else None
        if not isinstance(entry, dict):
            identifier = fresh_id(taken)
            taken.add(identifier)
            edits.append(Change((list_name, ById(identifier)), {"id": identifier, **found.item}))
            continue
        here = (list_name, ById(found.target))
        adds, _ = lacking(entry, found.item)
        edits += [Change((*here, key), adds[key]) for key in _TEXTS if key in adds]
        beginning = len(entry.get("channels") or [])
        edits += [
            Change((*here, "channels", beginning + place), channel)
            for place, channel in enumerate(adds.get("channels", []))
        ]
    return edits


def proposal(number: int, found: Found, lang: Lang) -> Proposal:
    """Return what the preview shows: who it is, what is taken over, and what to look at."""
    item = found.item
    title = found.title
    numbers = ", ".join(channel_words(channel) for channel in item.get("channels", []))
    spoken = hours.say(item["hours"], lang) if item.get("hours") else ""
    said = [str(item[key]) for key in ("function", "unit") if item.get(key) and item[key] != title]
    if found.action == "complete":
        title = text("wizard.proposal_complete", lang, item=title)
        added = (str(item.get("name", "")), *said, numbers, spoken)
        lines = [text("contacts.adds", lang, what=", ".join(filter(None, added)))]
    else:
        lines = [", ".join(said), numbers or text("contacts.no_channel", lang), spoken]
    lines += [warning(notice, lang) for notice in found.notices]
    return Proposal(str(number), title, "\n".join(filter(None, lines)), ())


def warning(notice: Notice, lang: Lang) -> str:
    """Return a notice in words, with a call to look where that is needed."""
    said = notice.sentence(lang)
    return said if notice.kind in _MILD else text("contacts.careful", lang, notice=said)


def _item(contact: Contact, list_name: str) -> Plain:
    """Return the entry a contact makes, without id; what the file does not say is not there."""
    channels = [{"kind": phones.kind(number), "value": number} for number in contact.phones]
    channels += [{"kind": "email", "value": address} for address in contact.emails]
    channels += [{"kind": "web", "value": contact.web}] if contact.web else []
    keys = _TEXTS if list_name == "people" else ("name", "hours")
    item: Plain = {key: value for key in keys if (value := getattr(contact, key))}
    if channels:
        item["channels"] = channels
    order = ("name", "function", "unit", "channels", "hours")
    return {key: item[key] for key in order if key in item}


def _together(rows: list[tuple[Plain, Contact]]) -> list[tuple[Plain, Contact, tuple[Notice, ...]]]:
    """Put rows about the same person together: the first one counts, the others add what it lacks."""
    merged: list[tuple[Plain, Contact, tuple[Notice, ...]]] = []
    known = _Index([])
    for item, contact in rows:
        place, doubts = known.place_of(item, unique_function=not item.get("name"), nameless_only=True)
        if place is None:
            known.add(item)
            merged.append((item, contact, (*contact.notices, *doubts)))
            continue
        first, whole, notices = merged[place]
        adds, differences = lacking(first, item)
        channels = [*first.get("channels", []), *adds.pop("channels", [])]
        first |= adds | ({"channels": channels} if channels else {})
        twin = Notice("twin", {"first": whole.line, "second": contact.line})
        told = [replace(each, kind=f"file_{each.kind}") for each in differences]
        merged[place] = (first, whole, (*notices, twin, *told, *contact.notices))
        known.add_keys(place, first)
    return merged


class _Index:
    """Finds the item that means the same person, without comparing everybody with everybody."""

    def __init__(self, items: Iterable[Plain]) -> None:
        self._items: list[Plain] = []
        self._by_email: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_function: dict[str, list[int]] = defaultdict(list)
        for item in items:
            self.add(item)

    def add(self, item: Plain) -> None:
        self._items.append(item)
        self.add_keys(len(self._items) - 1, item)

    def add_keys(self, place: int, item: Plain) -> None:
        for address in _addresses(item):
            self._by_email[address].append(place)
        for index, key in ((self._by_name, "name"), (self._by_function, "function")):
            if (said := folded(str(item.get(key) or ""))) and place not in index[said]:
                index[said].append(place)

    def place_of(
        self, item: Plain, *, unique_function: bool, nameless_only: bool = False
    ) -> tuple[int | None, list[Notice]]:
        """Return the place of the same person or None, with the doubts there are about that."""
        name, addresses = folded(str(item.get("name") or "")), _addresses(item)
        sharing = [place for address in sorted(addresses) for place in self._by_email.get(address, ())]
        for place in sharing:
            if not name or self._name(place) in ("", name):
                return place, []
        namesakes = self._by_name.get(name, []) if name else []
        for place in namesakes:
            if not addresses or not _addresses(self._items[place]):
                return place, []
        doubts = [Notice("shared_email", {"name": self._title(place)}) for place in sharing[:1]]
        doubts += [Notice("same_name", {"name": self._title(place)}) for place in namesakes[:1]]
        alike = self._by_function.get(folded(str(item.get("function") or "")), [])
        if doubts or not unique_function or len(alike) != 1:
            return None, doubts
        there = self._items[alike[0]]
        nameless = not name and (not self._name(alike[0]) or not nameless_only)
        if (nameless or (not self._name(alike[0]) and not nameless_only)) and not (addresses and _addresses(there)):
            return alike[0], []
        return None, []

    def _name(self, place: int) -> str:
        return folded(str(self._items[place].get("name") or ""))

    def _title(self, place: int) -> str:
        item = self._items[place]
        return str(item.get("name") or item.get("function") or "")


def _addresses(item: Plain) -> frozenset[str]:
    return frozenset(
        str(channel.get("value")).casefold()
        for channel in item.get("channels") or []
        if isinstance(channel, dict) and channel.get("kind") in EMAILS
    )
