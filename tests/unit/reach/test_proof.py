"""The proof of small plans, each with a trap of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from komma_cli.errors import UsageError
from komma_cli.reach.proof import Prover
from tests.unit.reach.plans import OFFICE, body, level, person, plan, role, step

FIRST = date(2026, 12, 1)


def gaps(playbook, first=FIRST):
    """Return the gaps of the only owner as pairs of times on the wall."""
    proof = Prover(playbook, first).prove()
    owner = proof.kept[0].promise.owner
    return [(proof.year.wall(start), proof.year.wall(end)) for start, end in proof.gaps_of(owner)]


def holes(playbook, day):
    """Return the gaps that begin on one day."""
    return [(start, end) for start, end in gaps(playbook) if start.date() == day]


def test_an_empty_role_is_a_gap_of_the_whole_year_and_comes_first():
    steps = [step("later", role="other"), step("talk", role="contact")]
    roles = [role("other", holder="p-1"), role("contact")]
    proof = Prover(plan([person("p-1")], roles=roles, steps=steps), FIRST).prove()
    first = proof.broken[0]
    assert first.total
    assert first.promise.place[-1] == "talk"
    assert first.gaps == ((0, proof.year.end),)


def test_a_step_without_anybody_is_not_silently_kept():
    proof = Prover(plan([person("p-1")], steps=[step()]), FIRST).prove()
    assert [one.total for one in proof.broken] == [True]


def test_who_is_there_acts_alone_and_needs_nobody():
    assert Prover(plan([person("p-1")], steps=[step(actor="anyone")]), FIRST).prove().kept == ()


def test_who_is_there_needs_an_answer_to_the_call():
    found = gaps(plan([person("p-1")], steps=[step(actor="anyone", contacts=["p-1"])]))
    assert found[1] == (datetime(2026, 12, 1, 16), datetime(2026, 12, 2, 4))


def test_a_body_that_serves_officials_only_does_not_help_staff():
    bodies = [body("b-1", audiences=["officials"])]
    playbook = plan([person("p-1")], bodies=bodies, roles=[role(holder="p-1")],
                    steps=[step(role="contact", contacts=["b-1"])], audiences=["staff", "officials"])  # fmt: skip
    proof = Prover(playbook, FIRST).prove()
    assert {one.promise.audiences: bool(one.gaps) for one in proof.kept} == {("staff",): True, ("officials",): False}


@pytest.mark.parametrize("kind", ["report", "evidence"])
def test_a_body_helps_people_but_does_not_do_the_work_of_the_administration(kind):
    playbook = plan([person("p-1")], bodies=[body("b-1")], roles=[role(holder="p-1")],
                    steps=[step(role="contact", contacts=["b-1"], kind=kind)])  # fmt: skip
    prover = Prover(playbook, FIRST)
    assert prover.promises[0].candidates == ("p-1",)


def test_around_the_clock_but_for_holidays_leaves_christmas():
    found = gaps(plan([person("p-1", "24/7; PH off")], levels=[level(first_contact="p-1")]))
    assert found[0] == (datetime(2026, 12, 24), datetime(2026, 12, 26, 23))  # Christmas Eve is not sure either


def test_around_the_clock_but_for_one_day_holds_on_holidays():
    found = gaps(plan([person("p-1", "24/7; Dec 25 off")], levels=[level(first_contact="p-1")]))
    assert found == [(datetime(2026, 12, 25), datetime(2026, 12, 25, 23))]


def test_a_night_shift_reaches_over_midnight():
    shift = "Mo-Su 22:00-06:00; PH off"
    playbook = plan([person("p-1", shift)], levels=[level(first_contact="p-1", first_contact_within="PT0M")])
    assert holes(playbook, date(2026, 12, 8)) == [(datetime(2026, 12, 8, 6), datetime(2026, 12, 8, 22))]


def test_a_promise_across_the_turn_of_the_year_is_kept_by_who_answers_after_it():
    playbook = plan(
        [person("p-1", "Fr 10:00-11:00; PH off")], levels=[level(first_contact="p-1", first_contact_within="P4D")]
    )
    found = gaps(playbook, date(2026, 1, 10))
    # the year ends on Saturday 9 January 2027; from Tuesday 5 at 10:00 on Friday 8 is near enough
    assert found[-1] == (datetime(2027, 1, 8, 11), datetime(2027, 1, 10))
    before = gaps(playbook, date(2026, 1, 12))
    assert before[-1][1] == datetime(2027, 1, 11, 10)  # Friday 15 lies behind the year and still counts


def test_the_29th_of_february_is_a_day_like_others():
    playbook = plan([person("p-1")], levels=[level(first_contact="p-1", first_contact_within="PT0M")])
    day = datetime(2028, 2, 29)
    assert (day.replace(hour=16), day.replace(day=1, month=3, hour=8)) in gaps(playbook, date(2028, 2, 1))


def test_a_promise_longer_than_the_silence_is_kept():
    playbook = plan(
        [person("p-1", "Mo-Su 08:00-16:00; PH 10:00-11:00")],
        levels=[level(first_contact="p-1", first_contact_within="P2D")],
    )
    assert gaps(playbook) == []


def test_a_deputy_who_is_the_holder_adds_nobody():
    both = [role(holder="p-1", deputies=["p-1"])]
    prover = Prover(plan([person("p-1")], roles=both, levels=[level(first_contact="contact")]), FIRST)
    assert prover.promises[0].candidates == ("p-1",)


def test_a_holiday_counts_where_it_is_one():
    epiphany = date(2027, 1, 6)  # Wednesday; a holiday in Bavaria, none in North Rhine-Westphalia
    here = plan([person("p-1")], levels=[level(first_contact="p-1")])
    there = plan([person("p-1")], levels=[level(first_contact="p-1")], state="BY")
    assert [start.hour for start, _ in holes(here, epiphany)] == [16]
    assert not holes(there, epiphany)
    assert (datetime(2027, 1, 5, 16), datetime(2027, 1, 7, 7)) in gaps(there)


def test_an_absence_takes_whole_days_and_the_deputy_stays():
    away = person("p-1", absences=[{"first_day": "2026-12-08", "last_day": "2026-12-08"}])
    roles = [role(holder="p-1", deputies=["p-2"])]
    alone = plan([away, person("p-2", "Fr 08:00-09:00")], roles=roles, levels=[level(first_contact="contact")])
    assert (datetime(2026, 12, 7, 16), datetime(2026, 12, 9, 7)) in gaps(alone)
    helped = plan([away, person("p-2")], roles=roles, levels=[level(first_contact="contact")])
    assert (datetime(2026, 12, 7, 16), datetime(2026, 12, 8, 7)) in gaps(helped)


def test_an_absence_whose_days_are_the_wrong_way_round_counts_as_one():
    away = person("p-1", absences=[{"first_day": "2026-12-09", "last_day": "2026-12-08"}])
    found = gaps(plan([away], levels=[level(first_contact="p-1")]))
    assert (datetime(2026, 12, 7, 16), datetime(2026, 12, 10, 7)) in found


def test_a_body_whose_money_ends_is_not_counted_on_after_that_day():
    funded = body("b-1", funded_until="2026-12-31", audiences=[])
    found = gaps(plan([], bodies=[funded], levels=[level(first_contact="b-1")]))
    assert found == [(datetime(2027, 1, 1), datetime(2027, 12, 1))]


def test_a_mailbox_does_not_answer_in_an_hour_but_in_a_day():
    mail = {"kind": "email", "value": "stelle@musterstadt.example"}
    reader = person("p-1", "24/7", channels=[mail])
    assert gaps(plan([reader], levels=[level(first_contact="p-1")]))
    assert not gaps(plan([reader], levels=[level(first_contact="p-1", first_contact_within="P1D")]))


def test_hours_that_nobody_entered_promise_nothing_but_an_emergency_number_answers():
    assert gaps(plan([person("p-1", None)], levels=[level(first_contact="p-1")]))
    emergency = body("b-1", None, kind="emergency", audiences=["staff", "officials", "volunteers", "residents"])
    assert not gaps(plan([], bodies=[emergency], levels=[level(first_contact="b-1")]))


def test_at_night_the_out_of_hours_contact_takes_first_steps_but_not_later_ones():
    people = [person("p-1"), person("p-night", "24/7")]
    steps = [step("talk", role="contact"), step("later", role="contact", phase="days", within="PT4H")]
    levels = [level(first_contact="contact", out_of_hours="p-night")]
    proof = Prover(
        plan(people, roles=[role(holder="p-1")], steps=steps, levels=levels, minimum_level="level-2"), FIRST
    ).prove()
    assert [one.promise.place[-1] for one in proof.broken] == ["later"]


def test_without_somebody_the_proof_is_that_of_a_plan_in_which_nobody_is_there():
    prover = Prover(plan([person("p-1", "24/7"), person("p-2")], roles=[role(holder="p-1", deputies=["p-2"])],
                         levels=[level(first_contact="contact")]), FIRST)  # fmt: skip
    alone = Prover(plan([person("p-2")], levels=[level(first_contact="p-2")]), FIRST)
    assert prover.prove(["p-1"]).kept[0].gaps == alone.prove().kept[0].gaps
    assert not prover.prove().broken


@pytest.mark.parametrize("first", [date(9995, 1, 1), date(1, 1, 1)])
def test_a_year_that_cannot_be_counted_is_refused(first):
    with pytest.raises(UsageError, match=r"reach\.no_such_year"):
        Prover(plan([person("p-1")]), first)


def test_every_gap_lies_in_the_year():
    prover = Prover(plan([person("p-1", OFFICE)], levels=[level(first_contact="p-1")]), FIRST)
    proof = prover.prove()
    assert proof.kept[0].gaps[-1][1] <= proof.year.end
    assert proof.year.wall(proof.year.end) == datetime(2027, 12, 1)
    assert proof.year.last == date(2027, 12, 1) - timedelta(days=1)


def test_the_same_hours_are_read_once_a_process(monkeypatch):
    from komma_cli import opening

    read = []
    calendar = opening._calendar
    monkeypatch.setattr(opening, "_calendar", lambda osm: read.append(osm) or calendar(osm))
    hours = "Mo-Fr 09:17-15:43; PH off"
    for number in range(3):
        people = [person("p-1", hours), person("p-2", hours)]
        roles = [role(holder="p-1", deputies=["p-2"])]
        Prover(plan(people, roles=roles, levels=[level(first_contact="contact")], state="HE"), FIRST).prove(
            ["p-1"] if number else []
        )
    assert read.count(hours) == 1
