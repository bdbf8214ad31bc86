"""An exercise from a plan: the script that fits, a start in a real gap, who is missing, what is expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from komma_cli.drills.composing import compose
from komma_cli.drills.scripts import general, observed, scripts
from komma_cli.errors import UsageError
from komma_cli.model.problems import validate
from komma_cli.reach.proof import Prover
from komma_cli.reach.telling import Teller
from komma_cli.reach.weaknesses import weaknesses
from komma_cli.render.drill_papers import papers
from komma_cli.spans import holds
from komma_cli.texts import LANGUAGES, facts, words
from komma_cli.yamlread import parse
from tests.unit.reach.plans import body, person, plan, role, step

ROOT = Path(__file__).parents[3]
FIRST = date(2026, 12, 1)
CHANNELS = facts("drills")["channels"]


@pytest.fixture(scope="module")
def town():
    playbook = validate(parse((ROOT / "playbooks" / "musterstadt.komma.yaml").read_text(encoding="utf-8")))[0]
    assert playbook is not None
    return Prover(playbook, FIRST)


def small(*, kind="report", hours="Mo-Fr 08:00-16:00; PH off", **more):
    steps = [step("safe", actor="anyone", kind="safety"), step("tell", role="contact", kind=kind, within="PT1H")]
    return Prover(plan([person("p-1", hours)], roles=[role(holder="p-1")], steps=steps, **more), FIRST)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_script_is_whole_and_fits_the_time(lang):
    library = {path.stem for path in (ROOT / "komma_cli" / "data" / "scenarios").glob("[a-z]*.yaml")}
    time = facts("drills")["minutes"] - facts("drills")["evaluation"]
    assert 60 <= facts("drills")["minutes"] <= 90
    assert len(scripts(lang)) == 7
    for script in (*scripts(lang), general(lang)):
        assert 4 <= len(script.injects) <= 6
        assert set(script.cards) <= library
        assert [one.at for one in script.injects] == sorted({one.at for one in script.injects})
        assert script.injects[-1].at < time
        assert script.hits in words("drills", lang)["hits"]
        assert all(one.channel in CHANNELS and one.text and one.question.endswith("?") for one in script.injects)
    assert {script.hits for script in scripts(lang)} == set(words("drills", lang)["hits"])
    assert len(observed(lang)) >= 6


def test_every_card_of_musterstadt_can_be_practised(town):
    for card in town.playbook.scenarios:
        if not card.relevant:
            continue
        drill = compose(town, card.id, 1, "de")
        assert drill.scenario.id == card.id
        assert drill.participants
        assert sum(bool(one.expected) for one in drill.injects) >= 4
        assert "{" not in drill.script.title + drill.script.situation


def test_the_same_seed_gives_the_same_exercise_and_others_others(town):
    first = compose(town, None, 7, "de")
    assert first == compose(Prover(town.playbook, FIRST), None, 7, "de")
    different = {(one.scenario.id, one.moment) for one in (compose(town, None, seed, "de") for seed in range(12))}
    assert len(different) > 6


def test_it_begins_in_a_gap_that_is_really_there(town):
    for seed in range(10):
        drill = compose(town, None, seed, "de")
        assert drill.weakness is not None
        minute = town.year.minute(drill.moment)
        assert holds(town.prove(drill.absent).gaps_of(drill.scenario.id), minute)
        assert drill.ends is not None
        assert not holds(drill.weakness.gaps, town.year.minute(drill.ends))


def test_a_gap_of_the_plan_comes_before_imagined_absences():
    found = weaknesses(small())
    assert found[0].absent == ()
    assert found[0].place[-1] == "tell"
    assert {one.absent for one in found[1:]} == {("p-1",)}


def test_a_plan_without_weakness_is_practised_at_the_time_of_the_script():
    people = [person("p-1", "24/7"), person("p-2", "24/7")]
    roles = [role(holder="p-1", deputies=["p-2"])]
    steps = [step("safe", actor="anyone", kind="safety"), step("tell", role="contact", kind="report")]
    drill = compose(Prover(plan(people, roles=roles, steps=steps), FIRST), None, 1, "de")
    assert drill.weakness is None
    assert (drill.moment.weekday(), f"{drill.moment:%H:%M}") == (drill.script.weekday, drill.script.time)
    assert drill.absent == ("p-1",)


def test_a_card_of_the_municipalitys_own_gets_the_general_script():
    drill = compose(small(), "threat", 1, "de")
    assert (drill.script.id, drill.script.title) == ("general", "Übung: Drohung")


@pytest.mark.parametrize("more", [{"relevant": False}, {}])
def test_a_plan_without_cards_is_refused(more):
    prover = Prover(plan([person("p-1")], bodies=[body("b-1")]), FIRST) if not more else small(**more)
    with pytest.raises(UsageError, match=r"drill\.no_cards"):
        compose(prover, None, 1, "de")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_papers_for_others_do_not_tell_what_only_the_facilitator_may_know(town, lang, seed):
    teller = Teller(town, lang)
    drill = compose(town, None, seed, lang)
    facilitator, observer, protocol = papers(town.playbook, drill, teller, lang)
    missing = [teller.name(one) for one in drill.absent]
    assert all(name in facilitator.markdown for name in missing)
    assert [paper.audience for paper in (facilitator, observer, protocol)] == ["confidential", "internal", "internal"]
    assert not any(name in observer.markdown for name in missing)
    for paper in (facilitator, observer, protocol):
        assert paper.markdown.startswith("# ÜBUNG" if lang == "de" else "# EXERCISE")
        assert "710990" not in paper.markdown.replace(" ", "")
        assert "Tannhoff" not in paper.markdown
        assert "21.12.2026" not in paper.markdown  # a planned absence
    for played in drill.injects:
        assert played.inject.text in facilitator.markdown
        assert played.inject.text not in observer.markdown


def test_emergency_numbers_are_never_among_those_to_try(town):
    drill = compose(town, "threat-mail", 1, "de")
    protocol = papers(town.playbook, drill, Teller(town, "de"), "de")[2].markdown
    assert "- [ ] Polizeinotruf" not in protocol
    assert "- [ ] Ansprechperson bei Anfeindungen" in protocol
