"""The index: parts put together are the whole, and what contradicts itself does not count."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from komma_cli.errors import ReadError, WriteError
from komma_cli.network.bundle import Ask, Reach
from komma_cli.network.index import Built, merge, open_index, write_index
from komma_cli.network.reading import network_of, overview_of, sayings
from tests.unit.network.made import DAY, bundle, collected


def entries(path: Path) -> list[tuple[str, str]]:
    with open_index(path) as index:
        return [(one.name, one.day) for one in index.entries()]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    one, other = bundle("Astadt"), bundle("Bdorf", ags="05113000", date=date(2026, 6, 1))
    built = write_index(tmp_path / "x.sqlite", [collected(one), collected(other)], DAY)
    assert built == Built(2, 2, ())
    with open_index(tmp_path / "x.sqlite") as index:
        assert list(index.entries()) == [collected(other).entry, collected(one).entry]
        assert index.meta["made_on"] == "2026-12-01"


def test_different_bundles_of_one_day_are_told_and_neither_counts(tmp_path: Path) -> None:
    made = [collected(bundle(), "a"), collected(bundle(role="model"), "b"), collected(bundle("Anders"), "c")]
    built = write_index(tmp_path / "x.sqlite", made, DAY)
    assert entries(tmp_path / "x.sqlite") == [("Anders", "2026-12-01")]
    assert [one.key for one in built.told] == ["network.same_day"]
    assert dict(built.told[0].values)["origins"] == "a, b"


def test_the_same_bundle_twice_counts_once(tmp_path: Path) -> None:
    built = write_index(tmp_path / "x.sqlite", [collected(bundle(), "a"), collected(bundle(), "b")], DAY)
    assert (built.entries, built.told) == (1, ())


def test_of_two_commits_of_one_day_the_later_counts(tmp_path: Path) -> None:
    made = [collected(bundle(), "a", 10), collected(bundle(role="model"), "a", 20)]
    built = write_index(tmp_path / "x.sqlite", made, DAY)
    assert built.told == ()
    with open_index(tmp_path / "x.sqlite") as index:
        assert [one.role for one in index.entries()] == ["model"]


def test_parts_put_together_are_the_whole(tmp_path: Path) -> None:
    made = [collected(bundle(f"Ort {number}"), str(number)) for number in range(12)]
    made += [collected(bundle("Ort 3", role="model"), "twice")]
    whole = write_index(tmp_path / "whole.sqlite", made, DAY)
    for part in range(3):
        write_index(tmp_path / f"{part}.sqlite", made[part::3], DAY)
    put = merge(tmp_path / "put.sqlite", [tmp_path / f"{part}.sqlite" for part in (2, 0, 1)], DAY)
    assert entries(tmp_path / "put.sqlite") == entries(tmp_path / "whole.sqlite")
    assert (put.entries, put.municipalities) == (whole.entries, whole.municipalities) == (11, 11)
    assert [one.key for one in put.told] == ["network.same_day"]


def test_a_file_that_is_no_index_is_told(tmp_path: Path) -> None:
    for name, content in (("text", b"hello"), ("empty", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ReadError) as told:
            open_index(tmp_path / name)
        assert told.value.key == "network.not_an_index"
    with pytest.raises(ReadError) as told:
        open_index(tmp_path / "nowhere")
    assert told.value.key == "network.no_index"


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("format", "komma-network/9", "network.future_index"),
        ("format", "other", "network.not_an_index"),
        ("rules", "K001", "network.other_rules"),
    ],
)
def test_an_index_of_another_komma_is_told(tmp_path: Path, name: str, value: str, key: str) -> None:
    path = tmp_path / "x.sqlite"
    write_index(path, [collected(bundle())], DAY)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
    connection.close()
    with pytest.raises(ReadError) as told:
        open_index(path)
    assert told.value.key == key


def test_where_nothing_can_be_written_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError) as told:
        write_index(tmp_path / "file" / "x.sqlite", [collected(bundle())], DAY)
    assert told.value.key == "network.not_written"


def test_names_with_quotes_and_markup_are_only_text(tmp_path: Path) -> None:
    name = "'); DROP TABLE entry; -- <script>"
    write_index(tmp_path / "x.sqlite", [collected(bundle(name))], DAY)
    assert entries(tmp_path / "x.sqlite") == [(name, "2026-12-01")]


SPOILED = {
    "a view that never ends": (
        "DROP VIEW clear",
        "CREATE VIEW clear AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT * FROM c",
    ),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON told BEGIN DELETE FROM entry; END",),
    "no entries": ("DROP TABLE entry",),
    "nothing told": ("DROP TABLE told",),
    "a day that is none": ("UPDATE entry SET day = '2026-99-99'",),
    "bytes for a name": ("UPDATE entry SET name = x'00'",),
    "a name that steers a terminal": ("UPDATE entry SET name = 'a' || char(27) || '[31m'",),
    "a key for a shell": ("""UPDATE entry SET key = '"; rm -rf ~; "'""",),
    "an unknown kind": ("UPDATE entry SET kind = 'x'",),
    "unknown states": ("UPDATE entry SET states = 'zz'",),
    "an unknown topic": ("UPDATE entry SET topics = 'x', mailbox = 'netz@stadt.example'",),
    "no mailbox": ("UPDATE entry SET mailbox = 'x'",),
    "a broken reach": ("UPDATE entry SET reach = '{'",),
    "broken practices": ("UPDATE entry SET released = '{'",),
    "an extra key in practices": ("""UPDATE entry SET released = '{"people": []}'""",),
    "words nobody knows": ("INSERT INTO told VALUES('x', 'network.nothing', '{}')",),
    "words with gaps": ("INSERT INTO told VALUES('x', 'network.leak', '{}')",),
    "words that are none": ("INSERT INTO told VALUES('x', 'network.leak', '[1')",),
    "no day": ("DELETE FROM meta WHERE name = 'made_on'",),
    "broken figures": ("INSERT INTO meta VALUES('overview', '{')",),
}


def read_all(path: Path) -> None:
    with open_index(path) as index:
        list(index.told())
        overview_of(index)
        network_of(index)
        list(sayings(index))


@pytest.mark.parametrize("how", SPOILED)
def test_an_index_that_komma_did_not_write_so_is_told(tmp_path: Path, how: str) -> None:
    path = tmp_path / "x.sqlite"
    write_index(path, [collected(bundle())], DAY)
    with sqlite3.connect(path) as connection:
        for command in SPOILED[how]:
            connection.execute(command)
    connection.close()
    with pytest.raises(ReadError) as told:
        read_all(path)
    assert (told.value.key, told.value.values["file"]) == ("network.not_an_index", path)
    if how not in ("broken practices", "an extra key in practices", "broken figures"):
        with pytest.raises(ReadError) as told:
            merge(tmp_path / "put.sqlite", [path], DAY)
        assert told.value.values["file"] == path


def test_every_bundle_that_may_be_written_can_be_read_again(tmp_path: Path) -> None:
    made = [
        bundle("Ä" * 200, reach=Reach(first_day=DAY, promises=0, kept=0, share=1e-7)),
        bundle("日本", kind="joint_administration", ask=Ask(mailbox="netz@stadt.example", topics=("reach", "roles"))),
        bundle("Ort", ags="05113000", role="model", profile="core", size_class="under_5000"),
    ]
    write_index(tmp_path / "x.sqlite", map(collected, made), date.min)
    with open_index(tmp_path / "x.sqlite") as index:
        assert len(network_of(index).members) == 3
