"""Lines for the window: broken between words, never wider than it is. Light enough for the first screen."""

from __future__ import annotations

import shutil
import textwrap

WIDTH, NARROWEST = 72, 30
INDENT = "      "


def width() -> int:
    """Return how wide lines may be in this window, one column kept free; 72 where there is no window."""
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH + 1, 24)).columns - 1))


def wrap(content: str, indent: str = "", hanging: str | None = None) -> str:
    """Return text broken between words only, paragraph by paragraph; ``hanging`` indents the following lines."""
    following = indent if hanging is None else hanging
    return "\n".join(
        textwrap.fill(
            line,
            width(),
            initial_indent=indent,
            subsequent_indent=following,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in content.splitlines() or [""]
    )


def row(number: int | str, content: str) -> str:
    """Return one line of a numbered list, its further lines indented under the first."""
    return wrap(content, f"{number:>4}  ", INDENT)
