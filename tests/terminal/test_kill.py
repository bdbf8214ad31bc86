"""kill -9 at any moment of the interview loses no confirmed answer.

An answer counts as confirmed when the next question has been printed. ``KOMMA_KILLS`` sets the number of kills. After
the next start nothing is left beside the playbook.
"""

import os
import random
import sys

import pytest

from tests.terminal.test_first_evening import ANSWERS

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX"),
]
KILLS = int(os.environ.get("KOMMA_KILLS", "2"))


@pytest.mark.parametrize("round_number", range(KILLS))
def test_no_confirmed_answer_is_lost(tmp_path, round_number):
    from komma_cli.cli.desk import draft
    from komma_cli.model.problems import validate
    from tests.terminal.killing import kill
    from tests.terminal.screen import Terminal, strays

    chance = random.Random(round_number)
    path = tmp_path / "ort.komma.yaml"
    terminal = Terminal(tmp_path, "init", path.name, env={"ACCESSIBLE": "1"})
    confirmed = chance.randint(1, len(ANSWERS) + 1)
    typed = [("Wie heißt Ihre Kommune?", "Kleinbeispiel"), *ANSWERS][:confirmed]
    kill(terminal, typed, chance, wait=Terminal.wait)

    data = draft(path)
    assert _answers(data)[: confirmed - 1] == EXPECTED[: confirmed - 1]
    if confirmed > 4:  # the frame of the core and the three facts about the town are there
        assert validate(data)[1] == []

    again = Terminal(
        tmp_path, *(("edit", path.name) if path.exists() else ("init", path.name)), env={"ACCESSIBLE": "1"}
    )
    again.wait(": ")
    again.type("\x04", enter=False)
    assert again.end() == 130
    assert strays(tmp_path) == []
    assert _answers(draft(path)) == _answers(data)


EXPECTED = [
    "Kleinbeispiel",
    "municipality",
    "NW",
    "Leitung Bürgerbüro",
    "+492214710111",
    "Mo-Th 08:00-16:00; Fr 08:00-12:00; PH off",
    "Leitung Ordnungsamt",
    "+492214710112",
    "Leitung Bürgerbüro",
    ["Leitung Ordnungsamt"],
    2,
    "4444",
    "Leitung Ordnungsamt",
]
"""What the draft holds for each step of the core, in its order."""


def _answers(data):
    """Return the answers of the core as the draft holds them, up to the first one it lacks."""
    town = data.get("municipality", {})
    people = [*data.get("people", []), {}, {}]
    functions = {person.get("id"): person.get("function") for person in people}
    contact = next((role for role in data.get("roles", []) if role["id"] == "contact-staff"), {})
    emergency = data.get("escalation", {}).get("emergency", {})
    found = [
        town.get("name"),
        town.get("kind"),
        town.get("state"),
        people[0].get("function"),
        next((c["value"] for c in people[0].get("channels", [])), None),
        people[0].get("hours"),
        people[1].get("function"),
        next((c["value"] for c in people[1].get("channels", [])), None),
        functions.get(contact.get("holder")),
        [functions.get(person) for person in contact.get("deputies", [])] or None,
        len(data.get("bodies", [])) or None,
        emergency.get("internal_number"),
        functions.get(emergency.get("out_of_hours")),
    ]
    return found[: found.index(None)] if None in found else found
