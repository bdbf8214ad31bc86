"""The one door to YAML: a fast parser for plain data, and a node tree with exact places where those are needed.

Plain data is dict, list, str, int, float, bool and None. Dates stay strings, because a playbook says itself which of
its strings are dates. ruamel.yaml serves the node tree, and the plain data too where no wheel of the fast parser
exists; ``tests/properties`` holds the two together. Nothing here recurses, so no text can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

try:
    import yaml_rs
except ImportError:  # no wheel for this platform: slower, same result
    yaml_rs = None  # type: ignore[assignment]  # a missing module has no other spelling

MAX_NODE_DEPTH = 400
"""Deeper nesting is refused before any parser sees it: the fast one would overrun the C stack near 30,000 levels."""

_LONG_LINE = 200
# Patterns stand as text: they are compiled by the first search, and a sound text needs none of them.
_LONG_PREFIX = r"(?m)^[ \t?:-]{200,}"
_FAST_PLACE = r"at line (\d+), column (\d+)"
_HUGE_NUMBER = r"[0-9_]{400,}"


class YamlSyntaxError(ValueError):
    """The text is not YAML. ``str()`` is the parser's own (English) reason; ``line`` and ``column`` count from 1."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        """Take the place where the parser knows one."""
        super().__init__(reason)
        self.line = line
        self.column = column


class YamlTooDeep(YamlSyntaxError):
    """Mappings and lists are nested deeper than anybody reads."""


class YamlDuplicateKey(YamlSyntaxError):
    """The same key stands twice in one mapping; the tree of the text says where."""


@dataclass(slots=True)
class Node:
    """One node of the text. Lines and columns count from 0, ``start`` and ``end`` are character offsets.

    ``kind`` is ``scalar``, ``map``, ``list`` or ``alias``; ``items`` of a map alternate key, value. For a block
    scalar, map or list ``end`` may lie behind the blank lines and comments that follow it.
    """

    kind: str
    line: int
    column: int
    start: int
    end: int
    value: str = ""
    style: str = ""
    flow: bool = False
    tag: str | None = None
    anchor: str | None = None
    items: list[Node] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield (key, value) of a map in the order of the text."""
        return zip(self.items[::2], self.items[1::2], strict=True)

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything under it, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.items))


def parse(text: str, *, keep_first: bool = False) -> Any:
    """Return the plain data of one YAML document; a text with several documents gives a list of them.

    Raises ``YamlSyntaxError`` for everything the parser refuses, among it a key that stands twice in one mapping;
    with ``keep_first`` the first of them counts and nothing is raised.
    """
    refuse_depth(text)
    if yaml_rs is None:
        return parse_slowly(text, keep_first=keep_first)
    policy = yaml_rs.DuplicateKeyPolicy.FirstWins if keep_first else yaml_rs.DuplicateKeyPolicy.Error
    try:
        return yaml_rs.loads(text, parse_datetime=False, duplicate_key_policy=policy)
    except (ValueError, OverflowError, RecursionError) as error:
        raise _fast_error(text, error) from error
    except TypeError:  # a mapping as a key: the fast parser cannot hash it
        return parse_slowly(text, keep_first=keep_first)


def parse_slowly(text: str, *, keep_first: bool = False) -> Any:
    """Same promise as ``parse``, kept with ruamel.yaml instead of the fast parser."""
    documents = [_plain(root, keep_first) for root in trees(text)]
    if len(documents) > 1:
        return documents
    return documents[0] if documents else None


def refuse_depth(text: str) -> None:
    """Raise ``YamlTooDeep`` when block nesting goes beyond ``MAX_NODE_DEPTH`` (one column hides two levels at most)."""
    if max(map(len, text.split("\n"))) >= _LONG_LINE and re.search(_LONG_PREFIX, text):
        trees(text)


def trees(text: str) -> list[Node]:
    """Return the node tree of every document in the text, which nobody may change: the last one is remembered.

    Raises ``YamlSyntaxError`` with the place of the fault. Several rooms look at the same broken text one after the
    other, and composing it takes half a second for 100 KB.
    """
    outcome = _composed(text)
    if isinstance(outcome, YamlSyntaxError):
        raise outcome.with_traceback(None)
    return outcome


@lru_cache(maxsize=1)
def _composed(text: str) -> list[Node] | YamlSyntaxError:
    try:
        return compose(text)
    except YamlSyntaxError as error:
        return error


def compose(text: str) -> list[Node]:
    """Like ``trees``, but the nodes are the caller's own and may be changed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    roots: list[Node] = []
    open_nodes: list[Node] = []
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            _grow(text, event, roots, open_nodes)
    except YamlSyntaxError:
        raise
    except MarkedYAMLError as error:
        opened = "quoted scalar" in str(error.context) or "flow " in str(error.context)
        # what is never closed is mended where it opens; the parser notices only at the end of the file
        mark = (error.context_mark if opened else error.problem_mark) or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise YamlSyntaxError(reason, mark.line + 1 if mark else None, mark.column + 1 if mark else None) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise YamlSyntaxError(str(error)) from error
    return roots


def directives(text: str) -> Iterator[int]:
    """Yield the line (from 0) of every ``%...`` directive in front of a document."""
    if text.startswith("%") or "\n%" in text:
        for number, line in enumerate(text.split("\n")):
            if line.startswith("%"):
                yield number
            elif line.startswith("---"):
                return


def _grow(text: str, event: Any, roots: list[Node], open_nodes: list[Node]) -> None:
    """Add one parser event to the tree that is being built."""
    name = type(event).__name__
    if name in {"MappingEndEvent", "SequenceEndEvent"}:
        open_nodes.pop().end = event.end_mark.index
        return
    kind = {"ScalarEvent": "scalar", "MappingStartEvent": "map", "SequenceStartEvent": "list", "AliasEvent": "alias"}
    if name not in kind:
        return
    start = event.start_mark
    node = Node(kind[name], start.line, start.column, start.index, event.end_mark.index, anchor=event.anchor)
    if name != "AliasEvent":
        node.tag = None if event.tag is None else str(event.tag)
    if name == "ScalarEvent":
        node.value, node.style = event.value, event.style or ""
        if node.start == node.end and open_nodes:
            _settle_nothing(text, node, open_nodes[-1])
    (open_nodes[-1].items if open_nodes else roots).append(node)
    if name in {"MappingStartEvent", "SequenceStartEvent"}:
        node.flow = bool(event.flow_style)
        open_nodes.append(node)
        if len(open_nodes) > MAX_NODE_DEPTH:
            raise YamlTooDeep("nested too deep", start.line + 1, start.column + 1)


def _settle_nothing(text: str, node: Node, holder: Node) -> None:
    """Place a value that is not written right behind its colon or dash; the parser says "at the next token"."""
    before = holder.items[-1].end if holder.items else holder.start
    if holder.kind == "map" and len(holder.items) % 2 == 0:
        return
    sign = re.compile(r"(?:\s++|#[^\n]*+)*+[:-]").match(text, before)
    if sign:
        near = holder.items[-1] if holder.items else holder
        node.start = node.end = sign.end()
        node.line = near.line + text.count("\n", near.start, sign.end())
        node.column = sign.end() - text.rfind("\n", 0, sign.end()) - 1


def _fast_error(text: str, error: Exception) -> YamlSyntaxError:
    """Turn the fast parser's message into ours: the last line is the reason, the place stands in the first."""
    message = str(error)
    if message.startswith("duplicate mapping key"):
        return YamlDuplicateKey(message)
    place = re.search(_FAST_PLACE, message)
    if place and "recursion limit" in message:
        return YamlTooDeep("nested too deep", int(place[1]), int(place[2]))
    if place:
        return YamlSyntaxError(message.rsplit("\n", 1)[-1], int(place[1]), int(place[2]))
    number = re.search(_HUGE_NUMBER, text)
    if number:
        return YamlSyntaxError("number too long", *line_and_column(text, number.start()))
    return YamlSyntaxError(message)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the place of a character offset, both counted from 1."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _plain(root: Node, keep_first: bool) -> Any:
    """Return the plain data of a tree, children before parents so that nothing recurses."""
    order = list(root.walk())
    values: dict[int, Any] = {}
    anchors: dict[str, list[tuple[int, Node]]] = {}
    for node in order:
        if node.anchor and node.kind != "alias":
            anchors.setdefault(node.anchor, []).append((node.end, node))
    for node in reversed(order):
        if node.kind != "alias":
            values[id(node)] = _shell(node)
    for node in reversed(order):
        _fill(node, values, anchors, keep_first)
    return values[id(root)]


def _shell(node: Node) -> Any:
    if node.kind == "scalar":
        return node.value if node.style or node.tag in _TEXT_TAGS else resolve(node.value)
    return {} if node.kind == "map" else []


_TEXT_TAGS = {"!", "!!str", "tag:yaml.org,2002:str"}


def _fill(node: Node, values: dict[int, Any], anchors: dict[str, list[tuple[int, Node]]], keep_first: bool) -> None:
    def value_of(child: Node) -> Any:
        if child.kind != "alias":
            return values[id(child)]
        # the last anchor of that name whose node ended before the alias; one that is still open refers to itself
        named = [found for end, found in anchors.get(child.anchor or "", []) if end <= child.start]
        return values[id(named[-1])] if named else None

    if node.kind == "list":
        values[id(node)].extend(value_of(child) for child in node.items)
    elif node.kind == "map":
        target = values[id(node)]
        for key, child in node.pairs():
            name = _hashable(value_of(key))
            if name not in target:
                target[name] = value_of(child)
            elif not keep_first:
                raise YamlDuplicateKey(f"duplicate mapping key: {name!r}", key.line + 1, key.column + 1)


def _hashable(key: Any) -> Any:
    if isinstance(key, list):
        return tuple(_hashable(part) for part in key)
    return frozenset((name, _hashable(part)) for name, part in key.items()) if isinstance(key, dict) else key


_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = r"[-+]?(?:0[xX](?P<x>[0-9a-fA-F_]+)|0[oO](?P<o>[0-7_]+)|0[bB](?P<b>[01_]+)|(?P<d>[0-9_]+))"
_FLOAT = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_MOST_DIGITS = 4300
_BASES = {"x": 16, "o": 8, "b": 2, "d": 10}


def resolve(written: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar means to the fast parser: a number, a truth value, nothing, or the text itself."""
    if written in _NULL:
        return None
    if written in _BOOL:
        return _BOOL[written]
    whole = re.fullmatch(_INT, written)
    if whole:
        kind = str(whole.lastgroup)
        digits = whole[kind].replace("_", "")
        if digits:
            # Python turns no more than 4,300 digits into a number; one that long is a fault all the same
            return int(digits[:_MOST_DIGITS], _BASES[kind]) * (-1 if written[0] == "-" else 1)
    if re.fullmatch(_FLOAT, written.replace("_", "")) and "_+" not in written and "_-" not in written:
        return float(written.replace("_", ""))
    if written.lower() in {".inf", "+.inf", "-.inf"}:
        return float(written.replace(".", ""))
    return float("nan") if written.lower() == ".nan" else written
