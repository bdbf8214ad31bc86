"""The JSON Schema of a playbook, with the interview's words as titles and descriptions for hovering in an editor."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from komma_cli.model.describe import fields_of
from komma_cli.model.fields import Section
from komma_cli.model.playbook import Playbook
from komma_cli.store import SCHEMA_URL
from komma_cli.texts import Lang, label, words


def json_schema(lang: Lang) -> dict[str, Any]:
    """Return the schema, draft 2020-12; every field that is asked has a title and, where there is one, its help."""
    schema = TypeAdapter(Playbook).json_schema(by_alias=True)
    definitions: dict[str, Any] = schema.get("$defs", {})
    entries = _entries(lang)
    for name, section in _sections(Playbook).items():
        _describe(definitions.get(name, schema), section, entries, lang)
    _make_patterns_portable(schema)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": SCHEMA_URL,
        **schema,
        "title": "komma",
    }


_CONTROL = r"\u0000-\u001f\u007f-\u009f"
_PORTABLE = {r"[\n\P{Cc}]": rf"(?:\n|[^{_CONTROL}])", r"\P{Cc}": f"[^{_CONTROL}]", r"\p{Cc}": _CONTROL}


def _make_patterns_portable(node: Any) -> None:
    """Write control characters out: ``\\p{Cc}`` is known to komma's parser but not to every editor's."""
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            for short, long in _PORTABLE.items():
                node["pattern"] = node["pattern"].replace(short, long)
        for value in node.values():
            _make_patterns_portable(value)
    elif isinstance(node, list):
        for value in node:
            _make_patterns_portable(value)


def _describe(target: dict[str, Any], section: type[Section], entries: dict[str, Any], lang: Lang) -> None:
    target.pop("description", None)
    for spec in fields_of(section):
        node = target["properties"][spec.key]
        entry = entries.get(f"{section.__name__}.{spec.key}", {})
        node["title"] = entry.get("short", spec.key)
        described = [entry.get("help", "")]
        if spec.vocabulary:
            described.append("; ".join(f"{value}: {label(spec.vocabulary, str(value), lang)}" for value in spec.values))
        if any(described):
            node["description"] = " ".join(part for part in described if part)
        if entry.get("example"):
            node["examples"] = [entry["example"]]
        if isinstance(node.get("default"), date):
            node.pop("default")


def _entries(lang: Lang) -> dict[str, Any]:
    """Return the question entries by section class and field; the same class asked in several places counts once."""
    found: dict[str, Any] = {}
    shared = words("questions/_shared", lang)
    for path, section, key in _paths(Playbook):
        own = words(f"questions/{path.split('.')[0]}", lang) if "." in path or path in _files() else {}
        entry = own.get(path) or shared.get(f"@{section.__name__}.{key}") or shared.get(f"*.{key}") or shared.get(path)
        if entry:
            found.setdefault(f"{section.__name__}.{key}", entry)
    return found


def _files() -> frozenset[str]:
    return frozenset(spec.key for spec in fields_of(Playbook) if spec.group is not None)


def _paths(section: type[Section], prefix: str = "") -> list[tuple[str, type[Section], str]]:
    found = []
    for spec in fields_of(section):
        found.append((f"{prefix}{spec.key}", section, spec.key))
        if spec.group is not None:
            found += _paths(spec.group, f"{prefix}{spec.key}.")
    return found


def _sections(section: type[Section]) -> dict[str, type[Section]]:
    found = {section.__name__: section}
    for spec in fields_of(section):
        if spec.group is not None and spec.group.__name__ not in found:
            found.update(_sections(spec.group))
    return found
