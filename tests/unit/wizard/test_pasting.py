"""Several lines pasted into one answer, and long texts while they are typed: on a real terminal device where needed."""

import contextlib
import os
import sys
import threading
import time

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.input.terminal import ComfortAsker, PlainAsker

posix = pytest.mark.skipif(sys.platform == "win32", reason="terminal devices of POSIX")


@contextlib.contextmanager
def device(monkeypatch):
    """Put a terminal device in the place of the standard input; yield what a keyboard writes into."""
    keyboard, line = os.openpty()
    with os.fdopen(line, encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        try:
            yield lambda typed: os.write(keyboard, typed.encode())
        finally:
            os.close(keyboard)


@posix
def test_a_paste_of_several_lines_answers_only_one_question(monkeypatch, capsys):
    asker = PlainAsker("de")
    with device(monkeypatch) as type_in:
        type_in("Erste\nZweite\nDritte, ohne Ende")
        assert asker.read("Antwort: ") == "Erste"
        assert "Nur die erste zählt." in capsys.readouterr().out
        type_in("Getippt\n")
        assert asker.read("Antwort: ") == "Getippt"
        assert "Nur die erste" not in capsys.readouterr().out


@posix
def test_the_rest_of_a_paste_that_comes_a_moment_later_is_dropped_too(monkeypatch, capsys):
    monkeypatch.setattr("komma_cli.wizard.input.pasting.MOMENT", 0.3)  # a slow test machine is no slow terminal
    asker = PlainAsker("de")
    with device(monkeypatch) as type_in:
        type_in("Erste\nZwei")
        timers = [threading.Timer(delay, type_in, [part]) for delay, part in ((0.02, "te\nDrit"), (0.04, "te\n"))]
        for timer in timers:
            timer.start()
        assert asker.read("Antwort: ") == "Erste"
        for timer in timers:
            timer.join()
        type_in("Getippt\n")
        assert asker.read("Antwort: ") == "Getippt"


@posix
def test_an_empty_line_in_a_pasted_text_does_not_end_it(monkeypatch, capsys):
    asker, heard = PlainAsker("de"), []
    with device(monkeypatch) as type_in:
        type_in("Absatz 1\n\nAbsatz 2\n\nAbsatz 3, ohne Ende")
        timer = threading.Timer(0.15, type_in, ["\n"])
        timer.start()
        read = asker.read_lines("Text: ", on_lines=lambda typed: heard.append(list(typed)))
        timer.join()
    assert read == "Absatz 1\n\nAbsatz 2\n\nAbsatz 3, ohne Ende"
    assert heard[0] == ["Absatz 1"]


@posix
def test_a_pasted_text_does_not_act_as_a_key_and_answers(monkeypatch, capsys):
    asker = PlainAsker("de")
    with device(monkeypatch) as type_in:
        type_in("-\nGeheim\n")
        assert asker.read_lines("Text: ") == "-"
        assert "Nur die erste zählt." in capsys.readouterr().out
        type_in("ja\n")
        assert asker.read("ja oder nein: ") == "ja"


def test_input_that_is_no_terminal_is_read_line_by_line(monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("Eins\nZwei\n"))
    asker = PlainAsker("de")
    assert [asker.read("Antwort: "), asker.read("Antwort: ")] == ["Eins", "Zwei"]


# -- the comfortable line ---------------------------------------------------------------------------------------------


@contextlib.contextmanager
def typing(keys):
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        yield ComfortAsker("de", input=pipe, output=DummyOutput()), pipe


def pasted(text):
    return f"\x1b[200~{text}\x1b[201~"


def test_lines_pasted_into_one_answer_are_one_answer(capsys):
    with typing(pasted("Erste\nZweite") + "\r") as (asker, _):
        assert asker.read("Antwort: ") == "Erste\nZweite"


def test_a_paste_the_terminal_does_not_announce_answers_only_one_question(capsys):
    with typing("Erste\rZweite\rDritte") as (asker, pipe):
        assert asker.read("Antwort: ") == "Erste"
        assert "Nur die erste zählt." in capsys.readouterr().out
        pipe.send_text("Getippt\r")
        assert asker.read("Antwort: ") == "Getippt"


def test_keys_typed_ahead_without_enter_are_not_lost(capsys):
    with typing("Erste\rZw") as (asker, pipe):
        assert asker.read("Antwort: ") == "Erste"
        pipe.send_text("ei\r")
        assert asker.read("Antwort: ") == "Zwei"


def test_two_thousand_characters_and_empty_lines_are_one_text(capsys):
    text = "\n\n".join(["Wort " * 99 + "Ende 😀 שלום [b] {{ x }} |"] * 4)
    with typing(pasted(text) + "\r\r") as (asker, _):
        assert asker.read_lines("Text: ") == text


@pytest.mark.parametrize(
    ("keys", "heard"),
    [
        ("Eins\rZwei\rhalbe Zei\x03", [["Eins"], ["Eins", "Zwei"], ["Eins", "Zwei", "halbe Zei"]]),
        ("halbe Zei\x03", [["halbe Zei"]]),
        ("Eins\r\x03", [["Eins"]]),
        ("Eins\r   \x03", [["Eins"]]),
    ],
)
def test_the_line_in_work_is_told_when_the_person_leaves(keys, heard, capsys):
    told = []
    with typing(keys) as (asker, _), pytest.raises(Leave):
        asker.read_lines("Text: ", on_lines=lambda typed: told.append(list(typed)))
    assert told == heard


def test_the_line_in_work_is_told_while_it_stands_there(monkeypatch, capsys):
    monkeypatch.setattr("komma_cli.wizard.input.terminal.PAUSE", 0.02)
    told, before_enter = [], []
    with typing("Eins\rhalbe Zeile") as (asker, pipe):

        def enter():
            end = time.monotonic() + 10
            while ["Eins", "halbe Zeile"] not in told and time.monotonic() < end:
                time.sleep(0.01)
            before_enter.extend(told)
            pipe.send_text("\r\r")

        timer = threading.Timer(0.1, enter)
        timer.start()
        asker.read_lines("Text: ", on_lines=lambda typed: told.append(list(typed)))
        timer.join()
    assert before_enter[-1] == ["Eins", "halbe Zeile"]


@pytest.mark.parametrize(
    ("keys", "piece_keys", "read"),
    [
        ("e2\r", True, "e2"),
        ("e2\rx1\r\r", False, "e2\nx1"),
        ("x\r", True, "x"),
        ("x\r\r", False, "x"),
        ("-\r", False, "-"),
    ],
)
def test_a_key_ends_at_once_where_there_are_pieces(keys, piece_keys, read, capsys):
    with typing(keys) as (asker, _):
        assert asker.read_lines("Text: ", piece_keys=piece_keys) == read
