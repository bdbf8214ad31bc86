"""A longer text survives Ctrl+C, a closed window and kill -9, and a paste answers one question, on a real terminal."""

import signal
import sys
import time

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and pseudo terminals of POSIX"),
]
FIRST = "Wir stehen ein. [b] {{ x }} | 😀 שלום"
PASTED = "\n\n".join(["Wort " * 99 + "Ende."] * 4)


@pytest.fixture
def plan(tmp_path):
    from komma_cli.store import create
    from tests.unit.wizard.helper import core_draft

    path = tmp_path / "ort.komma.yaml"
    create(path, core_draft())
    return path


def opened(plan, *, plain):
    from tests.terminal.screen import Terminal

    env = {"ACCESSIBLE": "1"} if plain else {}
    terminal = Terminal(plan.parent, "edit", plan.name, "strategy.foreword", env=env)
    terminal.wait("leere Zeile beendet")
    return terminal


def wait_until_kept(terminal, plan, typed):
    """Wait until a line in work is kept beside the plan, behind a pause; a plain terminal hands over whole lines."""
    kept = plan.with_name(f".{plan.name}.typed")
    end = time.monotonic() + 20
    while not (kept.exists() and typed in kept.read_text(encoding="utf-8")):
        assert time.monotonic() < end, "what was typed is not kept"
        terminal.read_for(0.05)


@pytest.mark.parametrize(
    ("plain", "ending"), [(False, "ctrl-c"), (False, "killed"), (True, "ctrl-c"), (True, "closed"), (True, "killed")]
)
def test_a_text_in_work_is_there_again(plan, plain, ending):
    terminal = opened(plan, plain=plain)
    terminal.type(FIRST)
    terminal.settle()
    terminal.type("halbe Zeile", enter=False)
    wait_until_kept(terminal, plan, FIRST if plain else "halbe Zeile")
    if ending == "ctrl-c":
        terminal.type("\x03", enter=False)
        assert terminal.end() == 130
    else:
        terminal.process.kill(signal.SIGHUP if ending == "closed" else signal.SIGKILL)
        assert terminal.end() in (130, None)
    assert "strategy" not in plan.read_text(encoding="utf-8")

    again = opened(plan, plain=plain)
    assert "Ein angefangener Text wurde wiederhergestellt: Vorwort" in again.new.replace("\n", " ")
    assert "Getippt, aber noch nicht im Plan:" in again.new
    again.type("")
    assert again.end() == 0
    lines = [FIRST] if plain else [FIRST, "halbe Zeile"]  # a plain terminal hands over whole lines only
    from komma_cli.cli.desk import draft
    from tests.terminal.screen import strays

    assert draft(plan)["strategy"]["foreword"] == "\n".join(lines)
    assert strays(plan.parent) == []


@pytest.mark.parametrize("plain", [False, True], ids=["comfort", "plain"])
def test_two_thousand_characters_pasted_are_one_answer(plan, plain):
    from komma_cli.cli.desk import draft

    terminal = opened(plan, plain=plain)
    if plain:  # without brackets, as an old console pastes
        terminal.type(PASTED)
    else:
        terminal.paste(PASTED)
        terminal.type("")
    terminal.read_for(0.3)
    terminal.type("")
    assert terminal.end() == 0
    assert draft(plan)["strategy"]["foreword"].split() == PASTED.split()
    assert draft(plan)["municipality"]["name"] == "Kleinbeispiel"
