"""Figures about many municipalities from which nobody can tell anything about one of them.

What is protected is one yes or no of each municipality: does it have an open point of a topic? Who takes part, and of
which Land, kind, size and role it is, is known. The published figures rest on two steps.

First municipalities are put into *groups* by what is known of them alone, and by the total: as finely as each group
can be expected to have ``2 k`` members of either answer. Then groups are *safe* if at least ``k`` of them have an open
point and at least ``k`` have none. The others go into one pool, and safe groups, the smallest first, join it until the
pool is safe as well, and until somebody who knows this procedure, all figures and who is in which group could still not
tell any member's answer. If no pool is, only the total is published, and that only if it is safe.

So every published figure is a sum over whole groups or the pool, each of them safe, and whatever is added to or taken
from each other, no difference tells of fewer than ``k`` municipalities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Values = tuple[str, ...]
"""What is known of a municipality, a value for each dimension."""
Shown = tuple[str | None, ...]
"""The values that a group keeps; None where it was put together with others."""


@dataclass(frozen=True)
class Cell:
    """So many of ``count`` municipalities have an open point."""

    open: int
    count: int

    def __add__(self, other: Cell) -> Cell:
        """Return the cell of both together."""
        return Cell(self.open + other.open, self.count + other.count)

    def safe(self, k: int) -> bool:
        """Say whether at least ``k`` have an open point and at least ``k`` have none."""
        return self.open >= k and self.count - self.open >= k


@dataclass(frozen=True)
class Column:
    """What may be told of one topic: the safe groups, and the pool of all others (None: there is none)."""

    groups: tuple[tuple[Shown, Cell], ...]
    pool: Cell | None

    @property
    def total(self) -> Cell:
        """All together."""
        return sum((cell for _, cell in self.groups), self.pool or Cell(0, 0))

    def rows(self, dimension: int) -> dict[str | None, Cell]:
        """Return the cell of each value of a dimension, under None that of all groups that do not show it."""
        found: dict[str | None, Cell] = {}
        for shown, cell in (*self.groups, *(((None,) * 99, self.pool),) * (self.pool is not None)):
            value = shown[dimension]
            found[value] = found.get(value, Cell(0, 0)) + (cell or Cell(0, 0))
        return found


def column(answers: Iterable[tuple[Values, bool]], k: int) -> Column | None:
    """Return what may be told of the answers (True: an open point); None: nothing.

    The order of the answers does not matter.
    """
    counted: dict[Values, Cell] = {}
    for values, is_open in answers:
        counted[values] = counted.get(values, Cell(0, 0)) + Cell(int(is_open), 1)
    total = sum(counted.values(), Cell(0, 0))
    if not total.safe(k):
        return None
    rarer = min(total.open, total.count - total.open)
    parts = partition({values: cell.count for values, cell in counted.items()}, -(-2 * k * total.count // rarer))
    groups = {shown: sum((counted[values] for values in members), Cell(0, 0)) for shown, members in parts.items()}
    return _published(groups, k)


def partition(sizes: Mapping[Values, int], least: int) -> dict[Shown, list[Values]]:
    """Put combinations of values into groups of at least ``least`` members, by the sizes alone.

    Groups keep as many values as they can; whatever fits nowhere is put together without any. One group may be all.
    """
    if not sizes:
        return {}
    groups: dict[Shown, list[Values]] = {}
    left = sorted(sizes)
    for kept in _subsets(len(left[0])):
        by_shown: dict[Shown, list[Values]] = {}
        for values in left:
            by_shown.setdefault(_only(values, kept), []).append(values)
        large = {shown: members for shown, members in by_shown.items() if _size(members, sizes) >= least}
        groups |= large
        left = [values for shown, members in by_shown.items() if shown not in large for values in members]
        left.sort()
    if left:
        _dissolve(groups, left, sizes, least)
    return groups


def _dissolve(groups: dict[Shown, list[Values]], left: list[Values], sizes: Mapping[Values, int], least: int) -> None:
    """Put those who fit nowhere together with the smallest groups, until they are enough."""
    nothing: Shown = (None,) * len(left[0])
    while groups and _size(left, sizes) < least:
        smallest = min(groups, key=lambda shown: (_size(groups[shown], sizes), _order(shown)))
        left += groups.pop(smallest)
    groups[nothing] = sorted(left)


def _subsets(dimensions: int) -> Iterator[tuple[int, ...]]:
    """Yield which dimensions are kept, all of them first; of equally many the last dimension is given up first."""
    for amount in range(dimensions, -1, -1):
        yield from combinations(range(dimensions), amount)


def _only(values: Values, kept: tuple[int, ...]) -> Shown:
    return tuple(value if at in kept else None for at, value in enumerate(values))


def _size(members: Iterable[Values], sizes: Mapping[Values, int]) -> int:
    return sum(sizes[values] for values in members)


def _order(shown: Shown) -> tuple[str, ...]:
    return tuple(value or "" for value in shown)


def _published(groups: Mapping[Shown, Cell], k: int) -> Column:
    unsafe = [shown for shown, cell in groups.items() if not cell.safe(k)]
    if not unsafe:
        return Column(_sorted(groups), None)
    joining = sorted(
        (shown for shown in groups if shown not in unsafe), key=lambda one: (groups[one].count, _order(one))
    )
    for amount in _amounts(len(joining)):
        joined = joining[:amount]
        if _holds([groups[one] for one in unsafe], [groups[one] for one in joined], k):
            pool = sum((groups[one] for one in (*unsafe, *joined)), Cell(0, 0))
            return Column(_sorted({one: groups[one] for one in joining[amount:]}), pool)
    return Column((), sum(groups.values(), Cell(0, 0)))


def _amounts(most: int) -> Iterator[int]:
    """Yield how many groups are tried together with the pool: each number first, then in growing steps."""
    amount = 0
    while amount < most:
        yield amount
        amount += 1 + amount // 4


def _sorted(groups: Mapping[Shown, Cell]) -> tuple[tuple[Shown, Cell], ...]:
    return tuple(sorted(groups.items(), key=lambda item: _order(item[0])))


def _holds(unsafe: Sequence[Cell], joined: Sequence[Cell], k: int) -> bool:
    """Say whether a pool is safe, and keeps to itself whether any, or all, of a group have an open point.

    An attacker is granted the sum, every size, and which groups are the unsafe ones: the sums that each group may have
    are then the bits of a number, and those of several groups together their products.
    """
    cells = [*unsafe, *joined]
    pool = sum(cells, Cell(0, 0))
    if len(cells) < 2 or not pool.safe(k):
        return False
    possible = [_unsafe_sums(cell.count, k) for cell in unsafe] + [((k, cell.count - k),) for cell in joined]
    before, behind = _running(possible), _running(possible[::-1])[::-1]
    return all(
        _is_open(own, cell.count, _sums(before[at], behind[at + 1], pool.open), pool.open)
        for at, (own, cell) in enumerate(zip(possible, cells, strict=True))
    )


_Spans = tuple[tuple[int, int], ...]
"""Sums that are possible, from and to, both included."""


def _unsafe_sums(count: int, k: int) -> _Spans:
    if count < 2 * k:
        return ((0, count),)
    return ((0, k - 1), (count - k + 1, count))


def _running(possible: Sequence[_Spans]) -> list[int]:
    """Return, as bits, which sums the first none, one, two … of the groups can have together."""
    reached = [1]
    for spans in possible:
        together = 0
        for low, high in spans:
            together |= _moved(reached[-1], high - low + 1) << low
        reached.append(together)
    return reached


def _moved(bits: int, width: int) -> int:
    """Return the bits moved by each number below ``width``, put together."""
    done = 1
    while 2 * done <= width:
        bits |= bits << done
        done *= 2
    return bits | bits << (width - done)


def _sums(first: int, second: int, most: int) -> set[int]:
    """Return which sums up to ``most`` two parts can have together."""
    few, many = sorted((first, second), key=int.bit_count)
    together = 0
    for value in range(min(few.bit_length(), most + 1)):
        if few >> value & 1:
            together |= many << value
    return {value for value in range(min(together.bit_length(), most + 1)) if together >> value & 1}


def _is_open(own: _Spans, count: int, others: set[int], total: int) -> bool:
    """Say whether a group can have at least one open point, can have a member without one, and has no certain sum."""
    values = [value for low, high in own for value in range(low, high + 1) if total - value in others]
    return len(values) > 1 and values[-1] > 0 and values[0] < count
