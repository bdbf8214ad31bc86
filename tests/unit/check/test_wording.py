"""The words of a playbook are found in the right text, with the class of everything around it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from komma_cli.check.registry import Context
from komma_cli.check.wording import Passage, sentences
from komma_cli.model.problems import validate
from tests.rules.helper import BASE, merged


def found(fragment: dict[str, Any], *words: str) -> list[Passage]:
    data = merged(fragment)
    playbook, problems = validate(data)
    assert playbook is not None, problems
    return list(Context(playbook, data, date(2026, 12, 1)).wording.holding(*words))


def test_a_text_is_found_once_whatever_it_holds_twice() -> None:
    passages = found(
        {"strategy": {"summary": "Hass und Hass und Hetze", "risks": ["kein Geld", "Hetze"]}}, "hass", "hetze"
    )
    assert [passage.parts for passage in passages] == [("strategy", "summary"), ("strategy", "risks", 1)]


def test_letters_that_grow_when_made_small_do_not_shift_the_places() -> None:
    passages = found({"strategy": {"summary": "İİİİİİİİİİİİ", "risks": ["erstes Wort", "zweites Wort"]}}, "zweites")
    assert [passage.parts for passage in passages] == [("strategy", "risks", 1)]


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ({"strategy": {"summary": "ein Wort"}}, "public"),
        ({"support": {"costs": {"mandate": "ein Wort"}}}, "mandate"),
        ({"communication": {"never_said": ["ein Wort"]}}, "internal"),
        ({"liaisons": [{"id": "a", "body": "b", "limits": ["ein Wort"]}]}, "internal"),
        ({"alliance": {"strategy_group": {"purpose": "Schutz", "members": ["ein Wort"]}}}, "confidential"),
        ({"alliance": {"partners": [{"id": "a", "name": "ein Wort", "contribution": "Räume"}]}}, "internal"),
        (
            {"alliance": {"partners": [{"id": "a", "name": "ein Wort", "contribution": "b", "class": "public"}]}},
            "public",
        ),
    ],
)
def test_the_strictest_class_on_the_way_counts(fragment: dict[str, Any], expected: str) -> None:
    assert [passage.confidentiality for passage in found(fragment, "ein wort")] == [expected]


def test_ids_and_addresses_are_not_read() -> None:
    person = {"id": "wort", "function": "Leitung", "channels": [{"kind": "web", "value": "https://wort.example"}]}
    assert found({"people": [person]}, "wort") == []


def test_a_key_that_the_model_does_not_know_has_no_class() -> None:
    data = {**BASE, "unbekannt": "ein Wort"}
    playbook, _ = validate(BASE)
    assert playbook is not None
    passages = list(Context(playbook, data, date(2026, 12, 1)).wording.holding("ein wort"))
    assert [passage.confidentiality for passage in passages] == [None]


def test_sentences_end_at_marks_and_lines() -> None:
    assert sentences("Eins. Zwei!\nDrei, § 4 Abs. 1") == ["Eins.", "Zwei!", "Drei, § 4 Abs.", "1"]
