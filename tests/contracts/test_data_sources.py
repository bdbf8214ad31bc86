"""Every shipped fact names where it comes from, and both languages say the same amount."""

import re
from datetime import date
from urllib.parse import urlsplit

import holidays
import phonenumbers
import pytest
from opening_hours import OpeningHours

from komma_cli.texts import LANGUAGES, facts, words

TODAY = date(2026, 11, 22)
ENTRIES = facts("directory")["entries"]
LAWS = facts("laws")["laws"]
OFFENCES = facts("offences")["offences"]
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SHORT_NUMBERS = {"110", "112", "116006", "116016", "116123"}
NEVER_PRINTED = re.compile(r"\b(?:AfD|CDU|CSU|SPD|FDP|BSW|Die Linke|Bündnis 90)\b|Opfern?\b")
NAMES_WITH_OPFER = re.compile(r"Opferberatung Rheinland|Mobile Opferberatung")


def first_day(text):
    """Return the first day a full or partial ISO date can mean."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def is_web_address(text):
    split = urlsplit(text)
    return split.scheme in ("http", "https") and "." in split.netloc and not re.search(r"\s", text)


@pytest.mark.parametrize("items", [ENTRIES, LAWS, OFFENCES], ids=["directory", "laws", "offences"])
def test_ids_are_unique_and_kebab_case(items):
    ids = [item["id"] for item in items]
    assert len(set(ids)) == len(ids)
    assert all(KEBAB.fullmatch(identifier) for identifier in ids)


@pytest.mark.parametrize("items", [ENTRIES, LAWS, OFFENCES], ids=["directory", "laws", "offences"])
def test_every_fact_names_a_public_source_without_tracking(items):
    for item in items:
        assert is_web_address(item["source"]), item["id"]
        assert not re.search("jsessionid|mtm_", item["source"]), item["id"]


@pytest.mark.parametrize("name", ["directory", "laws", "offences"])
def test_both_languages_have_the_same_words_for_the_same_ids(name):
    table = {"directory": ENTRIES, "laws": LAWS, "offences": OFFENCES}[name]
    german, english = (words(name, lang) for lang in LANGUAGES)
    assert list(german) == list(english) == [item["id"] for item in table]
    for identifier, said in german.items():
        assert list(said) == list(english[identifier]), identifier
        assert all([*said.values(), *english[identifier].values()]), identifier


def test_nothing_doubtful_is_shipped():
    assert {item["confidence"] for item in ENTRIES} == {"high", "medium"}
    assert {item["confidence"] for item in LAWS} <= {"L", "S"}
    shipped = {item["id"] for item in ENTRIES}
    assert shipped.isdisjoint({"hh-lka-kontakttelefon", "hb-lads", "bb-vs-hinweistelefon", "st-unfallkasse"})
    assert len(shipped) == 171


def test_dates_are_real_and_not_in_the_future():
    for item in ENTRIES:
        if item["source_date"] is not None:
            assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", item["source_date"]), item["id"]
            assert first_day(item["source_date"]) <= TODAY, item["id"]
        for name in ("funded_until", "recheck_by"):
            if name in item:
                date.fromisoformat(item[name])
    for item in LAWS:
        assert date.fromisoformat(item["as_of"]) <= TODAY
        if "recheck_after" in item:
            assert date.fromisoformat(item["recheck_after"]) >= date.fromisoformat(item["as_of"])


def test_phone_numbers_can_be_dialled():
    for item in ENTRIES:
        for channel in item["channels"]:
            if channel["kind"] == "phone" and channel["value"] not in SHORT_NUMBERS:
                number = phonenumbers.parse(channel["value"])
                assert phonenumbers.is_valid_number(number), (item["id"], channel)
                written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                assert written == channel["value"], item["id"]


def test_a_number_is_shown_as_printed_and_is_the_number_that_is_dialled():
    for item in ENTRIES:
        for channel in item["channels"]:
            assert ("shown" in channel) == (channel["kind"] == "phone"), item["id"]
            if channel["kind"] != "phone" or channel["value"] in SHORT_NUMBERS:
                assert re.sub(r"\D", "", channel.get("shown", channel["value"])) in re.sub(r"\D", "", channel["value"])
                continue
            written = phonenumbers.format_number(
                phonenumbers.parse(channel["shown"], "DE"), phonenumbers.PhoneNumberFormat.E164
            )
            assert written == channel["value"], item["id"]


def test_no_body_uses_a_number_or_domain_reserved_for_fiction():
    reserved = facts("reserved")
    phones = [re.compile(row["pattern"]) for row in reserved["phones"]]
    domains = [re.compile(row["pattern"]) for row in reserved["domains"]]
    for item in ENTRIES:
        for channel in item["channels"]:
            host = urlsplit(channel["value"]).netloc or channel["value"].rpartition("@")[2]
            assert not any(pattern.fullmatch(channel["value"]) for pattern in phones), item["id"]
            assert not any(pattern.fullmatch(host.lower()) for pattern in domains), item["id"]


@pytest.mark.parametrize(
    ("kind", "value", "reserved"),
    [
        ("phones", "+493023125001", True),
        ("phones", "+498999998999", True),
        ("phones", "+4989999980001", False),
        ("phones", "+493023126001", False),
        ("domains", "musterstadt.example", True),
        ("domains", "www.example.org", True),
        ("domains", "example.de", False),
        ("domains", "myexample.com", False),
    ],
)
def test_reserved_patterns_match_whole_values_only(kind, value, reserved):
    assert any(re.fullmatch(row["pattern"], value) for row in facts("reserved")[kind]) is reserved


def test_opening_hours_parse_and_belong_to_a_telephone():
    with_hours = [item for item in ENTRIES if "hours" in item]
    assert len(with_hours) >= 10
    for item in with_hours:
        OpeningHours(item["hours"])
        assert any(channel["kind"] == "phone" for channel in item["channels"]), item["id"]


def test_channels_are_not_repeated_and_notes_belong_to_a_channel():
    for item in ENTRIES:
        values = [channel["value"] for channel in item["channels"]]
        assert len(set(values)) == len(values), item["id"]
        for lang in LANGUAGES:
            assert set(words("directory", lang)[item["id"]].get("channels", {})) <= set(values), item["id"]


def test_no_land_is_without_help_for_those_affected():
    served = {item["state"] for item in ENTRIES if item["kind"] == "counselling" and "staff" in item["audiences"]}
    assert served == set(facts("laender")["laender"]) | {"DE"}


def test_laender_fit_the_official_keys_and_the_holiday_calendar():
    table = facts("laender")["laender"]
    assert sorted(row["ags_prefix"] for row in table.values()) == [f"{number:02}" for number in range(1, 17)]
    assert {row["holidays"] for row in table.values()} <= set(holidays.Germany.subdivisions)
    assert table["BY"]["ags_prefix"] == "09"
    for lang in LANGUAGES:
        assert set(words("laender", lang)) == set(table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_name_no_party_and_call_nobody_a_victim(lang):
    for name in ("directory", "laws", "offences"):
        for identifier, said in words(name, lang).items():
            text = NAMES_WITH_OPFER.sub("", " ".join(str(value) for value in said.values()))
            assert not NEVER_PRINTED.search(text), identifier
            assert not re.search(r"\bvictims?\b", text), identifier


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_can_be_printed_on_a_windows_terminal(lang):
    for name in ("directory", "laws", "offences", "laender", "errors/directory"):
        str(words(name, lang)).encode("cp1252")


def test_periods_are_named_with_their_time():
    for said in words("laws", "de").values():
        text = " ".join(said.values())
        assert not re.search(r"\b(?:unverzüglich|zeitnah|ggf|grundsätzlich|umgehend)\b", text), said["title"]
