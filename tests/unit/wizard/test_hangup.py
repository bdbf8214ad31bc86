"""The window is closed while a sitting runs: nothing that is being written is cut short, and reading ends."""

import os
import signal
import sys

import pytest

from komma_cli.wizard.input import hangup
from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.input.terminal import PlainAsker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself these signals there")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_reading_a_line_is_broken_off(monkeypatch, name):
    monkeypatch.setattr(hangup, "_mute", lambda: None)

    def closed_meanwhile(label):
        os.kill(os.getpid(), getattr(signal, name))
        return "never answered"

    monkeypatch.setattr("builtins.input", closed_meanwhile)
    with hangup.watching(), pytest.raises(Leave) as left:
        PlainAsker("de").read("Antwort: ")
    assert left.value.interrupted


def test_what_is_being_done_is_finished_first_and_nobody_is_asked_any_more(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda label: pytest.fail("asked"))
    with hangup.watching():
        os.kill(os.getpid(), signal.SIGTERM)
        done = "written"
        with pytest.raises(Leave):
            PlainAsker("de").read("Antwort: ")
    assert done == "written"


def test_behind_a_sitting_the_signals_mean_what_they_meant_before():
    before = signal.getsignal(signal.SIGTERM)
    with hangup.watching():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_who_asked_not_to_be_hung_up_is_not():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with hangup.watching():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
