"""``komma show`` on a screen: page by page if it is longer than the window, and plain where somebody asks for it."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.cli.conftest import TOWN

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]
BOLD = b"\x1b[1m"


def shown(folder, document, rows, **env):
    from tests.terminal.screen import Terminal

    return Terminal(folder, "show", str(TOWN), document, "--today", "2026-12-01", rows=rows, env=env)


@pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
def test_what_is_longer_than_the_window_comes_page_by_page(tmp_path):
    terminal = shown(tmp_path, "strategy", 20, PAGER="less")
    terminal.wait("Titelangaben")
    assert "Glossar" not in terminal.all
    assert BOLD in terminal.raw
    terminal.type("q", enter=False)
    assert terminal.end() == 0


def test_what_fits_is_printed_at_once(tmp_path):
    terminal = shown(tmp_path, "emergency-card", 60, PAGER="false")
    assert terminal.end() == 0
    assert "Notfallkarte" in terminal.all
    assert "Version 1.2" in terminal.all


@pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1", "PAGER": "less -E"}, {"LESS": "-E", "PAGER": "less"}, {"PAGER": "cat"}]
)
def test_no_codes_where_they_are_not_wanted_or_the_pager_would_spell_them_out(tmp_path, env):
    terminal = shown(tmp_path, "emergency-card", 10, **env)
    if "less" in env["PAGER"]:
        terminal.wait("Polizei")
        terminal.type("q", enter=False)
    assert terminal.end() == 0
    assert BOLD not in terminal.raw
    assert "Notfallkarte" in terminal.all
