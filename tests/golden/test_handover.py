"""The pack for a successor, whole, in both languages; ``KOMMA_UPDATE_GOLDEN=1`` writes it anew."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from komma_cli.duties import duties_of
from komma_cli.model.problems import validate
from komma_cli.render.handing_over import pack
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "playbooks" / "musterstadt.komma.yaml"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whole_pack(lang: Lang) -> None:
    data = parse(EXAMPLE.read_text(encoding="utf-8"))
    playbook = validate(data)[0]
    assert playbook is not None
    produced = pack(playbook, duties_of(data, "p-coexistence"), "p-contact-2", lang, date(2026, 12, 1))
    golden = HERE / "documents" / f"{produced.stem}.md"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.write_text(produced.markdown, encoding="utf-8", newline="\n")
    assert produced.markdown == golden.read_text(encoding="utf-8")
