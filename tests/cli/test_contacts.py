"""``komma contacts``."""

from __future__ import annotations

import io

import openpyxl
import pytest

from komma_cli.cli.placing_files import is_under_git
from tests.cli.conftest import TOWN
from tests.unit.report.calendar_reader import read

DAY = ("--today", "2026-12-01")
SECRETS = ("Tannhoff", "4710990", "post.example")


@pytest.mark.parametrize("form", ["vcf", "csv", "xlsx"])
def test_the_ending_says_the_format_and_names_need_the_narrowest_circle(komma, tmp_path, form):
    usual = komma("contacts", TOWN, *DAY, "-o", f"kontakte.{form}")
    assert usual.code == 0
    assert "52 Kontakte, intern. Namen und private Nummern sind nicht dabei." in usual.out
    asked = komma("contacts", TOWN, *DAY, "-o", f"alles.{form}", "--audience", "confidential")
    assert "Geben Sie sie nur an die benannten Rollen." in asked.out
    for name, there in (("kontakte", False), ("alles", True)):
        data = (tmp_path / f"{name}.{form}").read_bytes()
        if form == "xlsx":
            cells = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
            said = "\n".join(str(cell) for row in cells for cell in row)
        else:
            said = data.decode("utf-8").replace("\r\n ", "")
        assert [secret in said for secret in SECRETS] == [there] * 3


def test_on_the_screen_it_is_the_same_as_in_a_file(komma, tmp_path):
    result = komma("contacts", TOWN, *DAY, "--format", "csv")
    komma("contacts", TOWN, *DAY, "-o", "k.csv")
    assert result.raw == (tmp_path / "k.csv").read_bytes()
    assert result.raw.startswith("\ufeffFunktion;Art;".encode())
    assert "52 Kontakte" in result.flat


def test_the_public_gets_only_published_ways(komma):
    result = komma("contacts", TOWN, *DAY, "--format", "vcf", "--audience", "public")
    assert len(read(result.raw)) == 17
    assert "35 Einträge haben für diese Lesenden keinen Weg" in result.flat


def test_a_written_table_can_be_imported_again(komma, plan):
    komma("contacts", TOWN, *DAY, "-o", "kontakte.csv")
    result = komma("import", plan, "kontakte.csv", "--take", "1")
    assert result.code == 0, result.err
    assert "+492214710101" in plan.read_text(encoding="utf-8")


def test_english_has_its_own_heads(komma):
    first = komma("contacts", TOWN, *DAY, "--format", "csv", "--lang", "en").out.splitlines()[0]
    assert "Deputies" in first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Die Form der Ausgabe fehlt."),
        (("-o", "kontakte.txt"), "Die Form der Ausgabe fehlt."),
        (("--format", "pdf"), "„pdf“ gibt es bei --format nicht."),
        (("--format", "xlsx"), "passt nicht auf den Bildschirm"),
        (("--format", "csv", "--audience", "intern"), "„intern“ gibt es bei --audience nicht."),
        (("--format", "xlsx", "-o", "b.komma.yaml"), "ist ein Plan"),
        (("--format", "vcf", "-o", "b.komma.yaml"), "ist ein Plan"),
        (("--format", "xlsx", "-o", "."), "ist ein Ordner"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(komma, tmp_path, arguments, said):
    result = komma("contacts", TOWN, *DAY, *arguments)
    assert result.code in (2, 3)
    assert said in " ".join(result.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_plan_without_contacts(komma, tmp_path):
    path = tmp_path / "plan.komma.yaml"
    path.write_text(
        "komma: 1\nmunicipality: {name: M, kind: town, state: NW}\npeople: [{id: a, function: A}]\n", encoding="utf-8"
    )
    result = komma("contacts", path, "--format", "csv")
    assert (result.code, result.out) == (2, "")
    assert "kein Kontakt" in result.flat


@pytest.mark.parametrize(("audience", "warned"), [("confidential", True), ("internal", False)])
def test_a_warning_before_git_passes_it_on(komma, tmp_path, audience, warned):
    (tmp_path / ".git").write_text("gitdir: /anderswo\n", encoding="utf-8")
    result = komma("contacts", TOWN, *DAY, "--audience", audience, "-o", "unter/k.vcf")
    assert result.code == 0
    assert (tmp_path / "unter" / "k.vcf").is_file()
    assert ("gehört zu einem git-Verzeichnis" in result.flat) is warned


def test_only_folders_below_a_repository_are_under_git(tmp_path):
    (tmp_path / "a" / ".git").mkdir(parents=True)
    assert is_under_git(tmp_path / "a" / "b" / "noch-nicht-da.csv")
    assert is_under_git(tmp_path / "a")
    assert not is_under_git(tmp_path / "c")
