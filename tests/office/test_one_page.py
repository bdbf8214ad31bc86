"""The card and the notice are one page in Word's format too, as LibreOffice lays them out."""

from datetime import date

import pytest

from komma_cli.render.produce import produce
from komma_cli.render.writers import write
from komma_cli.texts import LANGUAGES
from tests.office.test_scenario_cards import MISSING, pages
from tests.unit.render.test_formal_documents import playbook

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(bool(MISSING), reason=f"needs LibreOffice and poppler, not found: {', '.join(MISSING)}"),
]


def test_card_and_notice_take_one_page(tmp_path):
    papers = []
    for name in ("musterstadt", "erste-stunde"):
        for document in ("emergency-card", "notice"):
            for lang in LANGUAGES:
                produced = produce(playbook(name), document, lang, None, date(2026, 12, 1))
                papers.append(tmp_path / f"{name}-{document}-{lang}.docx")
                papers[-1].write_bytes(write(produced.document, "docx").content)
    assert {paper.name: len(found) for paper, found in zip(papers, pages(papers, tmp_path), strict=True)} == {
        paper.name: 1 for paper in papers
    }
