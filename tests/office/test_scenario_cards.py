"""Every scenario of the library is a card of one A4 page, in both languages, as LibreOffice lays it out."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from komma_cli import library
from komma_cli.model.playbook import Playbook
from komma_cli.render.produce import produce
from komma_cli.render.writers import write
from komma_cli.texts import LANGUAGES
from komma_cli.yamlread import parse

ROOT = Path(__file__).parents[2]
TOOLS = ("soffice", "pdftotext")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
if matcher := shutil.which("fc-match"):
    arial = subprocess.run([matcher, "Arial"], capture_output=True, text=True, check=False).stdout
if matcher and not re.search(r"arial|arimo|liberation", arial, re.I):  # lines would break elsewhere
    MISSING.append("a font as wide as Arial")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(bool(MISSING), reason=f"needs LibreOffice and poppler, not found: {', '.join(MISSING)}"),
]


def playbook_with_all_cards(lang):
    data = parse((ROOT / "playbooks" / "musterstadt.komma.yaml").read_text(encoding="utf-8"))
    roles = {role["based_on"]: role["id"] for role in data["roles"] if role.get("based_on")}
    levels = [level["id"] for level in data["escalation"]["levels"]]
    data["scenarios"] = [
        library.as_playbook_scenario(found, roles=roles, bodies=data["bodies"], levels=levels)
        for found in library.scenarios(lang)
    ]
    return Playbook.model_validate(data)


def pages(papers, folder):
    """Return the pages of each Word file as text; LibreOffice is started once for all of them."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *papers,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [_pages(paper.with_suffix(".pdf")) for paper in papers]


def _pages(pdf):
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-layout", pdf, "-"], check=True, capture_output=True, timeout=60
    )
    return [page.strip() for page in text.stdout.decode("utf-8").split("\f") if page.strip()]


def test_every_card_fills_one_page_and_no_more(tmp_path):
    playbooks = {tmp_path / f"cards-{lang}.docx": (lang, playbook_with_all_cards(lang)) for lang in LANGUAGES}
    for docx, (lang, playbook) in playbooks.items():
        produced = produce(playbook, "scenario-cards", lang, None, date(2026, 12, 1))
        docx.write_bytes(write(produced.document, "docx").content)
    for (lang, playbook), found in zip(playbooks.values(), pages([*playbooks], tmp_path), strict=True):
        titles = [scenario.title for scenario in playbook.scenarios]
        begins = [page.splitlines()[0].strip() for page in found[-len(titles) :]]
        too_long = [begin for begin in begins if begin not in titles]
        assert not too_long, f"pages that begin in the middle of a card ({lang}): {too_long}"
        assert begins == titles
        assert len(found) == 1 + len(titles)
