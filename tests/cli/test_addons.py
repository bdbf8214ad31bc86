"""The add-on interviews of ``komma edit`` on the command line: alone, with a terminal, on a plan that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.texts import LANGUAGES, Lang
from komma_cli.wizard.addons.choice import NAMES
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
    assert "weg.komma.yaml" in ended.err
