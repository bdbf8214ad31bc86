"""The only reader of ``data/``: words per language, and the neutral facts beside them.

``data/<lang>/...`` holds every sentence a person reads; ``data/*.yaml`` and ``data/<folder>/`` hold facts that have
no language (ids, durations, sources). Language is always an argument. German is the reference language.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any, Literal

from komma_cli.errors import DataError
from komma_cli.yamlread import YamlSyntaxError, parse

Lang = Literal["de", "en"]
LANGUAGES: tuple[Lang, ...] = ("de", "en")
DATA = Path(__file__).parent / "data"


@cache
def facts(name: str) -> Any:
    """Return the parsed ``data/<name>.yaml`` (shared, do not change it). Raises ``DataError`` if it is damaged."""
    path = DATA / f"{name}.yaml"
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YamlSyntaxError) as error:
        raise DataError("texts.damaged", file=name, reason=str(error)) from error


def names(folder: str) -> tuple[str, ...]:
    """Return the sorted stems of the YAML files in ``data/<folder>``."""
    return tuple(sorted(entry.name[:-5] for entry in os.scandir(DATA / folder) if entry.name.endswith(".yaml")))


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
    return str(_entry("labels", vocabulary, lang)[value])


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
