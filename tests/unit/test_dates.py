"""Days in words and figures: only what means a single day is taken."""

from datetime import date

import pytest

from komma_cli import dates

WEDNESDAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("31.1.2027", "2027-01-31"),
        ("31.01.27", "2027-01-31"),
        ("31. 1. 2027", "2027-01-31"),
        ("31.1.2027.", "2027-01-31"),
        ("2027-01-31", "2027-01-31"),
        ("2027-1-31", "2027-01-31"),
        ("31/1/2027", "2027-01-31"),
        ("1/31/2027", "2027-01-31"),
        ("4/4/2027", "2027-04-04"),
        ("31. Januar 2027", "2027-01-31"),
        ("31.Januar 2027", "2027-01-31"),
        ("31. Jän. 2027", "2027-01-31"),
        ("1. Mrz. 27", "2027-03-01"),
        ("31 January 2027", "2027-01-31"),
        ("31st of January 2027", "2027-01-31"),
        ("January 31, 2027", "2027-01-31"),
        ("HEUTE", "2026-12-02"),
        ("today", "2026-12-02"),
        ("morgen", "2026-12-03"),
        ("übermorgen", "2026-12-04"),
        ("gestern", "2026-12-01"),
        ("yesterday", "2026-12-01"),
        ("in 6 Monaten", "2027-06-02"),
        ("in 2 Wochen", "2026-12-16"),
        ("in einem Jahr", "2027-12-02"),
        ("in einem halben Jahr", "2027-06-02"),
        ("heute in 14 Tagen", "2026-12-16"),
        ("in two weeks' time", "2026-12-16"),
        ("2 weeks from now", "2026-12-16"),
        ("vor 3 Tagen", "2026-11-29"),
        ("vor einem Monat", "2026-11-02"),
        ("3 days ago", "2026-11-29"),
        ("Ende März 2027", "2027-03-31"),
        ("Ende Februar 2028", "2028-02-29"),
        ("end of March 2027", "2027-03-31"),
        ("Ende 2027", "2027-12-31"),
        ("Jahresende", "2026-12-31"),
        ("Ende des Monats", "2026-12-31"),
        ("end of next month", "2027-01-31"),
        ("kommenden Freitag", "2026-12-04"),
        ("nächsten Montag", "2026-12-07"),
        ("next Monday", "2026-12-07"),
        ("Samstag, 22. Mai 2027", "2027-05-22"),
        ("Sa 22.5.2027", "2027-05-22"),
    ],
)
def test_read_in_both_languages_whatever_the_screen_speaks(typed, iso):
    for lang in ("de", "en"):
        assert dates.read(typed, lang, WEDNESDAY).isoformat() == iso


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("31.1.", "date_no_year"),
        ("31.1", "date_no_year"),
        ("31. Januar", "date_no_year"),
        ("January 31", "date_no_year"),
        ("Ende März", "date_no_year"),
        ("März 2027", "date_no_day"),
        ("2027", "date_no_day"),
        ("01.2027", "date_no_day"),
        ("3/4/2027", "date_two_ways"),
        ("Freitag", "date_two_ways"),
        ("nächsten Freitag", "date_two_ways"),
        ("31.2.2027", "date_impossible"),
        ("31. April 2027", "date_impossible"),
        ("31.1.3027", "date_impossible"),
        ("Freitag, 22. Mai 2027", "date_weekday"),
        ("Mitte März 2027", "date_format"),
        ("in 3 Stunden", "date_format"),
        ("in 999 Jahren", "date_format"),
        ("bald", "date_format"),
        ("", "date_format"),
    ],
)
def test_what_means_no_single_day_is_not_guessed(typed, kind):
    with pytest.raises(dates.NotADay) as refused:
        dates.read(typed, "de", WEDNESDAY)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("typed", "today", "iso"),
    [
        ("in 1 Monat", date(2027, 1, 31), "2027-02-28"),
        ("in 1 Monat", date(2028, 1, 31), "2028-02-29"),
        ("vor 1 Monat", date(2027, 3, 31), "2027-02-28"),
        ("in einem Jahr", date(2028, 2, 29), "2029-02-28"),
        ("vor einem Jahr", date(2028, 2, 29), "2027-02-28"),
        ("in 2 Wochen", date(2026, 12, 25), "2027-01-08"),
        ("Ende nächsten Monats", date(2026, 12, 31), "2027-01-31"),
        ("nächsten Sonntag", date(2026, 12, 6), "2026-12-13"),
    ],
)
def test_a_month_has_an_end(typed, today, iso):
    assert dates.read(typed, "de", today).isoformat() == iso


def test_a_day_is_read_back_with_its_weekday():
    assert dates.say_long(date(2027, 5, 22), "de") == "22. Mai 2027, ein Samstag"
    assert dates.say_long(date(2027, 5, 22), "en") == "22 May 2027, a Saturday"
    with pytest.raises(dates.NotADay) as refused:
        dates.read("Freitag, 22. Mai 2027", "de", WEDNESDAY)
    assert refused.value.values["day"] == "22. Mai 2027, ein Samstag"


def test_what_komma_says_it_also_reads():
    day = date(2027, 5, 2)
    for lang in ("de", "en"):
        assert dates.read(dates.say(day.isoformat(), lang), lang, WEDNESDAY) == day
        assert dates.read(dates.say_long(day, lang).split(", ")[0], lang, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("iso", "de", "en"),
    [
        ("2027-01-31", "31.01.2027", "31 January 2027"),
        ("2027-03", "03.2027", "March 2027"),
        ("2027", "2027", "2027"),
        ("2027-13-01", "01.13.2027", "2027-13-01"),
        ("bald", "bald", "bald"),
    ],
)
def test_a_day_is_said_as_people_of_the_language_write_it(iso, de, en):
    assert (dates.say(iso, "de"), dates.say(iso, "en")) == (de, en)
