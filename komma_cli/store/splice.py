"""Change a YAML text where the data changed and nowhere else: comments, quotes, order and layout stay as they are.

The node tree gives the place of every value; the old and the new data are compared along it, and each difference
becomes one replacement of a stretch of text. Where a shape is too odd for a small change (a flow mapping, the first
key behind a dash) the whole value around it is written anew.
"""

from __future__ import annotations

import bisect
import difflib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from komma_cli.store import emit
from komma_cli.yamlread import Node, YamlSyntaxError, compose, trees


class _Odd(Exception):
    """This node cannot be changed in part; the one around it writes it anew."""


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


_COMMENT = re.compile(r"(?:^|\s+)#.*$")
_BLOCK_HEAD = re.compile(r"(?:^|[ :-])\|-?(?:\s+#.*)?$")
_COMMENTS_BEHIND = re.compile(r"(?:\n *(?:#.*)?)*(?=\n|\Z)")


def rewrite(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Return the text that holds ``new``, made from the ``text`` (line ends LF) that holds ``old``.

    Only the sections that differ are looked at closely, where the text shows plainly which lines they are.
    """
    try:
        return _rewrite_sections(text, old, new)
    except (_Odd, YamlSyntaxError):
        return _rewrite_whole(text, old, new)


_TOP_LINE = re.compile(r"(?m)^[^ \t#\n].*$")
_TOP_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?=[ \n]|$)")


def _rewrite_sections(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Rewrite the sections that differ, each parsed alone: the careful parser is slow, and a plan is long."""
    places = [(line.start(), _TOP_KEY.match(line[0])) for line in _TOP_LINE.finditer(text)]
    names = [key[1] for _, key in places if key]
    if len(names) != len(places) or set(names) != set(old) or len(names) != len(old) or old.keys() != new.keys():
        raise _Odd
    knife = _Knife(text)
    ends = [start for start, _ in places[1:]] + [len(text)]
    for name, (start, _), end in zip(names, places, ends, strict=True):
        if not same(old[name], new[name]):
            roots = compose(text[start:end])
            if len(roots) != 1 or roots[0].kind != "map":
                raise _Odd
            line = text.count("\n", 0, start)
            for node in roots[0].walk():
                node.start, node.end, node.line = node.start + start, node.end + start, node.line + line
            knife.change_map(roots[0], {name: old[name]}, {name: new[name]})
    return knife.result()


def _rewrite_whole(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    roots = trees(text)
    if not roots:
        return _behind_comments(text, emit.document(new))
    knife = _Knife(text)
    try:
        if roots[0].kind != "map":
            raise _Odd
        knife.change_map(roots[0], old, new)
    except _Odd:
        return _behind_comments(text[: roots[0].start], emit.document(new))
    return knife.result()


def same(left: Any, right: Any) -> bool:
    """Return whether two plain values are equal in kind too: 1, 1.0 and true are three different values."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return repr(left) == repr(right) if isinstance(left, float) else bool(left == right)


def _outside_the_block(written: str, rest: str) -> str:
    """Return the rest of the text, its first comments moved to the left if a literal block would take them for words.

    A block ends with the first line that is indented less, and a comment may stand as deep as the block does.
    """
    lines = written.split("\n")
    head = next((number for number in range(len(lines) - 1, -1, -1) if _BLOCK_HEAD.search(lines[number])), None)
    content = [line for line in lines[head + 1 :] if line] if head is not None else []
    if not content:
        return rest
    depth = len(content[0]) - len(content[0].lstrip(" "))
    if any(not line.startswith(" " * depth) for line in content):
        return rest  # something else stands behind the block
    left = " " * max(depth - 2, 0)
    comments = _COMMENTS_BEHIND.match(rest)
    found = comments[0] if comments else ""
    return re.sub(rf"(?m)^ {{{depth},}}#", f"{left}#", found) + rest[len(found) :]


class _Knife:
    """Collects the edits of one text; they never overlap."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[_Edit] = []
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def result(self) -> str:
        text = self.text
        numbered = sorted(enumerate(self.edits), key=lambda pair: (pair[1].start, pair[1].end, pair[0]), reverse=True)
        for _, edit in numbered:
            text = text[: edit.start] + edit.text + _outside_the_block(edit.text, text[edit.end :])
        return text if text.endswith("\n") or not text else text + "\n"

    def change_map(self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Bring a block mapping from ``old`` to ``new``; it keeps at least one of its keys."""
        pairs = {key.value: (key, value) for key, value in node.pairs()}
        if node.flow or set(pairs) != set(old) or len(node.items) != 2 * len(old) or not set(new) & set(old):
            raise _Odd
        if any(self.text[self.starts[key.line] : key.start].rstrip().endswith("?") for key, _ in pairs.values()):
            raise _Odd
        for name, (key, value) in pairs.items():
            if name not in new:
                self._cut_key(key, value, first=key is node.items[0])
            elif not same(old[name], new[name]):
                self._change_value(key, value, old[name], new[name])
        order = list(new)
        for name in order:
            if name not in old:
                self._add_key(pairs, order, name, new[name], top=node.column == 0 and node.start in self.starts)

    def change_list(self, node: Node, old: Sequence[Any], new: Sequence[Any]) -> None:
        """Bring a block list from ``old`` to ``new``; items with an id are followed by it, others by their value."""
        if node.flow or len(node.items) != len(old) or not new:
            raise _Odd
        dashes = self._dashes(node)
        names_old, names_new = [_name(value) for value in old], [_name(value) for value in new]
        for _, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
            None, names_old, names_new, autojunk=False
        ).get_opcodes():
            pairs = zip(names_old[old_from:old_to], names_new[new_from:new_to], strict=False)
            paired = sum(1 for _ in itertools.takewhile(_may_be_one, pairs))
            for at in range(paired):
                self._change_item(node, dashes, old_from + at, old[old_from + at], new[new_from + at])
            for at in range(old_from + paired, old_to):
                self._cut_item(node, dashes, at)
            fresh = new[new_from + paired : new_to]
            if fresh:
                self._add_items(node, dashes, old_from + paired, fresh)

    def _change_value(self, key: Node, value: Node, old: Any, new: Any) -> None:
        mark = len(self.edits)
        try:
            self._change_inside(value, old, new)
        except _Odd:
            del self.edits[mark:]
            colon = self.text.index(":", key.end)
            self._replace(colon + 1, key.column, value, *self._lines_for(value, new))

    def _change_item(self, node: Node, dashes: list[int], at: int, old: Any, new: Any) -> None:
        if same(old, new):
            return
        mark = len(self.edits)
        try:
            self._change_inside(node.items[at], old, new)
        except _Odd:
            del self.edits[mark:]
            first, *rest = emit.item(new)
            self._replace(dashes[at] + 1, node.column, node.items[at], first[1:], rest)

    def _change_inside(self, value: Node, old: Any, new: Any) -> None:
        if isinstance(old, dict) and isinstance(new, dict) and value.kind == "map":
            return self.change_map(value, old, new)
        if isinstance(old, list) and isinstance(new, list) and value.kind == "list":
            return self.change_list(value, old, new)
        raise _Odd

    def _lines_for(self, value: Node, new: Any) -> tuple[str, list[str]]:
        """Lists that stood in brackets keep them as long as they fit."""
        brackets = value.kind == "list" and value.flow and value.items and isinstance(new, list) and new
        line = emit.flow_list(new) if brackets else None
        return emit.value_lines(new) if line is None else (f" {line}", [])

    def _replace(self, start: int, indent: int, value: Node, head: str, body: list[str]) -> None:
        """Write ``head`` and ``body`` in the place of ``value``; a comment at the end of its first line stays."""
        last = self._eol(self._last_line(value))
        first_line = self._line_of(start)
        block = value.style in {"|", ">"} or (value.kind in {"map", "list"} and not value.flow)
        if not block:
            rest = self.text[value.end : last]
        elif value.line == first_line and not value.style:
            rest = ""
        else:
            rest = self.text[start : self._eol(first_line)]
        comment = _COMMENT.search(rest)
        lines = [head + (comment[0] if comment[0][0].isspace() else f"  {comment[0]}") if comment else head]
        if block and not value.style and body:
            lines += self.text[self._eol(first_line) + 1 : self.starts[value.line]].split("\n")[:-1]
        lines += [" " * indent + line if line else "" for line in body]
        self.edits.append(_Edit(start, last, "\n".join(lines)))

    def _add_key(
        self, pairs: Mapping[str, tuple[Node, Node]], order: list[str], name: str, value: Any, *, top: bool
    ) -> None:
        """Insert behind the nearest key that precedes ``name`` in the new order, else behind the first one."""
        before = [known for known in order[: order.index(name)] if known in pairs]
        anchor = pairs[before[-1] if before else next(iter(pairs))]
        lines = [" " * anchor[0].column + line if line else "" for line in emit.entry(name, value)]
        gap = "\n" if top and isinstance(value, dict | list) and value else ""
        at = self._eol(self._last_line(anchor[1]))
        self.edits.append(_Edit(at, at, "\n" + gap + "\n".join(lines)))

    def _add_items(self, node: Node, dashes: list[int], before: int, fresh: Sequence[Any]) -> None:
        lines = [" " * node.column + line if line else "" for value in fresh for line in emit.item(value)]
        if before > 0:
            at = self._eol(self._last_line(node.items[before - 1]))
            self.edits.append(_Edit(at, at, "\n" + "\n".join(lines)))
            return
        at = self.starts[self._line_of(dashes[0])]
        if self.text[at : dashes[0]].strip():
            raise _Odd
        self.edits.append(_Edit(at, at, "\n".join(lines) + "\n"))

    def _cut_item(self, node: Node, dashes: list[int], at: int) -> None:
        line = self._line_of(dashes[at])
        if self.text[self.starts[line] : dashes[at]].strip():
            raise _Odd
        self._cut(line, node.items[at], with_comment=at > 0)

    def _cut_key(self, key: Node, value: Node, *, first: bool) -> None:
        line = key.line
        if self.text[self.starts[line] : key.start].strip():
            raise _Odd
        self._cut(line, value, with_comment=not first)

    def _cut(self, line: int, value: Node, *, with_comment: bool) -> None:
        """Remove whole lines; a comment right above goes along, unless it may speak of the whole list or mapping."""
        indent = re.match(" *", self.text[self.starts[line] :])
        end = min(self._eol(self._last_line(value)) + 1, len(self.text))
        mark = f"{indent[0] if indent else ''}#"
        while with_comment and line > 0 and self.text.startswith(mark, self.starts[line - 1]):
            line -= 1
        blank_behind = end >= len(self.text) or self.text[end] == "\n"
        if blank_behind and line > 0 and self.text[self.starts[line - 1]] == "\n":
            line -= 1
        self.edits.append(_Edit(self.starts[line], end, ""))

    def _dashes(self, node: Node) -> list[int]:
        """Return the offset of the dash of every item."""
        found = [node.start]
        for before in node.items[:-1]:
            line = self._last_line(before) + 1
            while not self.text.startswith(" " * node.column + "-", self.starts[line]):
                line += 1
            found.append(self.starts[line] + node.column)
        return found

    def _last_line(self, node: Node) -> int:
        """Return the last line that belongs to a node, without the blank lines and comments behind it."""
        while node.kind in {"map", "list"} and not node.flow and node.items:
            node = node.items[-1]
        if node.style not in {"|", ">"}:
            return self._line_of(node.end)
        written = self.text[node.start : node.end]
        if "+" in written.split("\n", 1)[0].split("#")[0]:
            return self._line_of(max(node.end - 1, node.start))
        return self._line_of(node.start + len(written.rstrip()) - 1)

    def _line_of(self, offset: int) -> int:
        return bisect.bisect_right(self.starts, offset, hi=len(self.starts) - 1) - 1

    def _eol(self, line: int) -> int:
        return min(self.starts[line + 1] - 1, len(self.text))


def _name(value: Any) -> object:
    """What an item of a list is recognised by."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return ("id", value["id"])
    return repr(value)


def _may_be_one(names: tuple[object, object]) -> bool:
    """Return whether two items at the same place may be the same one, changed; two ids are two items."""
    left, right = names
    return left == right or not (isinstance(left, tuple) and isinstance(right, tuple))


_MODELINE = "# yaml-language-server:"


def _behind_comments(head: str, fresh: str) -> str:
    """Keep the comments in front of the first content, but not a second modeline."""
    kept = [line for line in head.split("\n") if line.startswith("#") and line not in fresh]
    if any(line.startswith(_MODELINE) for line in kept):
        return "\n".join(kept) + "\n" + fresh.partition("\n")[2]
    return fresh if not kept else fresh.replace("\n", "\n" + "\n".join(kept) + "\n", 1)
