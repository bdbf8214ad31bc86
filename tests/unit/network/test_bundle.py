"""The bundle: an allow-list, read strictly, and every fault is a sentence."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from komma_cli.errors import ReadError
from komma_cli.network.bundle import (
    MOST_BYTES,
    Ask,
    Bundle,
    ConfirmedBody,
    Reach,
    Reviewed,
    Rules,
    TakenFrom,
    Way,
    digest,
    json_schema,
    read_bundle,
    to_bytes,
)
from komma_cli.texts import LANGUAGES, error_words
from tests.unit.network.made import bundle, practice, wish


def full() -> Bundle:
    return bundle(
        ags="05113000",
        size_class="from_100000",
        role="model",
        reach=Reach(first_day=date(2026, 12, 1), promises=12, kept=11, share=0.98),
        practices=(
            practice(
                description="Zwei Zeilen.\nHier die zweite.",
                reviewed_by=Reviewed(organisation="Beirat", on=date(2026, 11, 2)),
                origin=TakenFrom(municipality="Nachbarort", practice="m-07", digest="a" * 64),
            ),
        ),
        offers=(wish(),),
        seeks=(wish(id="w-02"),),
        ask=Ask(mailbox="netzwerk@musterstadt.example", topics=("reach",)),
        bodies=(
            ConfirmedBody(
                entry="bund-notruf-110",
                ways=(Way(kind="phone", value="110"),),
                hours="24/7",
                confirmed_on=date(2026, 11, 3),
            ),
        ),
    )  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    for made in (bundle(), full()):
        assert read_bundle(to_bytes(made), "x") == made
        assert to_bytes(read_bundle(to_bytes(made), "x")) == to_bytes(made)


def test_the_schema_takes_what_is_written_and_nothing_more() -> None:
    schema = json_schema()
    for made in (bundle(), full()):
        jsonschema.validate(json.loads(to_bytes(made)), schema)
    spoiled = json.loads(to_bytes(full())) | {"people": []}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoiled, schema)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every object in plain data."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = [path] if isinstance(node, dict) else []
    return found + [each for key, value in inside for each in places(value, (*path, key))]


def test_an_extra_key_is_refused_wherever_it_stands() -> None:
    whole = json.loads(to_bytes(full()))
    assert len(places(whole)) > 10
    for path in places(whole):
        spoiled = json.loads(to_bytes(full()))
        node = spoiled
        for part in path:
            node = node[part]
        node["contact"] = "Alex Beispiel"
        with pytest.raises(ReadError) as told:
            read_bundle(json.dumps(spoiled).encode(), "fremd.komma-share.json")
        assert told.value.key == "network.extra_key", path
        assert "Alex" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "network.not_a_bundle"),
        (b"komma: 1\nmunicipality: {}\n", "network.not_a_bundle"),
        (b"[1, 2]", "network.not_a_bundle"),
        (b'{"komma": 1}', "network.not_a_bundle"),
        (b"[" * 100_000, "network.not_a_bundle"),
        (b"\xff\xfe{}", "network.not_a_bundle"),
        (b'{"komma_share": 2}', "network.future_bundle"),
        (b'{"komma_share": true}', "network.wrong_value"),
        (b'{"komma_share": 1}', "network.wrong_value"),
        (b" " * (MOST_BYTES + 1), "network.too_large"),
    ],
)
def test_what_is_no_bundle_is_told(content: bytes, key: str) -> None:
    with pytest.raises(ReadError) as told:
        read_bundle(content, "x.json")
    assert told.value.key == key
    for lang in LANGUAGES:
        assert "x.json" in error_words(key, lang, **told.value.values)[0]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"municipality": {"name": "A\u0007", "kind": "town", "state": "NW"}}, "municipality.name"),
        ({"municipality": {"name": "A", "kind": "town", "state": "XX"}}, "municipality.state"),
        ({"date": "2026-02-31"}, "date"),
        ({"rules": {"met": ["K1"]}}, "rules.met.0"),
        ({"rules": {"met": ["K101"], "open": ["K101"]}}, "rules"),
        ({"ask": {"mailbox": "keine-adresse"}}, "ask.mailbox"),
        ({"practices": [practice().model_dump(mode="json")] * 201}, "practices"),
    ],
)
def test_a_wrong_value_is_told_with_its_path(change: dict[str, Any], path: str) -> None:
    record = json.loads(to_bytes(bundle())) | change
    with pytest.raises(ReadError) as told:
        read_bundle(json.dumps(record).encode(), "x")
    assert (told.value.key, told.value.values["path"]) == ("network.wrong_value", path)


def test_a_municipality_is_known_by_its_official_key_or_by_safe_letters() -> None:
    assert bundle(ags="05113000").key == "05113000"
    assert bundle(name="../../<b>Köln</b>/..", kind="joint_administration").key == "b-koeln-b-nw-joint-administration"


def test_every_word_of_a_practice_changes_its_digest_but_not_who_reviewed_it() -> None:
    first = digest(practice())
    reviewed = Reviewed(organisation="Beirat", on=date(2026, 11, 2))
    assert digest(practice(reviewed_by=reviewed, status="running", released_on=date(2027, 1, 1))) == first
    for change in ({"title": "x"}, {"why": "x"}, {"cost": "x"}, {"conditions": "x"}, {"result": "x"}, {"answers": ()}):
        assert digest(practice(**change)) != first


def test_short_lists_of_rules_stand_in_a_line_and_long_ones_by_family() -> None:
    many = Rules(met=tuple(f"K{number}" for number in range(201, 212)), open=("K101", "K301"))
    written = to_bytes(bundle(rules=many)).decode()
    assert '"open": ["K101", "K301"]' in written
    assert '"K201", "K202", "K203"' in written


@pytest.mark.parametrize(
    ("kind", "value"), [("web", "javascript:alert(1)"), ("email", "=1+1"), ("phone", "anrufen"), ("web", "data:x")]
)
def test_a_way_of_a_body_is_one(kind: str, value: str) -> None:
    spoiled = json.loads(to_bytes(full()))
    spoiled["bodies"][0]["ways"] = [{"kind": kind, "value": value}]
    with pytest.raises(ReadError) as told:
        read_bundle(json.dumps(spoiled).encode(), "x")
    assert (told.value.key, told.value.values["path"]) == ("network.wrong_value", "bodies.0.ways.0")
