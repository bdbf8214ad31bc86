from __future__ import annotations

from datetime import date

import pytest

from komma_cli.model.fields import Confidentiality
from komma_cli.render import phrases
from komma_cli.render.audience import redact
from komma_cli.render.catalog import document
from komma_cli.render.context import Filters, values
from komma_cli.render.markdown import Templates
from komma_cli.render.reader import Reader
from tests.unit.render.playbooks import data, playbook

TODAY = date(2026, 12, 1)


def reader(audience: Confidentiality = "internal", name: str = "kleinhausen", today: date = TODAY) -> Reader:
    return Reader(redact(playbook(name=name), audience), "de", audience, today)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+493023125001", "030 23125001"),
        ("+493023125-001", "030 23125\u2011001"),
        ("+4915228817386", "01522 8817386"),
        ("+43123456789", "+43 1 23456789"),
        ("110", "110"),
        ("116117", "116117"),
        ("+1", "+1"),
    ],
)
def test_telephone_numbers_read_as_people_write_them_and_never_break(stored: str, shown: str) -> None:
    assert phrases.phone(stored) == shown.replace(" ", "\u00a0")


def test_days() -> None:
    assert phrases.long_day(date(2026, 3, 5), "de") == "5.\u00a0März 2026"
    assert phrases.long_day(date(2026, 3, 5), "en") == "5\u00a0March 2026"
    assert phrases.short_day(date(2026, 3, 5)) == "05.03.2026"


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        ("town", "Musterstadt", "Stadt Musterstadt"),
        ("municipality", "Kleindorf", "Gemeinde Kleindorf"),
        ("district", "Landkreis Muster", "Landkreis Muster"),
        ("joint_administration", "Amt Muster", "Amt Muster"),
        ("town", "Stadtbergen", "Stadt Stadtbergen"),
    ],
)
def test_the_name_of_the_place(kind: str, name: str, shown: str) -> None:
    assert phrases.place({"kind": kind, "name": name}, "de") == shown


def test_only_spaces_are_held_together() -> None:
    text = "- StGB § 77b, Abs. 1, z. B. 3 Monate oder 10 %; 12 Äpfel, Nr. 4, §§ 1, 2"
    held = phrases.hold_together(text)
    assert held.replace("\u00a0", " ") == text
    assert "§\u00a077b" in held
    assert "Abs.\u00a01" in held
    assert "z.\u00a0B." in held
    assert "3\u00a0Monate" in held
    assert "10\u00a0%" in held
    assert "12 Äpfel" in held


@pytest.mark.parametrize(
    ("audience", "with_function", "without"),
    [
        ("public", "Leitung Büro für Vielfalt", "intern festgelegt"),
        ("internal", "Leitung Büro für Vielfalt", "Petra Sommer"),
        ("confidential", "Aylin Demir, Leitung Büro für Vielfalt", "Petra Sommer"),
    ],
)
def test_people_are_functions_before_they_are_names(
    audience: Confidentiality, with_function: str, without: str
) -> None:
    assert reader(audience).who("person-1") == with_function
    assert reader(audience).who("person-3") == without


def test_a_chain_is_holder_deputies_and_provider_in_order() -> None:
    chain = reader().chain("coordination")
    assert [(contact.place, contact.phone) for contact in chain] == [
        ("zuständig", "+493023125001"),
        ("Vertretung 1", "+493023125002"),
    ]
    assert [contact.place for contact in reader().chain("counselling")] == ["gestellt von außen"]


def test_a_vacant_role_says_since_when_and_why() -> None:
    assert reader().chain("line")[0].who == "unbesetzt seit 01.10.2026: Stelle ausgeschrieben"


def test_a_missing_reference_gives_one_contact_without_a_name() -> None:
    (contact,) = reader().chain(None)
    assert (contact.who, contact.phone) == (None, None)


@pytest.mark.parametrize(
    ("today", "away"),
    [
        (date(2026, 12, 1), "abwesend 21.12.2026 bis 02.01.2027"),
        (date(2026, 12, 21), "abwesend bis 02.01.2027"),
        (date(2027, 1, 2), "abwesend bis 02.01.2027"),
        (date(2027, 1, 3), None),
    ],
)
def test_absences_that_run_or_come_are_named_past_ones_are_not(today: date, away: str | None) -> None:
    assert reader("confidential", today=today).chain("coordination")[0].away == away
    assert reader("internal", today=today).chain("coordination")[0].away is None


def test_measures_are_coded_in_the_order_of_the_strategy() -> None:
    assert [(m.code, m.item["title"], m.goal["title"]) for m in reader("public").measures()] == [
        ("M-01", "Schulung der Führungskräfte", "Jede Meldung wird beantwortet"),
        ("M-02", "Meldewege bekannt machen", "Jede Meldung wird beantwortet"),
    ]


def test_a_draft_has_no_number_and_the_day_it_is_printed() -> None:
    control = reader(name="erster-tag").control(document("strategy"))
    assert control.is_draft
    assert (control.number, control.version, control.day) == (None, "Entwurf", TODAY)
    assert control.owner == "Koordination"


def test_the_control_block_of_a_released_version() -> None:
    control = reader().control(document("response-guide"))
    assert (control.number, control.version, control.day) == ("KLH-2026-07-L", "1.0", date(2026, 11, 15))
    assert (control.released, control.classification) == ("Die Bürgermeisterin, 20.11.2026", "intern")


def test_missing_sections_are_named_by_the_words_people_know() -> None:
    assert values(reader("public", "erster-tag"), document("strategy"))["gaps"] == ("Auftrag und Haltung", "Strategie")
    assert values(reader("public"), document("strategy"))["gaps"] == ()


def test_every_filter_says_that_something_is_open_instead_of_leaving_a_hole() -> None:
    filters = Filters(reader())
    for name in (
        "who",
        "day",
        "short_day",
        "duration",
        "phone",
        "digits",
        "yes_no",
        "prose",
        "cell",
        "level",
        "amount",
    ):
        assert filters.all()[name](None) == "offen", name
    for name in ("whom", "lines", "languages"):
        assert filters.all()[name]([]) == "offen", name
    assert filters.labels([], "audience") == "offen"
    assert filters.hours(None) == "offen, bitte erfragen"


def test_values_become_words() -> None:
    filters = Filters(reader())
    assert filters.duration("PT15M") == "15 Minuten"
    assert filters.labels(["staff", "officials"], "audience") == "Beschäftigte, Amts- und Mandatspersonen"
    assert filters.labels(["residents", "staff", "officials", "volunteers"], "audience") == "alle Gruppen"
    assert filters.languages(["de", "tr", "xx"]) == "Deutsch, Türkisch, xx"
    assert filters.amount(12400) == "12\u00a0400"
    assert filters.amount(19.5) == "19,5"
    assert filters.phone("+493023125001") == "[030\u00a023125001](tel:+493023125001)"
    assert filters.short_day("2024-02") == "2024-02"
    assert filters.channel({"kind": "email", "value": "a@b.example", "note": "Mo*"}) == (
        r"[a@b.example](mailto:a@b.example) (Mo\*)"
    )


def test_laws_of_other_laender_and_unknown_ids_are_left_out() -> None:
    assert [law.id for law in reader().laws("strafantrag", "no-such-law", None)] == ["strafantrag"]


def test_a_literal_of_a_template_is_printed_like_a_value(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "t.md.j2").write_text('{{ none }} {{ "<b> & |" }}', encoding="utf-8")
    assert Templates([folder], missing="offen").render("t.md.j2", {}) == "offen \\<b\\> & \\|\n"


def test_the_view_of_a_template_is_total() -> None:
    plain = data("erster-tag")
    view = Reader(redact(playbook(plain), "internal"), "de", "internal", TODAY).playbook
    assert view["internal_review"]["complaint_office"]["role"] is None
    assert view["strategy"]["situation"]["sources"] == []
