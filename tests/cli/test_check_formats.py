"""`komma check --format`: what another program reads is alone on standard output, in UTF-8, whatever a plan holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.report import FORMATS
from tests.cli.conftest import DAY, Run
from tests.unit.report.readers import gitlab_faults, junit_faults, own_faults, sarif_faults

READERS = {"json": own_faults, "sarif": sarif_faults, "gitlab": gitlab_faults, "junit": junit_faults}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("kind", ["municipality", "größte 😀 <Stadt> ]]> | \\u202e"])
def test_nothing_else_stands_on_standard_output(komma: Run, plan: Path, form: str, kind: str) -> None:
    words = plan.read_text(encoding="utf-8").replace("kind: municipality", f'kind: "{kind}"', 1)
    plan.write_text(words, encoding="utf-8", newline="\n")
    ended = komma("check", plan, "--today", DAY, "--format", form, "--fail-on", "never")
    assert (ended.code, ended.err) == (0, "")
    assert READERS[form](ended.raw.decode("utf-8")) == []
    assert ended.raw.endswith(b"\n") and b"\r" not in ended.raw
    assert b"K901" in ended.raw


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_a_file_and_the_screen_get_the_same_bytes(komma: Run, plan: Path, tmp_path: Path, form: str) -> None:
    report = tmp_path / "report.out"
    printed = komma("check", plan, "--today", DAY, "--format", form)
    assert komma("check", plan, "--today", DAY, "--format", form, "--output", report).out == ""
    assert report.read_bytes() == printed.raw


def test_an_absolute_name_and_a_relative_one_make_the_same_report(
    komma: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plan.parent)
    for form in ("sarif", "gitlab", "junit", "markdown"):
        whole = komma("check", plan.absolute(), "--today", DAY, "--format", form)
        assert whole.raw == komma("check", plan.name, "--today", DAY, "--format", form).raw
        assert plan.name in whole.out and str(plan.parent) not in whole.out
