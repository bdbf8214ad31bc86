"""The proof agrees with an oracle that tries every minute, for random plans, clock changes and turns of the year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from komma_cli import opening
from komma_cli.reach.proof import Prover
from komma_cli.spans import holds, merged, outside, reaching
from tests.properties.reach_plans import FIRSTS, STATES, Drawn, Hours, Oracle, hours, kind_of_day, plans

DAY = 24 * 60
WINDOW = 5 * DAY
"""Minutes tried one by one: weekends, New Year, 29 February and both clock changes lie in them."""


@settings(max_examples=40, deadline=None)
@given(plans())
def test_every_promise_breaks_exactly_when_nobody_answers_in_time(drawn: Drawn):
    oracle, prover = Oracle(drawn), Prover(drawn.playbook, drawn.first)
    seen = set()
    for promise in prover.promises:
        gaps = prover.gaps(promise)
        step = next((s for s in drawn.playbook.scenarios[0].steps if s.id == promise.place[-1]), None)
        for group in promise.audiences:
            seen.add((promise.place, group))
            able = oracle.level_able(group) if step is None else oracle.step_able(step, group)
            assert able == set(promise.candidates)
        told = [minute for start, end in gaps for minute in range(start, min(end, WINDOW))]
        assert oracle.broken(able, promise.within, WINDOW) == told
    steps = [s for s in drawn.playbook.scenarios[0].steps if oracle.step_able(s, "staff") is not None]
    assert {place[-1] for place, _ in seen} == {"level-2", *(step.id for step in steps)}


@settings(max_examples=50, deadline=None)
@given(hours(), st.sampled_from(STATES), st.sampled_from(FIRSTS))
def test_sure_minutes_are_those_at_which_hours_answer(drawn: Hours | None, state: str, first: date):
    if drawn is None:
        return
    kinds = [kind_of_day(first + timedelta(days=day), (state,)) for day in range(-1, 8)]
    sure = opening.sure_minutes(drawn.text, first, kinds)
    for minute in range(0, 8 * DAY, 15):
        wall = datetime(first.year, first.month, first.day) + timedelta(minutes=minute)
        day = minute // DAY
        said = opening.answers(drawn.text, wall, kinds[day + 1], kinds[day])
        assert (said == "open") == holds(sure, minute) == drawn.open_at(wall, state), (drawn.text, wall)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=12), st.integers(0, 60))
def test_reaching_is_the_minutes_before(spans, within):
    spans = merged(spans)
    members = {minute for start, end in spans for minute in range(start, end)}
    wanted = {minute for minute in range(200) if any(minute + wait in members for wait in range(within + 1))}
    found = reaching(spans, within)
    assert {minute for minute in range(200) if holds(found, minute)} == wanted
    assert {minute for minute in range(200) if holds(outside(found, 0, 200), minute)} == set(range(200)) - wanted
