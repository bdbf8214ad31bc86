"""The week as a picture: for each level and scenario the 168 hours at which an incident meets a gap, and how often.

The picture is SVG with real text and its own description in words; colour is never alone, each class has a sign and a
lightness of its own. The raster picture is made from the same SVG.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from komma_cli.reach.proof import Proof
from komma_cli.reach.telling import Teller
from komma_cli.reach.week import HOURS
from komma_cli.reach.weekly import SIGNS, alternative, rows, stretches
from komma_cli.report.json import visible

HOUR, ROW = 5, 17
LEFT, TOP, RIGHT = 262, 92, 12
_LABEL_LETTERS = 38
_FONT = "Liberation Sans, Arial, DejaVu Sans, sans-serif"
_RASTER_FONT = "DejaVu Sans Mono"
"""Comes with the raster library: letters never vanish on a computer that has no fonts."""
_POINTS_PER_INCH = 72
_PIXELS = 2
"""Of the raster picture for each one of the drawing; at a fraction the rasteriser cuts off some letters."""
_FILLS = {"sometimes": "#f3c77f", "often": "#a8321e"}
_INKS = {"sometimes": "#3a2600", "often": "#ffffff"}
_EDGE = 'stroke="#555555" stroke-width="0.7"'
_SIGN_ROOM = 3
"""A stretch of so many hours has room for its sign."""


def svg(proof: Proof, teller: Teller) -> str:
    """Return the picture; the same proof gives the same bytes."""
    drawn = list(rows(proof, teller))
    width, height = LEFT + HOURS * HOUR + RIGHT, TOP + ROW * len(drawn) + 46
    title = teller.say("title", municipality=teller.prover.playbook.municipality.name)
    described = "\n".join((teller.say("map_explained"), *alternative(proof, teller)))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="{teller.lang}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" font-family={quoteattr(_FONT)}>'
    )
    lines = [
        head,
        f'<title id="title">{_shown(title)}</title>',
        f'<desc id="desc">{_shown(described)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(12, 24, title, 16, bold=True),
        _text(12, 44, teller.say("map_explained"), 11),
        *_frame(len(drawn), teller),
    ]
    for number, (name, shares) in enumerate(drawn):
        lines += _row(TOP + ROW * number, name, shares, bold=number == len(drawn) - 1)
    lines += _legend(TOP + ROW * len(drawn) + 28, teller)
    return "\n".join((*lines, "</svg>")) + "\n"


def png(drawn: str) -> bytes:
    """Return the picture as PNG, twice as large as it is drawn."""
    import typst

    width = LEFT + HOURS * HOUR + RIGHT
    page = "#set page(width: auto, height: auto, margin: 0pt)"
    source = f'{page}\n#image(bytes(sys.inputs.picture), format: "svg", width: {width}pt)'
    picture = drawn.replace(quoteattr(_FONT), quoteattr(_RASTER_FONT))
    made = typst.compile(source.encode(), format="png", ppi=_PIXELS * _POINTS_PER_INCH, sys_inputs={"picture": picture})
    assert isinstance(made, bytes)
    return made


def _frame(count: int, teller: Teller) -> Iterator[str]:
    """Yield names of days and hours above the rows, and the lines between days."""
    bottom = TOP + ROW * count
    for day, name in enumerate(teller.week_head().split()):
        left = LEFT + day * 24 * HOUR
        yield _text(left + 12 * HOUR, TOP - 24, name, 12, bold=True, anchor="middle")
        for hour in (0, 6, 12, 18):
            yield _text(left + hour * HOUR, TOP - 8, str(hour), 9)
            stroke = "#555555" if hour == 0 else "#cccccc"
            yield f'<path d="M{left + hour * HOUR} {TOP - 4}V{bottom}" stroke="{stroke}" stroke-width="0.7"/>'
    yield f'<path d="M{LEFT} {TOP}H{LEFT + HOURS * HOUR}V{bottom}H{LEFT}Z" fill="none" {_EDGE}/>'


def _row(top: int, name: str, shares: tuple[float, ...], *, bold: bool) -> Iterator[str]:
    short = name if len(name) <= _LABEL_LETTERS else name[: _LABEL_LETTERS - 1].rstrip() + "…"
    yield _text(12, top + 12, short, 10.5, bold=bold)
    for start, end, kind in stretches(shares):
        left, width = LEFT + start * HOUR, (end - start) * HOUR
        place = f'x="{left}" y="{top + 1}" width="{width}" height="{ROW - 2}"'
        yield f'<rect class="{kind}" {place} fill="{_FILLS[kind]}"/>'
        if end - start >= _SIGN_ROOM:
            yield _text(left + width / 2, top + 12, SIGNS[kind], 10, anchor="middle", ink=_INKS[kind])


def _legend(top: int, teller: Teller) -> Iterator[str]:
    left = LEFT
    for kind in ("never", "sometimes", "often"):
        fill = _FILLS.get(kind, "#ffffff")
        yield f'<rect class="legend" x="{left}" y="{top - 12}" width="18" height="15" fill="{fill}" {_EDGE}/>'
        if kind in SIGNS:
            yield _text(left + 9, top, SIGNS[kind], 10, anchor="middle", ink=_INKS[kind])
        yield _text(left + 24, top, teller.say(f"map_legend_{kind}"), 11)
        left += 268


def _text(
    x: float, y: float, words: str, size: float, *, bold: bool = False, anchor: str = "", ink: str = "#111111"
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    middle = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink}"{weight}{middle}>{_shown(words)}</text>'


def _shown(words: str) -> str:
    """Return words of a plan so that they stay words: nothing that could be mark-up, steer, or hide."""
    return escape("".join(sign if sign == "\n" or visible(sign) else "?" for sign in words))
