"""``komma who`` and ``komma handover``."""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.cli.conftest import SMALL, TOWN

DAY = ("--today", "2026-12-01")


def test_the_most_important_stands_first(komma):
    result = komma("who", str(TOWN), "Rufbereitschaft")
    assert result.code == 0
    first, _, second, *_ = result.out.splitlines()
    assert first == "Was hängt an dieser Person? Rufbereitschaft der Stadtverwaltung"
    assert second == "Diese Person hat 1 Rolle. Vertretungen sind benannt."
    assert "Notfallkarte: außerhalb der Dienstzeit" in result.out


@pytest.mark.parametrize(
    "asked", ["p-contact", "Selin Yıldırım-Kranz", "YILDIRIM", "contact-staff", "Ansprechperson für Beschäftigte"]
)
def test_a_person_is_found_by_id_name_part_or_role(komma, asked):
    assert komma("who", str(TOWN), asked, "--format", "json").code == 0
    found = json.loads(komma("who", str(TOWN), asked, "--format", "json").out)
    assert (found["format"], found["person"]) == ("komma-who/1", "p-contact")
    assert set(found) == {"format", "komma", "person", "function", "roles", "stands_in", "places", "cards"}


@pytest.mark.parametrize("wanted", ["text", "json", "markdown"])
def test_no_name_and_no_private_number(komma, wanted):
    told = komma("who", str(TOWN), "p-mayor", "--format", wanted).out
    assert "Tannhoff" not in told
    assert "710990" not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("who", "p-cotact"), "Meinten Sie: Ansprechperson bei Anfeindungen (p-contact)"),
        (("who", "Leitung"), "oder es passen mehrere"),
        (("who", "internal-reporting-office"), "Die Rolle „Interne Meldestelle (HinSchG)“ hat niemand."),
        (("handover", "--from", "p-contact", "--to", "p-contact"), "Beide Angaben meinen dieselbe Person"),
        (("handover", "--from", "p-contact", "--to", "niemand-da"), "Meinten Sie"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(komma, arguments, said):
    command, *rest = arguments
    result = komma(command, str(TOWN), *rest)
    assert result.code == 2
    assert said in " ".join(result.err.split())


def test_nobody_on_whom_nothing_depends_hands_over(komma, tmp_path):
    path = tmp_path / "plan.komma.yaml"
    path.write_text(
        "komma: 1\nmunicipality: {name: M, kind: town, state: NW}\n"
        "people: [{id: a, function: A}, {id: b, function: B}]\n",
        encoding="utf-8",
    )
    assert "Im Plan hängt nichts an dieser Person." in komma("who", str(path), "a").out
    result = komma("handover", str(path), "--from", "a", "--to", "b")
    assert result.code == 2
    assert "Es gibt nichts zu übergeben." in result.err


def test_a_plan_without_people(komma, tmp_path):
    path = tmp_path / "plan.komma.yaml"
    path.write_text("komma: 1\nmunicipality: {name: M, kind: town, state: NW}\n", encoding="utf-8")
    assert "Im Plan stehen noch keine Personen." in komma("who", str(path), "a").err


def test_the_pack_is_written_and_the_plan_stays(komma, tmp_path):
    before = TOWN.read_bytes()
    result = komma("handover", str(TOWN), "--from", "p-mayor", "--to", "p-first-deputy", *DAY, "-o", str(tmp_path))
    assert result.code == 0
    assert TOWN.read_bytes() == before
    assert f"komma edit {TOWN} --change-of-person" in " ".join(result.out.split())
    paper = (tmp_path / "musterstadt-handover-de.md").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "musterstadt-handover-de.docx") as package:
        word = package.read("word/document.xml").decode()
    for told in (paper, word):
        assert "710990" not in told.replace(" ", "")
        assert "post.example" not in told
        assert "Tannhoff" not in told
        assert "Bürgermeisterin" in told


@pytest.mark.parametrize("lang", ["de", "en"])
def test_small_plans_have_a_pack_too(komma, tmp_path, lang):
    result = komma("who", str(SMALL), "x", "--lang", lang)
    assert result.code == 2
    for person, other in (("person-1", "person-2"),):
        plan = TOWN.parents[1] / "tests" / "playbooks" / "good" / "kleinhausen.komma.yaml"
        made = komma("handover", str(plan), "--from", person, "--to", other, *DAY, "-o", str(tmp_path), "--lang", lang)
        assert made.code == 0
        paper = (tmp_path / f"kleinhausen-handover-{lang}.md").read_text(encoding="utf-8")
        assert "{{" not in paper
        assert "Aylin Demir" not in paper
