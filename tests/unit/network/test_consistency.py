"""Confirmed entries of bodies: where they differ from the directory or from each other."""

from __future__ import annotations

import json
from datetime import date

from komma_cli.directory import entry
from komma_cli.network.bundle import ConfirmedBody, Way
from komma_cli.network.consistency import Saying, differences, of_member
from komma_cli.report.directory_differences import as_json, as_text
from komma_cli.texts import LANGUAGES


def known() -> tuple[str, str]:
    """Return the id of an entry with exactly one telephone number and hours, and that number."""
    from komma_cli.directory import entries

    found = next(one for one in entries("de") if len(one.phones) == 1 and one.hours)
    return found.id, found.phones[0].value


def saying(name: str, number: str, day: int, hours: str | None = None) -> Saying:
    body = ConfirmedBody(
        entry=known()[0], ways=(Way(kind="phone", value=number),), hours=hours, confirmed_on=date(2026, 11, day)
    )
    return Saying(name.lower(), name, body)


def test_what_agrees_with_the_directory_is_no_difference() -> None:
    name, number = known()
    assert differences([saying("Astadt", number, 1, entry(name).hours), saying("Bdorf", number, 2)]) == ()


def test_all_who_agree_against_the_directory_make_a_proposal() -> None:
    found = differences([saying("Astadt", "+493023125001", 1), saying("Bdorf", "+493023125001", 9)])
    (one,) = found
    assert (one.kind, one.known, one.disputed) == ("phone", (known()[1],), False)
    assert one.versions[0].confirmed_on == date(2026, 11, 9)
    record = json.loads(as_json(found, "de"))["differences"][0]
    assert record["proposal"] == ["+493023125001"]
    for lang in LANGUAGES:
        assert "+493023125001" in as_text(found, lang)


def test_municipalities_that_contradict_each_other_both_have_something_to_look_after() -> None:
    found = differences([saying("Astadt", "+493023125001", 1), saying("Bdorf", known()[1], 9)])
    (one,) = found
    assert one.disputed
    assert [version.value for version in one.versions] == [(known()[1],), ("+493023125001",)]
    assert json.loads(as_json(found, "de"))["differences"][0]["proposal"] is None
    assert list(of_member(found, "astadt")) == list(of_member(found, "bdorf")) == [one]
    assert list(of_member(found, "anders")) == []


def test_hours_are_compared_too() -> None:
    number = known()[1]
    (one,) = differences([saying("Astadt", number, 1, "Mo 09:00-10:00")])
    assert (one.kind, one.versions[0].value) == ("hours", ("Mo 09:00-10:00",))


def test_an_entry_the_directory_does_not_know_is_compared_among_municipalities() -> None:
    bodies = [
        ConfirmedBody(
            entry="gone", ways=(Way(kind="web", value=f"https://{name}.example"),), confirmed_on=date(2026, 1, 1)
        )
        for name in ("a", "b")
    ]
    (one,) = differences([Saying(name, name, body) for name, body in zip("ab", bodies, strict=True)])
    assert (one.entry, one.known, one.disputed) == ("gone", (), True)


def test_nothing_to_say_is_said() -> None:
    for lang in LANGUAGES:
        assert as_text((), lang).strip()
