"""Causes, repairs that are proved, single people, one case, and the week."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from komma_cli.reach.case import play
from komma_cli.reach.causes import causes, phases_of, silent
from komma_cli.reach.changing import changed, edits
from komma_cli.reach.losses import loads, without_any_two, without_each
from komma_cli.reach.proof import Prover
from komma_cli.reach.repairs import repairs
from komma_cli.reach.telling import Teller
from komma_cli.reach.week import fold
from komma_cli.spans import measure
from tests.unit.reach.plans import body, level, person, plan, role, step

FIRST = date(2026, 12, 1)


def all_causes(prover):
    return causes(prover.prove(), phases_of(prover))


def test_a_free_person_is_the_smallest_repair_and_proved():
    playbook = plan([person("p-1"), person("p-2"), person("p-night", "24/7")], roles=[role(holder="p-1")],
                    levels=[level(first_contact="contact")])  # fmt: skip
    prover = Prover(playbook, FIRST)
    (cause,) = all_causes(prover)
    found = repairs(prover, cause)
    assert [(one.kind, one.adds) for one in found[:2]] == [("deputy", "p-night"), ("out_of_hours", "p-night")]
    for one in found:
        assert one.closes
        assert not Prover(changed(playbook, one.kind, one.places, one.adds), FIRST).prove().broken
    assert not playbook.roles[0].deputies  # the plan itself stays
    assert edits(playbook, "deputy", found[0].places, "p-night") == ((("roles", "contact", "deputies"), ["p-night"]),)


def test_an_empty_role_is_offered_a_holder():
    playbook = plan([person("p-night", "24/7")], roles=[role()], steps=[step(role="contact")])
    prover = Prover(playbook, FIRST)
    (cause,) = all_causes(prover)
    assert cause.kind == "nobody"
    assert [(one.kind, one.adds) for one in repairs(prover, cause)] == [("holder", "p-night"), ("contact", "p-night")]


def test_nobody_becomes_deputy_where_the_role_must_be_independent_of_hers():
    roles = [role(holder="p-1", independent_of=["boss"]), role("boss", holder="p-night")]
    prover = Prover(plan([person("p-1"), person("p-night", "24/7")], roles=roles, steps=[step(role="contact")]), FIRST)
    kinds = {one.kind for cause in all_causes(prover) for one in repairs(prover, cause)}
    assert "deputy" not in kinds


def test_a_body_is_offered_only_where_it_serves_the_people():
    bodies = [body("b-staff"), body("b-officials", audiences=["officials"])]
    prover = Prover(
        plan([person("p-1")], bodies=bodies, roles=[role(holder="p-1")], steps=[step(role="contact")]), FIRST
    )
    (cause,) = all_causes(prover)
    assert {one.adds for one in repairs(prover, cause) if one.kind == "contact"} == {"b-staff"}


def test_one_hour_at_the_weekend_closes_a_promise_of_two_days():
    prover = Prover(
        plan([person("p-1")], roles=[role(holder="p-1")], steps=[step(role="contact", phase="days", within="P2D")]),
        FIRST,
    )
    (cause,) = all_causes(prover)
    (found,) = repairs(prover, cause)
    assert (found.kind, found.closes) == ("hours", True)
    assert found.adds == "Mo-Fr 08:00-16:00; Sa 10:00-11:00; PH 10:00-11:00"
    assert Teller(prover, "de").repair(found) == (
        "Erweitern Sie die Zeiten (Amt p-1): Mo–Fr 8–16 Uhr, Sa 10–11 Uhr, an Feiertagen 10–11 Uhr."
    )


def test_what_only_helps_a_little_says_so():
    people = [person("p-1", 'Mo 08:00-10:00 open "nur manchmal"'), person("p-2", "Mo-Fr 08:00-16:00; PH off")]
    prover = Prover(plan(people, roles=[role(holder="p-1")], levels=[level(first_contact="contact")]), FIRST)
    (cause,) = all_causes(prover)
    (found,) = repairs(prover, cause)
    assert not found.closes
    assert 0 < measure(found.left) < measure(cause.gaps)


def test_a_change_never_takes_away_who_answers_at_night():
    people = [person("p-1"), person("p-2", "Sa 08:00-10:00"), person("p-night", "24/7")]
    levels = [level(first_contact="p-1", out_of_hours="p-2")]
    prover = Prover(plan(people, levels=levels), FIRST)
    assert all(one.kind != "out_of_hours" for cause in all_causes(prover) for one in repairs(prover, cause))


@pytest.mark.parametrize(
    ("more", "moment", "reason"),
    [
        ({}, datetime(2026, 12, 5, 10), "closed"),
        ({}, datetime(2026, 12, 25, 10), "holiday"),
        ({}, datetime(2026, 12, 24, 10), "doubtful_day"),
        ({"absences": [{"first_day": "2026-12-08", "last_day": "2026-12-09"}]}, datetime(2026, 12, 9, 10), "absent"),
        ({"hours": None}, datetime(2026, 12, 9, 10), "no_hours"),
        ({"hours": 'Mo-Fr 08:00-16:00 "nach Vereinbarung"'}, datetime(2026, 12, 9, 10), "unsure_hours"),
        ({"channels": []}, datetime(2026, 12, 9, 10), "no_channel"),
        ({"channels": [{"kind": "email", "value": "a@stadt.example"}]}, datetime(2026, 12, 9, 10), "written_only"),
    ],
)
def test_why_somebody_does_not_answer(more, moment, reason):
    playbook = plan([person("p-1") | more, person("p-2", "24/7")], roles=[role(holder="p-1", deputies=["p-2"])],
                    levels=[level(first_contact="contact")])  # fmt: skip
    prover = Prover(playbook, FIRST)
    found = silent(prover, ("p-1", "p-2"), prover.year.minute(moment), 60)
    assert [(one.id, one.reason) for one in found] == [("p-1", reason)]


def test_people_on_whom_something_hangs_and_those_who_are_covered():
    people = [person("p-1", "24/7"), person("p-2", "24/7"), person("p-3", "24/7")]
    roles = [role(holder="p-1", deputies=["p-2"]), role("alone", holder="p-3", critical=True)]
    levels = [level(first_contact="contact")]
    prover = Prover(plan(people, roles=roles, levels=levels, steps=[step(role="alone")]), FIRST)
    (single,) = without_each(prover)
    assert (single.missing, single.owners, single.minutes) == (("p-3",), ("threat",), prover.year.end)
    assert [one.promise.place[-1] for one in single.total] == ["talk"]
    (pair,) = without_any_two(prover)
    assert pair.missing == ("p-1", "p-2")
    assert pair.owners == ("level-2",)
    carried = {load.person: load for load in loads(prover)}
    assert (carried["p-3"].critical, carried["p-1"].first_contacts, carried["p-1"].alone) == (1, 1, 0)


def test_one_case_says_who_is_called_and_who_answers_when():
    people = [person("p-1"), person("p-2", "Mo-Fr 10:00-12:00; PH off")]
    roles = [role(holder="p-2", deputies=["p-1"])]
    steps = [step("own", actor="anyone"), step(role="contact", within="PT1H")]
    playbook = plan(people, roles=roles, steps=steps, levels=[level(first_contact="contact")], minimum_level="level-2")
    prover = Prover(playbook, FIRST)
    played = play(prover, "threat", datetime(2026, 12, 7, 7, 30))
    first, own, talk = played.turns
    assert (first.kept, own.kept, own.promise, talk.kept) == (True, True, None, True)
    assert talk.reached is not None
    assert (talk.reached.id, prover.year.wall(talk.reached.answers)) == ("p-1", datetime(2026, 12, 7, 8))
    gone = play(prover, "threat", datetime(2026, 12, 7, 7, 30), ["p-1"])
    assert [turn.id for turn in gone.broken] == ["level-2", "talk"]
    assert [call.missing for call in gone.turns[2].calls] == [False, True]


def test_the_week_counts_the_share_of_each_hour():
    prover = Prover(
        plan([person("p-1", "Mo-Fr 08:00-16:30")], levels=[level(first_contact="p-1", first_contact_within="PT0M")]),
        FIRST,
    )
    proof = prover.prove()
    shares = fold(proof.gaps_of("level-2"), proof.year)
    assert len(shares) == 168
    assert shares[5 * 24 : 7 * 24] == (1.0,) * 48
    assert shares[7] == 1.0
    assert shares[16] == pytest.approx(0.5, abs=0.05)  # half of the hour, all of it on holidays
    total = sum(measure(((start, end),)) for start, end in proof.gaps_of("level-2"))
    assert sum(shares) * 60 * 365 / 7 == pytest.approx(total, rel=0.01)


@pytest.mark.parametrize(
    ("share", "said"), [(0.5, "50"), (0.99999, "99,9"), (0.00001, "0,1"), (1, "100"), (0, "0"), (0.1234, "12,3")]
)
def test_a_percentage_never_hides_a_gap(share, said):
    prover = Prover(plan([person("p-1")], levels=[level(first_contact="p-1")]), FIRST)
    assert Teller(prover, "de").percent(share) == said
