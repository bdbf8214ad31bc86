from __future__ import annotations

import pytest

from komma_cli.paths import ById
from komma_cli.store import Places, drift, load, source_from_bytes

TEXT = """\
# Kopf
komma: 1
municipality:  # Stadt
  ags: 05113000
  name: "Muster"  # Name
  active: True
  on: 2026-11-22
people:
  - id: anna
    channels:
      - kind: phone
        value: +4930231250
  - name: ohne Kennung
note: |
  eins
  zwei
empty:
list: [a, 0123]
"""


@pytest.fixture
def places() -> Places:
    return Places(source_from_bytes(TEXT.encode(), "test"))


@pytest.mark.parametrize(
    ("path", "shown", "line"),
    [
        (("municipality", "ags"), "05113000", 4),
        (("municipality", "name"), '"Muster"', 5),
        (("municipality",), "municipality", 3),
        (("people", 0), "anna", 9),
        (("people", ById("anna"), "channels", 0, "value"), "+4930231250", 12),
        (("people", 1), "name", 13),
        (("note",), "|", 14),
        (("empty",), "empty", 17),
        (("list", 1), "0123", 18),
        ((), "k", 2),
    ],
)
def test_a_value_is_shown_where_it_stands(places: Places, path: tuple[str | int, ...], shown: str, line: int) -> None:
    place = places.place(path)
    assert (place.line, place.excerpt_line[place.column - 1 : place.end_column - 1]) == (line, shown)
    assert place.exact


@pytest.mark.parametrize(
    ("path", "shown", "line"),
    [
        (("municipality", "state"), "municipality", 3),
        (("people", 0, "channels", 0, "class"), "kind", 11),
        (("people", ById("bert"), "name"), "people", 8),
        (("people", 7), "people", 8),
        (("municipality", "ags", "deeper"), "ags", 4),
        (("roles", 0), "k", 2),
    ],
)
def test_what_is_missing_is_shown_at_the_nearest_thing_above(
    places: Places, path: tuple[str | int, ...], shown: str, line: int
) -> None:
    place = places.place(path)
    assert (place.line, place.excerpt_line[place.column - 1 : place.end_column - 1]) == (line, shown)
    assert not place.exact


def test_the_key_is_shown_when_asked_for(places: Places) -> None:
    place = places.place(("municipality", "ags"), key=True)
    assert place.excerpt_line[place.column - 1 : place.end_column - 1] == "ags"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("municipality", "ags"), "05113000"),
        (("people", 0, "channels", 0, "value"), "+4930231250"),
        (("municipality", "active"), "True"),
        (("list", 1), "0123"),
        (("municipality", "name"), None),
        (("municipality", "on"), None),
        (("empty",), None),
        (("municipality",), None),
    ],
)
def test_drift_shows_what_was_typed_before_yaml_made_a_number_of_it(
    places: Places, path: tuple[str | int, ...], written: str | None
) -> None:
    value: object = load(source_from_bytes(TEXT.encode(), "test")).data
    for part in path:
        value = value[part]  # type: ignore[index]
    assert drift(path, value, places) == written


def test_the_source_of_a_scalar_keeps_its_quotes(places: Places) -> None:
    assert places.source_scalar(("municipality", "name")) == '"Muster"'
    assert places.source_scalar(("people",)) == ""


def test_an_alias_leads_to_the_anchored_value() -> None:
    places = Places(source_from_bytes(b"a: &x {c: 1}\nb: *x\n", "test"))
    assert (places.place(("b", "c")).line, places.place(("b", "c")).column) == (1, 11)


def test_a_file_that_cannot_be_composed_still_has_places() -> None:
    places = Places(source_from_bytes(b"komma: 1\nname: 'x\n", "test"))
    assert places.place(("name",)).line == 2
    assert places.at(99, 99).line == 3
    assert places.at(None, None).column == 1
    assert places.source_scalar(("name",)) == ""
