"""What makes komma fast, counted instead of timed: modules loaded, parses of a file, bytes and syncs of an answer."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from komma_cli.check.engine import check_source
from komma_cli.store import Change, read_source
from tests.bench.smaller import SIZE

ROOT = Path(__file__).parents[2]
MUSTERSTADT = ROOT / "playbooks" / "musterstadt.komma.yaml"
SMALL = Path(__file__).with_name("small.komma.yaml")
TODAY = date(2026, 12, 1)
PAPERS = {"jinja2", "docx", "lxml", "markdown_it"}
DIALOGUE = {"prompt_toolkit", "rich"}
CHECKERS = {"phonenumbers", "email_validator", "opening_hours", "holidays"}
MODEL = {"pydantic", "pydantic_core", "annotated_types"}
RUN = """
import json, sys
from komma_cli.__main__ import main
try:
    main()
except SystemExit as ended:
    code = ended.code
sys.stderr.write(json.dumps({"code": int(code or 0), "modules": sorted(sys.modules)}))
"""


def loaded_by(*arguments):
    """Return the modules a run of komma has loaded in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KOMMA_LANG": "de"}
    env = {name: value for name, value in env.items() if not name.startswith("COV_")}
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(ended.stderr)
    assert told["code"] == 0
    return set(told["modules"])


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help"), ("render", "--help")])
def test_help_and_version_load_neither_the_model_nor_what_makes_papers(arguments):
    loaded = loaded_by(*arguments)
    assert loaded.isdisjoint(MODEL | PAPERS | DIALOGUE | CHECKERS | {"ruamel.yaml"})
    assert not [name for name in loaded if name.startswith("komma_cli.check.") or name.startswith("komma_cli.store")]


def test_version_imports_no_command():
    commands = {"demo", "init", "edit", "status", "check", "explain", "render", "directory", "schema"}
    assert loaded_by("--version").isdisjoint(f"komma_cli.cli.{name}" for name in commands)


def test_a_check_without_findings_loads_no_slow_parser_and_nothing_that_writes():
    loaded = loaded_by("check", str(SMALL), "--today", TODAY.isoformat())
    assert "pydantic" in loaded
    assert loaded.isdisjoint(PAPERS | DIALOGUE | CHECKERS | {"ruamel.yaml"})
    assert loaded.isdisjoint(f"komma_cli.store.{name}" for name in ("journal", "lock", "writing", "emit", "splice"))


def test_the_small_playbook_is_as_large_as_the_benchmark_says_and_sound():
    assert SIZE - 1024 < SMALL.stat().st_size <= SIZE
    result = check_source(read_source(SMALL), today=TODAY)
    assert (result.findings, result.skipped) == ((), ())


UP_TO_THE_FIRST_QUESTION = """
import builtins, json, os, sys
def asked(label=""):
    sys.stderr.write(json.dumps(sorted(sys.modules)))
    sys.stderr.flush()
    os._exit(0)
builtins.input = asked
sys.stdin.isatty = sys.stdout.isatty = lambda: True
from komma_cli.__main__ import main
main()
"""
KNOWLEDGE = {f"komma_cli.{name}" for name in ("catalogue", "directory", "library", "laws", "worksheets", "blueprint")}


@pytest.mark.parametrize("arguments", [("init", "ort.komma.yaml"), ("edit", "plan.komma.yaml", "municipality.name")])
def test_the_first_question_waits_for_nothing_that_it_does_not_need(tmp_path, arguments):
    (tmp_path / "plan.komma.yaml").write_bytes(SMALL.read_bytes())
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KOMMA_LANG": "de", "ACCESSIBLE": "1"}
    env = {name: value for name, value in env.items() if not name.startswith("COV_")}
    ended = subprocess.run(
        [sys.executable, "-c", UP_TO_THE_FIRST_QUESTION, *arguments],
        env=env, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    loaded = set(json.loads(ended.stderr))
    assert "komma_cli.wizard.sitting" in loaded
    assert (
        loaded & (PAPERS | DIALOGUE | CHECKERS | KNOWLEDGE | {"ruamel.yaml", "komma_cli.wizard.proposing.proposals"})
        == set()
    )


@pytest.mark.parametrize("path", [SMALL, MUSTERSTADT], ids=lambda path: path.name)
def test_a_checked_file_is_parsed_once_and_never_composed(path, monkeypatch):
    from komma_cli import yamlread
    from komma_cli.store import places, reading, suspicion

    parsed = []
    parse = reading.parse
    monkeypatch.setattr(reading, "parse", lambda text, **options: parsed.append(len(text)) or parse(text, **options))
    for module in (yamlread, reading, suspicion, places):
        monkeypatch.setattr(module, "trees", lambda text: pytest.fail("the slow parser was asked"))
    source = read_source(path)
    check_source(source, today=TODAY)
    assert parsed == [len(source.text)]


def test_a_check_walks_the_words_and_the_references_once(monkeypatch):
    from komma_cli.check import registry

    calls = []
    for name in ("references", "identifiers", "Wording"):
        original = getattr(registry, name)
        monkeypatch.setattr(
            registry, name, lambda *given, name=name, original=original: calls.append(name) or original(*given)
        )
    check_source(read_source(SMALL), today=TODAY)
    assert sorted(calls) == ["Wording", "identifiers", "references"]


def test_an_answer_costs_one_short_line_and_one_sync_however_large_the_playbook(tmp_path, monkeypatch):
    from komma_cli.store import journal

    playbook = tmp_path / MUSTERSTADT.name
    playbook.write_bytes(MUSTERSTADT.read_bytes())
    writer = journal.Journal(playbook)
    writer.append(("municipality", "population"), 48_000)
    synced = []
    sync = os.fsync
    monkeypatch.setattr(journal.os, "fsync", lambda descriptor: synced.append(descriptor) or sync(descriptor))
    before = writer.path.stat().st_size
    writer.append(("municipality", "population"), 48_001)
    assert writer.path.stat().st_size - before < 200
    assert len(synced) == 1
    assert [entry.edit for entry in writer.pending()] == [
        Change(("municipality", "population"), value) for value in (48_000, 48_001)
    ]


def test_the_benchmark_of_durable_answers_runs(tmp_path, monkeypatch):
    from tests.bench import bench

    monkeypatch.setattr(bench, "ANSWERS", 2)
    assert len(bench.durable_answers(tmp_path)) == 2
