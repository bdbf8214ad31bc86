"""The ledger of published cards: what it knows of a sentence, variants of one state, later states, and damage."""

import json

import pytest

from komma_cli import editions, library
from komma_cli.errors import DataError
from komma_cli.texts import LANGUAGES, error_words
from komma_cli.yamlread import parse
from tests.unit.newer_library import Newer, forget

CARD = "threat-call"


@pytest.fixture
def newer(tmp_path, monkeypatch):
    yield Newer(tmp_path, monkeypatch)
    monkeypatch.undo()
    forget()


def put(newer, entries):
    newer.write(f"editions/{CARD}", json.dumps(entries))


def entries(newer):
    return parse(newer.read(f"editions/{CARD}"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Rufen Sie an.", " Rufen  Sie\nan. ", True),
        ("Rufen Sie Frau Müller an.", "Rufen Sie Frau Mu\u0308ller an.", True),
        ("Rufen Sie an.", "Rufen Sie an", False),
        ("Rufen Sie an.", "rufen Sie an.", False),
    ],
)
def test_a_sentence_is_known_again_however_the_file_breaks_it(one, other, same):
    assert (editions.digest(one) == editions.digest(other)) is same
    assert len(editions.digest(one)) == 8


def test_a_half_character_is_no_reason_to_stop():
    assert editions.digest("\ud800") != editions.digest("")


def test_the_state_of_today_says_what_the_library_says():
    (state,) = editions.since(CARD, library.fingerprint(CARD))
    scenario = library.scenario(CARD)
    for lang in LANGUAGES:
        assert state.had(lang, "title", library.scenario(CARD, lang).title)
        assert state.had(lang, "steps.report", library.scenario(CARD, lang).steps[5].text)
        assert not state.had(lang, "steps.report", "Etwas anderes.")
        assert not state.had(lang, "title", None)
    assert state.places("never.") == tuple(
        f"never.{key}" for key in ("provoke", "promise", "record", "call-back", "stay-alone")
    )
    assert state.frame.steps[5].also == scenario.steps[5].also != ()
    structure = [(s.id, s.phase, s.kind, s.role, s.actor, s.within, s.law, s.contact_kinds) for s in state.frame.steps]
    assert structure == [
        (s.id, s.phase, s.kind, s.role, s.actor, s.within, s.law, s.contact_kinds) for s in scenario.steps
    ]
    assert (state.frame.owner, state.frame.audiences) == (scenario.owner, scenario.audiences)


def test_a_fingerprint_nobody_published_is_unknown():
    assert editions.since(CARD, "0123456789ab") == ()


def test_new_english_words_are_a_variant_of_the_same_state(newer):
    old = library.scenario(CARD, "en").title
    newer.words(CARD, "title", library.scenario(CARD, "de").title, "Threat on the phone")
    assert editions.missing() == (CARD,)
    newer.publish(CARD)
    assert editions.missing() == ()
    (state,) = editions.since(CARD, library.fingerprint(CARD))
    assert state.had("en", "title", old)
    assert state.had("en", "title", "Threat on the phone")


def test_later_states_follow_the_one_that_was_copied(newer):
    first = library.fingerprint(CARD)
    newer.words(CARD, "title", "Drohung am Telefon")
    newer.publish(CARD)
    second = library.fingerprint(CARD)
    assert [state.fingerprint for state in editions.since(CARD, first)] == [first, second]
    assert [state.fingerprint for state in editions.since(CARD, second)] == [second]
    assert not editions.since(CARD, first)[0].had("de", "title", "Drohung am Telefon")


def other_hash(entry):
    entry["said"][0] = "title 00000000 00000000"


def lost_column(entry):
    entry["steps"][2] = entry["steps"][2].rpartition(" ")[0]
    entry["seal"] = editions._seal(entry)


def no_steps(entry):
    del entry["steps"]


@pytest.mark.parametrize("damage", [other_hash, lost_column, no_steps], ids=lambda function: function.__name__)
def test_a_damaged_state_is_one_error_with_its_place(newer, damage):
    found = entries(newer)
    spoilt = json.loads(json.dumps(found[0]))
    damage(spoilt)
    put(newer, [*found, spoilt])
    with pytest.raises(DataError) as caught:
        editions.published(CARD)
    assert caught.value.values["file"] == "editions/threat-call"
    assert str(caught.value.values["reason"]).startswith("2: ")
    for lang in LANGUAGES:
        assert "editions/threat-call" in error_words(caught.value.key, lang, **caught.value.values)[0]


@pytest.mark.parametrize("content", ["", "editions: {}\n", "- 3\n", "[\n"])
def test_a_ledger_of_another_form_is_one_error(newer, content):
    newer.write(f"editions/{CARD}", content)
    with pytest.raises(DataError) as caught:
        editions.published(CARD)
    assert caught.value.values["file"] == "editions/threat-call"
