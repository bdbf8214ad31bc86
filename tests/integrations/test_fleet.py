"""The pipelines for many machines in ``ci/``: their own lines, run in parts, give what one machine would have given."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from os.path import commonpath
from pathlib import Path
from typing import Any

import pytest

from komma_cli.yamlread import parse
from tests.integrations.conftest import DAY, GOOD, ROOT, Call, flawed, used_before

CI = ROOT / "ci"
GITHUB = ("network-github.yml", "check-parts-github.yml")
GITLAB = ("network-gitlab.yml", "check-parts-gitlab.yml")
TOWN = ROOT / "playbooks" / "musterstadt.komma.yaml"
PASSED_ON = {"network.json", "municipalities.csv", "practices.csv", "offers-and-needs.csv", "overview.csv"}
BROKEN = "kaputt.komma.yaml"
needs_shell = pytest.mark.skipif(
    shutil.which("bash") is None or sys.platform == "win32", reason="runners have bash, here is none"
)
Files = dict[str, bytes]


def pipeline(name: str) -> dict[str, Any]:
    return dict(parse((CI / name).read_text(encoding="utf-8")))


def everything(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plans_in(folder: Path) -> Path:
    """Write Musterstadt, the starters of ten municipalities and a file that is none."""
    folder.mkdir(parents=True)
    for path in (TOWN, *(ROOT / "playbooks" / "starter").glob("*.komma.yaml")):
        shutil.copyfile(path, folder / path.name)
    (folder / BROKEN).write_text("komma: [", encoding="utf-8")
    return folder


def installed_already(home: Path) -> Path:
    """Put a program in the place of the environment's Python: these tests' own, which has komma."""
    program = home / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8", newline="\n")
    program.chmod(0o755)
    return home


class GitHub:
    """Runs the jobs of a workflow one after the other, each part in an empty folder, as GitHub's runners do."""

    def __init__(self, call: Call, folder: Path, plans: Path, source: Path | None) -> None:
        self.call, self.folder, self.plans, self.source = call, folder, plans, source
        self.temp = folder / "runner temp"
        self.temp.mkdir()
        self.artifacts: dict[str, Files] = {}
        self.said = ""
        self.values: dict[str, str] = {"steps.python.outputs.python-path": sys.executable}

    def run(self, name: str) -> dict[str, int]:
        """Run a workflow; return how the last part of each job ended."""
        jobs, codes = pipeline(name)["jobs"], {}
        for job, given in jobs.items():
            wanted = given.get("needs", [])
            assert set([wanted] if isinstance(wanted, str) else wanted) <= codes.keys()
            for matrix in self._matrix(given):
                self.values |= {f"matrix.{key}": value for key, value in matrix.items()}
                codes[job] = self._job(f"{job}{''.join(matrix.values())}", given)
            for key, value in given.get("outputs", {}).items():
                self.values[f"needs.{job}.outputs.{key}"] = self._filled(value)
        return codes

    @staticmethod
    def _matrix(job: dict[str, Any]) -> list[dict[str, str]]:
        matrix = job.get("strategy", {}).get("matrix", {})
        assert len(matrix) <= 1
        return [{key: str(value)} for key, values in matrix.items() for value in values] or [{}]

    def _job(self, name: str, job: dict[str, Any]) -> int:
        workspace = self.folder / name
        workspace.mkdir()
        code = 0
        for step in job["steps"]:
            if code and step.get("if") != "always()":
                continue
            if "uses" in step:
                self._use(step["uses"].split("/")[1].split("@")[0], step.get("with", {}), workspace)
            elif step.get("name") != "Install komma" or self.source is not None:
                code = self._script(step, workspace)
            if step.get("name") == "Install komma":
                self.source = None
        return code

    def _use(self, action: str, given: dict[str, Any], workspace: Path) -> None:
        if action == "checkout":
            assert given["persist-credentials"] is False
            if "path" not in given:
                shutil.copytree(self.plans, workspace / "plans")
            elif self.source is not None:
                shutil.copytree(self.source, workspace / given["path"])
        elif action == "upload-artifact":
            assert given["retention-days"] <= 7
            files = uploaded(workspace, self._filled(given["path"]).split("\n"))
            assert files
            self.artifacts[self._filled(given["name"])] = files
        elif action == "download-artifact":
            for name in (name for name in self.artifacts if Path(name).match(given["pattern"])):
                into = workspace / given["path"] / ("" if given.get("merge-multiple") else name)
                put(into, self.artifacts[name])
        else:
            assert action == "setup-python"

    def _script(self, step: dict[str, Any], workspace: Path) -> int:
        assert "${{" not in step["run"]
        script, output = self.temp / "step.sh", self.temp / "output"
        script.write_text(step["run"], encoding="utf-8", newline="\n")
        output.write_text("", encoding="utf-8")
        env = {key: self._filled(str(value)) for key, value in step.get("env", {}).items()}
        env |= {"RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(output)}
        ended = self.call("bash", "-e", "-o", "pipefail", script, cwd=workspace, env=env, code=None)
        self.said += ended.stdout + ended.stderr
        for key, value in re.findall(r"^(\w+)=(.*)$", output.read_text(encoding="utf-8"), re.M):
            self.values[f"steps.{step['id']}.outputs.{key}"] = value
        return int(ended.returncode)

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: self.values[found[1]], text)


def uploaded(workspace: Path, patterns: list[str]) -> Files:
    """Return what an artifact holds; its names begin where all patterns have their last folder in common."""
    wanted = [pattern for pattern in patterns if pattern and not pattern.startswith("!")]
    unwanted = {path for pattern in patterns if pattern.startswith("!") for path in workspace.glob(pattern[1:])}
    places = [workspace / pattern for pattern in wanted]
    base = commonpath([place if place.is_dir() else place.parent for place in places])
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in found(workspace, wanted)
        if path not in unwanted
    }


def found(folder: Path, patterns: list[str]) -> Iterator[Path]:
    for pattern in patterns:
        for path in folder.glob(pattern):
            yield from (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def put(folder: Path, files: Files) -> None:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


class GitLab:
    """Runs the jobs of a pipeline as GitLab does: each part in a clone of its own, with the files of those it needs."""

    def __init__(self, call: Call, folder: Path, plans: Path, home: Path, package: Path | None) -> None:
        self.call, self.folder, self.plans, self.home = call, folder, plans, home
        self.package = package
        self.kept: dict[str, Files] = {}
        self.said = ""

    def run(self, name: str, job: str) -> int:
        """Run all parts of a job; return how the last one ended."""
        everyone = pipeline(name)
        given = everyone[everyone[job]["extends"]] | everyone[job]
        parts, self.kept[job] = given.get("parallel", 1), {}
        for part in range(1, parts + 1):
            clone = self.folder / f"{job}-{part}"
            shutil.copytree(self.plans, clone / "plans")
            for needed in given.get("needs", []):
                put(clone, self.kept[needed])
            lines = [*(given["before_script"] if self.package else []), *given["script"]]
            script = self.folder / "script.sh"
            script.write_text("\n".join(("set -eo pipefail", *lines)) + "\n", encoding="utf-8", newline="\n")
            env = {key: str(value) for key, value in given["variables"].items()}
            env |= {"KOMMA_HOME": str(self.home), "KOMMA_PACKAGE": str(self.package)}
            env |= {"CI_NODE_INDEX": str(part), "CI_NODE_TOTAL": str(parts)}
            env |= {"CI_PIPELINE_CREATED_AT": f"{DAY}T23:59:58Z"}
            ended = self.call("bash", script, cwd=clone, env=env, code=None)
            self.package = None
            self.said += ended.stdout + ended.stderr
            self._keep(job, given["artifacts"], clone)
        return int(ended.returncode)

    def _keep(self, job: str, artifacts: dict[str, Any], clone: Path) -> None:
        paths = [*artifacts.get("paths", []), *artifacts.get("reports", {}).values()]
        unwanted = {path for pattern in artifacts.get("exclude", []) for path in clone.glob(pattern)}
        for path in found(clone, paths):
            if path not in unwanted:
                self.kept[job][path.relative_to(clone).as_posix()] = path.read_bytes()


def is_what_one_machine_gives(call: Call, python: Path, plans: Path, files: Files, day: str) -> None:
    """Hold the files of a pipeline against one run, and look for what must not be passed on."""
    place = plans.parent
    whole = (python, "-I", "-m", "komma_cli", "network", "build", plans.name, "-o", "one", "--today", day)
    call(*whole, cwd=place, code=1)
    assert files["network/network.json"] == (place / "one" / "network.json").read_bytes()
    assert {name for name in files if not name.startswith("site/")} == {f"network/{name}" for name in PASSED_ON}
    assert len(json.loads(files["network/network.json"])["members"]) == 11
    assert "site/index.html" in files
    assert not [name for name in files if name.endswith((".sqlite", "left-out.csv"))]


@pytest.mark.parametrize("name", GITHUB)
def test_a_workflow_has_the_form_that_github_wants(call: Call, tmp_path: Path, name: str) -> None:
    call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", CI / name, cwd=ROOT)
    file = tmp_path / ".github" / "workflows" / name
    file.parent.mkdir(parents=True)
    shutil.copyfile(CI / name, file)
    zizmor = Path(sys.executable).with_name("zizmor.exe" if sys.platform == "win32" else "zizmor")
    call(zizmor, "--offline", "--persona=auditor", "--no-progress", file, cwd=tmp_path)


@pytest.mark.parametrize("name", GITLAB)
def test_a_pipeline_has_the_form_that_gitlab_wants(call: Call, name: str) -> None:
    call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", CI / name, cwd=ROOT)


@pytest.mark.parametrize("name", GITHUB)
def test_a_workflow_runs_only_by_hand_and_only_where_not_everybody_reads(name: str) -> None:
    workflow = pipeline(name)
    assert workflow["on"] == "workflow_dispatch"
    jobs = workflow["jobs"]
    first = [job for job in jobs.values() if "needs" not in job]
    assert [job["if"] for job in first] == ["github.event.repository.private"]
    parts = jobs["part"]
    count = len(parts["strategy"]["matrix"]["part"])
    assert parts["strategy"]["matrix"]["part"] == list(range(1, count + 1))
    assert [f'"$PART/{count}"' in step["run"] for step in parts["steps"] if "PART" in step.get("env", {})] == [True]


@pytest.mark.parametrize("name", GITLAB)
def test_a_part_is_for_the_next_job_only_and_soon_gone(name: str) -> None:
    jobs = {job: given for job, given in pipeline(name).items() if not job.startswith(".")}
    hidden = next(given for job, given in pipeline(name).items() if job.startswith("."))
    assert all('$CI_PROJECT_VISIBILITY == "private"' in rule["if"] for rule in hidden["rules"])
    part, whole = (given["artifacts"] for given in jobs.values())
    assert (part["access"], part["expire_in"]) == ("none", "1 hour")
    assert whole["access"] == "developer"


def test_komma_is_installed_alike_everywhere() -> None:
    """So that trying it in one of the pipelines is enough."""
    lines = [pipeline(name)[hidden]["before_script"] for name, hidden in zip(GITLAB, _hidden(), strict=True)]
    assert lines[0] == lines[1]
    steps = [
        step
        for name in GITHUB
        for job in pipeline(name)["jobs"].values()
        for step in job["steps"]
        if step.get("name") == "Install komma"
    ]
    assert len(steps) == 4
    assert all(step == steps[0] for step in steps)


def _hidden() -> list[str]:
    return [job for name in GITLAB for job in pipeline(name) if job.startswith(".")]


@needs_shell
def test_the_network_of_github_is_that_of_one_machine(call: Call, repository: Path, tmp_path: Path) -> None:
    plans = plans_in(tmp_path / "work" / "plans")
    github = GitHub(call, tmp_path, plans, repository)
    home = used_before(github.temp / "komma")
    assert github.run("network-github.yml") == {"day": 0, "part": 0, "network": 0}, github.said
    assert BROKEN in github.said
    assert {name: set(files) for name, files in github.artifacts.items() if name != "network"} == {
        f"part-{number}": {"network.sqlite"} for number in (1, 2, 3, 4)
    }
    today = github.values["needs.day.outputs.today"]
    is_what_one_machine_gives(call, home / "bin" / "python", plans, github.artifacts["network"], today)

    clean = tmp_path / "clean"
    clean.mkdir()
    call(home / "bin" / "komma", "network", "demo", "netz", cwd=clean)
    assert (clean / "netz" / "site" / "index.html").is_file()
    assert len(json.loads((clean / "netz" / "network.json").read_bytes())["members"]) == 11


@needs_shell
def test_the_network_of_gitlab_is_that_of_one_machine(call: Call, package: Path, tmp_path: Path) -> None:
    plans = plans_in(tmp_path / "work" / "plans")
    gitlab = GitLab(call, tmp_path, plans, used_before(tmp_path / "k"), package)
    assert gitlab.run("network-gitlab.yml", "komma-network-part") == 0, gitlab.said
    assert set(gitlab.kept["komma-network-part"]) == {f"part-{number}/network.sqlite" for number in (1, 2, 3, 4)}
    assert gitlab.run("network-gitlab.yml", "komma-network") == 0, gitlab.said
    assert BROKEN in gitlab.said
    is_what_one_machine_gives(call, tmp_path / "k" / "bin" / "python", plans, gitlab.kept["komma-network"], DAY)


def some_plans(folder: Path) -> Path:
    """Write three plans, fewer than there are parts; one of them has an error."""
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / f"{name}.komma.yaml").write_bytes(GOOD.read_bytes())
    (folder / "falsch.komma.yaml").write_bytes(flawed(GOOD.read_bytes()))
    return folder


@needs_shell
def test_the_report_of_github_is_that_of_one_machine(call: Call, tmp_path: Path) -> None:
    plans = some_plans(tmp_path / "work" / "plans")
    github = GitHub(call, tmp_path, plans, None)
    installed_already(github.temp / "komma")
    assert github.run("check-parts-github.yml") == {"day": 0, "part": 0, "report": 1}, github.said
    whole = (sys.executable, "-I", "-m", "komma_cli", "check", "plans", "--format", "sarif", "-o", "one.sarif")
    call(*whole, "--today", github.values["needs.day.outputs.today"], cwd=plans.parent, code=1)
    assert github.artifacts["komma.sarif"] == {"komma.sarif": (plans.parent / "one.sarif").read_bytes()}


@needs_shell
def test_the_reports_of_gitlab_are_those_of_one_machine(call: Call, tmp_path: Path) -> None:
    plans = some_plans(tmp_path / "work" / "plans")
    gitlab = GitLab(call, tmp_path, plans, installed_already(tmp_path / "k"), None)
    assert gitlab.run("check-parts-gitlab.yml", "komma-check-part") == 0, gitlab.said
    assert gitlab.run("check-parts-gitlab.yml", "komma-check-report") == 1, gitlab.said
    reports = pipeline("check-parts-gitlab.yml")["komma-check-report"]["artifacts"]["reports"]
    for form, name in (("gitlab", reports["codequality"]), ("junit", reports["junit"])):
        whole = (sys.executable, "-I", "-m", "komma_cli", "check", "plans", "--format", form, "-o", name)
        call(*whole, "--today", DAY, cwd=plans.parent, code=1)
        assert gitlab.kept["komma-check-report"][name] == (plans.parent / name).read_bytes()
