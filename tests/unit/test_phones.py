"""Telephone numbers in words."""

import pytest

from komma_cli import phones


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("+493023125001", "030 23125001"),
        ("+493023125-001", "030 23125-001"),
        ("+442079460018", "+44 20 7946 0018"),
        ("116123", "116123"),
        ("110", "110"),
        ("444", "444"),
    ],
)
def test_say(value, said):
    assert phones.say(value) == said
