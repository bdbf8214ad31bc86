"""Plain data to YAML text in komma's one style, so written that every YAML parser reads the same data back.

Two spaces a level, list items indented under their key, prose of several lines as a literal block, quotes only where
some parser (also one of YAML 1.1) would otherwise see a number, a truth value or syntax. ISO dates stand plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from komma_cli.errors import WriteError
from komma_cli.paths import format_path
from komma_cli.store.reading import MAX_DEPTH
from komma_cli.yamlread import resolve

SCHEMA_URL = "https://komma-cli.example/schema/komma-1.json"
"""What the schema calls itself; nothing is ever loaded from there."""
SCHEMA_FILE = "komma-1.schema.json"
"""The file that editors look for beside the playbook: works without network and on every machine alike."""
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}"
FORMAT_VERSION = 1

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile('["\\\\\n\r\t\u2028\u2029\ufeff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NUMBER_LIKE = re.compile(r"[-+.(]?[0-9][0-9_.,:;/()+ eExXoObBaAcCdDfF-]*|0[xX].*", re.A)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.A)
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*", re.A | re.S)
_WORDS_OF_OLD_YAML = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "~", "=", "<<"}
_FIRST_SIGNS = "-?:,[]{}#&*!|>'\"%@`=<~"
_FLOW_SIGNS = re.compile(r"[,\[\]{}]")
_KEY_LIMIT = 1000


def document(data: Mapping[str, Any]) -> str:
    """Return a whole new playbook: modeline, then the fields in their order, a blank line before each section."""
    blocks = [MODELINE]
    for key, value in data.items():
        blocks.append(("\n" if isinstance(value, dict | list) and value else "") + "\n".join(entry(key, value)))
    return "\n".join(blocks) + "\n"


def entry(key: str, value: Any) -> list[str]:
    """Return the lines of ``key: value`` at indentation 0; following lines are indented relative to the key."""
    head, body = value_lines(value)
    return [f"{_key(key)}:{head}", *body]


def item(value: Any) -> list[str]:
    """Return the lines of ``- value`` at indentation 0."""
    if isinstance(value, dict) and value:
        lines = [line for key, under in value.items() for line in entry(key, under)]
    elif isinstance(value, list) and value:
        lines = [line for under in value for line in item(under)]
    else:
        head, body = value_lines(value)
        return [f"-{head}", *body]
    return [f"- {lines[0]}", *_indented(lines[1:])]


def value_lines(value: Any) -> tuple[str, list[str]]:
    """Return what stands behind the colon (with its leading space) and the lines below, indented by two."""
    if isinstance(value, dict) and value:
        return "", _indented([line for key, under in value.items() for line in entry(key, under)])
    if isinstance(value, list) and value:
        return "", _indented([line for under in value for line in item(under)])
    if isinstance(value, str) and _is_prose(value):
        lines = value.removesuffix("\n").split("\n")
        return (" |" if value.endswith("\n") else " |-"), _indented(lines)
    return f" {scalar(value)}", []


def scalar(value: Any, *, flow: bool = False) -> str:
    """Return a value on one line; empty mappings and lists count as such values."""
    if isinstance(value, str):
        return value if _is_plain(value, flow=flow) else _quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(repr(value), repr(value))
    if isinstance(value, int):
        return str(value)
    return "{}" if isinstance(value, dict) else "[]"


def flow_list(values: Sequence[Any]) -> str | None:
    """Return ``[a, b]`` when every value is a short plain one, else None."""
    if any(isinstance(value, dict | list) and value for value in values):
        return None
    text = f"[{', '.join(scalar(value, flow=True) for value in values)}]"
    return text if len(text) <= 100 else None


def refuse_unwritable(data: Any) -> None:
    """Raise ``WriteError`` for what YAML or a document cannot hold; the values of the error say where.

    ``store.control_character``, ``store.too_deep``, ``store.not_plain`` (an object of another kind, a key not text).
    """
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if len(path) + isinstance(value, dict | list) > MAX_DEPTH:
            raise WriteError("store.too_deep", path=format_path(path[:3]), limit=MAX_DEPTH)
        texts = [*value] if isinstance(value, dict) else [value]
        if not all(isinstance(text, str) for text in texts if isinstance(value, dict)):
            raise WriteError("store.not_plain", path=format_path(path), kind="key")
        for text in texts:
            found = _UNWRITABLE.search(text) if isinstance(text, str) else None
            if found:
                raise WriteError("store.control_character", path=format_path(path), code=f"U+{ord(found[0]):04X}")
        if isinstance(value, dict):
            stack.extend(((*path, key), under) for key, under in value.items())
        elif isinstance(value, list):
            stack.extend(((*path, at), under) for at, under in enumerate(value))
        elif not (value is None or isinstance(value, str | int | float)):
            raise WriteError("store.not_plain", path=format_path(path), kind=type(value).__name__)


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _key(key: str) -> str:
    return key if len(key) < _KEY_LIMIT and _is_plain(key, flow=True) else _quoted(key)


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or text[0] in _FIRST_SIGNS or text.startswith(("...", "\ufffd")):
        return False
    if _ISO_DATE.fullmatch(text):
        return True
    if not isinstance(resolve(text), str) or text.lower() in _WORDS_OF_OLD_YAML:
        return False
    if (
        _NUMBER_LIKE.fullmatch(text)
        or _TIMESTAMP.fullmatch(text)
        or _ESCAPED.search(text.replace('"', "").replace("\\", ""))
    ):
        return False
    if ": " in text or " #" in text or text.endswith(":") or not text.isprintable():
        return False
    return not (flow and (_FLOW_SIGNS.search(text) or ":" in text or '"' in text or "#" in text))


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text) + '"'


def _is_prose(text: str) -> bool:
    """Several lines that a literal block can hold without an indentation or keep indicator."""
    if "\n" not in text or any(sign in text for sign in "\r\u2028\u2029\ufeff"):
        return False
    lines = text.removesuffix("\n").split("\n")
    if not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return False
    return not any(line.startswith("\t") or (line and not line.strip()) for line in lines)
