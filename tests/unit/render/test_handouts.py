"""The handout for elected officials and the role cards: short enough to be used, and nobody is sent to a dead end."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from komma_cli.laws import laws, printed
from komma_cli.model.fields import Confidentiality
from komma_cli.model.problems import validate
from komma_cli.render.catalog import documents
from komma_cli.render.pdf import write_pdf
from komma_cli.render.produce import Produced, produce
from komma_cli.render.tree import Block, Callout, Heading, PageBreak, Table, inlines_of, plain, walk
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

TODAY = date(2026, 12, 1)
EXAMPLES = Path(__file__).parents[3] / "playbooks"
NAMES = ("musterstadt", "erste-stunde")
LONG = "Kümmert sich um alle Fragen der Unterbringung, der Begleitung und der Rückkehr an den Arbeitsplatz"


def example(name: str) -> dict[str, Any]:
    data: dict[str, Any] = parse((EXAMPLES / f"{name}.komma.yaml").read_text(encoding="utf-8"))
    return data


def filled(data: dict[str, Any], document: str, lang: Lang = "de", audience: Confidentiality | None = None) -> Produced:
    playbook, problems = validate(data)
    assert playbook is not None, problems
    return produce(playbook, document, lang, audience, TODAY)


@cache
def made(document: str, name: str, lang: Lang = "de", audience: Confidentiality | None = None) -> Produced:
    return filled(example(name), document, lang, audience)


def pages(produced: Produced) -> int:
    return write_pdf(produced.document).count


def said(*blocks: Block) -> str:
    text = "\n".join(plain(part) for block in walk(blocks) for part in inlines_of(block))
    return text.replace("\u00a0", " ")


def cards(produced: Produced) -> list[tuple[Block, ...]]:
    """Return the blocks of each card."""
    parts = groupby(produced.document.blocks, lambda block: isinstance(block, PageBreak))
    return [tuple(blocks) for is_break, blocks in parts if not is_break]


def rows(produced: Produced, head: str) -> dict[str, list[str]]:
    """Return the rows of the table with this first head cell, by their own first cell."""
    tables = (block for block in walk(produced.document.blocks) if isinstance(block, Table))
    table = next(table for table in tables if plain(table.head[0]).replace("\u00a0", " ") == head)
    return {plain(row[0]): [plain(cell).replace("\u00a0", " ") for cell in row[1:]] for row in table.rows}


# The handout for elected officials


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_handout_has_at_most_four_pages(name: str, lang: Lang) -> None:
    produced = made("officials-handout", name, lang)
    assert (produced.audience, produced.room) == ("mandate", 4)
    assert pages(produced) <= 4


@pytest.mark.parametrize("name", NAMES)
def test_the_handout_first_says_whom_to_call(name: str) -> None:
    blocks = made("officials-handout", name).document.blocks
    assert isinstance(blocks[1], Callout) and "110 Polizei" in said(blocks[1])
    titles = [plain(block.children) for block in blocks if isinstance(block, Heading)]
    assert titles[1:4] == ["Sie sind betroffen: vier Schritte", "Wen Sie anrufen", "Was nach Ihrem Anruf geschieht"]


def unclassed(name: str = "musterstadt") -> dict[str, Any]:
    """Return a playbook in which nobody has said that a number is for officials."""
    data = example(name)
    for item in (*data["people"], *data["bodies"]):
        for channel in item.get("channels", ()):
            if channel.get("class") == "mandate":
                del channel["class"]
    return data


def test_numbers_that_are_meant_for_officials_stand_there_and_no_name() -> None:
    produced = made("officials-handout", "musterstadt")
    table = rows(produced, "Wofür")
    assert table["Ansprechperson, zuständig"][:2] == ["Leitung Ratsbüro", "0221 4710111"]
    assert table["Nachts und am Wochenende"][1] == "0221 4710999"
    names = [person["name"] for person in example("musterstadt")["people"] if person.get("name")]
    assert names
    assert not [name for name in names if name in said(*produced.document.blocks)]


def test_numbers_of_the_house_stay_there_until_they_are_meant_for_officials() -> None:
    produced = filled(unclassed(), "officials-handout")
    assert "0221 4710111" not in said(*produced.document.blocks)
    assert rows(produced, "Wofür")["Nachts und am Wochenende"][1] == "offen"


def test_a_body_without_a_number_for_officials_is_named_and_left_out_of_the_table() -> None:
    produced = filled(unclassed(), "officials-handout")
    assert "Kollegialer Kreis der Ratsmitglieder im Musterkreis" not in rows(produced, "Wer")
    hint = "die Ansprechperson vermittelt Sie: Notfallbegleitung Musterkreis, Kollegialer Kreis der Ratsmitglieder"
    assert hint in said(*produced.document.blocks)


@pytest.mark.parametrize("audience", ["mandate", "internal"])
def test_help_for_other_groups_is_not_offered_to_officials(audience: Confidentiality) -> None:
    text = said(*made("officials-handout", "musterstadt", audience=audience).document.blocks)
    assert "Beratungstelefon für Amts- und Mandatspersonen Musterland" in text
    assert "Betriebliche Sozialberatung" not in text
    assert "Antidiskriminierungsbüro" not in text


def test_help_for_officials_alone_comes_first() -> None:
    listed = list(rows(made("officials-handout", "musterstadt"), "Wer"))
    assert listed[0] == "Beratungstelefon für Amts- und Mandatspersonen Musterland"
    assert len(listed) > 3


def test_every_situation_says_what_helps_and_what_not_to_do() -> None:
    table = rows(made("officials-handout", "erste-stunde"), "Lage")
    assert list(table) == ["Post", "Netz", "Telefon", "Haustür", "Termin", "Sitzung"]
    assert all(len(cell.split()) <= 24 for cells in table.values() for cell in cells)
    assert "aufnehmen" in table["Telefon"][1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_law_in_the_handout_is_komma_s_own_with_its_date(lang: Lang) -> None:
    text = said(*made("officials-handout", "erste-stunde", lang).document.blocks)
    known = {law.id: law for law in laws(lang)}
    as_of = {"de": "Stand", "en": "as of"}
    always = {each for part in ("deadlines", "rights") for each in printed()[part]}
    for name in ("strafantrag", "register-block", "trauma-outpatient", "protection-order"):
        law = known[name]
        assert name in always
        assert f"{law.norm.replace(chr(160), ' ')}, {as_of[lang]} {law.as_of:%d.%m.%Y}" in text
        assert law.what_to_do in text


def test_only_ways_that_lead_past_the_contact_person_are_named_for_trouble_inside() -> None:
    text = said(*made("officials-handout", "musterstadt").document.blocks)
    assert "an der Verwaltungsspitze vorbei" in text
    assert "Ratsbüro, für Menschen mit Amt oder Mandat" not in text
    assert "Ein Weg, der nicht über die Ansprechperson führt: offen." in said(
        *made("officials-handout", "erste-stunde").document.blocks
    )


def test_officials_read_why_the_plan_leaves_them_out() -> None:
    data = example("erste-stunde")
    data["municipality"]["audiences"] = {
        "officials": {"included": False, "reason": "Der Kreis hat einen eigenen Plan."}
    }
    text = said(*filled(data, "officials-handout").document.blocks)
    assert "schließt Amts- und Mandatspersonen nicht ein. Grund: Der Kreis hat einen eigenen Plan." in text


# The role cards


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_role_has_exactly_one_page(name: str, lang: Lang) -> None:
    produced = made("role-cards", name, lang)
    roles = example(name)["roles"]
    assert pages(produced) == len(cards(produced)) == len(roles)
    titles = [plain(block.children) for card in cards(produced) for block in card if isinstance(block, Heading)]
    assert titles[1:] == [role["title"] for role in roles]


def with_long_texts(length: int, deputies: int = 6) -> dict[str, Any]:
    data = example("musterstadt")
    line = " ".join([LONG] * 3)[:length].rstrip(" ,")
    people = [person["id"] for person in data["people"]]
    for person in data["people"]:
        person |= {"function": line, "hours": "Mo 08:00-12:00; Tu 09:00-12:30; We 10:00-15:00; Th 08:00-18:00; PH off"}
    for level in data["escalation"]["levels"]:
        level["name"] = line
    for role in data["roles"]:
        role |= {"title": line, "tasks": [line] * 9, "holder": people[0], "deputies": people[1 : 1 + deputies]}
        role.pop("provided_by", None)
        role.pop("vacancy", None)
    data["roles"].sort(key=lambda role: role["id"] != "contact-staff")  # most words, and the first page has the title
    return data


@pytest.mark.parametrize(("length", "lang"), [(100, "de"), (200, "en")])
def test_long_texts_are_shortened_and_never_take_a_second_page(length: int, lang: Lang) -> None:
    data = with_long_texts(length)
    produced = filled(data, "role-cards", lang)
    assert pages(produced) == len(data["roles"])
    more, sheet = {
        "de": ("Weitere Aufgaben im Plan: 8", "Kontaktblatt"),
        "en": ("More tasks in the plan: 8", "contact sheet"),
    }[lang]
    for card in cards(produced):
        assert "…" in said(*card)
        assert more in said(*card)
        assert sheet in said(*card)


@pytest.mark.parametrize("name", NAMES)
def test_every_card_can_be_taken_out(name: str) -> None:
    for card in cards(made("role-cards", name)):
        assert "110 (Polizei) oder 112 (Rettung)" in said(*(block for block in card if isinstance(block, Callout)))
        for word in ("0221 4710", "Aufgaben", "Erste 10 Minuten", "Sie rufen an", "Nie"):
            assert word in said(*card)


def test_a_card_names_everybody_who_stands_in_with_number() -> None:
    card = said(*cards(made("role-cards", "musterstadt"))[2])
    for words in ("zuständig: Ansprechperson bei Anfeindungen", "Vertretung 1", "Vertretung 2", "0221 4710205",
                  "0221 4710206", "0221 4710999"):  # fmt: skip
        assert words in card
    assert "Sie werden zuerst angerufen: Stufe 1 – Belastend" in card


def test_names_of_people_are_not_on_the_cards() -> None:
    text = said(*made("role-cards", "musterstadt").document.blocks)
    names = [person["name"] for person in example("musterstadt")["people"] if "name" in person]
    assert len(names) > 5
    assert not [name for name in names if name in text]


def test_a_role_of_the_municipality_s_own_has_first_steps_and_says_that_the_rest_is_open() -> None:
    card = next(card for card in cards(made("role-cards", "musterstadt")) if "Rufbereitschaft" in said(card[0]))
    assert "Nimmt abends, nachts und am Wochenende jede Meldung an." in said(*card)
    assert "2 Rufen Sie bei Gefahr die 110, bei Verletzten die 112." in said(*card)
    assert "Schritte: offen." in said(*card)


@pytest.mark.parametrize(
    ("lang", "line"), [("de", "Noch ist keine Rolle angelegt: offen."), ("en", "No role has been set up yet.")]
)
def test_a_plan_without_roles_says_so_in_one_line(lang: Lang, line: str) -> None:
    data = example("erste-stunde")
    data["roles"] = []
    produced = filled(data, "role-cards", lang)
    assert line in said(*produced.document.blocks)
    assert not any(isinstance(block, Table) for block in walk(produced.document.blocks))
    assert pages(produced) == 1


def test_a_card_with_two_deputies_and_long_texts_has_one_page_too() -> None:
    data = with_long_texts(200, deputies=2)
    produced = filled(data, "role-cards")
    assert pages(produced) == len(data["roles"])
    assert all("Kontaktblatt)" not in said(*card) for card in cards(produced))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_forms_that_a_card_names_exist_under_that_title_and_code(lang: Lang) -> None:
    known = {f"{spec.titles[lang]} ({spec.code})" for spec in documents() if spec.is_form}
    word = {"de": "Formulare", "en": "Forms"}[lang]
    named = set()
    for card in cards(made("role-cards", "musterstadt", lang)):
        tables = (block for block in card if isinstance(block, Table))
        rest = {plain(row[0]): plain(row[1]) for table in tables for row in table.rows}
        named |= set(rest[word].replace("\u00a0", " ").split(", ")) if word in rest else set()
    assert named == known


def test_the_contact_person_s_card_names_the_form_for_reports() -> None:
    card = said(*cards(made("role-cards", "musterstadt"))[2])
    assert "Meldebogen Vorfall (F1), Beweisprotokoll (F4), Checkliste Nachsorge (F5)" in card


def test_roles_that_listen_in_confidence_pass_nothing_on_without_consent() -> None:
    rule = "Nur, wenn die Person zustimmt, die sich an Sie gewandt hat:"
    roles = example("musterstadt")["roles"]
    asked = {role["id"] for role, card in zip(roles, cards(made("role-cards", "musterstadt")), strict=True)
             if rule in said(*card)}  # fmt: skip
    assert {"confidential-counselling", "internal-reporting-office", "company-doctor"} <= asked
    assert not asked & {"coordination", "contact-staff", "head", "first-responder"}
