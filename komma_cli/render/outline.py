"""The headings of a document as every file format shows them: one title, levels without a jump, a table of contents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from komma_cli.render.tree import Block, Heading, Image
from komma_cli.texts import Lang, text

CONTENTS_LEVELS: Final = 2


class Headings:
    """Levels as readers see them: the first level-1 heading is the title, and if it is the only one, others move up."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.all = [block for block in blocks if isinstance(block, Heading)]
        tops = [heading for heading in self.all if heading.level == 1]
        self.title = self.all[0] if tops and self.all[0] is tops[0] else None
        self.shift = 1 if self.title is not None and len(tops) == 1 else 0

    def level(self, heading: Heading) -> int:
        """Return the outline level; 0 is the title."""
        return 0 if heading is self.title else heading.level - self.shift

    def entries(self, *, deleted: bool = False) -> list[tuple[Heading, int]]:
        """Return the headings of the table of contents with their levels; ``deleted`` ones only if wanted."""
        levels = [(heading, self.level(heading)) for heading in self.all if deleted or heading.change != "deleted"]
        return [(heading, level) for heading, level in levels if 0 < level <= CONTENTS_LEVELS]

    def anchors(self) -> dict[str, str]:
        """Return a bookmark name for every heading id (Word: at most 40 letters, digits and underscores)."""
        return {heading.id: f"_Toc{900000 + index}" for index, heading in enumerate(self.all)}


def caption_of(image: Image, lang: Lang) -> str:
    """Return what stands above a picture: its caption, and in a copy that marks changes what became of it."""
    if not image.change:
        return image.caption
    return text(f"render.picture_{image.change}", lang, caption=image.caption or image.alt)
