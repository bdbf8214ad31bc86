"""From a plan to one exercise: which card, when it begins and who is missing, what comes when, what is expected then.

The same plan, day and seed give the same exercise.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from komma_cli.drills.scripts import Inject, Script, general, scripts
from komma_cli.errors import UsageError
from komma_cli.model.scenarios import PHASES, Scenario, Step
from komma_cli.reach.case import Turn, play
from komma_cli.reach.proof import Prover
from komma_cli.reach.weaknesses import Weakness, weaknesses
from komma_cli.reach.year import DAY
from komma_cli.spans import holds
from komma_cli.texts import Lang, facts


@dataclass(frozen=True)
class Expected:
    """A step of the card that is expected after an inject: its number on the card, and how it would go by the plan."""

    number: int
    step: Step
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Played:
    """One inject with the time on the clock that is played, and the steps expected then."""

    number: int
    inject: Inject
    wall: datetime
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Drill:
    """One exercise of a plan."""

    script: Script
    scenario: Scenario
    card: int
    """Number of the card among the relevant ones, as the document of scenario cards has them."""
    seed: int
    moment: datetime
    ends: datetime | None
    """When the gap ends that the exercise begins in; None if the plan has none to begin in."""
    weakness: Weakness | None
    absent: tuple[str, ...]
    """Ids of people who are missing in the exercise."""
    participants: tuple[str, ...]
    """Ids of the roles that have something to do."""
    injects: tuple[Played, ...]
    minutes: int
    evaluation: int


def compose(prover: Prover, scenario_id: str | None, seed: int, lang: Lang) -> Drill:
    """Return an exercise. Raises ``UsageError`` ``drill.no_cards`` or ``drill.no_steps`` where there is none."""
    playbook = prover.playbook
    relevant = [card for card in playbook.scenarios if card.relevant]
    cards = [card for card in relevant if card.steps]
    if not cards:
        raise UsageError("drill.no_cards")
    chance = random.Random(f"komma/{seed}")
    weak = [one for one in weaknesses(prover, scenario_id) if any(card.id == one.scenario for card in cards)]
    chosen = _chosen(cards, scenario_id) if scenario_id is not None else _by_chance(cards, weak, chance, lang)
    script = _script_for(chosen, lang)
    own = [one for one in weak if one.scenario == chosen.id]
    weakness = chance.choice(own) if own else None
    start, end = _begin(prover, script, weakness, chance) if weakness else (_next(prover, script), None)
    moment = prover.year.wall(start)
    absent = weakness.absent if weakness else _busiest(prover, chosen)
    case = play(prover, chosen.id, moment, absent)
    by_step: dict[str, list[Turn]] = {}
    for turn in case.turns:
        if turn.step is not None:
            by_step.setdefault(turn.step.id, []).append(turn)
    return Drill(
        script=script,
        scenario=chosen,
        card=relevant.index(chosen) + 1,
        seed=seed,
        moment=moment,
        ends=None if end is None else prover.year.wall(end),
        weakness=weakness,
        absent=absent,
        participants=_participants(prover, chosen),
        injects=_injects(script, moment, chosen, by_step),
        minutes=facts("drills")["minutes"],
        evaluation=facts("drills")["evaluation"],
    )


def _chosen(cards: Sequence[Scenario], scenario_id: str) -> Scenario:
    found = next((card for card in cards if card.id == scenario_id), None)
    if found is None:
        raise UsageError("drill.no_steps", scenario=scenario_id)
    return found


def _by_chance(cards: Sequence[Scenario], weak: Sequence[Weakness], chance: random.Random, lang: Lang) -> Scenario:
    """Return a card that is weak somewhere, rather one that a script of komma's own fits."""
    names = {one.scenario for one in weak}
    candidates = [card for card in cards if card.id in names] or list(cards)
    scripted = [card for card in candidates if _script_for(card, lang).cards]
    return chance.choice(scripted or candidates)


def _script_for(card: Scenario, lang: Lang) -> Script:
    """Return the script that fits best; the general one takes title and summary of the card."""
    origin = card.based_on.library if card.based_on else card.id
    fitting = [(one.cards.index(origin), number) for number, one in enumerate(scripts(lang)) if origin in one.cards]
    if fitting:
        return scripts(lang)[min(fitting)[1]]
    found = general(lang)
    summary = card.summary or card.title
    return Script(
        found.id, (), found.weekday, found.time, found.hits,
        found.title.format(scenario=card.title), found.situation.format(summary=summary), found.injects,
    )  # fmt: skip


def _begin(prover: Prover, script: Script, weakness: Weakness, chance: random.Random) -> tuple[int, int]:
    """Return a minute in a gap, at the script's own weekday and time if it lies in one, and the end of that gap."""
    own = _next(prover, script)
    weekly = [minute for minute in range(own, prover.year.end, 7 * DAY) if holds(weakness.gaps, minute)]
    if weekly:
        minute = chance.choice(weekly)
        return minute, next(end for start, end in weakness.gaps if start <= minute < end)
    return chance.choice(weakness.gaps)


def _next(prover: Prover, script: Script) -> int:
    """Return the minute at which the script would begin for the first time in the year."""
    first = prover.year.first
    day = first + timedelta(days=(script.weekday - first.weekday()) % 7)
    return prover.year.minute(datetime.fromisoformat(f"{day.isoformat()}T{script.time}"))


def _busiest(prover: Prover, card: Scenario) -> tuple[str, ...]:
    """Return the holder of the role that most steps of a card need."""
    roles = [step.role for step in card.steps if step.role in prover.answering.roles]
    holders = [prover.answering.roles[role].holder for role in roles if role is not None]
    known = [holder for holder in holders if holder is not None and holder in prover.answering.people]
    return (max(dict.fromkeys(known), key=known.count),) if known else ()


def _participants(prover: Prover, card: Scenario) -> tuple[str, ...]:
    """Return the roles that take a step of a card, in the order of the phases."""
    roles = dict.fromkeys(step.role for step in _in_order(card) if step.role in prover.answering.roles)
    return tuple(role for role in roles if role is not None)


def _in_order(card: Scenario) -> list[Step]:
    """Return the steps of a card by phase, as papers number them."""
    return sorted(card.steps, key=lambda step: PHASES.index(step.phase))


def _injects(script: Script, moment: datetime, card: Scenario, by_step: dict[str, list[Turn]]) -> tuple[Played, ...]:
    found = []
    for number, inject in enumerate(script.injects, 1):
        wanted = [(place, step) for place, step in enumerate(_in_order(card), 1) if step.kind in inject.expects]
        expected = [Expected(place, step, tuple(by_step.get(step.id, ()))) for place, step in wanted]
        found.append(Played(number, inject, moment + timedelta(minutes=inject.later), _most_urgent(expected)))
    return tuple(found)


def _most_urgent(found: Iterable[Expected]) -> tuple[Expected, ...]:
    return tuple(found)[: int(facts("drills")["most_expected"])]
