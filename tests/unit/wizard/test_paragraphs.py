"""Longer answers in numbered pieces."""

import pytest

from komma_cli.wizard.input.paragraphs import Paragraphs

TEXT = "Erstens.\n\nZweitens.\nDrittens."


def test_pieces_are_numbered_without_the_empty_lines_between():
    assert Paragraphs.of(TEXT).shown == ("Erstens.", "Zweitens.", "Drittens.")
    assert Paragraphs.of(["a", "b"]).shown == ("a", "b")
    assert Paragraphs.of(None).shown == ()
    assert Paragraphs.of("Ein Satz.\n").text == "Ein Satz."


@pytest.mark.parametrize(
    ("number", "content", "text"),
    [
        (1, "Neu.", "Neu.\n\nZweitens.\nDrittens."),
        (2, "a\nb", "Erstens.\n\na\nb\nDrittens."),
        (1, "", "Zweitens.\nDrittens."),
        (2, "", "Erstens.\n\nDrittens."),
        (3, "", "Erstens.\n\nZweitens."),
    ],
)
def test_one_piece_is_replaced_and_the_rest_stays(number, content, text):
    assert Paragraphs.of(TEXT).replaced(number, content).text == text


def test_more_is_set_apart_as_the_pieces_are():
    assert Paragraphs.of(TEXT).extended("Viertens.").text == f"{TEXT}\n\nViertens."
    assert Paragraphs.of("a\nb").extended("c\nd").text == "a\nb\nc\nd"
    assert Paragraphs.of("").extended("a").text == "a"


def test_two_empty_lines_never_stand_together():
    assert Paragraphs.of("a\n\n \n\nb\n\n").text == "a\n\nb"
    assert Paragraphs.of("a\n\nb\n\nc").without(2).text == "a\n\nc"
