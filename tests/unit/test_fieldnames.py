"""Fields are called by the words of their questions, in the interview and on paper."""

import pytest

from komma_cli import fieldnames
from komma_cli.errors import DataError
from komma_cli.model.problems import validate
from komma_cli.render.audience import redact
from komma_cli.render.reader import Reader
from tests.unit.wizard.helper import TODAY, core_draft


@pytest.mark.parametrize(
    ("path", "german", "english"),
    [
        ("municipality.population", "Einwohnerzahl", "Inhabitants"),
        ("people.verified.by", "Geprüft durch", None),
        ("scenarios", "Vorfälle und Schritte planen", None),
        ("komma", None, None),
        ("municipality.unknown", None, None),
    ],
)
def test_short_names(path, german, english):
    found = fieldnames.short(path.split("."), "de")
    assert (found == german) if german is None else found
    assert (fieldnames.short(path.split("."), "en") is None) is (german is None)


def test_a_field_without_a_question_is_a_fault_of_the_texts():
    with pytest.raises(DataError):
        fieldnames.entry(["komma", "id"], "de")


@pytest.mark.parametrize("audience", ["internal", "confidential"])
def test_papers_name_the_field_and_the_entry_of_an_open_question(audience):
    data = core_draft()
    data["people"][0]["name"] = "Mira Muster"
    playbook, problems = validate(data)
    assert problems == []
    reader = Reader(redact(playbook, audience), "de", audience, TODAY)
    assert reader.place("municipality.population") == "Einwohnerzahl"
    said = reader.place("people[p-1].status")
    assert said.startswith("Dienstverhältnis (")
    assert "Leitung Bürgerbüro" in said
    assert ("Mira Muster" in said) is (audience == "confidential")
    assert reader.place(
        "roles[coordination].holder"
    ) == "Wer die Rolle hat (Koordination)" or "Koordination" in reader.place("roles[coordination].holder")
    assert reader.place("people[nobody].status") == "Dienstverhältnis"
    assert reader.place("nicht.da") is None
    assert reader.place("[[") is None
