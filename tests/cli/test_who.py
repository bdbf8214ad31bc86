"""``komma who`` and ``komma handover``."""

from __future__ import annotations

import json
import zipfile

import pytest

from tests.cli.conftest import SMALL, TOWN

LISTS = ("alone", "places", "behind", "cards", "texts")
DAY = ("--today", "2026-12-01")
MD = ("--format", "md,docx")


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
    assert set(found) == {"format", "komma", "person", "function", "roles", "stands_in", *LISTS}


@pytest.mark.parametrize("wanted", ["text", "json", "markdown"])
def test_no_name_and_no_private_number(komma, wanted):
    told = komma("who", str(TOWN), "p-mayor", "--format", wanted).out
    assert "Tannhoff" not in told
    assert "710990" not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("who", "p-cotact"), "Meinten Sie: Ansprechperson bei Anfeindungen (p-contact)"),
        (("who", "Leitung"), "„Leitung“ passt auf mehrere."),
        (("who", "xyz"), "„xyz“ ist keine Person und keine Rolle des Plans."),
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
    assert "Es gibt nichts zu übergeben." in result.flat


def test_a_plan_without_people(komma, tmp_path):
    path = tmp_path / "plan.komma.yaml"
    path.write_text("komma: 1\nmunicipality: {name: M, kind: town, state: NW}\n", encoding="utf-8")
    assert "Im Plan stehen noch keine Personen." in komma("who", str(path), "a").err


def test_the_pack_is_written_and_the_plan_stays(komma, tmp_path):
    before = TOWN.read_bytes()
    result = komma(
        "handover",
        str(TOWN),
        "--format",
        "md,docx",
        "--from",
        "p-mayor",
        "--to",
        "p-first-deputy",
        *DAY,
        "-o",
        str(tmp_path),
    )
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
        made = komma(
            "handover",
            str(plan),
            "--format",
            "md,docx",
            "--from",
            person,
            "--to",
            other,
            *DAY,
            "-o",
            str(tmp_path),
            "--lang",
            lang,
        )
        assert made.code == 0
        paper = (tmp_path / f"kleinhausen-handover-{lang}.md").read_text(encoding="utf-8")
        assert "{{" not in paper
        assert "Aylin Demir" not in paper


SMALL_PLAN = """\
komma: 1
municipality: {name: M, kind: town, state: NW}
people:
  - {id: a, name: Anna Beispielfrau, function: Leitung Bauhof}
  - {id: b, function: Vorzimmer}
  - {id: c, name: Carla Muster, function: Archiv}
bodies:
  - id: wache
    name: Wache M
    kind: police
    channels:
      - {kind: private_phone, value: "+4915228817386"}
      - {kind: phone, value: "+492214710010"}
roles:
  - {id: r, title: Erste Anlaufstelle, deputies: [b], critical: true}
  - {id: s, title: Wachdienst, holder: a, deputies: [b]}
escalation:
  levels:
    - {id: level-1, track: external, rank: 1, name: Stufe 1, first_contact: s}
liaisons:
  - {id: l, body: wache, our_contact: s}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "klein.komma.yaml"
    path.write_text(SMALL_PLAN, encoding="utf-8")
    return path


def test_the_only_one_behind_a_role_is_told_first(komma, small):
    result = komma("who", str(small), "b")
    assert "Ohne Vertretung ist: Erste Anlaufstelle." in " ".join(result.out.splitlines()[2:4])
    assert "Sonst füllt diese Rolle niemand aus" in result.out
    assert "Als Vertretung in der Rolle Wachdienst: Stufe 1" in result.out


@pytest.mark.parametrize(("asked", "person"), [("wachd", "a"), ("WACHDIENST", "a"), ("s", "a")])
def test_a_part_of_a_role_leads_to_who_holds_it(komma, small, asked, person):
    assert json.loads(komma("who", str(small), asked, "--format", "json").out)["person"] == person


def test_a_role_without_holder_names_its_deputies(komma, small):
    result = komma("who", str(small), "Anlaufstelle")
    assert result.code == 2
    assert "Es gibt nur Vertretungen. Nennen Sie eine davon: Vorzimmer (b)." in " ".join(result.err.split())


def test_who_only_stands_in_learns_when_the_call_comes(komma, small, tmp_path):
    assert komma("handover", str(small), *MD, "--from", "b", "--to", "c", *DAY, "-o", str(tmp_path)).code == 0
    paper = (tmp_path / "m-handover-de.md").read_text(encoding="utf-8")
    assert "- Wachdienst: Stufe 1" in paper
    assert "bei keiner Stufe" not in paper


def test_a_private_number_of_a_body_stays_out_of_the_pack(komma, small, tmp_path):
    assert komma("handover", str(small), *MD, "--from", "a", "--to", "c", *DAY, "-o", str(tmp_path)).code == 0
    paper = (tmp_path / "m-handover-de.md").read_text(encoding="utf-8")
    assert "tel:+492214710010" in paper
    assert "15228817386" not in paper.replace(" ", "")


def test_a_text_that_says_the_name_is_told_without_the_name(komma, small):
    small.write_text(
        small.read_text(encoding="utf-8") + "open: [{path: people, owner: Carla Muster, since: 2026-01-01}]\n",
        encoding="utf-8",
    )
    result = komma("who", str(small), "Carla")
    assert "Texte im Plan nennen sie aber noch." in result.out
    assert "Carla" not in result.out


def test_nobody_is_named_as_her_own_deputy_after_the_change(komma, small, tmp_path):
    assert komma("handover", str(small), *MD, "--from", "a", "--to", "b", *DAY, "-o", str(tmp_path / "up")).code == 0
    paper = (tmp_path / "up" / "m-handover-de.md").read_text(encoding="utf-8")
    assert "Wer einspringt" not in paper
    assert "Niemand springt ein. Benennen Sie als Erstes eine Vertretung." in paper
    assert (
        komma(
            "handover",
            str(small),
            "--format",
            "md,docx",
            "--from",
            "b",
            "--to",
            "a",
            *DAY,
            "-o",
            str(tmp_path / "down"),
        ).code
        == 0
    )
    paper = (tmp_path / "down" / "m-handover-de.md").read_text(encoding="utf-8")
    assert "Wachdienst: an 1. Stelle. Die Rolle haben Sie selbst. Benennen Sie eine andere Vertretung" in paper
    assert "wenn die Person nicht antwortet, die Sie vertreten" not in paper
    assert "Durch diese Übergabe kommt bei keiner Stufe ein neuer Anruf zu Ihnen." in paper
