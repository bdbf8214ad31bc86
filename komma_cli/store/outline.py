"""Where things stand in a file, read off its lines: a hundred times faster than a tree where it is written as usual.

Block mappings and lists show by their indentation where each entry begins. What is read off is believed only where it
agrees with the parsed data, key by key and entry by entry; anything else (braces on the way, anchors, several
documents, tabs, keys that stand twice) is ``Unclear``, and the exact parser is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from komma_cli.paths import ById, Ids
from komma_cli.yamlread import Node

_ODD = ("\t", "\r", "\x85", "\u2028", "\u2029", "\n---", "\n...", "\n%")
"""Tabs, line ends that only YAML counts as such, and signs of several documents or directives."""
_KEY = re.compile(r'(?:"(\w+)"|\'(\w+)\'|([A-Za-z_][\w-]*)) *:(?= |$)')
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_PLAIN = re.compile(r"(?:[^ #]| +(?=[^ #])|(?<=[^ ])#)*")
_NOT_PLAIN = tuple("&*!?%@`[]{},")


class Unclear(Exception):
    """The lines do not say for certain where something stands."""


@dataclass(slots=True)
class _Spot:
    """A node with the data behind it; ``until`` is the first line that is not part of it."""

    node: Node
    data: Any
    until: int


_Pair = tuple[Node | None, _Spot]


@dataclass(slots=True)
class _Block:
    """The lines on which the entries of a mapping or list begin, and those entries that were asked for."""

    heads: list[int]
    looked_at: dict[int, _Pair]


class Outline:
    """Finds nodes of a text by its lines. Every method raises ``Unclear`` where the text is written in another way."""

    def __init__(self, text: str, data: dict[str, Any]) -> None:
        """Take the text and the data that were parsed of it."""
        if text.startswith(("---", "...", "%")) or any(sign in text for sign in _ODD):
            raise Unclear
        self._text = text
        self._lines = text.split("\n")
        self._lengths = list(accumulate(map(len, self._lines), initial=0))
        self._at: dict[int, list[int]] = defaultdict(list)
        contents = [line.lstrip(" ") for line in self._lines]
        self._written = [number for number, content in enumerate(contents) if content and content[0] != "#"]
        for number in self._written:
            self._at[len(self._lines[number]) - len(contents[number])].append(number)
        self._known: dict[tuple[int, int], _Block] = {}
        self._cuts: set[int] = set()
        self._orders: dict[int, dict[Any, int]] = {}
        self._ids = Ids()
        if not self._written or self._indent(self._written[0]):
            raise Unclear
        self._root = _Spot(self._node("map", self._written[0], 0), data, len(self._lines))

    @property
    def root(self) -> Node:
        """Return the node of the whole mapping; its entries are not filled in."""
        self._block(self._root)
        return self._root.node

    def descend(self, parts: tuple[str | int | ById, ...]) -> list[tuple[Node | None, Node]]:
        """Return (key or None, value) for every step of the path that exists."""
        steps: list[_Pair] = []
        here = self._root
        for part in parts:
            at = self._position(here, part)
            if at is None:
                break
            steps.append(self._entry(here, at))
            here = steps[-1][1]
        if steps and steps[-1][0] is None and here.node.kind != "scalar":
            if here.node.kind == "list" or here.node.flow:
                raise Unclear  # it is shown as a whole, and only its beginning is known
            below = (self._entry(here, at) for at in range(len(here.data)))
            here.node.items = [one for key, spot in below for one in (key, spot.node) if one is not None]
        return [(key, spot.node) for key, spot in steps]

    def _position(self, spot: _Spot, part: str | int | ById) -> int | None:
        """Return how many entries stand before the one that is meant, or None if it is not there."""
        data = spot.data
        if isinstance(data, dict):
            order = self._orders.get(id(data))
            if order is None:
                order = self._orders[id(data)] = {key: at for at, key in enumerate(data)}
            return order.get(part) if isinstance(part, str) else None
        if not isinstance(data, list) or isinstance(part, str):
            return None
        if isinstance(part, int):
            return part if 0 <= part < len(data) else None
        return next(iter(self._ids.positions(data, part.id)), None)

    def _entry(self, spot: _Spot, at: int) -> _Pair:
        """Return the entry of a mapping or list that has ``at`` others before it; looked at when it is asked for."""
        block = self._block(spot)
        known = block.looked_at.get(at)
        if known is None:
            known = block.looked_at[at] = self._pair(spot, block, at)
        return known

    def _pair(self, spot: _Spot, block: _Block, at: int) -> _Pair:
        number = block.heads[at]
        until = block.heads[at + 1] if at + 1 < len(block.heads) else spot.until
        column = spot.node.column
        if not isinstance(spot.data, dict):
            return None, self._value(number, column + 1, until, spot.data[at])
        key = _KEY.match(self._lines[number], column)
        assert key is not None
        name = _name(key)
        own = self._node("scalar", number, column, key.end(key.lastindex or 0) + (key.lastindex != 3), name)
        return own, self._value(number, key.end(), until, spot.data[name])

    def _block(self, spot: _Spot) -> _Block:
        """Return where the entries of a block begin, if that agrees with the data."""
        place = (spot.node.line, spot.node.column)
        if place not in self._known:
            if spot.node.flow:
                raise Unclear
            heads = self._key_lines(spot) if isinstance(spot.data, dict) else self._dash_lines(spot)
            self._known[place] = _Block(heads, {})
        return self._known[place]

    def _lines_of(self, spot: _Spot) -> list[int]:
        """Return the lines of a block on which one of its entries may begin."""
        numbers = self._at[spot.node.column]
        inside = numbers[bisect_left(numbers, spot.node.line) : bisect_left(numbers, spot.until)]
        first = [] if inside[:1] == [spot.node.line] else [spot.node.line]  # behind a dash
        return first + inside

    def _key_lines(self, spot: _Spot) -> list[int]:
        column = spot.node.column
        heads = [number for number in self._lines_of(spot) if not self._is_dash(number, column)]
        keys = [_KEY.match(self._lines[number], column) for number in heads]
        if [key and _name(key) for key in keys] != list(spot.data):
            raise Unclear
        return heads

    def _dash_lines(self, spot: _Spot) -> list[int]:
        heads = self._lines_of(spot)
        if len(heads) != len(spot.data) or not all(self._is_dash(number, spot.node.column) for number in heads):
            raise Unclear
        return heads

    def _value(self, number: int, column: int, until: int, data: Any) -> _Spot:
        """Return what stands behind a colon or dash at ``column``, or on the lines below it."""
        line = self._lines[number]
        start = column + len(line[column:]) - len(line[column:].lstrip(" "))
        if start >= len(line) or line[start] == "#":
            after = bisect_left(self._written, number + 1)
            if after >= len(self._written) or self._written[after] >= until:
                if data is not None:
                    raise Unclear
                return _Spot(self._node("scalar", number, column, column), data, until)
            number = self._written[after]
            line, start = self._lines[number], self._indent(number)
        if isinstance(data, dict | list):
            return _Spot(self._holder(number, start, data), data, until)
        return _Spot(self._scalar(number, start, data), data, until)

    def _holder(self, number: int, column: int, data: Any) -> Node:
        kind = "map" if isinstance(data, dict) else "list"
        node = self._node(kind, number, column)
        sign = self._lines[number][column]
        node.flow = sign in "[{"
        if sign in _NOT_PLAIN and not node.flow:
            raise Unclear
        return node

    def _scalar(self, number: int, column: int, data: Any) -> Node:
        line = self._lines[number]
        sign = line[column]
        if sign in "|>" and not str(data).strip():
            raise Unclear  # the parsers do not agree on what an empty block holds
        if sign in "|>":
            return self._cut(self._node("scalar", number, column, len(line), str(data), sign))
        if sign in _QUOTED:
            closed = _QUOTED[sign].match(line, column)
            node = self._node("scalar", number, column, closed.end() if closed else len(line), str(data), sign)
            return node if closed else self._cut(node)
        written = _PLAIN.match(line, column)
        assert written is not None
        if sign in _NOT_PLAIN or (isinstance(data, str) and not data.startswith(written[0])):
            raise Unclear
        node = self._node("scalar", number, column, written.end(), written[0])
        return self._cut(node) if isinstance(data, str) and data != written[0] else node

    def _cut(self, node: Node) -> Node:
        self._cuts.add(id(node))
        return node

    def is_cut(self, node: Node) -> bool:
        """Say whether the text of a node goes on below the line it begins on; its end is that of the line then."""
        return id(node) in self._cuts

    def _node(
        self, kind: str, line: int, column: int, end: int | None = None, value: str = "", style: str = ""
    ) -> Node:
        before = self._lengths[line] + line  # each line has an end of one sign
        return Node(kind, line, column, before + column, before + (column if end is None else end), value, style)

    def _indent(self, number: int) -> int:
        line = self._lines[number]
        return len(line) - len(line.lstrip(" "))

    def _is_dash(self, number: int, column: int) -> bool:
        return self._lines[number][column : column + 2] in ("-", "- ")


def _name(key: re.Match[str]) -> str:
    return str(key[1] or key[2] or key[3])
