"""The QR code of a telephone number, for a card that hangs where somebody has a phone in the hand.

The code only repeats a number that stands beside it in figures; nothing is fetched and nobody can count who calls.
"""

from __future__ import annotations

from typing import Final

from komma_cli.render.phrases import dial, phone
from komma_cli.render.pictures.drawing import Drawing, drawing
from komma_cli.render.reader import Reader
from komma_cli.texts import text

SIDE_MM: Final = 22.0
"""With the empty margin: a module is about 0.6 mm, which phones read from an arm's length."""
_MARGIN: Final = 4
"""Empty modules around the code (ISO/IEC 18004)."""
CALLED: Final = ("contact-staff", "first-assessor", "coordination")
"""Whose number it is: the first of these roles that the plan has."""


def qr(reader: Reader) -> Drawing | None:
    """Return the code that calls the contact person, None without a number."""
    number = reader.number(reader.role(*CALLED))
    if number is None:
        return None
    import segno

    code = segno.make(dial(number), error="m", micro=False, boost_error=False)
    rows = [list(row) for row in code.matrix_iter(border=_MARGIN)]
    alt = text("pictures.qr_alt", reader.lang, number=phone(number))
    return drawing("qr", alt, (), {"rows": rows}, width_mm=SIDE_MM)
