"""Words as HTML: the only place where they are escaped."""

from __future__ import annotations

from html import escape
from typing import Final

from komma_cli.render.escaping import clean

_NO_BREAK_HYPHEN: Final = "\u2011"
"""Spoils a number that somebody copies or searches; the style keeps the number on one line instead."""


def shown(words: str) -> str:
    """Return words as they stand between tags."""
    return escape(clean(words), quote=False).replace(_NO_BREAK_HYPHEN, '<span class="whole">-</span>')


def quoted(words: str) -> str:
    """Return words as they stand in an attribute or in the title of the page."""
    return escape(clean(words).replace(_NO_BREAK_HYPHEN, "-"))
