"""The directory: finding the right body, and never offering one to people it does not serve."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from komma_cli.directory import (
    AUDIENCES,
    KINDS,
    as_body,
    audience_id,
    by_help,
    entries,
    entry,
    find,
    fold,
    is_old,
    kind_id,
    nearest_terms,
    reachable,
    runs_out,
    state_code,
    states,
)
from komma_cli.errors import UsageError
from komma_cli.model.bodies import Body
from komma_cli.texts import LANGUAGES, error_words, label, words


def ids(found):
    return [each.id for each in found]


def test_own_land_comes_before_nationwide_bodies_and_other_laender_are_left_out():
    found = [each.state for each in find(state="SN")]
    assert set(found) == {"SN", "DE"}
    assert found == sorted(found, key=lambda code: code != "SN")


def test_de_gives_only_nationwide_bodies():
    assert {each.state for each in find(state="DE")} == {"DE"}


def test_without_conditions_everything_is_found_once():
    assert ids(find()) == ids(entries("de"))
    assert len(set(ids(find()))) == len(find())


@pytest.mark.parametrize("term", ["Thüringen ezra", "THUERINGEN EZRA", "thuringen ezra", "  ezra   TH "])
def test_search_does_not_mind_umlauts_case_and_order(term):
    assert ids(find(term)) == ["th-ezra"]


def test_search_looks_into_name_purpose_and_land():
    assert "bund-amadeu-antonio" in ids(find("CURA"))
    assert "bund-amadeu-antonio" in ids(find("umzug"))
    assert "by-lks" in ids(find("bayern", kind="counselling"))
    assert find("gibt es nicht") == ()


def test_search_works_in_english_words():
    assert "bund-amadeu-antonio" in ids(find("moving house", lang="en"))
    assert "he-response" in ids(find("hesse witnesses", lang="en"))


@pytest.mark.parametrize("audience", ["staff", "officials", "volunteers", "residents"])
def test_an_audience_gets_only_bodies_that_serve_it(audience):
    found = find(audience=audience)
    assert found
    assert all(audience in each.audiences for each in found)


def test_bodies_for_officials_only_are_not_offered_to_staff():
    offered = ids(find(audience="staff"))
    for identifier in (
        "bund-starke-stelle",
        "bund-stark-im-amt",
        "bw-lka-ansprechstelle",
        "rp-lka-hotline",
        "th-hotline-kommunal",
        "nw-im-ansprechstelle",
        "be-lka-hinweistelefon",
        "ni-lka-amtstraeger",
        "bb-polizei-amtstraeger",
        "he-polizei-praevention",
        "mv-polizei-inspektionen",
    ):
        assert entry(identifier).audiences == ("officials",), identifier
        assert identifier not in offered


def test_everybody_finds_the_emergency_numbers():
    for audience in ("staff", "officials", "volunteers", "residents"):
        found = find(audience=audience, kind="emergency")
        assert [each.channels[0].value for each in found] == ["112", "110"]
        assert all(each.hours == "24/7" for each in found)


@pytest.mark.parametrize(("text", "code"), [("by", "BY"), ("Bavaria", "BY"), ("Thueringen", "TH"), ("de", "DE")])
def test_a_land_may_be_given_as_code_or_name(text, code):
    assert state_code(text) == code


@pytest.mark.parametrize(
    ("call", "key", "nearest"),
    [
        (lambda: find(state="Bayren"), "directory.unknown_state", "BY (Bayern)"),
        (lambda: find(state="Saxonny", lang="en"), "directory.unknown_state", "SN (Saxony)"),
        (lambda: find(state="XX"), "directory.unknown_state", "TH (Thüringen)"),
        (lambda: find(audience="everyone"), "directory.unknown_audience", "officials"),
        (lambda: find(kind="hotline"), "directory.unknown_kind", "psychosocial"),
        (lambda: find(kind="Beratnug"), "directory.unknown_kind", "Beratung (counselling)"),
        (lambda: find(kind="conselling", lang="en"), "directory.unknown_kind", "counselling (counselling)"),
        (lambda: find(audience="Ehrenamtlche"), "directory.unknown_audience", "Ehrenamtliche (volunteers)"),
        (lambda: entry("starke-stelle"), "directory.unknown_entry", "bund-starke-stelle"),
    ],
)
def test_an_unknown_value_is_refused_with_the_nearest_ones(call, key, nearest):
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.key == key
    assert nearest in str(caught.value.values["near"])
    for lang in ("de", "en"):
        message, hint = error_words(key, lang, **caught.value.values)
        assert str(caught.value.values["value"]) in message
        assert nearest in hint


def test_a_body_fits_the_playbook_and_holds_only_known_values():
    for found in entries("de"):
        plain = as_body(found)
        Body.model_validate(plain)
        assert plain["id"] == f"b-{found.id}"
        assert plain["from"] == found.id
        assert not [name for name, value in plain.items() if value in ("", None)]


def test_a_body_carries_what_the_source_says():
    plain = as_body(entry("bund-starke-stelle"))
    assert plain["channels"][0] == {"kind": "phone", "value": "+498003009944"}
    assert plain["hours"] == "Mo-Fr 09:00-16:00; PH off"
    assert (plain["confidential"], plain["anonymous"], plain["free"]) == (True, True, True)
    assert plain["funded_until"] == "2027-12-31"


def test_a_body_says_nothing_its_source_does_not_say():
    assert {"hours", "confidential", "anonymous", "free", "funded_until"}.isdisjoint(as_body(entry("sh-zebra")))


def test_several_numbers_keep_what_tells_them_apart():
    notes = [channel["note"] for channel in as_body(entry("mv-lobbi", "en"))["channels"] if channel["kind"] == "phone"]
    assert notes == ["northern region", "western region", "eastern region"]


def test_lists_are_the_same_bodies_in_both_languages():
    assert ids(entries("de")) == ids(entries("en"))
    assert entry("th-ezra", "en").purpose != entry("th-ezra", "de").purpose


def test_there_are_sixteen_laender_in_alphabetical_order():
    assert len(states("de")) == 16
    assert next(iter(states("de"))) == "BW"
    assert [fold(name) for name in states("en").values()] == sorted(fold(name) for name in states("en").values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Beratung", "counselling"), ("counseling", "counselling"), ("UNFALLKASSE", "insurer"), ("polizei", "police")],
)
def test_a_kind_may_be_given_in_either_language(text, kind):
    assert kind_id(text) == kind
    assert find(kind=text, lang="en") == find(kind=kind, lang="en")


@pytest.mark.parametrize(
    ("text", "audience"),
    [("Beschäftigte", "staff"), ("beschaeftigte", "staff"), ("Ratsmitglieder", "officials"), ("citizens", "residents")],
)
def test_an_audience_may_be_given_in_either_language(text, audience):
    assert audience_id(text) == audience
    assert find(audience=text) == find(audience=audience)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_on_the_screen_are_understood_and_no_word_means_two_things(lang):
    for name, values, meant in (("kind", KINDS, kind_id), ("audience", AUDIENCES, audience_id)):
        table = words("directory_words", lang)[name]
        assert set(table) == set(values)
        spoken = [fold(word) for each in table.values() for word in each]
        assert len(set(spoken)) == len(spoken)
        for value in values:
            assert meant(label("body_kind" if name == "kind" else name, value, lang)) == value
            assert all(meant(word) == value for word in table[value])


def test_emergency_numbers_and_lines_for_the_night_come_first():
    found = by_help(find(state="BW"), "BW")
    assert {each.id for each in found[:2]} == {"bund-notruf-110", "bund-notruf-112"}
    night = [each.id for each in found[2:6]]
    assert "bw-lka-ansprechstelle" in night
    assert "bund-telefonseelsorge" in night


def test_within_a_kind_the_own_land_and_the_person_come_first():
    found = [each for each in by_help(find(state="SN", kind="counselling"), "SN") if each.topic != "crisis_line"]
    assert [each.state == "SN" for each in found] == sorted((each.state == "SN" for each in found), reverse=True)
    own = [each.topic for each in found if each.state == "SN"]
    assert own.index("victim_counselling") < own.index("antidiscrimination") < own.index("mobile_counselling")


def test_the_order_loses_nobody():
    assert sorted(ids(by_help(entries("de")))) == sorted(ids(entries("de")))


WEEKDAY, CHRISTMAS_EVE, CHRISTMAS = (datetime(2026, 12, day, 10) for day in (22, 24, 25))


@pytest.mark.parametrize("moment", [WEEKDAY, CHRISTMAS_EVE, CHRISTMAS, datetime(2026, 12, 25, 3)])
def test_a_line_for_day_and_night_always_answers(moment):
    assert reachable(entry("bund-notruf-110"), moment) == "open"


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (WEEKDAY, "open"),
        (WEEKDAY.replace(hour=17), "closed"),
        (CHRISTMAS_EVE, "ask"),
        (CHRISTMAS, "closed"),
        (datetime(2026, 1, 6, 10), "ask"),  # Epiphany: a holiday in three Länder, and nobody knows where the line sits
    ],
)
def test_a_nationwide_office_counts_as_open_only_where_that_is_sure(moment, answer):
    assert reachable(entry("bund-starke-stelle"), moment) == answer


def test_a_holiday_of_the_land_closes_its_offices_and_no_others():
    office = replace(entry("bund-starke-stelle"), state="BY")
    epiphany = datetime(2026, 1, 6, 10)
    assert reachable(office, epiphany) == "closed"
    assert reachable(replace(office, state="NW"), epiphany) == "open"


def test_unknown_hours_never_count_as_open():
    for each in entries("de"):
        if each.hours is None or not each.phones:
            assert reachable(each, WEEKDAY) == "ask", each.id


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 6, 30), None),
        (date(2026, 7, 2), ("recheck_by", "2026-12-31")),
        (date(2027, 1, 2), ("recheck_by", "2026-12-31")),
    ],
)
def test_the_end_of_a_funding_is_told_half_a_year_ahead_and_stays(today, told):
    assert runs_out(entry("by-bud"), today) == told


def test_every_body_of_the_federal_programme_is_to_be_asked_before_2027():
    told = [each for each in entries("de") if each.recheck_by == "2026-12-31"]
    assert len(told) > 40
    assert all(runs_out(each, date(2026, 11, 22)) for each in told)


def test_only_numbers_grow_old():
    assert is_old(entry("by-kuvb"), date(2026, 11, 22))
    assert not is_old(replace(entry("by-kuvb"), channels=()), date(2026, 11, 22))
    assert not is_old(replace(entry("by-kuvb"), source_date="2024-05"), date(2026, 11, 22))


def test_a_typing_error_in_a_name_finds_the_name():
    assert find("Telefonsehlsorge") == ()
    assert "TelefonSeelsorge" in nearest_terms("Telefonsehlsorge", "de")
    assert nearest_terms("Raumfahrtbehörde", "de") == ()


def test_a_number_is_shown_as_its_owner_prints_it():
    assert entry("bund-starke-stelle").phones[0].shown == "0800 300 99 44"
