"""What ``komma reach`` tells: the year, one case played through, and what hangs on single people, as blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, takewhile

from komma_cli.dates import say as say_day
from komma_cli.model.bodies import Body
from komma_cli.model.people import Person
from komma_cli.reach.case import Call, Case, Turn
from komma_cli.reach.causes import Cause, causes, phases_of
from komma_cli.reach.losses import Load, Loss
from komma_cli.reach.proof import Proof, Prover, together
from komma_cli.reach.repairs import repairs
from komma_cli.reach.telling import Teller
from komma_cli.report.paper import Bars, Block, Heading, Items, Line
from komma_cli.spans import Span, longest, measure
from komma_cli.texts import label

_MOST_CAUSES = 8
_MOST_LOSSES = 10
_FULLY_TOLD = ("now", "same_day")
"""Phases whose steps are told one by one; of later ones only what breaks."""


def year(prover: Prover, proof: Proof, teller: Teller, missing: Collection[str] = ()) -> Iterator[Block]:
    """Yield the overview of a year: the result first, then when gaps begin, then each cause with what mends it."""
    yield Heading(teller.say("title", municipality=prover.playbook.municipality.name), 1)
    first, last = (say_day(day.isoformat(), teller.lang) for day in (proof.year.first, proof.year.last))
    yield Line(teller.say("checked", first=first, last=last))
    if missing:
        yield Line(teller.say("case_without", who=teller.listed([teller.name(one) for one in missing])))
    found = causes(proof, phases_of(prover))
    yield from _result(prover, proof, teller, found)
    yield from _unknown(prover, teller)
    if found:
        yield Heading(teller.say("when_head"))
        yield _bars(proof, teller)
        yield Heading(teller.say("causes_head"))
        yield Line(teller.say("causes_explained"))
    for number, cause in enumerate(found[:_MOST_CAUSES], 1):
        yield from _cause(prover, cause, number, teller, missing)
    if len(found) > _MOST_CAUSES:
        yield Line(teller.say("more_losses", count=len(found) - _MOST_CAUSES))
    yield Heading(teller.say("limits_head"))
    yield Line(teller.say("limits"))


def _result(prover: Prover, proof: Proof, teller: Teller, found: tuple[Cause, ...]) -> Iterator[Block]:
    owners = list(dict.fromkeys(one.promise.owner for one in proof.kept))
    broken = {one.promise.owner for one in proof.broken}
    levels = {one.promise.owner for one in proof.kept if one.promise.kind == "level"}
    values = {
        "levels": len(levels),
        "scenarios": len(owners) - len(levels),
        "levels_kept": len(levels - broken),
        "scenarios_kept": len(set(owners) - levels - broken),
    }
    if not found:
        yield Line(teller.say("all_kept", **values))
        return
    yield Line(teller.say("some_broken", **values))
    everything = together(cause.gaps for cause in found)
    yield Line(teller.say("next_gap", gap=teller.span(everything[0])))
    worst = longest(everything)
    if worst is not None and worst != everything[0]:
        yield Line(teller.say("longest_gap", gap=teller.span(worst)))


def _unknown(prover: Prover, teller: Teller) -> Iterator[Block]:
    """Yield who counts as not reachable only because the plan does not say when."""
    involved = {one for promise in prover.promises for one in promise.candidates}
    entries: list[Person | Body] = [*prover.answering.people.values(), *prover.answering.bodies.values()]
    silent = [
        entry.id
        for entry in entries
        if entry.id in involved and entry.hours is None and not prover.answering.reachable(entry.id).minutes
    ]
    if silent:
        key = "no_hours_one" if len(silent) == 1 else "no_hours"
        yield Line(teller.say(key, count=len(silent), who=teller.listed([teller.name(one) for one in silent])))


def _bars(proof: Proof, teller: Teller) -> Bars:
    broken = list(dict.fromkeys(one.promise.owner for one in proof.broken))
    rows = [(teller.owner(owner), teller.week_bar(proof.gaps_of(owner))) for owner in broken]
    if len(rows) > 1:
        rows.append((teller.say("together"), teller.week_bar(together(one.gaps for one in proof.broken))))
    return Bars(teller.week_head(), tuple(rows), teller.say("bar_legend"))


def _cause(prover: Prover, cause: Cause, number: int, teller: Teller, missing: Collection[str]) -> Iterator[Block]:
    told = teller.cause(cause)
    yield Items((told.title,), first=number)
    for line in (told.where, told.when, teller.say("longest", gap=told.longest)):
        yield Line(line, deep=True)
    yield Line(teller.say("who_is_silent", who="; ".join(told.why)), deep=True)
    found = repairs(prover, cause, missing=missing)
    if not found:
        yield Line(teller.no_repair(cause.gaps), deep=True)
    elif found[0].closes:
        yield Line(teller.say("repair_closes" if len(found) == 1 else "repairs_close"), deep=True)
        yield Items(tuple(teller.repair(one) for one in found), deep=True)
    else:
        share = 1 - measure(found[0].left) / measure(cause.gaps)
        yield Line(teller.say("repair_in_part", share=teller.percent(share)), deep=True)
        yield Items((teller.repair(found[0]),), deep=True)
        yield Line(teller.no_repair(found[0].left), deep=True)


def case(played: Case, teller: Teller) -> Iterator[Block]:
    """Yield one case as it is read aloud: the result first, then who is called and who answers."""
    yield Heading(teller.say("case_title", moment=teller.on_wall(played.moment), scenario=played.scenario.title), 1)
    if played.missing:
        yield Line(teller.say("case_without", who=teller.listed([teller.name(one) for one in played.missing])))
    broken = {turn.id for turn in played.broken}
    everything = {turn.id for turn in played.turns}
    if not broken:
        yield Line(teller.say("case_kept", count=len(everything)))
    else:
        key = "case_broken_one" if len(broken) == 1 else "case_broken"
        yield Line(teller.say(key, count=len(broken), all=len(everything)))
        decisive = [turn for turn in played.broken if turn.promise is not None and turn.promise.decisive]
        yield Line(teller.say("case_decisive" if decisive else "case_not_decisive"))
    for phase, turns in groupby(played.turns, lambda turn: turn.step.phase if turn.step else ""):
        yield from _phase(phase, list(turns), played, teller)
    yield from _silent(played, teller)


def _phase(phase: str, turns: list[Turn], played: Case, teller: Teller) -> Iterator[Block]:
    yield Heading(label("phase", phase, teller.lang) if phase else teller.say("case_first_contact"))
    told = turns if not phase or phase in _FULLY_TOLD else [turn for turn in turns if not turn.kept]
    for number, (_, same) in enumerate(groupby(told, lambda turn: turn.id), 1):
        yield from _turn(list(same), number, played, teller)
    others = len({turn.step.id for turn in turns if turn.step} - {turn.step.id for turn in told if turn.step})
    if others:
        yield Line(teller.say("case_others_kept_one" if others == 1 else "case_others_kept", count=others))


def _turn(turns: list[Turn], number: int, played: Case, teller: Teller) -> Iterator[Block]:
    """Yield one step; for different groups of people only where they fare differently."""
    first = turns[0]
    yield Items((first.level.name if first.level else first.step.text if first.step else "",), first=number)
    different = len({(turn.kept, turn.reached) for turn in turns}) > 1
    for turn in turns if different else turns[:1]:
        outcome = teller.outcome(turn, played.start)
        if different:
            groups = [label("audience", group, teller.lang) for group in turn.audiences]
            outcome = teller.say("case_for", groups=teller.listed(groups), outcome=outcome)
        yield Line(outcome, deep=True)


def _silent(played: Case, teller: Teller) -> Iterator[Block]:
    """Yield everybody who is called in vain, each one time, with when they are back."""
    silent: dict[str, Call] = {}
    for turn in played.turns:
        if turn.kept and turn.step is not None and turn.step.phase not in _FULLY_TOLD:
            continue
        for call in takewhile(lambda call: call.answers != played.start, turn.calls):
            silent.setdefault(call.id, call)
    if silent:
        yield Heading(teller.say("case_silent_head"))
        yield Items(tuple(_call(call, played, teller) for call in silent.values()))


def _call(call: Call, played: Case, teller: Teller) -> str:
    if call.missing or call.reason is None:
        return teller.say("silent", who=teller.name(call.id), why=teller.say("why_missing"))
    values = {"who": teller.name(call.id), "why": teller.say(f"why_{call.reason}")}
    if call.answers is None:
        return teller.say("silent", **values)
    return teller.say("silent_until", until=teller.near(call.answers, played.moment.date()), **values)


def losses(prover: Prover, found: tuple[Loss, ...], carried: Iterable[Load], teller: Teller) -> Iterator[Block]:
    """Yield what breaks without single people or pairs, the worst first, and how much each one carries."""
    municipality = prover.playbook.municipality.name
    pairs = any(len(loss.missing) > 1 for loss in found)
    yield Heading(teller.say("losses_title", municipality=municipality), 1)
    if not found:
        yield Line(teller.say("nobody_missed"))
    else:
        key = "pairs_missed" if pairs else "people_missed_one" if len(found) == 1 else "people_missed"
        yield Line(teller.say(key, count=len(found)))
    for number, loss in enumerate(found[:_MOST_LOSSES], 1):
        yield from _loss(prover, loss, number, teller)
    if len(found) > _MOST_LOSSES:
        yield Line(teller.say("more_losses", count=len(found) - _MOST_LOSSES))
    carrying = [teller_line for load in carried if (teller_line := _load(prover, load, teller))]
    if carrying:
        yield Heading(teller.say("loads_head"))
        yield Items(tuple(carrying))


def _loss(prover: Prover, loss: Loss, number: int, teller: Teller) -> Iterator[Block]:
    yield Items((teller.say("without", who=teller.both([teller.name(one) for one in loss.missing])),), first=number)
    values = {
        "share": teller.percent(loss.minutes / prover.year.end),
        "owners": teller.listed([teller.owner(one) for one in loss.owners]),
    }
    yield Line(teller.say("loss_one" if len(loss.owners) == 1 else "loss", count=len(loss.owners), **values), deep=True)
    worst: Span | None = longest(loss.gaps)
    if worst is not None:
        yield Line(teller.say("longest", gap=teller.span(worst)), deep=True)
    if loss.total:
        steps = [teller.owner(one.promise.owner) for one in loss.total]
        yield Line(teller.say("loss_total", owners=teller.listed(steps)), deep=True)
    repair = next((one for cause in loss_causes(prover, loss) for one in repairs(prover, cause, 1, loss.missing)), None)
    told = teller.no_repair(loss.gaps) if repair is None else teller.say("loss_repair", repair=teller.repair(repair))
    yield Line(told, deep=True)


def loss_causes(prover: Prover, loss: Loss) -> tuple[Cause, ...]:
    """Return the causes of what breaks without somebody, the worst first."""
    return causes(Proof(prover.year, loss.kept), phases_of(prover))


def _load(prover: Prover, load: Load, teller: Teller) -> str:
    parts = []
    if load.critical:
        parts.append(teller.say("load_critical_one" if load.critical == 1 else "load_critical", count=load.critical))
    if load.first_contacts:
        key = "load_first_one" if load.first_contacts == 1 else "load_first"
        parts.append(teller.say(key, count=load.first_contacts))
    if load.alone:
        parts.append(teller.say("load_alone", share=teller.percent(load.alone / prover.year.end)))
    return teller.say("load", who=teller.name(load.person), what="; ".join(parts)) if parts else ""
