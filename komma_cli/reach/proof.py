"""The proof: for every promise of a plan the minutes of the year from which nobody could keep it, exact to the minute.

A promise made at a minute is kept if somebody answers then or at most ``within`` minutes later; those minutes are
found by moving the beginnings of the answering hours forward, never by trying out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from komma_cli.errors import UsageError
from komma_cli.model.playbook import Playbook
from komma_cli.reach.answering import Answering
from komma_cli.reach.promises import Promise, promises
from komma_cli.reach.year import DAY, YEARS, Year
from komma_cli.spans import Span, Spans, longest, measure, outside, reaching, union
from komma_cli.spans import without as without_spans

_FARTHEST = 366 * DAY
"""Minutes looked ahead for a promise; one of a longer time is kept by anybody who answers in the year after."""


@dataclass(frozen=True)
class Kept:
    """One promise with the minutes of incidents for which it breaks."""

    promise: Promise
    gaps: Spans

    @property
    def total(self) -> bool:
        """Whether there is nobody at all who could keep it."""
        return not self.promise.candidates

    @property
    def worst(self) -> Span | None:
        """The longest gap, the first of several."""
        return longest(self.gaps)


@dataclass(frozen=True)
class Proof:
    """What was proved of a plan for twelve months."""

    year: Year
    kept: tuple[Kept, ...]
    """Every decisive promise, in the order of the plan."""

    @cached_property
    def broken(self) -> tuple[Kept, ...]:
        """The promises that break at some minute, those that nobody can ever keep first."""
        return tuple(sorted((one for one in self.kept if one.gaps), key=lambda one: not one.total))

    def only(self, owner: str | None) -> Proof:
        """Return the proof of one level or scenario; None: the whole."""
        if owner is None:
            return self
        return Proof(self.year, tuple(one for one in self.kept if one.promise.owner == owner))

    def gaps_of(self, owner: str) -> Spans:
        """Return the minutes at which a promise of one level or scenario breaks."""
        return together(one.gaps for one in self.broken if one.promise.owner == owner)

    def share_kept(self, gaps: Spans) -> float:
        """Return which share of the year's minutes is free of these gaps, 0 to 1."""
        return 1 - measure(gaps) / self.year.end


class Prover:
    """Proves one plan again and again with other people missing; what does not change is worked out once."""

    def __init__(self, playbook: Playbook, first: date, *, trusting: bool = False) -> None:
        """Prepare twelve months from ``first`` on; ``trusting`` counts whoever has no certain hours as reachable."""
        if first.year not in YEARS:
            raise UsageError("reach.no_such_year", year=first.year)
        self.playbook = playbook
        plain = promises(playbook, Answering(playbook, Year(first)))
        farthest = min(max((promise.within for promise in plain), default=0), _FARTHEST)
        self.year = Year(first, farthest // DAY + 1)
        self.answering = Answering(playbook, self.year, trusting=trusting)
        self.promises = plain
        self._gaps: dict[tuple[frozenset[str], int], Spans] = {}
        self._covered: dict[tuple[frozenset[str], bool], Spans] = {}
        self._added: dict[tuple[Spans, Spans], Spans] = {}

    def prove(self, without: Collection[str] = ()) -> Proof:
        """Return the proof for the plan while the people and bodies of ``without`` never answer."""
        missing = frozenset(without)
        decisive = (promise for promise in self.promises if promise.decisive)
        return Proof(self.year, tuple(Kept(promise, self.gaps(promise, missing)) for promise in decisive))

    def gaps(self, promise: Promise, missing: frozenset[str] = frozenset()) -> Spans:
        """Return the minutes of the year from which a promise breaks."""
        return self.gaps_without(frozenset(promise.candidates) - missing, promise.within)

    def gaps_without(self, candidates: frozenset[str], within: int) -> Spans:
        """Return the minutes of the year from which none of these answers in time."""
        key = (candidates, within)
        if key not in self._gaps:
            covered = self.covered(candidates, within)
            self._gaps[key] = outside(reaching(covered, min(within, _FARTHEST)), 0, self.year.end)
        return self._gaps[key]

    def covered(self, candidates: Iterable[str], within: int) -> Spans:
        """Return the minutes at which one of these answers in a way that counts for so short a time."""
        able = frozenset(candidates)
        written = within >= DAY
        if (able, written) not in self._covered:
            always = ((0, self.year.horizon),)
            sets: list[Spans] = []
            for one in sorted(able, key=lambda one: not self.answering.is_always(one)):
                sets.append(self.answering.reachable(one).for_promise(within))
                if sets[-1] == always:  # then nobody else changes anything, and the calendar need not be loaded
                    sets = [always]
                    break
            self._covered[able, written] = union(sets) if sets else ()
        return self._covered[able, written]

    def added(self, before: Spans, after: Spans) -> Spans:
        """Return the minutes that are in ``after`` only; equal questions are answered once."""
        if (before, after) not in self._added:
            self._added[before, after] = without_spans(after, before)
        return self._added[before, after]


def together(sets: Iterable[Spans]) -> Spans:
    """Return the union of many gap sets, each different one looked at once."""
    different = list(dict.fromkeys(sets))
    return union(different) if different else ()
