"""Six kinds of questions in one sitting: ``python -m tests.bench.six_questions FILE [plain]``, on a terminal.

Text, sixteen choices, an address, several of a list, yes or no, several lines: the form with which the ways of asking
were compared before komma had one. ``KEYS`` answers it with help, one way back and one error.
"""

from __future__ import annotations

import copy
import sys
from datetime import date
from pathlib import Path
from typing import Any

from komma_cli.paths import parse_path
from komma_cli.store import create
from komma_cli.wizard.input.terminal import asker_for
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import page_of, section_spots
from komma_cli.wizard.saving import FileSaver, open_plan
from komma_cli.wizard.sitting import Sitting
from komma_cli.wizard.spots import Spot
from komma_cli.wizard.unattended.outstanding import every_spot
from tests.unit.wizard.helper import core_draft

END = "(Ende)"
PLACES = (
    ("municipality.name", "line"),
    ("municipality.state", "choice"),
    ("people[p-1].channels", "email"),
    ("bodies[b-nw-backup].audiences", "choices"),
    ("bodies[b-nw-backup].free", "flag"),
    ("reporting.threshold", "prose"),
)
KEYS = (
    ("Wie heißt Ihre Kommune?", "?"),
    ("Wie heißt Ihre Kommune?", "Musterstadt"),
    ("In welchem Bundesland", "<"),
    ("Wie heißt Ihre Kommune?", ""),
    ("In welchem Bundesland", "13"),
    ("Welche E-Mail-Adresse", "falsch"),
    ("Fehler", "\x15k@musterstadt.example"),
    ("Wem hilft", "1, 2"),
    ("ja oder nein", "j"),
    ("Ab wann soll man", "Zeile eins\r"),
)
"""What stands on the screen, and what is typed then: ten prompts, as in the comparison."""


def six_questions_plan(path: Path) -> None:
    """Write the plan of the safety core without the answers to the six questions."""
    data: dict[str, Any] = copy.deepcopy(core_draft())
    del data["municipality"]["name"], data["municipality"]["state"], data["bodies"][0]["audiences"]
    create(path, data)


def ask(path: Path, *, plain: bool) -> None:
    """Ask the six questions, back and forth, and save as a sitting does."""
    opened = open_plan(path)
    interview = Interview(opened.draft, "de", date.today())
    saver = FileSaver(path, opened)
    sitting = Sitting(interview, asker_for("de", plain=plain), saver)
    number = 0
    while number < len(PLACES):
        move = sitting.run_page(page_of(interview.data, _spot(interview.data, *PLACES[number]), "de"), "")
        number += -1 if move == "back" else 1
    saver.finish()
    sys.stdout.write(f"{END}\n")


def _spot(data: dict[str, Any], path: str, kind: str) -> Spot:
    parts = parse_path(path)
    every = every_spot(data, section_spots(data, str(parts[0])))
    reached_by = kind if kind == "email" else None
    return next(spot for spot in every if (spot.parts, spot.reached_by) == (parts, reached_by))


if __name__ == "__main__":
    ask(Path(sys.argv[1]), plain="plain" in sys.argv[2:])
