"""Taking over a practice: its goal is valid, its id is its own, and it brings nothing that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from komma_cli.model.strategy import Goal
from komma_cli.network.adopting import as_playbook_goal, released
from komma_cli.network.bundle import Bundle, digest
from komma_cli.network.index import open_index, write_index
from komma_cli.network.reading import network_of
from tests.unit.network.made import DAY, bundle, collected, practice


def goals(path: Path, made: Bundle) -> list[Goal]:
    write_index(path, [collected(made)], DAY)
    with open_index(path) as index:
        found = list(released(network_of(index).members))
    return [Goal.model_validate(as_playbook_goal(each, DAY, "de")) for each in found]


@pytest.mark.parametrize("name", ["Ort", "Ä" * 200, "Verbandsgemeinde am langen Fluss hinter dem Berg", "日本"])
def test_different_practices_have_different_ids_whatever_a_place_is_called(tmp_path: Path, name: str) -> None:
    several = tuple(practice(id=identifier) for identifier in ("m-01", "m-02", "a" * 60, "a" * 59 + "b"))
    made = goals(tmp_path / "x.sqlite", bundle(name, practices=several))
    assert len({goal.id for goal in made}) == len({goal.measures[0].id for goal in made}) == 4


def test_signs_that_nobody_sees_do_not_reach_a_plan(tmp_path: Path) -> None:
    hidden = practice(title="Ein\u202eexe\U000e0041", description="Eins\n\nzwei\u200b drei", why="x")
    goal = goals(tmp_path / "x.sqlite", bundle(practices=(hidden,)))[0]
    assert (goal.title, goal.measures[0].title) == ("Einexe", "Einexe")
    assert goal.measures[0].description == "Eins\n\nzwei drei"
    assert goal.measures[0].origin is not None
    assert goal.measures[0].origin.digest == digest(hidden)
    only = goals(tmp_path / "x.sqlite", bundle(practices=(practice(title="\u200b"),)))[0]
    assert only.title == "?"
