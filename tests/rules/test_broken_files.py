"""Hundreds of broken files: what each says about itself is what komma finds, and every finding can be shown.

``tests/playbooks/broken`` holds them by family. Their first line is ``# wrong: …``, the second ``# expect: K011:7``:
the rules that must find something, with the lines (at most three each); ``only`` means that no other rule does.
Nearly all are ``tests/playbooks/good/kleiner-kern.komma.yaml`` with one fault in it.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from komma_cli.check.engine import Result, check_source
from komma_cli.check.finding import Finding
from komma_cli.check.pages import words_of
from komma_cli.check.rules import all_rules
from komma_cli.report import FORMATS
from komma_cli.store.reading import Source, read_source
from komma_cli.texts import LANGUAGES
from tests.rules.helper import TODAY

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "playbooks" / "broken"
FILES = sorted(BROKEN.glob("*/*.komma.yaml"))
FAMILIES = sorted({path.parent.name for path in FILES})
SOUND = ROOT / "tests" / "playbooks" / "good" / "kleiner-kern.komma.yaml"
_HEAD = re.compile(
    r"\ufffd?# wrong: (?P<wrong>\S[^\n]{15,120})\n+# expect:(?P<expected>(?: K\d{3}:[\d,]+)+)(?P<only> only)?\n"
)
_GAP = re.compile(r"\{[a-z_]*(?::[a-z._]+)?\}")
SECONDS = 10
"""Computing time that no small file may come near; the machine may be busy."""


def check(source: Source) -> Result:
    return check_source(source, today=TODAY)


@cache
def heads() -> list[re.Match[str]]:
    return [head for path in FILES if (head := _HEAD.match(read_source(path).text))]


@cache
def of_the_sound_plan() -> frozenset[str]:
    return frozenset(finding.rule for finding in check(read_source(SOUND)).findings)


def complaints(path: Path) -> list[str]:
    """Return what is wrong with how a broken file is found out."""
    source = read_source(path)
    head = _HEAD.match(source.text)
    if head is None:
        return ["the first two lines do not say what is wrong and what is expected"]
    begun = time.thread_time()
    result = check(source)
    found = ["too slow"] if time.thread_time() - begun > SECONDS * max(1, len(source.data) / 100_000) else []
    lines: dict[str, set[str]] = {}
    for finding in result.findings:
        found += shown_badly(finding, source)
        lines.setdefault(finding.rule, set()).add(str(finding.place and finding.place.line))
    for rule, _, places in (word.partition(":") for word in head["expected"].split()):
        if not set(places.split(",")) <= lines.get(rule, set()):
            found.append(f"{rule} was expected in {places}, found in {sorted(lines.get(rule, ()))}")
    others = lines.keys() - set(re.findall(r"K\d{3}", head["expected"])) - of_the_sound_plan()
    return found + ([f"nothing else was expected, but {sorted(others)}"] if head["only"] and others else [])


def shown_badly(finding: Finding, source: Source) -> list[str]:
    """Say where a finding stands outside the file, or has words with a gap."""
    text = source.text.split("\n")
    place = finding.place
    if place is None or not 1 <= place.line <= len(text) or place.excerpt != text[place.line - 1]:
        return [f"{finding.rule}: no line of the file"]
    if not 1 <= place.column <= place.end_column <= len(place.excerpt) + 1:
        return [f"{finding.rule}: column {place.column} to {place.end_column} of {len(place.excerpt)}"]
    written = [str(value) for value in finding.values.values()]
    wrong = []
    for lang in LANGUAGES:
        words = words_of(finding, lang)
        gaps = _GAP.findall(f"{words.title} {words.message} {words.fix}")
        wrong += [f"{finding.rule} ({lang}): {gap}" for gap in gaps if not any(gap in value for value in written)]
        wrong += [] if words.title and words.message and words.fix else [f"{finding.rule} ({lang}): no words"]
    return wrong


@pytest.mark.parametrize("family", FAMILIES)
def test_each_file_is_found_out_as_it_says(family: str) -> None:
    found = {path.name: wrong for path in sorted((BROKEN / family).iterdir()) if (wrong := complaints(path))}
    assert found == {}


@pytest.mark.parametrize("name", FORMATS)
def test_the_findings_of_all_files_can_be_reported(name: str) -> None:
    results = every_eighth()
    written = FORMATS[name](results, "de")
    assert written.encode()
    if name in ("json", "sarif", "gitlab"):
        json.loads(written)


@cache
def every_eighth() -> list[Result]:
    return [check(read_source(path)) for path in FILES[::8]]


def test_the_plan_from_which_they_are_made_is_sound() -> None:
    assert of_the_sound_plan() == frozenset()


def test_there_are_many_and_none_twice() -> None:
    assert len(FILES) >= 300
    assert [wrong for wrong, times in Counter(head["wrong"] for head in heads()).items() if times > 1] == []
    contents = [read_source(path).data for path in FILES]
    bodies = Counter(data[:4] + data.split(b"\n", 2)[-1] for data in contents)  # a mark stands before the first line
    assert max(bodies.values()) == 1


def test_nearly_every_rule_has_a_file() -> None:
    """A few may lack one: what only a large file shows, and a rule that is new."""
    named = {rule for head in heads() for rule in re.findall(r"K\d{3}", head["expected"])}
    assert named <= set(all_rules())
    assert len(set(all_rules()) - named) <= 9, sorted(set(all_rules()) - named)
