"""What every proposal is made of: the edits that take it over, what an entry lacks, and where komma has it from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from komma_cli import dates
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.store import Change, Removal
from komma_cli.texts import Lang, text, words
from komma_cli.wizard.showing.titles import title_of

if TYPE_CHECKING:
    from komma_cli.directory import DirectoryEntry

Edit = Change | Removal
Plain = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """One thing komma offers for a list or a question: what it is, where komma has it from, and the edits that take
    it over."""

    key: str
    """Id in the catalogue, library, directory, blueprint or worksheet."""
    title: str
    detail: str
    edits: tuple[Edit, ...]
    completes: bool = False
    """The playbook has the entry already; only what it lacks is offered."""


Source = Callable[[Plain, SymbolicPath, Lang, Collection[str]], Iterator[Proposal]]
"""(draft, place, language, keys taken in the same go) to what komma offers there."""


class Read(Protocol):
    """Where something was read."""

    @property
    def url(self) -> str:
        """Return the address."""

    @property
    def as_of(self) -> str | None:
        """Return the ISO date, month or year the page shows, or None."""


def new(parts: SymbolicPath, item: Plain, title: str, detail: str) -> Proposal:
    """Return the proposal of a new entry for the list at ``parts``."""
    return Proposal(str(item["id"]), title, detail, (Change((*parts, ById(str(item["id"]))), item),))


def completion(data: Plain, parts: SymbolicPath, identifier: str, fresh: Plain, lang: Lang) -> Iterator[Proposal]:
    """Offer the answers that an entry lacks and its template has."""
    here: SymbolicPath = (*parts, ById(identifier))
    own = get(data, here) or {}
    edits: list[Edit] = []
    for key, value in fresh.items():
        if own.get(key) in (None, "", []) and value not in ("", []):
            edits.append(Change((*here, key), value))
        elif key in ("inform", "independent_of") and (missing := [v for v in value if v not in own[key]]):
            edits.append(Change((*here, key), [*own[key], *missing]))
    edits = [edit for edit in edits if not _same_contact_twice(own, edit)]
    if edits:
        names = words(f"questions/{parts[0]}", lang)
        path = ".".join(str(part) for part in parts)
        lacks = ", ".join(names[f"{path}.{edit.parts[-1]}"]["short"] for edit in edits)
        title = title_of(data, own, lang) or identifier
        yield completing(identifier, title, text("wizard.proposal_lacks", lang, fields=lacks), edits, lang)


def completing(key: str, title: str, detail: str, edits: Sequence[Edit], lang: Lang) -> Proposal:
    """Return the proposal to add to an entry what it lacks."""
    return Proposal(key, text("wizard.proposal_complete", lang, item=title), detail, tuple(edits), completes=True)


def roles_by_template(data: Plain) -> dict[str, str]:
    """Return catalogue id -> id of the role in the playbook."""
    found = ((role, item_key(role)) for _, role in list_items(data, "roles"))
    return {str(role.get("based_on") or key): key for role, key in found if key is not None}


def source_words(sources: Sequence[Read], confidence: str, lang: Lang) -> str:
    """Return where komma has it from: the first source with its date; what komma made of several, or made, says so."""
    if not sources:
        return text("wizard.proposal_own", lang)
    key = "wizard.proposal_derived" if confidence == "D" else "wizard.proposal_from"
    return text(key, lang, source=_site(sources[0].url), when=_dated(sources[0].as_of, lang))


def entry_words(entry: DirectoryEntry, lang: Lang) -> str:
    """Return where komma has a body of the directory from, and whether that is sure."""
    key = "wizard.proposal_from" if entry.confidence == "high" else "wizard.proposal_unsure"
    return text(key, lang, source=_site(entry.source), when=_dated(entry.source_date, lang))


def _dated(day: str | None, lang: Lang) -> str:
    return text("wizard.proposal_date", lang, date=dates.say(day, lang)) if day else text("wizard.undated", lang)


def _site(url: str) -> str:
    return url.rsplit("//", maxsplit=1)[-1].split("/", maxsplit=1)[0].removeprefix("www.")


def _same_contact_twice(own: Plain, edit: Edit) -> bool:
    """Say whether an edit would make the second contact of a level the first one again."""
    other = {"first_contact": "deputy", "deputy": "first_contact"}.get(str(edit.parts[-1]))
    return other is not None and isinstance(edit, Change) and own.get(other) == edit.value
