"""The two screens: what a line read on a terminal means, by kind of input, without a terminal."""

import contextlib
import io

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from komma_cli.wizard.input.asker import Leave
from komma_cli.wizard.input.terminal import ComfortAsker, PlainAsker


@contextlib.contextmanager
def typing(keys):
    """Yield a comfortable screen on which these keys are typed."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        yield ComfortAsker("de", input=pipe, output=DummyOutput())


@pytest.mark.parametrize(
    ("keys", "options", "read"),
    [
        ("Köln\r", {}, "Köln"),
        ("\r", {"default": "Leitung"}, "Leitung"),
        (" Bürgerbüro\r", {"default": "Leitung"}, "Leitung Bürgerbüro"),
        ("\x15Neu\r", {"default": "Leitung"}, "Neu"),
        ("\x15\r", {"default": "Leitung"}, ""),
        ("<\r", {"default": "Leitung"}, "<"),
        ("?\r", {"default": "0221 abc"}, "?"),
        ("-\r", {"default": "Leitung"}, "-"),
        ("-12\r", {"default": "0221 4710"}, "0221 4710-12"),
        ("\x02", {"default": "Leitung"}, "<"),
        ("\x1bOP", {}, "?"),
        ("Nord\r", {"completions": ["Nordrhein-Westfalen", "Hessen"]}, "Nord"),
    ],
)
def test_comfortable_lines(keys, options, read, capsys):
    with typing(keys) as asker:
        assert asker.read("Antwort: ", **options) == read


@pytest.mark.parametrize(
    ("keys", "read"), [("Eins\rZwei\r\r", "Eins\nZwei"), ("--\r", "--"), ("\r", ""), ("Eins\r \r", "Eins")]
)
def test_comfortable_lines_of_a_longer_text(keys, read, capsys):
    with typing(keys) as asker:
        assert asker.read_lines("Text: ") == read


@pytest.mark.parametrize("keys", ["\x03", "halb\x03", "\x04"])
def test_leaving_is_the_same_everywhere(keys, capsys):
    with typing(keys) as asker, pytest.raises(Leave) as left:
        asker.read("Antwort: ", default="")
    assert left.value.interrupted


def test_a_pasted_escape_sequence_is_no_command(capsys):
    with typing("\x1b[200~a\tb\x1b[201~\r") as asker:
        assert asker.read("Antwort: ").split() == ["a", "b"]


class Bytes(io.TextIOWrapper):
    """Standard input with bytes of an encoding that was not announced."""

    def __init__(self, content, encoding):
        super().__init__(io.BytesIO(content), encoding=encoding)


def test_plain_input_in_another_encoding_is_asked_again(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", Bytes("Köln\n".encode("cp850") + b"Bonn\n", "utf-8"))
    asker = PlainAsker("de")
    with pytest.raises(Leave):  # what Python has buffered behind the unreadable sign is lost with it
        asker.read("Antwort: ")
    assert "kommen bei komma nicht lesbar an" in " ".join(capsys.readouterr().out.split())


def test_a_long_label_stands_above_the_line_of_a_narrow_window(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("builtins.input", lambda label: label)
    assert PlainAsker("de").read("Nummern, alle = alle gezeigten, Eingabetaste = weitere: ") == "> "
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 40


def test_text_of_an_unannounced_encoding_is_read_as_utf_8(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda label: "Köln".encode().decode("ascii", "surrogateescape"))
    assert PlainAsker("de").read("Antwort: ") == "Köln"


def test_a_console_that_cannot_be_edited_is_read_in_plain_lines(monkeypatch):
    def refused(*arguments, **options):
        raise OSError

    monkeypatch.setattr("prompt_toolkit.PromptSession", refused)
    monkeypatch.setattr("builtins.input", lambda label: "Köln")
    asker = ComfortAsker("de")
    assert [asker.read("Antwort: ", default="Bonn"), asker.read("Antwort: ")] == ["Köln", "Köln"]
    assert not asker.prefills
