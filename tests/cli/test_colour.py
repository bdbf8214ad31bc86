"""Colours: only on a screen that shows them, and never with another meaning than the words."""

import re
import sys

import pytest

from tests.cli.conftest import Run

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def test_no_colours_into_a_file_or_pipe(komma: Run, plan):
    assert "\x1b" not in komma("check", plan).out


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only")
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_on_a_screen_unless_not_wanted(tmp_path, env, coloured):
    from tests.terminal.screen import Terminal

    (tmp_path / "leer.komma.yaml").write_text("komma: 1\n", encoding="utf-8")
    terminal = Terminal(tmp_path, "check", "leer.komma.yaml", env=env, columns=100)
    assert terminal.end() == 1
    assert bool(ANSI.search(terminal.seen)) is coloured
    assert "K012" in terminal.all
