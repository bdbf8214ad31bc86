"""A corpus for the benchmark: ``python -m tests.bench.make_corpus 1000 FOLDER`` writes that many different playbooks.

Each is a town of its own of about 30 KB: parts of Musterstadt in long or short form, other people in the roles, other
numbers, days and names, and up to six faults of the kind people make. The same number gives the same bytes.
"""

from __future__ import annotations

import copy
import random
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from komma_cli.store import load, read_source
from komma_cli.store.emit import document

HERE = Path(__file__).parent
MUSTERSTADT = HERE.parents[1] / "playbooks" / "musterstadt.komma.yaml"
SMALL = HERE / "small.komma.yaml"
SMALLEST, LARGEST = 25 * 1024, 35 * 1024
VARIANTS = 240
"""So many plans are put together; the names, numbers and days of each town are then written into one of them."""
FIRST = ("Alt", "Neu", "Ober", "Unter", "Hohen", "Klein", "Gross", "Wald", "Stein", "Eichen", "Linden", "Buchen")
MIDDLE = ("muster", "beispiel", "probe", "modell", "quell", "berg", "bach", "feld", "moor", "wiesen", "kirch", "mark")
LAST = ("stadt", "dorf", "hausen", "heim", "au", "rode", "tal", "bronn", "hagen", "furt")
STATES = {"NW": "05", "HE": "06", "SN": "14", "BY": "09", "NI": "03", "BW": "08", "TH": "16", "RP": "07"}
MOVABLE = ("people", "roles", "bodies", "scenarios", "liaisons", "exercises")
"""Lists whose entries stand in Musterstadt in full and in the small playbook in short."""


def corpus(count: int) -> Iterator[tuple[str, str]]:
    """Yield ``count`` pairs of file name and text."""
    for number in range(count):
        yield f"ort-{number:05}.komma.yaml", _town(_variant(number % VARIANTS), number)


def write(count: int, folder: Path) -> None:
    """Write the corpus; files of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in corpus(count):
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


@cache
def _variant(number: int) -> str:
    """Return the YAML of one plan: long and short entries mixed, people moved, faults made."""
    dice = random.Random(number)
    data = copy.deepcopy(_data(SMALL))
    long = {(section, item["id"]): item for section in MOVABLE for item in _data(MUSTERSTADT)[section] if "id" in item}
    short = [(section, at) for section in MOVABLE for at in range(len(data.get(section, ())))]
    dice.shuffle(short)
    size = len(document(data).encode())
    for section, at in short:
        whole = long.get((section, data[section][at].get("id")))
        grown = size + len(document({"x": whole}).encode()) if whole else LARGEST
        if grown < LARGEST - 2048:
            data[section][at], size = copy.deepcopy(whole), grown
    _move_people(data, dice)
    for fault in dice.sample(FAULTS, dice.randint(0, 6)):
        fault(data, dice)
    while len(content := document(data)) > LARGEST and len(data["scenarios"]) > 1:
        data["scenarios"].pop()
    assert len(content.encode()) > SMALLEST, len(content)
    return content


@cache
def _data(path: Path) -> dict[str, Any]:
    data = load(read_source(path)).data
    assert data is not None
    return data


def _move_people(data: dict[str, Any], dice: random.Random) -> None:
    """Give some roles other holders; deputies stay other people than the holder."""
    people = [person["id"] for person in data["people"]]
    for role in dice.sample(data["roles"], 6):
        free = [one for one in people if one not in role.get("deputies", ())]
        if "holder" in role:
            role["holder"] = dice.choice(free)


def _town(content: str, number: int) -> str:
    """Write a town's own names, numbers and days into a plan."""
    dice = random.Random(10_000 + number)
    name = FIRST[number % 12] + MIDDLE[number // 12 % 12] + LAST[number // 144 % 10]
    name += f" {number // 1440}" if number >= 1440 else ""
    state, start = dice.choice(list(STATES.items()))
    shift = timedelta(days=dice.randint(-40, 10))
    content = content.replace("Musterstadt", name).replace("musterstadt.example", f"ort-{number}.example")
    content = re.sub(r"(?m)^( +)state: NW$", rf"\1state: {state}", content)
    content = re.sub(r"(?m)^  ags: .*$", f'  ags: "{start}{dice.randint(100000, 999999)}"', content)
    content = re.sub(r"(?m)^  population: \d+$", f"  population: {dice.randint(2_000, 90_000)}", content)
    content = re.sub(r"\+492214710(\d{3})", lambda found: f"+492214710{(int(found[1]) + number) % 1000:03}", content)
    return re.sub(r'(?m)("?on"?): (2026-\d\d-\d\d)$', lambda day: f"{day[1]}: {_moved(day[2], shift)}", content)


def _moved(day: str, shift: timedelta) -> date:
    return date.fromisoformat(day) + shift


def _no_proof(data: dict[str, Any], dice: random.Random) -> None:
    dice.choice(data["people"]).pop("verified", None)


def _old_proof(data: dict[str, Any], dice: random.Random) -> None:
    proved = [body for body in data["bodies"] if "verified" in body]
    dice.choice(proved)["verified"]["on"] = "2024-03-01"


def _no_deputy(data: dict[str, Any], dice: random.Random) -> None:
    dice.choice([role for role in data["roles"] if role.get("deputies")]).pop("deputies")


def _gone_person(data: dict[str, Any], dice: random.Random) -> None:
    dice.choice([role for role in data["roles"] if "holder" in role])["holder"] = "p-nobody"


def _typing_error(data: dict[str, Any], dice: random.Random) -> None:
    person = dice.choice(data["people"])
    person["chanels"] = person.pop("channels", [])


def _placeholder(data: dict[str, Any], dice: random.Random) -> None:
    dice.choice(data["scenarios"])["summary"] = "TODO"


def _review_passed(data: dict[str, Any], dice: random.Random) -> None:
    data["review"]["next_review"] = f"2026-0{dice.randint(1, 9)}-15"


def _open_for_long(data: dict[str, Any], dice: random.Random) -> None:
    day = f"2026-0{dice.randint(1, 9)}-01"
    data.setdefault("open", []).append({"path": "municipality.ags", "owner": "Koordination", "until": day})


def _wrong_value(data: dict[str, Any], dice: random.Random) -> None:
    dice.choice(data["bodies"])["kind"] = "counseling"


FAULTS = (_no_proof, _old_proof, _no_deputy, _gone_person, _typing_error, _placeholder, _review_passed, _open_for_long,
          _wrong_value)  # fmt: skip


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
