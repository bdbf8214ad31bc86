"""What people call the place of a change: the entry it is about, and the field in it, made of nothing confidential."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from komma_cli import fieldnames
from komma_cli.comparing import Compared, Difference, spec_of
from komma_cli.model.fields import item_key
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.report.changes_values import LONG, one_line, person_words, said, seen_parts, shortened
from komma_cli.texts import Lang, text
from komma_cli.wizard.showing.closing import place_words
from komma_cli.wizard.showing.titles import title_of

_IMPLIED: Final[Mapping[str, tuple[str, ...]]] = {"channels": ("value",), "steps": ("text",)}
"""By list: the field that is the item, so that its own name says nothing more."""
_TITLE: Final = 50
"""Signs of the name of an entry inside another one, such as a step of a card."""


class PlaceNames:
    """The two versions of a plan, and who may know what of them."""

    def __init__(self, compared: Compared, lang: Lang, confidential: bool) -> None:
        self.old, self.new, self.lang, self.confidential = compared.old, compared.new, lang, confidential

    def seen(self, old_parts: SymbolicPath, parts: SymbolicPath) -> int:
        """Return how many parts of a place may be known: what one of the versions hides is hidden."""
        if self.confidential:
            return len(parts)
        return min(seen_parts(self.old, old_parts), seen_parts(self.new, parts))

    def shown(self, one: Difference) -> bool:
        """Say whether the values of a difference may be quoted."""
        return self.seen(one.old_parts, one.parts) == len(one.parts)

    def subject_length(self, parts: SymbolicPath) -> int:
        """Return how many parts lead to the entry a change is about; 0 if it is about a section."""
        return next((n + 1 for n, part in enumerate(parts) if not isinstance(part, str)), 0)

    def subject(self, one: Difference) -> str:
        """Return what people call the entry a change is about, with its list where the section has several."""
        length = self.subject_length(one.parts)
        if one.parts[0] in ("review", "municipality") or not length or not self.is_entry(one, length):
            return ""
        title, keys = self.title(one, length), tuple(part for part in one.parts[:length] if isinstance(part, str))
        alone = len(keys) == 1 or keys == ("escalation", "levels")
        return title if alone else f"{fieldnames.short(keys, self.lang) or keys[-1]}: {title}"

    def is_entry(self, one: Difference, length: int) -> bool:
        """Say whether a place in a list holds an entry, not only a line or a reference."""
        sides = get(self.new, one.parts[:length]), get(self.old, one.old_parts[:length])
        return isinstance(one.parts[length - 1], ById) or any(isinstance(side, dict) for side in sides)

    def place(self, one: Difference, upto: int | None = None) -> str:
        """Return what people call a place below its subject: names of entries on the way, then the field."""
        parts = one.parts[:upto]
        start = self.subject_length(parts) if self.subject(one) else 0
        names: list[str] = []
        implied = parts[-1] in _IMPLIED.get(str(parts[-3]), ()) if len(parts) > 2 else False
        for number in range(max(start, 1), len(parts)):
            part, keys = parts[number], tuple(p for p in parts[: number + 1] if isinstance(p, str))
            last = number + 1 == len(parts)
            if isinstance(part, str) and not (last and implied) and (last or isinstance(parts[number + 1], str)):
                names.append(fieldnames.short(keys, self.lang) or one_line(part))
            elif not isinstance(part, str) and self.is_entry(one, number + 1):
                names.append(self._item_name(one, number + 1, implied=implied and number + 2 == len(parts)))
        if not names:
            keys = tuple(part for part in parts if isinstance(part, str))
            names = [fieldnames.short(keys, self.lang) or one_line(keys[-1])]
        return ", ".join(names)

    def _item_name(self, one: Difference, length: int, *, implied: bool) -> str:
        """Return what an entry on the way is called; one of which the very name changed by its number or kind."""
        name, identifier = one.parts[length - 2], one.parts[length - 1]
        if name == "channels":
            kind = get(self.new, (*one.parts[:length], "kind")) or get(self.old, (*one.old_parts[:length], "kind"))
            return said(spec_of((*one.parts[:length], "kind")), kind, self.new, self.lang)
        steps = list(ids_of(get(self.new, one.parts[: length - 1]))) if name == "steps" else []
        if isinstance(identifier, ById) and identifier.id in steps:
            number = steps.index(identifier.id) + 1
            if implied:
                return text("changes.step", self.lang, number=number)
            return text("changes.step_named", self.lang, number=number, text=self.title(one, length))
        return self.title(one, length)

    def whole_place(self, one: Difference) -> str:
        """Return the entry and the place in it."""
        subject, place = self.subject(one), self.place(one)
        return f"{subject}, {place}" if subject else place

    def title(self, one: Difference, length: int) -> str:
        """Return what people call the entry that the first ``length`` parts of a place lead to."""
        in_new = one.kind != "removed" and isinstance(get(self.new, one.parts[:length]), dict)
        return self.title_at(one.old_parts[:length], one.parts[:length] if in_new else None)

    def title_at(self, was: SymbolicPath | None, now: SymbolicPath | None) -> str:
        """Return what people call an entry, made of nothing that is confidential."""
        data, parts = (self.new, now) if now is not None else (self.old, was or ())
        item = get(data, parts)
        if not isinstance(item, dict):
            return one_line(str(item))
        seen = {
            key: value for key, value in item.items() if self.seen((*(was or parts), key), (*parts, key)) > len(parts)
        }
        if parts[0] == "open" and seen.get("path"):
            return one_line(place_words(dict(data), str(seen["path"]), self.lang))
        if "rule" in seen:
            return one_line(str(seen["rule"]))
        if "version" in seen:
            return text("changes.version", self.lang, version=one_line(str(seen["version"])))
        former = get(self.old, was or ())
        somebody_else = isinstance(former, dict) and now is not None and former.get("name") != seen.get("name")
        if parts[0] == "people" and len(parts) == 2 and somebody_else and seen.get("function"):
            return one_line(str(seen["function"]))  # the sentence below says who
        title = one_line(person_words(seen) or title_of(dict(data), seen, self.lang))
        if title:
            return shortened(title, LONG if len(parts) == 2 else _TITLE)
        last = parts[-1]
        return last.id if isinstance(last, ById) else text("changes.entry", self.lang, number=int(last) + 1)


def id_of(one: Difference) -> str:
    """Return the id of the innermost entry that has one, or an empty text."""
    return next((part.id for part in reversed(one.parts) if isinstance(part, ById)), "")


def ids_of(items: Any) -> Iterable[str]:
    """Yield the id of every item of a list, or its position."""
    return (key_of(number, item) for number, item in enumerate(items or []))


def key_of(part: object, item: Any) -> str:
    """Return the id of an item, else the part of the path that led to it."""
    return item_key(item) or str(part)


def part_of(item: Any, position: int) -> ById | int:
    """Return what names an item in a path."""
    key = item_key(item)
    return position if key is None else ById(key)
