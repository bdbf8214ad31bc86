from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from komma_cli.errors import KommaError, UsageError
from komma_cli.model.communication import Communication
from komma_cli.model.fields import Confidentiality
from komma_cli.render.errors import RenderError
from komma_cli.render.produce import Produced, produce
from komma_cli.render.tree import Callout, Heading, Paragraph, Table, inlines_of, plain, walk
from komma_cli.render.writers import write
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.render.playbooks import data, playbook

TODAY = date(2026, 12, 1)
DOCUMENTS = ("strategy", "response-guide", "scenario-cards", "emergency-card", "contact-sheet")
HELP = ("response-guide", "scenario-cards", "emergency-card", "contact-sheet")
FILES = ("kleinhausen", "erster-tag")


@cache
def made(
    document: str, lang: Lang = "de", name: str = "kleinhausen", audience: Confidentiality | None = None
) -> Produced:
    return produce(playbook(name=name), document, lang, audience, TODAY)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_cell_is_empty_and_nothing_is_left_of_templates(document: str, name: str, lang: Lang) -> None:
    produced = made(document, lang, name)
    for block in walk(produced.document.blocks):
        if isinstance(block, Table):
            assert all(plain(cell).strip() for row in block.rows for cell in row), (block.head, block.rows)
        for inlines in inlines_of(block):
            assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|n\. ?n\.|TODO|\{\{|%\}", plain(inlines)), plain(inlines)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_headings_step_down_one_level_at_a_time(document: str, lang: Lang) -> None:
    levels = [block.level for block in made(document, lang).document.blocks if isinstance(block, Heading)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("document", HELP)
def test_help_documents_begin_with_the_emergency_numbers(document: str, name: str) -> None:
    first = [block for block in walk(made(document, name=name).document.blocks) if isinstance(block, Paragraph)][:3]
    assert [plain(block.children) for block in first if block.style == "number"] == [
        "110 Polizei",
        "112 Feuerwehr, Rettung",
    ]


@pytest.mark.parametrize("name", FILES)
def test_formal_documents_have_no_emergency_box(name: str) -> None:
    produced = made("strategy", name=name)
    boxes = [block for block in produced.document.blocks if isinstance(block, Callout)]
    assert not any(box.kind == "caution" for box in boxes)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_card_has_sixty_words_and_the_numbers_that_matter(name: str, lang: Lang) -> None:
    produced = made("emergency-card", lang, name)
    texts = [plain(i) for block in walk(produced.document.blocks) for i in inlines_of(block)]
    words = re.findall(r"[^\W\d_]{2,}", " ".join(texts))
    assert len(words) <= 60, words
    phones = {"kleinhausen": ("030 23125‑003", "030 23125001", "030 23125002", "555")}.get(name, ("030 23125011",))
    for number in phones:
        assert number.replace(" ", "\u00a0") in " ".join(texts)


def test_the_safety_core_alone_makes_a_complete_card_and_a_strategy_that_says_what_is_open() -> None:
    card = made("emergency-card", name="erster-tag").markdown
    assert "Ansprechperson: **030\u00a023125011**" in card
    assert "Nachts, am Wochenende: **030\u00a023125010**" in card
    assert "Notruf im Haus" not in card
    assert "Version Entwurf · Stand 01.12.2026 · verantwortlich: Koordination" in card
    strategy = made("strategy", name="erster-tag").markdown
    assert "noch keinen Text: Kurzfassung, Auftrag und Geltungsbereich, Begriffe, Ausgangslage" in strategy
    assert "Ausgangslage\n" not in strategy
    assert "## 1 Begriffe und Rechtsrahmen" in strategy


def test_chapters_of_the_strategy_count_without_gaps() -> None:
    headings = re.findall(r"^## (\d+) ", made("strategy").markdown, re.M)
    assert headings == [str(number) for number in range(1, 12)]


def test_annexes_are_lettered_and_deviations_stay_inside() -> None:
    public = made("strategy").markdown
    internal = made("strategy", audience="internal").markdown
    assert re.findall(r"^## Anlage (\w): (.+)$", public, re.M) == [
        ("A", "Maßnahmenblätter"),
        ("B", "Kontakte"),
        ("C", "Bezug zu den zehn ECCAR-Punkten"),
        ("D", "Termine der nächsten zwölf Monate"),
        ("E", "Glossar"),
    ]
    assert "## Anlage F: Angenommene Abweichungen (intern)" in internal
    assert "Stelle ist ausgeschrieben." not in public


@pytest.mark.parametrize("audience", ["public", "mandate"])
def test_public_papers_hold_no_name_and_no_internal_number(audience: Confidentiality) -> None:
    text = made("strategy", audience=audience).markdown
    for secret in ("Demir", "Brandt", "Sommer", "23125001", "23125002", "Initiative Brückenbau", "Vorstand"):
        assert secret not in text.replace("030\u00a023125001", "" if audience == "public" else "030\u00a023125001"), (
            secret
        )


def test_the_contact_sheet_names_people_private_numbers_and_absences() -> None:
    text = made("contact-sheet").markdown
    assert "Aylin Demir, Leitung Büro für Vielfalt<br>**abwesend 21.12.2026 bis 02.01.2027**" in text
    assert "[01522\u00a08817386](tel:+4915228817386) (nur nachts)" in text


def test_internal_papers_hold_no_private_number() -> None:
    for document in ("response-guide", "emergency-card"):
        assert "8817386" not in made(document, audience="confidential").markdown


@pytest.mark.parametrize("document", ["response-guide", "emergency-card", "contact-sheet"])
def test_readers_below_the_class_get_nothing(document: str) -> None:
    with pytest.raises(KommaError) as caught:
        made(document, audience="public")
    assert caught.value.key == "documents.class_too_low"


def test_an_unknown_document_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        made("strategie")


def test_scenarios_that_are_left_out_have_no_card_and_tracks_stay_apart() -> None:
    text = made("response-guide").markdown
    assert "Körperlicher Angriff" not in text
    assert text.index("### Drohanruf") < text.index("## Vorfälle im eigenen Haus") < text.index("### Rassismus im Koll")


def test_law_stands_with_its_source_and_date() -> None:
    text = made("response-guide").markdown
    assert "StGB §\u00a077b<br>29.04.2026" in text
    assert "https://www.gesetze-im-internet.de/stgb/\\_\\_77b.html" in text or "stgb/__77b.html" in text
    assert "Frist: 3\u00a0Monate" in text


def test_file_names_say_place_document_class_and_language() -> None:
    assert made("strategy").stem == "kleinhausen-strategy-de"
    assert made("strategy", "en", audience="internal").stem == "kleinhausen-strategy-internal-en"
    plain = data()
    plain["municipality"]["name"] = "Über-Großstadt / Ost 12, mit einem Namen, der niemals endet"
    stem = produce(playbook(plain), "strategy", "de", None, TODAY).stem
    assert re.fullmatch(r"ueber-grossstadt-[a-z0-9-]{1,30}-strategy-de", stem)


def test_equal_input_gives_equal_files() -> None:
    again = produce(playbook(), "emergency-card", "de", None, TODAY)
    assert again is not made("emergency-card")
    assert write(made("emergency-card").document, "docx") == write(again.document, "docx")


def test_own_words_win_and_our_shared_parts_stay_in_reach(tmp_path: Path) -> None:
    own = tmp_path / "strategy"
    own.mkdir()
    text = '{% import "_shared/de.md.j2" as parts with context %}\n# Unser Konzept\n\n{{ parts.control_block() }}'
    (own / "de.md.j2").write_text(text, encoding="utf-8")
    produced = produce(playbook(), "strategy", "de", None, TODAY, tmp_path)
    assert produced.markdown.startswith("# Unser Konzept\n\n## Über dieses Dokument\n")
    assert produce(playbook(), "strategy", "en", None, TODAY, tmp_path).markdown.startswith("# Strategy against")


def test_a_document_without_a_template_in_the_language_says_so(tmp_path: Path) -> None:
    from komma_cli.render.catalog import shipped_templates

    description = (shipped_templates() / "strategy" / "document.yaml").read_text(encoding="utf-8")
    (tmp_path / "leaflet").mkdir()
    (tmp_path / "leaflet" / "document.yaml").write_text(description.replace("id: strategy", "id: leaflet"), "utf-8")
    with pytest.raises(RenderError) as caught:
        produce(playbook(), "leaflet", "en", None, TODAY, tmp_path)
    assert caught.value.key == "documents.no_language"


def test_what_people_typed_comes_out_as_typed() -> None:
    plain_data = data()
    typed = "**fett** | <b>x</b> {{ p }} # 1. & Co."
    plain_data["strategy"]["risks"] = [typed]
    plain_data["strategy"]["fields"][0]["goals"][0]["measures"][0]["title"] = typed
    blocks = produce(playbook(plain_data), "strategy", "de", None, TODAY).document.blocks
    texts = [plain(i) for block in walk(blocks) for i in inlines_of(block)]
    assert texts.count(typed) >= 2


@pytest.mark.parametrize(
    ("style", "said"),
    [("colon", "Zeug:innen"), ("star", "Zeug*innen"), ("pair", None), ("neutral", None), (None, None)],
)
def test_the_house_style_of_gender_reaches_the_finished_paper(style: str | None, said: str | None) -> None:
    found = playbook()
    style_of = found.communication or Communication()
    found = found.model_copy(update={"communication": style_of.model_copy(update={"gender_style": style})})
    produced = produce(found, "response-guide", "de", None, TODAY)
    words = " ".join(plain(inlines) for block in walk(produced.document.blocks) for inlines in inlines_of(block))
    assert ("Zeuginnen und Zeugen" in words) == (said is None)
    assert said is None or said in words
