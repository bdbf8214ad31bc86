from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.errors import UsageError
from komma_cli.render.catalog import document, documents, shipped_templates
from komma_cli.render.errors import RenderError

DESCRIPTION = (shipped_templates() / "strategy" / "document.yaml").read_text(encoding="utf-8")


def describe(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "document.yaml").write_text(text, encoding="utf-8")


def test_documents_come_in_their_order() -> None:
    found = documents()
    assert [spec.order for spec in found] == sorted(spec.order for spec in found)
    assert len({spec.code for spec in found}) == len(found)
    assert (found[0].id, found[-1].id) == ("strategy", "form-warning-ban")


def test_the_municipality_can_add_a_document_and_change_the_title_of_ours(tmp_path: Path) -> None:
    own = DESCRIPTION.replace("id: strategy", "id: leaflet").replace("order: 10", "order: 5")
    describe(tmp_path, "leaflet", own)
    describe(tmp_path, "strategy", DESCRIPTION.replace("Strategiekonzept gegen", "Unser Konzept gegen"))
    found = documents(tmp_path)
    assert found[0].id == "leaflet"
    assert found[1].titles["de"].startswith("Unser Konzept gegen")
    assert len(found) == len(documents()) + 1


def test_an_unknown_document_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        document("strategie")
    assert caught.value.key == "documents.unknown"
    named = str(caught.value.values["known"]).split(", ")
    assert named[0] == "strategy"
    assert sorted(named) == sorted(spec.id for spec in documents())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (DESCRIPTION.replace("class: public", "class: secret"), "class"),
        (DESCRIPTION.replace("class: public", "class: internal"), "class"),
        (DESCRIPTION.replace("family: formal", "family: fancy"), "family"),
        (DESCRIPTION.replace("[mandate, strategy]", "[mandate, strategie]"), "needs"),
        (DESCRIPTION + "colour: red\n", "colour"),
        (DESCRIPTION.replace("page: a4\n", ""), "page"),
        (DESCRIPTION.replace("  en: ", "  fr: "), "title"),
        ("- a list", ""),
        ("a: [", ""),
    ],
)
def test_a_broken_description_is_refused_and_named(tmp_path: Path, wrong: str, reason: str) -> None:
    describe(tmp_path, "strategy", wrong)
    with pytest.raises(RenderError) as caught:
        documents(tmp_path)
    assert caught.value.key == "documents.description_broken"
    assert str(tmp_path / "strategy" / "document.yaml") in str(caught.value.values["file"])
    assert reason in str(caught.value.values["reason"])


def test_the_audience_is_the_narrowest_circle_inside_the_wish() -> None:
    assert document("strategy").audience_for("confidential") == "internal"
    assert document("strategy").audience_for("public") == "public"
    assert document("emergency-card").audience_for("confidential") == "internal"
    assert document("contact-sheet").audience_for("internal") is None
