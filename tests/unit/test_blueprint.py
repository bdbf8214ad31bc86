"""The blueprint: what a strategy needs is proposed, in the words of the model, and nothing is invented on the way."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from komma_cli import blueprint, durations
from komma_cli.errors import DataError, UsageError
from komma_cli.model.strategy import Definition, FieldOfAction, Strategy
from komma_cli.texts import LANGUAGES, Lang, error_words, facts, words

FIELDS = [
    "field-staff", "field-officials", "field-residents", "field-security", "field-alliance", "field-administration",
    "field-communication", "field-training", "field-monitoring",
]  # fmt: skip
ROLES = {role["id"]: role["id"] for role in facts("roles")["roles"]}
both_languages = pytest.mark.parametrize("lang", LANGUAGES)


def measures(lang: Lang = "de") -> list[Any]:
    return [measure for field in blueprint.fields(lang) for goal in field.goals for measure in goal.measures]


def test_nine_fields_each_with_goals_and_measures() -> None:
    assert [field.id for field in blueprint.fields()] == FIELDS
    for field in blueprint.fields():
        assert len(field.goals) >= 2, field.id
        for goal in field.goals:
            assert 2 <= len(goal.measures) <= 3, goal.id


def test_all_pillars_commitments_and_roles_of_the_city_are_reached() -> None:
    assert {field.pillar for field in blueprint.fields()} == set(blueprint.PILLARS)
    assert {number for measure in measures() for number in measure.eccar} == set(blueprint.COMMITMENTS)
    assert {measure.city_role for measure in measures()} == {"employer", "service_provider", "democratic_actor"}
    for field in blueprint.fields():
        reached = {number for goal in field.goals for measure in goal.measures for number in measure.eccar}
        assert set(field.eccar) <= reached, field.id


def test_work_against_racism_in_the_house_is_more_than_training() -> None:
    kinds = {measure.kind for measure in measures() if measure.internal_racism}
    assert len(kinds - {"training"}) >= 3


def test_every_field_has_something_for_a_small_municipality() -> None:
    for field in blueprint.fields():
        assert sum(measure.small for goal in field.goals for measure in goal.measures) >= 2, field.id


def test_every_measure_has_owner_time_span_and_something_to_count() -> None:
    for lang in LANGUAGES:
        for measure in measures(lang):
            assert measure.owner in ROLES, measure.id
            assert durations.say(measure.span, lang)
            assert measure.indicator.text
            assert measure.indicator.target
            assert measure.indicator.baseline_hint.endswith(".")
            assert measure.sources
            assert measure.confidence in "LSD"


@both_languages
def test_pillars_and_commitments_have_names(lang: Lang) -> None:
    assert [pillar.id for pillar in blueprint.pillars(lang)] == ["alliances", "strategies", "support"]
    assert [commitment.number for commitment in blueprint.commitments(lang)] == list(range(1, 11))
    assert len({each.name for each in (*blueprint.pillars(lang), *blueprint.commitments(lang))}) == 13


def test_names_differ_between_the_languages() -> None:
    for take in (blueprint.pillars, blueprint.commitments):
        assert all(one.name != other.name for one, other in zip(take("de"), take("en"), strict=True))


@both_languages
def test_terms_of_the_glossary_are_taken_from_there(lang: Lang) -> None:
    said = words("glossary", lang)
    borrowed = {found.glossary: found for found in blueprint.definitions(lang) if found.glossary}
    assert {"racism", "hostility", "institutional-racism", "discrimination-agg", "affected-person"} <= set(borrowed)
    for identifier, found in borrowed.items():
        assert (found.term, found.text) == (said[identifier]["term"], said[identifier]["definition"])
        assert "term" not in words("strategy", lang)["definitions"][found.id]


@both_languages
def test_definitions_satisfy_the_rule_on_the_agg(lang: Lang) -> None:
    """K706 wants it said how the terms differ from those of the General Equal Treatment Act."""
    by_id = {found.id: found for found in blueprint.definitions(lang)}
    assert "AGG" in by_id["term-discrimination"].delimitation
    assert "AGG" in by_id["term-public-authority"].delimitation
    for found in by_id.values():
        Definition.model_validate(blueprint.as_playbook_definition(found))


@both_languages
def test_the_whole_blueprint_is_a_valid_strategy(lang: Lang) -> None:
    strategy = Strategy.model_validate(
        {
            "definitions": [blueprint.as_playbook_definition(found) for found in blueprint.definitions(lang)],
            "fields": [blueprint.as_playbook_field(found, roles=ROLES) for found in blueprint.fields(lang)],
        }
    )
    assert sum(len(goal.measures) for field in strategy.fields for goal in field.goals) == len(measures())
    ids = [measure.id for field in strategy.fields for goal in field.goals for measure in goal.measures]
    assert len(set(ids)) == len(ids)


def test_what_only_the_municipality_knows_stays_open() -> None:
    plain = blueprint.as_playbook_field(blueprint.field("field-staff"), roles=ROLES)
    for goal in plain["goals"]:
        for measure in goal["measures"]:
            assert not {"due", "resources"} & set(measure)
            assert set(measure["indicator"]) == {"text", "target"}


def test_roles_are_mapped_and_missing_ones_go_to_the_coordination() -> None:
    found = blueprint.field("field-staff")
    mapped = blueprint.as_playbook_field(found, roles={"contact-staff": "r-7", "coordination": "r-1"})
    owners = [measure["owner"] for goal in mapped["goals"] for measure in goal["measures"]]
    assert owners == ["r-7", "r-1", "r-7", "r-1", "r-1", "r-1"]
    bare = blueprint.as_playbook_field(found, roles={})
    assert not any("owner" in measure for goal in bare["goals"] for measure in goal["measures"])
    FieldOfAction.model_validate(bare)


def test_the_frame_alone_can_be_taken() -> None:
    frame = blueprint.as_playbook_field(blueprint.field("field-security"), roles={}, with_goals=False)
    assert set(frame) == {"id", "title", "summary", "pillar"}


@both_languages
def test_an_unknown_field_names_the_nearest(lang: Lang) -> None:
    with pytest.raises(UsageError) as caught:
        blueprint.field("field-stuff", lang)
    message, hint = error_words(caught.value.key, lang, **caught.value.values)
    assert "field-stuff" in message
    assert "field-staff" in hint


def test_importing_reads_nothing() -> None:
    code = "import komma_cli.blueprint, komma_cli.practices, komma_cli.texts as t; print(t.facts.cache_info().misses)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_missing_words_are_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    said = words("strategy", "de")
    monkeypatch.setattr(blueprint, "words", lambda name, lang: {**said, "measures": {}})
    blueprint.fields.cache_clear()
    try:
        with pytest.raises(DataError) as caught:
            blueprint.fields("de")
    finally:
        blueprint.fields.cache_clear()
    assert "strategy" in error_words(caught.value.key, "de", **caught.value.values)[0]
