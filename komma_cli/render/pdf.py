"""A rendered document as a PDF that a screen reader reads: PDF/UA-1 and PDF/A-2a in one file. Equal input, equal bytes.

typst makes the pages from the block tree and ``document.typ``. Only komma's own fonts are used, so that every computer
makes the same file; letters they do not have are looked for among the fonts of the computer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from komma_cli.render import design
from komma_cli.render.document import RenderedDocument
from komma_cli.render.errors import RenderError
from komma_cli.render.outline import Headings
from komma_cli.render.tree import Image, PageSize, walk
from komma_cli.render.tree_data import inlines, parts
from komma_cli.texts import text

if TYPE_CHECKING:
    import typst

CARD_SIZES: Final = (15.0, 14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
"""Points of a card's text, largest first: it may shrink so far to fit on its page."""
WALL_SIZES: Final = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
"""Points of the text of a page for the wall, largest first; below them it has its usual size."""
_HERE: Final = Path(__file__).parent
_REGIONS: Final = {"de": "DE", "en": "GB"}
_LAST_RESORT: Final = ("DejaVu Sans Mono",)
"""Comes with typst and has the signs of tick boxes."""
_MISSING_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished PDF."""

    content: bytes
    count: int


def write_pdf(document: RenderedDocument) -> Pages:
    """Return the PDF and how many pages it has. A card is set as large as fits on its one page.

    Raises ``RenderError``: ``render.card_too_long`` if that would be smaller than 9 pt, ``render.letters_missing`` if
    no font of this computer has a letter, ``render.picture_missing``, ``render.pdf_failed`` for anything else.
    """
    paper = next((block.name for block in document.blocks if isinstance(block, PageSize)), "a4")
    if paper == "a4":
        usual = (design.PLAIN_HALF_POINTS if document.plain else design.BODY_HALF_POINTS) / 2
        larger = (size for size in WALL_SIZES if document.fill and size > usual)
        filled = (pages for size in larger if (pages := _compile(document, paper, size)).count == 1)
        return next(filled, None) or _compile(document, paper, usual)
    for size in CARD_SIZES:
        pages = _compile(document, paper, size)
        if pages.count == 1:
            return pages
    raise RenderError("render.card_too_long", title=document.title, points=f"{CARD_SIZES[-1]:g}")


def _compile(document: RenderedDocument, paper: str, size: float) -> Pages:
    inputs = {"document": json.dumps(_data(document, paper, size)), **_pictures(document)}
    try:
        content = _run(document, inputs, system=False)
    except _LettersMissing:
        try:
            content = _run(document, inputs, system=True)
        except _LettersMissing as error:
            raise RenderError("render.letters_missing", title=document.title, letters=str(error)) from error
    return Pages(content, content.count(b"/Type /Page\n") or content.count(b"/Type/Page/"))


class _LettersMissing(Exception):
    """A letter is in none of the fonts that may be used."""


def _run(document: RenderedDocument, inputs: dict[str, str], *, system: bool) -> bytes:
    import typst

    when = int(datetime.combine(document.date, time(), UTC).timestamp())
    try:
        content = typst.compile(
            _HERE / "document.typ", root=_HERE, format="pdf", pdf_standards=["ua-1", "a-2a"], sys_inputs=inputs,
            font_paths=_fonts(system=system), timestamp=when,
        )  # fmt: skip
    except typst.TypstError as error:
        if missing := _MISSING_GLYPH.search(str(error)):
            raise _LettersMissing(missing[1]) from error
        raise RenderError("render.pdf_failed", title=document.title, reason=str(error)) from error
    assert isinstance(content, bytes)
    return content


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[_HERE / "fonts"])


def _pictures(document: RenderedDocument) -> dict[str, str]:
    """Return the drawings by the name under which typst asks for them."""
    found = {}
    for block in walk(document.blocks):
        if isinstance(block, Image):
            picture = document.pictures.get(block.source)
            if picture is None:
                raise RenderError("render.picture_missing", source=block.source)
            found[f"picture-{block.source}"] = picture.svg
    return found


def _data(document: RenderedDocument, paper: str, size: float) -> dict[str, Any]:
    """Return all that ``document.typ`` prints."""
    lang = document.language
    headings = Headings(document.blocks)
    marks = [mark for mark in (document.number, document.class_label) if mark]
    return {
        "title": document.title, "author": document.author, "subject": document.subject,
        "keywords": document.keywords, "language": lang, "region": _REGIONS[lang], "paper": paper, "size": size,
        "plain": document.plain, "mark": document.mark, "fallback": _LAST_RESORT,
        "year": document.date.year, "month": document.date.month, "day": document.date.day,
        "footer": [document.footer] if document.footer else [],
        "marks": "".join(f"{mark} \u00b7 " for mark in marks),
        "count": text("render.page", lang, page="{page}", pages="{pages}"),
        "words": _words(document),
        "pictures": {name: picture.width_mm for name, picture in document.pictures.items()},
        "design": {
            "ink": f"#{design.INK}", "muted": f"#{design.MUTED}", "line": f"#{design.LINE}",
            "tint": f"#{design.TINT}", "link": f"#{design.LINK}", "caution": f"#{design.CAUTION}",
            "headings": design.HEADINGS,
            "callouts": {kind: [f"#{ink}", f"#{ground}"] for kind, (ink, ground) in design.CALLOUTS.items()},
        },
        "heading": inlines(headings.title.children) if headings.title else [],
        "parts": parts(document.blocks, headings, lang),
    }  # fmt: skip


def _words(document: RenderedDocument) -> dict[str, str]:
    names = {**{str(kind): f"callout_{kind}" for kind in design.CALLOUTS}, "contents": "contents"}
    words = {name: text(f"render.{key}", document.language) for name, key in names.items()}
    return {**words, "missing": text("documents.missing", document.language)}
