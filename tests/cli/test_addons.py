"""The add-on interviews of ``komma edit`` on the command line: alone, with a terminal, on a plan that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.texts import LANGUAGES, Lang
from komma_cli.wizard.addons.choice import OPTIONS as NAMES
from komma_cli.wizard.input.asker import ScriptedAsker
from tests.cli.conftest import SMALL, Run

OPTIONS = [f"--{name}" for name in NAMES]


@pytest.fixture(name="plan")
def _plan(folder: Path) -> str:
    (folder / "plan.komma.yaml").write_bytes(SMALL.read_bytes())
    return "plan.komma.yaml"


def unchanged(plan: str) -> bool:
    return Path(plan).read_bytes() == SMALL.read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("option", OPTIONS)
def test_without_a_terminal_nothing_is_asked_and_nothing_written(
    komma: Run, plan: str, option: str, lang: Lang
) -> None:
    ended = komma("edit", plan, option, lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.no_terminal", lang)
    assert unchanged(plan)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_at_once_are_refused(komma: Run, plan: str, lang: Lang) -> None:
    ended = komma("edit", plan, OPTIONS[2], OPTIONS[0], lang=lang)
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.one_addon", lang, first=OPTIONS[0], second=OPTIONS[2])


@pytest.mark.parametrize(
    "more",
    [["people"], ["--section", "people"], ["--open-only"], ["--json"], ["--no-dialogue"], ["--defaults"],
     ["--set", "municipality.name=X"]],
)  # fmt: skip
def test_with_anything_else_they_are_refused(komma: Run, plan: str, more: list[str]) -> None:
    ended = komma("edit", plan, *more, OPTIONS[1])
    assert (ended.code, ended.out) == (2, "")
    assert ended.says("cli.addon_alone", "de", option=OPTIONS[1])
    assert unchanged(plan)


@pytest.mark.parametrize("option", OPTIONS)
def test_a_plan_that_is_not_there_is_named(komma: Run, option: str) -> None:
    ended = komma("edit", "weg.komma.yaml", option)
    assert ended.code == 3
    assert "weg.komma.yaml" in ended.flat


def talked(monkeypatch: pytest.MonkeyPatch, *answers: str) -> ScriptedAsker:
    """Put a person with these answers in front of the terminal."""
    asker = ScriptedAsker(answers)
    monkeypatch.setattr("komma_cli.cli.desk.on_terminal", lambda: True)
    monkeypatch.setattr("komma_cli.cli.desk.asker_for", lambda *_, **__: asker)
    return asker


def test_they_can_be_held_for_another_day(komma: Run, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for day in ("2026-12-01", "2031-12-01"):
        asker = talked(monkeypatch, "<<")
        assert komma("edit", plan, "--annual-review", "--today", day).code == 0
        asked.append(asker.screen.partition("Gespeichert um")[0])
    assert asked[0] != asked[1]


@pytest.mark.parametrize("place", [[], ["municipality.legal_as_of"]])
def test_every_dialogue_takes_the_day(komma: Run, plan: str, place: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    talked(monkeypatch, *(["heute", ""] if place else ["b"]))
    assert komma("edit", plan, *place, "--today", "2027-02-03").code == 0
    assert ("2027-02-03" in Path(plan).read_text(encoding="utf-8")) == bool(place)


def test_a_day_that_is_none_is_refused_before_anything_is_asked(
    komma: Run, plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = talked(monkeypatch)
    ended = komma("edit", plan, "--annual-review", "--today", "morgen")
    assert ended.says("cli.not_a_day", "de", text="morgen")
    assert asker.screen == ""


def test_the_next_steps_are_told_once(komma: Run, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asker = talked(monkeypatch, "<<")
    assert komma("edit", plan, "--annual-review").code == 0
    assert "Das ist jetzt zu tun" in asker.screen
    assert "So geht es weiter" not in asker.screen
    assert "Gespeichert um" in asker.screen
    assert "Der Plan enthält Namen und Telefonnummern." in " ".join(asker.screen.split())


def test_after_more_work_the_farewell_says_how_to_go_on(komma: Run, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asker = talked(monkeypatch, "w", "3", "<<", "", "b")
    assert komma("edit", plan).code == 0
    assert "Das ist jetzt zu tun" in asker.screen
    assert "So geht es weiter" in asker.screen
