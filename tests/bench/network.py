"""A network of all municipalities: ``python -m tests.bench.network [MUNICIPALITIES] [PAGES]``. Printed, never asserted.

Whole processes, each with its start, in turn: a network built from bundles, one built from playbooks (about two thirds
of the corpus have faults of their form and are told, not counted), the figures, a match, and the pages. Memory is that
of all processes of a command together, each shared page counted once (PSS, Linux only), looked at fifty times a second.

Then the peer, on the same pages: komma writes a smaller network of about ``PAGES`` pages, each of them is turned into a
Markdown file of the same words and links, and MkDocs writes its pages from those, with the search both have. What is
compared is pages a second, from the start of the process to its end. It is not quite the same work: komma also reads
an index, counts and lays out what stands on a page; MkDocs also parses Markdown, and gets tables as paragraphs. MkDocs
runs twice: as it comes, where each page carries a menu of all pages, and told to put one page into the menu, which is
the least it can be given to do and less than komma's pages have. A peer that is not installed is named and left out.
"""

from __future__ import annotations

import html
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from komma_cli.check.engine import check_data
from komma_cli.model.problems import validate
from komma_cli.network.bundle import SUFFIX, Ask, Bundle, Place, SharedPractice, Wish, to_bytes
from komma_cli.network.sharing import bundle_of
from komma_cli.network.topics import topics
from komma_cli.store import load, source_from_bytes
from tests.bench.make_corpus import STATES, VARIANTS, _variant, write
from tests.bench.many import ROOT, TODAY

ALL, PEER_PAGES = 10_789, 1_000
SHELF = 190
"""About so many pages stand in every network, however small: the library, the topics, the Länder."""
SHORT = 3
"""A command of less than some seconds is run so often; the median counts."""
DAY = date.fromisoformat(TODAY)
KINDS = ("municipality", "municipality", "municipality", "town", "joint_administration", "district", "city")
SIZES = ("under_5000", "under_5000", "under_20000", "under_20000", "under_100000", "from_100000")
KOMMA = (sys.executable, "-m", "komma_cli")
MKDOCS = "site_name: Netzwerk\nuse_directory_urls: false\nplugins: [search]\n"


@cache
def checked(number: int) -> Bundle:
    """Return the bundle of one of the plans of the corpus, as komma makes it; a broken one becomes the next."""
    data = load(source_from_bytes(_variant(number % VARIANTS).encode(), "x")).data
    playbook, problems = validate(data)
    if playbook is None or problems or data is None:
        return checked(number + 1)
    return bundle_of(playbook, check_data(data, today=DAY), DAY)


def bundles(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield file name and bytes of so many different bundles; the same number gives the same bytes."""
    for number in range(count):
        dice = random.Random(number)
        state = dice.choice(list(STATES))
        made = checked(dice.randrange(VARIANTS)).model_copy(
            update={
                "municipality": Place(
                    name=f"Ort {number:05}",
                    kind=dice.choice(KINDS),
                    state=state,
                    ags=f"{STATES[state]}{number:06}",
                    size_class=dice.choice(SIZES),
                ),
                "role": "model" if number < 10 else "network" if number < 75 else None,
                "practices": tuple(practices(dice)),
                "offers": tuple(wishes(dice, "o")),
                "seeks": tuple(wishes(dice, "s")),
                "ask": Ask(mailbox=f"netz@ort-{number}.example") if dice.random() < 0.3 else None,
            }
        )
        yield f"ort-{number:05}{SUFFIX}", to_bytes(made)


def practices(dice: random.Random) -> Iterator[SharedPractice]:
    """Yield a released practice in one of ten municipalities."""
    for number in range(int(dice.random() < 0.1)):
        yield SharedPractice(
            id=f"m-{number}",
            title=f"Gemeinsamer Bereitschaftsdienst {dice.randrange(1000)}",
            description="Drei Kommunen teilen sich die Nächte und die Wochenenden.\n" * 4,
            why="Allein war die Stelle nachts nicht zu besetzen.\n" * 4,
            cost="12.000 Euro im Jahr",
            conditions="Die Kommunen liegen nah beieinander.\n" * 3,
            result="Nachts geht seit einem Jahr immer jemand ans Telefon.\n" * 3,
            licence="CC-BY-4.0",
            status="done",
            answers=(dice.choice(("K301", "K303", "K605", "K203")),),
            released_on=DAY,
        )


def wishes(dice: random.Random, kind: str) -> Iterator[Wish]:
    """Yield an offer, or a need, in one of five municipalities."""
    if dice.random() < 0.2:
        yield Wish(id=f"{kind}-1", topic=dice.choice(topics()), text=f"Erfahrung mit Absprachen {dice.randrange(1000)}")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, and MiB of all its processes together (0 where the system does not tell)."""

    seconds: float
    memory: float


def run(command: Sequence[str], env: dict[str, str], times: int = 1) -> Cost:
    """Return what a command costs; of several runs the median. One that fails stops the benchmark."""
    costs = [_once(command, env) for _ in range(times)]
    return Cost(statistics.median(one.seconds for one in costs), max(one.memory for one in costs))


def _once(command: Sequence[str], env: dict[str, str]) -> Cost:
    started = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=told)
        peak: list[int] = [0]
        watching = threading.Thread(target=_watch, args=(process, peak))
        watching.start()
        failed = process.wait()
        seconds = time.perf_counter() - started
        watching.join()
        if failed:
            told.seek(0)
            raise SystemExit(f"{' '.join(command)}: {told.read().decode(errors='replace')[-1000:]}")
    return Cost(seconds, peak[0] / 1024)


def _watch(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], _memory(process.pid))
        time.sleep(0.02)


def _memory(number: int) -> int:
    """Return the KiB of a process and all below it, each shared page counted once."""
    try:
        rows = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        below = [one for path in Path(f"/proc/{number}/task").glob("*/children") for one in path.read_text().split()]
    except OSError:  # it has ended, or the system is another one
        return 0
    own = sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return own + sum(_memory(int(one)) for one in below)


def main(count: int, pages: int) -> None:
    """Print the tables."""
    folder = Path(tempfile.mkdtemp())
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KOMMA_LANG": "de", "PYTHONPYCACHEPREFIX": str(folder / "code")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        run([*KOMMA, "network", "demo", str(folder / "demo")], env)  # leaves the byte code behind, as an installer does
        _print_network(folder, count, env)
        _print_peer(folder, pages, env)
    finally:
        shutil.rmtree(folder)


def _write_bundles(count: int, folder: Path) -> Path:
    folder.mkdir()
    for name, content in bundles(count):
        (folder / name).write_bytes(content)
    return folder


def _build(source: Path, network: Path) -> list[str]:
    return [*KOMMA, "network", "build", str(source), "-o", str(network), "--today", TODAY, "--fail-on", "never"]


def _print_network(folder: Path, count: int, env: dict[str, str]) -> None:
    shared, plans, network = _write_bundles(count, folder / "shared"), folder / "plans", folder / "network"
    write(count, plans)
    own = str(ROOT / "playbooks" / "erste-stunde.komma.yaml")
    rows = [
        ("build from bundles", _build(shared, network), 1),
        ("build from playbooks", _build(plans, folder / "network-of-plans"), 1),
        ("overview", [*KOMMA, "network", "overview", str(network)], SHORT),
        ("match", [*KOMMA, "network", "match", own, "--network", str(network), "--today", TODAY], SHORT),
        ("site", [*KOMMA, "network", "site", str(network), "-o", str(folder / "site")], 1),
        ("komma --version (start alone)", [*KOMMA, "--version"], SHORT),
    ]
    beside = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    print(f"{count} municipalities, {os.cpu_count()} processors{beside}, Python {platform.python_version()}")
    costs: dict[str, Cost] = {}
    for name, command, times in rows:
        cost = costs[name] = run(command, env, times)
        print(f"{name:32} {cost.seconds:8.2f} s {cost.memory:6.0f} MiB")
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    sizes = [path.stat().st_size for path in files if path.suffix == ".html"]
    whole = sum(path.stat().st_size for path in files)
    large = f"{whole / 1e6:.1f} MB with all files, largest page {max(sizes) / 1e3:.1f} KB"
    print(f"{len(sizes)} pages, {large}, {len(sizes) / costs['site'].seconds:.0f} pages a second")


def _print_peer(folder: Path, pages: int, env: dict[str, str]) -> None:
    """Print how many of the same pages komma and MkDocs write in a second."""
    network, site = folder / "few-network", folder / "few-site"
    run(_build(_write_bundles(max(8, (pages - SHELF) // 2), folder / "few"), network), env)
    write_site = [*KOMMA, "network", "site", str(network), "-o", str(site), "--force"]
    cost = run(write_site, env, SHORT)
    written = sorted(site.rglob("*.html"), key=str)
    speed = len(written) / cost.seconds
    print(f"{len(written)} pages of a smaller network")
    print(f"{'komma':32} {cost.seconds:8.2f} s {cost.memory:6.0f} MiB {speed:7.0f} pages a second")
    program = shutil.which("mkdocs", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    if program is None:
        print("MkDocs: not installed")
        return
    source = folder / "mkdocs"
    for page in written:
        target = (source / "docs" / page.relative_to(site)).with_suffix(".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markdown(page.read_text(encoding="utf-8")), encoding="utf-8")
    for name, menu in (("MkDocs, menu of all pages", ""), ("MkDocs, menu of one page", "nav: [index.md]\n")):
        (source / "mkdocs.yml").write_text(MKDOCS + menu, encoding="utf-8")
        build = [program, "build", "-q", "-f", str(source / "mkdocs.yml"), "-d", str(folder / "built")]
        cost = run(build, env)
        made = len(written) / cost.seconds
        times = f"{made:7.0f} pages a second, komma {speed / made:.1f} x"
        print(f"{name:32} {cost.seconds:8.2f} s {cost.memory:6.0f} MiB {times}")


def markdown(page: str) -> str:
    """Return a page as Markdown: headings, list items, paragraphs and links; cells of a table are paragraphs."""
    reading = _Words()
    reading.feed(page)
    reading.close()
    return "\n\n".join(reading.blocks) + "\n"


class _Words(HTMLParser):
    """Collects what stands in ``main``, a block for each element that is not part of a line."""

    INLINE = ("a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "time")

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._sign = ""
        self._open = False
        self._ended = False
        self._target = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self.blocks.clear()
        if tag == "a":
            self._target = (dict(attrs).get("href") or "").replace(".html", ".md")
        elif tag not in self.INLINE:
            self._open = False
            heading = len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()
            self._sign = "#" * int(tag[1]) + " " if heading else "- " if tag == "li" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._target = ""
        elif tag not in self.INLINE:
            self._open, self._sign = False, ""
        self._ended = self._ended or tag == "main"

    def handle_data(self, data: str) -> None:
        words = html.escape(" ".join(data.split()), quote=False)
        if not words or self._ended:
            return
        if self._target:
            words = f"[{words}]({self._target})"
        if self._open:
            self.blocks[-1] += f" {words}"
        else:
            self.blocks.append(self._sign + words)
            self._open = True


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [ALL, PEER_PAGES][len(given) :]))
