"""One of two people who work on the same plan at once: ``python -m tests.terminal.writer FILE NAME SECONDS [apart]``.

Answers its own questions again and again, adds entries of its own, and prints what is confirmed as a line of JSON:
path and value. Ends with code 3 when an answer it has confirmed is not in its own draft any more.
"""

import contextlib
import json
import random
import sys
import time
from datetime import date
from pathlib import Path

from komma_cli.errors import OutsideChange
from komma_cli.paths import ById, get, parse_path
from komma_cli.store import Change, Journal
from komma_cli.wizard.input.asker import ScriptedAsker
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.saving import FileSaver, open_plan
from komma_cli.wizard.sitting import Sitting

FIELDS = {
    "anna": ("municipality.name", "people[p-1].function", "reporting.threshold", "roles[coordination].note"),
    "jan": ("municipality.population", "people[p-2].function", "strategy.foreword", "roles[contact-staff].note"),
}
MOST_ENTRIES = 40
ATTEMPTS = 100


def write(path, name, seconds, *, apart):
    opened = open_plan(path, Journal(path, apart=apart))
    interview = Interview(opened.draft, "de", date(2026, 12, 1))
    saver = FileSaver(path, opened, apart=apart)
    sitting = Sitting(interview, ScriptedAsker([]), saver)
    chance, confirmed, number, entries = random.Random(name), {}, 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number += 1
        if number % 8 == 0 and entries < MOST_ENTRIES:
            entries += 1
            parts = ("people", ById(f"p-{name}-{entries}"))
            value = {"id": f"p-{name}-{entries}", "function": f"{name} {number}"}
        else:
            parts = parse_path(chance.choice(FIELDS[name]))
            value = number if parts[-1] == "population" else f"{name} {number}"
        sitting.save(interview.apply([Change(parts, value)]))
        confirmed[parts] = value
        sys.stdout.write(json.dumps([_path(parts), value]) + "\n")
        sys.stdout.flush()
        if any(get(interview.data, parts) != value for parts, value in confirmed.items()):
            sys.exit(3)
        time.sleep(chance.choice([0, 0.01, 0.05, 0.9]) if chance.random() < 0.5 else 0)
    for _ in range(ATTEMPTS):
        with contextlib.suppress(OutsideChange):
            if saver.changed_outside():
                sitting.meet_change()
            else:
                saver.finish()
            return
    sys.exit(4)


def _path(parts):
    from komma_cli.paths import format_path

    return format_path(parts)


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), apart="apart" in sys.argv[4:])
