"""The whole output of ``komma diff`` for one realistic pair, in every format and language.

``KOMMA_UPDATE_GOLDEN=1 pytest tests/golden`` writes the files anew; the diff is then read before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from komma_cli.comparing import compare
from komma_cli.report.changes import tell
from komma_cli.report.changes_formats import FORMATS, Report
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

HERE = Path(__file__).parent / "diff"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_whole_output(name: str, lang: Lang) -> None:
    files = ("old.komma.yaml", "new.komma.yaml")
    old, new = (parse((HERE / file).read_text(encoding="utf-8")) for file in files)
    output = FORMATS[name](Report(*files, tell(compare(old, new), lang), (), False), lang)
    golden = HERE / f"pair.{lang}.{name}.txt"
    if os.environ.get("KOMMA_UPDATE_GOLDEN"):
        golden.write_text(output, encoding="utf-8", newline="\n")
    assert output == golden.read_text(encoding="utf-8")
