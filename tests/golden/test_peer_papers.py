"""Agenda and letter of a peer consultation, whole, in both languages; ``KOMMA_UPDATE_GOLDEN=1`` writes them anew."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from komma_cli.check.engine import Result
from komma_cli.check.finding import Finding
from komma_cli.network.view import Member
from komma_cli.render.produce import Produced
from komma_cli.report.peer_papers import agenda, letter
from komma_cli.texts import LANGUAGES, Lang
from tests.golden.test_documents import example

HERE = Path(__file__).parent
DAY = date(2026, 12, 1)
FINDINGS = Result("x", "standard", tuple(Finding(rule, "warning", "p", None) for rule in ("K202", "K205")), (), ())
NEIGHBOUR = Member(
    key="nachbarstadt",
    name="Nachbarstadt",
    kind="town",
    state="NW",
    ags=None,
    size_class="under_100000",
    role="network",
    date=DAY,
    mailbox="netzwerk@nachbarstadt.example",
    solved=frozenset({"K202"}),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", ["peer-agenda", "peer-letter"])
def test_whole_markdown(document: str, lang: Lang) -> None:
    produced = made(document, lang)
    golden = HERE / "documents" / f"{produced.stem}.md"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.write_text(produced.markdown, encoding="utf-8", newline="\n")
    assert produced.markdown == golden.read_text(encoding="utf-8")


def made(document: str, lang: Lang) -> Produced:
    if document == "peer-agenda":
        return agenda(example(), FINDINGS, lang, DAY)
    return letter(example(), "roles", lang, DAY, NEIGHBOUR)
