"""Answers that look like a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.wizard.input.literal import plainly, protected
from tests.unit.wizard.helper import core_draft, sitting

KEYS = ["?", "<", "<<", "-", "--", "+", "v", "x", "X2", "e 3", "*"]


@pytest.mark.parametrize("key", KEYS)
def test_a_backslash_makes_a_key_text(key):
    assert plainly(f"\\{key}") == key
    assert plainly(f"\\\\{key}") == f"\\{key}"
    assert protected(key) == f"\\{key}"


@pytest.mark.parametrize("typed", ["\\\\server\\plan", "\\n", "\\-5 Grad", "a\\-", "\\", "-5", "x-mal", "\\e-mail"])
def test_everywhere_else_a_backslash_is_one(typed):
    assert plainly(typed) == typed
    assert protected(typed) == typed


def test_in_a_longer_text_a_plus_in_front_is_a_key_too():
    assert plainly("\\+49 30", many_lines=True) == "+49 30"
    assert plainly("\\+49 30") == "\\+49 30"
    assert plainly("\\-\nzweite \\-", many_lines=True) == "-\nzweite \\-"


@given(st.text(alphabet="\\-?<+vxe2* a\n", max_size=8), st.booleans())
def test_what_is_protected_comes_back(content, many_lines):
    assert plainly(protected(content, many_lines=many_lines), many_lines=many_lines) == content


@pytest.mark.parametrize("key", ["?", "<", "<<", "-", "--", "x", "v", "+", "*"])
def test_every_key_can_be_the_answer(key):
    seat = sitting(f"\\{key}", data=core_draft())
    seat.run_path("escalation.emergency.internal_number")
    assert seat.interview.data["escalation"]["emergency"]["internal_number"] == key


@pytest.mark.parametrize("prefills", [False, True])
def test_an_answer_that_is_a_key_is_kept_with_enter(prefills):
    data = core_draft()
    data["escalation"]["emergency"]["internal_number"] = "-"
    seat = sitting("\\-" if prefills else "", data=data)  # the comfortable line holds the default and gives it back
    seat.asker.prefills = prefills
    seat.run_path("escalation.emergency.internal_number")
    assert seat.asker.defaults[0] == "\\-"
    assert seat.interview.data == data


@pytest.mark.parametrize("lang", ["de", "en"])
def test_help_explains_the_backslash(lang):
    seat = sitting("?", "1", data=core_draft(), lang=lang)
    seat.run_path("escalation.emergency.internal_number")
    assert "\\-" in seat.asker.screen
