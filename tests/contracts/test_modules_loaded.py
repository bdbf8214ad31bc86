"""What a command loads: every heavy package is paid for by those who use it, and by nobody else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "typst",
    "openpyxl",
    "ruamel",
    "jinja2",
    "docx",
    "lxml",
    "prompt_toolkit",
    "phonenumbers",
    "holidays",
    "email_validator",
    "opening_hours",
    "markdown_it",
    "rich",
}
TELL = """
import json, sys
sys.argv = ["komma", *json.loads(sys.argv[1])]
from komma_cli.cli.exits import run
code = run()
sys.stderr.write("LOADED" + json.dumps([code, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def loaded(*arguments):
    """Return the exit code of a run and the top-level packages it has loaded."""
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
    code, names = json.loads(ended.stderr.split("LOADED")[1])
    return code, set(names)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["chekc"]])
def test_help_version_and_a_wrong_word_load_next_to_nothing(arguments):
    code, names = loaded(*arguments)
    assert code == (2 if arguments == ["chekc"] else 0)
    assert not names & (HEAVY | {"pydantic"})


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "gitlab", "junit", "markdown"])
def test_checking_a_clean_file_loads_the_model_and_nothing_else(form):
    playbook = "playbooks/erste-stunde.komma.yaml"
    code, names = loaded("check", playbook, "--today", "2026-12-01", "--format", form, "--ignore", "K901")
    assert code == 0
    assert "pydantic" in names
    assert not names & HEAVY


def test_explaining_needs_no_yaml_writer_and_no_documents():
    code, names = loaded("explain", "K203")
    assert code == 0
    assert not names & HEAVY


def test_the_directory_loads_neither_the_model_nor_a_library_for_numbers():
    code, names = loaded("directory", "--state", "BY", "--kind", "Beratung", "--today", "2026-11-22")
    assert code == 0
    assert not names & (HEAVY | {"pydantic"})


def test_proving_a_whole_year_loads_no_calendar_of_the_world():
    code, names = loaded("check", "--no-cache", "--today", "2026-12-01", "playbooks/musterstadt.komma.yaml")
    assert code == 0
    assert "opening_hours" in names
    assert "holidays" not in names


def test_only_the_question_who_is_open_loads_the_calendar():
    code, names = loaded("directory", "--state", "BY", "--open-at", "2026-11-24 10:00")
    assert code == 0
    assert names & HEAVY == {"opening_hours"}


def test_on_a_friday_evening_no_calendar_is_needed():
    code, names = loaded("directory", "--state", "BY", "--open-at", "2026-11-27 23:30")
    assert code == 0
    assert names & HEAVY == {"opening_hours"}
