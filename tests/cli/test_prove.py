"""``komma render --prove``: every file is searched before one is written; a leak is refused without being repeated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from komma_cli.cli import papers
from komma_cli.render.catalog import shipped_templates
from komma_cli.render.writers import Written
from komma_cli.texts import LANGUAGES, Lang
from tests.cli.conftest import DAY, TOWN, Run

PHONE = "+492214710990"
NAME = "Hedwig Tannhoff"


def own_templates(folder: Path, line: str) -> Path:
    """Return a folder with an own declaration that says ``line`` at its end."""
    target = folder / "eigene" / "declaration"
    shutil.copytree(shipped_templates() / "declaration", target)
    for template in target.glob("*.j2"):
        template.write_text(template.read_text("utf-8") + f"\n{line}\n", encoding="utf-8", newline="\n")
    return folder / "eigene"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_documents_of_a_small_plan(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    ended = komma("render", plan, "--prove", "--format", "md,html", "-o", "p", "--today", DAY, lang=lang)
    assert ended.code == 0
    count = len([path for path in (folder / "p").iterdir() if path.suffix in (".md", ".html")])
    told = {"de": f"geprüft: {count} Dateien, ", "en": f"searched: {count} files, "}[lang]
    assert told in ended.flat
    assert ended.flat.endswith({"de": ", 0 gefunden", "en": ", 0 found"}[lang])


def test_word_and_pdf_of_the_example_and_what_its_texts_say_themselves(komma: Run, folder: Path) -> None:
    ended = komma("render", TOWN, "--document", "declaration", "--prove", "-o", "p", "--today", DAY)
    assert ended.code == 0
    assert "geprüft: 2 Dateien, " in ended.flat
    searched = int(ended.flat.split("Dateien, ")[1].split()[0])
    assert searched > 500
    assert all("@" not in line for line in ended.err.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("line", [f"Fragen: {NAME}", "Rufen Sie an: 0221/47 10 990", "tannhoff@post&#46;example"])
def test_an_own_template_that_names_somebody_is_refused(komma: Run, folder: Path, line: str, lang: Lang) -> None:
    templates = own_templates(folder, line)
    wanted = ("render", TOWN, "--document", "declaration", "--template-dir", templates, "-o", "p", "--today", DAY)
    ended = komma(*wanted, "--prove", lang=lang)
    assert (ended.code, ended.out) == (1, "")
    assert "people[p-mayor]." in ended.flat
    assert "docx" in ended.flat
    assert not any(secret in ended.flat for secret in (NAME, "Tannhoff", "4710990", "47 10 990"))
    assert not (folder / "p").exists()
    assert komma(*wanted, lang=lang).code == 0  # without the search nobody would have known


def test_a_plan_that_names_somebody_in_a_text_for_everybody_is_told_of(komma: Run, folder: Path) -> None:
    text = TOWN.read_text(encoding="utf-8")
    spoiled = text.replace("  statement:\n    text: >-\n", f"  statement:\n    text: >-\n      Das sagt {NAME}.\n", 1)
    assert spoiled != text
    (folder / "stadt.komma.yaml").write_text(spoiled, encoding="utf-8", newline="\n")
    ended = komma("render", "stadt.komma.yaml", "--document", "declaration", "--format", "md", "--prove", "-o", "p")
    assert ended.code == 0
    assert "people[p-mayor].name" in ended.flat
    assert "mandate.statement.text" in ended.flat
    assert NAME not in ended.flat


def test_a_writer_that_reads_past_the_filter_is_caught(
    komma: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The redaction of the real pipeline is taken away: the search must not depend on it being right."""
    from komma_cli.render import produce

    monkeypatch.setattr(produce, "redact", lambda playbook, audience: real(playbook, "confidential"))
    ended = komma("render", TOWN, "--document", "strategy", "--format", "md", "--prove", "-o", "p", "--today", DAY)
    assert (ended.code, ended.out) == (1, "")
    assert not (folder / "p").exists()


def test_a_file_that_cannot_be_searched_is_not_written(
    komma: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "write", lambda *arguments: Written(b"PK\x03\x04 nothing"))
    ended = komma("render", TOWN, "--document", "declaration", "--format", "docx", "--prove", "-o", "p")
    assert ended.code == 3
    assert "docx" in ended.flat
    assert not (folder / "p").exists()


def real(*arguments: object) -> object:
    from komma_cli.render.audience import redact

    return redact(*arguments)  # type: ignore[arg-type]
