"""What ``komma reach`` prints, whole, in both languages; ``KOMMA_UPDATE_GOLDEN=1`` writes it anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from komma_cli.model.problems import validate
from komma_cli.reach.case import play
from komma_cli.reach.losses import loads, without_each
from komma_cli.reach.proof import Prover
from komma_cli.reach.telling import Teller
from komma_cli.report import reach
from komma_cli.report.paper import Block, as_markdown, as_text
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SMALL = ROOT / "tests" / "playbooks" / "good" / "kleinhausen.komma.yaml"
TOWN = ROOT / "playbooks" / "musterstadt.komma.yaml"
CHRISTMAS_EVE = datetime(2026, 12, 24, 18, 40)
Story = Callable[[Prover, Teller], Iterator[Block]]
STORIES: dict[str, tuple[Path, Story]] = {
    "year": (SMALL, lambda prover, teller: reach.year(prover, prover.prove(), teller)),
    "christmas": (TOWN, lambda prover, teller: reach.case(play(prover, "threat-mail", CHRISTMAS_EVE), teller)),
    "people": (TOWN, lambda prover, teller: reach.losses(prover, without_each(prover), loads(prover), teller)),
}


@cache
def prover_of(path: Path) -> Prover:
    playbook = validate(parse(path.read_text(encoding="utf-8")))[0]
    assert playbook is not None
    return Prover(playbook, date(2026, 12, 1))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_whole_output(name: str, lang: Lang) -> None:
    path, story = STORIES[name]
    prover = prover_of(path)
    for ending, writer in (("txt", as_text), ("md", as_markdown)):
        told = writer(story(prover, Teller(prover, lang)))
        golden = HERE / "reach" / f"{name}.{lang}.{ending}"
        if os.environ.get("KOMMA_UPDATE_GOLDEN"):
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(told, encoding="utf-8", newline="\n")
        assert told == golden.read_text(encoding="utf-8")
