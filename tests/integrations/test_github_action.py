"""``action.yml``: GitHub's schema and zizmor have nothing to say, and its own lines do in a shell what they promise."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from komma_cli.yamlread import parse
from tests.integrations.conftest import GOOD, ROOT, Call, flawed, used_before

ACTION = ROOT / "action.yml"
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(
    BASH is None or sys.platform == "win32", reason="GitHub's runners have bash, here is none"
)


def action() -> dict[str, Any]:
    return dict(parse(ACTION.read_text(encoding="utf-8")))


class Runner:
    """Runs the shell steps of the action, in their order, as GitHub's runner does."""

    def __init__(self, call: Call, folder: Path, source: Path) -> None:
        self.call = call
        self.workspace, self.temp = folder / "workspace", folder / "runner temp"
        self.output, self.summary = self.temp / "output", self.temp / "summary.md"
        for made in (self.workspace, self.temp):
            made.mkdir()
        for made in (self.output, self.summary):
            made.touch()
        self.known = {
            "steps.python.outputs.python-path": sys.executable,
            "runner.temp": str(self.temp),
            "github.action_path": str(source),
        }
        used_before(self.temp / "komma-action")
        self.ready = False

    def run(self, code: int = 0, **inputs: str) -> str:
        """Run the steps; installing is done once. Returns what the last one printed."""
        given = {name.replace("-", "_"): one["default"] for name, one in action()["inputs"].items()} | inputs
        values = self.known | {f"inputs.{name.replace('_', '-')}": value for name, value in given.items()}
        said = ""
        for step in (step for step in action()["runs"]["steps"] if "run" in step):
            if step.get("id") == "check" or not self.ready:
                said = self._step(step, values, code if step.get("id") == "check" else 0)
        self.ready = True
        return said

    def _step(self, step: dict[str, Any], values: dict[str, str], code: int) -> str:
        def filled(text: str) -> str:
            return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], text)

        assert step["shell"] == "bash"
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8", newline="\n")
        env = {name: filled(value) for name, value in step["env"].items()}
        files = {"GITHUB_OUTPUT": str(self.output), "GITHUB_STEP_SUMMARY": str(self.summary)}
        place = Path(filled(step["working-directory"])) if "working-directory" in step else self.workspace
        shell = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
        ended = self.call(*shell, cwd=place, env=env | files, code=code)
        return str(ended.stdout + ended.stderr)


@pytest.fixture
def runner(call: Call, tmp_path: Path, repository: Path) -> Runner:
    return Runner(call, tmp_path, repository)


def test_it_has_the_form_that_github_wants(call: Call) -> None:
    call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", ACTION, cwd=ROOT)


def test_zizmor_finds_nothing_even_as_an_auditor(call: Call) -> None:
    zizmor = Path(sys.executable).with_name("zizmor.exe" if sys.platform == "win32" else "zizmor")
    call(zizmor, "--offline", "--persona=auditor", "--no-progress", ACTION, cwd=ROOT)


def test_inputs_reach_the_shell_as_environment_only_and_foreign_actions_by_commit() -> None:
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
    used = set(re.findall(r"inputs\.([\w-]+)", ACTION.read_text(encoding="utf-8")))
    assert used == set(action()["inputs"])


@needs_bash
def test_the_steps_check_report_and_fail(runner: Runner, tmp_path: Path) -> None:
    plans = runner.workspace / "plans of the town"
    plans.mkdir()
    (plans / "gut.komma.yaml").write_bytes(GOOD.read_bytes())
    for trap in ("pip.py", "venv.py", "typer.py", "komma_cli.py"):
        (runner.workspace / trap).write_text("raise SystemExit('code of the pull request ran')", encoding="utf-8")
    said = runner.run()
    assert "::error" not in said
    assert runner.output.read_text(encoding="utf-8") == ""

    (plans / "falsch.komma.yaml").write_bytes(flawed(GOOD.read_bytes()))
    said = runner.run(code=1, report="out/komma.sarif", summary="true", lang="en")
    errors = [line for line in said.splitlines() if line.startswith("::error")]
    assert any("K010" in line and "file=plans of the town/falsch.komma.yaml,line=" in line for line in errors)
    assert all("gut.komma.yaml" not in line for line in errors)
    sarif = json.loads((runner.workspace / "out" / "komma.sarif").read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    assert "K010" in {result["ruleId"] for result in sarif["runs"][0]["results"]}
    assert "out/komma.sarif" in runner.output.read_text(encoding="utf-8").splitlines()
    assert "municipallity" in runner.summary.read_text(encoding="utf-8")

    assert "K010" in runner.run(fail_on="never")
    assert "falsch" not in runner.run(paths="plans of the town/gut*\r\n\n")

    for said in (
        runner.run(code=3, paths="plans of the town\n$(touch stolen)\n`touch stolen`\n; touch stolen\n--output=stolen"),
        runner.run(code=2, fail_on="never; touch stolen"),
        runner.run(code=2, report="$(touch stolen)/x", report_format="sarif; touch stolen"),
    ):
        assert "touch stolen" in said
    assert not [path for path in tmp_path.rglob("*stolen*") if path.name == "stolen"]
