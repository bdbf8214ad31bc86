"""When somebody surely answers."""

from datetime import datetime

import pytest

from komma_cli import opening

OFFICE = "Mo-Fr 09:00-16:00; PH off"
TUESDAY = datetime(2026, 11, 24, 9)


@pytest.mark.parametrize(
    ("osm", "moment", "today", "answer"),
    [
        (OFFICE, TUESDAY, "working", "open"),
        (OFFICE, TUESDAY.replace(hour=8, minute=59), "working", "closed"),
        (OFFICE, TUESDAY.replace(hour=16), "working", "closed"),
        (OFFICE, TUESDAY, "holiday", "closed"),
        (OFFICE, TUESDAY, "doubtful", "ask"),
        (OFFICE, TUESDAY.replace(hour=20), "doubtful", "closed"),
        ("Mo-Su 07:00-22:00", TUESDAY, "holiday", "ask"),  # says nothing about holidays
        ("24/7", TUESDAY, "holiday", "open"),
        ('24/7 "by appointment"', TUESDAY, "working", "ask"),
        ("Mo-Fr 08:00-16:00 unknown", TUESDAY, "working", "ask"),
        ("Mo-Fr 20:00-06:00; PH off", TUESDAY.replace(hour=3), "working", "open"),
    ],
)
def test_only_a_sure_answer_counts(osm, moment, today, answer):
    assert opening.answers(osm, moment, today) == answer


def test_a_night_that_began_on_a_holiday_is_no_sure_answer():
    assert opening.answers("Mo-Fr 20:00-06:00; PH off", TUESDAY.replace(hour=3), "working", "holiday") == "ask"
    assert opening.answers(OFFICE, TUESDAY, "working", "holiday") == "open"
