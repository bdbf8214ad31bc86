"""Public holidays of a Land, and the days on which nobody should be counted on."""

from datetime import date

import pytest

from komma_cli.directory import states
from komma_cli.public_holidays import kind_of_day


@pytest.mark.parametrize(
    ("day", "state", "kind"),
    [
        (date(2026, 10, 3), "SH", "holiday"),
        (date(2026, 10, 31), "SN", "holiday"),
        (date(2026, 10, 31), "BY", "working"),
        (date(2026, 11, 18), "SN", "holiday"),  # Buß- und Bettag, in Saxony only
        (date(2026, 11, 18), "TH", "working"),
        (date(2026, 8, 15), "SL", "holiday"),
        (date(2026, 8, 15), "BY", "doubtful"),  # Assumption: in Catholic places only
        (date(2026, 8, 8), "BY", "doubtful"),  # the peace festival of Augsburg
        (date(2026, 8, 8), "BW", "working"),
        (date(2026, 6, 4), "TH", "doubtful"),  # Corpus Christi: in Catholic places only
        (date(2026, 12, 24), "HH", "doubtful"),
        (date(2026, 12, 31), "HH", "doubtful"),
        (date(2026, 11, 24), "HH", "working"),
    ],
)
def test_a_day_in_one_land(day, state, kind):
    assert kind_of_day(day, (state,)) == kind


@pytest.mark.parametrize(
    ("day", "kind"),
    [(date(2026, 12, 25), "holiday"), (date(2026, 1, 6), "doubtful"), (date(2026, 11, 24), "working")],
)
def test_a_day_for_somebody_who_may_sit_anywhere(day, kind):
    assert kind_of_day(day, tuple(states("de"))) == kind
