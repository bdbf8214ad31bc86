"""How a section reads in the documents: each is written with the section and without it, and the difference is shown.

No second set of templates: what a person sees here is what the documents say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from komma_cli.check.schema import read_model
from komma_cli.model.describe import field_of, fields_of, list_items, locate
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.model.references import TARGETS, references
from komma_cli.render.catalog import documents
from komma_cli.render.produce import fill
from komma_cli.texts import Lang, label
from komma_cli.wizard.showing.passages import Passage, passages

UNNAMED = "?"
"""Stands in the place of a name that no draft can do without."""


@dataclass(frozen=True)
class Shown:
    """What one document says of a section, made for the readers of the document's own class."""

    title: str
    readers: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Preview:
    """What the documents say of a section, the one that says most first."""

    documents: tuple[Shown, ...]
    incomplete: int
    """How many things of the section are so unfinished that no document can hold them yet."""


class Previews:
    """Makes previews of one draft after another; the documents of a draft that has not changed are written once."""

    def __init__(self, lang: Lang, today: date) -> None:
        self._lang: Lang = lang
        self._today = today
        self._of: Any = None
        self._written: dict[str, str] = {}
        self._left_out: list[str] = []

    def of(self, data: dict[str, Any], key: str) -> Preview:
        """Return the preview of a section. Raises ``RenderError`` where a document cannot be written."""
        if self._of is not data:
            self._written, self._left_out = self._write(data)
            self._of = data
        without, _ = self._write(taken_out(data, key))
        shown = []
        for spec in documents():
            found = passages(self._written.get(spec.id, ""), without.get(spec.id, ""))
            if found:
                readers = label("confidentiality", spec.classification, self._lang)
                shown.append(Shown(spec.titles[self._lang], readers, found))
        shown.sort(key=lambda document: -sum(len(passage.lines) for passage in document.passages))
        return Preview(tuple(shown), self._left_out.count(key))

    def _write(self, data: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
        """Return the text of each document, and the section of each thing that had to be left out."""
        reading = read_model(data)
        if not reading.sound:
            return {}, [str(key) for key in data]
        texts = {
            # without what it needs no document speaks of sections that are missing
            spec.id: fill(reading.playbook, replace(spec, needs=()), self._lang, None, self._today).markdown
            for spec in documents()
            if not spec.is_form
        }
        return texts, [str(parts[0]) for parts in reading.left_out]


def taken_out(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the draft without a section, and without the open questions about it.

    Entries that other sections name stay, bare of all but what an entry cannot do without: every sentence that names
    a role is not a sentence about the section of roles.
    """
    spec = field_of(Playbook, key)
    rest = {name: value for name, value in data.items() if name != key}
    rest["open"] = [item for _, item in list_items(data, "open") if not _is_about(item, key)]
    if spec is not None and spec.required and spec.group is not None:
        rest[key] = _nameless(spec.group, data.get(key))
    named = {reference.target_id for reference in references(data) if reference.parts[0] != key}
    for target in (target for target in TARGETS if target.partition(".")[0] == key):
        group = locate(Playbook, tuple(target.split(".")))
        assert group is not None
        assert group.group is not None
        kept = [_bare(group.group, item) for _, item in list_items(data, target) if str(item.get("id")) in named]
        if kept and "." in target:
            rest[key] = {target.partition(".")[2]: kept}
        elif kept:
            rest[key] = kept
    return rest


def _is_about(item: Any, key: str) -> bool:
    path = str(item.get("path", "")) if isinstance(item, dict) else ""
    return path == key or path.startswith((f"{key}.", f"{key}["))


def _bare(group: type[Section], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with nothing but its required fields."""
    return {spec.key: item[spec.key] for spec in fields_of(group) if spec.required and spec.key in item}


def _nameless(group: type[Section], value: Any) -> dict[str, Any]:
    """Return the required fields of a section, its texts replaced."""
    bare = _bare(group, value) if isinstance(value, dict) else {}
    free = {spec.key for spec in fields_of(group) if spec.kind == "text"}
    return {name: UNNAMED if name in free else held for name, held in bare.items()}
