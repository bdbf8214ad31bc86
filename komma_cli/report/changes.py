"""What changed between two versions of a plan, in words: one sentence a change, grouped by what matters first.

First what decides whether somebody answers tonight, then who holds which role, then the cards, then the rest. What is
confidential in one of the two versions is only told as changed, unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from komma_cli import fieldnames
from komma_cli.comparing import Compared, Difference, Replaced, spec_of
from komma_cli.merging import ABSENT
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.model.playbook import SECTIONS
from komma_cli.model.references import references
from komma_cli.paths import ById, SymbolicPath, format_path, get
from komma_cli.report.changes_places import PlaceNames, id_of, ids_of, key_of, part_of
from komma_cli.report.changes_values import (
    LONG,
    excerpts,
    is_phone,
    one_line,
    said,
    shortened,
    target_words,
    without_hidden,
)
from komma_cli.texts import Lang, text, words
from komma_cli.wizard.showing.titles import title_of

GROUPS: Final = ("emergency", "roles", "cards", "contacts", "levels")
"""The groups that come first, in this order; behind them the other sections in the order of the plan."""
MOVED_SHOWN: Final = 4
"""Of a list in which more items changed their place only the number is told."""
_AT_NIGHT: Final = ("out_of_hours", "first_contact", "deputy")
_REACHED: Final = ("channels", "hours")
_DETAILS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("channels", "hours"),
    "roles": ("holder", "deputies", "provided_by"),
    "bodies": ("kind", "channels", "hours"),
    "steps": ("role", "actor", "within"),
    "routes": ("recipient",),
    "offers": ("contact",),
    "aftercare": ("after", "owner"),
    "measures": ("responsible", "due"),
    "open": ("owner", "until"),
    "deviations": ("by", "until"),
    "changes": ("on", "what"),
}
"""By list: what is told of an item that came or went, beside its name."""


@dataclass(frozen=True)
class Place:
    """Where a change is, and its values, for programs; nothing in it is withheld from whoever reads it."""

    kind: str
    old_path: str | None
    path: str | None
    """None where the place is not in that version."""
    old: Any = None
    new: Any = None
    """None also for what moved, and for what is withheld."""


@dataclass(frozen=True)
class Told:
    """One change in words. ``kind`` is that of the difference, or ``replaced``."""

    group: str
    kind: str
    subject: str
    """The entry it is about, such as a person or a card; empty where it is about a section."""
    sentence: str
    details: tuple[str, ...]
    """Lines below the sentence: old and new wording with marks around what changed, or the places."""
    withheld: bool
    """Something confidential changed, and its values are left out."""
    places: tuple[Place, ...]
    differences: tuple[Difference, ...]
    """What the sentence tells; of what is withheld all of it, so for nobody to print."""


def tell(compared: Compared, lang: Lang, *, confidential: bool = False) -> tuple[Told, ...]:
    """Return every difference in words, each once; ``confidential`` quotes confidential values too."""
    teller = _Teller(compared, lang, confidential)
    found: list[Told] = []
    single = list(compared.differences)
    for group in compared.replaced:
        shown = tuple(one for one in group.places if teller.shown(one))
        # whoever sits in a confidential place is not named, and one place is no group
        single += [one for one in group.places if len(shown) < 2 or one not in shown]
        if len(shown) > 1:
            found.append(teller.replaced(replace(group, places=shown)))
    found += teller.all(single)
    order = {group: number for number, group in enumerate(dict.fromkeys((*GROUPS, *SECTIONS)))}
    subjects: dict[tuple[str, str], int] = {}
    for one in found:
        subjects.setdefault((one.group, one.subject), len(subjects) + 1)
    found.sort(key=lambda one: (order.get(one.group, 99), subjects[one.group, one.subject] if one.subject else 0))
    return tuple(found)


def group_title(group: str, lang: Lang) -> str:
    """Return the heading of a group."""
    if group in GROUPS:
        return text(f"changes.group_{group}", lang)
    sections: dict[str, str] = words("labels", lang)["sections"]
    return sections.get(group) or text("changes.group_other", lang)


class _Teller(PlaceNames):
    def __init__(self, compared: Compared, lang: Lang, confidential: bool) -> None:
        super().__init__(compared, lang, confidential)
        self.at_night = _reached_at_night(self.old) | _reached_at_night(self.new)

    # -- all of them ----------------------------------------------------------------------------------------------

    def all(self, differences: Sequence[Difference]) -> Iterator[Told]:
        """Yield the differences in their order; what hides behind one confidential place is one change."""
        hidden: dict[tuple[SymbolicPath, SymbolicPath], list[Difference]] = {}
        moved: dict[SymbolicPath, list[Difference]] = {}
        for one in differences:
            if one.kind == "moved":
                moved.setdefault(one.parts[:-1], []).append(one)
        for one in differences:
            cut = self.seen(one.old_parts, one.parts)
            if cut < len(one.parts):
                cut += isinstance(
                    one.parts[cut], str
                )  # the name of a field is no secret; of an item only the list is told
                hidden.setdefault((one.old_parts[:cut], one.parts[:cut]), []).append(one)
            elif one.kind != "moved" or len(moved[one.parts[:-1]]) <= MOVED_SHOWN:
                yield self._one(one)
            elif one is moved[one.parts[:-1]][0]:
                yield self._many_moved(moved[one.parts[:-1]])
        for (was, now), places in hidden.items():
            yield self._withheld(was, now, places)

    def replaced(self, group: Replaced) -> Told:
        """Return one sentence for somebody who is named in many places in the stead of somebody else."""
        spec = spec_of(group.places[0].parts)
        targets = spec.ref.targets if spec is not None and spec.ref is not None else ()
        now, was = (
            target_words(data, targets, identifier)
            for data, identifier in ((self.new, group.new_id), (self.old, group.old_id))
        )
        people = [get(self.new, ("people", ById(group.new_id)), {}), get(self.old, ("people", ById(group.old_id)), {})]
        functions = {person.get("function") for person in people}
        if now == was:
            now, was = f"{now} ({group.new_id})", f"{was} ({group.old_id})"
        subject = ""
        if len(functions) == 1 and all(person.get("name") for person in people) and all(functions):
            subject = one_line(str(functions.pop()))
            now, was = (one_line(str(person["name"])) for person in people)
        roles = {one.parts[1] for one in group.places if one.parts[0] == "roles"}
        others = [one for one in group.places if one.parts[0] != "roles"]
        sentence = text("changes.replaced", self.lang, new=now, old=was, where=self._counted(len(roles), len(others)))
        named = dict.fromkeys(self.whole_place(one) for one in group.places)
        groups = [self._group(one.parts) for one in group.places]
        first = next((name for name in GROUPS if name in groups), groups[0])
        return Told(
            first,
            "replaced",
            subject,
            sentence,
            (f"{'; '.join(named)}.",),
            False,
            self._places(group.places),
            group.places,
        )

    def _counted(self, roles: int, elsewhere: int) -> str:
        """Return „in 7 Rollen und an 2 weiteren Stellen“."""
        parts = []
        if roles:
            parts.append(text(f"changes.in_roles{'_one' * (roles == 1)}", self.lang, count=roles))
        if elsewhere:
            one = "_one" * (elsewhere == 1)
            key = f"changes.more_places{one}" if roles else f"changes.places{one}"
            parts.append(text(key, self.lang, count=elsewhere))
        return text("changes.and", self.lang).join(parts)

    # -- one of them ----------------------------------------------------------------------------------------------

    def _one(self, one: Difference) -> Told:
        item = isinstance(one.parts[-1], ById | int)
        mapping = isinstance(one.new if one.new is not ABSENT else one.old, dict)
        details: tuple[str, ...] = ()
        if one.kind == "renamed":
            sentence = text("changes.renamed", self.lang, new=one.new, old=one.old)
        elif one.kind == "moved":
            sentence = self._moved(one)
        elif one.kind == "reordered":
            sentence = self._reordered(one)
        elif item and mapping:
            sentence = self._item(one)
        elif item and one.kind != "changed":
            place = self.place(one, upto=-1)
            sentence = text(f"changes.line_{one.kind}", self.lang, place=place, text=self._value(one))
        else:
            sentence, details = self._field(one)
        return Told(
            self._group(one.parts), one.kind, self.subject(one), sentence, details, False, self._places((one,)), (one,)
        )

    def _field(self, one: Difference) -> tuple[str, tuple[str, ...]]:
        """Return the sentence of a single value, and its two wordings where they are long."""
        place = self.place(one)
        if one.kind != "changed":
            return text(f"changes.{one.kind}", self.lang, place=place, text=self._value(one)), ()
        sides = [side if isinstance(side, str) else "" for side in (one.old, one.new)]
        spec = spec_of(one.parts)
        prose = spec is None or (spec.kind == "text" and spec.shape in ("line", "prose"))
        if prose and all(sides) and max(len(one_line(side)) for side in sides) > LONG:
            if one_line(sides[0]) == one_line(sides[1]):
                return text("changes.layout", self.lang, place=place), ()
            old, new = excerpts(*sides)
            lines = text("changes.was", self.lang, text=old), text("changes.is", self.lang, text=new)
            return text("changes.reworded", self.lang, place=place), lines
        old, new = self._said(one, one.old, self.old), self._said(one, one.new, self.new)
        if old == new:  # two entries of one name, or two values that are read alike
            old, new = f"{old} ({one_line(str(one.old))})", f"{new} ({one_line(str(one.new))})"
        if one.parts[0] == "people" and one.parts[2:] == ("name",):
            here = [r.parts for r in references(self.new) if r.target_id == id_of(one)]
            count = len({parts[1] for parts in here if parts[0] == "roles"})
            where = self._counted(count, 0)
            if where:
                return text(
                    "changes.replaced", self.lang, new=one_line(one.new), old=one_line(one.old), where=where
                ), ()
        if len(old) + len(new) > LONG:
            lines = text("changes.was", self.lang, text=old), text("changes.is", self.lang, text=new)
            return text("changes.changed_long", self.lang, place=place), lines
        return text("changes.changed", self.lang, place=place, new=new, old=old), ()

    def _item(self, one: Difference) -> str:
        """Return the sentence of an entry that came or went, with what is most important in it."""
        data, parts = (self.new, one.parts) if one.kind == "added" else (self.old, one.old_parts)
        item = one.new if one.kind == "added" else one.old
        name = str(parts[-2])
        gone = one.kind == "removed" and name in ("people", "bodies")  # whom nobody is to call any more
        facts = [
            said(spec_of((*parts[:-1], key)), item[key], data, self.lang)
            if key != "channels"
            else self._channels(data, (*parts, key), item[key])
            for key in (() if gone else _DETAILS.get(name, ()))
            if item.get(key) not in (None, "", []) and self.seen((*parts, key), (*parts, key)) == len(parts) + 1
        ]
        if name in ("scenarios", "levels") and item.get("steps"):
            facts.append(text("changes.steps", self.lang, count=len(item["steps"])))
        facts = [fact for fact in facts if fact]
        told = text("changes.facts", self.lang, facts="; ".join(facts)) if facts else ""
        if len(parts) == self.subject_length(parts) and self.subject(one):
            return text(f"changes.entry_{one.kind}", self.lang, facts=told)
        place, title = self.place(one, upto=-1), self.title(one, len(parts))
        if name == "steps":
            number = list(ids_of(get(data, parts[:-1]))).index(key_of(parts[-1], item)) + 1
            title = shortened(one_line(str(item.get("text") or title)), 2 * LONG)
            return text(f"changes.step_{one.kind}", self.lang, number=number, text=title, facts=told)
        return text(f"changes.item_{one.kind}", self.lang, place=place, text=title, facts=told)

    def _channels(self, data: Mapping[str, Any], parts: SymbolicPath, channels: Any) -> str:
        """Return the ways to reach somebody that may be seen."""
        if not isinstance(channels, list):
            return ""
        visible = [
            one
            for at, one in enumerate(channels)
            if isinstance(one, dict) and self.seen((*parts, at), (*parts, at)) > len(parts)
        ]
        return "; ".join(one_line(title_of(data, one, self.lang)) for one in visible)

    def _moved(self, one: Difference) -> str:
        siblings = get(self.new, one.parts[:-1])
        keys = [item_key(item) for item in siblings]
        at = keys.index(id_of(one))
        title = self.title(one, len(one.parts))
        if at == 0:
            return text("changes.moved_first", self.lang, text=title)
        before = self.title_at(None, (*one.parts[:-1], part_of(siblings[at - 1], at - 1)))
        return text("changes.moved", self.lang, text=title, before=before)

    def _reordered(self, one: Difference) -> str:
        place = self.place(one)
        if any(isinstance(item, dict) for item in one.new):
            return text("changes.reordered", self.lang, place=place)
        return text("changes.reordered_now", self.lang, place=place, new=self._said(one, one.new, self.new))

    def _many_moved(self, moved: Sequence[Difference]) -> Told:
        one = moved[0]
        sentence = text("changes.many_moved", self.lang, place=self.place(one, upto=-1), count=len(moved))
        subject = self.subject(one) if len(one.parts) > self.subject_length(one.parts) else ""
        return Told(self._group(one.parts), "moved", subject, sentence, (), False, self._places(moved), tuple(moved))

    def _withheld(self, was: SymbolicPath, now: SymbolicPath, places: Sequence[Difference]) -> Told:
        one = Difference("changed", was, now, ABSENT, ABSENT)
        sentence = text("changes.withheld", self.lang, place=self.place(one))
        shown = Place("changed", format_path(was, self.old), format_path(now, self.new))
        return Told(self._group(now), "changed", self.subject(one), sentence, (), True, (shown,), tuple(places))

    def _places(self, differences: Iterable[Difference]) -> tuple[Place, ...]:
        return tuple(
            Place(
                one.kind,
                None if one.kind == "added" else format_path(one.old_parts, self.old),
                None if one.kind == "removed" else format_path(one.parts, self.new),
                self._open_value(one, one.old, self.old, one.old_parts),
                self._open_value(one, one.new, self.new, one.parts),
            )
            for one in differences
        )

    def _open_value(self, one: Difference, value: Any, data: Mapping[str, Any], parts: SymbolicPath) -> Any:
        """Return what may be seen of a value; of a whole entry without its confidential fields."""
        scalars = not isinstance(value, list) or not any(isinstance(item, dict) for item in value)
        if value is ABSENT or one.kind == "moved" or not scalars:
            return None
        return value if self.confidential else without_hidden(data, parts, value)

    # -- values ---------------------------------------------------------------------------------------------------

    def _value(self, one: Difference) -> str:
        """Return the one value of what came or went."""
        return self._said(one, one.old, self.old) if one.new is ABSENT else self._said(one, one.new, self.new)

    def _said(self, one: Difference, value: Any, data: Mapping[str, Any]) -> str:
        parts = one.parts if data is self.new else one.old_parts
        phone = parts[-1] == "value" and is_phone(get(data, parts[:-1]))
        if phone or (parts[-1] == "value" and len(parts) > 2 and parts[-3] == "channels"):
            return said(spec_of(parts), value, data, self.lang, phone=True) if phone else one_line(str(value))
        if parts[-1] in ("name", "function") and parts[0] in ("people", "bodies"):
            return one_line(str(value))
        return said(spec_of(parts), value, data, self.lang)

    # -- groups ---------------------------------------------------------------------------------------------------

    def _group(self, parts: SymbolicPath) -> str:
        section, below = parts[0], [part for part in parts if isinstance(part, str)][1:]
        item = parts[1].id if len(parts) > 1 and isinstance(parts[1], ById) else ""
        if section == "escalation":
            emergency = below[:1] in (["emergency"], ["core_team"]) or (below[1:2] and below[1] in _AT_NIGHT)
            return "emergency" if emergency else "levels"
        reached = not below or below[0] in (*_REACHED, "holder", "deputies", "provided_by")
        if section in ("people", "bodies", "roles") and item in self.at_night and reached:
            return "emergency"
        if section in ("people", "bodies") and (section == "bodies" or (below[:1] and below[0] in _REACHED)):
            return "contacts"
        return {"people": "roles", "roles": "roles", "scenarios": "cards"}.get(str(section), str(section))


def _reached_at_night(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of all that answer in an emergency or outside office hours: people, bodies and roles with those
    who hold them."""
    named = {str(get(data, ("escalation", "emergency", "out_of_hours")))}
    for _, level in list_items(data, "escalation.levels"):
        named |= {str(level.get("out_of_hours"))}
    for _, body in list_items(data, "bodies"):
        if body.get("kind") == "emergency":
            named.add(str(body.get("id")))
    for _, role in list_items(data, "roles"):
        if role.get("id") in named:
            deputies = role.get("deputies") or []
            named |= {str(each) for each in (role.get("holder"), role.get("provided_by"), *deputies)}
    return frozenset(named)


def section_names(places: Iterable[SymbolicPath], lang: Lang) -> str:
    """Return the places that have the wrong form, as people call them, each once."""
    names = []
    for parts in places:
        keys = tuple(part for part in parts if isinstance(part, str))
        sections: dict[str, str] = words("labels", lang)["sections"]
        section = sections.get(keys[0], keys[0])
        names.append(f"{section} ({fieldnames.short(keys, lang) or keys[-1]})" if keys[1:] else section)
    return ", ".join(dict.fromkeys(names))
