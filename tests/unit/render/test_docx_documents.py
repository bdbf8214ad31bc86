"""Every document as a Word file: sound for Word, and readable for a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from komma_cli.render.catalog import documents
from komma_cli.render.writers import write
from komma_cli.texts import LANGUAGES, Lang
from tests.unit.render.docx_audit import audit
from tests.unit.render.test_formal_documents import made

IDS = [spec.id for spec in documents()]
LOCALES = {"de": "de-DE", "en": "en-GB"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", IDS)
@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
def test_no_document_has_a_fault_that_a_reader_would_meet(name: str, document: str, lang: Lang) -> None:
    assert audit(write(made(document, name, lang).document, "docx").content, LOCALES[lang]) == []


@pytest.mark.parametrize("document", IDS)
def test_every_document_keeps_the_schema_of_word(document: str, tmp_path: Path) -> None:
    target = tmp_path / "paper.docx"
    target.write_bytes(write(made(document, "musterstadt").document, "docx").content)
    assert [error.description for error in OpenXmlValidator().validate(target).errors] == []
