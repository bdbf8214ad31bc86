"""Empty places of a form in a Word file: named controls on the screen, ruled lines on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from komma_cli.render.docx import missing_styles, write_docx
from tests.unit.render.docx_audit import Parts, W, audit, style_of, words
from tests.unit.render.reference_files import town
from tests.unit.render.sample_document import sample

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FORM = """\
# Meldebogen

## Was ist passiert?

<!-- field: date -->
**Tag** (Pflichtangabe, TT.MM.JJJJ)

<!-- field: long 6 -->
**Wortlaut** (Pflichtangabe)

<!-- field: number -->
**Wie oft?** (freiwillig)

<!-- field: choices -->
**Wo war das?** (Pflichtangabe)

- [ ] Schalter
- [ ] im Netz
- [ ] anderer Ort:

<!-- field: choice -->
**Was wünschen Sie?** (freiwillig)

- [ ] Ich möchte, dass jemand aus dem Haus mit mir spricht
- [ ] Nur zählen

<!-- field: signature -->
**Unterschrift**

Ein Satz danach.
"""


@pytest.fixture(scope="module")
def form() -> Parts:
    return Parts(write_docx(sample(FORM)))


def controls(parts: Parts) -> dict[str, etree._Element]:
    """Return the properties of every control by its tag."""
    found = list(parts.document.iter(W + "sdtPr"))
    assert len({each.find(W + "tag").get(W + "val") for each in found}) == len(found)
    return {each.find(W + "tag").get(W + "val"): each for each in found}


def value(properties: etree._Element, name: str) -> str:
    return str(properties.find(name).get(W + "val"))


def paragraphs(parts: Parts, style: str) -> list[etree._Element]:
    return [each for each in parts.document.iter(W + "p") if style_of(parts, each) == style]


@pytest.mark.parametrize("reference", [None, town()], ids=["own", "town"])
def test_a_form_is_clean(reference: bytes | None, tmp_path: Path) -> None:
    data = write_docx(sample(FORM), reference)
    (tmp_path / "form.docx").write_bytes(data)
    assert audit(data) == []
    assert [error.description for error in OpenXmlValidator().validate(tmp_path / "form.docx").errors] == []


def test_every_control_says_the_label_that_stands_before_it(form: Parts) -> None:
    spoken = {tag: value(each, W + "alias") for tag, each in controls(form).items()}
    assert spoken == {
        "tag": "Tag",
        "wortlaut": "Wortlaut",
        "wie-oft": "Wie oft?",
        "wo-war-das-1": "Schalter",
        "wo-war-das-2": "im Netz",
        "wo-war-das-3": "anderer Ort:",
        "wo-war-das-3-text": "anderer Ort:",
        "was-wuenschen-sie-1": "Ich möchte, dass jemand aus dem Haus mit mir spricht",
        "was-wuenschen-sie-2": "Nur zählen",
    }
    labels = [words(each) for each in paragraphs(form, "Komma Label")]
    assert labels == [
        "Tag (Pflichtangabe, TT.MM.JJJJ)",
        "Wortlaut (Pflichtangabe)",
        "Wie oft? (freiwillig)",
        "Wo war das? (Pflichtangabe)",
        "Was wünschen Sie? (freiwillig)",
        "Unterschrift",
    ]


def test_each_kind_has_its_own_control(form: Parts) -> None:
    found = controls(form)
    assert value(found["tag"].find(W + "date"), W + "dateFormat") == "dd.MM.yyyy"
    assert found["wortlaut"].find(W + "text").get(W + "multiLine") == "1"
    assert found["wie-oft"].find(W + "text").attrib == {}
    boxes = [tag for tag, each in found.items() if each.find(W14 + "checkbox") is not None]
    assert len(boxes) == 5
    assert found["wo-war-das-3-text"].find(W + "text") is not None


def test_nothing_but_lines_is_printed_while_a_form_is_empty(form: Parts) -> None:
    for control in form.document.iter(W + "sdt"):
        if control.find(f"{W}sdtPr/{W14}checkbox") is None:
            assert control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None  # the first letter takes its place
            assert words(control.find(W + "sdtContent")).strip("\u00a0_") == ""


def test_a_place_has_as_many_ruled_lines_as_asked_for(form: Parts) -> None:
    assert len(paragraphs(form, "Komma Field")) == 1 + 6 + 1 + 1


def test_a_signature_is_made_on_paper(form: Parts) -> None:
    line = paragraphs(form, "Komma Field")[-1]
    assert line.find(W + "sdt") is None
    assert words(line.getprevious()) == "Unterschrift"


def test_lines_are_far_and_firm_enough_to_write_on() -> None:
    for reference in (None, town()):
        parts = Parts(write_docx(sample(FORM), reference))
        (identifier,) = [key for key, name in parts.style_names.items() if name == "Komma Field"]
        style = parts.styles.xpath(f'//*[local-name()="style"][@w:styleId="{identifier}"]', namespaces={"w": W[1:-1]})
        spacing = style[0].find(f"{W}pPr/{W}spacing")
        assert int(spacing.get(W + "line")) / 20 * 25.4 / 72 >= 8  # mm
        assert spacing.get(W + "lineRule") == "atLeast"
        for side in ("bottom", "between"):
            assert int(style[0].find(f"{W}pPr/{W}pBdr/{W}{side}").get(W + "sz")) / 8 >= 1  # pt


def test_a_label_and_its_options_stay_on_one_page(form: Parts) -> None:
    label = next(key for key, name in form.style_names.items() if name == "Komma Label")
    style = next(each for each in form.styles.iter(W + "style") if each.get(W + "styleId") == label)
    assert style.find(f"{W}pPr/{W}keepNext") is not None
    last_flowing, first, last = paragraphs(form, "Komma Option")
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in (last_flowing, first, last)]
    assert kept == [False, True, False]


def test_short_options_stand_behind_each_other_and_long_ones_below(form: Parts) -> None:
    flowing, *each_its_own = paragraphs(form, "Komma Option")
    assert len(list(flowing.iter(W14 + "checkbox"))) == 3
    assert [len(list(each.iter(W14 + "checkbox"))) for each in each_its_own] == [1, 1]


def test_only_an_option_with_a_colon_has_a_line_behind_it(form: Parts) -> None:
    shown = words(paragraphs(form, "Komma Option")[0])
    assert shown.count("_") >= 20
    assert shown.index("_") > shown.index("anderer")


def test_long_fields_may_go_over_a_page_but_not_leave_one_line_alone() -> None:
    parts = Parts(write_docx(sample("# Protokoll\n\n## Verlauf\n\n<!-- field: long 14 -->\n**Verlauf**\n")))
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in paragraphs(parts, "Komma Field")]
    assert kept == [True, *[False] * 11, True, False]


def test_a_long_label_fits_what_word_takes() -> None:
    label = "Haben Sie davon schon jemandem erzählt, und wenn ja, wem und auf welchem Weg genau"
    parts = Parts(write_docx(sample(f"# Bogen\n\n## Frage\n\n<!-- field: text -->\n**{label}**\n")))
    (properties,) = parts.document.iter(W + "sdtPr")
    assert len(value(properties, W + "alias")) <= 64
    assert len(value(properties, W + "tag")) <= 64
    assert words(paragraphs(parts, "Komma Label")[0]) == label


def test_a_town_reference_gets_the_styles_of_forms() -> None:
    added = set(missing_styles(town()))
    assert {"komma label", "komma field", "komma option", "komma hint char", "komma blank char"} <= added
