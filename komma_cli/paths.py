"""Where a fact stands in a playbook: the path people read and the path programs follow.

A *symbolic* path names list items by their id and so survives reordering: ``escalation.levels[level-2].first_contact``.
A *concrete* path names them by position: ``("escalation", "levels", 2, "first_contact")``. Rules and the wizard speak
symbolically; ``resolve`` makes a path concrete against the data at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from komma_cli.errors import UsageError

Path = tuple[str | int, ...]
"""Keys (str) and positions from 0 (int)."""


@dataclass(frozen=True, slots=True)
class ById:
    """The item of a list whose ``id`` is ``id``."""

    id: str


SymbolicPath = tuple[str | int | ById, ...]

_KEY = re.compile(r'[^\s.\[\]"]+')
_POSITION = re.compile(r"[0-9]+", re.A)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


class Ids:
    """The ids of the lists of plain data that nobody changes meanwhile; each list is looked through once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[int, tuple[Any, dict[str, list[int]]]] = {}

    def positions(self, items: list[Any], identifier: str) -> Sequence[int]:
        """Return where the items with this id stand."""
        known = self._known.get(id(items))
        if known is None:
            places: dict[str, list[int]] = {}
            for at, item in enumerate(items):
                own = item.get("id") if isinstance(item, dict) else None
                if isinstance(own, str):
                    places.setdefault(own, []).append(at)
            known = self._known[id(items)] = (items, places)  # held, so that no other list gets the same address
        return known[1].get(identifier, ())


def format_path(parts: Iterable[str | int | ById], data: Any = None, ids: Ids | None = None) -> str:
    """Return the text form of a path; positions become ids where the item in ``data`` has one nobody else has.

    ``ids`` are those of ``data``, where many of its paths are wanted.
    """
    text = ""
    here = data
    known = ids or Ids()
    for part in parts:
        if isinstance(part, ById):
            text += f"[{_quoted(part.id, number_like=True)}]"
        elif isinstance(part, int):
            own = _own_id(here, part, known)
            text += f"[{part}]" if own is None else f"[{_quoted(own, number_like=True)}]"
        else:
            text += ("." if text else "") + _quoted(part, number_like=False)
        here = _step(here, part)
    return text


def parse_path(text: str) -> SymbolicPath:
    """Return the parts of ``a.b[some-id].c[0]``; unusual keys and ids stand in double quotes.

    Raises ``UsageError`` ``paths.not_a_path`` with the place (from 1) where reading stopped.
    """
    parts: list[str | int | ById] = []
    at = 0
    while at < len(text):
        bracket = text[at] == "["
        if not bracket and parts:
            at = _expect(".", text, at)
        elif bracket:
            at += 1
        word, quoted, at = _word(text, at)
        if not bracket:
            parts.append(word)
            continue
        parts.append(int(word) if not quoted and _POSITION.fullmatch(word) else ById(word))
        at = _expect("]", text, at)
    if not parts:
        _refuse(text, 0)
    return tuple(parts)


def resolve(parts: Iterable[str | int | ById], data: Any) -> Path:
    """Return the concrete path; the last part need not be there yet, everything before it must be.

    Raises ``UsageError``: ``paths.no_such_item`` (no item has that id), ``paths.no_such_value`` (a step leads
    nowhere).
    """
    symbolic = tuple(parts)
    concrete: list[str | int] = []
    here = data
    for number, part in enumerate(symbolic):
        step = part
        if isinstance(part, ById):
            position = _position(here, part.id)
            if position is None:
                raise UsageError("paths.no_such_item", path=format_path(symbolic[:number]), id=part.id)
            step = position
        concrete.append(step)  # type: ignore[arg-type]  # ById was turned into a position above
        here = _step(here, step)
        if here is None and number < len(symbolic) - 1:
            raise UsageError("paths.no_such_value", path=format_path(symbolic[: number + 1]))
    return tuple(concrete)


def get(data: Any, parts: Iterable[str | int | ById], default: Any = None) -> Any:
    """Return the value at a path, or ``default`` where nothing stands."""
    here = data
    for part in parts:
        if not _has(here, part):
            return default
        here = _step(here, part)
    return here


def set_value(data: Any, parts: Iterable[str | int | ById], value: Any) -> None:
    """Put ``value`` at a path, in place; missing mappings, lists and items by id are created on the way.

    A position may be at most one behind the end of its list. Raises ``UsageError``: ``paths.not_a_mapping``,
    ``paths.not_a_list`` (a plain value is in the way), ``paths.gap_in_list``, ``paths.empty``.
    """
    symbolic = tuple(parts)
    if not symbolic:
        raise UsageError("paths.empty")
    here = data
    for number, part in enumerate(symbolic):
        last = number == len(symbolic) - 1
        follower = None if last else symbolic[number + 1]
        here = _enter(here, part, value if last else _missing(follower), symbolic[:number], replace=last)


def remove_value(data: Any, parts: Iterable[str | int | ById]) -> bool:
    """Take the value at a path away, in place; return whether there was one."""
    *before, last = tuple(parts)
    holder = get(data, before)
    if not _has(holder, last):
        return False
    del holder[_position(holder, last.id) if isinstance(last, ById) else last]
    return True


def _enter(here: Any, part: str | int | ById, fresh: Any, before: SymbolicPath, *, replace: bool) -> Any:
    """Go one step down, creating ``fresh`` where nothing (or nothing but null) stands."""
    if isinstance(part, str):
        if not isinstance(here, dict):
            raise UsageError("paths.not_a_mapping", path=format_path(before), field=part)
        if replace or here.get(part) is None:
            here[part] = fresh
        return here[part]
    if not isinstance(here, list):
        raise UsageError("paths.not_a_list", path=format_path(before))
    position = _position(here, part.id) if isinstance(part, ById) else part
    if position is None or position == len(here):
        here.append({"id": part.id, **(fresh or {})} if isinstance(part, ById) else fresh)
        return here[-1]
    if position > len(here):
        raise UsageError("paths.gap_in_list", path=format_path(before), position=position, length=len(here))
    if replace or here[position] is None:
        here[position] = fresh
    return here[position]


def _missing(follower: str | int | ById | None) -> Any:
    return {} if isinstance(follower, str) else []


def _step(here: Any, part: str | int | ById) -> Any:
    if not _has(here, part):
        return None
    return here[_position(here, part.id) if isinstance(part, ById) else part]


def _has(here: Any, part: str | int | ById) -> bool:
    if isinstance(part, str):
        return isinstance(here, dict) and part in here
    if not isinstance(here, list):
        return False
    return _position(here, part.id) is not None if isinstance(part, ById) else 0 <= part < len(here)


def _position(items: Any, wanted: str) -> int | None:
    if not isinstance(items, list):
        return None
    return next((at for at, item in enumerate(items) if isinstance(item, dict) and item.get("id") == wanted), None)


def _own_id(items: Any, position: int, ids: Ids) -> str | None:
    """Return the id of a list item if it is a text and no other item carries it."""
    if not isinstance(items, list) or not 0 <= position < len(items) or not isinstance(items[position], dict):
        return None
    own = items[position].get("id")
    return own if isinstance(own, str) and len(ids.positions(items, own)) == 1 else None


def _quoted(word: str, *, number_like: bool) -> str:
    plain = _KEY.fullmatch(word) and not (number_like and _POSITION.fullmatch(word))
    return word if plain else json.dumps(word, ensure_ascii=False)


def _word(text: str, at: int) -> tuple[str, bool, int]:
    """Read one key or id; return it, whether it was quoted, and the place behind it."""
    quoted = _QUOTED.match(text, at)
    if quoted:
        try:
            return str(json.loads(quoted[0])), True, quoted.end()
        except ValueError:
            _refuse(text, at)
    plain = _KEY.match(text, at)
    if not plain:
        _refuse(text, at)
    return plain[0], False, plain.end()


def _expect(sign: str, text: str, at: int) -> int:
    if text[at : at + 1] != sign:
        _refuse(text, at)
    return at + 1


def _refuse(text: str, at: int) -> NoReturn:
    raise UsageError("paths.not_a_path", text=text, column=at + 1)
