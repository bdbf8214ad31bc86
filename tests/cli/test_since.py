"""``komma render --since``: papers that mark what an earlier version of the plan said otherwise."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL, TOWN

DAY = ("--today", "2026-12-01")


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Musterstadt with another version, another day of a measure, and a measure more."""
    words = TOWN.read_text(encoding="utf-8")
    words = words.replace('version: "1.2"', 'version: "1.3"').replace("version: 1.2\n", "version: 1.3\n")
    words = re.sub(r"(\n  as_of: )\d{4}-\d\d-\d\d", r"\g<1>2026-11-30", words, count=1)
    words = words.replace("due: 2027-12-31", "due: 2028-02-29", 1)
    file = tmp_path / "neu.komma.yaml"
    file.write_text(words, encoding="utf-8")
    return file


def marked(komma, newer, folder, document="council-paper", *more):
    return komma("render", newer, "--since", TOWN, "--document", document, "--format", "all", *DAY, "-o", folder, *more)


def test_every_format_marks_what_changed(komma, newer, tmp_path):
    ended = marked(komma, newer, tmp_path / "out")
    assert ended.code == 0, ended.err
    stem = tmp_path / "out" / "musterstadt-council-paper-changes-de"
    if not stem.with_suffix(".docx").is_file():
        stem = tmp_path / "out" / "musterstadt-council-paper-de-changes"
    with zipfile.ZipFile(stem.with_suffix(".docx")) as word:
        body = word.read("word/document.xml").decode("utf-8")
    assert "<w:ins " in body
    assert "<w:delText" in body
    html = stem.with_suffix(".html").read_text(encoding="utf-8")
    assert re.search(r"<del[^>]*>.*31\.12\.2027", html, re.DOTALL)
    assert re.search(r"<ins[^>]*>.*29\.02\.2028", html, re.DOTALL)
    assert stem.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "29.02.2028" in stem.with_suffix(".md").read_text(encoding="utf-8")
    assert "Geänderte Stellen: " in ended.flat


def test_the_same_plan_twice_has_no_changes(komma, tmp_path):
    ended = marked(komma, TOWN, tmp_path)
    assert ended.code == 0
    assert "In diesem Papier hat sich nichts geändert." in ended.flat
    (page,) = tmp_path.glob("*.html")
    assert "<del" not in page.read_text(encoding="utf-8")


def test_versions_the_wrong_way_round_are_told(komma, newer, tmp_path):
    ended = komma(
        "render", TOWN, "--since", newer, "--document", "council-paper", "--format", "md", *DAY, "-o", tmp_path
    )
    assert ended.code == 0
    assert "Der Plan hinter --since ist der neuere" in ended.flat


def test_two_versions_with_one_name_are_told(komma, tmp_path):
    other = tmp_path / "neu.komma.yaml"
    other.write_text(TOWN.read_text(encoding="utf-8").replace("due: 2027-12-31", "due: 2028-02-29", 1), "utf-8")
    ended = marked(komma, other, tmp_path / "out")
    assert "Beide Pläne heißen Version 1.2" in ended.flat


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((TOWN, "--since", SMALL), 2, "ist keine frühere Fassung von"),
        ((TOWN, "--since", TOWN, "--document", "form-incident"), 2, "gibt es nicht mit Änderungen"),
        ((TOWN, "--since", TOWN, "--document", "check-report"), 2, "gibt es nicht mit Änderungen"),
        ((TOWN, "--since", "fehlt.komma.yaml"), 3, "fehlt.komma.yaml"),
        ((TOWN, "--since", "kaputt.komma.yaml"), 3, "lässt sich nichts vergleichen"),
        (("-", "--since", "-"), 2, "nur einer der beiden Pläne"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence_and_nothing_is_written(komma, tmp_path, arguments, code, said):
    (tmp_path / "kaputt.komma.yaml").write_text("komma: 1\nmunicipality: [\n", encoding="utf-8")
    stdin = TOWN.read_bytes() if "-" in arguments else b""
    ended = komma("render", *arguments, *DAY, "-o", tmp_path / "out", stdin=stdin)
    assert ended.code == code, ended.err
    assert said in ended.flat
    assert not (tmp_path / "out").exists()


def test_the_whole_set_leaves_out_what_has_no_versions(komma, tmp_path):
    ended = komma("render", SMALL, "--since", SMALL, *DAY, "--format", "md", "-o", tmp_path)
    assert ended.code == 0, ended.err
    names = [path.name for path in tmp_path.glob("*.md")]
    assert any("strategy" in name for name in names)
    assert not [name for name in names if "form-" in name or "check-report" in name]


def test_what_was_deleted_is_no_way_round_the_class(komma, tmp_path):
    earlier = tmp_path / "alt.komma.yaml"
    words = TOWN.read_text(encoding="utf-8")
    earlier.write_text(words.replace("class: mandate", "class: public"), encoding="utf-8")  # once public, now not
    ended = komma(
        "render", TOWN, "--since", earlier, "--audience", "public", "--document", "netiquette,strategy,declaration",
        "--format", "docx,html,md", "--prove", *DAY, "-o", tmp_path / "out",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert "0 gefunden" in ended.flat
    assert not [p for p in (tmp_path / "out").glob("*.md") if "4710999" in p.read_text("utf-8").replace(" ", "")]
