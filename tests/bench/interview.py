"""How soon komma asks, and how much it prints for a question: ``python -m tests.bench.interview``, not on Windows.

First screens are timed from the start of the process to the prompt, in turn with a peer that loads the same libraries
and asks one thing; komma runs as it is installed, its data compiled to JSON. Bytes and escape sequences are counted on
a pseudo terminal; they stand for what a screen reader has to go through. ``KOMMA_PROTOTYPE`` may name the folder of the
prototype, which is then measured beside it.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from komma_cli import texts
from komma_cli.wizard.interview import Interview
from komma_cli.wizard.pages import question_at, section_pages
from komma_cli.wizard.saving import open_plan
from tests.bench.six_questions import END, KEYS, six_questions_plan
from tests.terminal.screen import Noise, Program

ROOT = Path(__file__).parents[2]
MUSTERSTADT = ROOT / "playbooks" / "musterstadt.komma.yaml"
KOMMA = (sys.executable, "-m", "komma_cli")
ROUNDS = 9
LINES = {"komma": len(KEYS) + 1, "plain": 11, "comfort": 10}
"""Lines read for the form: a text of several lines ends with an empty one, except in the comfortable prototype."""
RECORDED = {"plain": Noise(1736, 0, 0, 0), "comfort": Noise(3460, 304, 40, 30)}
"""What the prototypes printed for the same form, measured with this program on prompt_toolkit 3.0.53."""
_PROTOTYPE_KEYS = (
    ("Wie heißt", "?"),
    ("Titelseite", "Musterstadt"),
    ("Bundesland", "<"),
    ("Wie heißt Ihre", ""),
    ("Nummer:", "13"),
    ("E-Mail-Adresse", "falsch"),
    ("Fehler", "\x15k@m.de"),
    ("Bündnis mit", "-"),
    ("Vertretung für", "j"),
)
_LAST = {"plain": ("übergeben", "Zeile eins\r"), "comfort": ("übergeben", "Zeile eins\r\x1b")}


@dataclass(frozen=True)
class Screen:
    """A first screen: what is started where, and what stands on it when a person can begin."""

    name: str
    command: Sequence[str]
    prompt: str
    folder: str


_LOADS_THE_SAME = "import typer, ruamel.yaml; from pydantic import BaseModel; input('Antwort: ')"
PEER = Screen("the peer", (sys.executable, "-c", _LOADS_THE_SAME), "Antwort:", "empty")
SCREENS = (
    Screen("komma", KOMMA, "Ihre Wahl", "empty"),
    Screen("komma, a full plan in the folder", KOMMA, "Ihre Wahl", "full"),
    Screen("komma init: the question", (*KOMMA, "init", "x.komma.yaml"), "Wie heißt", "empty"),
    Screen("  and its prompt", (*KOMMA, "init", "x.komma.yaml"), "Antwort:", "empty"),
    Screen("komma init --plain", (*KOMMA, "init", "x.komma.yaml", "--plain"), "Antwort:", "empty"),
    Screen("komma edit, 281 KB", (*KOMMA, "edit", MUSTERSTADT.name), "Ihre Wahl", "full"),
    Screen("  people", (*KOMMA, "edit", MUSTERSTADT.name, "people"), "Ihre Wahl", "full"),
    Screen("  one question", (*KOMMA, "edit", MUSTERSTADT.name, "municipality.name"), "Antwort:", "full"),
)


def terminal_environment(code: Path, cache: Path | None = None) -> dict[str, str]:
    """Return the environment of a program on a terminal; ``code`` is where komma and the tests are imported from."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    cached = {} if cache is None else {"PYTHONPYCACHEPREFIX": str(cache)}
    return {
        **kept,
        **cached,
        "PYTHONPATH": os.pathsep.join([str(code), str(ROOT)]),
        "PYTHONUTF8": "1",
        "TERM": "xterm-256color",
        "LANG": "de_DE.UTF-8",
        "KOMMA_LANG": "de",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }


def installed(folder: Path) -> Path:
    """Put komma into a folder as its wheel has it, the data as JSON, and return the folder."""
    shutil.copytree(ROOT / "komma_cli", folder / "komma_cli", ignore=shutil.ignore_patterns("*.yaml", "__pycache__"))
    for name in texts.files():
        target = folder / "komma_cli" / "data" / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(texts.facts(name), ensure_ascii=False), encoding="utf-8")
    return folder


def until(command: Sequence[str], prompt: str, folder: Path, env: dict[str, str]) -> float:
    """Return the seconds from the start of a process to a text on its screen; the process is killed then."""
    start = time.perf_counter()
    program = Program(list(command), folder, env)
    while prompt not in program.new:
        if not program.read_for(0.002) and prompt not in program.new:
            raise RuntimeError(f"{command}: no {prompt!r} in\n{program.all}")
    taken = time.perf_counter() - start
    program.process.close(force=True)
    return taken


def first_screens(folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield (name, median milliseconds, median ratio to the peer) of every first screen."""
    env = terminal_environment(installed(folder / "komma"), folder / "bytecode")
    _fresh(PEER, folder, env)
    yield PEER.name, statistics.median(_fresh(PEER, folder, env) for _ in range(ROUNDS)) * 1000, 1
    for screen in SCREENS:
        _fresh(screen, folder, env)
        pairs = [(_fresh(screen, folder, env), _fresh(PEER, folder, env)) for _ in range(ROUNDS)]
        ratio = statistics.median(own / peer for own, peer in pairs)
        yield screen.name, statistics.median(own for own, _ in pairs) * 1000, ratio


def _fresh(screen: Screen, folder: Path, env: dict[str, str]) -> float:
    """Time a first screen in a folder of its own: empty, or with a full plan."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        if screen.folder == "full":
            shutil.copy(MUSTERSTADT, name)
        return until(screen.command, screen.prompt, Path(name), env)


def turns() -> Iterator[tuple[str, float]]:
    """Yield (name, median milliseconds) of what komma works out between two questions of a full plan."""
    data = open_plan(MUSTERSTADT).draft
    day = date(2026, 12, 1)

    def timed(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(30):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
        return statistics.median(taken) * 1000

    yield "task list of a full plan", timed(lambda: Interview(data, "de", day).states())
    yield "a question in it", timed(lambda: question_at(data, "roles[coordination].holder", "de"))
    yield "the pages of escalation", timed(lambda: section_pages(data, "escalation", "de"))
    yield "the list of scenarios", timed(lambda: section_pages(data, "scenarios", "de"))


def six_questions(folder: Path, *, plain: bool) -> Noise:
    """Answer the six questions and return what was printed for them."""
    path = folder / f"six-{'plain' if plain else 'comfort'}.komma.yaml"
    six_questions_plan(path)
    command = [sys.executable, "-m", "tests.bench.six_questions", path.name, *(["plain"] if plain else [])]
    keys = [(needle, typed.removeprefix("\x15") if plain else typed) for needle, typed in KEYS]
    return _driven(Program(command, folder, terminal_environment(ROOT)), [*keys, (END, "")])


def prototype(folder: Path, way: str) -> Noise:
    """Answer the prototype's form and return what was printed for it."""
    source = Path(os.environ["KOMMA_PROTOTYPE"])
    script = {"plain": "ui_plain.py", "comfort": "ui_ptk.py"}[way]
    command = [sys.executable, str(source / script), str(folder / f"{way}.yaml")]
    return _driven(Program(command, folder, terminal_environment(ROOT)), [*_PROTOTYPE_KEYS, _LAST[way], ("Fertig", "")])


def _driven(program: Program, keys: Sequence[tuple[str, str]]) -> Noise:
    for needle, typed in keys[:-1]:
        program.wait(needle)
        program.type(typed)
    program.wait(keys[-1][0])
    program.end()
    return program.noise()


def main() -> None:
    """Print the tables."""
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"\n{'first screen':<36}{'ms':>8}{'x peer':>9}")
        for screen, taken, ratio in first_screens(folder):
            print(f"{screen:<36}{taken:>8.0f}{ratio:>9.2f}", flush=True)
        print(f"\n{'between two questions':<36}{'ms':>8}")
        for work, taken in turns():
            print(f"{work:<36}{taken:>8.1f}", flush=True)
        print(f"\n{'for each line that is read':<36}{'bytes':>8}{'escapes':>8}{'moves':>8}{'erased':>8}")
        for way in ("plain", "comfort"):
            found = {"komma": six_questions(folder, plain=way == "plain"), "prototype, recorded": RECORDED[way]}
            if "KOMMA_PROTOTYPE" in os.environ:
                found["prototype, here"] = prototype(folder, way)
            for who, noise in found.items():
                read = LINES["komma" if who == "komma" else way]
                counts = (noise.bytes, noise.escapes, noise.moves, noise.erasures)
                print(f"{way + ', ' + who:<36}" + "".join(f"{count / read:>8.1f}" for count in counts))


if __name__ == "__main__":
    main()
