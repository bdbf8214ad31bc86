"""What a question costs whoever listens to the screen: counted, with ceilings that a change must not pass unseen."""

import sys

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]
ESCAPES, MOVES, BYTES = 30, 4.2, 400
"""For each line that is read; the prototype needed 30.4 escape sequences, 4.0 of them to move the cursor."""


def test_plain_lines_are_nothing_but_text(tmp_path):
    from tests.bench.interview import LINES, six_questions

    noise = six_questions(tmp_path, plain=True)
    assert (noise.escapes, noise.moves, noise.erasures) == (0, 0, 0)
    assert noise.bytes / LINES["komma"] < BYTES


def test_a_comfortable_line_costs_no_more_than_the_prototype_did(tmp_path):
    from tests.bench.interview import LINES, six_questions

    noise = six_questions(tmp_path, plain=False)
    assert 0 < noise.escapes / LINES["komma"] <= ESCAPES
    assert noise.moves / LINES["komma"] <= MOVES
    assert noise.bytes / LINES["komma"] < BYTES
