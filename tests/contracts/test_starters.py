"""Starter files hold public master data with its sources, nothing made up, and only honest gaps."""

import re
from datetime import date
from pathlib import Path

import pytest

from komma_cli.check.engine import check_source
from komma_cli.model.problems import validate
from komma_cli.store import load, read_source
from komma_cli.texts import facts
from komma_cli.wizard import core_path
from komma_cli.wizard.interview import Interview
from komma_cli.yamlread import parse, parse_slowly

FOLDER = Path(__file__).parents[2] / "playbooks" / "starter"
FILES = sorted(FOLDER.iterdir())
MADE_ON = date(2026, 11, 22)
MASTER_DATA = {"name", "kind", "state", "ags"}
KINDS = {"Stadt": {"city", "town"}, "Hansestadt": {"town"}, "Landkreis": {"district"}, "Bezirk": {"borough"}}
LENGTHS = {"city": 8, "town": 8, "district": 5}
PROJECT = "http://integrationsbeauftragte.de/"

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def comment(path):
    """Return what stands above the data."""
    return path.read_text(encoding="utf-8").partition("\nkomma: 1\n")[0]


def data_of(path):
    loaded = load(read_source(path))
    assert loaded.problems == ()
    assert loaded.editable
    return loaded.data


def test_there_is_one_for_each_model_municipality():
    assert len(FILES) == 10
    assert len({data_of(path)["municipality"]["name"] for path in FILES}) == 10


@every_file
def test_it_fits_the_model(path):
    playbook, problems = validate(data_of(path))
    assert problems == []
    assert playbook is not None


@every_file
def test_it_holds_master_data_and_open_questions_and_nothing_else(path):
    data = data_of(path)
    assert set(data) == {"komma", "profile", "municipality", "open"}
    assert set(data["municipality"]) <= MASTER_DATA
    for item in data["open"]:
        assert set(item) == {"path", "question", "owner", "since"}
        assert item["since"] == MADE_ON.isoformat()


@every_file
def test_it_says_that_the_municipality_did_not_make_it_and_where_each_fact_comes_from(path):
    above, municipality = comment(path), data_of(path)["municipality"]
    assert above.startswith("# yaml-language-server: $schema=")
    assert "NICHT von der Kommune gemacht" in above
    assert "komma edit" in above
    assert re.search(r"gelesen bis \w+ \d{4}", above)
    assert PROJECT in above
    assert ("ags" not in municipality) or f"Schlüssel {municipality['ags']}:" in above
    assert all(line.startswith("#") for line in above.splitlines())
    assert not re.search(r"\+49|\b0\d{2,5}[ /-]\d", above)


@every_file
def test_the_key_fits_land_and_kind(path):
    municipality = data_of(path)["municipality"]
    assert municipality["kind"] in KINDS[municipality["name"].split()[0]]
    if "ags" in municipality:
        land = facts("laender")["laender"][municipality["state"]]
        assert municipality["ags"].startswith(land["ags_prefix"])
        assert len(municipality["ags"]) == LENGTHS[municipality["kind"]]
    else:
        assert municipality["kind"] == "borough"


@every_file
def test_only_missing_sections_are_found(path):
    result = check_source(read_source(path), today=MADE_ON)
    assert {finding.rule for finding in result.findings} == {"K019"}
    assert result.profile == "core"


@every_file
def test_both_yaml_parsers_read_the_same(path):
    text = path.read_text(encoding="utf-8")
    assert parse(text) == parse_slowly(text)
    assert "\r" not in text


@every_file
def test_the_first_evening_goes_on_from_it_and_skips_nothing_that_is_needed(path):
    """A question that is marked as open is skipped, so nothing that the safety core asks may be marked."""
    interview = Interview(data_of(path), "de", MADE_ON)
    interview.apply(core_path.prepare(interview))
    asked = [step for step in core_path.STEPS if not core_path.step_done(interview, step)]
    assert asked == list(core_path.STEPS[3:])
    assert {item["path"] for item in data_of(path)["open"]} == {"municipality.population", "municipality.employees"}
