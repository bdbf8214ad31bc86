"""A sitting without terminal and file: answers in, screen and draft out."""

import copy
from datetime import date
from functools import cache

from komma_cli.store import apply_edits
from komma_cli.wizard.input.asker import Leave, ScriptedAsker
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.sitting import Sitting

TODAY = date(2026, 12, 1)
CORE_ANSWERS = [
    "Kleinbeispiel",
    "1",
    "Nordrhein-Westfalen",
    "Leitung Bürgerbüro",
    "0221 4710-111",
    "Mo bis Do 8-16 Uhr, Fr 8-12 Uhr",
    "Leitung Ordnungsamt",
    "0221 4710112",
    "1",
    "1",
    "1, 2",
    "4444",
    "Leitung O",
]
"""One answer for each step of the safety core."""


class MemorySaver:
    """Keeps what a file would hold: the edits made on a draft, in order; they are made when somebody looks."""

    def __init__(self, data=None):
        self._data = data or {}
        self._waiting = []

    def save(self, edits):
        self._waiting += copy.deepcopy(edits)

    def changed_outside(self):
        return False

    @property
    def data(self):
        self._data, self._waiting = apply_edits(self._data, self._waiting), []
        return self._data


def numbered_ids():
    """Return an id maker that counts: ``p-1``, ``p-2``, …"""
    return lambda prefix, taken: next(i for n in range(1, 1000) if (i := f"{prefix}-{n}") not in taken)


def sitting(*answers, data=None, lang="de", actions=None):
    """Return a sitting whose person will type ``answers``."""
    interview = Interview(data or {}, lang, TODAY, numbered_ids())
    return Sitting(interview, ScriptedAsker(answers), MemorySaver(data), actions)


def run(talk):
    """Let the person talk until the script is at its end."""
    try:
        return talk()
    except Leave:
        return "left"


def core_draft():
    """Return the draft that the safety core's answers make, for the test alone."""
    return copy.deepcopy(_core_draft())


@cache
def _core_draft():
    seat = sitting(*CORE_ANSWERS)
    assert run(seat.run_core) == "next"
    return seat.interview.data
