"""Good practices: found by what people type, honest about their source, ready to take over."""

from __future__ import annotations

import pytest

from komma_cli import blueprint, practices
from komma_cli.errors import UsageError
from komma_cli.model.strategy import Goal
from komma_cli.texts import LANGUAGES, Lang, error_words, facts

ROLES = {role["id"]: role["id"] for role in facts("roles")["roles"]}
both_languages = pytest.mark.parametrize("lang", LANGUAGES)


def ids(found: tuple[practices.Practice, ...]) -> set[str]:
    return {each.id for each in found}


def test_there_are_enough_and_each_belongs_to_a_field() -> None:
    found = practices.practices()
    assert len(found) >= 20
    fields = {field.id for field in blueprint.fields()}
    assert {each.field for each in found} == fields
    assert {each.pillar for each in found} == set(blueprint.PILLARS)
    assert practices.PILLARS == blueprint.PILLARS


@pytest.mark.parametrize("term", ["Nürnberg", "NUERNBERG", "nürnberg 48"])
def test_a_place_is_found_however_it_is_typed(term: str) -> None:
    assert "nuernberg-core-team" in ids(practices.find(term))


def test_state_and_pillar_narrow_the_list() -> None:
    thuringia = practices.find(state="TH")
    assert ids(thuringia) == {"jena-own-number", "jena-fair-count"}
    assert ids(practices.find(state="TH", pillar="support")) == {"jena-own-number"}
    assert practices.find("Thüringen") == thuringia
    assert practices.find("Raumstation") == ()
    assert len(practices.find()) == len(practices.practices())


@both_languages
def test_an_unknown_pillar_names_the_known_ones(lang: Lang) -> None:
    with pytest.raises(UsageError) as caught:
        practices.find(pillar="suport", lang=lang)
    assert "support" in error_words(caught.value.key, lang, **caught.value.values)[1]


@pytest.mark.parametrize(
    ("typed", "near"),
    [("jena-own-numbr", "jena-own-number"), ("Nürnberg", "nuernberg-core-team"), ("", "komma practice list")],
)
def test_an_unknown_id_names_the_likeliest(typed: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        practices.practice(typed)
    assert near in error_words(caught.value.key, "de", **caught.value.values)[1]


def test_an_id_is_found_in_any_case() -> None:
    assert practices.practice(" Jena-Own-Number ").place == "Jena"


@both_languages
def test_old_sources_and_opinions_say_so(lang: Lang) -> None:
    heilbronn, pankow = (practices.practice(name, lang) for name in ("heilbronn-guide-by-role", "pankow-two-people"))
    assert any("2009" in sentence for sentence in heilbronn.cautions)
    assert len(pankow.cautions) == 1
    assert practices.practice("salzgitter-post", lang).cautions == ()
    for found in practices.practices(lang):
        assert bool(found.cautions) == (
            found.source_kind == "party" or (found.source.as_of is not None and found.source.as_of < "2022")
        ), found.id


def test_a_council_group_is_never_linked_in_a_paper() -> None:
    found = practices.practice("pankow-two-people")
    assert "http" in found.source.url
    assert "http" not in found.goal.measures[0].source_line
    assert "gruene" not in found.goal.measures[0].source_line


@both_languages
def test_a_page_without_date_says_until_when_it_was_read(lang: Lang) -> None:
    found = practices.practice("koeln-yearly-report", lang)
    assert found.source.as_of is None
    assert facts("practices")["read_until"] in found.date_text


@both_languages
def test_each_goal_is_valid_playbook_data_with_source(lang: Lang) -> None:
    for found in practices.practices(lang):
        plain = practices.as_playbook_goal(found, roles=ROLES)
        goal = Goal.model_validate(plain)
        assert goal.measures
        for measure in goal.measures:
            assert measure.source is not None
            assert found.place in measure.source
            assert measure.owner in ROLES
            assert measure.due is None
            assert measure.resources is None
            assert list(found.eccar) == measure.eccar


def test_goals_and_measures_never_share_an_id_with_the_blueprint() -> None:
    ours = [goal for found in practices.practices() for goal in (found.goal,)]
    theirs = [goal for field in blueprint.fields() for goal in field.goals]
    names = [goal.id for goal in (*ours, *theirs)]
    assert len(set(names)) == len(names)
    measures = [measure.id for goal in (*ours, *theirs) for measure in goal.measures]
    assert len(set(measures)) == len(measures)
