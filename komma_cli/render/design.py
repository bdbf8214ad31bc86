"""komma's own look, the same in every file format: calm, one colour, readable for everybody.

Contrast of text is at least 4.5 : 1 on its ground, and each kind of box differs in more than its colour: it has a word.
"""

from __future__ import annotations

from typing import Final

from komma_cli.render.tree import CalloutKind

INK: Final = "1F3A5F"
MUTED: Final = "4A5560"
LINE: Final = "AEB9C4"
TINT: Final = "EDF1F5"
LINK: Final = "0B4F8A"
WARNING: Final = "7A4B00"
CAUTION: Final = "9B1C1C"

BODY_HALF_POINTS: Final = 22
PLAIN_HALF_POINTS: Final = 24
HEADINGS: Final = ((1, 36, 400, 140), (2, 30, 320, 110), (3, 26, 260, 90), (4, 22, 220, 70), (5, 22, 200, 60))
"""Level, size in half points, space before and after in twentieths of a point."""
CALLOUTS: Final[dict[CalloutKind, tuple[str, str]]] = {
    "note": (INK, TINT),
    "tip": (INK, TINT),
    "important": (INK, TINT),
    "warning": (WARNING, "FBF3E4"),
    "caution": (CAUTION, "FCEFEE"),
}
"""Colour of the bar and of the ground of a box."""
