"""The commands of the README's section „Network of municipalities“ do what it says, in their order."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from komma_cli.cli import share as share_module
from komma_cli.cli.papers import RECORD
from komma_cli.texts import LANGUAGES
from tests.cli.conftest import ROOT, SMALL, TOWN, Ended, Run

BLOCK = re.compile(r"<!-- network: (\w+) -->\n```\n(.*?)```", re.S)
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/network.md")}
COMMANDS = {name: block.splitlines() for name, block in BLOCK.findall(PAGES["README.md"])}
PASSED_ON = {"network.json", "municipalities.csv", "practices.csv", "offers-and-needs.csv", "overview.csv"}


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_module, "on_terminal", lambda: True)


def typed(komma: Run, block: str, stdin: str = "") -> list[Ended]:
    """Type the lines of a block one after the other; each has to succeed."""
    ended = []
    for line in COMMANDS[block]:
        program, *arguments = shlex.split(line)
        assert program == "komma"
        ended.append(komma(*arguments, stdin=stdin))
        assert (ended[-1].code, ended[-1].err) == (0, ""), line
        assert ended[-1].out, line
    return ended


def names(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir() if path.name != RECORD}


def members(folder: str) -> int:
    return len(json.loads(Path(folder, "network.json").read_bytes())["members"])


def test_both_pages_tell_the_same_commands_in_the_same_order() -> None:
    assert list(COMMANDS) == ["demo", "give", "build", "use", "parts"]
    assert BLOCK.findall(PAGES["docs/network.md"]) == BLOCK.findall(PAGES["README.md"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_is_one_command_in_a_clean_folder(process: Run, folder: Path, lang: str) -> None:
    (line,) = COMMANDS["demo"]
    assert list(folder.iterdir()) == []
    ended = process(*shlex.split(line)[1:], lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert "netz/site/index.html" in ended.out.replace("\\", "/")
    assert Path("netz/site/index.html").is_file()
    assert members("netz") == 11
    assert names("netz") == PASSED_ON | {"network.sqlite", "site"}
    assert names(".") == {"netz"}


@pytest.mark.usefixtures("at_a_terminal")
def test_every_command_of_the_section_works(komma: Run) -> None:
    Path("plans").mkdir()
    shutil.copy(TOWN, TOWN.name)
    for path in (ROOT / "playbooks" / "starter").glob("*.komma.yaml"):
        shutil.copy(path, "plans")

    typed(komma, "give", stdin="j\n")
    shutil.move("musterstadt.komma-share.json", "plans")
    typed(komma, "build")
    assert names("network") == PASSED_ON | {"network.sqlite"}
    assert Path("site/index.html").is_file()
    assert {Path(name).suffix for name in names("report")} == {".docx", ".pdf"}
    assert members("network") == 11

    shutil.copy("network/network.json", ".")
    shutil.rmtree("network")
    shutil.copy(SMALL, "kleinbeispiel.komma.yaml")
    *_, news = typed(komma, "use")
    assert "Musterstadt" in news.out
    papers = sorted(re.sub("kleinbeispiel-|-de", "", name) for name in names("papers"))
    assert papers == ["peer-agenda.docx", "peer-agenda.pdf", "peer-letter.docx", "peer-letter.pdf"]

    typed(komma, "parts")
    assert members("whole") == 11


@pytest.mark.usefixtures("at_a_terminal")
def test_without_a_yes_nothing_is_given(komma: Run) -> None:
    shutil.copy(TOWN, TOWN.name)
    typed(komma, "give", stdin="\n")
    assert names(".") == {TOWN.name}


def test_what_stays_with_the_office_is_told_where_it_is_written(komma: Run) -> None:
    """Whatever a build writes stands in the table of what may be passed on, and left-out files end with 1."""
    Path("plans").mkdir()
    shutil.copy(TOWN, "plans")
    Path("plans/kaputt.komma.yaml").write_text("komma: [", encoding="utf-8")
    build = shlex.split(COMMANDS["build"][0])[1:]
    assert komma(*build).code == 1
    assert komma(*build, "--fail-on", "never").code == 0
    for page in PAGES.values():
        rows = {
            name: line
            for line in page.splitlines()
            if line.startswith("| `")
            for name in re.findall(r"`([\w.-]+)`", line)
        }
        for name in names("network"):
            allowed = name in PASSED_ON
            assert any(word in rows[name] for word in ("| yes", "| ja")) is allowed, name
            assert any(word in rows[name] for word in ("| never", "| nie")) is not allowed, name
    assert "kaputt.komma.yaml" in Path("network/left-out.csv").read_text(encoding="utf-8")
