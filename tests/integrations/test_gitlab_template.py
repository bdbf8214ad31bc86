"""``ci/gitlab.yml``: GitLab's schema accepts it, and its script makes the two reports that it promises."""

from __future__ import annotations

import json
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from komma_cli.yamlread import parse
from tests.integrations.conftest import GOOD, ROOT, Call, flawed, used_before

TEMPLATE = ROOT / "ci" / "gitlab.yml"
needs_shell = pytest.mark.skipif(
    shutil.which("bash") is None or sys.platform == "win32", reason="GitLab's runners have a shell, here is none"
)


def job() -> dict[str, Any]:
    return dict(parse(TEMPLATE.read_text(encoding="utf-8"))["komma-check"])


def test_it_has_the_form_that_gitlab_wants(call: Call) -> None:
    call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", TEMPLATE, cwd=ROOT)


@needs_shell
def test_the_script_checks_and_leaves_both_reports(call: Call, package: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for trap in ("pip.py", "venv.py", "typer.py", "komma_cli.py"):
        (project / trap).write_text("raise SystemExit('code of the merge request ran')", encoding="utf-8")
    (project / "gut.komma.yaml").write_bytes(GOOD.read_bytes())
    script = tmp_path / "script.sh"
    script.write_text("\n".join(("set -eo pipefail", *job()["script"])) + "\n", encoding="utf-8", newline="\n")
    home = used_before(tmp_path / "k")
    variables = {name: str(value) for name, value in job()["variables"].items()} | {"KOMMA_HOME": str(home)}

    call("bash", script, cwd=project, env=variables | {"KOMMA_PACKAGE": str(package)})
    (project / "falsch.komma.yaml").write_bytes(flawed(GOOD.read_bytes()))
    lines = [line for line in job()["script"] if " check " in line]
    script.write_text("\n".join(("set -eo pipefail", *lines)) + "\n", encoding="utf-8", newline="\n")
    ended = call("bash", script, cwd=project, env=variables, code=1)
    assert "K010" in ended.stdout

    reports = job()["artifacts"]["reports"]
    quality = json.loads((project / reports["codequality"]).read_text(encoding="utf-8"))
    wrong = [one for one in quality if one["check_name"] == "K010"]
    assert [one["location"]["path"] for one in wrong] == ["falsch.komma.yaml"]
    suites = ET.parse(project / reports["junit"]).getroot()
    assert len(list(suites.iter("failure"))) > 0
    assert job()["artifacts"]["when"] == "always"


@needs_shell
def test_it_installs_nothing_that_nobody_named(call: Call, tmp_path: Path) -> None:
    """A default would be a name in a package index, which anybody may take."""
    line = next(line for line in job()["script"] if " pip install " in line)
    unset = call("bash", "-c", line, cwd=tmp_path, env={"KOMMA_PACKAGE": "", "KOMMA_HOME": "none"}, code=None)
    assert unset.returncode != 0
    assert "KOMMA_PACKAGE: set it" in unset.stderr
