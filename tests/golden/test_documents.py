"""Every document of the example playbook, whole, in both languages.

``KOMMA_UPDATE_GOLDEN=1 pytest tests/golden`` writes the files anew; the diff is then read before it is committed.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.produce import produce
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "playbooks" / "musterstadt.komma.yaml"
DOCUMENTS = (
    "strategy",
    "council-paper",
    "declaration",
    "netiquette",
    "annual-report",
    "officials-handout",
    "staff-leaflet",
    "plain-leaflet",
    "response-guide",
    "statements",
    "review-plan",
    "scenario-cards",
    "role-cards",
    "emergency-card",
    "notice",
    "contact-sheet",
    "liaison-agreement",
    "form-incident",
    "form-threat-call",
    "form-threat-letter",
    "form-evidence",
    "form-aftercare",
    "form-complaint",
    "form-criminal-complaint",
    "form-register-block",
    "form-warning-ban",
)


@cache
def example() -> Playbook:
    playbook, problems = validate(parse(EXAMPLE.read_text(encoding="utf-8")))
    assert playbook is not None, problems
    return playbook


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_whole_markdown(document: str, lang: Lang) -> None:
    produced = produce(example(), document, lang, None, date(2026, 12, 1))
    golden = HERE / "documents" / f"{produced.stem}.md"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(produced.markdown, encoding="utf-8", newline="\n")
    assert produced.markdown == golden.read_text(encoding="utf-8")
