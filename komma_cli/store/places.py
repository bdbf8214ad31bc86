"""From a path to line and column: rules speak of paths, only this room counts lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from komma_cli.paths import ById
from komma_cli.store.outline import Outline, Unclear
from komma_cli.store.reading import Source
from komma_cli.yamlread import Node, YamlSyntaxError, trees


@dataclass(frozen=True)
class Place:
    """A stretch of one line of the file; line and columns count characters from 1, ``end_column`` is behind the last.

    ``exact`` is False where the path itself has no place (a missing field) and the nearest one above it is shown.
    """

    line: int
    column: int
    end_column: int
    excerpt_line: str
    exact: bool = True


class Places:
    """Finds places in one source. Its lines are looked at on the first question; where they are not clear, a tree of
    the whole text is made."""

    def __init__(self, source: Source, data: dict[str, Any] | None = None) -> None:
        """Remember the source; nothing is read yet. With the ``data`` parsed of it, places are found much faster."""
        self._source = source
        self._data = data
        self._indexed: dict[int, dict[str, tuple[Node, Node]]] = {}

    def place(self, parts: Iterable[str | int | ById], *, key: bool = False) -> Place:
        """Return the place of a value: a plain value itself, a mapping or list by its key, a list item by its id.

        With ``key`` the key is shown. What is missing is shown at the nearest thing above it that is there; a text
        that cannot be composed is shown at the line where reading stopped.
        """
        wanted = tuple(parts)
        found = self._descend(wanted)
        if not found:
            line, column = self._fallback
            return self.at(line, column, exact=not wanted)
        own_key, value = found[-1]
        exact = len(found) == len(wanted)
        node = value if exact and value.kind == "scalar" and value.value and not key else own_key or _face(value)
        return self._of(node, exact=exact)

    def at(self, line: int | None, column: int | None, *, exact: bool = True) -> Place:
        """Return the place for a line and column the parser gave (None: the first line); it lies inside the file."""
        number = min(max(line or 1, 1), len(self._lines))
        text = self._lines[number - 1]
        start = min(max(column or 1, 1), len(text) + 1)
        return Place(number, start, min(start + 1, len(text) + 1), text, exact)

    def source_scalar(self, parts: Iterable[str | int | ById]) -> str:
        """Return a plain value as it is written in the file, with quotes if it has some; "" if there is none."""
        node = self._scalar(parts)
        return self._source.text[node.start : node.end].rstrip() if node else ""

    def is_unquoted(self, parts: Iterable[str | int | ById]) -> bool:
        """Return whether a plain value stands at the path without quotes."""
        node = self._scalar(parts)
        return node is not None and not node.style

    def _scalar(self, parts: Iterable[str | int | ById]) -> Node | None:
        wanted = tuple(parts)
        found = self._descend(wanted)
        if found and self._outline is not None and self._outline.is_cut(found[-1][1]):
            found = self._descend_tree(wanted)
        return found[-1][1] if found and len(found) == len(wanted) and found[-1][1].kind == "scalar" else None

    @cached_property
    def _lines(self) -> list[str]:
        return self._source.text.split("\n")

    @cached_property
    def _outline(self) -> Outline | None:
        if not self._data:
            return None
        try:
            return Outline(self._source.text, self._data)
        except Unclear:
            return None

    @cached_property
    def _composed(self) -> tuple[Node | None, int, int]:
        try:
            roots = trees(self._source.text)
        except YamlSyntaxError as error:
            return None, error.line or 1, error.column or 1
        root = next((root for root in roots if root.kind == "map"), None)
        return root, (root.line if root else 0) + 1, (root.column if root else 0) + 1

    @property
    def _root(self) -> Node | None:
        return self._composed[0]

    @property
    def _fallback(self) -> tuple[int, int]:
        try:
            if self._outline is not None:
                root = self._outline.root
                return root.line + 1, root.column + 1
        except Unclear:
            pass
        return self._composed[1:]

    @cached_property
    def _anchors(self) -> dict[str, Node]:
        return (
            {node.anchor: node for node in self._root.walk() if node.anchor and node.kind != "alias"}
            if self._root
            else {}
        )

    def _descend(self, parts: tuple[str | int | ById, ...]) -> list[tuple[Node | None, Node]]:
        """Return (key or None, value) for every step of the path that exists."""
        try:
            if self._outline is not None:
                return self._outline.descend(parts)
        except Unclear:
            pass
        return self._descend_tree(parts)

    def _descend_tree(self, parts: tuple[str | int | ById, ...]) -> list[tuple[Node | None, Node]]:
        steps: list[tuple[Node | None, Node]] = []
        here = self._root
        for part in parts:
            step = self._step(here, part) if here else None
            if step is None:
                break
            steps.append(step)
            here = step[1]
        return steps

    def _step(self, node: Node, part: str | int | ById) -> tuple[Node | None, Node] | None:
        if node.kind == "alias":
            target = self._anchors.get(node.anchor or "")
            return self._step(target, part) if target and target.kind != "alias" else None
        if isinstance(part, str):
            return self._keys(node).get(part)
        if node.kind != "list":
            return None
        if isinstance(part, int):
            return (None, node.items[part]) if 0 <= part < len(node.items) else None
        return next(((None, item) for item in node.items if _id_of(item) == part.id), None)

    def _keys(self, node: Node) -> dict[str, tuple[Node, Node]]:
        """Return the pairs of a mapping by key; of a key that stands twice the first pair counts."""
        known = self._indexed.get(id(node))
        if known is None:
            pairs = reversed(list(node.pairs())) if node.kind == "map" else ()
            known = self._indexed[id(node)] = {key.value: (key, value) for key, value in pairs}
        return known

    def _of(self, node: Node, *, exact: bool) -> Place:
        text = self._lines[node.line] if node.line < len(self._lines) else ""
        written = self._source.text[node.start : node.end].split("\n", 1)[0].rstrip()
        start = min(node.column + 1, len(text) + 1)
        return Place(node.line + 1, start, max(start, min(start + max(len(written), 1), len(text) + 1)), text, exact)


def drift(parts: Iterable[str | int | ById], value: Any, places: Places) -> str | None:
    """Return how an unquoted number or truth value is written, e.g. ``05113000`` for 5113000; None for other values."""
    wanted = tuple(parts)
    if not isinstance(value, bool | int | float) or not places.is_unquoted(wanted):
        return None
    return places.source_scalar(wanted) or None


def _id_of(node: Node) -> str | None:
    if node.kind != "map":
        return None
    return next((value.value for key, value in node.pairs() if key.value == "id" and value.kind == "scalar"), None)


def _face(value: Node) -> Node:
    """What stands for a list item that has no key: its id, else its first key, else itself."""
    if value.kind != "map" or not value.items:
        return value
    return next((under for key, under in value.pairs() if key.value == "id" and under.kind == "scalar"), value.items[0])
