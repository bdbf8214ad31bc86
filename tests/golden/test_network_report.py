"""The report on a network, whole, in both languages; ``KOMMA_UPDATE_GOLDEN=1`` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from komma_cli.report.network_report import paper
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.report.networks import DAY, network

HERE = Path(__file__).parent


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whole_markdown(lang: Lang) -> None:
    produced = paper(network(120), lang, DAY)
    golden = HERE / "documents" / f"{produced.stem}.md"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.write_text(produced.markdown, encoding="utf-8", newline="\n")
    assert produced.markdown == golden.read_text(encoding="utf-8")
