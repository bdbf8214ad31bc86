"""Opening hours in words."""

from datetime import datetime

import pytest

from komma_cli import hours


@pytest.mark.parametrize(
    ("typed", "osm", "said"),
    [
        (
            "Mo bis Do 8-16 Uhr, Fr 8-12",
            "Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off",
            "Mo–Do 8–16 Uhr, Fr 8–12 Uhr, an Feiertagen geschlossen",
        ),
        ("werktags 8 bis 16 Uhr", "Mo-Fr 08:00-16:00; PH off", "Mo–Fr 8–16 Uhr, an Feiertagen geschlossen"),
        ("Di, Do 9.30-12", "Tu,Th 09:30-12:00; PH off", "Di, Do 9:30–12 Uhr, an Feiertagen geschlossen"),
        (
            "Mo-Fr 8-12 und 13-16",
            "Mo-Fr 08:00-12:00,13:00-16:00; PH off",
            "Mo–Fr 8–12 und 13–16 Uhr, an Feiertagen geschlossen",
        ),
        ("rund um die Uhr", "24/7", "rund um die Uhr"),
        ("24/7", "24/7", "rund um die Uhr"),
        ("Mo-Th 08:00-16:00; PH off", "Mo-Th 08:00-16:00; PH off", "Mo–Do 8–16 Uhr, an Feiertagen geschlossen"),
    ],
)
def test_read_and_said(typed, osm, said):
    assert hours.read(typed, "de") == osm
    assert hours.say(osm, "de") == said


@pytest.mark.parametrize("typed", ["irgendwann", "Mo-Fr", "8-16", "Mo 10-25", "Mo 8-16 außer Mai", "", "Mo,"])
def test_not_understood(typed):
    assert hours.read(typed, "de") is None


def test_what_is_understood_is_valid_for_the_library():
    from opening_hours import OpeningHours

    for typed in ("Mo bis So 8-24 Uhr", "Fr 22-6", "täglich 0-24", "Sa und So 10:15-11:45"):
        osm = hours.read(typed, "de")
        assert osm is not None
        OpeningHours(osm)


def test_beyond_the_everyday_is_shown_as_it_stands():
    assert hours.say("Mo-Fr 08:00-16:00; Dec 24 off", "de") == "Mo-Fr 08:00-16:00; Dec 24 off"


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    "osm", ["Mo-Th 08:00-16:30; Fr 08:00-12:00; PH off", "24/7", "Tu,Th 09:00-12:00,13:00-16:00; PH off"]
)
def test_what_komma_says_it_also_reads(osm, lang):
    assert hours.read(hours.say(osm, lang), lang) == osm


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
        ("Mo-Fr 20:00-06:00; PH off", TUESDAY.replace(hour=3), "working", "open"),
    ],
)
def test_only_a_sure_answer_counts(osm, moment, today, answer):
    assert hours.answers(osm, moment, today) == answer


def test_a_night_that_began_on_a_holiday_is_no_sure_answer():
    assert hours.answers("Mo-Fr 20:00-06:00; PH off", TUESDAY.replace(hour=3), "working", "holiday") == "ask"
    assert hours.answers(OFFICE, TUESDAY, "working", "holiday") == "open"
