"""What a folder of papers is protected from, and what a plan with errors gets."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from komma_cli.cli import papers
from komma_cli.cli.common import write_file
from komma_cli.cli.papers import RECORD
from komma_cli.errors import WriteError
from tests.cli.conftest import TOWN, Run

CARD = ("--document", "emergency-card", "--format", "md", "-o", "p", "--today", "2026-12-01")
PAPER = "kleinbeispiel-emergency-card-de.md"


@pytest.fixture
def broken(plan: Path) -> Path:
    """A plan that can be read, with a role whose holder does not exist."""
    text = plan.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^(\s+holder: ).*$", r"\1nobody-there", text, count=1)
    assert changed != text
    plan.write_text(changed, encoding="utf-8")
    return plan


def test_the_same_paper_is_replaced_again_and_again(komma: Run, folder: Path, plan: Path) -> None:
    assert komma("render", plan, *CARD).code == 0
    assert komma("render", plan, *CARD).code == 0
    assert komma("render", plan, *CARD, "--lang", "en").code == 0
    record = json.loads((folder / "p" / RECORD).read_text(encoding="utf-8"))
    assert sorted(record) == [PAPER, PAPER.replace("-de", "-en")]


@pytest.mark.parametrize("before", ["somebody wrote here", None])
def test_a_paper_that_somebody_changed_or_brought_stays(
    komma: Run, folder: Path, plan: Path, before: str | None
) -> None:
    target = folder / "p" / PAPER
    if before is None:
        komma("render", plan, *CARD)
        target.write_text(target.read_text(encoding="utf-8") + "My note", encoding="utf-8")
    else:
        target.parent.mkdir()
        target.write_text(before, encoding="utf-8")
    kept = target.read_bytes()
    ended = komma("render", plan, *CARD)
    assert (ended.code, ended.says("cli.paper_changed", "de", files=PAPER, folder="p")) == (3, True)
    assert target.read_bytes() == kept
    assert komma("render", plan, *CARD, "--force").code == 0
    assert target.read_bytes() != kept
    assert komma("render", plan, *CARD).code == 0


def test_nothing_is_written_if_one_of_several_must_stay(komma: Run, folder: Path, plan: Path) -> None:
    (folder / "p").mkdir()
    (folder / "p" / PAPER).write_text("mine", encoding="utf-8")
    ended = komma("render", plan, *CARD[2:], "--document", "contact-sheet,emergency-card")
    assert ended.code == 3
    assert [path.name for path in (folder / "p").iterdir()] == [PAPER]


def test_a_damaged_record_protects_everything(komma: Run, folder: Path, plan: Path) -> None:
    komma("render", plan, *CARD)
    (folder / "p" / RECORD).write_bytes(b"[\xff")
    assert komma("render", plan, *CARD).code == 0  # the same content does no harm
    (folder / "p" / RECORD).write_text("[1]", encoding="utf-8")
    assert komma("render", plan, *CARD, "--today", "2026-12-02", "--lang", "de").code in (0, 3)


def test_a_plan_with_errors_is_refused_with_its_findings(komma: Run, folder: Path, broken: Path) -> None:
    ended = komma("render", broken, *CARD)
    assert ended.code == 1
    assert "K101" in ended.flat or "K2" in ended.flat
    assert "--draft" in ended.flat
    assert not (folder / "p").exists()


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_a_draft_says_so_on_the_paper(komma: Run, folder: Path, broken: Path, form: str) -> None:
    ended = komma("render", broken, *CARD[:2], "--format", form, "-o", "p", "--today", "2026-12-01", "--draft")
    assert ended.code == 0
    content = (folder / "p" / PAPER.replace(".md", f".{form}")).read_bytes()
    if form in ("md", "html"):
        assert "ENTWURF" in content.decode()
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            heads = [package.read(name).decode() for name in package.namelist() if "header" in name]
        assert any("ENTWURF" in head for head in heads)
    if form == "pdf":
        unmarked = komma("render", "--help")  # its words are glyphs; the head is what makes the file differ
        assert unmarked.code == 0
        assert content.startswith(b"%PDF")


def test_unknown_formats_and_documents_are_named(komma: Run, folder: Path, plan: Path) -> None:
    assert "strategy" in komma("render", plan, "--document", "strategie").flat
    assert "docx, pdf, html, md, all" in komma("render", plan, "--format", "doc").flat
    assert list(folder.glob("*.docx")) == []


@pytest.mark.parametrize(("document", "warned"), [("contact-sheet", True), ("netiquette", False)])
def test_a_confidential_paper_under_git_is_told_of(komma, tmp_path, document, warned):
    (tmp_path / ".git").mkdir()
    result = komma("render", str(TOWN), "--document", document, "--format", "md", "--today", "2026-12-01")
    assert result.code == 0
    assert ("gehört zu einem git-Verzeichnis" in result.flat) is warned


def test_more_pages_than_planned_are_told_for_the_own_readers_only(komma):
    long = ("render", str(TOWN), "--document", "council-paper", "--format", "pdf", "--today", "2026-12-01")
    assert komma(*long, "--audience", "internal").err == ""


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_fills_up_in_the_midst_leaves_no_half_set(
    komma: Run, folder: Path, plan: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    wanted = ("render", plan, "--document", "emergency-card,contact-sheet", "--format", "md", "-o", "p")
    if there:
        assert komma(*wanted, "--today", "2026-12-01").code == 0
    kept = {path.name: path.read_bytes() for path in folder.glob("p/*")}
    written = []

    def full(target: Path, content: bytes) -> None:
        if written and content not in kept.values():
            raise WriteError("cli.disk_full", file=target, reason="full")
        written.append(target)
        write_file(target, content)

    with monkeypatch.context() as patch:
        patch.setattr(papers, "write_file", full)
        ended = komma(*wanted, "--today", "2026-12-02", "--force")
    assert ended.code == 3
    assert written
    assert {path.name: path.read_bytes() for path in folder.glob("p/*")} == kept
