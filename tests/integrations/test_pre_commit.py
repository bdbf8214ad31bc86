"""``.pre-commit-hooks.yaml``: real pre-commit installs komma from a repository and stops a commit that has an error."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from komma_cli.yamlread import parse
from tests.integrations.conftest import DAY, GOOD, ROOT, Call, flawed

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit needs git")
CONFIG = """\
repos:
  - repo: {repository}
    rev: {commit}
    hooks:
      - id: komma-check
        args: [--today, "{day}", --lang, de]
"""


def committed(call: Call, folder: Path) -> str:
    """Make a git repository of the folder; return its one commit."""
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        call("git", *words, cwd=folder)
    return str(call("git", "rev-parse", "HEAD", cwd=folder).stdout.strip())


def test_pre_commit_knows_the_form_of_the_manifest(call: Call) -> None:
    call(sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=ROOT)


def test_a_commit_with_an_error_is_stopped_and_one_without_is_not(call: Call, repository: Path, tmp_path: Path) -> None:
    commit = committed(call, repository)
    town, cache = tmp_path / "town", tmp_path / "cache"
    town.mkdir()
    cached = {"PRE_COMMIT_HOME": str(cache)}
    pre_commit = (sys.executable, "-m", "pre_commit")
    config = CONFIG.format(repository=repository.as_posix(), commit=commit, day=DAY)
    (town / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    call("git", "init", "-q", cwd=town)
    (town / "plan.komma.yaml").write_bytes(GOOD.read_bytes())
    (town / "other.yaml").write_text("not: [a plan", encoding="utf-8")
    call(*pre_commit, "install", cwd=town, env=cached)
    call("git", "add", "-A", cwd=town)
    fine = call("git", "commit", "-q", "-m", "a plan", cwd=town, env=cached)
    assert "komma check" in fine.stdout + fine.stderr
    assert "Passed" in fine.stdout + fine.stderr

    installed = [path for path in cache.rglob("komma_cli/__init__.py") if "site-packages" in path.parts]
    assert len(installed) == 1, "pre-commit built komma from the repository into an environment of its own"

    (town / "neu.komma.yaml").write_bytes(flawed(GOOD.read_bytes()))
    call("git", "add", "-A", cwd=town)
    stopped = call("git", "commit", "-q", "-m", "an error", cwd=town, env=cached, code=1)
    said = stopped.stdout + stopped.stderr
    assert "Failed" in said
    assert "exit code: 1" in said
    assert "K010" in said
    assert "municipallity" in said
    assert "neu.komma.yaml" in said
    assert call("git", "log", "--oneline", cwd=town).stdout.count("\n") == 1


def test_the_hook_takes_plans_and_nothing_else() -> None:
    hooks = parse((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["komma-check"]
    wanted = re.compile(hooks[0]["files"])
    names = ("a.komma.yaml", "b/c.komma.yaml", "a.yaml", "a.komma.yaml.bak", "komma.yaml")
    assert [name for name in names if wanted.search(name)] == ["a.komma.yaml", "b/c.komma.yaml"]
