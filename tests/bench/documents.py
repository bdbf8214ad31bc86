"""How fast papers are made: ``python -m tests.bench.documents [ROUNDS]``. Printed, never asserted.

Whole processes, in turn, each peer right after komma, median: komma writes a paper of about fifty pages from the plan
(Musterstadt's strategy with more fields of action, pictures included); pandoc writes Word and WeasyPrint PDF from
komma's own Markdown and page of the same paper. Then the paper with three times the content, and every document of
Musterstadt in every format. A peer that is not installed shows the time in which Python says so.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from komma_cli.yamlread import parse
from tests.bench.many import run

ROOT = Path(__file__).parents[2]
MUSTERSTADT = ROOT / "playbooks" / "musterstadt.komma.yaml"
TODAY = "2026-12-01"
FIELDS = {"single": 12, "triple": 62}
"""So many fields of action, with three measures and a half each, make a strategy of about 50 and about 150 pages."""
PANDOC = "import sys, pypandoc; pypandoc.convert_file(sys.argv[1], 'docx', format='gfm', outputfile=sys.argv[2])"
WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
Row = tuple[str, list[str]]


def main(rounds: int) -> None:
    """Print the table."""
    folder = Path(tempfile.mkdtemp())
    try:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "KOMMA_LANG": "de", "KOMMA_CACHE": str(folder / "cache"),
               "XDG_STATE_HOME": str(folder / "state"), "PYTHONPYCACHEPREFIX": str(folder / "code")}  # fmt: skip
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        _print(folder, env, rounds)
    finally:
        shutil.rmtree(folder)


def _print(folder: Path, env: dict[str, str], rounds: int) -> None:
    single, triple = (written(folder / f"{name}.komma.yaml", fields) for name, fields in FIELDS.items())
    pages = [_pages(plan, folder / "first" / plan.name, env) for plan in (single, triple)]
    print(f"{pages[0]} and {pages[1]} pages; {platform.machine()}, {os.cpu_count()} processors, "
          f"Python {platform.python_version()}, median of {rounds}, seconds and MiB of whole processes")  # fmt: skip
    stem = folder / "first" / single.name / "musterstadt-strategy-de"
    rows: list[Row] = [
        ("komma docx", paper(single, "docx", folder / "one")),
        ("pandoc docx", [sys.executable, "-c", PANDOC, f"{stem}.md", str(folder / "peer.docx")]),
        ("komma pdf", paper(single, "pdf", folder / "one")),
        ("WeasyPrint pdf/ua-1", [sys.executable, "-c", WEASYPRINT, f"{stem}.html", str(folder / "peer.pdf")]),
    ]
    rows += [(f"komma {form}", paper(single, form, folder / "one")) for form in ("html", "md")]
    rows += [(f"komma {form}, 3 x", paper(triple, form, folder / "three")) for form in ("docx", "pdf", "html")]
    rows.append(("komma, every document and format", whole_set(MUSTERSTADT, folder / "set")))
    rows.append(("Python alone", [sys.executable, "-c", "pass"]))
    for name, figure in measured(rows, env, rounds).items():
        print(f"{name:36}{figure}")


def measured(rows: Sequence[Row], env: dict[str, str], rounds: int) -> dict[str, str]:
    """Return the median of each command; the commands take turns, so that noise meets all of them alike."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in rows}
    for number in range(rounds + 1):
        for name, command in rows:
            taken = run(command, env)
            if number:  # the first round leaves byte code and caches behind
                found[name].append(taken)
    return {
        name: f"{statistics.median(seconds for seconds, _ in taken):6.2f} s {max(size for _, size in taken):5.0f} MiB"
        for name, taken in found.items()
    }


def paper(plan: Path, form: str, folder: Path) -> list[str]:
    """Return the command that writes the paper in one format."""
    return [*whole_set(plan, folder)[:-2], "--document", "strategy", "--format", form]


def whole_set(plan: Path, folder: Path) -> list[str]:
    """Return the command that writes everything."""
    command = [sys.executable, "-m", "komma_cli", "render", str(plan), "--today", TODAY, "-o", str(folder), "--force"]
    return [*command, "--draft", "--format", "all"]


def written(target: Path, fields: int) -> Path:
    """Write Musterstadt with so many fields of action; those that it does not have are copies with other ids."""
    data: dict[str, Any] = parse(MUSTERSTADT.read_text(encoding="utf-8"))
    own = data["strategy"]["fields"]
    data["strategy"]["fields"] = [_copy(own[number % len(own)], number // len(own)) for number in range(fields)]
    target.write_text(json.dumps(data, default=str, ensure_ascii=False, indent=1), encoding="utf-8")  # is YAML too
    return target


def _copy(node: Any, turn: int) -> Any:
    """Return part of a plan whose ids nothing else has."""
    if isinstance(node, list):
        return [_copy(item, turn) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _copy(value, turn) for key, value in node.items()}
    return made | {"id": f"{node['id']}-{turn}"} if turn and "id" in node else made


def _pages(plan: Path, folder: Path, env: dict[str, str]) -> int:
    """Write the paper in all formats and return the pages of its PDF."""
    import pikepdf

    run([*whole_set(plan, folder)[:-2], "--document", "strategy", "--format", "all"], env)
    with pikepdf.open(folder / "musterstadt-strategy-de.pdf") as opened:
        return len(opened.pages)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
