"""Which values are secrets, and when a value in a file is a leak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from komma_cli.model.fields import CONFIDENTIALITY, Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.render.proof.search import Proof, Said
from komma_cli.render.proof.twin import twin
from komma_cli.render.proof.values import secrets
from tests.unit.render.playbooks import data, playbook

NUMBER = "+492214710990"


def plan(**sections: Any) -> Playbook:
    plain = data()
    plain["people"][0] |= {"name": "Hedwig Tannhoff", "function": "Bürgermeisterin"}
    return playbook(plain | sections)


def found(made: Playbook, audience: Confidentiality = "public") -> dict[str, Any]:
    return {secret.path: secret.value for secret in secrets(made, audience)}


def test_nothing_is_above_the_narrowest_circle_and_more_above_a_wider_one() -> None:
    made = plan()
    counts = [len(secrets(made, audience)) for audience in CONFIDENTIALITY]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0 < counts[0]


def test_names_are_above_the_public_and_functions_are_not() -> None:
    values = found(plan()).values()
    assert "Hedwig Tannhoff" in values
    assert "Bürgermeisterin" not in values


def test_what_the_readers_may_see_elsewhere_is_no_secret() -> None:
    made = plan()
    hidden = next(path for path, value in found(made).items() if value == "Hedwig Tannhoff")
    plain = data()
    plain["people"][0] |= {"name": "Hedwig Tannhoff", "function": "Hedwig Tannhoff"}
    assert hidden not in found(playbook(plain))


def test_the_end_of_a_known_number_is_not_held_against_another() -> None:
    plain = data()
    plain["people"][0]["channels"] = [
        {"kind": "phone", "value": "+49304710990", "class": "public"},
        {"kind": "private_phone", "value": NUMBER, "class": "confidential"},
    ]
    proof = Proof(playbook(plain), "public")
    assert not proof.hits(b"030 4710990")
    assert proof.hits(b"0221 4710990")


def test_a_sentence_of_a_long_text_gives_it_away() -> None:
    made = plan(
        mandate={"statement": {"text": "Wir stehen zusammen.", "signatory": "Amt", "date": "2026-01-01"}},
        security_concept={
            "sites": [
                {"id": "site", "name": "Rathaus", "measures": ["Kurz. Der zweite Zugang liegt hinter dem Archiv."]}
            ],
        },
    )
    proof = Proof(made, "internal")
    assert proof.hits("… Der zweite Zugang liegt\nhinter dem Archiv …".encode())


@pytest.mark.parametrize("audience", CONFIDENTIALITY[:3])
def test_a_twin_differs_in_every_secret_and_in_nothing_else(audience: Confidentiality) -> None:
    made = playbook(data())
    before = {secret.places: secret.value for secret in secrets(made, audience)}
    kept = [secret for secret in secrets(made, audience) if secret.places[0][-1] not in ("id", "deadline")]
    other = twin(made, kept)
    assert other is not None
    after = {secret.places: secret.value for secret in secrets(other, audience)}
    assert {secret.value for secret in kept}.isdisjoint(
        value for places, value in after.items() if places in {secret.places for secret in kept}
    )
    assert set(before) >= {secret.places for secret in kept}


def judged(made: Playbook, remake: Callable[[Playbook], bytes], **more: bool) -> Any:
    return Proof(made, "public").judge(remake(made), "p.md", remake, **more)


def test_a_paper_that_follows_the_value_leaks() -> None:
    verdict = judged(plan(), lambda made: f"Rufen Sie {made.people[0].name} an.".encode())
    assert verdict.leaks == ("people[head-person].name",) or verdict.leaks[0].endswith(".name")
    assert "Tannhoff" not in repr(verdict)


def test_words_that_stand_there_whatever_the_plan_says_are_none() -> None:
    assert judged(plan(), lambda made: b"Hedwig Tannhoff") == judged(plan(), lambda made: b"nichts")


def test_they_count_in_a_template_of_ones_own() -> None:
    verdict = judged(plan(), lambda made: b"Ihre Hedwig Tannhoff", own_words=True)
    assert [path.endswith(".name") for path in verdict.leaks] == [True]


def test_a_word_that_is_also_the_front_of_an_address_does_not_count_there() -> None:
    plain = data()
    plain["people"][0]["channels"] = [
        {"kind": "private_email", "value": "zuflucht@post.example", "class": "confidential"}
    ]
    made = playbook(plain)
    assert Proof(made, "public").hits("Zuflucht für alle".encode())
    assert judged(made, lambda other: "Zuflucht für alle".encode(), own_words=True).leaks == ()
    assert judged(made, lambda other: b"zuflucht@post.example", own_words=True).leaks != ()


def test_many_leaks_are_not_all_worked_out() -> None:
    plain = data()
    for person in plain["people"]:
        person["name"] = f"Person {person['id'].translate(str.maketrans('123', 'abc'))}"
        person["channels"] = [
            {"kind": "private_email", "value": f"{person['id']}@post.example", "class": "confidential"}
        ]
    made = playbook(plain)
    verdict = judged(
        made, lambda other: " ".join(f"{one.name} {one.channels[0].value}" for one in other.people).encode()
    )
    assert (len(verdict.leaks), verdict.more) == (3, True)


@pytest.mark.parametrize("text", ["Dafür steht Hedwig Tannhoff.", "Frau Tannhoff steht dafür.", "Tannhoff, Hedwig"])
def test_a_text_for_everybody_that_names_a_person_is_told_with_its_place(text: str) -> None:
    made = plan(mandate={"statement": {"text": text, "signatory": "Die Bürgermeisterin", "date": date(2026, 1, 1)}})
    verdict = judged(made, lambda other: other.mandate.statement.text.encode())  # type: ignore[union-attr]
    assert verdict.leaks == ()
    assert [(type(said), said.at) for said in verdict.said] == [(Said, "mandate.statement.text")]


def test_a_day_that_comes_from_another_field_is_no_leak() -> None:
    plain = data()
    plain["people"][0]["absences"] = [{"first_day": "2026-12-21", "last_day": "2027-01-06"}]
    made = playbook(plain)
    assert judged(made, lambda other: b"Stand: 21.12.2026").leaks == ()
    leak = judged(made, lambda other: f"weg ab {other.people[0].absences[0].first_day:%d.%m.%Y}".encode())
    assert [path.endswith(".first_day") for path in leak.leaks] == [True]


def test_a_paper_nobody_can_make_again_is_judged_by_what_it_says() -> None:
    made = plan()
    assert Proof(made, "public").judge(b"Hedwig Tannhoff").leaks
