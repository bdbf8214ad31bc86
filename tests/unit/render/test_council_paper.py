"""The council paper in the four forms that councils know, with what a council asks for."""

from __future__ import annotations

import re

import pytest

from komma_cli.model.council import CouncilLayout
from komma_cli.render.pdf import write_pdf
from komma_cli.render.produce import Produced, produce
from komma_cli.render.tree import Heading, OrderedList, Table, plain, walk
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.render.test_formal_documents import TODAY, cells, changed, playbook, text_of

ORDER: dict[CouncilLayout, tuple[str, ...]] = {
    "decision_first": ("Kurzfassung", "Beschlussvorschlag", "Maßnahmen", "Begründung", "Auswirkungen", "Kosten"),
    "report_first": ("Kurzfassung", "Vortrag", "Auswirkungen", "Kosten", "Maßnahmen", "Beschlussvorschlag"),
    "logic_model": (
        "Kurzfassung",
        "Beschlussvorschlag",
        "1 Ergebnisse und Wirkungen",
        "2 Leistungen",
        "3 Prozesse und Strukturen",
        "4 Ressourcen: Kosten",
    ),
    "numbered": (
        "Kurzfassung",
        "1 Gegenstand der Vorlage",
        "2 Berichterstattung",
        "3 Beschluss",
        "4 Begründung",
        "5 Auswirkungen",
    ),
}
"""The orders seen in papers of Hilden and Leverkusen, Bamberg, Erlangen and a Berlin district."""


def laid_out(layout: str, name: str, lang: Lang = "de") -> Produced:
    plan = playbook(name)
    mandate = plan.mandate.model_dump(by_alias=True, mode="json") if plan.mandate else {}
    mandate["council_paper"] = (mandate.get("council_paper") or {}) | {"layout": layout}
    data = plan.model_dump(by_alias=True, mode="json") | {"mandate": mandate}
    return produce(type(plan).model_validate(data), "council-paper", lang, None, TODAY)


def headings(produced: Produced) -> list[str]:
    return [plain(block.children) for block in produced.document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("layout", ORDER)
def test_the_parts_come_in_the_order_of_the_council(layout: CouncilLayout) -> None:
    found = headings(laid_out(layout, "musterstadt"))
    places = [found.index(title) for title in ORDER[layout]]
    assert places == sorted(places)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
def test_every_form_says_the_same_and_has_room_on_four_pages(name: str, lang: Lang) -> None:
    papers = [laid_out(layout, name, lang) for layout in ORDER]
    points = [[block for block in walk(paper.document.blocks) if isinstance(block, OrderedList)] for paper in papers]
    assert all(found == points[0] for found in points)
    tables = [{block for block in walk(paper.document.blocks) if isinstance(block, Table)} for paper in papers]
    assert all(found == tables[0] for found in tables)
    assert all(len(set(titles)) == len(titles) for titles in map(headings, papers))
    assert [count for paper in papers if (count := write_pdf(paper.document).count) > 4] == []


def test_what_the_council_asks_is_answered() -> None:
    paper = laid_out("decision_first", "musterstadt")
    assert cells(paper, "Vorlage-Nr.") == ["2026/0417"]
    assert cells(paper, "Haupt- und Finanzausschuss") == ["25.02.2027", "Vorberatung"]
    assert cells(paper, "2028") == ["82\u00a0000", "14\u00a0000", "0", "Haushalt der Stabsstelle Zusammenleben"]
    assert cells(paper, "Klima")[0] == "keine"
    said = text_of(paper).replace("\u00a0", " ")
    assert "192 000 Euro" in said  # two years, staff and materials
    assert "Wenn der Rat ablehnt" in said
    assert re.search(r"\boffen\b", said) is None


def test_half_known_costs_are_never_added_up() -> None:
    costs = [{"year": 2027, "staff": 1000}, {"year": 2028, "staff": 1000, "goods": 50}]
    plan = changed({"mandate": {"council_paper": {"costs": costs}}})
    paper = produce(plan, "council-paper", "de", None, TODAY)
    assert cells(paper, "2027") == ["1\u00a0000", "offen", "offen", "offen"]
    assert "Euro bereit" not in text_of(paper)


def test_a_single_year_leaves_the_next_one_visibly_open() -> None:
    plan = changed({"mandate": {"council_paper": {"costs": [{"year": 2030, "staff": 1, "goods": 1, "income": 0}]}}})
    paper = produce(plan, "council-paper", "de", None, TODAY)
    assert cells(paper, "2031") == ["offen"] * 4
