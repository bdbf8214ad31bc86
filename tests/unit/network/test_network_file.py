"""A file ``network.json`` comes from others: what is in it can be shown, or the file is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from komma_cli.errors import ReadError
from komma_cli.network.bundle import Rules
from komma_cli.network.index import open_index, write_index
from komma_cli.network.network_file import read_network_file, to_bytes
from komma_cli.network.reading import network_of
from komma_cli.network.topics import topics
from tests.unit.network.made import DAY, bundle, collected, practice

Change = Callable[[dict[str, Any]], object]


def made(path: Path, *names: str) -> bytes:
    """Return the file of a network in which so many have something open that there are figures."""
    found = []
    for number, name in enumerate((*names, *(f"Ort {number}" for number in range(24)))):
        rules = Rules(met=("K101",), open=("K301",)) if number % 2 else Rules(met=("K101", "K301"))
        found.append(collected(bundle(name, rules=rules, practices=(practice(),)), str(number)))
    write_index(path, found, DAY)
    with open_index(path) as index:
        return to_bytes(network_of(index))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(tmp_path_factory.mktemp("network") / "x.sqlite")


def changed(written: bytes, change: Change) -> bytes:
    record = json.loads(written)
    change(record)
    return json.dumps(record).encode()


def test_what_is_written_is_read_whatever_a_municipality_is_called(tmp_path: Path) -> None:
    content = made(tmp_path / "x.sqlite", "Ä" * 200, "日本", "\N{SQUARE RAD OVER S SQUARED}" * 200)
    assert to_bytes(read_network_file(content, "x")) == content
    assert json.loads(content)["overview"]["rules"]


WRONG: dict[str, Change] = {
    "a share of nobody": lambda all_: all_["overview"]["totals"].update(reach={"open": 0, "count": 0}),
    "more than all": lambda all_: all_["overview"]["totals"].update(reach={"open": 7, "count": 3}),
    "a rule of nobody": lambda all_: all_["overview"]["rules"].append({"rule": "K301", "open": 0, "count": 0}),
    "an unknown Land": lambda all_: all_["overview"]["tables"][0]["rows"][0].update(value="XX"),
    "a kind for a Land": lambda all_: all_["overview"]["tables"][0]["rows"][0].update(value="town"),
    "a key for a shell": lambda all_: all_["members"][0].update(key='x"; rm -rf ~; "'),
    "a key that climbs": lambda all_: all_["members"][0].update(key="../../x"),
    "no key": lambda all_: all_["members"][0].update(key=""),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_cannot_be_is_refused(written: bytes, how: str) -> None:
    with pytest.raises(ReadError, match=r"network\.not_a_network_file"):
        read_network_file(changed(written, WRONG[how]), "x")


def test_a_rule_of_a_later_komma_is_left_out_and_a_missing_topic_is_not_told(written: bytes) -> None:
    later = {"rule": "K999", "open": 5, "count": 10}
    found = read_network_file(changed(written, lambda all_: all_["overview"]["rules"].insert(0, later)), "x")
    assert [one.rule for one in found.overview.rules] == ["K301"]
    found = read_network_file(changed(written, lambda all_: all_["overview"].update(totals={})), "x")
    assert dict(found.overview.totals) == dict.fromkeys(topics())
