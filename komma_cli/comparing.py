"""What differs between two versions of a playbook, item by item.

Items of lists are matched by their ``id``, items without one by what they hold: first what is equal, then what has the
same natural key (a channel its number, an open question its path), then a sentence that was reworded. An item in
another place is a move, one that only got another id is renamed. Pure: plain data in, differences out.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from komma_cli import paths
from komma_cli.merging import ABSENT
from komma_cli.model.describe import FieldSpec, field_of, list_items, locate
from komma_cli.model.fields import Section, item_key
from komma_cli.model.playbook import Playbook
from komma_cli.model.references import TARGETS, references
from komma_cli.paths import ById, SymbolicPath

Kind = Literal["added", "removed", "changed", "moved", "reordered", "renamed"]
Pair = tuple[int | None, int | None]
ALIKE = 0.5
"""Share of letters two sentences have in common from which on they count as two wordings of one."""
_MOST_COMPARED = 60
"""So many sentences of a list at most are searched for rewordings: the effort grows with the square."""
_NATURAL: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "channels": (("kind", "value"), ("value",), ("kind",)),
    "open": (("path",),),
    "deviations": (("rule", "path"), ("rule",)),
    "changes": (("version", "on"), ("version",)),
    "absences": (("first_day",), ("last_day",)),
    "form_fields": (("label",),),
    "timetable": (("text",), ("on",)),
    "follow_up": (("text",),),
    "indicators": (("text",),),
    "affected_people": (("group",),),
    "staff_bodies": (("group",),),
    "council_groups": (("group",),),
}
"""By the name of a list whose items have no ids: the fields that tell an item from the others, the surest first."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs. ``old`` and ``new`` are ``ABSENT`` where nothing stands.

    ``added`` and ``removed`` are a whole item of a list or a single value. ``moved`` is an item with an id in another
    place of its list, ``reordered`` a whole list without ids, ``renamed`` an item that only got another id.
    """

    kind: Kind
    old_parts: SymbolicPath
    """The place in the older version, or where it would be; items without an id by their position there."""
    parts: SymbolicPath
    """The place in the newer version."""
    old: Any
    new: Any


@dataclass(frozen=True)
class Replaced:
    """One item that is named in several places now, where another one of the same lists was named before."""

    old_id: str
    new_id: str
    places: tuple[Difference, ...]


@dataclass(frozen=True)
class Compared:
    """Everything that differs; ``replaced`` repeats no difference of ``differences``."""

    differences: tuple[Difference, ...]
    replaced: tuple[Replaced, ...]
    old: Mapping[str, Any]
    """What was compared: the readable part of the older version, ids as they are called in the newer one."""
    new: Mapping[str, Any]
    unread_old: tuple[SymbolicPath, ...] = ()
    """Places that have the wrong form in the older version; they are compared on neither side."""
    unread_new: tuple[SymbolicPath, ...] = ()

    @property
    def equal(self) -> bool:
        """Say whether nothing differs in what could be read."""
        return not self.differences and not self.replaced


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Compared:
    """Return what differs; neither of the two is changed. An empty list, an empty group and null are nothing."""
    old, unread_old = _readable(before)
    new, unread_new = _readable(after)
    for data, unread in ((old, unread_new), (new, unread_old)):
        for parts in unread:
            _take_away(data, parts)
    renamed = list(_adopt_ids(old, new))
    found = [*renamed, *_mappings(old, new, (), ())]
    replaced = tuple(_replaced(found))
    grouped = {id(place) for group in replaced for place in group.places}
    rest = tuple(one for one in found if id(one) not in grouped)
    return Compared(rest, replaced, old, new, unread_old, unread_new)


# -- what can be compared ---------------------------------------------------------------------------------------------


def _readable(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[SymbolicPath, ...]]:
    """Return a copy without the values that have another form than their field, and the places of those."""
    unread: list[SymbolicPath] = []
    return _section(Playbook, data, (), unread), tuple(unread)


def _section(
    section: type[Section], data: Mapping[str, Any], here: SymbolicPath, unread: list[SymbolicPath]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in data.items():
        spec, at = field_of(section, key), (*here, key)
        if spec is None or value is None:
            kept[key] = deepcopy(value)
        elif not spec.many:
            _keep(spec, value, at, unread, lambda found, key=key: kept.update({key: found}))  # type: ignore[misc]
        elif isinstance(value, list):
            items: list[Any] = []
            for position, item in enumerate(value):
                _keep(spec, item, (*at, position), unread, items.append)
            kept[key] = items
        else:
            unread.append(at)
    return kept


def _keep(
    spec: FieldSpec, value: Any, at: SymbolicPath, unread: list[SymbolicPath], take: Callable[[Any], None]
) -> None:
    if spec.group is None and not isinstance(value, dict | list):
        take(value)
    elif spec.group is not None and isinstance(value, dict):
        take(_section(spec.group, value, at, unread))
    else:
        unread.append(at)


def _take_away(data: dict[str, Any], parts: SymbolicPath) -> None:
    """Take a place away that the other version holds in a form nobody can read; an item of a list has no partner."""
    if not any(isinstance(part, int) for part in parts):
        paths.remove_value(data, parts)


# -- ids --------------------------------------------------------------------------------------------------------------


def _adopt_ids(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """Give items of the older version that only have another id now the new one, and yield them."""
    for target in sorted(TARGETS, key=lambda name: name in ("roles", "scenarios", "escalation.levels")):
        mine, theirs = (
            {key: item for _, item in list_items(side, target) if (key := item_key(item))} for side in (old, new)
        )
        gone = _by_content({key: item for key, item in mine.items() if key not in theirs})
        come = _by_content({key: item for key, item in theirs.items() if key not in mine})
        for content in [content for content in gone if content in come]:
            was, now = gone[content], come[content]
            for reference in list(references(old)):
                if reference.target_id == was and target in reference.ref.targets:
                    paths.set_value(old, reference.parts, now)
            mine[was]["id"] = now
            at: SymbolicPath = (*target.split("."), ById(now))
            yield Difference("renamed", at, at, was, now)


def _by_content(items: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return content -> id of the items whose content no other of them has."""
    contents = {
        key: _canonical({name: value for name, value in item.items() if name != "id"}) for key, item in items.items()
    }
    often = Counter(contents.values())
    return {content: key for key, content in contents.items() if often[content] == 1}


def _replaced(found: Sequence[Difference]) -> Iterator[Replaced]:
    """Yield the references that lead from the same old to the same new item in at least two places."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        spec = spec_of(one.parts)
        plain = isinstance(one.old, str) and isinstance(one.new, str)
        if one.kind == "changed" and plain and spec is not None and spec.ref is not None:
            groups.setdefault((one.old, one.new), []).append(one)
    for (was, now), places in groups.items():
        if len(places) > 1:
            yield Replaced(was, now, tuple(places))


def spec_of(parts: SymbolicPath) -> FieldSpec | None:
    """Return the field a path ends in, or whose items it names; None where the playbook has no such field."""
    return locate(Playbook, tuple(part for part in parts if isinstance(part, str)))


# -- the walk ---------------------------------------------------------------------------------------------------------


def _mappings(
    old: Mapping[str, Any], new: Mapping[str, Any], was: SymbolicPath, now: SymbolicPath
) -> Iterator[Difference]:
    for key in dict.fromkeys([*new, *old]):
        yield from _values(old.get(key), new.get(key), (*was, key), (*now, key))


def _values(old: Any, new: Any, was: SymbolicPath, now: SymbolicPath) -> Iterator[Difference]:
    if isinstance(old, list | None) and isinstance(new, list | None):
        yield from _lists(old or [], new or [], was, now)
    elif isinstance(old, dict | None) and isinstance(new, dict | None):
        yield from _mappings(old or {}, new or {}, was, now)
    elif _canonical(old) != _canonical(new):
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        yield Difference(kind, was, now, ABSENT if old is None else old, ABSENT if new is None else new)


def _lists(old: list[Any], new: list[Any], was: SymbolicPath, now: SymbolicPath) -> Iterator[Difference]:
    if _canonical(old) == _canonical(new):  # most lists, and the longest ones
        return
    names, fresh = _names(old, new)
    pairs = _pairs(old, new, now)
    moved = _moved(pairs)
    here: ById | int
    there: ById | int
    for i, j in pairs:
        here = names[i] if i is not None else fresh[j or 0]
        there = fresh[j] if j is not None else here
        at_old, at_new = (*was, here), (*now, there)
        if i is None or j is None:
            yield Difference(
                "added" if i is None else "removed",
                at_old,
                at_new,
                ABSENT if i is None else old[i],
                ABSENT if j is None else new[j],
            )
            continue
        if (i, j) in moved and isinstance(at_new[-1], ById):
            yield Difference("moved", at_old, at_new, old[i], new[j])
        yield from _values(old[i], new[j], at_old, at_new)
    if any(not isinstance(fresh[j], ById) for _, j in moved if j is not None):
        yield Difference("reordered", was, now, old, new)


def _names(*sides: Sequence[Any]) -> list[list[ById | int]]:
    """Return what names each item of each side in a path: its id, unless one side has it twice, else its position."""
    keys = [[item_key(item) for item in side] for side in sides]
    twice = {key for side in keys for key, often in Counter(side).items() if often > 1}
    return [[ById(key) if key is not None and key not in twice else at for at, key in enumerate(side)] for side in keys]


def _moved(pairs: Sequence[Pair]) -> set[Pair]:
    """Return as few pairs as possible that must move to bring the older order into the newer one."""
    both = [(i, j) for i, j in pairs if i is not None and j is not None]
    both.sort(key=lambda pair: pair[1])
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (i, _) in enumerate(both):  # the longest rising row of old positions stays where it is
        at = bisect_left(ends, i)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [i]
        last[at : at + 1] = [number]
    staying: set[int] = set()
    number = last[-1] if last else -1
    while number >= 0:
        staying.add(number)
        number = before[number]
    return {pair for number, pair in enumerate(both) if number not in staying}


# -- who is whose partner ---------------------------------------------------------------------------------------------


def _pairs(old: Sequence[Any], new: Sequence[Any], at: SymbolicPath) -> list[Pair]:
    """Return (position before, position after) of every item, None where it has no partner; in the newer order, what
    is gone behind what stood before it."""
    partner: dict[int, int] = {}
    sides = (old, new)
    ids = [[name if isinstance(name, ById) else None for name in names] for names in _names(*sides)]
    loose = [
        [item if name is None else None for item, name in zip(side, names, strict=True)]
        for side, names in zip(sides, ids, strict=True)
    ]
    _match(ids, partner)
    _match([[None if item is None else _canonical(item) for item in side] for side in loose], partner)
    for fields in _NATURAL.get(str(at[-1]), ()):
        _match([[_natural(item, fields) for item in side] for side in loose], partner)
    spec = spec_of(at)
    if spec is not None and spec.ref is not None:
        _match_neighbours(len(old), len(new), partner)
    elif spec is None or spec.shape in ("line", "prose"):
        _match_reworded(old, new, partner)
    return _in_order(len(old), len(new), partner)


def _match(keys: Sequence[Sequence[Hashable]], partner: dict[int, int]) -> None:
    """Make partners of the items with the same key, the first with the first; None is no key."""
    old, new = keys
    taken = set(partner.values())
    waiting: dict[Hashable, list[int]] = {}
    for j, key in enumerate(new):
        if key is not None and j not in taken:
            waiting.setdefault(key, []).append(j)
    for i, key in enumerate(old):
        if i not in partner and waiting.get(key):
            partner[i] = waiting[key].pop(0)


def _natural(item: Any, fields: tuple[str, ...]) -> Hashable:
    if not isinstance(item, dict) or not any(name in item for name in fields):
        return None
    return tuple(_canonical(item.get(name)) for name in fields)


def _match_neighbours(olds: int, news: int, partner: dict[int, int]) -> None:
    """Make partners of references that stand between the same neighbours: one was replaced by the other."""
    back = {j: i for i, j in partner.items()}
    gaps: dict[int, list[int]] = {}
    before = -1
    for i in range(olds):
        if i in partner:
            before = i
        else:
            gaps.setdefault(before, []).append(i)
    before = -1
    fresh: dict[int, list[int]] = {}
    for j in range(news):
        if j in back:
            before = back[j]
        else:
            fresh.setdefault(before, []).append(j)
    for neighbour, waiting in gaps.items():
        if len(fresh.get(neighbour, ())) == len(waiting):
            partner.update(zip(waiting, fresh[neighbour], strict=True))


def _match_reworded(old: Sequence[Any], new: Sequence[Any], partner: dict[int, int]) -> None:
    """Make partners of two wordings of one sentence, the likest first."""
    taken = set(partner.values())
    gone = [i for i, item in enumerate(old) if i not in partner and isinstance(item, str)][:_MOST_COMPARED]
    come = [j for j, item in enumerate(new) if j not in taken and isinstance(item, str)][:_MOST_COMPARED]
    likeness = {(i, j): SequenceMatcher(None, old[i], new[j], autojunk=False).ratio() for i in gone for j in come}
    for (i, j), share in sorted(likeness.items(), key=lambda one: (-one[1], one[0])):
        if share > ALIKE and i not in partner and j not in partner.values():
            partner[i] = j


def _in_order(olds: int, news: int, partner: Mapping[int, int]) -> list[Pair]:
    back = {j: i for i, j in partner.items()}
    pairs: list[Pair] = [(back.get(j), j) for j in range(news)]
    for i in range(olds):
        if i not in partner:
            at = next((n + 1 for n, pair in enumerate(pairs) if i and pair[0] == i - 1), 0)
            pairs.insert(at, (i, None))
    return pairs


def _canonical(value: Any) -> str:
    """Return the same text for the same value; ``true`` is not 1, and 1.0 is not 1."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
