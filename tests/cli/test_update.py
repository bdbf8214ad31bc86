"""``komma update``: what is said, written and returned, with and without a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from komma_cli import library
from komma_cli.cli import desk
from komma_cli.cli import update as update_module
from komma_cli.store import acquire, load, read_source
from komma_cli.texts import LANGUAGES, Lang, text
from komma_cli.wizard.input.asker import ScriptedAsker
from tests.cli.conftest import Run
from tests.unit.newer_library import Newer, forget

CARD = "threat-call"
NEW_TEXT = "Bleiben Sie ruhig. Legen Sie auf, wann immer Sie wollen."
OLD_TEXT = "Bleiben Sie ruhig. Sie dürfen jederzeit auflegen."
LISTEN = "Sagen Sie wenig. Stellen Sie laut, winken Sie jemanden her."
OWN_TEXT = "Stellen Sie laut."


@pytest.fixture
def newer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newer]:
    """A komma whose card of a threatening call has two better sentences."""
    made = Newer(folder / "data", monkeypatch)
    made.words(CARD, "steps.own-safety", NEW_TEXT)
    made.words(CARD, "steps.let-listen", "Sagen Sie wenig.")
    made.publish(CARD)
    yield made
    monkeypatch.undo()
    forget()


def card(file: Path) -> dict[str, Any]:
    data = load(read_source(file)).data
    assert data is not None
    return next(each for each in data["scenarios"] if each["id"] == CARD)


def put(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1
    file.write_text(content.replace(old, new), encoding="utf-8")


def flat(content: str) -> str:
    return " ".join(content.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_musterstadt_is_up_to_date(komma: Run, town: Path, lang: Lang) -> None:
    before = town.read_bytes()
    for options in ([], ["--json"], ["--take", "all-clean"]):
        ended = komma("update", town, *options, lang=lang)
        assert (ended.code, ended.err) == (0, "")
        assert town.read_bytes() == before
    assert flat(text("update.nothing", lang, count=28)) in flat(komma("update", town, lang=lang).out)


def test_a_playbook_without_cards_has_nothing_to_compare(komma: Run, plan: Path) -> None:
    ended = komma("update", plan)
    assert (ended.code, flat(ended.out)) == (0, text("update.no_cards", "de"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_terminal_it_shows_and_writes_nothing(komma: Run, town: Path, newer: Newer, lang: Lang) -> None:
    put(town, LISTEN, OWN_TEXT)
    before = town.read_bytes()
    ended = komma("update", town, lang=lang)
    assert (ended.code, ended.err) == (1, "")
    for sentence in (OLD_TEXT, NEW_TEXT, OWN_TEXT, "Sagen Sie wenig."):
        assert sentence in flat(ended.out)
    assert "komma update musterstadt.komma.yaml --take all-clean" in flat(ended.out).replace(str(town), town.name)
    assert town.read_bytes() == before
    assert max(map(len, ended.out.splitlines())) <= 72 + len(str(town))


def test_all_clean_takes_no_question_and_keeps_comments(komma: Run, town: Path, newer: Newer) -> None:
    put(town, LISTEN, f"{OWN_TEXT} # so haben wir es beschlossen")
    before = town.read_text(encoding="utf-8").splitlines()
    ended = komma("update", town, "--take", "all-clean")
    assert ended.code == 1  # a question is left
    assert "1 Änderung" in ended.out
    after = town.read_text(encoding="utf-8").splitlines()
    assert [(old.strip(), new.strip()) for old, new in zip(before, after, strict=True) if old != new] == [
        (f"text: {OLD_TEXT}", f"text: {NEW_TEXT}")
    ]
    again = komma("update", town, "--take", "all-clean")
    assert again.code == 1
    assert flat(text("update.wrote_nothing", "de", file=town)) in flat(again.out)


def test_a_card_without_questions_is_settled_at_once(komma: Run, town: Path, newer: Newer) -> None:
    ended = komma("update", town, "--take", "all-clean")
    assert ended.code == 0
    assert card(town)["based_on"]["fingerprint"] == library.fingerprint(CARD)
    assert komma("check", town, "--today", "2026-12-01", "--fail-on", "warning").code == 0


def test_json_names_paths_and_plain_values(komma: Run, town: Path, newer: Newer) -> None:
    put(town, LISTEN, OWN_TEXT)
    ended = komma("update", town, "--json")
    assert ended.code == 1
    (found,) = json.loads(ended.out)["cards"]
    assert (found["card"], found["base_known"], found["language"]) == (CARD, True, "de")
    assert found["clean"] == [
        {
            "path": "scenarios[threat-call].steps[own-safety].text",
            "kind": "changed",
            "own": OLD_TEXT,
            "new": NEW_TEXT,
        }
    ]
    assert [each["own"] for each in found["questions"]] == [OWN_TEXT]
    taken = json.loads(komma("update", town, "--json", "--take", "all-clean").out)
    assert [len(each["clean"]) for each in taken["written"]] == [1]
    assert [len(each["clean"]) for each in taken["cards"]] == [0]


def test_a_number_of_the_directory_is_shown_with_its_source_and_never_taken(komma: Run, town: Path) -> None:
    from komma_cli import directory

    entry = next(each for each in directory.entries("de") if each.id == "bund-starke-stelle")
    put(
        town,
        "\nbodies:\n",
        f"\nbodies:\n  - id: b-stark\n    name: Starke Stelle\n    kind: counselling\n    from: {entry.id}\n",
    )
    before = town.read_bytes()
    ended = komma("update", town, "--take", "all-clean")
    assert ended.code == 1
    assert entry.source in ended.out
    assert town.read_bytes() == before
    (found, *_) = json.loads(komma("update", town, "--json").out)["bodies"]
    assert found["path"] == "bodies[b-stark].channels"
    assert found["new"] == [phone.value for phone in entry.phones]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_taken_or_read_is_said(komma: Run, town: Path, lang: Lang) -> None:
    ended = komma("update", town, "--take", "everything", lang=lang)
    assert ended.code == 2
    assert ended.says("cli.not_a_choice", lang, text="everything", option="--take", choices="all-clean")
    ended = komma("update", "weg.komma.yaml", lang=lang)
    assert (ended.code, ended.says("store.missing", lang, file="weg.komma.yaml")) == (3, True)
    town.write_text("komma: 1\nscenarios: [\n", encoding="utf-8")
    ended = komma("update", town, lang=lang)
    assert (ended.code, ended.out) == (3, "")


def test_a_damaged_ledger_is_one_sentence_with_its_place(komma: Run, town: Path, newer: Newer) -> None:
    first, second = json.loads(newer.read(f"editions/{CARD}"))
    newer.write(f"editions/{CARD}", json.dumps([first, second | {"card": first["card"] + "x"}]))
    before = town.read_bytes()
    for options in ([], ["--take", "all-clean"]):
        ended = komma("update", town, *options)
        assert (ended.code, ended.out) == (4, "")
        assert "editions/threat-call (2: seal" in flat(ended.err)
        assert town.read_bytes() == before


def test_nothing_is_taken_while_somebody_else_has_the_file(komma: Run, town: Path, newer: Newer) -> None:
    before = town.read_bytes()
    with acquire(town, now=datetime.now()):
        ended = komma("update", town, "--take", "all-clean")
        assert (ended.code, ended.out) == (3, "")
        assert komma("update", town).code == 1  # looking is allowed
    assert town.read_bytes() == before


def test_on_a_terminal_it_asks_and_saves(komma: Run, town: Path, newer: Newer, monkeypatch: pytest.MonkeyPatch) -> None:
    put(town, LISTEN, OWN_TEXT)
    asker = ScriptedAsker(["", "2", ""])
    monkeypatch.setattr(update_module, "on_terminal", lambda: True)
    monkeypatch.setattr(desk, "on_terminal", lambda: True)
    monkeypatch.setattr(desk, "asker_for", lambda lang, plain=False: asker)
    ended = komma("update", town)
    assert (ended.code, ended.err) == (0, "")
    steps = {each["id"]: each["text"] for each in card(town)["steps"]}
    assert (steps["own-safety"], steps["let-listen"]) == (NEW_TEXT, "Sagen Sie wenig.")
    assert card(town)["based_on"]["fingerprint"] == library.fingerprint(CARD)
    assert sorted(path.name for path in town.parent.iterdir()) == ["data", town.name]
