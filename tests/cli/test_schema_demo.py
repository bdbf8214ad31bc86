"""``komma schema`` and ``komma demo``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from komma_cli.cli.papers import RECORD
from komma_cli.render.catalog import documents
from komma_cli.texts import LANGUAGES, Lang, text
from komma_cli.yamlread import parse
from tests.cli.conftest import SMALL, TOWN, Run, written_files


@pytest.fixture
def schema(komma: Run) -> dict[str, Any]:
    ended = komma("schema")
    assert (ended.code, ended.err) == (0, "")
    return dict(json.loads(ended.raw))


def plain(path: Path) -> Any:
    return parse(path.read_text(encoding="utf-8"))


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *(one for one in schema["$defs"].values() if one.get("type") == "object")]


def test_the_schema_names_its_draft_and_refuses_unknown_keys_everywhere(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith("https://")
    assert len(objects(schema)) > 40
    assert all(one["additionalProperties"] is False for one in objects(schema))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_has_a_title_for_people(komma: Run, lang: Lang) -> None:
    shown = json.loads(komma("schema", lang=lang).raw)
    for one in objects(shown):
        for key, field in one["properties"].items():
            assert field.get("title"), key
            assert field["title"] != key, key
    name = shown["$defs"]["Municipality"]["properties"]["name"]["title"]
    assert name == {"de": "Name der Kommune", "en": "Name of the municipality"}[lang]


def test_the_examples_are_valid_and_a_typing_slip_is_not(schema: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="the package jsonschema is not installed")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in (SMALL, TOWN):
        assert [error.message for error in validator.iter_errors(plain(path))] == []
    small = plain(SMALL)
    for wrong in (
        {**small, "rolls": []},
        {**small, "komma": 2},
        {**small, "municipality": {**small["municipality"], "state": "XX"}},
        {**small, "municipality": {**small["municipality"], "ags": 5113000}},
        {**small, "people": [{**small["people"][0], "id": "Frau Müller"}]},
        {**small, "people": [{**small["people"][0], "function": "bis\x1b[2Jhier"}]},
    ):
        assert not validator.is_valid(wrong)


def test_the_schema_goes_to_a_file_but_not_over_a_playbook(komma: Run, folder: Path, plan: Path) -> None:
    ended = komma("schema", "-o", "komma.json")
    assert (ended.code, ended.out) == (0, "")
    assert json.loads((folder / "komma.json").read_bytes())["title"] == "komma"
    before = plan.read_bytes()
    refused = komma("schema", "-o", plan)
    assert (refused.code, refused.says("cli.output_is_playbook", "de", file=plan)) == (2, True)
    assert plan.read_bytes() == before


def test_demo_checks_the_example_and_names_each_file(komma: Run, folder: Path) -> None:
    ended = komma("demo")
    target = text("cli.demo_default_folder", "de")
    assert (ended.code, ended.err) == (0, "")
    written = sorted(path.name for path in (folder / target).iterdir() if path.name != RECORD)
    assert len(written) == 2 * len(documents(composed=True))
    assert all((folder / target / name).stat().st_size > 500 for name in written)
    assert sorted(path.name for path in written_files(ended.out)) == written
    assert ended.out.splitlines()[0] == text("cli.demo_intro", "de", day="01.12.2026")
    assert ended.out.splitlines()[-1] == text("cli.demo_next", "de")


def test_demo_into_a_file_writes_nothing(komma: Run, folder: Path) -> None:
    (folder / "papiere").write_text("mein Text", encoding="utf-8")
    ended = komma("demo", "papiere", lang="en")
    assert (ended.code, ended.says("cli.folder_is_file", "en", folder="papiere")) == (3, True)
    assert ended.out.splitlines()[0] == text("cli.demo_intro", "en", day="1 December 2026")
    assert (folder / "papiere").read_text(encoding="utf-8") == "mein Text"
