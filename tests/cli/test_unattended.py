"""``init`` and ``edit`` with answers given in advance, and ``status``: all or nothing, and nothing is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.store import load, read_source
from komma_cli.texts import LANGUAGES, Lang, text
from tests.cli.conftest import Run

TOWN = ("--set", "municipality.name=Bad Süßen", "--set", "municipality.kind=2", "--set", "municipality.state=Bayern")


def data(file: Path) -> dict[str, object]:
    loaded = load(read_source(file))
    assert loaded.problems == ()
    assert loaded.data is not None
    return loaded.data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["init", "edit"])
def test_without_a_terminal_nothing_is_asked_and_nothing_written(
    komma: Run, folder: Path, plan: Path, command: str, lang: Lang
) -> None:
    before = plan.read_bytes()
    ended = komma(command, "neu.komma.yaml" if command == "init" else plan, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert "--answers" in ended.err
    assert "--set" in ended.err
    assert [path.name for path in folder.iterdir()] == ["plan.komma.yaml"]
    assert plan.read_bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_with_answers_on_the_command_line(komma: Run, folder: Path, lang: Lang) -> None:
    state = {"de": "Bayern", "en": "Bavaria"}[lang]
    ended = komma("init", "neu.komma.yaml", *TOWN[:-1], f"municipality.state={state}", lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == text("cli.created", lang, file="neu.komma.yaml") + "\n"
    municipality = data(folder / "neu.komma.yaml")["municipality"]
    assert municipality == {"name": "Bad Süßen", "kind": "town", "state": "BY"}


def test_an_answer_on_the_command_line_wins_over_the_answer_file(komma: Run, folder: Path) -> None:
    (folder / "antworten.yaml").write_text("municipality: {name: Aus der Datei, kind: city}\n", encoding="utf-8")
    ended = komma("init", "neu.komma.yaml", "--answers", "antworten.yaml", "--set", "municipality.name=Von der Zeile")
    assert ended.code == 0
    assert data(folder / "neu.komma.yaml")["municipality"] == {"name": "Von der Zeile", "kind": "city"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "assignment",
    ["municipality.kind=Raumstation", "municipality.nmae=X", "municipality.name", "=X", "municipality.ags=12", "[=1"],
)
def test_one_wrong_answer_and_nothing_is_written(
    komma: Run, folder: Path, plan: Path, assignment: str, lang: Lang
) -> None:
    before = plan.read_bytes()
    for ended in (
        komma("init", "neu.komma.yaml", *TOWN, "--set", assignment, lang=lang),
        komma("edit", plan, *TOWN, "--set", assignment, lang=lang),
    ):
        assert (ended.code, ended.out) == (2, "")
        assert len(ended.err.splitlines()) >= 2
    assert plan.read_bytes() == before
    assert not (folder / "neu.komma.yaml").exists()


@pytest.mark.parametrize(
    "answers",
    [
        b"municipality: {kind: Raumstation}\n",
        b"- Liste\n",
        b"a: *b\n",
        b"municipality: {name: X}\nrolls: []\n",
        b"people: [{id: p1, function: X, channels: [{kind: phone, value: 030}]}]\n",
    ],
    ids=["wrong value", "list", "alias", "unknown key", "unquoted phone"],
)
def test_a_wrong_answer_file_and_nothing_is_written(komma: Run, folder: Path, answers: bytes, plan: Path) -> None:
    (folder / "antworten.yaml").write_bytes(answers)
    before = plan.read_bytes()
    for ended in (
        komma("init", "neu.komma.yaml", "--answers", "antworten.yaml"),
        komma("edit", plan, "--answers", "antworten.yaml"),
    ):
        assert ended.code in (2, 3)
        assert ended.out == ""
        assert ended.err
    assert not (folder / "neu.komma.yaml").exists()
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    "answers",
    [
        "municipality: {name: Mühl}\n".encode("cp1252"),
        "municipality: {name: Mühl}\n".encode() + b"# \xfc\n",
        b"municipality: {name: A, name: B}\n",
        b"municipality: {name: A}\n---\nmunicipality: {name: B}\n",
    ],
    ids=["cp1252", "two encodings", "key twice", "two documents"],
)
def test_a_damaged_answer_file_is_not_guessed_at(komma: Run, folder: Path, answers: bytes) -> None:
    (folder / "antworten.yaml").write_bytes(answers)
    ended = komma("init", "neu.komma.yaml", "--answers", "antworten.yaml")
    assert (ended.code, (folder / "neu.komma.yaml").exists()) == (2, False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_never_overwrites(komma: Run, plan: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    ended = komma("init", plan, *TOWN, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.file_exists", lang, file=plan)
    assert plan.read_bytes() == before


def test_edit_changes_only_what_is_answered_and_keeps_comments(komma: Run, plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    ended = komma("edit", plan, "--set", "municipality.name=Neubeispiel")
    assert (ended.code, ended.out) == (0, text("cli.changed", "de", file=plan) + "\n")
    assert plan.read_text(encoding="utf-8") == before.replace("name: Kleinbeispiel", "name: Neubeispiel", 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_status_shows_every_section_and_writes_nothing(komma: Run, folder: Path, plan: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    ended = komma("status", plan, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert "Kleinbeispiel" in ended.out
    assert text("wizard.state_not_begun", lang) in ended.out
    assert plan.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [plan.name]


@pytest.mark.parametrize("command", ["status", "edit"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_there_or_not_readable(komma: Run, folder: Path, command: str, lang: Lang) -> None:
    assert komma(command, "fehlt.komma.yaml", lang=lang).says("store.missing", lang, file="fehlt.komma.yaml")
    broken = folder / "kaputt.komma.yaml"
    broken.write_bytes(b"komma: 1\nname: a: b\n")
    ended = komma(command, broken, *(["--set", "municipality.name=X"] if command == "edit" else []), lang=lang)
    assert (ended.code, ended.out) == (3, "")
    assert ended.says("wizard.broken_draft", lang, file=broken)
    assert broken.read_bytes() == b"komma: 1\nname: a: b\n"
    (folder / "ordner").mkdir()
    assert komma(command, "ordner", *(["--set", "municipality.name=X"] if command == "edit" else [])).code == 3
