"""The only reader of ``data/``: words per language, and the neutral facts beside them.

``data/<lang>/...`` holds every sentence a person reads; ``data/*.yaml`` and ``data/<folder>/`` hold facts that have
no language (ids, durations, sources). Language is always an argument. German is the reference language.

People write YAML. An installed komma carries the same data as JSON (``.ci/compile_data.py``), which loads faster.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from komma_cli.errors import DataError
from komma_cli.yamlread import parse

Lang = Literal["de", "en"]
LANGUAGES: tuple[Lang, ...] = ("de", "en")
DATA = Path(__file__).parent / "data"
Given = ParamSpec("Given")
Made = TypeVar("Made")


@cache
def facts(name: str) -> Any:
    """Return the parsed ``data/<name>.yaml`` (shared, do not change it). Raises ``DataError`` if it is damaged."""
    try:
        try:
            return json.loads((DATA / f"{name}.json").read_bytes())
        except FileNotFoundError:
            return parse((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # of the ValueErrors: not UTF-8, no JSON, no YAML
        raise DataError("texts.damaged", file=name, reason=str(error)) from error


def names(folder: str) -> tuple[str, ...]:
    """Return the sorted stems of the data files in ``data/<folder>``."""
    found = (entry.name.rpartition(".") for entry in os.scandir(DATA / folder))
    return tuple(sorted(stem for stem, _, ending in found if ending in ("json", "yaml")))


def files() -> tuple[str, ...]:
    """Return the names of all data files as ``facts`` takes them, sorted."""
    found = (path for path in DATA.rglob("*") if path.suffix in (".json", ".yaml"))
    return tuple(sorted({path.relative_to(DATA).with_suffix("").as_posix() for path in found}))


def words(name: str, lang: Lang) -> Any:
    """Return the parsed ``data/<lang>/<name>.yaml``."""
    return facts(f"{lang}/{name}")


def text(key: str, lang: Lang, /, **values: object) -> str:
    """Return the sentence ``<room>.<name>`` from ``data/<lang>/messages/<room>.yaml`` with its placeholders filled."""
    room, _, name = key.partition(".")
    return str(_entry(f"messages/{room}", name, lang)).format(**values)


def error_words(key: str, lang: Lang, /, **values: object) -> tuple[str, str]:
    """Return (message, hint) of an expected error ``<room>.<name>``; the hint may be empty."""
    room, _, name = key.partition(".")
    entry = _entry(f"errors/{room}", name, lang)
    return str(entry["message"]).format(**values), str(entry.get("hint", "")).format(**values)


def label(vocabulary: str, value: str, lang: Lang) -> str:
    """Return the word people read for one value of a closed list, e.g. ``label("person_status", "mandate", "de")``."""
    known = _entry("labels", vocabulary, lang)
    if value not in known:
        raise DataError("texts.missing", entry=f"labels:{vocabulary}.{value}", lang=lang)
    return str(known[value])


def guarded(file: str) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Make a loader of ``data/<file>`` tell a gap or a wrong form in it as ``DataError``, one sentence, no traceback.

    ``datacheck`` names the exact place of the same faults.
    """

    def guard(loader: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(loader)
        def guarded_loader(*given: Given.args, **named: Given.kwargs) -> Made:
            try:
                return loader(*given, **named)
            except KeyError as error:
                raise DataError("texts.incomplete", file=file, name=error.args[0]) from error
            except (TypeError, ValueError, IndexError, AttributeError) as error:
                raise DataError("texts.damaged", file=file, reason=str(error)) from error

        return guarded_loader

    return guard


def rule_page(rule: str, lang: Lang) -> str:
    """Return the Markdown page of a check rule such as ``K203``."""
    try:
        return (DATA / lang / "rules" / f"{rule}.md").read_text(encoding="utf-8")
    except OSError as error:
        raise DataError("texts.no_rule_page", rule=rule, lang=lang) from error


def _entry(file: str, name: str, lang: Lang) -> Any:
    entries = words(file, lang)
    if name not in entries:
        raise DataError("texts.missing", entry=f"{file}:{name}", lang=lang)
    return entries[name]
