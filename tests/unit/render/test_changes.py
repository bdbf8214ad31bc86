"""Copies that mark changes: accepting all gives the newer paper, rejecting all the older one, and nothing is lost."""

from __future__ import annotations

import io
import random
import re
import zipfile
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from komma_cli.model.playbook import Playbook
from komma_cli.render.blocks import parse_blocks
from komma_cli.render.changes import compare_blocks
from komma_cli.render.changes_paper import produce_changes
from komma_cli.render.changes_words import compare_words
from komma_cli.render.document import Comparison, Picture, RenderedDocument
from komma_cli.render.docx import write_docx
from komma_cli.render.produce import Produced, produce
from komma_cli.render.tree import (
    Callout,
    Deleted,
    Inlines,
    Inserted,
    OrderedList,
    PageSize,
    Paragraph,
    Table,
    Text,
    item_numbers,
    plain,
    walk,
)
from komma_cli.render.tree_markdown import as_markdown
from komma_cli.render.writers import write
from komma_cli.yamlread import parse
from tests.unit.render.docx_audit import W, audit, words
from tests.unit.render.pdf_audit import audit as pdf_audit
from tests.unit.render.playbooks import playbook
from tests.unit.render.sample_document import MARKDOWN, png, sample

TOWN = Path(__file__).parents[3] / "playbooks" / "musterstadt.komma.yaml"
TODAY = date(2026, 12, 1)


# -- accepting and rejecting, as Word does ----------------------------------------------------------------------------


def body_of(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return root.find(W + "body")


def resolved(content: bytes, *, accept: bool) -> etree._Element:
    """Return the body after all changes were accepted or rejected (ECMA-376 Part 1, 17.13.5)."""
    body = body_of(content)
    keep, drop = ("ins", "del") if accept else ("del", "ins")
    for row in [row for row in body.iter(W + "tr") if row.find(f"{W}trPr/{W}{drop}") is not None]:
        row.getparent().remove(row)
    for table in [table for table in body.iter(W + "tbl") if table.find(W + "tr") is None]:
        table.getparent().remove(table)
    for change in [each for each in body.iter(W + drop) if each.getparent().tag in (W + "p", W + "hyperlink")]:
        change.getparent().remove(change)
    for change in [each for each in body.iter(W + keep) if each.getparent().tag in (W + "p", W + "hyperlink")]:
        holder, at = change.getparent(), change.getparent().index(change)
        holder[at : at + 1] = list(change)
    for paragraph in [each for each in body.iter(W + "p") if each.find(f"{W}pPr/{W}rPr/{W}{drop}") is not None]:
        _join_to_next(paragraph)
    return body


def _join_to_next(paragraph: etree._Element) -> None:
    """Let what is left of a paragraph begin the next one, because the mark between them is gone."""
    following, left = paragraph.getnext(), [each for each in paragraph if each.tag != W + "pPr"]
    if following is not None and following.tag == W + "p":
        at = 0 if following.find(W + "pPr") is None else 1
        following[at:at] = left
    else:
        assert not any(words(each) for each in left)
    paragraph.getparent().remove(paragraph)


def lines(body: etree._Element) -> list[tuple[str, bool, str]]:
    """Return (style, is numbered, words) of every paragraph that says something, and a line for every row."""
    found = []
    for element in body.iter(W + "p", W + "tr"):
        if element.tag == W + "tr":
            found.append(("row", False, str(len(element.findall(W + "tc")))))
            continue
        style = element.find(f"{W}pPr/{W}pStyle")
        pieces = element.iter(W + "t", W + "delText", W + "br")
        said = "".join("\n" if each.tag == W + "br" else each.text or "" for each in pieces)
        if said or any(True for _ in element.iter(W + "drawing")):
            numbered = element.find(f"{W}pPr/{W}numPr") is not None
            found.append(("" if style is None else style.get(W + "val"), numbered, said))
    return found


def assert_both_ways(marked: bytes, older: bytes, newer: bytes) -> None:
    assert lines(resolved(marked, accept=True)) == lines(body_of(newer))
    assert lines(resolved(marked, accept=False)) == lines(body_of(older))


def schema_faults(content: bytes, folder: Path) -> list[str]:
    file = folder / "file.docx"
    file.write_bytes(content)
    return [error.description for error in OpenXmlValidator().validate(file).errors]


# -- plans ------------------------------------------------------------------------------------------------------------


@cache
def _town() -> str:
    return TOWN.read_text(encoding="utf-8")


def town() -> dict[str, Any]:
    loaded: dict[str, Any] = parse(_town())
    return loaded


def measures(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [goal["measures"] for field in data["strategy"]["fields"] for goal in field["goals"]]


def edited() -> dict[str, Any]:
    """Return Musterstadt with the six edits a year brings."""
    data = town()
    lists = measures(data)
    added = deepcopy(lists[0][0])
    added |= {"id": "m-new", "title": "Notruf in den Aufzügen prüfen", "status": "planned"}
    lists[0].append(added)
    lists[1][0]["due"] = date(2027, 9, 30) if isinstance(lists[1][0]["due"], date) else "2027-09-30"
    data["roles"] = [role for role in data["roles"] if role["id"] != "company-doctor"]
    data["strategy"]["situation"]["summary"] = data["strategy"]["situation"]["summary"].replace("Amt", "Haus")
    lists[2][0]["resources"] = "950 Euro, Arbeitszeit im Ratsbüro"
    lists[-1].reverse()
    data["review"]["version"] = "1.3"
    return data


@pytest.fixture(scope="module")
def plans() -> tuple[Playbook, Playbook]:
    return playbook(town()), playbook(edited())


def on_a4(produced: Produced) -> RenderedDocument:
    document = produced.document
    return replace(document, blocks=tuple(block for block in document.blocks if not isinstance(block, PageSize)))


# -- papers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), [("council-paper", "de"), ("strategy", "en"), ("emergency-card", "en")])
def test_accepting_gives_the_new_paper_and_rejecting_the_old_one(
    plans: tuple[Playbook, Playbook], name: str, lang: Any, tmp_path: Path
) -> None:
    copy = produce_changes(*plans, name, lang, None, TODAY)
    older, newer = (on_a4(produce(plan, name, lang, None, TODAY)) for plan in plans)
    made = write_docx(copy.produced.document)
    assert copy.count > 0
    assert_both_ways(made, write_docx(older), write_docx(newer))
    assert audit(made, {"de": "de-DE", "en": "en-GB"}[lang]) == []
    assert schema_faults(made, tmp_path) == []
    assert made == write_docx(produce_changes(*plans, name, lang, None, TODAY).produced.document)


def randomly_edited(seed: int) -> dict[str, Any]:
    """Return Musterstadt after a dozen edits somewhere in its strategy, mandate and review."""
    chance, data = random.Random(seed), town()
    for _ in range(12):
        steps = [one for one in measures(data) if one]
        measure = chance.choice(chance.choice(steps))
        match chance.randrange(6):
            case 0:
                measure["title"] = " ".join(reversed(measure["title"].split()))
            case 1:
                measure["resources"] = f"{chance.randrange(1, 90)}.000 Euro im Jahr | **fest**"
            case 2:
                chance.choice(steps).pop()
            case 3:
                chance.shuffle(chance.choice(steps))
            case 4:
                chance.choice(steps).insert(0, {**deepcopy(measure), "id": f"m-{chance.randrange(10**6)}"})
            case _:
                data["strategy"]["situation"]["sources"].reverse()
    return data


@pytest.mark.parametrize("seed", range(3))
def test_any_edits_of_a_plan_come_out_again(seed: int) -> None:
    plans = playbook(town()), playbook(randomly_edited(seed))
    copy = produce_changes(*plans, "council-paper", "de", None, TODAY)
    older, newer = (on_a4(produce(plan, "council-paper", "de", None, TODAY)) for plan in plans)
    assert_both_ways(write_docx(copy.produced.document), write_docx(older), write_docx(newer))


def test_a_marked_pdf_keeps_both_norms(plans: tuple[Playbook, Playbook]) -> None:
    document = produce_changes(*plans, "council-paper", "de", None, TODAY).produced.document
    assert pdf_audit(write(document, "pdf").content, document) == []


def test_the_first_box_says_what_is_compared(plans: tuple[Playbook, Playbook]) -> None:
    copy = produce_changes(*plans, "strategy", "de", None, TODAY)
    box = copy.produced.document.blocks[1]
    assert isinstance(box, Callout)
    said = " ".join(plain(block.children) for block in box.children if isinstance(block, Paragraph))
    assert "Version 1.3" in said
    assert "Version 1.2, Stand 16.11.2026" in said
    assert f"an {copy.count} Stellen" in said
    assert "unterstrichen" in said
    assert copy.produced.stem.endswith("-changes")
    assert "gegenüber Version 1.2" in copy.produced.document.mark


def test_a_word_file_tells_it_in_a_comment_that_nobody_has_to_delete_from_the_text(
    plans: tuple[Playbook, Playbook],
) -> None:
    document = produce_changes(*plans, "council-paper", "de", None, TODAY).produced.document
    with zipfile.ZipFile(io.BytesIO(write_docx(document))) as archive:
        comments = etree.fromstring(archive.read("word/comments.xml"))
        text = archive.read("word/document.xml").decode()
    assert "Verglichen ist Version 1.3" in words(comments)
    assert "Verglichen ist" not in text
    assert set(re.findall(r'w:author="([^"]*)"', text)) == {"Koordination"}
    assert set(re.findall(r'w:date="([^"]*)"', text)) == {"2026-11-16T00:00:00Z"}


def test_the_same_plan_twice_has_no_marks() -> None:
    plan = playbook(town())
    copy = produce_changes(plan, plan, "council-paper", "de", None, TODAY)
    made = write_docx(copy.produced.document)
    assert copy.count == 0
    assert not list(body_of(made).iter(W + "ins", W + "del"))
    assert "nichts geändert" in write(copy.produced.document, "html").content.decode()


def test_somebody_who_is_protected_since_is_not_shown_as_deleted() -> None:
    data = town()
    for person in data["people"]:
        for channel in person.get("channels", ()):
            if channel.get("value") == "+492214710205":
                channel["class"] = "confidential"
    copy = produce_changes(playbook(town()), playbook(data), "emergency-card", "de", None, TODAY)
    assert "4710205" in produce(playbook(town()), "emergency-card", "de", None, TODAY).markdown
    for form in ("docx", "html", "md"):
        content = write(copy.produced.document, form).content
        text = words(body_of(content)) if form == "docx" else content.decode()
        assert "4710205" not in re.sub(r"\s|&nbsp;", "", text)


# -- words and blocks -------------------------------------------------------------------------------------------------


def shown(inlines: Inlines) -> str:
    """Return a run with marks as people would write it."""
    marks = {Inserted: "{+%s+}", Deleted: "[-%s-]"}
    pieces = []
    for inline in inlines:
        inner = "".join(each.text for each in getattr(inline, "children", ()) if isinstance(each, Text))
        pieces.append(marks[type(inline)] % inner if type(inline) in marks else plain((inline,)))
    return "".join(pieces)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Nächster Bericht: 6 Monate.", "Nächster Bericht: 12 Monate.", "Nächster Bericht: [-6-]{+12+} Monate."),
        ("Frist: 31.12.2027.", "Frist: 29.02.2028.", "Frist: [-31.12.2027-]{+29.02.2028+}."),
        ("Der Rat berät.", "Der Rat berät jährlich.", "Der Rat berät{+ jährlich+}."),
        ("Ja", "Nein, nie", "[-Ja-]{+Nein, nie+}"),
        ("Heute ruft sie an.", "Morgen schreibt niemand.", "[-Heute ruft sie an-]{+Morgen schreibt niemand+}."),
        ("Gleich.", "Gleich.", "Gleich."),
    ],
)  # fmt: skip
def test_words_dates_and_numbers_change_as_a_whole(old: str, new: str, marked: str) -> None:
    made, count = compare_words((Text(old),), (Text(new),))
    assert shown(made) == marked
    assert count == (old != new)


def test_markdown_has_no_more_escapes_than_it_needs() -> None:
    old, new = (sample(f"# T\n\nVersion {number}. Stand.\n\n- 5\\. {number}\n") for number in ("1.2", "1.3"))
    made = compare_blocks(old.blocks, new.blocks, frozenset(), "de").blocks
    assert as_markdown(made, "de") == (
        "# T\n\nVersion <del>1.2</del><ins>1.3</ins>. Stand.\n\n- 5\\. <del>1.2</del><ins>1.3</ins>\n"
    )
    assert parse_blocks(as_markdown(sample().blocks, "de")) == sample().blocks


def test_a_deleted_number_can_no_longer_be_called() -> None:
    old, new = (parse_blocks(f"# T\n\nRufen Sie [{n}](tel:{n}) an.\n") for n in ("030", "040"))
    made = compare_blocks(old, new, frozenset(), "de").blocks
    document = sample("# T\n")
    page = write(replace(document, blocks=made), "html").content.decode()
    assert 'href="tel:040"' in page
    assert 'href="tel:030"' not in page
    assert "030</span>" not in page
    assert re.search(r"<del>.*\[gelöscht: .*030.*</del>", page)


def test_a_deleted_step_keeps_its_old_number_and_the_others_have_theirs() -> None:
    old, new = (parse_blocks(text) for text in ("1. Eins\n1. Weg damit\n1. Drei\n", "1. Eins\n1. Drei\n1. Neu dazu\n"))
    (steps,) = compare_blocks(old, new, frozenset(), "de").blocks
    assert isinstance(steps, OrderedList)
    assert [(item.change, number) for item, number in zip(steps.items, item_numbers(steps), strict=True)] == [
        ("", 1), ("deleted", 2), ("", 2), ("inserted", 3),
    ]  # fmt: skip


def test_a_row_that_moved_stands_at_both_places() -> None:
    head = "| Was | Wer |\n|---|---|\n"
    rows = ["| Notruf | Rufbereitschaft |\n", "| Akte | Koordination |\n", "| Schulung | Personalamt |\n"]
    old, new = (parse_blocks(head + "".join(rows[i] for i in order)) for order in ((0, 1, 2), (1, 2, 0)))
    (table,) = compare_blocks(old, new, frozenset(), "de").blocks
    assert isinstance(table, Table)
    assert table.row_changes == ("", "deleted", "", "", "inserted")


def test_long_texts_without_anything_in_common_take_no_time() -> None:
    old, new = (
        parse_blocks("".join(f"{letter}{i} {letter * 3}{i} wort{letter}{i}\n\n" for i in range(1500)))
        for letter in "ab"
    )
    made = compare_blocks(old, new, frozenset(), "de")
    assert made.count == 3000


SAID = ("Die", "Stadt", "hilft", "sofort", "und", "12", "Ämter,", "**immer**", "am", "*Tag*", "bis", "31.12.2027")
LINE = st.lists(st.sampled_from(SAID), min_size=1, max_size=7).map(" ".join)
ITEMS = st.lists(LINE, min_size=1, max_size=4)
HEAD = "<!-- caption: Tabelle -->\n| A | B |\n|---|---|\n"
BLOCK = st.one_of(
    LINE.map(lambda line: f"## {line}"),
    LINE,
    ITEMS.map(lambda many: "\n".join(f"- {line}" for line in many)),
    ITEMS.map(lambda many: "\n".join(f"1. {line}\n   - {line}" for line in many)),
    ITEMS.map(lambda many: "\n".join(f"- [ ] {line}" for line in many)),
    ITEMS.map(lambda many: HEAD + "\n".join(f"| {line} | {len(line)} |" for line in many)),
    ITEMS.map(lambda many: "> [!NOTE]\n" + "\n>\n".join(f"> {line}" for line in many)),
    st.just("---"),
    st.just("<!-- pagebreak -->"),
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    old = draw(st.lists(BLOCK, min_size=1, max_size=6))
    new = list(old)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(new)))
        match draw(st.sampled_from(("insert", "delete", "replace", "move", "word"))):
            case "insert":
                new.insert(at, draw(BLOCK))
            case "delete":
                new[at : at + 1] = []
            case "replace":
                new[at : at + 1] = [draw(BLOCK)]
            case "move" if new:
                new.insert(at, new.pop(at % len(new)))
            case "word":
                new = [each.replace("Stadt", "Gemeinde", 1) for each in new]
    beginning = "# Titel\n\n<!-- toc -->\n\n## Anfang\n\n"
    return beginning + "\n\n".join(old), beginning + "\n\n".join(new)


@settings(max_examples=40, deadline=None)
@given(versions())
def test_any_two_texts_come_out_of_a_marked_copy_again(texts: tuple[str, str]) -> None:
    old, new = (sample(text) for text in texts)
    made = compare_blocks(old.blocks, new.blocks, frozenset(), "de")
    box = Callout("note", (), ())
    marked = replace(new, blocks=made.blocks, comparison=Comparison(box, "Koordination"))
    assert_both_ways(write_docx(marked), write_docx(old), write_docx(new))
    assert made.count > 0 or lines(body_of(write_docx(old))) == lines(body_of(write_docx(new)))


def test_everything_the_engine_can_write_can_be_inserted_and_deleted(tmp_path: Path) -> None:
    picture = Picture(png(), 120.0, '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"/>')
    whole = sample(MARKDOWN, pictures={"img/leiter.png": picture})
    empty = sample("# Leer\n\nNichts.\n")
    for older, newer in ((whole, empty), (empty, whole)):
        made = compare_blocks(older.blocks, newer.blocks, frozenset(), "de")
        pictures = dict(whole.pictures)
        named = {f"was_{name}": picture for name, picture in pictures.items()} | pictures
        box = Callout("note", (Text("Was sich geändert hat"),), (Paragraph((Text("Verglichen."),)),))
        marked = replace(newer, blocks=made.blocks, comparison=Comparison(box, "Stadt"), pictures=named)
        content = write_docx(marked)
        assert schema_faults(content, tmp_path) == []
        assert audit(content) == []
        page = write(marked, "html").content.decode()
        assert page.count("<ins>") == page.count("</ins>") > 0 or page.count("<del>") == page.count("</del>") > 0
        faults = pdf_audit(write(marked, "pdf").content, marked)
        # a deleted heading is a paragraph: it is no place to go to any more
        assert [fault for fault in faults if not re.match(r"/H\d: ", fault)] == []
        assert any(isinstance(block, Table) and block.change for block in walk(made.blocks))
