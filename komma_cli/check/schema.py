"""From problems of the bytes, the YAML and the model to hits of the rules K0xx, and the readable rest of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from komma_cli.check.finding import Hit, Link
from komma_cli.model.describe import Parts
from komma_cli.model.playbook import FORMAT_VERSION, Playbook
from komma_cli.model.problems import Problem, salvage
from komma_cli.store.encoding import RawProblem

_RAW_RULES = {
    "not_utf8": "K001",
    "mixed_encoding": "K001",
    "bom": "K002",
    "control_character": "K003",
    "several_documents": "K005",
    "alias": "K006",
    "anchor": "K006",
    "merge_key": "K006",
    "tag": "K007",
    "directive": "K007",
    "duplicate_key": "K008",
    "empty": "K009",
    "not_a_mapping": "K009",
    "key_not_text": "K010",
    "too_big": "K016",
    "too_deep": "K016",
    "tab": "K018",
}
_MODEL_RULES = {
    "unknown_key": "K010",
    "missing": "K012",
    "not_in_list": "K013",
    "empty": "K015",
    "too_long": "K015",
    "too_small": "K015",
    "too_big": "K015",
    "threshold": "K015",
    "other": "K011",
}
_FORM_PREFIXES = ("shape_", "date_", "duration_", "hours_", "channel_")
_STAND_IN: dict[str, Any] = {"name": "?", "kind": "town", "state": "BE"}
"""Takes the place of a municipality that cannot be read; every rule that looks at it is skipped."""


@dataclass(frozen=True)
class Reading:
    """What could be read as a playbook, and what was left out (in the order of leaving out)."""

    playbook: Playbook
    problems: list[Problem]
    left_out: list[Parts]
    sound: bool = True
    """False if hardly anything could be read: then no rule about the content runs."""


def rule_of_raw(kind: str) -> str:
    """Return the rule for a kind of problem of the bytes or the YAML."""
    return "K004" if kind.startswith("syntax_") else _RAW_RULES[kind]


def rule_of_problem(problem: Problem) -> str:
    """Return the rule for a problem of the model."""
    if problem.parts == ("komma",):
        return "K017"
    if problem.kind in _MODEL_RULES:
        return _MODEL_RULES[problem.kind]
    return "K014" if problem.kind.startswith(_FORM_PREFIXES) else "K011"


def raw_hits(problems: Iterable[RawProblem]) -> list[tuple[str, Hit]]:
    """Return (rule, hit) for what is wrong before anything is known about playbooks.

    That the parser stumbles over a tab is not told again beside the tab.
    """
    found = []
    problems = list(problems)
    tabbed = any(problem.kind == "tab" for problem in problems)
    for problem in problems:
        if tabbed and problem.kind == "syntax_other" and "tab" in str(problem.values.get("reason", "")).split():
            continue
        values = {**problem.values, "problem": f"raw_{problem.kind}"}
        place = (problem.line or 1, problem.column or 1)
        related = (Link((), place=problem.first),) if problem.first is not None else ()
        found.append((rule_of_raw(problem.kind), Hit((), values, place, related=related)))
    return found


def model_hits(problems: Iterable[Problem], renamed: frozenset[str] = frozenset()) -> list[tuple[str, Hit]]:
    """Return (rule, hit) for every problem of the model; the paths count positions in the file's data.

    Of a key that was no text the raw problem has told already, under the name that stands in the file.
    """
    found = []
    for problem in problems:
        if problem.kind == "unknown_key" and problem.parts[-1] in renamed:
            continue
        values = {**problem.values, "problem": problem.kind}
        if problem.kind == "missing":
            values["field"] = problem.parts[-1]
        elif problem.kind == "unknown_key":
            values["similar"] = values.pop("known")
        if problem.parts == ("komma",):
            values |= {"problem": _version_problem(problem), "known": FORMAT_VERSION}
        found.append((rule_of_problem(problem), Hit(problem.parts, values)))
    return found


def read_model(data: dict[str, Any]) -> Reading:
    """Read plain data as a playbook, leaving out what is broken; an unreadable municipality or version stands aside."""
    playbook, problems, left_out = salvage(data)
    if playbook is not None:
        return Reading(playbook, problems, left_out)
    aside: list[Parts] = [(key,) for key in ("komma", "municipality") if _blocks(key, problems)]
    rest = {**data, **{str(parts[0]): 1 if parts == ("komma",) else _STAND_IN for parts in aside}}
    playbook, _, left_out = salvage(rest)
    if playbook is not None:
        return Reading(playbook, problems, [*aside, *left_out])
    return Reading(stand_in(), problems, [], sound=False)


@cache
def stand_in() -> Playbook:
    """Return the playbook that takes the place of one of which nothing could be read, or need be."""
    return Playbook.model_validate({"komma": FORMAT_VERSION, "municipality": _STAND_IN})


def _blocks(key: str, problems: list[Problem]) -> bool:
    return any(problem.parts[:1] == (key,) for problem in problems)


def _version_problem(problem: Problem) -> str:
    version = problem.values["value"]
    if problem.kind == "missing":
        return "version_missing"
    if isinstance(version, int) and not isinstance(version, bool):
        return "version_newer" if version > FORMAT_VERSION else "version_older"
    return "version_unknown"
