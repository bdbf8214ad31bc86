"""A file that could not be checked is never taken for a clean one, in no format."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from komma_cli.check.batch import failed
from komma_cli.check.engine import Result
from komma_cli.report import FORMATS

RESULTS = (
    Result("a.komma.yaml", "standard", (), (), ()),
    failed("b.komma.yaml", "store.missing", {"file": "b.komma.yaml"}),
)


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_format_names_the_file_and_the_reason(name, lang):
    said = " ".join(FORMATS[name](RESULTS, lang).split())
    reason = {"de": "Die Datei b.komma.yaml gibt es nicht.", "en": "b.komma.yaml"}[lang]
    assert reason in said.replace("\\", "").replace("&#8203;", "") or (name == "github" and "b.komma.yaml" in said)


def test_programs_see_that_it_failed():
    whole = json.loads(FORMATS["json"](RESULTS, "de"))
    assert [one["failure"] is None for one in whole["files"]] == [True, False]
    (run,) = json.loads(FORMATS["sarif"](RESULTS, "de"))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    suites = ElementTree.fromstring(FORMATS["junit"](RESULTS, "de").encode())
    assert [suite.get("errors") for suite in suites] == ["0", "1"]
    assert [one["severity"] for one in json.loads(FORMATS["gitlab"](RESULTS, "de"))] == ["blocker"]
