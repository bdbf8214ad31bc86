"""The scenario library: expansion of the backbone, order of steps, references, and the copy a playbook gets."""

import os
import subprocess
import sys
from itertools import pairwise
from typing import Any, get_args

import pytest

from komma_cli import durations, library
from komma_cli.errors import KommaError
from komma_cli.model.bodies import Body
from komma_cli.model.fields import AUDIENCES, Police
from komma_cli.model.scenarios import PHASES, STEP_KINDS, Actor, Scenario
from komma_cli.texts import LANGUAGES, error_words, facts, names

IDS = tuple(name for name in names("scenarios") if not name.startswith("_"))
ROLES = {role["id"] for role in facts("roles")["roles"]}
LAWS = {law["id"] for law in facts("laws")["laws"]}
LEVELS = {level["id"]: level["track"] for level in facts("levels")["levels"]}
BODY_KINDS = set(get_args(Body.model_fields["kind"].annotation))
SOURCES = facts("scenarios/_sources")["sources"]
BACKBONE = facts("scenarios/_backbone")
WINDOWS = {"now": ("PT0M", "PT4H"), "same_day": ("PT0M", "P1D"), "days": ("P1D", "P2W"), "weeks": ("P2W", "P2Y")}
"""Shortest and longest time a step of the phase may name."""
SCENARIO_KEYS = {
    "id",
    "code",
    "track",
    "audiences",
    "minimum_level",
    "owner",
    "police",
    "as_of",
    "prepare",
    "never",
    "steps",
}
STEP_KEYS = {
    "id",
    "phase",
    "kind",
    "role",
    "actor",
    "also",
    "within",
    "contact_kinds",
    "law",
    "sources",
    "confidence",
    "always",
}
NO_APPLICATION = {"doxing", "suspicious-post", "bomb-threat"}
"""External scenarios whose offence is prosecuted without an application (StGB section 126a)."""

every_scenario = pytest.mark.parametrize("identifier", IDS)


def steps_of_kind(identifier: str, kind: str) -> list[library.LibraryStep]:
    return [step for step in library.scenario(identifier).steps if step.kind == kind]


def test_scenario_is_found_by_id_code_and_any_case() -> None:
    assert library.scenario("S02") is not None
    assert library.scenario("s02").id == library.scenario(" Threat-Call ").id == "threat-call"


def test_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(KommaError) as caught:
        library.scenario("threat-cal")
    assert caught.value.key == "library.unknown_scenario"
    assert str(caught.value.values["near"]).startswith("threat-call (S02)")
    for lang in LANGUAGES:
        message, hint = error_words(caught.value.key, lang, **caught.value.values)
        assert "threat-cal" in message
        assert "threat-call (S02)" in hint


def test_a_path_is_not_a_scenario() -> None:
    for typed in ("../laws", "_backbone", "_sources", ""):
        with pytest.raises(KommaError):
            library.scenario(typed)


def test_scenarios_are_sorted_by_code_and_complete() -> None:
    codes = [found.code for found in library.scenarios("en")]
    assert codes == sorted(codes)
    assert len(set(codes)) == len(IDS) >= 6


def test_inherited_step_keeps_what_the_scenario_does_not_replace() -> None:
    talk = {step.id: step for step in library.scenario("attack-at-home").steps}["first-talk"]
    base = next(step for step in BACKBONE["external"] if step["id"] == "first-talk")
    assert (talk.kind, talk.phase) == (base["kind"], base["phase"])
    assert talk.role == "head" != base["role"]
    assert talk.text != {step.id: step.text for step in library.scenario("threat-call").steps}["first-talk"]


@pytest.mark.parametrize(
    ("override", "expected"),
    [({}, ("contact-staff", None)), ({"actor": "affected"}, (None, "affected")), ({"role": "head"}, ("head", None))],
)
def test_a_given_actor_replaces_the_role_and_the_other_way_round(
    monkeypatch: pytest.MonkeyPatch, override: dict[str, str], expected: tuple[str | None, str | None]
) -> None:
    changed = facts("scenarios/threat-call") | {
        "steps": [{"use": "first-talk", **override}, {"use": "report", "role": "it"}]
    }
    monkeypatch.setattr(library, "facts", lambda name: changed if name == "scenarios/threat-call" else facts(name))
    talk, report = library.scenario.__wrapped__("threat-call", "de").steps
    assert (talk.role, talk.actor) == expected
    assert (report.role, report.actor) == ("it", None)


@every_scenario
def test_file_name_and_id_agree(identifier: str) -> None:
    assert facts(f"scenarios/{identifier}")["id"] == identifier


@pytest.mark.parametrize("track", BACKBONE)
def test_inherited_steps_stand_in_the_closed_lists(track: str) -> None:
    for step in BACKBONE[track]:
        assert ("role" in step) != ("actor" in step), step["id"]
        assert {step.get("role"), *step.get("also", ())} - {None} <= ROLES, step["id"]
        assert set(step.get("contact_kinds", ())) <= BODY_KINDS, step["id"]
        assert step.get("law") in {None, *LAWS}, step["id"]
        assert step["kind"] in STEP_KINDS, step["id"]
        assert set(step) <= STEP_KEYS, step["id"]


@every_scenario
def test_only_known_keys_are_used(identifier: str) -> None:
    neutral = facts(f"scenarios/{identifier}")
    assert set(neutral) == SCENARIO_KEYS
    for step in neutral["steps"]:
        assert set(step) <= (STEP_KEYS | {"use"}) - {"always"}, step
        assert ("use" in step) != ("id" in step), step


@every_scenario
def test_values_stand_in_the_closed_lists(identifier: str) -> None:
    found = library.scenario(identifier)
    assert found.track in ("external", "internal")
    assert set(found.audiences) <= set(AUDIENCES)
    assert found.owner in ROLES
    assert found.police in get_args(get_args(Police)[0])
    assert found.minimum_level is None or LEVELS[found.minimum_level] == found.track
    for step in found.steps:
        assert step.phase in PHASES, step.id
        assert step.kind in STEP_KINDS, step.id
        assert (step.role is None) != (step.actor is None), step.id
        assert {step.role, *step.also} - {None} <= ROLES, step.id
        assert step.role not in step.also, step.id
        assert step.actor is None or step.actor in get_args(get_args(Actor)[0]), step.id
        assert set(step.contact_kinds) <= BODY_KINDS, step.id
        assert step.law is None or step.law in LAWS, step.id
        assert step.confidence in ("L", "S", "D"), step.id


@every_scenario
def test_steps_stand_in_acting_order_and_are_unique(identifier: str) -> None:
    steps = library.scenario(identifier).steps
    assert 14 <= len(steps) <= 22
    assert len({step.id for step in steps}) == len(steps)
    phases = [PHASES.index(step.phase) for step in steps]
    assert phases == sorted(phases)
    assert set(phases) == {0, 1, 2, 3}


@every_scenario
def test_times_fit_their_phase(identifier: str) -> None:
    for step in library.scenario(identifier).steps:
        shortest, longest = WINDOWS[step.phase]
        assert durations.minutes(shortest) <= durations.minutes(step.within) <= durations.minutes(longest), step.id


@every_scenario
def test_every_kind_of_step_is_there_and_safety_comes_first(identifier: str) -> None:
    steps = library.scenario(identifier).steps
    assert {step.kind for step in steps} == set(STEP_KINDS)
    assert (steps[0].id, steps[0].kind, steps[0].phase) == ("own-safety", "safety", "now")


@every_scenario
def test_the_steps_nobody_may_forget_are_inherited(identifier: str) -> None:
    found = library.scenario(identifier)
    wanted = {step["id"] for step in BACKBONE[found.track] if step.get("always")}
    assert wanted <= {step.id for step in found.steps}


@every_scenario
def test_aftercare_within_a_week_after_four_weeks_and_about_half_a_year(identifier: str) -> None:
    waits = sorted(durations.minutes(step.within) // 1440 for step in steps_of_kind(identifier, "aftercare"))
    assert waits[0] <= 7
    assert any(28 < days < 100 for days in waits)
    assert any(150 <= days <= 215 for days in waits)


@every_scenario
def test_consent_is_asked_before_anything_is_said_outside_or_filed(identifier: str) -> None:
    steps = library.scenario(identifier).steps
    place = {step.id: number for number, step in enumerate(steps)}
    for step in steps:
        told_outside = step.kind == "communicate" and step.role in ("press", "head")
        police = "police" in step.contact_kinds or "prosecution" in step.contact_kinds
        if told_outside or police or step.law == "strafantrag":
            assert place["ask-consent"] < place[step.id], step.id


@every_scenario
def test_period_for_the_application_stands_where_offences_need_one(identifier: str) -> None:
    found = library.scenario(identifier)
    if found.track == "external":
        assert ("strafantrag" in {step.law for step in found.steps}) == (identifier not in NO_APPLICATION)


def test_internal_backbone_holds_both_periods_and_the_way_round_the_line() -> None:
    steps = {step["id"]: step for step in BACKBONE["internal"]}
    assert {"agg-claim", "agg-no-reprisal", "dismissal-for-cause"} <= {step.get("law") for step in steps.values()}
    assert steps["dismissal-clock"]["within"] == "P1D"
    assert {"line-manager", "department-head", "head", "hr"}.isdisjoint(
        {steps["second-door"]["role"], *steps["second-door"]["also"]}
    )
    assert steps["check-three-months"]["within"] == "P3M"
    assert steps["check-six-months"]["within"] == "P6M"


def test_doxing_blocks_both_registers_and_starts_at_level_two() -> None:
    found = library.scenario("doxing")
    assert found.minimum_level == "level-2"
    assert {"register-block", "vehicle-register-block"} <= {step.law for step in found.steps}


def test_every_cited_source_is_known_and_every_known_source_has_an_address() -> None:
    cited = {source for track in BACKBONE.values() for step in track for source in step["sources"]}
    cited |= {source.id for found in library.scenarios() for source in found.sources}
    assert cited <= set(SOURCES)
    for identifier, source in SOURCES.items():
        assert source["url"].startswith(("https://", "http://")), identifier
        assert "as_of" in source, identifier
        assert ("norm" in source) == identifier.startswith("L:"), identifier


@every_scenario
def test_law_is_only_claimed_where_a_law_was_read(identifier: str) -> None:
    for step in library.scenario(identifier).steps:
        assert step.sources, step.id
        if step.confidence == "L":
            assert any(source.startswith("L:") for source in step.sources), step.id


def test_fingerprints_differ_between_scenarios_and_agree_between_processes() -> None:
    here = {identifier: library.fingerprint(identifier) for identifier in IDS}
    assert len(set(here.values())) == len(IDS)
    program = "import sys; from komma_cli import library; print(*[library.fingerprint(i) for i in sys.argv[1:]])"
    environment = os.environ | {"PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    there = subprocess.run(
        [sys.executable, "-c", program, *IDS], env=environment, capture_output=True, text=True, check=True
    )
    assert there.stdout.split() == list(here.values())


def test_fingerprint_changes_with_a_german_word_and_not_with_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    found = library.scenario("threat-call")
    before = library.fingerprint("threat-call")

    def pretend(changed: library.LibraryScenario) -> str:
        monkeypatch.setattr(library, "scenario", lambda identifier, lang="de": changed)
        return library.fingerprint("threat-call")

    first = found.steps[0]
    assert pretend(replace(found, steps=(replace(first, text=first.text + "!"), *found.steps[1:]))) != before
    assert pretend(replace(found, steps=(found.steps[1], first, *found.steps[2:]))) != before
    assert (
        pretend(replace(found, as_of="2030-01-01", steps=(replace(first, sources=("B9",)), *found.steps[1:]))) == before
    )


BODIES: list[dict[str, Any]] = [
    {"id": "b-police", "name": "Polizei", "kind": "police"},
    {"id": "b-officials", "name": "Nur Mandat", "kind": "counselling", "audiences": ["officials"]},
    {"id": "b-all", "name": "Alle", "kind": "counselling", "audiences": ["staff", "residents"]},
    {"id": "b-psych", "name": "Krisendienst", "kind": "psychosocial", "audiences": []},
]


def steps_by_id(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {step["id"]: step for step in card["steps"]}


@every_scenario
@pytest.mark.parametrize("roles", [{}, {role: f"r-{role}" for role in ROLES}], ids=["no-roles", "all-roles"])
def test_copy_is_a_valid_playbook_scenario(identifier: str, roles: dict[str, str]) -> None:
    for lang in LANGUAGES:
        found = library.scenario(identifier, lang)
        card = library.as_playbook_scenario(found, roles=roles, bodies=BODIES, levels=set(LEVELS))
        valid = Scenario.model_validate(card)
        assert [step.text for step in valid.steps] == [step.text for step in found.steps]
        assert all((step.role is None) != (step.actor is None) for step in valid.steps)
        assert valid.based_on is not None
        assert valid.based_on.fingerprint == library.fingerprint(identifier)
        assert (valid.owner is None) == (not roles)


def test_copy_offers_only_bodies_that_serve_the_audience() -> None:
    card = library.as_playbook_scenario(library.scenario("counter-insult"), roles={}, bodies=BODIES, levels=())
    steps = steps_by_id(card)
    assert steps["offer-support"]["contacts"] == ["b-all", "b-psych"]
    assert steps["decide-police"]["contacts"] == ["b-police"]
    assert "minimum_level" not in card


def test_missing_role_goes_to_the_next_then_the_coordination_then_anyone() -> None:
    found = library.scenario("threat-mail")

    def talk(**roles: str) -> dict[str, Any]:
        return steps_by_id(library.as_playbook_scenario(found, roles=roles, bodies=[], levels=()))["first-talk"]

    every = {"contact-staff": "r-staff", "contact-officials": "r-officials", "coordination": "r-k"}
    assert (talk(**every)["role"], talk(**every)["contacts"]) == ("r-staff", ["r-officials"])
    assert talk(**{"contact-officials": "r-officials", "coordination": "r-k"})["role"] == "r-officials"
    assert talk(coordination="r-k")["role"] == "r-k"
    assert talk()["actor"] == "anyone"
    assert "role" not in talk()


def test_two_roles_of_one_post_are_named_once() -> None:
    roles = {"contact-staff": "r-one", "contact-officials": "r-one"}
    card = library.as_playbook_scenario(library.scenario("threat-mail"), roles=roles, bodies=[], levels=())
    assert "contacts" not in steps_by_id(card)["first-talk"]


def test_whoever_is_there_acts_even_if_every_role_exists() -> None:
    roles = {role: role for role in ROLES}
    card = library.as_playbook_scenario(library.scenario("counter-insult"), roles=roles, bodies=[], levels=())
    report = steps_by_id(card)["report"]
    assert report["actor"] == "anyone"
    assert report["contacts"] == ["contact-staff", "contact-officials"]


def test_phases_never_go_back_in_the_copy() -> None:
    for found in library.scenarios():
        card = library.as_playbook_scenario(found, roles={}, bodies=[], levels=())
        order = [PHASES.index(step["phase"]) for step in card["steps"]]
        assert all(before <= after for before, after in pairwise(order))
