"""Thousands of broken files: never a traceback, never a hang, every finding inside the file.

A usual run takes 2,000 files; ``KOMMA_EXAMPLES=50`` takes 100,000 (at night). ``KOMMA_SEED`` begins at another number,
so that every night sees other files. A file that fails stays in the folder of the test and stands in the message; its
number gives it again: ``from tests.properties.mutations import case; case(4711)``.
"""

from __future__ import annotations

import base64
import faulthandler
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.check.engine import Result, check_source
from komma_cli.check.finding import Finding
from komma_cli.check.pages import words_of
from komma_cli.report import FORMATS
from komma_cli.store.places import Place
from komma_cli.store.reading import Source, load, source_from_bytes
from komma_cli.texts import LANGUAGES
from tests.properties.effort import examples
from tests.properties.mutations import SPAN, WAYS, Step, bases, broken, case
from tests.rules.helper import TODAY

SECONDS = 5.0
"""So much computing time may 100 KB take, and any smaller file: five times what komma promises, on a busy machine."""
HANGS = 300
"""Seconds after which a file is said to hang, on the busiest machine; then the process ends and its file stays."""
SEEDS, DRAWN, PARTS = 1600, 400, 8
"""Files of a usual run: made from a number, made by Hypothesis (which finds the smallest that fails), and in how many
tests the former are tried, so that several processes share them."""
FIRST = int(os.environ.get("KOMMA_SEED", "0"))


def check(source: Source) -> Result:
    return check_source(source, today=TODAY)


def assert_bears(content: bytes, *, every_format: bool = False) -> None:
    """Check a file; fail on an exception, a place outside, words that lack a value, or too long a time."""
    source = source_from_bytes(content, "x.komma.yaml")
    begun = time.thread_time()
    result = check(source)
    took = time.thread_time() - begun
    lines = source.text.split("\n")
    for finding in result.findings:
        assert_inside(finding, lines)
        for lang in LANGUAGES:
            words = words_of(finding, lang)
            assert words.title and words.message and words.fix
    assert result.findings or load(source).data is not None
    if every_format:
        assert repr(check(source)) == repr(result)  # a number that is none is not even like itself
        written = {name: write([result], "de") for name, write in FORMATS.items()}
        assert all(text.encode() for text in written.values()) or not result.findings
        for name in ("json", "sarif", "gitlab"):
            json.loads(written[name], parse_constant=pytest.fail)
    assert took <= SECONDS * max(1, len(content) / 100_000), f"{took:.2f} s"


def assert_inside(finding: Finding, lines: list[str]) -> None:
    place = finding.place
    assert place is not None
    assert 1 <= place.line <= len(lines)
    assert place.excerpt == lines[place.line - 1]
    assert 1 <= place.column <= place.end_column <= len(place.excerpt) + 1
    for edit in finding.edits:
        assert (1, 1) <= (edit.line, edit.column) <= (edit.end_line, edit.end_column)
        assert edit.end_line <= len(lines)
        assert edit.column <= len(lines[edit.line - 1]) + 1
        assert edit.end_column <= len(lines[edit.end_line - 1]) + 1


def bears(content: bytes, folder: Path, name: str, *, every_format: bool) -> None:
    """Check a file that lies in the folder meanwhile: should the process die, it is the one."""
    path = folder / f"{name}.komma.yaml"
    path.write_bytes(content)
    with (folder / "hang.txt").open("w") as stream:
        faulthandler.dump_traceback_later(HANGS, exit=True, file=stream)
        try:
            assert_bears(content, every_format=every_format)
        except Exception as error:
            raise AssertionError(f"{path}: {base64.b64encode(content[:4000]).decode()}") from error
        finally:
            faulthandler.cancel_dump_traceback_later()
    path.unlink()


@pytest.mark.parametrize("part", range(PARTS))
def test_broken_by_a_number(part: int, tmp_path: Path) -> None:
    count = examples(SEEDS // PARTS)
    for seed in range(FIRST + part * count, FIRST + (part + 1) * count):
        bears(case(seed), tmp_path, f"case-{seed}", every_format=seed % 20 == 0)


NUMBERS = st.integers(0, SPAN - 1)
STEPS = st.lists(st.builds(Step, st.sampled_from(sorted(WAYS)), NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5)


@settings(deadline=None, max_examples=examples(DRAWN), suppress_health_check=[HealthCheck.too_slow])
@given(NUMBERS, STEPS)
def test_broken_step_by_step(base: int, steps: list[Step]) -> None:
    assert_bears(broken(base, steps))


def test_a_number_gives_the_same_file_again() -> None:
    files = [case(seed) for seed in range(40)]
    assert files == [case(seed) for seed in range(40)]
    assert len(set(files)) > 35


@pytest.mark.parametrize("way", WAYS)
def test_every_way_breaks_something(way: str) -> None:
    base = max(range(len(bases())), key=lambda number: len(bases()[number]) < 4000 and bases()[number].count(b"\n"))
    made = {broken(base, [Step(way, 97 * number, 31 * number, number)]) for number in range(12)}
    assert len(made - {bases()[base]}) >= 3


def test_what_a_file_must_bear_can_fail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def outside(self: object, *parts: object, **kind: object) -> Place:
        return Place(99, 1, 1, "")

    monkeypatch.setattr("komma_cli.store.places.Places.at", outside)
    with pytest.raises(AssertionError, match="case-1"):
        bears(b"a: [1\n", tmp_path, "case-1", every_format=False)
    assert (tmp_path / "case-1.komma.yaml").read_bytes() == b"a: [1\n"
