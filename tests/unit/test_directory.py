"""The directory: finding the right body, and never offering one to people it does not serve."""

import pytest

from komma_cli.directory import as_body, entries, entry, find, fold, state_code, states
from komma_cli.errors import UsageError
from komma_cli.model.bodies import Body
from komma_cli.texts import error_words


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
        (lambda: find(audience="councillors"), "directory.unknown_audience", "officials"),
        (lambda: find(kind="hotline"), "directory.unknown_kind", "psychosocial"),
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
