"""Reference files as they come from real offices and from attackers: what is taken over, what stays behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from komma_cli.render.docx import write_docx
from komma_cli.render.errors import ReferenceFileError
from tests.unit.render.docx_audit import audit
from tests.unit.render.reference_files import EDGES, OFFICE, TYPE, TYPES, WORD, Edit, edge, edges, edited, town, unzip
from tests.unit.render.sample_document import png, sample

BLIP = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="9" cy="9"/><wp:docPr id="1" name="Wappen" descr="Wappen"/></wp:inline></w:drawing></w:r></w:p>'
)


def more_edges(*rows: str) -> Callable[[str], str]:
    return lambda text: text.replace("</Relationships>", "".join(rows) + "</Relationships>")


def more_types(*rows: str) -> Callable[[str], str]:
    return lambda text: text.replace("</Types>", "".join(rows) + "</Types>")


def in_section(old: str, new: str) -> dict[str, Edit]:
    return {"word/document.xml": lambda text: text.replace(old, new)}


def with_bytes(data: bytes, name: str, content: bytes) -> bytes:
    """Return the file with one more part that is no text."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "row",
    [
        edge("image", "NULL", identifier="rId77"),
        edge("hyperlink", "#_Toc1", identifier="rId77"),
        edge("customXml", "../customXml/item1.xml", identifier="rId77"),
        edge("footnotes", "https://track.example/notes.xml", identifier="rId77", external=True),
        edge("attachedTemplate", "file:///C:/Vorlagen/Stadt.dotm", identifier="rId77", external=True),
    ],
)
def test_edges_that_lead_nowhere_do_no_harm(row: str) -> None:
    assert write_docx(sample(), edited(town(), {EDGES: more_edges(row)})) == write_docx(sample(), town())


def test_pictures_of_the_body_stay_behind() -> None:
    reference = edited(
        town(),
        {
            EDGES: more_edges(edge("image", "media/image1.png", identifier="rId77")),
            TYPES: more_types('<Default Extension="png" ContentType="image/png"/>'),
        },
    )
    data = write_docx(sample("# T\n\n## U\n"), with_bytes(reference, "word/media/image1.png", png(9, 9)))
    assert not [name for name in unzip(data) if "media" in name]


def test_the_words_of_notes_stay_behind(tmp_path: Path) -> None:
    line = '<w:footnote w:type="{}" w:id="{}"><w:p><w:r><w:{}/></w:r></w:p></w:footnote>'
    notes = (
        f'<w:footnotes xmlns:w="{WORD}">{line.format("separator", -1, "separator")}'
        f"{line.format('continuationSeparator', 0, 'continuationSeparator')}"
        '<w:footnote w:id="1"><w:p><w:r><w:t>Frau Geheim wohnt hier</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    reference = edited(
        town(),
        {
            "word/footnotes.xml": notes,
            EDGES: more_edges(edge("footnotes", "footnotes.xml", identifier="rId77")),
            TYPES: more_types(f'<Override PartName="/word/footnotes.xml" ContentType="{TYPE}footnotes+xml"/>'),
        },
    )
    data = write_docx(sample(), reference)
    assert not any(b"Geheim" in content for content in unzip(data).values())
    assert b"continuationSeparator" in unzip(data)["word/footnotes.xml"]
    path = tmp_path / "file.docx"
    path.write_bytes(data)
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []


def test_a_letterhead_keeps_its_picture_and_link_beside_our_pictures() -> None:
    reference = edited(
        town(),
        {
            "word/header1.xml": f'<w:hdr xmlns:w="{WORD}">{BLIP}</w:hdr>',
            "word/_rels/header1.xml.rels": edges(
                edge("image", "media/image1.png", identifier="rId1"),
                edge("hyperlink", "https://stadt.example/", identifier="rId2", external=True),
            ),
            TYPES: more_types('<Default Extension="png" ContentType="image/png"/>'),
        },
    )
    files = unzip(write_docx(sample(), with_bytes(reference, "word/media/image1.png", png(9, 9))))
    assert files["word/media/image1.png"] == png(9, 9)
    assert files["word/media/image2.png"] == png()
    assert b"https://stadt.example/" in files["word/_rels/header1.xml.rels"]


def test_parts_in_other_folders_are_found_and_the_table_of_contents_of_the_zip_stays_first() -> None:
    reference = edited(
        town(),
        {
            "Kopf/kopf.xml": f'<w:hdr xmlns:w="{WORD}"><w:p><w:r><w:t>Stadt</w:t></w:r></w:p></w:hdr>',
            EDGES: lambda text: text.replace('"header1.xml"', '"../Kopf/kopf.xml"'),
        },
    )
    files = unzip(write_docx(sample(), reference))
    assert b"Stadt" in files["Kopf/kopf.xml"]
    assert list(files)[:2] == [TYPES, "_rels/.rels"]


def test_a_switch_that_is_off_stays_off() -> None:
    off = in_section("</w:sectPr>", '<w:titlePg w:val="0"/></w:sectPr>')
    assert b'w:type="first"' not in unzip(write_docx(sample(), edited(town(), off)))["word/document.xml"]


def test_measures_may_have_units() -> None:
    metric = in_section('w:w="11906"', 'w:w="210mm"')
    data = write_docx(sample(), edited(town(), metric))
    assert b'w:w="210mm"' in unzip(data)["word/document.xml"]
    assert audit(data) == []


def test_a_section_that_points_to_what_stays_behind_is_cleaned() -> None:
    art = f'<w:pgBorders><w:top w:val="apples" w:sz="9" xmlns:r="{OFFICE}" r:id="rId55"/></w:pgBorders></w:sectPr>'
    heads = '<w:headerReference w:type="first"/><w:headerReference w:type="even" r:id="rId56"/><w:pgSz '
    reference = edited(edited(town(), in_section("</w:sectPr>", art)), in_section("<w:pgSz ", heads))
    text = unzip(write_docx(sample("# T\n\n## U\n"), reference))["word/document.xml"].decode("utf-8")
    assert "rId55" not in text
    assert "rId56" not in text
    assert text.count("headerReference") == 1


@pytest.mark.parametrize(
    "edits",
    [
        in_section('w:w="11906"', 'w:w="breit"'),
        in_section('w:left="1418"', 'w:left=""'),
        in_section("</w:sectPr>", '<w:titlePg w:val="vielleicht"/></w:sectPr>'),
        {"word/settings.xml": lambda text: text.replace("<w:compat>", '<w:evenAndOddHeaders w:val="?"/><w:compat>')},
        {"word/settings.xml": f'<w:styles xmlns:w="{WORD}"/>'},
        {"word/styles.xml": "<styles/>"},
        {EDGES: lambda text: text.replace("header1.xml", "styles.xml")},
        {EDGES: lambda text: text.replace("header1.xml", "document.xml")},
        {EDGES: lambda text: text.replace("header1.xml", "../../../etc/hostname")},
        {"_rels/.rels": lambda text: text.replace("word/document.xml", "")},
    ],
)
def test_nonsense_is_refused_with_words_not_with_a_crash(edits: dict[str, Edit]) -> None:
    with pytest.raises(ReferenceFileError) as caught:
        write_docx(sample(), edited(town(), edits))
    assert caught.value.key == "render.reference_broken"


def test_list_numbers_that_are_none_do_no_harm() -> None:
    numbering = f'<w:numbering xmlns:w="{WORD}"><w:num w:numId="x"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    reference = edited(
        town(),
        {
            "word/numbering.xml": numbering,
            EDGES: more_edges(edge("numbering", "numbering.xml", identifier="rId77")),
            TYPES: more_types(f'<Override PartName="/word/numbering.xml" ContentType="{TYPE}numbering+xml"/>'),
        },
    )
    assert audit(write_docx(sample(), reference)) == []
