"""From Pydantic's errors to komma's problems: what is wrong, where, and the values a sentence about it needs.

A problem carries no words; its ``kind`` names them in ``data/<lang>/messages/problems.yaml``.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from komma_cli.model.describe import FieldSpec, Parts, fields_of, locate
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook

KINDS: dict[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "string_type": "not_text",
    "string_too_short": "empty",
    "string_too_long": "too_long",
    "string_pattern_mismatch": "shape",
    "literal_error": "not_in_list",
    "bool_type": "not_flag",
    "int_type": "not_number",
    "int_from_float": "not_number",
    "float_type": "not_number",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_big",
    "model_type": "not_group",
    "model_attributes_type": "not_group",
    "dict_type": "not_group",
    "list_type": "not_list",
    "date_format": "date_format",
    "date_impossible": "date_impossible",
    "duration_format": "duration_format",
    "hours_german": "hours_german",
    "hours_syntax": "hours_syntax",
    "channel_phone": "channel_phone",
    "channel_email": "channel_email",
    "channel_web": "channel_web",
    "threshold": "threshold",
}
"""Every Pydantic error type that a playbook can cause; a type outside this table fails a test, not a user."""
_CHANNEL_KINDS = ("channel_phone", "channel_email", "channel_web")


@dataclass(frozen=True)
class Problem:
    """One thing the model refuses. ``parts`` leads to the value; for a missing field to the missing key."""

    kind: str
    parts: Parts
    values: dict[str, Any] = field(default_factory=dict)


_MANY_UNKNOWN = 200
"""So many unknown keys are compared with the known ones; a file with more is no plan, and nobody reads on."""


def validate(data: Any) -> tuple[Playbook | None, list[Problem]]:
    """Check plain data against the whole strict model; return the playbook, or None and every problem found."""
    try:
        return Playbook.model_validate(data), []
    except ValidationError as error:
        return None, _problems(error, data)


def salvage(data: dict[str, Any]) -> tuple[Playbook | None, list[Problem], list[Parts]]:
    """Like ``validate``, but leave out what is broken, so that every readable part can still be checked.

    Returns the playbook of the readable rest (None if even the municipality cannot be read), the problems of the
    whole file, and the paths that were left out, in the order of leaving out: each path counts positions in what the
    ones before it had left over. ``data`` is not changed.
    """
    playbook, problems = validate(data)
    left_out: list[Parts] = []
    rest = data
    remaining = problems
    for _round in range(20):  # each round removes at least one node; real files need one or two
        if playbook is not None or not remaining:
            break
        cuts = {cut for problem in remaining if (cut := _cut(rest, problem)) is not None}
        if not cuts:
            return None, problems, left_out
        touched = {cut[0] for cut in cuts}
        rest = {key: _copy(value) if key in touched else value for key, value in rest.items()}
        in_order = sorted(cuts, key=_position_last, reverse=True)
        for cut in in_order:
            _remove(rest, cut)
        left_out.extend(in_order)
        playbook, remaining = validate(rest)
    return playbook, problems, left_out


def check_value(section: type[Section], spec: FieldSpec, value: Any) -> Problem | None:
    """Check one answer for one field (one item of it, where the field holds many); None means it is fine."""
    try:
        _adapter(section, spec.key, spec.many).validate_python(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)[0]
        return _problem(details, spec, tuple(p for p in details["loc"] if isinstance(p, (str, int))), value)
    return None


@cache
def _adapter(section: type[Section], key: str, many: bool) -> TypeAdapter[Any]:
    name = next(n for n, info in section.model_fields.items() if (info.alias or n) == key)
    hint: Any = get_type_hints(section, include_extras=True)[name]
    if many:
        hint = hint.__origin__ if hasattr(hint, "__metadata__") else hint
        hint = hint.__args__[0]
    return TypeAdapter(hint)


def _problems(error: ValidationError, data: Any) -> list[Problem]:
    found: list[Problem] = []
    unknown = 0
    for details in error.errors(include_url=False):
        parts = tuple(part for part in details["loc"] if isinstance(part, (str, int)))
        found.append(_problem(details, locate(Playbook, parts), parts, details["input"]))
        if found[-1].kind == "unknown_key":
            unknown += 1
            found[-1].values["known"] = _similar_keys(parts) if unknown <= _MANY_UNKNOWN else ()
    return found


def _problem(details: ErrorDetails, spec: FieldSpec | None, parts: Parts, value: Any) -> Problem:
    kind = KINDS.get(details["type"], "other")
    values: dict[str, Any] = {**details.get("ctx", {}), "value": value if isinstance(value, (str, int, float)) else ""}
    if kind == "shape":
        kind = f"shape_{spec.shape if spec and spec.shape else 'line'}"
    elif kind == "unknown_key":
        values |= {"key": str(parts[-1]), "known": ()}
    elif kind == "not_in_list" and spec is not None:
        values["choices"] = spec.values
        values["similar"] = tuple(difflib.get_close_matches(str(value), [str(v) for v in spec.values], 1))
        values["vocabulary"] = spec.vocabulary or ""
    elif kind in _CHANNEL_KINDS and (spec is None or spec.group is not None):  # the model refuses a channel as a whole
        parts = (*parts, "value")
    elif kind == "other":
        values["reason"] = details["msg"]
    return Problem(kind, parts, values)


def _similar_keys(parts: Parts) -> tuple[str, ...]:
    """Return the known keys beside an unknown one, the likeliest first."""
    parent = locate(Playbook, parts[:-1])
    section = parent.group if parent is not None else Playbook
    if section is None:
        return ()
    known = [spec.key for spec in fields_of(section)]
    return tuple(difflib.get_close_matches(str(parts[-1]), known, 1, 0.6))


def _cut(data: Any, problem: Problem) -> Parts | None:
    """Return the smallest thing that can go so that the problem goes with it.

    An optional or unknown field goes alone, a list item of plain values goes alone; where a required field is wrong
    or missing the item or section that needs it goes. None: the root itself cannot be read.
    """
    parts = problem.parts
    if problem.kind == "unknown_key":
        return parts
    while parts:
        spec = locate(Playbook, parts)
        present = _present(data, parts)
        if present and (isinstance(parts[-1], int) or (spec is not None and not spec.required)):
            return parts
        parts = parts[:-1]
    return None


def _present(data: Any, parts: Parts) -> bool:
    node = data
    for part in parts:
        if isinstance(node, dict):
            inside = part in node
        else:
            inside = isinstance(node, list) and isinstance(part, int) and part < len(node)
        if not inside:
            return False
        node = node[part]
    return True


def _remove(data: Any, parts: Parts) -> None:
    if not _present(data, parts):
        return
    node = data
    for part in parts[:-1]:
        node = node[part]
    del node[parts[-1]]


def _position_last(parts: Parts) -> list[tuple[int, str]]:
    """Sort key that puts later list positions after earlier ones, so that removal from the end keeps them valid."""
    return [(part, "") if isinstance(part, int) else (-1, part) for part in parts]


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_copy(value) for value in data]
    return data
