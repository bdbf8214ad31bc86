"""Figures from which nobody can work out one municipality, not even somebody who knows this file.

For one topic every municipality has a secret: is something open there or not? Who takes part, and its values in all
dimensions, anybody may know. Municipalities are put together in **atoms**, and every figure is a sum over whole atoms.

How atoms are formed. A tree is grown from numbers of municipalities alone: a node is divided by the first dimension in
whose larger groups at least half of them stand. Then, from the leaves up, each node is *settled* or *fails*:

- A leaf is settled, as one atom, if at least k in it are open and at least k are not.
- At any other node the parts that failed are the rest. If there is none, the node is settled. Else the rest becomes one
  atom of the node if its sum is *free*; if it is not, the smallest settled part (by size, then name) is added to the
  rest, and so on. A node that runs out of parts fails. If the root fails, nothing at all is told.

A sum is *free* for a rest if every sum that can be seen leaves enough states of the world behind it:

- ``_pooled``: all parts may have failed because fewer than k are open in each, or fewer than k are not, with room to
  move one from any part to any other; or
- ``_joined``: fewer than k may be open (or not open) in everything but the part that came last, so that this part is
  the first that is added, and one can be moved between it and the others.

What holds (``tests/properties/test_k_anonymity.py`` tries it with every possible state of small networks):

1. In each atom at least k are open and at least k are not.
2. For each proper part of an atom there are two states of the world with the same figures in which different numbers of
   this part are open, and they can be chosen in each atom by itself. So what can be known exactly is a sum over whole
   atoms: no municipality alone, and no figure below k.

Why. (a) A node in which fewer than k are open fails, whoever they are, and so does each node below it: nothing of it is
settled, no sum below k is free. The same holds if fewer than k are not open. (b) In a leaf anybody may change places
with anybody. (c) If the sum is in ``_pooled``, choose for each part how many are open: less than k, or more than all
but k, with this sum. By (a) all parts fail whoever is open in them, the rest is the same one, its sum is the same one.
As the sum is neither the least nor the greatest that can be chosen, one can be moved between any two parts, and each
part can be taken neither empty nor full, so that two inside it change places. (d) If it is in ``_joined``, the others
fail by (a) with t and with t + 1 open, their sum is not free, the last part is the smallest one that is settled, by
itself and with room in it for both sums: the same figures again. (e) If the root fails, none may be open, or all.
(f) A node above asks of a settled part only that it is settled. What it does with it depends on sizes and names.

Atoms that are merely safe (k open, k not) and put together out of what was unsafe do not do: with k = 2, a group of
five and one of two, each unsafe, and three open in both, nothing is left but one of the five and both of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

WORTH: Final = 4
"""A group of so many times k is large enough to divide by it; smaller ones are tried as well where others are."""


@dataclass(frozen=True)
class Cell:
    """So many of so many municipalities have something open."""

    open: int
    count: int

    def __add__(self, other: Cell) -> Cell:
        """Return the cell of both together."""
        return Cell(self.open + other.open, self.count + other.count)

    def safe(self, k: int) -> bool:
        """Say whether at least ``k`` have something open and at least ``k`` have not."""
        return k <= self.open <= self.count - k


NOBODY: Final = Cell(0, 0)


class Record(NamedTuple):
    """What is counted of one municipality: its value in each dimension, the most useful dimension first."""

    where: tuple[str, ...]
    open: bool
    told: bool = False
    """It tells its state itself: it is counted, and hides nobody."""


@dataclass(frozen=True)
class Atom:
    """The smallest unit of all figures, by the values that its municipalities have in common; None: they are mixed."""

    where: tuple[str | None, ...]
    cell: Cell


def atoms(records: Iterable[Record], k: int, worth: int = WORTH) -> tuple[Atom, ...]:
    """Return the atoms of one topic; none if nothing may be told. The order of the records plays no part.

    Of the municipalities that are no secret those are counted that stand where an atom is; the others are left out.
    ``worth`` times k municipalities are a group worth dividing by. Raises ``ValueError`` for a k below 2.
    """
    if k < 2:
        raise ValueError("a figure about one municipality hides nobody")
    groups: dict[tuple[str, ...], _Group] = {}
    for where, is_open, told in records:
        group = groups.setdefault(where, _Group())
        if told:
            group.told += 1
            group.told_open += is_open
        else:
            group.count += 1
            group.open += is_open
    root = _grown(groups, tuple(None for _ in next(iter(groups), ())), worth * k)
    found = _settled(root, k) or []
    return tuple(sorted(found, key=lambda atom: [_last_if_mixed(value) for value in atom.where]))


def by_value(found: Sequence[Atom], dimension: int) -> dict[str | None, Cell]:
    """Return the rows of the table of one dimension by value; None, last, stands for the atoms that mix its values."""
    rows: dict[str | None, Cell] = {}
    for atom in sorted(found, key=lambda atom: _last_if_mixed(atom.where[dimension])):
        value = atom.where[dimension]
        rows[value] = rows.get(value, NOBODY) + atom.cell
    return rows


def _last_if_mixed(value: str | None) -> tuple[bool, str]:
    return value is None, value or ""


@dataclass(slots=True)
class _Group:
    """Numbers of municipalities: those with a secret, and those that tell."""

    count: int = 0
    open: int = 0
    told: int = 0
    told_open: int = 0

    def add(self, other: _Group) -> None:
        self.count += other.count
        self.open += other.open
        self.told += other.told
        self.told_open += other.told_open


@dataclass(slots=True)
class _Node:
    """A group of municipalities and the parts in which it is divided, the smallest first."""

    where: tuple[str | None, ...]
    sums: _Group = field(default_factory=_Group)
    parts: list[_Node] = field(default_factory=list)
    loose: _Group = field(default_factory=_Group)
    """Those that tell and stand in no part."""


_Groups = Mapping[tuple[str, ...], _Group]


def _grown(groups: _Groups, above: tuple[str | None, ...], worth: int) -> _Node:
    """Grow the tree over groups; looks at numbers of municipalities, never at how many of them are open."""
    node = _Node(_common(groups, above))
    for group in groups.values():
        node.sums.add(group)
    at = _divided_by(groups, node, worth)
    if at is None:
        return node
    shares: dict[str, dict[tuple[str, ...], _Group]] = {}
    for where, group in groups.items():
        shares.setdefault(where[at], {})[where] = group
    for value, share in shares.items():
        if any(group.count for group in share.values()):
            node.parts.append(_grown(share, (*node.where[:at], value, *node.where[at + 1 :]), worth))
        else:
            for group in share.values():
                node.loose.add(group)
    node.parts.sort(key=lambda part: (part.sums.count, part.where[at] or ""))
    return node


def _common(groups: _Groups, above: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return the values that all have in common: they cost nothing."""
    values = [{where[at] for where in groups} for at in range(len(above))]
    return tuple(each.pop() if len(each) == 1 else None for each in values)


def _divided_by(groups: _Groups, node: _Node, worth: int) -> int | None:
    """Return the first dimension with two large groups or more in which at least half of the municipalities stand."""
    for at, value in enumerate(node.where):
        if value is not None:
            continue
        sizes: dict[str, int] = {}
        for where, group in groups.items():
            sizes[where[at]] = sizes.get(where[at], 0) + group.count
        large = [size for size in sizes.values() if size >= worth]
        if len(large) > 1 and 2 * sum(large) >= node.sums.count:
            return at
    return None


def _settled(node: _Node, k: int) -> list[Atom] | None:
    """Return the atoms of a node, which hold all of its secrets; None if it fails."""
    if not node.parts:
        return [_atom(node.where, [node.sums])] if k <= node.sums.open <= node.sums.count - k else None
    rest: list[_Node] = []
    kept: list[tuple[_Node, list[Atom]]] = []
    for part in node.parts:
        found = _settled(part, k)
        if found is None:
            rest.append(part)
        else:
            kept.append((part, found))
    free = _pooled(rest, k)
    while rest and not free >> sum(part.sums.open for part in rest) & 1:
        if not kept:
            return None
        last, _ = kept.pop(0)
        free = _joined(rest, last, k)
        rest.append(last)
        free |= _pooled(rest, k)
    every = [atom for _, found in kept for atom in found]
    return [*every, _atom(node.where, [node.loose, *(part.sums for part in rest)])] if rest else every


def _atom(where: tuple[str | None, ...], groups: Iterable[_Group]) -> Atom:
    cells = (Cell(group.open + group.told_open, group.count + group.told) for group in groups)
    return Atom(where, sum(cells, NOBODY))


# Sets of sums are whole numbers: bit s is set if the sum s belongs to the set.


def _pooled(parts: Sequence[_Node], k: int) -> int:
    """Return the sums that leave every part free if all of them have failed."""
    lowest, room, count = 1, 0, 0
    for part in parts:
        few = min(part.sums.count, k - 1)
        lowest |= lowest << part.sums.count - few
        room += few
        count += part.sums.count
    return _spread(lowest, room - 1) << 1 & _between(k, count - k)


def _joined(others: Sequence[_Node], last: _Node, k: int) -> int:
    """Return the sums that leave all free if the others have failed together and the last part is settled."""
    count = sum(part.sums.count for part in others)
    few = min(count, k - 1)
    own = _free(last, k)
    low = _spread(own & own << 1, few)
    return low | low << count - few


def _free(node: _Node, k: int) -> int:
    """Return sums with which a node can be settled as one atom."""
    if not node.parts:
        return _between(k, node.sums.count - k)
    *others, largest = node.parts
    return _pooled(node.parts, k) | _joined(others, largest, k)


def _between(first: int, last: int) -> int:
    """Return the set of all sums from the first to the last."""
    return (1 << last + 1) - (1 << first) if last >= first else 0


def _spread(sums: int, width: int) -> int:
    """Return all sums that are greater than one of the set by less than ``width``."""
    if width <= 0:
        return 0
    done = 1
    while done < width:
        step = min(done, width - done)
        sums |= sums << step
        done += step
    return sums
