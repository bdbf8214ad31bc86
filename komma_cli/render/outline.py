"""The headings of a document as every file format shows them: one title, levels without a jump, a table of contents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from komma_cli.render.tree import Block, Heading, Image
from komma_cli.texts import Lang, text

CONTENTS_LEVELS: Final = 2


class Headings:
    """Levels as readers see them: a level-1 heading at the beginning is the title, the others step down from there.

    The norms for PDF and the readers of screens want a document to begin at level 1 and no level to be left out.
    """

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.all = [block for block in blocks if isinstance(block, Heading)]
        self.title = self.all[0] if self.all and self.all[0].level == 1 else None
        below = [heading for heading in self.all if heading is not self.title]
        live = [heading for heading in below if heading.change != "deleted"]
        self._levels = {**_steps(below), **_steps(live)}  # what stays does not hang on what is gone

    def level(self, heading: Heading) -> int:
        """Return the outline level; 0 is the title."""
        return 0 if heading is self.title else self._levels[id(heading)]

    def entries(self, *, deleted: bool = False) -> list[tuple[Heading, int]]:
        """Return the headings of the table of contents with their levels; ``deleted`` ones only if wanted."""
        levels = [(heading, self.level(heading)) for heading in self.all if deleted or heading.change != "deleted"]
        return [(heading, level) for heading, level in levels if 0 < level <= CONTENTS_LEVELS]

    def anchors(self) -> dict[str, str]:
        """Return a bookmark name for every heading id (Word: at most 40 letters, digits and underscores)."""
        return {heading.id: f"_Toc{900000 + index}" for index, heading in enumerate(self.all)}


def _steps(headings: Iterable[Heading]) -> dict[int, int]:
    """Return a level for every heading (by its identity): how many stand above it, itself included."""
    levels, above = {}, list[int]()
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        above.append(heading.level)
        levels[id(heading)] = len(above)
    return levels


def caption_of(image: Image, lang: Lang) -> str:
    """Return what stands above a picture: its caption, and in a copy that marks changes what became of it."""
    if not image.change:
        return image.caption
    return text(f"render.picture_{image.change}", lang, caption=image.caption or image.alt)
