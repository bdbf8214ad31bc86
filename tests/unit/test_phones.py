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
        ("+491000", "+49 1000"),  # 1000 would be another number
    ],
)
def test_say(value, said):
    assert phones.say(value) == said


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0221/4710-45", "+49221471045"),
        ("+49 (0)221 4710123", "+492214710123"),
        ("+49 0221 4710123", "+492214710123"),
        ("0049 221 4710123", "+492214710123"),
        ("0221–4710123", "+492214710123"),
        ("Tel.: 0221 4710123", "+492214710123"),
        ("tel:+492214710123", "+492214710123"),
        ("0221 4710123, App. 5", "+492214710123-5"),
        ("0221 4710123 Durchwahl 5", "+492214710123-5"),
        ("+49 221 4710123 ext. 5", "+492214710123-5"),
        ("+44 20 7946 0018", "+442079460018"),
        ("116 117", "116117"),
        ("110", "110"),
    ],
)
def test_read(typed, value):
    assert phones.read(typed) == value


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("4710111", "phone_no_prefix"),
        ("abc", "phone_letters"),
        ("0221 4710123 (Zentrale)", "phone_letters"),
        ("0221 4710123 oder 0221 4710124", "phone_two"),
        ("0221 4710123, 01522 8817386", "phone_two"),
        ("0221", "phone_short"),
        ("+110", "phone_short"),
        ("0221 12345678901234567", "channel_phone"),
        ("+", "channel_phone"),
        ("", "phone_no_prefix"),
    ],
)
def test_not_read(typed, kind):
    with pytest.raises(phones.NotANumber) as refused:
        phones.read(typed)
    assert refused.value.kind == kind


@pytest.mark.parametrize("value", ["+492214710123", "+492214710123-5", "+442079460018", "116117", "110"])
def test_what_stands_in_the_line_is_read_as_the_same_number(value):
    assert phones.read(phones.as_typed(value)) == value
