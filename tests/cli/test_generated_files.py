"""Files made from the code are what the code makes today; the README names the command for each."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from komma_cli.check.rules import all_rules
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
COMMANDS = dict(
    re.findall(
        r"^\| .*? \| `(komma [^`]* -o (?P<file>(?:schema|docs)/[\w.-]+))` \|$",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.M,
    )
)


def test_the_readme_names_a_command_for_every_generated_file() -> None:
    by_hand = {"komma-check-1.schema.json", "komma-diff-1.schema.json"}
    schemas = [path for path in (ROOT / "schema").iterdir() if path.name not in by_hand]
    made = [*schemas, *(ROOT / "docs").glob("rules*")]
    assert sorted(COMMANDS.values()) == sorted(path.relative_to(ROOT).as_posix() for path in made)
    assert len(made) == 6


@pytest.mark.parametrize(("command", "file"), COMMANDS.items(), ids=COMMANDS.values())
def test_a_generated_file_is_what_its_command_writes(command: str, file: str, komma: Run, tmp_path: Path) -> None:
    target = tmp_path / "made"
    assert komma(*shlex.split(command.replace(file, target.as_posix()))[1:]).code == 0
    assert target.read_bytes() == (ROOT / file).read_bytes(), f"run: {command}"


@pytest.mark.parametrize("name", ["rules.md", "rules.en.md"])
def test_every_rule_has_its_place_and_every_link_leads_to_one(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    anchors = re.findall(r'<a id="(\w+)"></a>', page)
    assert anchors == [rule.lower() for rule in all_rules()]
    assert re.findall(r"\]\(#(\w+)\)", page) == anchors
