"""Patterns of the model, written so that every reader of a JSON Schema understands them."""

from typing import Any

_CONTROL = r"\u0000-\u001f\u007f-\u009f"
_PORTABLE = {r"[\n\P{Cc}]": rf"(?:\n|[^{_CONTROL}])", r"\P{Cc}": f"[^{_CONTROL}]", r"\p{Cc}": _CONTROL}


def make_portable(node: Any) -> None:
    """Write patterns so that Python and JavaScript read them alike, wherever they stand in the schema.

    ``\\p{Cc}`` is written out, and ``$`` means the end also to Python, which would let a line break follow it.
    """
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            pattern = node["pattern"]
            for short, long in _PORTABLE.items():
                pattern = pattern.replace(short, long)
            node["pattern"] = f"{pattern}(?!\\n)" if pattern.endswith("$") else pattern
        for value in node.values():
            make_portable(value)
    elif isinstance(node, list):
        for value in node:
            make_portable(value)
