"""Durations in words and sums."""

from datetime import date

import pytest

from komma_cli import durations


@pytest.mark.parametrize(
    ("typed", "lang", "iso"),
    [
        ("15 Minuten", "de", "PT15M"),
        ("1 Tag", "de", "P1D"),
        ("ein Tag", "de", "P1D"),
        ("2 Std. 30 Min.", "de", "PT2H30M"),
        ("1 Jahr und 2 Monate", "de", "P1Y2M"),
        ("sofort", "de", "PT0M"),
        ("pt15m", "de", "PT15M"),
        ("two weeks", "en", "P2W"),
        ("two weeks", "de", "P2W"),
        ("zwei Wochen", "en", "P2W"),
        ("eine halbe Stunde", "de", "PT30M"),
        ("half an hour", "en", "PT30M"),
        ("1,5 Stunden", "de", "PT1H30M"),
        ("1½ Stunden", "de", "PT1H30M"),
        ("anderthalb Jahre", "de", "P1Y6M"),
        ("1.5 days", "en", "P1DT12H"),
        ("ein halbes Jahr", "de", "P6M"),
        ("24 h", "de", "PT24H"),
        ("24h", "de", "PT24H"),
        ("vierundzwanzig Stunden", "de", "PT24H"),
        ("15 Minuten.", "de", "PT15M"),
        ("Viertelstunde", "de", "PT15M"),
        ("innerhalb von 2 Tagen", "de", "P2D"),
        ("within 2 days", "en", "P2D"),
        ("alle drei Monate", "de", "P3M"),
        ("vierteljährlich", "de", "P3M"),
        ("once a year", "en", "P1Y"),
    ],
)
def test_read(typed, lang, iso):
    assert durations.read(typed, lang) == iso


@pytest.mark.parametrize("typed", ["morgen", "1", "15 Minuten später", "1 Tag 1 Tag", "P", "PT", ""])
def test_not_read(typed):
    assert durations.read(typed, "de") is None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("drei Werktage", "duration_working_days"),
        ("3 working days", "duration_working_days"),
        ("2-3 Tage", "duration_range"),
        ("2 bis 3 Tage", "duration_range"),
        ("15", "duration_unit"),
        ("1,5 Wochen", "duration_part"),
        ("ein halber Monat", "duration_part"),
        ("1,25 Stunden", "duration_part"),
        ("1,5 Stunden 10 Minuten", "duration_part"),
        ("bald", "duration_format"),
        ("", "duration_format"),
    ],
)
def test_what_cannot_be_kept_is_said_exactly(typed, kind):
    assert durations.read(typed, "de") is None
    assert durations.why_not(typed) == kind


@pytest.mark.parametrize(
    ("iso", "de", "en"),
    [
        ("PT15M", "15 Minuten", "15 minutes"),
        ("P1D", "1 Tag", "1 day"),
        ("PT0M", "sofort", "at once"),
        ("P1Y2M", "1 Jahr 2 Monate", "1 year 2 months"),
    ],
)
def test_said(iso, de, en):
    assert (durations.say(iso, "de"), durations.say(iso, "en")) == (de, en)


@pytest.mark.parametrize(
    ("start", "iso", "end"),
    [
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2026, 12, 31), "P2M", date(2027, 2, 28)),
        (date(2026, 12, 1), "P2W", date(2026, 12, 15)),
        (date(2026, 12, 1), "PT36H", date(2026, 12, 2)),
    ],
)
def test_after(start, iso, end):
    assert durations.after(start, iso) == end


@pytest.mark.parametrize(
    ("end", "iso", "start"),
    [
        (date(2027, 3, 31), "P1M", date(2027, 2, 28)),
        (date(2028, 2, 29), "P1Y", date(2027, 2, 28)),
        (date(2027, 1, 15), "P2M", date(2026, 11, 15)),
        (date(2027, 1, 15), "P2W", date(2027, 1, 1)),
        (date(2027, 1, 15), "P999Y", date(1028, 1, 15)),
        (date(500, 1, 15), "P999Y", date.min),
    ],
)
def test_before(end, iso, start):
    assert durations.before(end, iso) == start


def test_the_model_accepts_what_is_understood():
    import re

    from komma_cli.model.fields import DURATION

    for typed in ("15 Minuten", "3 Monate", "1 Jahr", "2 Wochen 3 Tage"):
        assert re.fullmatch(DURATION, durations.read(typed, "de"))
