"""Opening hours in words."""

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
        ("24 h", "24/7", "rund um die Uhr"),
        ("Mo-Fr 8-16 außer feiertags", "Mo-Fr 08:00-16:00; PH off", "Mo–Fr 8–16 Uhr, an Feiertagen geschlossen"),
        ("Mo-Fr 8-16, auch an Feiertagen", "Mo-Fr 08:00-16:00", "Mo–Fr 8–16 Uhr"),
        ("Mo/Mi 9-12", "Mo,We 09:00-12:00; PH off", "Mo, Mi 9–12 Uhr, an Feiertagen geschlossen"),
        ("8-16 Uhr Mo-Fr", "Mo-Fr 08:00-16:00; PH off", "Mo–Fr 8–16 Uhr, an Feiertagen geschlossen"),
        (
            "Montag bis Donnerstag von 8:00 bis 16:00 Uhr und Freitag von 8:00 bis 12:30 Uhr",
            "Mo-Th 08:00-16:00; Fr 08:00-12:30; PH off",
            "Mo–Do 8–16 Uhr, Fr 8–12:30 Uhr, an Feiertagen geschlossen",
        ),
        ("Mon-Thu 9am-5pm", "Mo-Th 09:00-17:00; PH off", "Mo–Do 9–17 Uhr, an Feiertagen geschlossen"),
        ("daily 12am-12pm", "Mo-Su 00:00-12:00; PH off", "Mo–So 0–12 Uhr, an Feiertagen geschlossen"),
        ("Fr 22-6", "Fr 22:00-06:00; PH off", "Fr 22–6 Uhr, an Feiertagen geschlossen"),
        ("Mo-Th 08:00-16:00; PH off", "Mo-Th 08:00-16:00; PH off", "Mo–Do 8–16 Uhr, an Feiertagen geschlossen"),
    ],
)
def test_read_and_said(typed, osm, said):
    assert hours.read(typed, "de") == osm
    assert hours.say(osm, "de") == said


@pytest.mark.parametrize("typed", ["irgendwann", "Mo-Fr", "8-16", "Mo 10-25", "Mo 8-16 außer Mai", "", "Mo,"])
def test_not_understood(typed):
    assert hours.read(typed, "de") is None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("nach Vereinbarung", "hours_by_arrangement"),
        ("Mo-Do 8-16, sonst nach Absprache", "hours_by_arrangement"),
        ("by appointment", "hours_by_arrangement"),
        ("Mo-Fr", "hours_no_times"),
        ("8-16 Uhr", "hours_no_days"),
        ("weekdays 9 to 5", "hours_backwards"),
        ("Mo-Fr 8-8", "hours_backwards"),
        ("irgendwann", "hours_german"),
    ],
)
def test_why_hours_are_not_understood(typed, kind):
    assert hours.read(typed, "de") is None
    assert hours.why_not(typed) == kind


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
