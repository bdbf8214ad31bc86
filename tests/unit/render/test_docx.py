from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from komma_cli.render.document import Picture
from komma_cli.render.docx import missing_styles, write_docx
from komma_cli.render.errors import ReferenceFileError, RenderError
from komma_cli.texts import Lang
from komma_cli.texts import words as words_of
from tests.unit.render.docx_audit import W, audit, words
from tests.unit.render.reference_files import EDGES, OFFICE, TYPES, WORD, edge, edges, edited, town, unzip
from tests.unit.render.sample_document import sample

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def good() -> bytes:
    return write_docx(sample())


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(unzip(data)[name])


def lines(data: bytes, name: str = "word/document.xml") -> list[str]:
    return [words(paragraph) for paragraph in part(data, name).iter(W + "p")]


def properties_of(data: bytes) -> dict[str, str]:
    return {etree.QName(child).localname: child.text or "" for child in part(data, "docProps/core.xml")}


def styles_of(data: bytes) -> list[str]:
    return [style.get(W + "val") for style in part(data, "word/document.xml").iter(W + "pStyle")]


def schema_faults(data: bytes, folder: Path) -> list[str]:
    path = folder / "file.docx"
    path.write_bytes(data)
    return [error.description for error in OpenXmlValidator().validate(path).errors]


def test_the_sample_is_clean(good: bytes, tmp_path: Path) -> None:
    assert audit(good) == []
    assert schema_faults(good, tmp_path) == []


def test_english_and_plain_language(tmp_path: Path) -> None:
    data = write_docx(sample("# Leaflet\n\n## Help\n\n> [!NOTE]\n> Text\n", language="en", plain=True, title="Leaflet"))
    assert audit(data, "en-GB") == []
    assert schema_faults(data, tmp_path) == []
    assert "Note" in words(part(data, "word/document.xml"))
    assert part(data, "word/settings.xml").find(W + "autoHyphenation").get(W + "val") == "false"
    assert part(data, "word/styles.xml").find(f"{W}docDefaults//{W}sz").get(W + "val") == "24"
    assert words(part(data, "word/footer.xml")).endswith("Page 1 of 1")


def test_equal_input_gives_equal_bytes_in_every_process(good: bytes) -> None:
    script = (
        "import hashlib, komma_cli.render.docx as docx, tests.unit.render.sample_document as sample;"
        "print(hashlib.sha256(docx.write_docx(sample.sample())).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == hashlib.sha256(good).hexdigest()
    assert write_docx(sample()) == good


def test_the_zip_tells_nothing_about_machine_or_time(good: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries[:2]] == ["[Content_Types].xml", "_rels/.rels"]
    traces = {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries}
    assert traces == {((1980, 1, 1, 0, 0, 0), 0, 0o600 << 16)}
    properties = properties_of(good)
    assert properties["created"] == properties["modified"] == "2026-03-05T00:00:00Z"
    assert properties["creator"] == properties["lastModifiedBy"] == "Stadt Musterhausen"
    assert (properties["revision"], properties["category"]) == ("1", "intern")


def test_every_numbered_list_begins_anew(good: bytes) -> None:
    document, numbering = part(good, "word/document.xml"), part(good, "word/numbering.xml")
    first_items: dict[str, str] = {}
    for paragraph in document.iter(W + "p"):
        marker = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if marker is not None:
            first_items.setdefault(marker.get(W + "val"), words(paragraph))
    lists = {num.get(W + "numId"): num for num in numbering.iter(W + "num") if num.find(W + "lvlOverride") is not None}
    assert [first_items[number] for number in lists] == [
        "Bringen Sie sich in Sicherheit.",
        "Machen Sie ein Bildschirmfoto.",
        "Die Koordination ruft zurück.",
        "Bildschirmfoto",
    ]
    starts = {start.get(W + "val") for num in lists.values() for start in num.iter(W + "startOverride")}
    assert starts == {"1"}


def test_a_list_may_start_elsewhere() -> None:
    data = write_docx(sample("# T\n\n## U\n\n4. vier\n"))
    overrides = part(data, "word/numbering.xml").findall(f"{W}num[last()]/{W}lvlOverride")
    starts = [override.find(W + "startOverride").get(W + "val") for override in overrides]
    assert starts == ["4", "1", "1", "1", "1", "1"]


def test_tick_boxes_can_be_clicked_and_are_named(good: bytes) -> None:
    controls = part(good, "word/document.xml").iter(W + "sdt")
    boxes = [(control.find(f"{W}sdtPr/{W}alias"), words(control)) for control in controls]
    named = [(alias.get(W + "val"), sign) for alias, sign in boxes if alias is not None]
    assert [sign for _, sign in named] == ["\u2612", "\u2610", "\u2610"]
    assert (named[0][0], named[2][0]) == ("Betroffene Person erreicht", "Nachsorgetermin vereinbart")
    assert len(named[1][0]) == 64  # Word refuses longer titles


def test_a_box_within_words_is_as_large_as_one_to_click() -> None:
    """A box of the size of the letters is too small for a cross by hand, and many fonts do not have it."""
    table = "| Frage | ja |\n|---|:-:|\n| Sicher? ☐ ja ☐ nein | ☐ |\n"
    document = part(write_docx(sample(f"# T\n\n## U\n\n{table}")), "word/document.xml")
    assert "Sicher? ☐ ja ☐ nein" in words(document)
    signs = [run for run in document.iter(W + "r") if "☐" in words(run)]
    assert [words(run) for run in signs] == ["☐"] * 3
    assert {run.find(f"{W}rPr/{W}sz").get(W + "val") for run in signs} == {"24"}
    assert {run.find(f"{W}rPr/{W}rFonts").get(W + "ascii") for run in signs} == {"MS Gothic"}


def test_small_print_stays_on_one_page(good: bytes) -> None:
    styles = {style.find(W + "name").get(W + "val"): style for style in part(good, "word/styles.xml").iter(W + "style")}
    assert styles["Komma Small"].find(f"{W}pPr/{W}keepLines") is not None


def test_a_word_before_a_line_to_fill_in_is_not_divided() -> None:
    table = "| Frage | Anzahl |\n|---|---|\n| Wo? | nie: _____ · öfter: _____ |\n"
    document = part(write_docx(sample(f"# T\n\n## U\n\n{table}")), "word/document.xml")
    whole = [p for p in document.iter(W + "p") if p.find(f"{W}pPr/{W}suppressAutoHyphens") is not None]
    assert [words(paragraph) for paragraph in whole] == ["nie: _____ · öfter: _____"]


def test_the_sentence_at_the_end_takes_the_table_before_it_along() -> None:
    table = "| a | b |\n|---|---|\n| c | d |\n| e | f |\n"
    rows = list(part(write_docx(sample(f"# T\n\n## U\n\n{table}\nAm Ende.\n")), "word/document.xml").iter(W + "tr"))
    tied = [{p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(W + "p")} for row in rows]
    assert tied == [{True}] * 3


@pytest.mark.parametrize(("lines", "whole"), [(4, True), (90, False)])
def test_a_box_stays_on_one_page_unless_it_is_long(lines: int, whole: bool) -> None:
    """Of numbers for help the half may not hide on the next page."""
    box = "> [!NOTE]\n> **Hilfe**\n>\n" + "> Beratung: 0800 1110111\n>\n" * lines
    document = part(write_docx(sample(f"# T\n\n## U\n\n{box}\nDanach.\n")), "word/document.xml")
    boxed = [p for p in document.iter(W + "p") if words(p).startswith("Beratung")]
    tied = [p.find(f"{W}pPr/{W}keepNext") is not None for p in boxed]
    assert tied == [whole] * (lines - 1) + [False]


def test_contents_are_links_that_work_before_f9(good: bytes) -> None:
    document = part(good, "word/document.xml")
    contents = next(c for c in document.iter(W + "sdt") if c.find(f"{W}sdtPr/{W}docPartObj") is not None)
    entries = [words(link) for link in contents.iter(W + "hyperlink")]
    assert entries[:2] == ["Die ersten 15\u00a0Minuten", "Checkliste für die Koordination"]
    assert entries[2:] == ["Wer hilft", "Kontaktblatt", "Quellen"]


def test_no_break_spaces_and_hyphens_stay(good: bytes) -> None:
    text = words(part(good, "word/document.xml"))
    assert "030\u00a023125\u2011100" in text
    assert "§\u00a051" in text


def test_soft_hyphens_take_words_own_form() -> None:
    document = part(write_docx(sample("# T\n\n## U\n\nVer\u00adwaltung\n")), "word/document.xml")
    (run,) = [hyphen.getparent() for hyphen in document.iter(W + "softHyphen")]
    assert [etree.QName(child).localname for child in run] == ["t", "softHyphen", "t"]


def test_pages_turn_and_tables_use_their_width(good: bytes) -> None:
    document = part(good, "word/document.xml")
    sizes = [(int(s.get(W + "w")), int(s.get(W + "h")), s.get(W + "orient")) for s in document.iter(W + "pgSz")]
    assert sizes == [(11906, 16838, None), (16838, 11906, "landscape"), (11906, 16838, None)]
    widths = [int(width.get(W + "w")) for width in document.iter(W + "tblW")]
    assert widths[-1] - widths[0] == 16838 - 11906


def test_landscape_from_the_first_page_on() -> None:
    data = write_docx(sample("<!-- landscape -->\n\n# Kontaktblatt\n\n## Kontakte\n"))
    assert [size.get(W + "orient") for size in part(data, "word/document.xml").iter(W + "pgSz")] == ["landscape"]


def test_card_is_a5_with_big_numbers(tmp_path: Path) -> None:
    data = write_docx(sample("<!-- page: a5 -->\n\n# Karte\n\n## Notruf\n\n<!-- style: number -->\n110\n"))
    document = part(data, "word/document.xml")
    (size,) = document.iter(W + "pgSz")
    assert (size.get(W + "w"), size.get(W + "h")) == ("8391", "11906")
    (style,) = [p.find(f"{W}pPr/{W}pStyle").get(W + "val") for p in document.iter(W + "p") if words(p) == "110"]
    styles = part(data, "word/styles.xml")
    assert int(styles.find(f"{W}style[@{W}styleId='{style}']/{W}rPr/{W}sz").get(W + "val")) >= 56
    assert audit(data) == []
    assert schema_faults(data, tmp_path) == []


def test_a_page_break_needs_no_empty_paragraph() -> None:
    data = write_docx(sample("# T\n\n<!-- pagebreak -->\n\n## U\n\n<!-- pagebreak -->\n\n| a |\n|---|\n| b |\n"))
    breaks = [mark.getparent().getparent() for mark in part(data, "word/document.xml").iter(W + "pageBreakBefore")]
    assert [words(paragraph) for paragraph in breaks] == ["U", ""]  # a table cannot carry the break itself
    assert audit(data) == []


def test_footer_names_number_class_and_pages(good: bytes) -> None:
    assert lines(good, "word/footer.xml") == [
        "Stadt Musterhausen · Interventionsleitfaden · Version 2.1",
        "MH-IL-2026-03 · intern · Seite 1 von 1",
    ]


def test_only_one_top_heading_becomes_the_title_and_others_move_up(good: bytes) -> None:
    data = write_docx(sample("# Titel\n\n## Eins\n\n### Zwei\n"))
    assert styles_of(data) == ["Title", "Heading1", "Heading2"]
    assert styles_of(write_docx(sample("# Titel\n\n# Eins\n\n## Zwei\n"))) == ["Title", "Heading1", "Heading2"]
    assert styles_of(write_docx(sample("## Eins\n\n# Zwei\n"))) == ["Heading1", "Heading1"]


def test_town_reference_keeps_its_look_and_gets_what_it_lacks(tmp_path: Path) -> None:
    data = write_docx(sample(), town())
    assert audit(data) == []
    assert schema_faults(data, tmp_path) == []
    assert "berschrift1" in styles_of(data)
    assert lines(data, "word/header1.xml") == ["Stadt Musterhausen"]
    assert b"8B0000" in unzip(data)["word/styles.xml"]
    assert "komma table" in missing_styles(town())
    assert "heading 1" not in missing_styles(town())


def test_a_reference_with_a_foot_keeps_it_and_gets_ours_below() -> None:
    feet = lines(write_docx(sample(footer=""), town()), "word/footer.xml")
    assert feet == ["Rathausplatz 1", "MH-IL-2026-03 · intern · Seite 1 von 1"]


def test_a_special_first_page_gets_a_foot_too(tmp_path: Path) -> None:
    title_page = {"word/document.xml": lambda text: text.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")}
    reference = edited(town(), title_page)
    data = write_docx(sample(), reference)
    sections = list(part(data, "word/document.xml").iter(W + "sectPr"))
    kinds = [reference.get(W + "type") for reference in sections[0].iter(W + "footerReference")]
    assert kinds == ["default", "first"]
    assert [section.find(W + "titlePg") is not None for section in sections] == [True, False, False]
    assert schema_faults(data, tmp_path) == []


def test_the_paper_of_a_reference_stays() -> None:
    document = part(write_docx(sample("# T\n\n## U\n"), town()), "word/document.xml")
    assert next(document.iter(W + "pgMar")).get(W + "top") == "1418"


@pytest.mark.parametrize("kind", ["template.main+xml", "macroEnabledTemplate.main+xml"])
def test_templates_and_macro_files_become_plain_documents(kind: str) -> None:
    macro = {
        TYPES: lambda text: text.replace("document.main+xml", kind),
        EDGES: lambda text: text.replace("</Rel", edge("vbaProject", "vbaProject.bin", identifier="rId80") + "</Rel"),
        "word/vbaProject.bin": "macro",
    }
    files = unzip(write_docx(sample(), edited(town(), macro)))
    assert "word/vbaProject.bin" not in files
    assert b"vba" not in files[EDGES]
    assert b"document.main+xml" in files[TYPES]


def test_the_text_of_a_reference_stays_behind(good: bytes) -> None:
    assert lines(write_docx(sample("# Neu\n\n## Eins\n"), good)) == ["Neu", "Eins"]


ENTITY = '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&#100;&#100;">]>'


@pytest.mark.parametrize("name", ["word/styles.xml", "word/document.xml", "word/settings.xml", TYPES, EDGES])
@pytest.mark.parametrize("change", [lambda text: text.replace("?>", ENTITY, 1), lambda text: text[:-20]])
def test_entities_and_broken_xml_are_refused(name: str, change: Callable[[str], str]) -> None:
    with pytest.raises(ReferenceFileError) as caught:
        write_docx(sample(), edited(town(), {name: change}))
    assert caught.value.key == "render.reference_broken"


@pytest.mark.parametrize("data", [b"", b"hallo", b"PK\x03\x04hallo", b"PK\x05\x06" + b"\0" * 18])
def test_files_that_are_no_word_files_are_refused(data: bytes) -> None:
    with pytest.raises(ReferenceFileError) as caught:
        write_docx(sample(), data)
    assert caught.value.key == "render.reference_broken"


@pytest.mark.parametrize("gone", ["word/styles.xml", "word/document.xml", "word/header1.xml", TYPES, "_rels/.rels"])
def test_missing_parts_are_refused(gone: str) -> None:
    with pytest.raises(ReferenceFileError) as caught:
        write_docx(sample(), edited(town(), {gone: None}))
    assert caught.value.key == "render.reference_broken"


def test_old_locked_strict_and_huge_files_have_their_own_words() -> None:
    strict = edited(
        town(), {"word/document.xml": lambda text: text.replace(WORD, "http://purl.oclc.org/ooxml/word/main")}
    )
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (65 * 1024 * 1024))
    for data, key in ((b"\xd0\xcf\x11\xe0\xa1", "old"), (strict, "strict"), (huge.getvalue(), "too_big")):
        with pytest.raises(ReferenceFileError) as caught:
            write_docx(sample(), data)
        assert caught.value.key == f"render.reference_{key}"


@pytest.mark.parametrize("kind", ["image", "oleObject"])
def test_a_letterhead_that_loads_things_from_elsewhere_is_refused(kind: str) -> None:
    tracker = edges(edge(kind, "https://track.example/x.png", external=True))
    with pytest.raises(ReferenceFileError) as caught:
        write_docx(sample(), edited(town(), {"word/_rels/header1.xml.rels": tracker}))
    assert caught.value.key == "render.reference_active"


def test_settings_that_reach_out_or_lock_stay_behind() -> None:
    attached = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/><w:trackRevisions/>'
    evil = edges(edge("attachedTemplate", "https://track.example/x.dotm", identifier="rId1", external=True))
    settings = {
        "word/settings.xml": lambda text: text.replace("<w:trackRevisions/>", attached),
        "word/_rels/settings.xml.rels": evil,
    }
    files = unzip(write_docx(sample(), edited(town(), settings)))
    assert not any(b"track.example" in content for content in files.values())
    assert not any(word in files["word/settings.xml"] for word in (b"attached", b"trackRev", b"documentProt"))


def test_pictures_must_be_there_and_readable() -> None:
    for pictures, key in (({}, "missing"), ({"img/leiter.png": Picture(b"GIF89a", 50)}, "broken")):
        with pytest.raises(RenderError) as caught:
            write_docx(sample(pictures=pictures))
        assert caught.value.key == f"render.picture_{key}"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_key_of_this_room_has_words(language: Lang) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "komma_cli" / "render").glob("*.py"))
    errors = words_of("errors/render", language)
    assert set(re.findall(r'"render\.(\w+)"', sources)) <= set(errors) | set(words_of("messages/render", language))
    assert all(entry["message"] and entry["hint"] for entry in errors.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("word/document.xml", "<w:tblHeader/>", "", "A20"),
        ("word/document.xml", 'descr="Leiter mit drei Stufen: belastend, bedrohlich, Gefahr."', 'descr=""', "A30"),
        ("word/document.xml", "_Toc900002", "_Toc900001", "I01"),
        ("word/document.xml", '<w:fldChar w:fldCharType="end"/>', "", "I04"),
        ("word/document.xml", 'w:anchor="_Toc900003"', 'w:anchor="_Toc999999"', "A42"),
        ("word/document.xml", "<w:sectPr>", "<w:p/><w:p/><w:sectPr>", "A14"),
        ("word/document.xml", '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Heading3"/>', "A12"),
        ("word/styles.xml", "4A5560", "A0A8B0", "A50"),
        ("word/settings.xml", 'w:name="compatibilityMode"', 'w:name="other"', "A60"),
    ],
)
def test_the_audit_bites(good: bytes, name: str, old: str, new: str, fault: str) -> None:
    content = unzip(good)[name].decode("utf-8")
    assert old in content
    spoilt = dict(unzip(good), **{name: content.replace(old, new).encode("utf-8")})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each, data in spoilt.items():
            archive.writestr(each, data)
    assert fault in {line.split(" ")[0] for line in audit(stream.getvalue())}


def test_a_bare_reference_gets_everything(tmp_path: Path) -> None:
    bare = edited(town(), {EDGES: edges()})
    data = write_docx(sample(), bare)
    assert audit(data) == []
    assert schema_faults(data, tmp_path) == []
    assert lines(data, "word/footer.xml")[-1] == "MH-IL-2026-03 · intern · Seite 1 von 1"


def test_a_style_id_taken_by_another_style_is_not_overwritten() -> None:
    old, new = 'w:styleId="Quote"><w:name w:val="Quote"', 'w:styleId="KommaTable"><w:name w:val="Zitat"'
    reference = edited(town(), {"word/styles.xml": lambda text: text.replace(old, new)})
    data = write_docx(sample(), reference)
    assert audit(data) == []
    tables = {style.get(W + "val") for style in part(data, "word/document.xml").iter(W + "tblStyle")}
    assert tables == {"KommaTableK2"}
