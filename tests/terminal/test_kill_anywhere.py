"""kill -9 at any moment of an import, an update, an add-on interview or a review of a whole plan.

Every kind is rehearsed without a terminal: after each single write to the disk it must hold what it held at the last
question or what it holds at the next. ``KOMMA_KILLS`` sets the number of kills of each kind, as for the safety core;
without it only ``KILLED`` are killed, once.
"""

import json
import os
import random
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from komma_cli.paths import ById, get

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX"),
]
KILLED = ("import", "update")
KILLS = int(os.environ.get("KOMMA_KILLS", "0"))
LEFT_OUT = ("strategy", "internal_review", "reporting", "security_concept", "communication", "exercises")
CARDS = ("threat-call", "bomb-threat")
DAY = ("--today", "2026-12-01")
PLAN = "ort.komma.yaml"
LIST = (
    "Name;Funktion;Telefon;E-Mail\n"
    "Mira Müller;Integration;0221 4710-115;mira@musterstadt.example\n"
    "Jan Groß;Pressestelle;35112345;jan@musterstadt.example\n"
    "Ayşe Şahin;Archiv;01522 8817386;\n"
)


def as_it_is(data):
    """Change nothing."""


@cache
def content(change, *, whole):
    """Return Musterstadt changed as bytes; unless ``whole`` without most cards and long sections, which is faster."""
    from komma_cli.store import create, load, read_source
    from tests.terminal.plans import finished_plan

    with tempfile.TemporaryDirectory() as name:
        data = load(read_source(finished_plan(Path(name)))).data
        if not whole:
            data["scenarios"] = [card for card in data["scenarios"] if card["id"] in CARDS]
            for section in LEFT_OUT:
                del data[section]
        change(data)
        made = Path(name) / "changed.komma.yaml"
        create(made, {key: value for key, value in data.items() if key != "komma"})
        return made.read_bytes()


def plan(change=as_it_is, *, whole=False):
    """Return what writes the plan into a folder, with a list of people beside it."""

    def make(folder):
        (folder / "liste.csv").write_text(LIST, encoding="utf-8")
        (folder / PLAN).write_bytes(content(change, whole=whole))
        return folder / PLAN

    return make


def stale(data):
    for identifier in ("p-press", "p-hr"):
        get(data, ("people", ById(identifier)))["verified"] = {"on": "2025-01-01", "by": "Koordination"}
    data["open"].append({"path": "municipality.population", "since": "2026-01-01", "until": "2026-02-01"})


def own_words(data):
    """The town has changed one sentence that komma changes too."""
    steps = get(data, ("scenarios", ById("threat-call"), "steps"))
    next(step for step in steps if step["id"] == "let-listen")["text"] = "Stellen Sie laut."


def names(data):
    return [person.get("name") for person in data["people"]]


def nobody_names(*people):
    from komma_cli.wizard.addons.handover import places

    return lambda data: not any(places(data, person) for person in people)


def same_post(data):
    entry = get(data, ("people", ById("p-contact")))
    return entry["name"] == "Neu Hier" and "verified" not in entry


def up_to_date(data):
    from komma_cli import library

    call, bomb = (get(data, ("scenarios", ById(card))) for card in CARDS)
    settled = all(card["based_on"]["fingerprint"] != library.fingerprint(card["id"]) for card in (call, bomb))
    return settled and call["steps"][0]["text"].endswith("wann immer Sie wollen.")


def kinds(later):
    from tests.terminal.killing import Kind

    return {
        "import": Kind(
            plan(), ("import", PLAN, "liste.csv"), ("1, 3",), lambda data: names(data)[-1] == "Ayşe Şahin"
        ),
        "import inside": Kind(
            plan(),
            ("edit", PLAN, *DAY),
            ("2", "i", "liste.csv", "alle", "28", "2", "Leitung Integration", "<<", "b"),
            lambda data: data["people"][-3]["function"] == "Leitung Integration",
        ),
        "update": Kind(
            plan(own_words), ("update", PLAN), ("", "2", "", ""), up_to_date, later=later
        ),
        "change": Kind(
            plan(),
            ("edit", PLAN, "--change-of-person", *DAY),
            ("Schlüterbusch", "+", "Neu Hier", "Leitung Sicherheit", "", "2", "0221 4710-130", "", "Mo bis Do 8-16 Uhr",
             "", "", "nein", "", "", "alle", "-", "", "", "ja", "Leitung Sicherheit", "31.1.2027", "", ""),
            nobody_names("p-order"),
            piecewise=("alle",),
        ),
        "same post": Kind(
            plan(),
            ("edit", PLAN, "--change-of-person", *DAY),
            ("Yıldırım", "=", "2", "Neu Hier", "nein", "", ""),
            same_post,
        ),
        "incident": Kind(
            plan(),
            ("edit", PLAN, "--after-incident", *DAY),
            ("Drohanruf", "1, 2", "Leitung Ordnungsamt", "in 2 Wochen", "", "-", "2", "Der Hinweis fehlt im Schritt.",
             "", "", "Ein Plakat am Telefon.", "-", "", "nein", "Pressesprecherin", "", "nein", "", "", "ja",
             "31.3.2027"),
            lambda data: len([one for one in data["open"] if one.get("question")]) == 6,
        ),
        "annual": Kind(
            plan(stale),
            ("edit", PLAN, "--annual-review", *DAY),
            ("", "", "2", "5", "0221 4710-999", "", "ja", "3", "31.1.2027", "ja", "", "", ""),
            lambda data: data["review"]["next_review"] == "2027-12-01",
        ),
        "review": Kind(
            plan(whole=True),
            ("edit", PLAN, *DAY),
            ("7", "4", "2 Wochen", "2", "x3", "+", "Offenes Fenster", "<<", "u", "", "k7", "", "16", "<<", "b"),
            lambda data: data["reporting"]["feedback_within"] == "P2W",
        ),
    }  # fmt: skip


NAMES = ("import", "import inside", "update", "change", "same post", "incident", "annual", "review")


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    from tests.terminal.later import Later

    with pytest.MonkeyPatch.context() as patch:
        return Later(tmp_path_factory.mktemp("later"), patch)


@pytest.fixture(scope="module")
def rehearsals():
    return {}


@pytest.fixture
def rehearsed(later, rehearsals, name):
    from tests.terminal.killing import rehearse

    if name not in rehearsals:
        rehearsals[name] = rehearse(kinds(later)[name])
    return rehearsals[name]


@pytest.mark.parametrize("name", NAMES)
def test_between_two_questions_nothing_is_half_saved(later, rehearsed, name):
    from tests.terminal.killing import errors_in

    kind = kinds(later)[name]
    steps = zip(kind.answers, rehearsed.prompts, rehearsed.between, rehearsed.states[1:], strict=True)
    for answer, prompt, between, after in steps:
        if answer in kind.piecewise:
            allowed = rehearsed.errors | errors_in(json.loads(after))
            assert all(errors_in(json.loads(one)) <= allowed for one in between)
        else:
            assert between == (), prompt


@pytest.mark.parametrize("round_number", range(KILLS or 1))
@pytest.mark.parametrize("name", NAMES if KILLS else KILLED)
def test_no_answer_is_lost_and_no_step_half_done(tmp_path, later, rehearsed, name, round_number):
    from tests.terminal.killing import kill_and_look

    kill_and_look(tmp_path, kinds(later)[name], rehearsed, random.Random(f"{name} {round_number}"))
