"""Reports are made and handed over file by file: however many there are, only a few are in memory."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from komma_cli.check.engine import Result, check_source
from komma_cli.check.packed import Packed
from komma_cli.check.registry import NEVER_ACCEPTED
from komma_cli.check.settings import Settings
from komma_cli.report import FORMATS, PIECES
from komma_cli.report.baseline import applied, known_of
from komma_cli.report.json import write
from komma_cli.report.merged import merged, with_lines
from komma_cli.report.reading import read_report
from komma_cli.report.run import Options, Run, Shard
from komma_cli.report.said import Said
from komma_cli.store.reading import source_from_bytes

PLAN = b"komma: 1\nmunicipality: {name: Ort, kind: twon, state: NW}\npeople:\n- {id: p, function: F}\n- {id: p, x: 1}\n"
FILES, AT_ONCE = 200, 4
LOOKED_AT = 40
"""Everything alive is gone through behind so many files: that takes long in a process with many tests."""


@cache
def checked() -> Result:
    return check_source(source_from_bytes(PLAN, "x"), today=date(2026, 12, 1), select=("K01", "K102"))


class Passing(Sequence[Result]):
    """Results that are made when they are asked for, and counted as long as anybody holds them."""

    def __init__(self) -> None:
        self.alive = 0
        self.most = 0

    def __len__(self) -> int:
        return FILES

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        made = replace(checked(), name=f"ort-{at:03}.komma.yaml")
        self.alive += 1
        self.most = max(self.most, self.alive)
        weakref.finalize(made, self._gone)
        return made

    def _gone(self) -> None:
        self.alive -= 1

    def __iter__(self) -> Iterator[Result]:
        return (self[at] for at in range(FILES))


@pytest.mark.parametrize("name", PIECES)
def test_only_a_few_results_are_held_at_once(name: str) -> None:
    results = Passing()
    largest = amount = 0
    for piece in PIECES[name](results, "de"):
        largest, amount = max(largest, len(piece)), amount + 1
    assert results.most <= AT_ONCE
    assert amount >= FILES
    assert largest < len(FORMATS[name](list(results), "de")) / 2


@pytest.mark.parametrize("name", PIECES)
def test_packed_results_give_the_same_report(name: str) -> None:
    results = list(Passing())[:5]
    packed = Packed(iter(results))
    assert FORMATS[name](packed, "en") == FORMATS[name](results, "en")
    assert (packed[1], list(packed[1:3])) == (results[1], results[1:3])


def test_a_baseline_is_applied_file_by_file() -> None:
    results = Passing()
    known = known_of(results)
    assert len(known) >= FILES
    left = applied(results, known, lambda rule: True, Packed)
    assert results.most <= AT_ONCE
    assert (len(left.results), left.hidden, left.gone) == (FILES, len(known), ())
    assert all(finding.rule in NEVER_ACCEPTED for one in left.results for finding in one.findings)


def test_parts_are_put_together_file_by_file() -> None:
    results = list(Passing())
    texts = []
    for part in (1, 2):
        own = results[part - 1 :: 2]
        run = Run(date(2026, 12, 1), Options(), (Settings(),) * len(own), Shard(part, 2, FILES))
        texts.append(write(own, "de", run))
    whole = merged(read_report(text, "part") for text in texts)
    seen: list[str] = []
    alive: list[int] = []

    def looked_at(file: Said) -> None:
        if len(seen) % LOOKED_AT == 0:
            alive.append(said_alive())
        seen.append(file.name)

    files = with_lines(whole.files, looked_at)
    assert said_alive() == 0
    for _ in PIECES["text"](files, "de"):
        pass
    assert seen == [one.name for one in results]
    assert 0 < max(alive) <= AT_ONCE


def said_alive() -> int:
    return sum(type(one) is Said for one in gc.get_objects())


def test_a_report_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    from komma_cli.cli.common import put_out

    def broken() -> Iterator[str]:
        yield "new"
        raise MemoryError

    target = tmp_path / "report.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(MemoryError):
        put_out(broken(), target)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("report.txt", "old")]
