"""The year: real minutes beside the clock on the wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from komma_cli.reach.year import Year

BERLIN = ZoneInfo("Europe/Berlin")
FIRSTS = [(2026, 11, 23), (2027, 3, 28), (2026, 10, 25), (2027, 7, 1), (2028, 2, 29), (2027, 12, 31), (1998, 5, 1)]


@pytest.mark.parametrize("first", FIRSTS)
def test_the_clock_changes_as_the_time_zone_data_says(first):
    year = Year(date(*first), 200)
    start = datetime(*first, tzinfo=BERLIN).astimezone(UTC)
    for minute in range(0, year.horizon, 29):
        wall = (start + timedelta(minutes=minute)).astimezone(BERLIN).replace(tzinfo=None)
        assert year.wall(minute) == wall
        assert year.minute(wall) in (minute, minute - 60)  # of an hour that comes twice the first is meant


def test_an_hour_that_march_leaves_out_begins_when_it_would_have_come():
    year = Year(date(2027, 3, 1))
    assert year.wall(year.minute(datetime(2027, 3, 28, 2, 30))) == datetime(2027, 3, 28, 3, 0)


def test_a_year_from_the_29th_of_february_ends_on_the_27th():
    year = Year(date(2028, 2, 29))
    assert (year.last, year.end) == (date(2029, 2, 27), 365 * 24 * 60)


def test_a_leap_year_has_a_day_more():
    assert Year(date(2028, 1, 1)).end == 366 * 24 * 60


def test_hours_on_the_wall_are_real_minutes_on_both_sides_of_a_change():
    year = Year(date(2027, 3, 28))  # 2:00 becomes 3:00
    assert year.real(((0, 240),)) == ((0, 180),)
    assert year.real(((125, 170),)) == ()  # the hour does not exist
    autumn = Year(date(2026, 10, 25))  # 3:00 becomes 2:00
    assert autumn.real(((120, 180),)) == ((120, 240),)  # it comes twice
    assert autumn.real(((150, 165),)) == ((150, 165), (210, 225))
