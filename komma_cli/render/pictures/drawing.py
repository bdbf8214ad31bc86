"""A picture as a value: what it says in words, and the drawing, which typst makes only when a writer asks for it.

Every word of a picture is data, never mark-up. Nothing is said by colour alone, and every colour in ``COLOURS`` that
carries words has a contrast of at least 4.5 : 1 to its ground. Equal input gives equal bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from komma_cli.render import design
from komma_cli.render.escaping import clean
from komma_cli.render.gender import SIGNS, restyle
from komma_cli.render.phrases import hold_together
from komma_cli.render.reader import Reader

if TYPE_CHECKING:
    import typst

WIDTH_MM: Final = 165.0
"""Between the margins of an upright A4 page."""
HEIGHT_MM: Final = 218.0
"""Higher pictures are drawn smaller, so that they and their caption stay on one page."""
PIXELS_PER_INCH: Final = 200
ALT_LETTERS: Final = 300
"""A screen reader reads a text alternative in one go; everything else stands in the document."""
COLOURS: Final[dict[str, tuple[str, str]]] = {
    "page": ("1A1A1A", "FFFFFF"),
    "muted": (design.MUTED, "FFFFFF"),
    "tint": ("1A1A1A", design.TINT),
    "ink": ("FFFFFF", design.INK),
    "green": ("FFFFFF", "2E7D32"),
    "yellow": ("FFFFFF", "7D5A00"),
    "orange": ("FFFFFF", "B34700"),
    "red": ("FFFFFF", "9B1C1C"),
    "sometimes": ("3A2600", "F3C77F"),
    "often": ("FFFFFF", "A8321E"),
}
"""Name of a pair: colour of the words, colour of their ground."""

_HERE: Final = Path(__file__).parent
_FONTS: Final = _HERE.parent / "fonts"
_BEYOND: Final = re.compile("[^\u0000-\u024f\u0300-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf\u2100-\u214f]")
"""Letters that komma's own font may not have: Latin, Greek and Cyrillic it has, and the usual signs."""
_LONG_WORD: Final = 40
_UNDIVIDED: Final = re.compile(r"[\W\d_]|[bcdfghjklmnpqrstvwxz]{9,}|(.)\1{4,}", re.IGNORECASE)
"""What no rule of hyphenation divides: addresses, numbers, one letter again and again."""
_PIECE: Final = 20
_SVG_HEIGHT: Final = re.compile(rb'<svg[^>]* height="([\d.]+)pt"')
_MM_PER_INCH: Final = 25.4
_POINTS_PER_INCH: Final = 72
_SOFT_HYPHEN: Final = "\u00ad"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of what one circle of readers may see.

    ``alt`` says in whole sentences what it shows. ``told`` says what is too long for it, line by line: empty where
    the alternative says everything, or a table beside the picture does.
    ``mermaid`` is the same drawing for Markdown, empty where there is none.
    """

    alt: str
    told: tuple[str, ...]
    data: str
    """All that ``pictures.typ`` draws, as JSON."""
    mermaid: str = ""
    width_mm: float = WIDTH_MM

    @property
    def png(self) -> bytes:
        """The drawing in pixels."""
        return _drawn(self.data, "png")

    @property
    def svg(self) -> str:
        """The drawing in lines; letters are outlines, so that it looks the same everywhere."""
        return _drawn(self.data, "svg").decode("utf-8")


class Wording:
    """Puts typed words into the form the documents print, for one reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        style = reader.playbook["communication"]["gender_style"]
        self._style = str(style) if style in SIGNS and reader.lang == "de" else None
        self._bodies = tuple(str(body["name"]) for body in reader.playbook["bodies"])

    def __call__(self, value: object, most: int | None = None) -> str:
        """Return one line; a missing value is the visible word for "still open", a longer one is cut at ``most``."""
        words = " ".join(clean(str(self.reader.word("missing") if value is None else value)).split())
        if self._style:
            words = restyle(words, self._style, self._bodies).replace(SIGNS["star"], "*")
        words = hold_together(words)
        return words if most is None or len(words) <= most else _cut(words, most)


def drawing(
    kind: str, alt: str, told: tuple[str, ...], data: dict[str, Any], mermaid: str = "", width_mm: float = WIDTH_MM
) -> Drawing:
    """Return a picture of a kind that ``pictures.typ`` can draw."""
    drawn = {"kind": kind, "width": width_mm, "line": design.LINE}
    colours = {name: [f"#{colour}" for colour in pair] for name, pair in COLOURS.items()}
    everything = {**drawn, "colours": colours, **_breakable(data)}
    told = tuple(hold_together(line) for line in told)
    return Drawing(alt, told, json.dumps(everything, ensure_ascii=False, sort_keys=True), mermaid, width_mm)


def fitting(*sentences: str) -> str:
    """Return the first text that is short enough to be a text alternative; if none is, the last one, cut."""
    for words in sentences:
        if len(words) <= ALT_LETTERS:
            return words
    return _cut(sentences[-1], ALT_LETTERS)


def _cut(words: str, most: int) -> str:
    """Return the beginning of a text, up to the last whole word that fits if there is one."""
    kept = words[: most - 2]
    whole = kept.rpartition(" ")[0] if words[most - 2] != " " else kept
    return f"{(whole or kept).rstrip(' ,;:.')} …"


def _breakable(data: Any) -> Any:
    """Return the data with places to break words of which no dictionary knows where they may be broken."""
    if isinstance(data, dict):
        return {key: _breakable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_breakable(value) for value in data]
    return re.sub(rf"\S{{{_LONG_WORD},}}", _pieces, data) if isinstance(data, str) else data


def _pieces(word: re.Match[str]) -> str:
    if not _UNDIVIDED.search(word[0]):
        return word[0]
    return _SOFT_HYPHEN.join(word[0][start : start + _PIECE] for start in range(0, len(word[0]), _PIECE))


@lru_cache(maxsize=32)
def _drawn(data: str, form: Literal["png", "svg"]) -> bytes:
    """Return the drawing; one that is too high is drawn again, smaller."""
    lines = _compiled(data, "svg", 1.0)
    found = _SVG_HEIGHT.search(lines)
    assert found is not None
    share = min(1.0, HEIGHT_MM / (float(found[1]) / _POINTS_PER_INCH * _MM_PER_INCH))
    return lines if form == "svg" and share == 1 else _compiled(data, form, share)


def _compiled(data: str, form: Literal["png", "svg"], share: float) -> bytes:
    import typst

    made = typst.compile(
        _HERE / "pictures.typ", root=_HERE, format=form, ppi=PIXELS_PER_INCH if form == "png" else None,
        sys_inputs={"data": data, "share": f"{share:.4f}"}, font_paths=_fonts(system=_BEYOND.search(data) is not None),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[_FONTS])
