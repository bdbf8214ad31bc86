"""A network of all municipalities: ``python -m tests.bench.network [MUNICIPALITIES] [PEER_PAGES]``. Never asserted.

Whole processes: a network built from bundles and from playbooks, the figures, a match, and the pages; then MkDocs on
as many pages of the same words. A peer that is not installed is named and left out.
"""

from __future__ import annotations

import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from komma_cli.check.engine import check_data
from komma_cli.model.problems import validate
from komma_cli.network.bundle import SUFFIX, Ask, Bundle, Place, SharedPractice, Wish, to_bytes
from komma_cli.network.sharing import bundle_of
from komma_cli.network.topics import topics
from komma_cli.store import load, source_from_bytes
from tests.bench.make_corpus import STATES, VARIANTS, _variant, write
from tests.bench.many import ROOT, TODAY, run

ALL, PEER_PAGES = 10_789, 1_000
DAY = date.fromisoformat(TODAY)
KINDS = ("municipality", "municipality", "municipality", "town", "joint_administration", "district", "city")
SIZES = ("under_5000", "under_5000", "under_20000", "under_20000", "under_100000", "from_100000")
MARKDOWN = "# {name}\n\n{body}\n"


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


def main(count: int, pages: int) -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        _print(folder, count, pages)
    finally:
        shutil.rmtree(folder)


def _print(folder: Path, count: int, pages: int) -> None:
    (folder / "bundles").mkdir()
    for name, content in bundles(count):
        (folder / "bundles" / name).write_bytes(content)
    write(count, folder / "plans")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KOMMA_LANG": "de", "PYTHONPYCACHEPREFIX": str(folder / "code")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    komma = [sys.executable, "-m", "komma_cli"]
    run([*komma, "network", "demo", str(folder / "demo")], env)  # leaves the byte code behind, as an installer does
    network, plan = str(folder / "network"), str(ROOT / "playbooks" / "erste-stunde.komma.yaml")
    options = ["--today", TODAY, "--fail-on", "never"]
    rows = {
        "build from bundles": [*komma, "network", "build", str(folder / "bundles"), "-o", network, *options],
        "build from playbooks": [*komma, "network", "build", str(folder / "plans"), "-o", f"{network}-2", *options],
        "overview": [*komma, "network", "overview", network],
        "match": [*komma, "network", "match", plan, "--network", network, "--today", TODAY],
        "pages": [*komma, "network", "site", network, "-o", str(folder / "site")],
        "komma --version (start alone)": [*komma, "--version"],
    }
    print(f"{count} municipalities, {os.cpu_count()} processors, Python {platform.python_version()}")
    for name, command in rows.items():
        seconds, peak = run(command, env)
        print(f"{name:32} {seconds:8.2f} s {peak:6.0f} MiB")
    _print_pages(folder, pages, env)


def _print_pages(folder: Path, pages: int, env: dict[str, str]) -> None:
    """Print how large the pages are, and how many a second komma and MkDocs write."""
    written = list((folder / "site").rglob("*.html"))
    sizes = [path.stat().st_size for path in written]
    whole = sum(path.stat().st_size for path in (folder / "site").rglob("*") if path.is_file())
    print(f"{len(written)} pages, {whole / 1e6:.1f} MB, largest page {max(sizes) / 1e3:.1f} KB")
    seconds, _ = run(
        [sys.executable, "-m", "komma_cli", "network", "site", str(folder / "network"), "-o", str(folder / "again")],
        env,
    )
    print(f"{'komma, pages a second':32} {len(written) / seconds:8.0f}")
    if subprocess.run([sys.executable, "-c", "import mkdocs"], capture_output=True, check=False).returncode:
        print("MkDocs: not installed")
        return
    source = folder / "mkdocs" / "docs"
    source.mkdir(parents=True)
    for number, page in enumerate(sorted(written, key=str)[:: max(1, len(written) // pages)][:pages]):
        (source / f"page-{number}.md").write_text(_words(page), encoding="utf-8")
    (source / "index.md").write_text("# Netzwerk\n", encoding="utf-8")
    (source.parent / "mkdocs.yml").write_text("site_name: Netzwerk\nplugins: [search]\n", encoding="utf-8")
    seconds, peak = run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "-q",
            "-f",
            str(source.parent / "mkdocs.yml"),
            "-d",
            str(folder / "built"),
        ],
        env,
    )
    print(f"{'MkDocs, pages a second':32} {pages / seconds:8.0f} {peak:14.0f} MiB")


def _words(page: Path) -> str:
    """Return the words of a page as Markdown, a paragraph for each stretch between its tags."""
    import re

    text = page.read_text(encoding="utf-8").partition("<main")[2]
    pieces = [piece.strip() for piece in re.split(r"<[^>]*>", text) if piece.strip()]
    return MARKDOWN.format(name=pieces[0] if pieces else page.stem, body="\n\n".join(pieces[1:]))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [ALL, PEER_PAGES][len(given) :]))
