"""The YAML that the README gives users to copy has the form that its reader wants."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.integrations.conftest import ROOT, Call

EXAMPLES = dict(
    re.findall(
        r"<!-- example: ([\w-]+) -->\n```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
)
SCHEMAS = ("pre-commit-config", "github-workflow", "gitlab-ci")


def test_there_is_an_example_for_each_place() -> None:
    assert set(EXAMPLES) == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_example_has_the_form_its_reader_wants(name: str, call: Call, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(EXAMPLES[name], encoding="utf-8")
    if name == "pre-commit-config":
        call(sys.executable, "-m", "pre_commit", "validate-config", file, cwd=tmp_path)
    else:
        schema = {"github-workflow": "vendor.github-workflows", "gitlab-ci": "vendor.gitlab-ci"}[name]
        call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file, cwd=tmp_path)


def test_zizmor_finds_nothing_in_the_workflow(call: Call, tmp_path: Path) -> None:
    file = tmp_path / ".github" / "workflows" / "plans.yml"
    file.parent.mkdir(parents=True)
    file.write_text(EXAMPLES["github-workflow"], encoding="utf-8")
    zizmor = Path(sys.executable).with_name("zizmor.exe" if sys.platform == "win32" else "zizmor")
    call(zizmor, "--offline", "--no-progress", file, cwd=tmp_path)
