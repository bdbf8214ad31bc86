"""Many files: the same results however they are spread, kept or divided, and one bad file stops no other."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from komma_cli import spreading
from komma_cli.check.batch import BROKE, Terms, check_file, check_files, shard
from komma_cli.check.cache import Cache, open_cache
from komma_cli.errors import DataError, UsageError
from tests.bench.make_corpus import corpus

TODAY = date(2026, 12, 1)
TERMS = Terms(TODAY)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("corpus")
    for name, content in corpus(5):
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    (folder / "broken.komma.yaml").write_text("komma: 1\nmunicipality: {name: 'x\n", encoding="utf-8")
    (folder / "latin.komma.yaml").write_bytes(b"komma: 1\nmunicipality: {name: K\xf6ln, kind: town, state: NW}\n")
    return sorted(map(str, folder.iterdir()))


def results(files: list[str], terms: Terms = TERMS, **how):
    return list(check_files(dict.fromkeys(files, terms), **how))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_several_processes_find_what_one_finds_in_the_same_order(files: list[str], method: str) -> None:
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    many = [*files, *(files * 3)]
    there = {f"{number}-{Path(name).name}": name for number, name in enumerate(many)}
    for alias, name in there.items():
        target = Path(name).with_name(alias)
        if not target.exists():
            target.write_bytes(Path(name).read_bytes())
    names = [str(Path(name).with_name(alias)) for alias, name in there.items()]
    spread = results(names, jobs=2, start_method=method)
    assert spread == results(names, jobs=1)
    assert [one.name for one in spread] == names
    for name in names:
        Path(name).unlink()


def test_a_file_that_is_not_there_stops_no_other(files: list[str], tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere.komma.yaml")
    found = results([files[0], missing, files[1]])
    assert [one.failure and one.failure.key for one in found] == [None, "store.missing", None]
    assert found[1].findings == ()


def test_a_fault_of_komma_in_one_file_stops_no_other_and_damaged_data_stop_all(
    files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(self: Terms, source: object) -> None:
        raise ZeroDivisionError("x" * 500)

    monkeypatch.setattr(Terms, "check", fault)
    failure = check_file(files[0], TERMS).failure
    assert failure is not None
    assert failure.key == BROKE
    assert len(str(failure.values)) < 400

    def damaged(self: Terms, source: object) -> None:
        raise DataError("texts.missing_file", file="x")

    monkeypatch.setattr(Terms, "check", damaged)
    with pytest.raises(DataError):
        check_file(files[0], TERMS)


def _dies(self: Terms, source) -> object:
    if "ort-00002" in source.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return _whole(self, source)


_whole = Terms.check


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_process_that_dies_takes_only_its_own_file_along(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Terms, "check", _dies)  # the processes are copies of this one, with it
    monkeypatch.setattr(spreading, "CHUNK", 2)
    found = results(files, jobs=2, start_method="fork")
    assert [one.name for one in found] == files
    assert [Path(one.name).name for one in found if one.failure] == ["ort-00002.komma.yaml"]


def test_every_file_is_in_exactly_one_part() -> None:
    names = [f"{number}" for number in range(11)]
    parts = [shard(names, f"{number}/4") for number in (1, 2, 3, 4)]
    assert sorted(name for part in parts for name in part) == sorted(names)
    assert max(map(len, parts)) - min(map(len, parts)) == 1


@pytest.mark.parametrize("which", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3", ""])
def test_a_part_that_does_not_exist_is_refused(which: str) -> None:
    with pytest.raises(UsageError, match=r"cli\.shard"):
        shard(["a"], which)


# -- the cache ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    opened = open_cache(TODAY, tmp_path)
    assert opened is not None
    return opened


def test_kept_results_are_those_of_a_fresh_check(files: list[str], cache: Cache) -> None:
    fresh = results(files)
    assert results(files, cache=cache) == fresh
    assert results(files, cache=cache) == fresh


def test_the_second_run_checks_nothing(files: list[str], cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = results(files, cache=cache)

    def checked(self: Terms, source: object) -> None:
        raise AssertionError("checked again")

    monkeypatch.setattr(Terms, "check", checked)
    assert results(files, cache=cache) == fresh


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, today=date(2026, 12, 2)),
        replace(TERMS, select=("K1",)),
        replace(TERMS, ignore=("K1",)),
        replace(TERMS, profile="full"),
    ],
)
def test_other_terms_are_another_result(files: list[str], cache: Cache, terms: Terms) -> None:
    results(files, cache=cache)
    assert results(files, terms, cache=cache) == results(files, terms)


def test_another_komma_asks_anew_and_nobody_reads_an_entry_without_the_file(files: list[str], cache: Cache) -> None:
    results(files, cache=cache)
    data = Path(files[-1]).read_bytes()
    assert cache.known(data, (files[-1], TERMS)) is not None
    assert replace(cache, build="other").known(data, (files[-1], TERMS)) is None
    assert cache.known(data + b"\n", (files[-1], TERMS)) is None
    kept = b"".join(entry.read_bytes() for entry in cache.folder.rglob("*") if entry.is_file())
    assert b"Finding" not in kept
    assert Path(files[-1]).name.encode() not in kept


def test_a_damaged_entry_is_none(files: list[str], cache: Cache) -> None:
    fresh = results(files, cache=cache)
    for number, entry in enumerate(sorted(one for one in cache.folder.rglob("*") if one.is_file())):
        content = entry.read_bytes()
        spoiled = (content[:-1], b"", content[:40] + b"\x00" + content[41:])[number % 3]
        entry.write_bytes(spoiled if spoiled != content else b"x")
    assert results(files, cache=cache) == fresh


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(files: list[str], tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    assert results(files[:2], cache=Cache(blocked, "build")) == results(files[:2])


def test_days_gone_by_are_removed(tmp_path: Path) -> None:
    old = tmp_path / "checks-2026-01-01"
    old.mkdir()
    os.utime(old, (1, 1))
    (tmp_path / "checks-2026-11-30").mkdir()
    foreign = tmp_path / "visits"
    foreign.mkdir()
    open_cache(TODAY, tmp_path)
    assert not old.exists()
    assert foreign.exists()
