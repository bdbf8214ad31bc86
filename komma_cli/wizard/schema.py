"""The JSON Schema of a playbook, with the interview's words for hovering and completion in an editor.

Draft 2020-12, plus the words that yaml-language-server and VS Code know beyond it and every other reader passes over:
``enumDescriptions`` and ``patternErrorMessage``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from komma_cli.errors import DataError
from komma_cli.model.describe import FieldSpec, fields_of
from komma_cli.model.fields import Section
from komma_cli.model.patterns import make_portable
from komma_cli.model.playbook import Playbook
from komma_cli.model.thresholds import LIMITS, Thresholds
from komma_cli.store import SCHEMA_URL
from komma_cli.texts import Lang, label, text
from komma_cli.texts import words as shared_words
from komma_cli.wizard import schema_forms
from komma_cli.wizard.input.answers import NotUnderstood, read_answer
from komma_cli.wizard.questions import TEXT_KINDS, Question, Words, field_words, input_kind

Place = tuple[tuple[str, ...], type[Section], FieldSpec]
_DAY_OF_EXAMPLES = date(2026, 12, 1)
"""What examples such as „in 6 Monaten“ count from: the schema is the same every day."""


def json_schema(lang: Lang) -> dict[str, Any]:
    """Return the schema: every field has a title, its help, what its values mean, and examples that are valid.

    Whatever komma's model accepts the schema accepts. What JSON Schema cannot say (a day that the calendar lacks, the
    grammar of opening hours, an id that nobody has) only ``komma check`` says.
    """
    schema = TypeAdapter(Playbook).json_schema(by_alias=True)
    definitions: dict[str, Any] = schema.get("$defs", {})
    _plain_nullables(schema)
    said: set[tuple[str, str]] = set()
    titles: dict[str, set[str]] = {}
    for path, section, spec in _places(Playbook):
        target = definitions.get(section.__name__, schema)
        if (section.__name__, spec.key) not in said and (words := _words(path, section, spec, lang)):
            said.add((section.__name__, spec.key))
            target.pop("description", None)
            if spec.group is not None:
                titles.setdefault(spec.group.__name__, set()).add(words.short)
            _describe(target["properties"][spec.key], path, section, spec, words, lang)
    for name, definition in definitions.items():
        del definition["title"]
        if len(titles.get(name, ())) == 1:  # a section that stands in places of several names has none of its own
            definition["title"] = next(iter(titles[name]))
    schema_forms.add_channel_forms(definitions["Channel"], lang)
    make_portable(schema)
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": SCHEMA_URL, **schema, "title": "komma"}


def _places(section: type[Section], above: tuple[str, ...] = ()) -> Iterator[Place]:
    """Yield every field with the path of keys that leads to it, in file order; shared sections come several times."""
    for spec in fields_of(section):
        yield (*above, spec.key), section, spec
        if spec.group is not None:
            yield from _places(spec.group, (*above, spec.key))


def _words(path: tuple[str, ...], section: type[Section], spec: FieldSpec, lang: Lang) -> Words | None:
    try:
        return field_words(path, section, spec, lang)
    except DataError:  # never asked here: another place of the same section may be, or the field is komma's own
        shared = shared_words("questions/_shared", lang)
        entry = shared.get(f"@{section.__name__}.{spec.key}") or shared.get(".".join(path))
        return None if entry is None else Words(ask="", short=entry["short"], help=entry.get("help", ""))


def _plain_nullables(node: Any) -> None:
    """Write ``type: [string, "null"]`` for a plain value that may be null: editors show two branches as two fields."""
    if isinstance(node, list):
        for below in node:
            _plain_nullables(below)
    elif isinstance(node, dict):
        for below in node.values():
            _plain_nullables(below)
        if "default" in node and node["default"] is None:
            del node["default"]  # an editor would write „null“, komma leaves the key out
        branches = node.get("anyOf", [])
        if len(branches) == 2 and branches[1] == {"type": "null"} and isinstance(branches[0].get("type"), str):
            del node["anyOf"]
            node.update(branches[0], type=[branches[0]["type"], "null"])
            if "enum" in node:
                node["enum"] = [*node["enum"], None]


def _describe(
    node: dict[str, Any], path: tuple[str, ...], section: type[Section], spec: FieldSpec, words: Words, lang: Lang
) -> None:
    node["title"] = words.short
    described = [words.help]
    if spec.ref is not None:
        described.append(text("schema.reference", lang, lists=", ".join(spec.ref.targets)))
    if any(described):
        node["description"] = " ".join(part for part in described if part)
    value = node["items"] if spec.many else node
    if spec.vocabulary and "enum" in value:
        value["enumDescriptions"] = [
            text("schema.nothing", lang) if one is None else label(spec.vocabulary, str(one), lang)
            for one in value["enum"]
        ]
    if section is Thresholds and isinstance(LIMITS[spec.key].default, int):
        value["minimum"], value["maximum"] = LIMITS[spec.key].span
    schema_forms.add_form(value, spec, lang)
    if (example := _example(path, section, spec, words, lang)) is not None:
        node["examples"] = [example]


def _example(path: tuple[str, ...], section: type[Section], spec: FieldSpec, words: Words, lang: Lang) -> Any:
    """Return the interview's example as the file would hold it; None for what is chosen from a list."""
    kind = input_kind(section, spec)
    if not words.example or kind not in (*TEXT_KINDS, "lines"):
        return None
    try:
        return read_answer(Question(path, section, spec, kind, words), words.example, lang, _DAY_OF_EXAMPLES)
    except NotUnderstood:  # an example that only shows a part of the answer
        return None
