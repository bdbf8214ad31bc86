"""Whom a text gives away: the ways in which people write a name, a number, an address, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komma_cli.check.naming import given_away, is_released, owner_of, released_texts
from komma_cli.model.people import Person
from komma_cli.model.strategy import Measure
from komma_cli.phones import say

PHONE, MOBILE = "+492214710101", "+4915228817386"


def person(name=None, *channels, identifier="p1"):
    return Person.model_validate({"id": identifier, "name": name, "channels": list(channels)})


def channel(kind, value, klass=None):
    return {"kind": kind, "value": value} | ({"class": klass} if klass else {})


def signs(text, *people):
    return [(found.person, found.sign) for found in given_away(text, people)]


@pytest.mark.parametrize(
    "text",
    [
        "Das hat Hedwig Tannhoff begonnen.",
        "Das hat HEDWIG  TANNHOFF begonnen.",
        "Das hat Hedwig\nTannhoff begonnen.",
        "Hedwig Tannhoffs Idee",
        "Tannhoff, Hedwig",
        "Fragen Sie Frau Tannhoff.",
        "Fragen Sie Frau Dr. Tannhoff.",
        "Ask Ms Tannhoff.",
        "H. Tannhoff hat es begonnen.",
        "(Hedwig Tannhoff)",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert signs(text, person("Dr. Hedwig Tannhoff")) == [("p1", "name")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kai Richter", "Ein Richter hat uns beraten."),
        ("Kai Richter", "Das Gericht fragt keinen Kai."),
        ("Anna Berg", "Hannah Bergmann ist jemand anderes, und Joanna Berg auch."),
        ("Anna Berg", "Frau Bergmann"),
        ("Li", "Frau Lindner und Herr Li, die Liste"),
        (None, "Frau Niemand"),
        ("Dr.", "Fragen Sie Dr. Tannhoff."),
    ],
)
def test_a_word_is_no_name(name, text):
    assert signs(text, person(name)) == []


def test_the_middle_of_a_name_may_be_left_out():
    assert signs("Anna Schneider", person("Anna Maria Schneider")) == [("p1", "name")]


@pytest.mark.parametrize(
    "text",
    ["+49 221 4710-101", "0221 4710 101", "0221/4710101", "(0221) 4710-101", "0049 221 4710101", "+49 (0)221 4710101"],
)
def test_a_number_is_found_however_it_is_written(text):
    whose = person(None, channel("phone", PHONE))
    assert signs(f"Rufen Sie an: {text}, jederzeit.", whose) == [("p1", "number")]


def test_a_number_is_found_without_its_area_code_and_with_its_extension():
    assert signs("Intern 4710-101", person(None, channel("phone", PHONE))) == [("p1", "number")]
    assert signs("0221 4710-101", person(None, channel("phone", "+492214710-101"))) == [("p1", "number")]


@given(st.sampled_from([PHONE, MOBILE]))
def test_as_komma_prints_a_number_it_is_found(value):
    assert signs(say(value), person(None, channel("mobile", value))) == [("p1", "number")]


@pytest.mark.parametrize("text", ["2026-2027", "12.000 Euro", "Am 16.11.2026 um 10 Uhr", "§ 126a StGB", "101"])
def test_other_numbers_are_nobody(text):
    assert signs(text, person(None, channel("phone", PHONE), channel("mobile", MOBILE))) == []


def test_addresses_are_found_and_longer_ones_are_others():
    own = person(None, channel("private_email", "tannhoff@post.example", "confidential"))
    assert signs("Schreiben Sie an Tannhoff@Post.example.", own) == [("p1", "address")]
    assert signs("Schreiben Sie an h.tannhoff@post.example.", own) == []
    at_home = person(None, channel("post", "Beispielweg 4, 50667 Musterstadt"))
    assert signs("Beispielweg 4,  50667 Musterstadt", at_home) == [("p1", "address")]


def test_what_everybody_may_see_gives_nobody_away():
    known = person(None, channel("phone", PHONE, "public"), channel("email", "rathaus@musterstadt.example", "public"))
    assert signs("0221 4710-101, rathaus@musterstadt.example", known) == []
    assert owner_of("rathaus@musterstadt.example", [known]) is None


def test_everybody_is_told_once_for_each_sign():
    two = [person("Eva Muster"), person("Uwe Probe", channel("phone", PHONE), identifier="p2")]
    text = "Eva Muster, Uwe Probe und noch einmal Eva Muster, 0221 4710-101"
    assert signs(text, *two) == [("p1", "name"), ("p2", "name"), ("p2", "number")]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("tannhoff@a.example", "Hedwig Tannhoff"),
        ("hedwig.tannhoff@a.example", "Hedwig Tannhoff"),
        ("hedwigtannhoff@a.example", "Hedwig Tannhoff"),
        ("tannhoffh@a.example", "Hedwig Tannhoff"),
        ("ht-tannhoff2@a.example", "Hedwig Tannhoff"),
        ("mueller@a.example", "Jan Müller"),
        ("netzwerk-kranz@a.example", "Selin Kranz-Meyer"),
    ],
)
def test_an_address_that_bears_a_name(address, name):
    found = owner_of(address, [person(name)])
    assert found is not None
    assert found.sign == "name"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("netzwerk@a.example", "Eva Netz"),
        ("rathaus@a.example", "Ulf Rat"),
        ("poststelle@a.example", "Kim Post"),
        ("hedwig@a.example", "Hedwig Tannhoff"),
        ("tannhoff.musterstadt@tannhoff.example", None),
    ],
)
def test_an_address_of_a_task(address, name):
    assert owner_of(address, [person(name)]) is None


@given(st.text(max_size=60), st.text(max_size=30).filter(str.strip))
def test_nothing_somebody_writes_is_an_accident(text, name):
    given_name = " ".join(name.split())
    try:
        somebody = person(given_name)
    except ValueError:  # a name that no plan can hold
        return
    list(given_away(text, [somebody]))
    owner_of(text, [somebody])


def test_released_are_the_words_of_a_measure_and_no_ids():
    measure = Measure.model_validate(
        {
            "id": "m",
            "title": "Titel",
            "resources": "Mittel",
            "status_reason": "bleibt im Haus",
            "practice": {
                "why": "Warum",
                "licence": "CC0-1.0",
                "released_on": "2026-11-16",
                "reviewed_by": {"organisation": "Beirat", "on": "2026-11-12"},
            },
        }
    )
    assert list(released_texts(measure)) == [
        (("title",), "Titel"),
        (("resources",), "Mittel"),
        (("practice", "why"), "Warum"),
        (("practice", "reviewed_by", "organisation"), "Beirat"),
    ]


def test_only_what_is_shared_is_released():
    measures = [{"title": "A", "share": True, "practice": {"why": "W"}}, {"title": "B"}]
    data = {"network": {"offers": [{"text": "T"}]}, "strategy": {"fields": [{"goals": [{"measures": measures}]}]}}
    above = ("strategy", "fields", 0, "goals", 0, "measures")
    assert is_released(data, (*above, 0, "title"))
    assert is_released(data, (*above, 0, "practice", "why"))
    assert not is_released(data, (*above, 0, "indicator", "text"))
    assert not is_released(data, (*above, 1, "title"))
    assert is_released(data, ("network", "offers", 0, "text"))
    assert not is_released(data, ("network", "mailbox"))
    assert not is_released(data, ("strategy", "foreword"))
    assert not is_released({"strategy": {"measures": {"title": "X"}}}, ("strategy", "measures", "title"))
