"""Pages of a command on the screen: labelled rows, and sentences broken where a narrow window ends."""

from __future__ import annotations

import sys
import textwrap

WIDTH = 78
LABELS = 17


def row(name: str, value: str, labels: int = LABELS) -> list[str]:
    """Return a labelled row; its lines stay below each other in the column ``labels``, and no address is broken."""
    head = f"  {name + ':':<{labels - 3}} "
    lines = [
        part
        for line in value.split("\n")
        for part in textwrap.wrap(line, WIDTH - labels, break_long_words=False, break_on_hyphens=False)
    ]
    return [(head if number == 0 else " " * labels) + line for number, line in enumerate(lines)]


def filled(line: str) -> str:
    """Return a sentence broken to the width of a page."""
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)


def put(text: str) -> None:
    """Print a page."""
    sys.stdout.write(text + "\n")
