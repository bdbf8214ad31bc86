"""Which data files a command opens: content is read by those who need it, and each file once."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TELL = """
import json, sys
opened = []
def remember(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])
sys.addaudithook(remember)
sys.argv = ["komma", *json.loads(sys.argv[1])]
from komma_cli.cli.exits import run
run()
sys.stderr.write("OPENED" + json.dumps(opened))
"""
CONTENT = {
    "directory",
    "roles",
    "levels",
    "glossary",
    "aftercare",
    "liaison",
    "practices",
    "strategy",
    "tools",
    "filing",
}


def opened(*arguments: str) -> Counter[str]:
    """Return how often a run has opened each data file, by its name below ``data/`` without the ending."""
    keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    ended = subprocess.run(
        [sys.executable, "-c", TELL, json.dumps(arguments)],
        cwd=ROOT,
        env={**keep, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "KOMMA_LANG": "de"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    data = ROOT / "komma_cli" / "data"
    paths = (Path(name) for name in json.loads(ended.stderr.split("OPENED")[1]))
    found = Counter(path.relative_to(data).as_posix() for path in paths if path.is_relative_to(data) and path.is_file())
    return Counter({name.removesuffix(".yaml").removesuffix(".json"): count for name, count in found.items()})


def content(names: Counter[str]) -> set[str]:
    """Return the names of the content rooms that were read, in any language."""
    return {name.removeprefix("de/").split("/")[0] for name in names} & (CONTENT | {"scenarios", "worksheets"})


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["explain", "K203"]])
def test_commands_without_content_read_none(arguments: list[str]) -> None:
    assert not content(opened(*arguments))


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["check", "playbooks/erste-stunde.komma.yaml", "--today", "2026-12-01"], set()),
        (["directory", "--state", "BY"], {"directory"}),
        (["practice", "list"], {"practices"}),
        (["worksheet", "list"], {"worksheets"}),
    ],
)
def test_a_command_reads_what_it_shows_and_each_file_once(arguments: list[str], needed: set[str]) -> None:
    names = opened(*arguments)
    assert content(names) == needed
    assert max(names.values()) == 1
    assert not any(name.startswith("en/") and name != "en/laender" for name in names)


def test_explaining_one_incident_reads_no_worksheet_and_no_other_language() -> None:
    names = opened("explain", "S04")
    assert "scenarios/suspicious-post" in names
    assert "worksheets" not in content(names)
