"""Public holidays of a Land, and the days on which nobody should be counted on."""

from datetime import date, timedelta

import pytest

from komma_cli.directory import states
from komma_cli.public_holidays import CLOSED_BY_CUSTOM, from_library, kind_of_day, name_of
from komma_cli.texts import facts


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


def test_the_table_says_what_the_library_says():
    years = sorted(map(int, facts("holidays")["years"]))
    assert years[-1] - years[0] >= 20
    for year in years:
        for state in states("de"):
            known = from_library(state, year)
            days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
            for day in days:
                if day.year == year and (day.month, day.day) not in CLOSED_BY_CUSTOM:
                    wanted = "holiday" if day in known[0] else "doubtful" if day in known[1] else "working"
                    assert kind_of_day(day, (state,)) == wanted, (state, day)


@pytest.mark.parametrize(
    ("day", "state", "lang", "name"),
    [
        (date(2026, 12, 25), "NW", "de", "Erster Weihnachtstag"),
        (date(2026, 12, 24), "NW", "de", "Heiligabend"),
        (date(2026, 12, 24), "NW", "en", "Christmas Eve"),
        (date(2027, 3, 26), "BY", "de", "Karfreitag"),
        (date(2026, 11, 18), "SN", "de", "Buß- und Bettag"),
        (date(2026, 11, 18), "NW", "de", None),
        (date(2026, 8, 15), "BY", "de", None),  # in Catholic places only
        (date(2071, 12, 25), "NW", "de", "Erster Weihnachtstag"),  # behind the table
    ],
)
def test_a_holiday_has_a_name(day, state, lang, name):
    assert name_of(day, state, lang) == name
