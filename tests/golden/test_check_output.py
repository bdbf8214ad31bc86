"""The whole output for one broken playbook, in every format and language.

``KOMMA_UPDATE_GOLDEN=1 pytest tests/golden`` writes the files anew; the diff is then read before it is committed.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from komma_cli.check.engine import check_source
from komma_cli.report import FORMATS
from komma_cli.store.reading import source_from_bytes
from komma_cli.texts import LANGUAGES, Lang

HERE = Path(__file__).parent / "check"
FAMILIES = ("K0", "K1", "K2", "K3")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_whole_output(name: str, lang: Lang) -> None:
    source = source_from_bytes((HERE / "broken.komma.yaml").read_bytes(), "broken.komma.yaml")
    result = check_source(source, today=date(2026, 12, 1), select=FAMILIES)
    output = FORMATS[name]([result], lang)
    golden = HERE / f"broken.{lang}.{name}.txt"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.write_text(output, encoding="utf-8", newline="\n")
    assert output == golden.read_text(encoding="utf-8")
