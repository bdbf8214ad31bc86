"""``komma import``: preview without a terminal, taking over with ``--take``, and a dialogue on a terminal."""

import json
import sys
from datetime import datetime
from pathlib import Path

import pytest

from komma_cli.contacts.reading import MAX_BYTES
from komma_cli.store import Journal, acquire, load, read_source
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.wizard.input.asker import ScriptedAsker
from tests.cli.conftest import Run

LIST = (
    "Name;Funktion;Telefon\nMira Müller;Integration;0221 4710-115\nJan Groß;Pressestelle;35112345\nAyşe Şahin;Archiv;\n"
)
both_languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture
def source(folder: Path) -> Path:
    file = folder / "liste.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def people(plan: Path) -> list[str]:
    data = load(read_source(plan)).data
    assert data is not None
    return [str(person.get("name")) for person in data["people"] if person.get("name")]


@both_languages
def test_without_a_terminal_it_only_shows(komma: Run, plan: Path, source: Path, lang: Lang) -> None:
    before = plan.read_bytes()
    ended = komma("import", plan, source, lang=lang)
    assert (ended.code, ended.err) == (0, "")
    assert "   1  Mira Müller\n      Integration\n      0221 4710115\n" in ended.out
    assert "35112345" in ended.out
    assert "--take 1,3-5" in ended.out
    assert plan.read_bytes() == before
    assert sorted(path.name for path in plan.parent.iterdir()) == ["liste.csv", "plan.komma.yaml"]


@pytest.mark.parametrize(
    ("take", "taken"),
    [
        ("all", ["Mira Müller", "Jan Groß", "Ayşe Şahin"]),
        ("alle", ["Mira Müller", "Jan Groß", "Ayşe Şahin"]),
        ("1,3", ["Mira Müller", "Ayşe Şahin"]),
        ("2-3", ["Jan Groß", "Ayşe Şahin"]),
    ],
)
def test_take_writes_what_is_named(komma: Run, plan: Path, source: Path, take: str, taken: list[str]) -> None:
    ended = komma("import", plan, source, "--take", take)
    assert (ended.code, ended.err) == (0, "")
    assert people(plan) == taken
    assert f"Geändert: {plan.name}" in ended.out.replace(str(plan.parent) + "/", "")
    assert "+492214710115" in plan.read_text(encoding="utf-8") or "1" not in take
    assert "35112345" not in plan.read_text(encoding="utf-8")
    assert "# Kleinbeispiel ist erfunden" in plan.read_text(encoding="utf-8"), "comments stay"


@both_languages
@pytest.mark.parametrize("take", ["4", "0", "x", "", "1,9", "3-9"])
def test_a_wrong_number_writes_nothing(komma: Run, plan: Path, source: Path, take: str, lang: Lang) -> None:
    before = plan.read_bytes()
    ended = komma("import", plan, source, "--take", take, lang=lang)
    assert ended.code == 2
    assert ended.says("contacts.take_unknown", lang, text=take, last=3)
    assert plan.read_bytes() == before


def test_taking_twice_changes_nothing(komma: Run, plan: Path, source: Path) -> None:
    komma("import", plan, source, "--take", "all")
    before = plan.read_bytes()
    ended = komma("import", plan, source, "--take", "all")
    assert ended.code == 0
    assert "Es gibt nichts zu übernehmen" in ended.out
    assert plan.read_bytes() == before


def test_json_says_everything_and_writes_only_with_take(komma: Run, plan: Path, source: Path) -> None:
    shown = json.loads(komma("import", plan, source, "--json").out)
    assert (shown["source"], shown["as"], shown["written"]) == ("liste.csv", "people", False)
    assert [(entry["number"], entry["action"], entry["line"]) for entry in shown["entries"]] == [
        (1, "new", 2),
        (2, "new", 3),
        (3, "new", 4),
    ]
    assert shown["entries"][1]["warnings"][0]["kind"] == "leading_zero"
    assert people(plan) == []
    written = json.loads(komma("import", plan, source, "--take", "1", "--json").out)
    assert written["written"] is True
    assert [entry["taken"] for entry in written["entries"]] == [True, False, False]
    again = json.loads(komma("import", plan, source, "--json").out)
    assert [(entry["title"], entry["number"]) for entry in again["entries"]] == [
        ("Jan Groß", 1),
        ("Ayşe Şahin", 2),
        ("Mira Müller", None),
    ]


def test_bodies(komma: Run, plan: Path, folder: Path) -> None:
    (folder / "stellen.csv").write_text("Organisation,Phone\nTelefonSeelsorge,116123\n", encoding="utf-8")
    assert komma("import", plan, folder / "stellen.csv", "--as", "bodies", "--take", "1").code == 0
    data = load(read_source(plan)).data
    assert data is not None
    assert data["bodies"][-1]["name"] == "TelefonSeelsorge"


@both_languages
@pytest.mark.parametrize(
    ("arguments", "key", "values"),
    [
        (("plan.komma.yaml", "fehlt.csv"), "contacts.missing", {"file": "fehlt.csv"}),
        (("fehlt.komma.yaml", "liste.csv"), "store.missing", {"file": "fehlt.komma.yaml"}),
        (("plan.komma.yaml", "bild.csv"), "contacts.picture", {"file": "bild.csv"}),
        (("plan.komma.yaml", "gross.csv"), "contacts.too_big", {"file": "gross.csv", "limit": 5}),
        (
            ("plan.komma.yaml", "liste.csv", "--as", "roles"),
            "cli.not_a_choice",
            {"text": "roles", "option": "--as", "choices": "people, bodies"},
        ),
    ],
)
def test_refusals(
    komma: Run,
    plan: Path,
    source: Path,
    folder: Path,
    arguments: tuple[str, ...],
    key: str,
    values: dict[str, object],
    lang: Lang,
) -> None:
    (folder / "bild.csv").write_bytes(b"\x89PNG\r\n")
    (folder / "gross.csv").write_bytes(b"x" * (MAX_BYTES + 1))
    before = plan.read_bytes()
    ended = komma("import", *arguments, lang=lang)
    assert ended.code in (2, 3)
    assert ended.says(key, lang, **values)
    assert plan.read_bytes() == before


def test_somebody_else_at_the_plan(komma: Run, plan: Path, source: Path) -> None:
    before = plan.read_bytes()
    with acquire(plan, now=datetime(2026, 12, 1, 10, 0)):
        assert komma("import", plan, source, "--take", "all").code == 3
        assert komma("import", plan, source).code == 0
    assert plan.read_bytes() == before


def test_answers_waiting_in_the_journal_go_in_too(komma: Run, plan: Path, source: Path) -> None:
    journal = Journal(plan, base_sha=read_source(plan).sha256)
    journal.append(("municipality", "name"), "Neuer Name", at="2026-12-01T10:00:00")
    assert komma("import", plan, source, "--take", "1").code == 0
    data = load(read_source(plan)).data
    assert data is not None
    assert data["municipality"]["name"] == "Neuer Name"
    assert people(plan) == ["Mira Müller"]
    assert Journal(plan, base_sha=read_source(plan).sha256).pending() == ()


def test_a_plan_that_cannot_take_it_is_left_alone(komma: Run, folder: Path, source: Path) -> None:
    broken = folder / "kaputt.komma.yaml"
    broken.write_text("komma: 1\npeople: nichts\n", encoding="utf-8")
    before = broken.read_bytes()
    ended = komma("import", broken, source, "--take", "all")
    assert ended.code in (2, 3)
    assert broken.read_bytes() == before


def test_on_a_terminal_it_asks(komma: Run, plan: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asker = ScriptedAsker(["1, 3"])
    monkeypatch.setattr("komma_cli.cli.import_.on_terminal", lambda: True)
    monkeypatch.setattr("komma_cli.cli.desk.on_terminal", lambda: True)
    monkeypatch.setattr("komma_cli.cli.desk.asker_for", lambda *_, **__: asker)
    assert komma("import", plan, source).code == 0
    assert people(plan) == ["Mira Müller", "Ayşe Şahin"]
    assert "Übernommen wird nur, was Sie nennen." in " ".join(asker.screen.split())
    assert "rückgängig" not in asker.screen, "the sitting is over"


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_old_consoles_can_print_it(komma: Run, plan: Path, source: Path, encoding: str) -> None:
    ended = komma("import", plan, source, encoding=encoding)
    assert ended.code == 0
    assert "Mira Müller" in ended.out


def test_excel_is_loaded_only_for_excel(process: Run, plan: Path, source: Path) -> None:
    tell = "import sys; from komma_cli.cli.exits import run; code = run(); sys.exit(code or 'openpyxl' in sys.modules)"
    import subprocess

    ended = subprocess.run(
        [sys.executable, "-c", tell, "import", str(plan), str(source)],
        cwd=plan.parent,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "KOMMA_LANG": "de", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
