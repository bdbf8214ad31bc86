"""What people type or paste arrives as it was: no markup, no template, no key in the middle of a text."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of this kind exist on POSIX only"),
]
ODD = "Amt [b]fett[/b] {{ x }} {% y %} | 🙂 עיר *a* _b_ <c> \\n %s"
"""A name with everything that some program somewhere takes for more than text."""
PASTED = "\n".join(
    f"{number:03}: Grüße aus Überlingen – „so“, [b] {{{{ x }}}} | 🙂 עיר; - ? < <<" for number in range(32)
)
"""Two thousand characters in lines of which none is empty."""


def written(path, place):
    from komma_cli.paths import get, parse_path
    from komma_cli.store import load, read_source

    return get(load(read_source(path)).data, parse_path(place))


def ask(path, place, prompt, *, plain):
    """Open one question and return the terminal, with an empty line to type in."""
    from tests.terminal.screen import Terminal

    terminal = Terminal(path.parent, "edit", path.name, place, env={"ACCESSIBLE": "1"} if plain else None)
    terminal.wait(prompt)
    if not plain:
        terminal.type("\x15", enter=False)
    return terminal


@pytest.fixture
def plan(tmp_path):
    from tests.terminal.plans import core_plan

    return core_plan(tmp_path)


@pytest.mark.parametrize("way", ["brackets", "raw", "plain"])
def test_a_long_paste_arrives_whole(plan, way):
    assert len(PASTED) > 2000
    terminal = ask(plan, "reporting.threshold", "Text, leere Zeile beendet", plain=way == "plain")
    if way == "brackets":
        terminal.paste(PASTED)
        terminal.settle()
        terminal.type("")
    else:
        terminal.type(PASTED.replace("\n", "\r"))
    terminal.settle()
    terminal.type("")
    assert terminal.end() == 0
    assert written(plan, "reporting.threshold") == PASTED


@pytest.mark.parametrize(
    ("place", "document", "plain"),
    [("municipality.name", "emergency-card", False), ("people[p-1].function", "contact-sheet", True)],
    ids=["comfort", "plain"],
)
def test_what_looks_like_code_is_text_up_to_the_paper(plan, place, document, plain):
    from docx import Document

    terminal = ask(plan, place, "Antwort:", plain=plain)
    terminal.type(ODD)
    assert terminal.end() == 0
    assert written(plan, place) == ODD
    folder = plan.parent / "papers"
    wish = ["--document", document, "--format", "docx", "--draft", "-o", str(folder)]
    command = [sys.executable, "-m", "komma_cli", "render", str(plan), *wish]
    subprocess.run(command, check=True, capture_output=True, cwd=Path.cwd())
    (paper,) = folder.glob("*.docx")
    body = Document(str(paper)).element.body
    said = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert ODD in said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


@pytest.mark.parametrize("plain", [False, True], ids=["comfort", "plain"])
@pytest.mark.parametrize("key", ["-", "?", "<<"])
def test_a_key_behind_a_backslash_is_text(plan, key, plain):
    terminal = ask(plan, "reporting.threshold", "Text, leere Zeile beendet", plain=plain)
    terminal.type(f"\\{key}")
    terminal.settle()
    terminal.type("")
    assert terminal.end() == 0
    assert written(plan, "reporting.threshold") == key
