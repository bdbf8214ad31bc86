"""From bytes to plain data: what is wrong with a file is a list of problems, never an exception.

Everything that can still be read is read, so that one wrong byte does not hide the other faults. The fast path costs
one parse and a few searches; ruamel is loaded only when the text looks as if it held something a playbook may not.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from komma_cli.errors import ReadError
from komma_cli.store import encoding
from komma_cli.store.encoding import RawProblem
from komma_cli.store.suspicion import first_deeper_than, forbidden_features, is_suspicious
from komma_cli.yamlread import YamlDuplicateKey, YamlSyntaxError, YamlTooDeep, line_and_column, parse, trees

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40
STDIN = "-"
Newline = Literal["\n", "\r\n", "\r"]


@dataclass(frozen=True)
class Source:
    """A file as it was read.

    ``text`` is what komma parses: decoded, without byte order mark, line ends as ``\\n``, control characters replaced
    one for one by U+FFFD, so that lines and columns stay those of the file. ``sha256`` is of the bytes, ``mode`` the
    permission bits (None for standard input), ``path`` the real file behind a symbolic link.
    """

    name: str
    data: bytes = field(repr=False)
    text: str = field(repr=False)
    newline: Newline
    had_bom: bool
    sha256: str
    mode: int | None
    path: Path | None
    problems: tuple[RawProblem, ...]


@dataclass(frozen=True)
class Loaded:
    """The plain data of a source (None where nothing can be read) and every problem of its bytes and its YAML."""

    data: dict[str, Any] | None
    problems: tuple[RawProblem, ...]
    renamed: frozenset[str] = frozenset()
    """The names that keys got which were no text; each has a problem of its own already."""

    @property
    def editable(self) -> bool:
        """Whether komma may write to this file: nothing is wrong but, at most, a byte order mark."""
        return self.data is not None and all(problem.kind in {"bom", "empty"} for problem in self.problems)


def read_source(path: str | Path) -> Source:
    """Read a file, or standard input for ``-``; at most ``MAX_BYTES`` are taken in.

    Raises ``ReadError``: ``store.missing``, ``store.directory``, ``store.no_permission``, ``store.unreadable``,
    ``store.no_input`` (standard input is closed).
    """
    if str(path) == STDIN:
        if sys.stdin is None:
            raise ReadError("store.no_input")
        return source_from_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), STDIN)
    try:
        real = Path(path).resolve()
        with Path(path).open("rb") as stream:  # not the resolved path: /dev/fd/63 of `komma check <(…)` has none
            mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
            return source_from_bytes(stream.read(MAX_BYTES + 1), str(path), mode=mode, path=real)
    except FileNotFoundError as error:
        raise ReadError("store.missing", file=str(path)) from error
    except (IsADirectoryError, PermissionError) as error:
        # Windows answers "permission denied" when asked to open a directory
        kind = "directory" if Path(path).is_dir() else "no_permission"
        raise ReadError(f"store.{kind}", file=str(path)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise ReadError("store.unreadable", file=str(path), reason=str(error)) from error


def source_from_bytes(data: bytes, name: str, *, mode: int | None = None, path: Path | None = None) -> Source:
    """Return the source for bytes already in memory (standard input, tests, an editor)."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        problem = RawProblem("too_big", 1, 1, {"megabytes": MAX_BYTES // 1024 // 1024})
        return Source(name, data, "", "\n", False, sha256, mode, path, (problem,))
    decoded = encoding.decode(data)
    return Source(
        name, data, decoded.text, decoded.newline, decoded.had_bom, sha256, mode, path, tuple(decoded.problems)
    )


def load(source: Source) -> Loaded:
    """Return the plain data and all problems, sorted by place. Never raises for anything the file may hold."""
    problems = list(source.problems)
    if any(problem.kind == "too_big" for problem in problems):
        return Loaded(None, tuple(problems))
    text = source.text
    try:
        if is_suspicious(text):
            problems += forbidden_features(text)
        data = _parse(text, problems)
    except YamlTooDeep as error:
        return Loaded(None, (*problems, RawProblem("too_deep", error.line, error.column, {"limit": MAX_DEPTH})))
    return _finish(text, data, problems)


def _finish(text: str, data: Any, problems: list[RawProblem]) -> Loaded:
    kinds = {problem.kind for problem in problems}
    if isinstance(data, list) and "several_documents" in kinds:
        data = next((document for document in data if isinstance(document, dict)), None)
    elif data is None and not kinds - {"bom"}:
        problems.append(RawProblem("empty", 1, 1, {}))
    elif data is not None and not isinstance(data, dict):
        problems.append(RawProblem("not_a_mapping", *_first_content(text), {}))
        data = None
    renamed: frozenset[str] = frozenset()
    if data is not None:
        data, renamed = _proved_shape(text, data, problems)
    if "merge_key" in kinds:
        # `<<` stands in the data as a key of its own; half a mapping would only raise false alarms
        data = None
    return Loaded(data, _sorted(problems), renamed)


def _sorted(problems: list[RawProblem]) -> tuple[RawProblem, ...]:
    """Sort by place; two looks at the text may have found the same thing."""
    unique = {(problem.line or 0, problem.column or 0, problem.kind): problem for problem in problems}
    return tuple(unique[key] for key in sorted(unique))


def _parse(text: str, problems: list[RawProblem]) -> Any:
    try:
        return parse(text)
    except YamlTooDeep:
        raise
    except YamlDuplicateKey:
        # `1` and `true` are one key to Python; they are reported as keys that are no text
        problems += forbidden_features(text, only="duplicate_key")
        return _parse_first(text, problems)
    except YamlSyntaxError as error:
        _add_syntax_problem(text, error, problems)
        return None


def _parse_first(text: str, problems: list[RawProblem]) -> Any:
    try:
        return parse(text, keep_first=True)
    except YamlSyntaxError as error:
        _add_syntax_problem(text, error, problems)
        return None


_CAUSES = (
    ("tab", ("tabs disallowed", "'\\t'", "'\\\\t'")),
    ("quote", ("unclosed quote", "quoted scalar")),
    (
        "bracket",
        ("unclosed bracket", "flow sequence", "flow mapping", "misplaced bracket", "unexpected character: `]'"),
    ),
    ("colon", ("mapping values are not allowed",)),
    ("dash", ("sequence entries are not allowed", "block sequence entry")),
    ("indentation", ("did not find expected key", "block mapping", "block collection", "indentation", "simple key")),
    ("character", ("unexpected character", "cannot start any token", "unknown escape")),
    ("number", ("number too long",)),
)


_ABOUT_ALIAS = re.compile("anchor|alias")
"""The parser's complaint about an alias, also about one that grows beyond measure ("billion laughs")."""


def _add_syntax_problem(text: str, error: YamlSyntaxError, problems: list[RawProblem]) -> None:
    """Add what the parser says, unless the exact scan has already named the cause."""
    kinds = {problem.kind for problem in problems}
    cause = _cause(text, error)
    if cause in {"quote", "bracket", "other"}:
        second = _second_opinion(text)
        if isinstance(second, YamlTooDeep):
            raise second
        if second and _cause(text, second) in {"quote", "bracket"}:
            error, cause = second, _cause(text, second)
    if (cause == "tab" and "tab" in kinds) or (_ABOUT_ALIAS.search(str(error)) and "alias" in kinds):
        return
    kind = "tab" if cause == "tab" else f"syntax_{cause}"
    problems.append(RawProblem(kind, error.line, error.column, {"reason": str(error)}))


def _cause(text: str, error: YamlSyntaxError) -> str:
    if error.line and "\t" in _line(text, error.line)[: error.column or 1]:
        return "tab"
    return next((name for name, signs in _CAUSES if any(sign in str(error) for sign in signs)), "other")


def _second_opinion(text: str) -> YamlSyntaxError | None:
    """The slow parser knows where a quotation mark or bracket was opened."""
    try:
        trees(text)
    except YamlSyntaxError as error:
        return error
    return None


def _proved_shape(
    text: str, data: dict[str, Any], problems: list[RawProblem]
) -> tuple[dict[str, Any] | None, frozenset[str]]:
    """Walk mappings and lists level by level: depth, keys that are text, numbers of bearable length.

    Return the data, None if it is too deep, and the names of keys that were no text.
    """
    level: list[Any] = [data]
    depth = 0
    text_keys = True
    huge = False
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            problems.append(RawProblem("too_deep", *first_deeper_than(text, MAX_DEPTH), {"limit": MAX_DEPTH}))
            return None, frozenset()
        below: list[Any] = []
        for holder in level:
            values = holder
            if holder.__class__ is dict:
                values = holder.values()
                text_keys = text_keys and _all_text(holder)
            # the classes are compared one by one because this loop is half of what a clean file costs beyond parsing
            for value in values:
                kind = value.__class__
                if kind is not str:
                    if kind is dict or kind is list:
                        below.append(value)
                    elif kind is int and abs(value) > _HUGE:
                        huge = True
        level = below
    if huge:
        _shorten(data)
        found = _LONG_NUMBER.search(text)
        problems.append(RawProblem("syntax_number", *(line_and_column(text, found.start()) if found else (None, None))))
    if text_keys:
        return data, frozenset()
    problems += forbidden_features(text, only="key_not_text")
    return data, _rename_keys(data)


_HUGE = 10**300
_LONG_NUMBER = re.compile("[0-9a-fA-F_]{240}")


def _all_text(keys: Iterable[object]) -> bool:
    try:
        "".join(keys)  # type: ignore[arg-type]  # the quickest question whether all of them are texts
    except TypeError:
        return False
    return True


def _holders(data: Any) -> Iterator[Any]:
    """Yield every mapping and list of the data."""
    stack = [data]
    while stack:
        holder = stack.pop()
        yield holder
        values = holder.values() if isinstance(holder, dict) else holder
        stack.extend(value for value in values if isinstance(value, dict | list))


def _shorten(data: Any) -> None:
    """Put infinity in the place of numbers near those that Python refuses to print (over 4,300 digits)."""
    for holder in _holders(data):
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            if type(holder[key]) is int and abs(holder[key]) > _HUGE:
                holder[key] = math.inf


def _rename_keys(data: dict[str, Any]) -> frozenset[str]:
    """Make every key a text, so that no later room meets another kind; return the new names."""
    renamed = set()
    for holder in _holders(data):
        if isinstance(holder, dict):
            for key in [key for key in holder if not isinstance(key, str)]:
                holder[_as_text(key)] = holder.pop(key)
                renamed.add(_as_text(key))
    return frozenset(renamed)


def _as_text(key: object) -> str:
    return "[…]" if isinstance(key, tuple) else "{…}" if isinstance(key, frozenset) else _printed(key)


def _printed(key: object) -> str:
    return str(math.inf) if type(key) is int and abs(key) > _HUGE else str(key)


def _first_content(text: str) -> tuple[int, int]:
    for number, line in enumerate(text.split("\n"), 1):
        content = line.strip()
        if content and not content.startswith(("#", "---", "%")):
            return number, len(line) - len(line.lstrip()) + 1
    return 1, 1


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else ""
