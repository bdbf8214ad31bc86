"""YAML features a playbook may not use: a cheap look at the text first, the exact scan only when something shows.

Anchors, aliases, tags, merge keys, directives and several documents make one text mean different things to different
programs; tabs in the indentation and keys that are not text are typing slips. Each is reported with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from komma_cli.store.encoding import RawProblem, control_escape
from komma_cli.yamlread import Node, YamlSyntaxError, YamlTooDeep, directives, line_and_column, resolve, trees

_DOCUMENT = re.compile(r"(?m)^(?:---|\.\.\.)(?=\s|$)")
_TAB_INDENT = re.compile(r"(?m)^ *\t[ \t]*\S")
_WINDOW = 200
_SHAPES = {"list": "[…]", "map": "{…}"}


def is_suspicious(text: str) -> bool:
    """Return whether the text *may* use a forbidden feature; False is certain, True calls for the exact scan."""
    if "<<" in text or ("\t" in text and _TAB_INDENT.search(text)) or control_escape(text):
        return True
    if text.startswith("%") or "\n%" in text:
        return True
    if ("\n..." in text or "---" in text) and len(_DOCUMENT.findall(text)) > _leading_mark(text):
        return True
    return any(_in_value_position(text, sign) for sign in "&*!")


def forbidden_features(text: str, *, only: str | None = None) -> list[RawProblem]:
    """Return the forbidden features of the text by exact scan, or only those of one kind.

    A text that is no YAML at all yields what can be said without a tree; the parser's complaint comes separately.
    Raises ``YamlTooDeep``.
    """
    problems = [RawProblem("directive", line + 1, 1) for line in directives(text)]
    try:
        roots = trees(text)
    except YamlTooDeep:
        raise
    except YamlSyntaxError as error:
        roots = []
        tab = _tab_at(text, error.line)
        problems += [tab] if tab else []
    for root in roots[1:]:
        problems.append(RawProblem("several_documents", root.line + 1, root.column + 1, {"count": len(roots)}))
        break
    lines = text.split("\n")
    for root in roots:
        problems += _in_tree(root, lines)
        problems += _escapes(root, text)
    return [problem for problem in problems if only in {None, problem.kind}]


def first_deeper_than(text: str, limit: int) -> tuple[int | None, int | None]:
    """Return the place of the first mapping or list nested deeper than ``limit`` levels."""
    try:
        stack = [(root, 1) for root in reversed(trees(text))]
    except YamlSyntaxError as error:  # the fast parser is more lenient than the exact one
        return error.line, error.column
    while stack:
        node, depth = stack.pop()
        if depth > limit:
            return node.line + 1, node.column + 1
        stack.extend((under, depth + 1) for under in reversed(node.items) if under.kind in {"map", "list"})
    return None, None


def _escapes(root: Node, text: str) -> Iterator[RawProblem]:
    """Only double quotes give a backslash its meaning."""
    for node in root.walk():
        found = control_escape(text[node.start : node.end]) if node.style == '"' else None
        if found:
            place = line_and_column(text, node.start + found[0])
            yield RawProblem("control_character", *place, {"code": found[1], "count": 1})


def _leading_mark(text: str) -> int:
    """Return 1 when the first thing that is no comment is ``---`` (which then opens the only document)."""
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            return int(line.startswith("---"))
    return 0


def _in_value_position(text: str, sign: str) -> bool:
    """An anchor, alias or tag stands at the start of a line or behind one of ``- : ? , [ {``, its name right behind."""
    at = text.find(sign)
    while at >= 0:
        if (at == 0 or text[at - 1] in " \t\n-:?,[{") and (sign == "!" or not text[at + 1 : at + 2].isspace()):
            before = text[max(0, at - _WINDOW) : at].rstrip(" \t")
            if not before or before[-1] in "\n-:?,[{":
                return True
        at = text.find(sign, at + 1)
    return False


def _in_tree(root: Node, lines: list[str]) -> Iterator[RawProblem]:
    tabbed = set()
    for node in root.walk():
        place = (node.line + 1, node.column + 1)
        if node.kind == "alias":
            yield RawProblem("alias", *place, {"name": node.anchor})
        elif node.anchor:
            yield RawProblem("anchor", *place, {"name": node.anchor})
        if node.tag:
            yield RawProblem("tag", *place, {"tag": node.tag})
        if "\t" in _indent(lines, node.line) and node.line not in tabbed:
            tabbed.add(node.line)
            yield RawProblem("tab", node.line + 1, _indent(lines, node.line).index("\t") + 1)
        if node.kind == "map":
            yield from _in_keys(node)


def _in_keys(node: Node) -> Iterator[RawProblem]:
    seen: dict[str, Node] = {}
    for key, _ in node.pairs():
        place = (key.line + 1, key.column + 1)
        if key.kind != "scalar" or not (key.style or key.tag or isinstance(resolve(key.value), str)):
            yield RawProblem("key_not_text", *place, {"key": _SHAPES.get(key.kind, key.value)})
        elif key.value == "<<" and not key.style:
            yield RawProblem("merge_key", *place)
        if key.kind == "scalar" and key.value in seen:
            first = (seen[key.value].line + 1, seen[key.value].column + 1)
            yield RawProblem("duplicate_key", *place, {"key": key.value, "first_line": first[0]}, first)
        seen.setdefault(key.value, key)


def _indent(lines: list[str], number: int) -> str:
    line = lines[number] if number < len(lines) else ""
    return line[: len(line) - len(line.lstrip(" \t"))]


def _tab_at(text: str, line: int | None) -> RawProblem | None:
    """Return the tab problem when the parser stopped at a line that is indented with one."""
    indent = _indent(text.split("\n"), line - 1) if line else ""
    return RawProblem("tab", line, indent.index("\t") + 1) if "\t" in indent else None
