"""The papers of one exercise, whole, in both languages; ``KOMMA_UPDATE_GOLDEN=1`` writes them anew."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from komma_cli.drills.composing import compose
from komma_cli.model.problems import validate
from komma_cli.reach.proof import Prover
from komma_cli.reach.telling import Teller
from komma_cli.render.drill_papers import PAPERS, papers
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "playbooks" / "musterstadt.komma.yaml"


@cache
def prover() -> Prover:
    playbook = validate(parse(EXAMPLE.read_text(encoding="utf-8")))[0]
    assert playbook is not None
    return Prover(playbook, date(2026, 12, 1))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(len(PAPERS)))
def test_whole_paper(number: int, lang: Lang) -> None:
    drill = compose(prover(), "threat-mail", 1, lang)
    produced = papers(prover().playbook, drill, Teller(prover(), lang), lang)[number]
    golden = HERE / "documents" / f"{produced.stem}.md"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.write_text(produced.markdown, encoding="utf-8", newline="\n")
    assert produced.markdown == golden.read_text(encoding="utf-8")
