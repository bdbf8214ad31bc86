"""The README says what is true: its commands, packages, documents and file names."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name):
    """Return the code block behind ``<!-- command: name -->``."""
    return re.search(rf"<!-- command: {name} -->\n```\n(.*?)\n```", README, re.S)[1]


def table(heading):
    """Return the first cells of the first table below a heading."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `?([^`|]+?)`? \|", section, re.M)


def test_there_are_exactly_two_set_up_commands_of_one_line():
    commands = re.findall(r"<!-- command: (\w+) -->", README)
    assert commands == ["demo", "test"]
    assert all("\n" not in block(name) for name in commands)


def test_the_commands_use_only_python_and_pip():
    for name in ("demo", "test"):
        assert all(part.split()[:2] == ["python", "-m"] for part in block(name).split(" && "))


def test_every_dependency_is_named_with_its_reason_and_no_other():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=~\[; ]", line)[0] for line in project["dependencies"]}
    assert set(table("Packages, and why")) - {"package", "---"} == wanted


def test_every_document_is_listed():
    from komma_cli.render.catalog import documents

    listed = [cell for cell in table("Documents") if cell not in ("id", "---")]
    known = documents(composed=True, on_request=True)
    assert listed == [spec.id for spec in known]
    for spec in known:
        assert re.search(rf"\| `{spec.id}` \|.*\| {spec.classification} \|", README)


def test_every_command_is_listed():
    from typer.main import get_command

    from komma_cli.cli.app import app

    group = get_command(app)
    context = group.make_context("komma", [], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        line = next(line for line in README.splitlines() if line.startswith((f"| `komma {name} ", f"| `komma {name}`")))
        for option in re.findall(r"--[a-z-]+", line):
            assert any(option in (*parameter.opts, *parameter.secondary_opts) for parameter in command.params), (
                name,
                option,
            )


@pytest.mark.parametrize("name", ["network", "practice"])
def test_every_action_of_a_group_is_listed_with_options_it_has(name):
    from typer.main import get_command

    from komma_cli.cli.app import app

    group = get_command(app)
    actions = group.get_command(group.make_context("komma", [], resilient_parsing=True), name).commands
    rows = [line.replace("\\|", "/") for line in README.splitlines() if line.startswith(f"| `komma {name} ")]
    overview, *single = rows
    assert set(re.search(r"\[(.*?)\]", overview)[1].split("/")) == set(actions)
    assert len(single) > 1
    for row in single:
        action = row.split()[3]
        known = {option for parameter in actions[action].params for option in parameter.opts}
        used = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", row.split("|")[1]))
        assert used <= known, row
    if name == "network":
        assert {row.split()[3] for row in single} == set(actions)


@pytest.mark.parametrize(
    "path",
    sorted(set(re.findall(r"`((?:komma_cli|templates|tests|playbooks|schema|docs|ci|\.ci)/?[\w./-]*)`", README))),
)
def test_paths_exist(path):
    assert (ROOT / path.rstrip("/")).exists()
