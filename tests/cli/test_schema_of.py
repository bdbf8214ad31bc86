"""``komma schema --of share|network``: what other programs hold bundles and ``network.json`` against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from komma_cli.cli.schema import OF
from tests.cli.conftest import DAY, TOWN, Run

Change = tuple[tuple[str | int, ...], Any]


def schema_of(komma: Run, what: str) -> dict[str, Any]:
    ended = komma("schema", "--of", what)
    assert (ended.code, ended.err) == (0, "")
    return dict(json.loads(ended.raw))


def objects(node: Any) -> list[dict[str, Any]]:
    """Return every object with fields that a schema speaks of."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node] if isinstance(node, dict) and node.get("type") == "object" and "properties" in node else []
    return own + [found for each in inside for found in objects(each)]


@pytest.fixture
def bundle(komma: Run, folder: Path) -> dict[str, Any]:
    assert komma("share", TOWN, "-o", "a.komma-share.json", "--today", DAY, "--yes").code == 0
    return dict(json.loads(Path("a.komma-share.json").read_bytes()))


@pytest.fixture
def network(komma: Run, folder: Path) -> dict[str, Any]:
    assert komma("network", "demo", "netz").code == 0
    return dict(json.loads(Path("netz/network.json").read_bytes()))


@pytest.mark.parametrize("what", ["share", "network"])
def test_the_schema_is_one_and_allows_no_further_field_anywhere(komma: Run, what: str) -> None:
    schema = schema_of(komma, what)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["description"]
    assert len(objects(schema)) > 8
    assert all(one["additionalProperties"] is False for one in objects(schema))


def test_the_plan_is_meant_where_nothing_is_said(komma: Run) -> None:
    assert OF[0] == "plan"
    assert schema_of(komma, "plan") == json.loads(komma("schema").raw)
    refused = komma("schema", "--of", "bundle")
    assert (refused.code, refused.out) == (2, "")
    assert refused.says("cli.not_a_choice", "de", text="bundle", option="--of", choices=", ".join(OF))


def test_the_bundle_of_musterstadt_is_valid(komma: Run, bundle: dict[str, Any]) -> None:
    assert bundle["practices"]
    jsonschema.Draft202012Validator(schema_of(komma, "share")).validate(bundle)


def test_the_example_network_is_valid(komma: Run, network: dict[str, Any]) -> None:
    assert len(network["members"]) == 11
    jsonschema.Draft202012Validator(schema_of(komma, "network")).validate(network)


def changed(record: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    made: Any = json.loads(json.dumps(record))
    node = made
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return dict(made)


WRONG_BUNDLES: list[Change] = [
    (("people",), []),
    (("komma_share",), 2),
    (("municipality", "population"), 31000),
    (("municipality", "ags"), "5999996"),
    (("rules", "open"), ["K999x"]),
    (("practices", 0, "licence"), "all rights reserved"),
    (("practices", 0, "responsible"), "Erika Muster"),
]


@pytest.mark.parametrize(("path", "value"), WRONG_BUNDLES, ids=lambda each: str(each)[:40])
def test_what_a_bundle_must_not_hold_is_not_valid(
    komma: Run, bundle: dict[str, Any], path: tuple[str | int, ...], value: Any
) -> None:
    validator = jsonschema.Draft202012Validator(schema_of(komma, "share"))
    assert not validator.is_valid(changed(bundle, path, value))


WRONG_NETWORKS: list[Change] = [
    (("format",), "komma-network/2"),
    (("members", 0, "open"), ["K205"]),
    (("members", 0, "state"), "XX"),
    (("overview", "totals", "weather"), None),
    (("overview", "ranking"), []),
    (("made_on",), "yesterday"),
]


@pytest.mark.parametrize(("path", "value"), WRONG_NETWORKS, ids=lambda each: str(each)[:40])
def test_what_a_network_file_must_not_hold_is_not_valid(
    komma: Run, network: dict[str, Any], path: tuple[str | int, ...], value: Any
) -> None:
    schema = schema_of(komma, "network")
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert not validator.is_valid(changed(network, path, value))
