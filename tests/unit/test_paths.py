from __future__ import annotations

from typing import Any

import pytest

from komma_cli import paths
from komma_cli.errors import UsageError
from komma_cli.paths import ById

DATA: dict[str, Any] = {
    "escalation": {"levels": [{"id": "level-1", "first_contact": "a"}, {"id": "level-2", "first_contact": "b"}]},
    "people": [{"name": "ohne"}, {"id": "same"}, {"id": "same"}, {"id": "7"}, "text"],
}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("escalation", "levels", 1, "first_contact"), "escalation.levels[level-2].first_contact"),
        (("people", 0, "name"), "people[0].name"),
        (("people", 2), "people[2]"),
        (("people", 3), 'people["7"]'),
        (("people", 4), "people[4]"),
        (("people", 99, "name"), "people[99].name"),
        (("a.b", "c d", ""), '"a.b"."c d".""'),
    ],
)
def test_a_path_is_written_by_id_where_the_id_is_unmistakable(path: paths.Path, text: str) -> None:
    assert paths.format_path(path, DATA) == text


def test_text_is_read_back_symbolically_and_made_concrete() -> None:
    symbolic = paths.parse_path("escalation.levels[level-2].first_contact")
    assert symbolic == ("escalation", "levels", ById("level-2"), "first_contact")
    assert paths.resolve(symbolic, DATA) == ("escalation", "levels", 1, "first_contact")
    assert paths.parse_path('x[0]["0"]."a.b"') == ("x", 0, ById("0"), "a.b")
    assert paths.format_path(symbolic) == "escalation.levels[level-2].first_contact"


@pytest.mark.parametrize(
    ("text", "column"),
    [("", 1), (".a", 1), ("a.", 3), ("a..b", 3), ("a[b", 4), ("a]", 2), ("a[]", 3), ('a."x', 3), ("a b", 2)],
)
def test_what_is_no_path_is_refused_with_the_place(text: str, column: int) -> None:
    with pytest.raises(UsageError) as caught:
        paths.parse_path(text)
    assert (caught.value.key, caught.value.values["column"]) == ("paths.not_a_path", column)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("escalation.levels[level-9].name", "paths.no_such_item"),
        ("escalation.level.name", "paths.no_such_value"),
        ("escalation[level-1]", "paths.no_such_item"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(text: str, key: str) -> None:
    with pytest.raises(UsageError) as caught:
        paths.resolve(paths.parse_path(text), DATA)
    assert caught.value.key == key


def test_the_last_step_may_be_missing() -> None:
    assert paths.resolve(paths.parse_path("escalation.levels[level-1].inform"), DATA)[-1] == "inform"


def test_get_returns_the_default_where_nothing_stands() -> None:
    assert paths.get(DATA, ("escalation", "levels", ById("level-2"), "first_contact")) == "b"
    assert paths.get(DATA, ("people", 9), "nichts") == "nichts"
    assert paths.get({"a": None}, ("a",), "nichts") is None


def test_setting_creates_what_is_missing() -> None:
    data: dict[str, Any] = {"roles": None}
    paths.set_value(data, paths.parse_path("roles[lead].holder"), "anna")
    paths.set_value(data, paths.parse_path("roles[lead].deputies[0]"), "bert")
    paths.set_value(data, paths.parse_path("municipality.name"), "Musterstadt")
    assert data == {
        "roles": [{"id": "lead", "holder": "anna", "deputies": ["bert"]}],
        "municipality": {"name": "Musterstadt"},
    }


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("people", "name"), "paths.not_a_mapping"),
        (("escalation", 0), "paths.not_a_list"),
        (("people", 9), "paths.gap_in_list"),
        ((), "paths.empty"),
    ],
)
def test_setting_refuses_what_would_destroy(path: paths.Path, key: str) -> None:
    with pytest.raises(UsageError) as caught:
        paths.set_value(DATA, path, "x")
    assert caught.value.key == key


def test_removing_says_whether_there_was_something() -> None:
    data = {"people": [{"id": "a"}, {"id": "b"}], "x": 1}
    assert paths.remove_value(data, ("people", ById("a")))
    assert not paths.remove_value(data, ("people", ById("a")))
    assert not paths.remove_value(data, ("x", "y"))
    assert data == {"people": [{"id": "b"}], "x": 1}


def test_every_error_has_words_in_both_languages() -> None:
    from komma_cli import texts

    assert set(texts.words("errors/paths", "de")) == set(texts.words("errors/paths", "en"))
