"""However a sitting ends: what was confirmed is in the playbook, the lock is gone, and nothing lies beside the file."""

import contextlib
import os
import signal
import sys

import pytest

with contextlib.suppress(ImportError):  # there is none on Windows
    import termios

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals and their signals exist on POSIX only"),
]
INTERRUPTED = 130
PLACES = {
    "question": ("municipality.name", "Wie heißt Ihre Kommune?"),
    "list": ("people", "Ihre Wahl"),
    "long text": ("reporting.threshold", "Text, leere Zeile beendet"),
    "menu": (None, "Ihre Wahl"),
}
"""Where a sitting is when it ends, and what stands on the screen there."""


def ctrl_c(terminal):
    terminal.type("\x03", enter=False)
    return terminal.end()


def ctrl_d(terminal):
    terminal.type("\x04", enter=False)
    return terminal.end()


def shut_down(terminal):
    terminal.signal(signal.SIGTERM)
    return terminal.end()


def close_window(terminal):
    return terminal.close_window()


def on_the_disk(plan):
    """Return what the journal holds, or the plan where the journal is gone."""
    try:
        return plan.with_name(f".{plan.name}.journal").read_text(encoding="utf-8")
    except FileNotFoundError:
        return plan.read_text(encoding="utf-8")


@pytest.fixture
def plan(tmp_path):
    from tests.terminal.plans import core_plan

    return core_plan(tmp_path)


@pytest.mark.parametrize("plain", [False, True], ids=["comfort", "plain"])
@pytest.mark.parametrize("ends", [ctrl_c, ctrl_d, shut_down, close_window], ids=lambda way: way.__name__)
def test_every_end_saves_releases_and_tidies_up(plan, ends, plain):
    from tests.terminal.screen import Terminal, strays

    terminal = Terminal(plan.parent, "edit", plan.name, env={"ACCESSIBLE": "1"} if plain else None)
    terminal.wait("Ihre Wahl")
    terminal.type("a1")
    terminal.wait("Ihre Wahl")
    terminal.type("1")
    terminal.wait("Bisher: Kleinbeispiel")
    terminal.type("Neustadt" if plain else "\x15Neustadt")
    terminal.wait("Ihre Wahl")
    assert ends(terminal) == INTERRUPTED
    assert "name: Neustadt" in plan.read_text(encoding="utf-8")
    assert strays(plan.parent) == []
    if ends is not close_window:
        assert "Gespeichert um" in terminal.all
    assert "Traceback" not in terminal.all


@pytest.mark.parametrize("plain", [False, True], ids=["comfort", "plain"])
def test_ctrl_c_the_moment_an_answer_is_on_the_disk_keeps_it_and_ends(plan, plain):
    from tests.terminal.screen import Terminal, strays

    terminal = Terminal(plan.parent, "edit", plan.name, env={"ACCESSIBLE": "1"} if plain else None)
    terminal.wait("Ihre Wahl")
    terminal.type("a1")
    terminal.wait("Ihre Wahl")
    terminal.type("1")
    terminal.wait("Bisher: Kleinbeispiel")
    terminal.type("Neustadt" if plain else "\x15Neustadt")
    device = os.dup(terminal.process.child_fd)
    while "Neustadt" not in on_the_disk(plan):
        assert terminal.read_for(0.001)
    assert ctrl_c(terminal) == INTERRUPTED
    assert "name: Neustadt" in plan.read_text(encoding="utf-8")
    assert strays(plan.parent) == []
    assert "Gespeichert um" in terminal.all
    assert "Traceback" not in terminal.all
    assert termios.tcgetattr(device)[3] & termios.ICANON
    assert termios.tcgetattr(device)[3] & termios.ECHO
    os.close(device)


@pytest.mark.parametrize("place", PLACES)
def test_a_closed_window_ends_the_sitting_wherever_it_is(plan, place):
    from tests.terminal.screen import Terminal, strays

    path, seen = PLACES[place]
    terminal = Terminal(plan.parent, "edit", plan.name, *([path] if path else []))
    terminal.wait(seen)
    before = plan.read_bytes()
    terminal.type("halb getippt", enter=False)
    terminal.settle()
    assert terminal.close_window() == INTERRUPTED
    assert plan.read_bytes() == before
    assert strays(plan.parent) in ([], [f".{plan.name}.typed"] if place == "long text" else [])


def test_a_long_text_comes_back_after_the_window_was_closed(plan):
    from tests.terminal.screen import Terminal, strays

    path, seen = PLACES["long text"]
    terminal = Terminal(plan.parent, "edit", plan.name, path)
    terminal.wait(seen)
    terminal.type("Melden Sie alles,")
    terminal.settle()
    terminal.type("was Sie bedr", enter=False)
    terminal.settle()
    assert terminal.close_window() == INTERRUPTED

    again = Terminal(plan.parent, "edit", plan.name, path)
    again.wait("Melden Sie alles,")
    assert "was Sie bedr" in again.new
    again.wait("Text, leere Zeile beendet")
    again.type("")
    assert again.end() == 0
    assert "Melden Sie alles," in plan.read_text(encoding="utf-8")
    assert strays(plan.parent) == []
