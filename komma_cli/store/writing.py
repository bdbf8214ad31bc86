"""Save changes into a playbook: only what changed is touched, nothing is overwritten unseen or half written."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from komma_cli import paths
from komma_cli.errors import DataError, OutsideChange, WriteError
from komma_cli.store import atomic, emit, splice
from komma_cli.store.reading import Source, load, read_source, source_from_bytes
from komma_cli.store.turns import turn
from komma_cli.yamlread import YamlSyntaxError


@dataclass(frozen=True)
class Change:
    """Put ``value`` at a path (symbolic or concrete); what is missing on the way is created."""

    parts: paths.SymbolicPath
    value: Any


@dataclass(frozen=True)
class Removal:
    """Take the value at a path away; nothing happens when there is none."""

    parts: paths.SymbolicPath


Edits = Iterable[Change | Removal]


@dataclass(frozen=True)
class Written:
    """What stands in the file now, and whether a byte of it changed."""

    sha256: str
    changed: bool


def apply_edits(data: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """Return the data with the edits made, one after the other; what no edit touches is shared with the original.

    Raises ``UsageError`` (see ``paths``).
    """
    result: dict[str, Any] = dict(data)
    own: dict[int, Any] = {id(result): result}
    for edit in edits:
        _own_way(result, edit.parts, own)
        if isinstance(edit, Change):
            paths.set_value(result, edit.parts, copy.deepcopy(edit.value))
        else:
            paths.remove_value(result, edit.parts)
    return result


def _own_way(data: dict[str, Any], parts: paths.SymbolicPath, own: dict[int, Any]) -> None:
    """Replace every mapping and list on the way to a path by a copy of our own, once; ``own`` keeps them alive."""
    here: Any = data
    for part in parts[:-1]:
        below = paths.get(here, (part,))
        if not isinstance(below, (dict, list)):
            return
        if id(below) not in own:
            below = below.copy()
            own[id(below)] = below
            paths.set_value(here, (part,), below)
        here = below


def changed_text(source: Source, new: Mapping[str, Any], *, order: Sequence[str] = ()) -> str:
    """Return the text (line ends ``\\n``) of a source brought to ``new``; comments, order and layout stay.

    New sections are put where ``order`` (names of sections) wants them. Raises ``WriteError``: ``store.not_editable``
    when the file has problems, ``store.control_character``, ``store.too_deep``, ``store.not_plain``; and ``DataError``
    ``store.not_the_same`` when the text would not read back as ``new`` (a fault of komma; nothing was written).
    """
    loaded = load(source)
    empty = loaded.data is None and [problem.kind for problem in loaded.problems if problem.kind != "bom"] == ["empty"]
    if not empty and not loaded.editable:
        problem = next(problem for problem in loaded.problems if problem.kind != "bom")
        raise WriteError("store.not_editable", file=source.name, line=problem.line or 1, kind=problem.kind)
    new = _with_version(new) if empty else new
    emit.refuse_unwritable(new)
    old = loaded.data or {}
    if not empty and splice.same(old, dict(new)):
        return source.text
    try:
        text = splice.rewrite(source.text, old, in_order(new, order))
    except YamlSyntaxError as error:  # the fast parser bears what the exact one does not, such as a tab in a field name
        values = {"file": source.name, "line": error.line or 1, "kind": "syntax_other"}
        raise WriteError("store.not_editable", **values) from error
    _prove(text, new, source.name)
    return text


def write(
    path: str | Path,
    changes: Edits | Mapping[str, Any],
    *,
    expected_sha: str | None = None,
    order: Sequence[str] = (),
    announce: Callable[[str], None] | None = None,
) -> Written:
    """Bring the file to the new data, or make the edits in it; an unchanged file is not touched at all.

    ``expected_sha`` is the hash of the bytes the caller has read; None waives that check, not the one against a change
    while this function works; ``announce`` hears the hash of the new bytes just before they take the old ones' place.
    Raises ``ReadError``, ``OutsideChange``, ``UsageError`` for a path that leads nowhere,
    and ``WriteError`` / ``DataError`` as ``changed_text`` and ``atomic.replace`` do.
    """
    source = read_source(path)
    if expected_sha is not None and source.sha256 != expected_sha:
        raise OutsideChange("store.outside_change", file=str(path))
    new = changes if isinstance(changes, Mapping) else apply_edits(_data_of(source), changes)
    text = changed_text(source, new, order=order)
    if text == source.text and not _is_blank(source):
        return Written(source.sha256, False)
    data = text.replace("\n", source.newline).encode()

    def unchanged() -> None:
        if read_source(path).sha256 != source.sha256:
            raise OutsideChange("store.outside_change", file=str(path))
        if announce:
            announce(_sha(data))

    _replace(Path(path), data, unchanged)
    return Written(_sha(data), True)


def replace_text(source: Source, text: str) -> Written:
    """Put ``text`` (line ends LF) in the place of the file that ``source`` was read of, in the file's own line ends.

    A byte order mark goes, as with every change. Raises ``OutsideChange`` if the file is no longer what was read, and
    ``ReadError`` and ``WriteError`` as ``write``; the old content is then untouched.
    """
    data = text.replace("\n", source.newline).encode()
    if data == source.data:
        return Written(source.sha256, False)

    def unchanged() -> None:
        if read_source(source.name).sha256 != source.sha256:
            raise OutsideChange("store.outside_change", file=source.name)

    _replace(Path(source.name), data, unchanged)
    return Written(_sha(data), True)


def create(path: str | Path, data: Mapping[str, Any], *, announce: Callable[[str], None] | None = None) -> Written:
    """Write a new playbook with modeline and ``komma: 1``. Raises ``WriteError`` ``store.exists`` and as ``write``."""
    target = Path(path)
    emit.refuse_unwritable(data)
    whole = _with_version(data)
    text = emit.document(whole)
    _prove(text, whole, str(path))
    sha256 = _sha(text.encode())

    def still_absent() -> None:
        if target.exists():
            raise WriteError("store.exists", file=str(path))
        if announce:
            announce(sha256)

    if target.exists():
        raise WriteError("store.exists", file=str(path))
    _replace(target, text.encode(), still_absent)
    return Written(sha256, True)


def in_order(data: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    """Return the data with its sections as ``order`` names them; sections it does not name come last."""
    ranks = {name: rank for rank, name in enumerate(order)}
    return dict(sorted(data.items(), key=lambda pair: ranks.get(pair[0], len(ranks))))


def _replace(target: Path, data: bytes, before: Callable[[], None]) -> None:
    """Replace the file while nobody else of komma may; ``before`` looks at it a last time."""
    atomic.remove_strays(target)
    with turn(target):
        atomic.replace(target, data, before=before)


def _with_version(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"komma": emit.FORMAT_VERSION, **data}


def _data_of(source: Source) -> dict[str, Any]:
    return load(source).data or {}


def _is_blank(source: Source) -> bool:
    return not source.text.strip()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _prove(text: str, new: Mapping[str, Any], name: str) -> None:
    """Read the text that is about to be written and compare: a wrong byte stays in memory instead of on the disk."""
    loaded = load(source_from_bytes(text.encode(), name))
    if loaded.problems or loaded.data is None or not splice.same(loaded.data, dict(new)):
        kinds = ", ".join(sorted({problem.kind for problem in loaded.problems}))
        raise DataError("store.not_the_same", file=name, reason=kinds or "-")
