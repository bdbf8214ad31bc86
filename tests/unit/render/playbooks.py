"""The playbooks the tests of the documents use."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.yamlread import parse

GOOD = Path(__file__).parent.parent.parent / "playbooks" / "good"


@cache
def _text(name: str) -> str:
    return (GOOD / f"{name}.komma.yaml").read_text(encoding="utf-8")


def data(name: str = "kleinhausen") -> dict[str, Any]:
    """Return fresh plain data of a good playbook."""
    loaded: dict[str, Any] = parse(_text(name))
    return loaded


def playbook(plain: dict[str, Any] | None = None, name: str = "kleinhausen") -> Playbook:
    """Return the playbook of plain data, or of a good file."""
    made, problems = validate(data(name) if plain is None else plain)
    assert made is not None, problems
    return made
