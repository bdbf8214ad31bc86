"""The window changes its size in the middle of a question: nothing is lost, and nothing is wider than the window."""

import sys

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]


def widest(terminal):
    """Return the length of the longest line printed since Enter; the line that is being edited is drawn in pieces."""
    return max(len(line) for line in terminal.new.split("\n")[1:-1])


@pytest.mark.parametrize("plain", [False, True], ids=["comfort", "plain"])
def test_a_window_that_is_made_smaller_and_wider(tmp_path, plain):
    from tests.terminal.screen import Terminal, strays

    terminal = Terminal(tmp_path, "init", "ort.komma.yaml", env={"ACCESSIBLE": "1"} if plain else None)
    terminal.wait("Antwort:")  # the line editor is there, and nothing is echoed before it
    terminal.type("Klein", enter=False)
    terminal.settle()
    terminal.resize(40, 16)
    terminal.settle()
    assert any("Klein" in line for line in terminal.lines)
    terminal.type("beispiel")
    terminal.wait("Was ist Ihre Kommune?")
    assert widest(terminal) <= 40
    terminal.type("1")
    terminal.wait("In welchem Bundesland")
    assert widest(terminal) <= 40
    terminal.type("Nordrh", enter=False)
    terminal.settle()
    terminal.resize(120, 30)
    terminal.settle()
    terminal.type("ein")
    terminal.wait("Welche Funktion hat die Person")
    assert 40 < widest(terminal) <= 120
    terminal.type("\x03", enter=False)
    assert terminal.end() == 130
    content = (tmp_path / "ort.komma.yaml").read_text(encoding="utf-8")
    assert "name: Kleinbeispiel" in content
    assert "state: NW" in content
    assert strays(tmp_path) == []
