r"""Answers that look like a key: a backslash in front makes them text, and only there.

``\-`` is the answer ``-``, ``\?`` a question mark. Everywhere else a backslash is a backslash: ``\\server\plan`` stays
as it is, and so does ``\n``.
"""

from __future__ import annotations

import re

_KEY = re.compile(r"[?<+*v-]|<<|--|[xe] ?\d{0,3}", re.IGNORECASE)
_KEY_OF_TEXT = re.compile(r"[?<+*v-]|<<|--|[xe] ?\d{0,3}|\+.*", re.IGNORECASE)
"""In a longer text a plus in front adds a line."""


def plainly(typed: str, *, many_lines: bool = False) -> str:
    """Return the text that was meant: without the backslash that protects a key at its beginning."""
    first, end, rest = typed.partition("\n")
    return (first[1:] if _protected(first, many_lines) else first) + end + rest


def protected(content: str, *, many_lines: bool = False) -> str:
    """Return how a text has to be typed so that ``plainly`` gives it back."""
    first = content.partition("\n")[0]
    bare = first.lstrip("\\")
    return f"\\{content}" if _key(many_lines).fullmatch(bare) else content


def _protected(first: str, many_lines: bool) -> bool:
    return first.startswith("\\") and _key(many_lines).fullmatch(first.lstrip("\\")) is not None


def _key(many_lines: bool) -> re.Pattern[str]:
    return _KEY_OF_TEXT if many_lines else _KEY
