"""What an expert would ask of the content first: where from, how sure, and nothing that does harm."""

import re

import pytest

from komma_cli import blueprint, catalogue, directory, laws, library, practices, worksheets
from komma_cli.texts import LANGUAGES, facts, files

CONFIDENCE = {"L", "S", "D", "high", "medium"}
"""L read in the law, S seen in the source, D derived for komma from named sources; of contacts: how sure they exist."""


def confidences(value):
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "confidence":
                yield item
            else:
                yield from confidences(item)
    elif isinstance(value, list):
        for item in value:
            yield from confidences(item)


def test_nothing_is_shipped_that_was_only_believed():
    found = {name: set(confidences(facts(name))) for name in files()}
    assert not {name: values - CONFIDENCE for name, values in found.items() if values - CONFIDENCE}
    assert sum(map(len, found.values())) > 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_statement_of_law_has_a_source_and_a_day(lang):
    for basis in (*laws.laws(lang), *laws.offences(lang)):
        assert basis.source.startswith("https://"), basis.id
        assert basis.as_of is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_contact_names_its_source(lang):
    for entry in directory.entries(lang):
        assert re.match(r"https?://", entry.source), entry.id
        assert entry.confidence in ("high", "medium")


def test_every_step_of_every_scenario_says_where_it_comes_from():
    for scenario in library.scenarios("de"):
        known = {source.id for source in scenario.sources}
        for step in scenario.steps:
            assert step.sources, (scenario.id, step.id)
            assert set(step.sources) <= known
            if step.confidence == "L":
                assert any(source.startswith(("L:", "ADD")) for source in step.sources), (scenario.id, step.id)


def test_there_are_all_28_scenarios():
    assert [scenario.code for scenario in library.scenarios("de")] == [f"S{number:02d}" for number in range(1, 29)]


@pytest.mark.parametrize("scenario", library.scenarios("de"), ids=lambda found: found.code)
def test_own_safety_first_and_evidence_before_anything_is_lost(scenario):
    assert scenario.steps[0].phase == "now"
    assert scenario.steps[0].kind == "safety"
    kinds = [step.kind for step in scenario.steps]
    removing = [
        place
        for place, step in enumerate(scenario.steps)
        if re.search(r"\b(?:lösch|überstreich|reinig|beseitig|entfern)", step.text, re.I)
        and step.kind != "safety"
        and not re.search(r"\b(?:nicht|nichts|nie|kein\w*|ohne|jede Löschung)\b", step.text)
    ]
    assert not removing or kinds.index("evidence") <= removing[0]


def test_every_level_role_and_worksheet_item_is_sourced():
    for level in catalogue.levels("de"):
        assert level.sources
        assert all(trigger.sources for trigger in level.triggers)
    assert all(role.sources for role in catalogue.roles("de"))
    for sheet in worksheets.worksheets("de"):
        assert all(item.sources for section in sheet.sections for item in section.items), sheet.id
    assert all(practice.source.url for practice in practices.practices("de"))
    assert all(field.goals for field in blueprint.fields("de"))
