"""Old code pages, bare terminals and windows of any width: no traceback, no escape sequence where none belongs."""

import sys

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]
OLD = {"PYTHONUTF8": "0", "ACCESSIBLE": "1"}
PLAIN_WAYS = {
    "cp850": ({**OLD, "PYTHONIOENCODING": "cp850"}, "cp850"),
    "cp1252": ({**OLD, "PYTHONIOENCODING": "cp1252"}, "cp1252"),
    "C": ({"PYTHONUTF8": "0", "ACCESSIBLE": "1", "LANG": "C", "LC_ALL": "C", "KOMMA_LANG": "de"}, "utf-8"),
    "ASCII": ({**OLD, "PYTHONIOENCODING": "ascii"}, "ascii"),
    "dumb": ({"TERM": "dumb"}, "utf-8"),
    "accessible": ({"ACCESSIBLE": "1"}, "utf-8"),
}
BRACKETED_PASTE = (b"\x1b[?2004h", b"\x1b[?2004l")


def core_until_the_list_of_states(terminal, name):
    """Go through three questions with help and an error; the name goes back and forth in the terminal's encoding."""
    terminal.wait("Ihre Kommune?")
    terminal.type("?")
    terminal.wait("So wie im Briefkopf")
    terminal.type(name)
    terminal.wait("Was ist Ihre Kommune?")
    terminal.type("99")
    terminal.wait("Fehler: Die Liste hat die Nummern 1 bis")
    terminal.type("1")
    terminal.wait("In welchem Bundesland")


@pytest.mark.parametrize(("way", "columns"), [*((way, 40) for way in PLAIN_WAYS), ("cp850", 200)])
def test_a_bare_terminal_sees_plain_lines_of_its_own_characters(tmp_path, way, columns):
    from tests.terminal.screen import ESCAPE, Terminal, strays

    env, codec = PLAIN_WAYS[way]
    name = "Koeln" if codec == "ascii" else "Köln-Süd"
    terminal = Terminal(tmp_path, "init", "ort.komma.yaml", columns=columns, rows=24, env=env, codec=codec)
    core_until_the_list_of_states(terminal, name)
    terminal.type("\x04", enter=False)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.all
    assert ESCAPE.findall(terminal.raw) == []
    terminal.raw.decode(codec)  # every byte is a character of the code page
    assert max(len(line) for line in terminal.all.split("\n")) <= columns
    assert f"name: {name}" in (tmp_path / "ort.komma.yaml").read_text(encoding="utf-8")
    assert strays(tmp_path) == []


def test_umlauts_come_through_where_no_encoding_is_announced(tmp_path):
    from tests.terminal.screen import Terminal

    bare = {"PYTHONUTF8": "0", "LC_ALL": "C", "KOMMA_LANG": "de"}
    terminal = Terminal(tmp_path, "init", "ort.komma.yaml", env=bare)
    core_until_the_list_of_states(terminal, "Köln-Süd")
    terminal.type("\x03", enter=False)
    assert terminal.end() == 130
    assert "name: Köln-Süd" in (tmp_path / "ort.komma.yaml").read_text(encoding="utf-8")


def test_without_colours_the_comfortable_line_has_none(tmp_path):
    from tests.terminal.screen import ESCAPE, Terminal

    terminal = Terminal(tmp_path, "init", "ort.komma.yaml", env={"NO_COLOR": "1"})
    core_until_the_list_of_states(terminal, "Köln-Süd")
    terminal.type("\x04", enter=False)
    assert terminal.end() == 130
    coloured = [sequence for sequence in ESCAPE.findall(terminal.raw) if sequence.endswith(b"m")]
    assert set(coloured) <= {b"\x1b[0m", b"\x1b[m"}
