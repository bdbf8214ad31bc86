"""The editions ledger holds the present state of every scenario card, and no published state was changed later."""

import runpy
from pathlib import Path

import pytest

from komma_cli import editions, library
from komma_cli.texts import DATA, names
from komma_cli.yamlread import parse

SCRIPT = Path(__file__).parents[2] / ".ci" / "editions.py"
FOLDER = DATA / editions.FOLDER


def test_every_card_stands_in_the_ledger_as_it_is_now():
    assert editions.missing() == (), "run this and commit what it writes: python .ci/editions.py"


@pytest.mark.parametrize("name", names(editions.FOLDER))
def test_no_published_state_was_changed(name):
    """The seal of a state covers every line of it; the present one must also be what the library says now."""
    states = editions.published(name)
    assert len(states) >= 1
    assert states[-1].fingerprint == library.fingerprint(name)


def test_a_file_of_the_ledger_belongs_to_a_card():
    assert set(names(editions.FOLDER)) == {found.id for found in library.scenarios()}


def test_the_script_writes_the_ledger_as_it_stands(tmp_path, monkeypatch):
    """Run over an empty ledger it writes what the last state of each file is, in the same words."""
    script = runpy.run_path(str(SCRIPT))
    assert script["main"](FOLDER) == []
    monkeypatch.setattr(editions, "missing", lambda: ("threat-call", "doxing"))
    assert script["main"](tmp_path) == ["threat-call.yaml", "doxing.yaml"]
    for name in ("threat-call", "doxing"):
        written = (tmp_path / f"{name}.yaml").read_text(encoding="utf-8")
        shipped = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert parse(written) == parse(shipped)[-1:]
        assert shipped.startswith(script["HEAD"])


def test_the_script_appends_and_leaves_what_is_there(tmp_path, monkeypatch):
    script = runpy.run_path(str(SCRIPT))
    target = tmp_path / "doxing.yaml"
    monkeypatch.setattr(editions, "missing", lambda: ("doxing",))
    script["main"](tmp_path)
    first = target.read_bytes()
    script["main"](tmp_path)
    assert target.read_bytes().startswith(first)
    assert len(parse(target.read_text(encoding="utf-8"))) == 2
