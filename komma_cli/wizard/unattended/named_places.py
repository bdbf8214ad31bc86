"""Notes about what is open, and deviations, name a place of the plan; one that does not exist is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from komma_cli.errors import UsageError
from komma_cli.model.describe import FieldSpec, field_of, fields_of
from komma_cli.model.fields import Section, item_key
from komma_cli.model.playbook import Playbook
from komma_cli.paths import ById, SymbolicPath, format_path, get, parse_path
from komma_cli.texts import Lang, text
from komma_cli.wizard.questions import Option
from komma_cli.wizard.showing.titles import title_of
from komma_cli.wizard.unattended.outstanding import ASKED
from komma_cli.wizard.unattended.refusals import Refusal, choices, did_you_mean, of_error

_NAMING = ("open", "deviations")
"""Lists whose entries have a ``path``."""


def wrong_places(before: dict[str, Any], after: dict[str, Any], lang: Lang) -> Iterator[Refusal]:
    """Yield a refusal for every place that is named now, was not named before, and does not exist."""
    for key in _NAMING:
        known = {path for _, path in _named(before, key)}
        for number, path in _named(after, key):
            if path not in known and (refusal := _refusal(f"{key}[{number}].path", path, after, lang)):
                yield refusal


def _named(data: dict[str, Any], key: str) -> list[tuple[int, str]]:
    """Return (number, path) of the entries that name a place; what has another form the model refuses."""
    items = data.get(key)
    listed = enumerate(items if isinstance(items, list) else [])
    return [(n, item["path"]) for n, item in listed if isinstance(item, dict) and isinstance(item.get("path"), str)]


def _refusal(where: str, path: str, data: dict[str, Any], lang: Lang) -> Refusal | None:
    try:
        parts = parse_path(path)
    except UsageError as error:
        return of_error(where, path, error, lang)
    section: type[Section] | None = Playbook
    spec: FieldSpec | None = None
    for number, part in enumerate(parts):
        here = parts[:number]
        if isinstance(part, str):
            found = field_of(section, part) if section is not None else None
            if found is None:
                known = [one.key for one in fields_of(section) if number or one.key in ASKED] if section else []
                problem = text("problems.unknown_key", lang, key=part)
                return Refusal(where, path, problem, _meant(part, known, parts, number, lang))
            spec, section = found, found.group
        elif get(data, parts[: number + 1]) is None or spec is None or not spec.many:
            name = part.id if isinstance(part, ById) else str(part)
            problem = text("unattended.no_such_entry", lang, path=format_path(here), id=name)
            return Refusal(where, path, problem, choices(_entries(data, here, lang), name, lang))
    return None


def _meant(key: str, known: list[str], parts: SymbolicPath, number: int, lang: Lang) -> str:
    """Return the whole path that was probably meant, else the names there are at that point; nothing below a value."""
    if not known:
        return ""
    behind = format_path(("k", *parts[number + 1 :])).removeprefix("k")
    return did_you_mean(key, known, lang, format_path(parts[:number]), behind)


def _entries(data: dict[str, Any], here: SymbolicPath, lang: Lang) -> list[Option]:
    items = get(data, here)
    named = [(item_key(item), item) for item in items] if isinstance(items, list) else []
    return [Option(key, title_of(data, item, lang) or key) for key, item in named if key is not None]
