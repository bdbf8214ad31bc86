"""What python-docx, and so every program built on it, reads in our files."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from komma_cli.render.docx import write_docx
from tests.unit.render.reference_files import town
from tests.unit.render.sample_document import png, sample


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def good() -> Document:
    return opened(write_docx(sample()))


@pytest.mark.parametrize(("reference", "style_id"), [(None, "Heading1"), (town(), "berschrift1")])
def test_python_docx_reads_the_paragraphs_back(reference: bytes | None, style_id: str) -> None:
    markdown = "# Titel\n\n## Erste Hilfe\n\nRufen Sie **110** an.\n\n1. Gehen Sie.\n2. Melden Sie.\n"
    paragraphs = opened(write_docx(sample(markdown), reference)).paragraphs
    assert [(each.text, each.style.name) for each in paragraphs] == [
        ("Titel", "Title"),
        ("Erste Hilfe", "Heading 1"),  # python-docx's word for "heading 1"
        ("Rufen Sie 110 an.", "Normal"),
        ("Gehen Sie.", "List Paragraph"),
        ("Melden Sie.", "List Paragraph"),
    ]
    assert paragraphs[1].style.style_id == style_id
    assert [run.text for run in paragraphs[2].runs if run.bold] == ["110"]


def test_python_docx_reads_the_core_properties_back(good: Document) -> None:
    core = good.core_properties
    assert (core.title, core.subject) == (
        "Interventionsleitfaden",
        "Umgang mit rassistischen und rechten Anfeindungen",
    )
    assert (core.author, core.last_modified_by) == ("Stadt Musterhausen", "Stadt Musterhausen")
    assert (core.keywords, core.identifier, core.category) == ("Schutz, Anfeindung", "MH-IL-2026-03", "intern")
    assert (core.language, core.version, core.revision) == ("de-DE", "2.1", 1)
    assert core.created == core.modified == datetime(2026, 3, 5, tzinfo=UTC)


def test_python_docx_reads_tables_pages_feet_and_pictures_back(good: Document) -> None:
    assert [cell.text for cell in good.tables[0].rows[0].cells] == ["Wofür", "Wer", "Telefon", "Zeiten"]
    portrait, landscape = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [section.orientation for section in good.sections] == [portrait, landscape, portrait]
    assert round(good.sections[0].page_width / Mm(1)) == 210
    assert good.sections[0].footer.paragraphs[-1].text == "MH-IL-2026-03 · intern · Seite 1 von 1"
    (picture,) = good.inline_shapes
    assert (round(picture.width / Mm(1)), round(picture.height / Mm(1))) == (120, 40)


def test_properties_take_any_text() -> None:
    core = opened(write_docx(sample(title="T\x01itel", subject="ä" * 400, keywords=(), number=""))).core_properties
    assert (core.title, core.subject) == ("Titel", "ä" * 255)  # no file can hold the first, Word no more of the second
    assert (core.keywords, core.identifier) == ("", "")


def test_a_document_without_a_title_does_not_get_one_from_elsewhere() -> None:
    core = opened(write_docx(sample(title="", author=""))).core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) == ("", "", "", "")


def test_each_address_is_linked_once() -> None:
    rows = "\n\n".join(f"[Stelle {index}](https://stelle{index % 40}.example/)" for index in range(80))
    word = opened(write_docx(sample(f"# T\n\n## U\n\n{rows}\n")))
    links = [edge for edge in word.part.rels.values() if edge.reltype == RELATIONSHIP_TYPE.HYPERLINK]
    assert sorted(edge.target_ref for edge in links) == sorted(f"https://stelle{index}.example/" for index in range(40))
    assert [link.address for each in word.paragraphs for link in each.hyperlinks] == [
        f"https://stelle{index % 40}.example/" for index in range(80)
    ]


def test_the_same_picture_is_stored_once() -> None:
    picture = sample().pictures["img/leiter.png"]
    markdown = "# T\n\n## U\n\n![Leiter](a.png)\n\n![Leiter](b.png)\n\n![Leiter](a.png)\n"
    word = opened(write_docx(sample(markdown, pictures={"a.png": picture, "b.png": picture})))
    assert len(word.inline_shapes) == 3
    assert [part.blob for part in word.part.package.image_parts] == [png()]
