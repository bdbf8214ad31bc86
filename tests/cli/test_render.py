"""``komma render``: which papers, where to, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.cli.papers import RECORD
from komma_cli.render.catalog import documents
from komma_cli.render.writers import FORMATS
from komma_cli.texts import LANGUAGES, Lang
from tests.cli.conftest import DAY, Run, written_files

ALL = tuple(spec.id for spec in documents(composed=True))
BELOW = [spec.id for spec in documents(composed=True) if spec.audience_for("internal") is not None]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != RECORD)


def test_all_documents_in_all_formats_into_a_new_folder(komma: Run, folder: Path, plan: Path) -> None:
    ended = komma("render", plan, "-o", "neu/papiere", "--format", "all", "--today", DAY)
    target = folder / "neu" / "papiere"
    assert (ended.code, ended.err) == (0, "")
    expected = [f"kleinbeispiel-{name}-de.{form}" for name in ALL for form in FORMATS]
    assert names(target) == sorted(expected)
    assert written_files(ended.out) == {Path("neu/papiere", name) for name in expected}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_document_in_one_format(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    ended = komma(
        "render", plan, "--document", "emergency-card", "--format", "md", "-o", "p", "--lang", lang, lang="de"
    )
    assert (ended.code, ended.err) == (0, "")
    assert names(folder / "p") == [f"kleinbeispiel-emergency-card-{lang}.md"]
    assert {"de": "Notfall", "en": "mergency"}[lang] in (folder / "p" / names(folder / "p")[0]).read_text("utf-8")


def test_several_documents_with_a_comma_and_the_folder_one_is_in(komma: Run, folder: Path, plan: Path) -> None:
    ended = komma("render", plan, "--document", "emergency-card,contact-sheet", "--format", " md ")
    assert ended.code == 0
    assert len(list(folder.glob("*.md"))) == 2


def test_a_playbook_from_standard_input(komma: Run, folder: Path, plan: Path) -> None:
    ended = komma("render", "-", "--document", "emergency-card", "--format", "md", "-o", "p", stdin=plan.read_bytes())
    assert (ended.code, names(folder / "p")) == (0, ["kleinbeispiel-emergency-card-de.md"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--document", "notfallkarte"], "emergency-card"),
        (["--format", "odt"], "docx, pdf, html, md"),
        (["--audience", "alle"], "public, mandate, internal, confidential"),
        (["--today", "gestern"], "2026-12-01"),
    ],
)
def test_wrong_values_write_nothing(
    komma: Run, folder: Path, plan: Path, arguments: list[str], named: str, lang: Lang
) -> None:
    ended = komma("render", plan, "-o", "p", *arguments, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert arguments[1] in ended.flat
    assert named in ended.flat
    assert not (folder / "p").exists()


def test_no_format_is_not_a_success(komma: Run, plan: Path) -> None:
    assert komma("render", plan, "--format", ",").code == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_document_is_not_written_for_people_who_must_not_see_it(
    komma: Run, folder: Path, plan: Path, lang: Lang
) -> None:
    ended = komma("render", plan, "--document", "contact-sheet", "--audience", "public", "-o", "p", lang=lang)
    assert (ended.code, ended.out) == (3, "")
    assert "--audience confidential" in ended.flat
    assert not (folder / "p").exists()


def test_without_a_document_the_audience_gets_what_it_may_read(komma: Run, folder: Path, plan: Path) -> None:
    ended = komma("render", plan, "--audience", "internal", "--format", "md", "-o", "p")
    assert ended.code == 0
    assert 0 < len(BELOW) < len(ALL)
    found = {name for name in ALL if list((folder / "p").glob(f"kleinbeispiel-{name}-*.md"))}
    assert found == set(BELOW)
    assert len(names(folder / "p")) == len(BELOW)


@pytest.mark.parametrize("second", ["contact-sheet", "notfallkarte"])
def test_when_one_of_several_is_refused_none_is_written(komma: Run, folder: Path, plan: Path, second: str) -> None:
    arguments = ("--document", "response-guide", "--document", second, "--audience", "internal")
    ended = komma("render", plan, *arguments, "-o", "p")
    assert ended.code in (2, 3)
    assert not (folder / "p").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_that_is_a_file(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    (folder / "p").write_text("mein Text", encoding="utf-8")
    ended = komma("render", plan, "-o", "p", lang=lang)
    assert (ended.code, ended.says("cli.folder_is_file", lang, folder="p")) == (3, True)
    assert (folder / "p").read_text(encoding="utf-8") == "mein Text"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "content",
    [b"", b"- Liste", b"kein: playbook\n", b"komma: 1\nmunicipality: {name: X}\n", "name: M\xfc".encode("cp1252")],
    ids=["empty", "list", "something else", "incomplete", "cp1252"],
)
def test_what_is_no_playbook_makes_no_paper(komma: Run, folder: Path, content: bytes, lang: Lang) -> None:
    file = folder / "plan.komma.yaml"
    file.write_bytes(content)
    ended = komma("render", file, "-o", "p", lang=lang)
    assert (ended.code, ended.out) == (3, "")
    assert ended.says("cli.not_renderable", lang, file=file)
    assert not (folder / "p").exists()
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Kleinbeispiel", "name: Kleinbeispiel\n  name: Großbeispiel"),
        ("name: Kleinbeispiel", "name: &anker Kleinbeispiel"),
        ("name: Kleinbeispiel", "name: Kleinbei\x00spiel"),
        ("name: Kleinbeispiel", "name: !!str Kleinbeispiel"),
    ],
    ids=["key twice", "anchor", "NUL", "tag"],
)
def test_what_the_check_calls_broken_is_not_printed(komma: Run, folder: Path, plan: Path, old: str, new: str) -> None:
    plan.write_bytes(plan.read_bytes().replace(old.encode(), new.encode(), 1))
    ended = komma("render", plan, "--document", "emergency-card", "-o", "p")
    assert ended.code == 3
    assert ended.says("cli.not_renderable", "de", file=plan)
    assert not (folder / "p").exists()


def test_a_missing_playbook_and_a_missing_word_template(komma: Run, plan: Path) -> None:
    assert komma("render", "fehlt.yaml").says("store.missing", "de", file="fehlt.yaml")
    ended = komma("render", plan, "--document", "emergency-card", "--reference", "brief.docx", "-o", "p")
    assert (ended.code, "brief.docx" in ended.flat) == (3, True)
