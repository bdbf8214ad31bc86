"""From a playbook to the bundle that leaves the house, and the search of its bytes for what must not be in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from komma_cli import __version__
from komma_cli.check.engine import PROFILES, Result
from komma_cli.check.rules import all_rules
from komma_cli.errors import UsageError
from komma_cli.model import network as own_network
from komma_cli.model.bodies import Body
from komma_cli.model.playbook import Playbook
from komma_cli.model.strategy import FieldOfAction, Measure
from komma_cli.network.bundle import (
    Ask,
    Bundle,
    ConfirmedBody,
    Place,
    Reach,
    Reviewed,
    Rules,
    SharedPractice,
    TakenFrom,
    Way,
    Wish,
    to_bytes,
)
from komma_cli.network.topics import size_class
from komma_cli.reach.proof import Prover, together
from komma_cli.render.audience import class_of_item, published_ways

_WAYS: Final = ("phone", "email", "web", "post")
_OPENING: Final = ("error", "warning")


def bundle_of(playbook: Playbook, result: Result, today: date) -> Bundle:
    """Return what the network may have of a playbook; ``result`` is what its check on that day found.

    Nothing is taken that is not named here. Equal input gives an equal bundle.
    """
    place, own = playbook.municipality, playbook.network or own_network.Network()
    return Bundle(
        komma_share=1,
        komma=__version__,
        date=today,
        municipality=Place(
            name=place.name,
            kind=place.kind,
            state=place.state,
            ags=place.ags,
            size_class=size_class(place.population),  # type: ignore[arg-type]  # the classes of the data file
        ),
        role=own.role,
        profile=result.profile,
        rules=states(result),
        reach=_reach(playbook, today),
        practices=tuple(_practices(playbook)),
        offers=_wishes(own.offers),
        seeks=_wishes(own.seeks),
        ask=Ask(mailbox=own.mailbox, topics=tuple(own.asked_about)) if own.may_be_asked and own.mailbox else None,
        bodies=tuple(_bodies(playbook)),
    )


def states(result: Result) -> Rules:
    """Return the state of each rule of the profile that was checked; the words of no finding go with it."""
    profile = PROFILES.index(result.profile)
    asked = [rule.id for rule in all_rules().values() if PROFILES.index(rule.profile) <= profile]
    unchecked = {skipped.rule for skipped in result.skipped}
    opened = {finding.rule for finding in result.findings if finding.severity in _OPENING}
    accepted = {one.finding.rule for one in result.accepted} - opened
    met = [rule for rule in asked if rule not in opened | accepted | unchecked]
    known = set(asked)
    return Rules(
        met=tuple(met),
        open=tuple(sorted(opened & known)),
        accepted=tuple(sorted(accepted & known)),
        unchecked=tuple(sorted((unchecked - opened - accepted) & known)),
    )


def leaks(playbook: Playbook, result: Result, bundle: Bundle) -> tuple[str, ...]:
    """Return the paths of the plan whose values stand in the bundle although not everybody may see them.

    A value that a released text says itself (somebody's name in the words of a measure) counts as well. The bundle of
    a plan that shares no words of its own has nothing in which one could stand, and is not searched.
    """
    if not (bundle.practices or bundle.offers or bundle.seeks or bundle.bodies or bundle.ask):
        return ()
    from komma_cli.render.proof.search import Proof

    def written(plan: Playbook) -> bytes:
        return _searchable(bundle_of(plan, result, bundle.date))

    verdict = Proof(playbook, "public").judge(_searchable(bundle), "", written)
    return (*verdict.leaks, *(said.path for said in verdict.said))


def _searchable(bundle: Bundle) -> bytes:
    """Return the bytes of a bundle and behind them each of its texts with real line ends, as a reader decodes them."""
    return to_bytes(bundle) + "\n".join(_texts(bundle.model_dump(mode="json"))).encode("utf-8")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _texts(each)


def _reach(playbook: Playbook, today: date) -> Reach | None:
    """Return how many promises hold for a year; None where a plan promises nothing or the year cannot be proved."""
    try:
        prover = Prover(playbook, today)
    except UsageError:
        return None
    proof = prover.prove()
    if not proof.kept:
        return None
    share = proof.share_kept(together(one.gaps for one in proof.broken))
    return Reach(
        first_day=today,
        promises=len(proof.kept),
        kept=len(proof.kept) - len(proof.broken),
        share=int(share * 100) / 100,  # downwards: 0.997 is not „always“
    )


def _practices(playbook: Playbook) -> Iterator[SharedPractice]:
    for field in playbook.strategy.fields if playbook.strategy else ():
        for goal in field.goals:
            for measure in goal.measures:
                if measure.share and measure.practice is not None:
                    yield _practice(field, measure)


def _practice(field: FieldOfAction, measure: Measure) -> SharedPractice:
    notes = measure.practice
    assert notes is not None
    reviewed, origin = notes.reviewed_by, measure.origin
    return SharedPractice(
        id=measure.id,
        title=measure.title,
        description=measure.description,
        why=notes.why,
        cost=notes.cost or measure.resources,
        conditions=notes.conditions,
        result=notes.result,
        licence=notes.licence,
        source=notes.source or measure.source,
        pillar=field.pillar,
        field=field.id,
        kind=measure.kind,
        status=measure.status,
        answers=tuple(notes.answers),
        released_on=notes.released_on,
        reviewed_by=Reviewed(organisation=reviewed.organisation, on=reviewed.on) if reviewed else None,
        origin=TakenFrom(municipality=origin.municipality, practice=origin.practice, digest=origin.digest)
        if origin
        else None,
    )


def _wishes(items: list[own_network.Wish]) -> tuple[Wish, ...]:
    return tuple(Wish(id=item.id, topic=item.topic, text=item.text) for item in items)


def _bodies(playbook: Playbook) -> Iterator[ConfirmedBody]:
    """Yield what was confirmed of institutions that stand in komma's directory, public ways and hours only."""
    for body in playbook.bodies:
        if body.from_ is not None and body.verified is not None:
            ways = tuple(_ways(body))
            if ways or body.hours:
                yield ConfirmedBody(entry=body.from_, ways=ways, hours=body.hours, confirmed_on=body.verified.on)


def _ways(body: Body) -> Iterator[Way]:
    published = published_ways(body)
    for channel in body.channels:
        if channel.kind in _WAYS and class_of_item(channel, published) == "public":
            yield Way(kind=channel.kind, value=channel.value)
