"""Asking for the text with which a measure is released: the wizard's own questions, and nothing kept before the end."""

from datetime import date

import pytest

from komma_cli.paths import ById
from komma_cli.texts import LANGUAGES, text
from komma_cli.wizard.addons.releasing import ASKED, REVIEW, NotAnAnswer, asked, understood, without_gaps
from komma_cli.wizard.input.asker import Leave, ScriptedAsker
from tests.unit.wizard.helper import core_draft

TODAY = date(2026, 12, 1)
PLACE = ("strategy", "fields", ById("f"), "goals", ById("g"), "measures", ById("m"))
TEXTS = tuple(key for key in ASKED if key[0] not in REVIEW)
REVIEWS = tuple(key for key in ASKED if key[0] in REVIEW)


def plan():
    measure = {"id": "m", "title": "Sprachmittlung"}
    goals = [{"id": "g", "title": "G", "measures": [measure]}]
    return core_draft() | {"strategy": {"fields": [{"id": "f", "title": "F", "goals": goals}]}}


def answered(*typed, known=None, keys=TEXTS, lang="de"):
    asker = ScriptedAsker(typed)
    return asked(plan(), PLACE, known or {}, keys, (asker, lang, TODAY)), asker.screen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_names_the_measure_and_the_answers_come_back_as_the_file_holds_them(lang):
    given, screen = answered("Darum.", "", "Zeit.", "", "2", "Bericht", lang=lang)
    assert given == {"why": "Darum.", "conditions": "Zeit.", "licence": "CC-BY-4.0", "source": "Bericht"}
    assert screen.count("Sprachmittlung") >= 5


def test_what_is_known_stays_with_enter():
    known = {"why": "Darum.", "licence": "CC0-1.0", "released_on": "2026-12-01"}
    given, screen = answered("", "", "", "", "", "", known=known)
    assert given == known
    assert "Darum." in screen


def test_back_leads_to_the_question_before():
    given, _ = answered("Darum.", "<", "", "", "", "", "1", "")
    assert given == {"why": "Darum.", "licence": "CC0-1.0"}


def test_what_is_needed_is_asked_until_it_is_there_and_nothing_can_be_noted_as_open():
    given, screen = answered("-", "--", "Darum.", "-", "", "", "", "", "1", "")
    assert given == {"why": "Darum.", "licence": "CC0-1.0"}
    assert " ".join(screen.split()).count(text("release.not_open", "de")) == 3


def test_the_menu_key_ends_it_and_a_hung_up_line_leaves():
    assert answered("Darum.", "<<")[0] is None
    with pytest.raises(Leave):
        answered("Darum.")


def test_a_review_has_an_organisation_and_a_day_that_is_past():
    known = {"why": "Darum.", "licence": "CC0-1.0"}
    given, screen = answered("ja", "Beirat", "morgen", "gestern", known=known, keys=REVIEWS)
    assert given == {**known, "reviewed_by": {"organisation": "Beirat", "on": "2026-11-30"}}
    assert "Zukunft" in screen
    assert answered("nein", known=known, keys=REVIEWS)[0] == known


def test_half_a_review_is_none_and_the_order_is_that_of_the_model():
    assert list(
        without_gaps({"licence": "CC0-1.0", "cost": None, "why": "W", "reviewed_by": {"on": "2026-11-30"}})
    ) == [
        "why",
        "licence",
    ]


def test_a_key_nobody_knows_is_kept_for_the_check_to_tell():
    assert without_gaps({"whyy": "W", "why": "V"}) == {"why": "V", "whyy": "W"}


def test_answers_given_in_one_go_are_understood_like_typed_ones():
    given = {("why",): " Darum. ", ("licence",): "cc0", ("cost",): "", (*REVIEW, "on"): "heute"}
    assert understood(plan(), PLACE, given, "de", TODAY) == {
        ("why",): "Darum.",
        ("licence",): "CC0-1.0",
        ("cost",): None,
        (*REVIEW, "on"): "2026-12-01",
    }


@pytest.mark.parametrize(("key", "typed"), [(("licence",), "MIT"), (("cost",), "x" * 201), ((*REVIEW, "on"), "bald")])
def test_what_is_no_answer_is_told_with_its_key(key, typed):
    with pytest.raises(NotAnAnswer) as refused:
        understood(plan(), PLACE, {key: typed}, "de", TODAY)
    assert refused.value.args[0] == key
    assert refused.value.args[1]
