"""How fast the proof is: ``python -m tests.bench.reach``. Printed, never asserted.

The peer is the plainest way: ask for every minute of the year whether each person answers, then go back through the
minutes for every promise. It is run on one week, beside komma's whole year, and its time multiplied by the weeks.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from komma_cli import opening, public_holidays
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.reach.causes import causes, phases_of
from komma_cli.reach.losses import without_any_two, without_each
from komma_cli.reach.proof import Prover
from komma_cli.reach.repairs import repairs
from komma_cli.store import load, read_source

MUSTERSTADT = Path(__file__).parents[2] / "playbooks" / "musterstadt.komma.yaml"
FIRST = date(2026, 12, 1)
WEEK = 7 * 24 * 60
WEEKS = 365 / 7


def median(once: Callable[[], object], rounds: int) -> float:
    """Return the median seconds after one run that is not counted."""
    once()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        once()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def sampled(playbook: Playbook) -> int:
    """Go through one week minute by minute, as a plain program would, and return how many promises break somewhere."""
    prover = Prover(playbook, FIRST)
    state = playbook.municipality.state
    entries = {entry.id: entry for entry in (*playbook.people, *playbook.bodies)}
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day)
    walls = [midnight + timedelta(minutes=minute) for minute in range(WEEK)]
    kinds = {day: public_holidays.kind_of_day(FIRST + timedelta(days=day), (state,)) for day in range(-1, 8)}
    open_at = {
        one: [
            opening.answers(entry.hours, wall, kinds[n // 1440], kinds[n // 1440 - 1]) == "open"
            for n, wall in enumerate(walls)
        ]
        for one, entry in entries.items()
        if entry.hours is not None
    }
    broken = 0
    for promise in prover.promises:
        if promise.decisive:
            able = [open_at[one] for one in promise.candidates if one in open_at]
            last = WEEK + promise.within
            gap = False
            for minute in range(WEEK - 1, -1, -1):
                if any(each[minute] for each in able):
                    last = minute
                gap = gap or last - minute > promise.within
            broken += gap
    return broken


def grown(playbook: Playbook, times: int) -> Playbook:
    """Return the plan with all people, roles and cards so many times over, each copy with ids of its own."""
    people, roles, scenarios = [], [], []
    for copy in range(times):
        new = {person.id: f"{person.id}-{copy}" for person in playbook.people}
        new |= {role.id: f"{role.id}-{copy}" for role in playbook.roles}
        people += [person.model_copy(update={"id": new[person.id]}) for person in playbook.people]
        roles += [
            role.model_copy(
                update={
                    "id": new[role.id],
                    "holder": new.get(role.holder or ""),
                    "deputies": [new[one] for one in role.deputies],
                }
            )
            for role in playbook.roles
        ]
        for scenario in playbook.scenarios:
            steps = [
                step.model_copy(
                    update={"role": new.get(step.role or ""), "contacts": [new.get(one, one) for one in step.contacts]}
                )
                for step in scenario.steps
            ]
            scenarios.append(scenario.model_copy(update={"id": f"{scenario.id}-{copy}", "steps": steps}))
    return playbook.model_copy(update={"people": people, "roles": roles, "scenarios": scenarios, "escalation": None})


def main() -> None:
    """Print the table."""
    playbook = validate(load(read_source(MUSTERSTADT)).data)[0]
    assert playbook is not None
    year = median(lambda: Prover(playbook, FIRST).prove().broken, 15)
    start = time.perf_counter()
    sampled(playbook)
    plain = (time.perf_counter() - start) * WEEKS
    print(f"Musterstadt, whole year: {year * 1000:.1f} ms (target 50)")
    print(f"the same minute by minute: {plain:.1f} s, {plain / year:.0f} x (target 100)")
    print(f"every single absence: {median(lambda: without_each(Prover(playbook, FIRST)), 5):.3f} s (target 0.5)")
    print(f"every pair: {median(lambda: without_any_two(Prover(playbook, FIRST)), 3):.2f} s (target 5)")

    def with_repairs() -> None:
        prover = Prover(playbook, FIRST)
        for cause in causes(prover.prove(["p-on-call"]), phases_of(prover))[:8]:
            repairs(prover, cause, missing=["p-on-call"])

    print(f"8 causes with proved repairs: {median(with_repairs, 3):.2f} s")
    for times in (1, 2, 4):
        large = grown(playbook, times)
        size = len(large.people) * len(large.scenarios)
        taken = median(lambda plan=large: Prover(plan, FIRST).prove().broken, 5)
        print(f"{len(large.people)} people x {len(large.scenarios)} cards: {taken * 1000:.1f} ms", end="; ")
        print(f"{taken / size * 1e6:.2f} us for each person and card")


if __name__ == "__main__":
    main()
