"""What a field is, read off the model: for the wizard, the audience filter, the checks and the schema.

Nothing here knows a concrete section; everything follows from the annotations in ``model/<section>.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from komma_cli.model import fields as f
from komma_cli.model.fields import Confidentiality, Ref, Section, Vocabulary, When

Kind = Literal["text", "choice", "flag", "number", "reference", "group"]
Parts = tuple[str | int, ...]


@dataclass(frozen=True)
class FieldSpec:
    """One field of one section as the file shows it (``key`` is the name in the YAML)."""

    key: str
    kind: Kind
    many: bool
    required: bool
    default: Any
    confidentiality: Confidentiality
    shape: str | None
    """Name of the text shape: line, prose, id, date, duration, hours, ags, language, version, path, rule."""
    vocabulary: str | None
    values: tuple[Any, ...]
    ref: Ref | None
    when: When | None
    group: type[Section] | None
    """The section of a group field."""
    core: bool
    needed: bool
    generated: bool
    item_class: bool


@cache
def fields_of(section: type[Section]) -> tuple[FieldSpec, ...]:
    """Return the fields of a section in file order."""
    hints = get_annotations(section)  # as they were written; get_type_hints goes through each of them again
    return tuple(_spec(section, name, hints[name]) for name in section.model_fields)


def field_of(section: type[Section], key: str) -> FieldSpec | None:
    """Return the field with that key, or None."""
    return next((spec for spec in fields_of(section) if spec.key == key), None)


def walk(section: type[Section], data: Any, parts: Parts = ()) -> Iterator[tuple[Parts, FieldSpec, Any]]:
    """Yield (path, field, value) for everything present in plain data, lists item by item, however broken the data.

    A value that has the wrong form for its field is yielded but not entered.
    """
    if not isinstance(data, dict):
        return
    for spec in fields_of(section):
        if spec.key not in data:
            continue
        value = data[spec.key]
        if not spec.many:
            yield from _walk_value(spec, value, (*parts, spec.key))
        elif isinstance(value, list):
            for position, item in enumerate(value):
                yield from _walk_value(spec, item, (*parts, spec.key, position))


def _walk_value(spec: FieldSpec, value: Any, parts: Parts) -> Iterator[tuple[Parts, FieldSpec, Any]]:
    yield parts, spec, value
    if spec.group is not None:
        yield from walk(spec.group, value, parts)


def locate(root: type[Section], parts: Parts) -> FieldSpec | None:
    """Return the field a path ends in (list positions and ids are skipped), or None if no such field exists."""
    section: type[Section] | None = root
    spec: FieldSpec | None = None
    for part in parts:
        if isinstance(part, int):
            continue
        if section is None:
            return None
        spec = field_of(section, part)
        if spec is None:
            return None
        section = spec.group
    return spec


def schema_path(parts: Parts) -> str:
    """Return the path without list positions, e.g. ``roles.deputies``: the key of question texts."""
    return ".".join(part for part in parts if isinstance(part, str))


def specs(root: type[Section], prefix: str = "") -> Iterator[tuple[str, FieldSpec]]:
    """Yield (schema path, field) for every field below ``root``, in file order."""
    for spec in fields_of(root):
        path = f"{prefix}{spec.key}"
        yield path, spec
        if spec.group is not None:
            yield from specs(spec.group, f"{path}.")


def list_items(data: Any, target: str) -> list[tuple[Parts, dict[str, Any]]]:
    """Return (path, item) of every mapping in the list at ``target`` (such as ``escalation.levels``) of plain data."""
    node = data
    keys = tuple(target.split("."))
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    if not isinstance(node, list):
        return []
    return [((*keys, position), item) for position, item in enumerate(node) if isinstance(item, dict)]


def _spec(section: type[Section], name: str, hint: Any) -> FieldSpec:
    info = section.model_fields[name]
    inner, metadata, many = _unwrap(hint)
    # of two markers of one kind the first counts
    found: dict[Any, Any] = {type(marker): marker for marker in reversed(metadata)}
    group = inner if isinstance(inner, type) and issubclass(inner, Section) else None
    ref = found.get(Ref)
    klass = found.get(f.Class)
    vocabulary = found.get(Vocabulary)
    shape = found.get(f.Shape)
    values = get_args(inner) if get_origin(inner) is Literal else ()
    return FieldSpec(
        key=info.alias or name,
        kind=_kind(inner, group, ref, values),
        many=many,
        required=info.is_required(),
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        confidentiality=klass.name if klass else "internal",
        shape=shape.name if shape else None,
        vocabulary=vocabulary.name if vocabulary else None,
        values=values,
        ref=ref,
        when=found.get(When),
        group=group,
        core=f.CORE in metadata,
        needed=f.NEEDED in metadata,
        generated=f.GENERATED in metadata,
        item_class=f.ITEM_CLASS in metadata,
    )


def _kind(inner: Any, group: type[Section] | None, ref: Ref | None, values: tuple[Any, ...]) -> Kind:
    if group is not None:
        return "group"
    if ref is not None:
        return "reference"
    if values:
        return "choice"
    if inner is bool:
        return "flag"
    return "number" if inner in (int, float) else "text"


def _unwrap(hint: Any) -> tuple[Any, list[Any], bool]:
    """Return the innermost type, all markers on the way in, and whether a list was crossed."""
    metadata: list[Any] = []
    many = False
    while True:
        origin = get_origin(hint)
        if origin is Annotated:
            metadata.extend(hint.__metadata__)
            hint = hint.__origin__
        elif origin is list:
            many = True
            hint = get_args(hint)[0]
        elif origin in (Union, UnionType):
            hint = next(option for option in get_args(hint) if option is not NoneType)
        else:
            return hint, metadata, many
