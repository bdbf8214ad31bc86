"""Ctrl+C or a closed window while a sitting runs: nothing that is being done is cut short, and reading ends."""

import _thread
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from komma_cli.wizard.input import hangup
from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.input.terminal import ComfortAsker, PlainAsker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself these signals there")


def press_ctrl_c():
    os.kill(os.getpid(), signal.SIGINT)


@contextlib.contextmanager
def later(seconds, act, *arguments):
    """Do something a moment later in another thread, if the block still runs then."""
    timer = threading.Timer(seconds, act, arguments)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_reading_a_line_is_broken_off(monkeypatch, name):
    monkeypatch.setattr(hangup, "_mute", lambda: None)

    def closed_meanwhile(label):
        os.kill(os.getpid(), getattr(signal, name))
        return "never answered"

    monkeypatch.setattr("builtins.input", closed_meanwhile)
    with hangup.watching(), pytest.raises(Leave) as left:
        PlainAsker("de").read("Antwort: ")
    assert left.value.interrupted


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_what_is_being_done_is_finished_first_and_nobody_is_asked_any_more(monkeypatch, name):
    monkeypatch.setattr("builtins.input", lambda label: pytest.fail("asked"))
    with hangup.watching():
        os.kill(os.getpid(), getattr(signal, name))
        done = "written"
        with pytest.raises(Leave):
            PlainAsker("de").read("Antwort: ")
    assert done == "written"


def test_ctrl_c_counts_once_so_that_the_end_of_a_sitting_can_still_ask(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda label: "unsere Antwort")
    with hangup.watching():
        press_ctrl_c()
        press_ctrl_c()
        with pytest.raises(Leave):
            PlainAsker("de").read("Antwort: ")
        assert PlainAsker("de").read("Wessen Antwort gilt? ") == "unsere Antwort"


def test_only_a_further_ctrl_c_breaks_off_what_takes_too_long(monkeypatch):
    with hangup.watching():
        press_ctrl_c()
        press_ctrl_c()
        monkeypatch.setattr(hangup, "PATIENCE", -1)
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()


def test_ctrl_c_in_the_instant_before_a_plain_line_is_read_does_not_wait_for_a_key(monkeypatch, capsys):
    """``interrupt_main`` is such a signal: it is noted, but no system call that waits is broken off."""
    keyboard, line = os.openpty()
    typed = []
    with os.fdopen(line, encoding="utf-8") as stdin, hangup.watching():
        monkeypatch.setattr("sys.stdin", stdin)

        def press_enter():
            typed.append(os.write(keyboard, b"\n"))

        with later(0.1, _thread.interrupt_main), later(5, press_enter), pytest.raises(Leave):
            PlainAsker("de").read("Antwort: ")
    os.close(keyboard)
    assert not typed


class Output(DummyOutput):
    """A screen on which something happens when the editor draws a line that has just been entered."""

    def __init__(self, when_entered):
        self.when_entered = when_entered
        self.asker = None

    def flush(self):
        session = self.asker._session
        if self.when_entered and session and session.app.is_done:
            act, self.when_entered = self.when_entered, None
            act()


@contextlib.contextmanager
def editor(keys, when_entered=None):
    """Yield a comfortable screen on which these keys are typed; one that waits too long gets another line."""
    output = Output(when_entered)
    with create_pipe_input() as pipe, later(5, pipe.send_text, "zu spät\r"), hangup.watching():
        pipe.send_text(keys)
        output.asker = ComfortAsker("de", input=pipe, output=output)
        yield output.asker


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_just_behind_enter_keeps_the_answer_and_is_not_lost(capsys, name):
    with editor("Köln\rBonn\r", lambda: os.kill(os.getpid(), getattr(signal, name))) as asker:
        assert asker.read("Antwort: ") == "Köln"
        with pytest.raises(Leave):
            asker.read("Antwort: ")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_while_the_line_editor_waits_ends_it(capsys, name):
    with editor("halb") as asker, later(0.3, os.kill, os.getpid(), getattr(signal, name)), pytest.raises(Leave):
        asker.read("Antwort: ")


def test_ctrl_c_while_the_line_editor_begins_ends_it_without_a_word(monkeypatch, capsys):
    begin = asyncio.new_event_loop

    def pressed_meanwhile():
        press_ctrl_c()
        return begin()

    monkeypatch.setattr("asyncio.events.new_event_loop", pressed_meanwhile)
    with editor("nie gelesen\r") as asker, pytest.raises(Leave):
        asker.read("Antwort: ")
    captured = capsys.readouterr()
    assert captured.out.strip() == captured.err == ""


def test_ctrl_c_behind_a_paste_is_not_thrown_away_with_it(capsys):
    with editor("Köln\rBonn\rRest\x03") as asker:
        assert asker.read("Antwort: ") == "Köln"
        assert "Nur die erste zählt." in capsys.readouterr().out
        with pytest.raises(Leave):
            asker.read("Antwort: ")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_behind_a_sitting_the_signals_mean_what_they_meant_before(name):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with hangup.watching():
        with hangup.watching():
            assert signal.getsignal(number) != before
        assert signal.getsignal(number) != before
    assert signal.getsignal(number) == before


AROUND_A_COMMAND = """
from komma_cli import __main__
from komma_cli.cli import exits

def run():
    exec("import os, signal; os.kill(os.getpid(), signal.SIGINT); pass")  # as in a module that is just being loaded

exits.run = run
__main__.main()
"""


def test_ctrl_c_before_and_behind_a_command_ends_with_130_and_no_traceback():
    ended = subprocess.run([sys.executable, "-c", AROUND_A_COMMAND], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_who_asked_not_to_be_hung_up_is_not():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with hangup.watching():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
