"""Content controls of a municipality's Word file are filled; its cover stays, and nothing in it is executed."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from komma_cli.render.docx import write_docx
from tests.unit.render.docx_audit import audit
from tests.unit.render.reference_files import (
    COVER,
    DRAWING,
    EDGES,
    OFFICE,
    control,
    edge,
    edited,
    letterhead,
    town,
    unzip,
    with_body,
)  # fmt: skip
from tests.unit.render.sample_document import png, sample


def words(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Return the text of each paragraph that has any, also inside content controls."""
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", unzip(data)[part].decode("utf-8"), re.S)
    texts = ("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", each)) for each in paragraphs)
    return [each for each in texts if each]


def rendered(reference: bytes, **changes: object) -> bytes:
    return write_docx(
        sample("# Strategie\n\n## Ziele\n\nErster Absatz.\n", title="Strategie & <Co>", **changes), reference
    )


def body(*parts: str) -> bytes:
    return with_body(town(), "".join(parts))


def test_a_letterhead_with_controls_is_filled_and_kept(tmp_path: Path) -> None:
    reference = letterhead(png(9, 9))
    data = rendered(reference, version="1.2", owner="Leitung Amt 50", number="S-1", class_label="intern")
    assert words(data) == [
        "Strategie &amp; &lt;Co&gt;", "Fassung 1.2 vom 05.03.2026", "Verantwortlich: Leitung Amt 50, Nummer S-1",
        "Ziele", "Erster Absatz.", "Gedruckt auf Recyclingpapier",
    ]  # fmt: skip
    assert words(data, "word/header1.xml") == ["Stadt Musterhausen | Büro für Vielfalt"]
    assert words(data, "word/footer.xml")[0] == "Klasse: intern"
    assert unzip(data)["word/media/image1.png"] == png(9, 9)
    assert audit(data) == []
    (path := tmp_path / "file.docx").write_bytes(data)
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []
    assert data == rendered(reference, version="1.2", owner="Leitung Amt 50", number="S-1", class_label="intern")


def test_what_is_not_known_is_the_word_for_open() -> None:
    assert words(rendered(body(f"<w:p>{control('komma.owner')}</w:p>")))[0] == "offen"


@pytest.mark.parametrize(
    ("tag", "name"),
    [("komma.titel", "Strategie &amp; &lt;Co&gt;"), (" KOMMA.TITLE ", "Strategie &amp; &lt;Co&gt;"),
     ("komma.titl", "Klicken Sie hier ein"), ("titel", "Klicken Sie hier ein")],
)  # fmt: skip
def test_only_known_tags_are_filled(tag: str, name: str) -> None:
    assert words(rendered(body(f"<w:p>{control('komma.version')}</w:p><w:p>{control(tag)}</w:p>")))[1] == name


def test_a_body_without_a_tag_of_komma_is_replaced() -> None:
    reference = body(f"<w:p>{control('titel')}</w:p><w:p><w:r><w:t>Alter Text</w:t></w:r></w:p>")
    assert words(rendered(reference)) == ["Strategie", "Ziele", "Erster Absatz."]


def test_without_a_place_the_text_comes_behind_the_cover() -> None:
    reference = body(f"<w:p>{control('komma.titel')}</w:p><w:p><w:r><w:t>Deckblatt</w:t></w:r></w:p>")
    assert words(rendered(reference))[1:] == ["Deckblatt", "Ziele", "Erster Absatz."]


@pytest.mark.parametrize("inside", [
    f"<w:p><w:r><w:t>weg</w:t></w:r>{control('komma.inhalt')}</w:p>",
    control("komma.inhalt", block=True),
    f"<w:sdt><w:sdtPr/><w:sdtContent>{control('komma.inhalt', block=True)}</w:sdtContent></w:sdt>",
])  # fmt: skip
def test_the_place_for_the_text_may_be_inside_or_around_a_paragraph(inside: str) -> None:
    assert words(rendered(body(inside, "<w:p><w:r><w:t>Ende</w:t></w:r></w:p>"))) == [
        "Strategie", "Ziele", "Erster Absatz.", "Ende",
    ]  # fmt: skip


def test_a_place_in_a_table_leads_behind_the_table() -> None:
    cell = f'<w:tc><w:tcPr><w:tcW w:w="9000" w:type="dxa"/></w:tcPr><w:p>{control("komma.inhalt")}</w:p></w:tc>'
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl><w:p/>'
    data = rendered(body(table))
    assert words(data) == ["Strategie", "Ziele", "Erster Absatz."]
    docx.Document(io.BytesIO(data))


@pytest.mark.parametrize("content", ["", "<w:p/>", "<w:p><w:pPr/></w:p>"])
def test_empty_controls_are_filled_too(content: str) -> None:
    empty = f'<w:sdt><w:sdtPr><w:tag w:val="komma.version"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    place = empty if content else f"<w:p>{empty}</w:p>"
    assert words(rendered(body(place), version="7"))[0] == "7"


def test_a_binding_cannot_bring_the_old_title_back() -> None:
    binding = '<w:dataBinding w:xpath="/x" w:storeItemID="{1}"/><w:text/>'
    data = rendered(body(f"<w:p>{control('komma.titel', more=binding)}</w:p>"))
    assert b"dataBinding" not in unzip(data)["word/document.xml"]


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
KEPT = "<w:r><w:t>bleibt</w:t></w:r>"


@pytest.mark.parametrize(
    ("part", "trace"),
    [
        (f"<w:p>{FIELD.format('DDEAUTO cmd.exe')}</w:p>", b"DDEAUTO"),
        (f'<w:p><w:fldSimple w:instr="INCLUDETEXT c:/x">{KEPT}</w:fldSimple></w:p>', b"INCLUDETEXT"),
        (f'<w:altChunk xmlns:r="{OFFICE}" r:id="rId80"/>', b"altChunk"),
        (f'<w:p><w:r><w:object xmlns:r="{OFFICE}"><w:control r:id="rId80"/></w:object></w:r></w:p>', b"w:object"),
        ('<w:p><w:del w:id="1"><w:r><w:delText>Frau Geheim</w:delText></w:r></w:del></w:p>', b"Geheim"),
        ('<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>x</w:t></w:r></w:p>', b"commentRange"),
        (f'<w:p><w:hyperlink xmlns:r="{OFFICE}" r:id="rId80">{KEPT}</w:hyperlink></w:p>', b"rId80"),
        (DRAWING.format(width=9, height=9, office=OFFICE).replace("rId1", "rId80"), b"w:drawing"),
        (f'<w:p><w:pPr><w:sectPr><w:pgSz w:w="1" w:h="1"/></w:sectPr></w:pPr>{KEPT}</w:p>', b'w:w="1"'),
    ],
)  # fmt: skip
def test_nothing_active_comes_along_with_the_cover(part: str, trace: bytes) -> None:
    row = edge("attachedTemplate", "file:///c:/boese.dotm", identifier="rId80", external=True)
    reference = edited(
        body(f"<w:p>{control('komma.titel')}</w:p>{part}"),
        {EDGES: lambda text: text.replace("</Relationships>", f"{row}</Relationships>")},
    )
    data = rendered(reference)
    assert trace not in unzip(data)["word/document.xml"]
    assert b"boese" not in unzip(data)[EDGES]
    assert audit(data) == []
    if "bleibt" in part:
        assert "bleibt" in words(data)


def test_pictures_and_web_links_of_the_cover_come_along() -> None:
    link = f'<w:p><w:hyperlink xmlns:r="{OFFICE}" r:id="rId81"><w:r><w:t>Rathaus</w:t></w:r></w:hyperlink></w:p>'
    picture = DRAWING.format(width=360000, height=360000, office=OFFICE).replace("rId1", "rId82")
    rows = edge("hyperlink", "https://stadt.example/", identifier="rId81", external=True)
    rows += edge("image", "media/image1.png", identifier="rId82")
    reference = edited(
        letterhead(png(9, 9), COVER.replace("<w:p>", f"{link}{picture}<w:p>", 1)),
        {EDGES: lambda text: text.replace("</Relationships>", f"{rows}</Relationships>")},
    )
    # the picture is bytes: ``edited`` reads texts only where it changes them
    data = rendered(reference)
    assert b"https://stadt.example/" in unzip(data)[EDGES]
    assert unzip(data)["word/document.xml"].count(b"<w:drawing>") == 1
    assert audit(data) == []


@pytest.mark.parametrize(
    ("markdown", "head"),
    [("<!-- page: a5 -->\n\n# Karte\n\n110\n", False),
     ("# Bogen\n\n<!-- field: text 1 -->\n\n**Wann?**\n", True)],
)  # fmt: skip
def test_cards_and_forms_have_no_cover_and_cards_no_letterhead(markdown: str, head: bool) -> None:
    data = write_docx(sample(markdown), letterhead(png(9, 9)))
    assert words(data)[0] in ("Karte", "Bogen")
    assert "Gedruckt auf Recyclingpapier" not in words(data)
    assert (b"headerReference" in unzip(data)["word/document.xml"]) is head
    assert audit(data) in ([], ["A15 no heading"])


def test_a_long_document_with_landscape_pages_fits_between_cover_and_end() -> None:
    data = write_docx(sample(), letterhead(png(9, 9)))
    assert words(data)[-1] == "Gedruckt auf Recyclingpapier"
    assert audit(data) == []
