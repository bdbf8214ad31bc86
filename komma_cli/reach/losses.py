"""What hangs on single people: the proof again without each of them, without each two, and how much each carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from komma_cli.reach.proof import Kept, Prover, together
from komma_cli.spans import Spans, longest, measure, union, without


@dataclass(frozen=True)
class Loss:
    """What breaks in addition when these people do not answer for the whole year."""

    missing: tuple[str, ...]
    kept: tuple[Kept, ...]
    """The promises that break at more minutes than before, with those minutes only."""
    gaps: Spans

    @property
    def total(self) -> tuple[Kept, ...]:
        """The promises for which nobody is left."""
        gone = set(self.missing)
        return tuple(one for one in self.kept if gone.issuperset(one.promise.candidates))

    @property
    def minutes(self) -> int:
        """How many minutes of the year something more breaks."""
        return measure(self.gaps)

    @property
    def owners(self) -> tuple[str, ...]:
        """The levels and scenarios concerned, in the order of the plan."""
        return tuple(dict.fromkeys(one.promise.owner for one in self.kept))


@dataclass(frozen=True)
class Load:
    """How much of the plan hangs on one person."""

    person: str
    roles: int
    critical: int
    """How many critical roles she holds."""
    first_contacts: int
    """How many levels call her first."""
    alone: int
    """Minutes of the year at which a level reaches nobody but her."""


def without_each(prover: Prover) -> tuple[Loss, ...]:
    """Return what breaks without each person, the worst first; people without whom nothing breaks are left out."""
    return _worst_first(_loss(prover, (person,)) for person in _involved(prover))


def without_any_two(prover: Prover) -> tuple[Loss, ...]:
    """Return what breaks without two people that would hold without either of them, the worst first."""
    single = {person: _loss(prover, (person,)) for person in _involved(prover)}
    found = []
    for first, second in combinations(single, 2):
        both = _loss(prover, (first, second))
        known = {
            place: together(
                one.gaps for loss in (single[first], single[second]) for one in loss.kept if _key(one) == place
            )
            for place in {_key(one) for one in both.kept}
        }
        more = [Kept(one.promise, left) for one in both.kept if (left := without(one.gaps, known[_key(one)]))]
        found.append(Loss((first, second), tuple(more), together(one.gaps for one in more)))
    return _worst_first(found)


def loads(prover: Prover) -> tuple[Load, ...]:
    """Return what every person carries, who carries most first; who carries nothing is left out."""
    playbook = prover.playbook
    levels = playbook.escalation.levels if playbook.escalation else []
    first = {level.id: prover.answering.behind(level.first_contact or "")[:1] for level in levels}
    chains = [promise for promise in prover.promises if promise.kind == "level"]
    found = []
    for person in prover.answering.people:
        held = [role for role in playbook.roles if role.holder == person]
        alone = []
        for promise in chains:
            if person in promise.candidates:
                others = [one for one in promise.candidates if one != person]
                covered = prover.covered(promise.candidates, promise.within)
                alone.append(without(covered, prover.covered(others, promise.within)))
        minutes = measure(_inside(union(alone), prover.year.end)) if alone else 0
        load = Load(
            person,
            len(held),
            sum(role.critical for role in held),
            sum(person in one for one in first.values()),
            minutes,
        )
        if load.roles or load.first_contacts or load.alone:
            found.append(load)
    return tuple(sorted(found, key=lambda load: (-load.critical, -load.first_contacts, -load.alone, -load.roles)))


def _involved(prover: Prover) -> tuple[str, ...]:
    """Return the people who can keep a decisive promise."""
    able = {one for promise in prover.promises if promise.decisive for one in promise.candidates}
    return tuple(person for person in prover.answering.people if person in able)


def _loss(prover: Prover, missing: tuple[str, ...]) -> Loss:
    gone = frozenset(missing)
    found = []
    for promise in prover.promises:
        if promise.decisive and not gone.isdisjoint(promise.candidates):
            before, after = prover.gaps(promise), prover.gaps(promise, gone)
            if after != before and (more := prover.added(before, after)):
                found.append(Kept(promise, more))
    return Loss(missing, tuple(found), together(one.gaps for one in found))


def _key(one: Kept) -> tuple[object, ...]:
    return (*one.promise.place, one.promise.audiences)


def _inside(spans: Spans, end: int) -> Spans:
    return tuple((start, min(behind, end)) for start, behind in spans if start < end)


def _worst_first(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    def badness(loss: Loss) -> tuple[int, int, int]:
        worst = longest(loss.gaps)
        return -len(loss.total), -loss.minutes, worst[0] if worst else 0

    return tuple(sorted(_breaking(losses), key=badness))


def _breaking(losses: Iterable[Loss]) -> Iterator[Loss]:
    return (loss for loss in losses if loss.gaps)
