"""The style sheet of the pages (``page.css``) with komma's colours: one column, and a print-out like the PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from komma_cli.render import design


@cache
def style() -> str:
    """Return the whole style sheet."""
    colours = {
        "ink": design.INK, "muted": design.MUTED, "line": design.LINE, "tint": design.TINT,
        "link": design.LINK, "warning": design.WARNING, "caution": design.CAUTION,
    }  # fmt: skip
    variables = "".join(f"--{name}:#{colour};" for name, colour in colours.items())
    boxes = "".join(
        f".{kind}{{border-color:#{ink};background:#{ground}}}\n" for kind, (ink, ground) in design.CALLOUTS.items()
    )
    widths = "".join(f".w{share}{{width:{share}%}}" for share in range(1, 101))
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    return f":root{{{variables}}}\n{sheet}{boxes}{widths}"
