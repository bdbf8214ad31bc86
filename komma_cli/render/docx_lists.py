"""Lists: two designs (bullets, numbers) and one ``w:num`` per list; only that makes Word count from the start."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from lxml.etree import _Element as Element

from komma_cli.render.docx_package import attach, has
from komma_cli.render.docx_xml import NAMESPACES, add, q

LEVELS: Final = 6
STEP: Final = 397
"""Indent per level in twentieths of a point (7 mm)."""
BULLETS: Final = ("\u2022", "\u2013", "\u25aa", "\u2022", "\u2013", "\u25aa")
NUMBERS: Final = ("decimal", "lowerLetter", "lowerRoman")
ENDS: Final = (".", ")", ".")


class Numbering:
    """The numbering part of a document; makes it if the reference file has none, and leaves its own lists alone."""

    def __init__(self, word: Document) -> None:
        if not has(word, "numbering"):  # python-docx raises NotImplementedError in this case
            attach(word, "numbering", "/word/numbering.xml", f'<w:numbering xmlns:w="{NAMESPACES["w"]}"/>'.encode())
        self.root: Element = word.part.numbering_part.element
        self.next_id = self._highest("num", "numId") + 1
        first = self._highest("abstractNum", "abstractNumId") + 1
        self.bullet_design, self.number_design = first, first + 1
        self._add_design(self.bullet_design, bullets=True)
        self._add_design(self.number_design, bullets=False)
        self.bullets = self._add_list(self.bullet_design)

    def numbered(self, level: int, start: int) -> int:
        """Return the id of a new numbered list that begins with ``start`` at ``level`` (0 is the outermost)."""
        number_id = self._add_list(self.number_design)
        instance = self.root[-1] if self.root[-1].tag == q("num") else self.root.findall(q("num"))[-1]
        for each in range(LEVELS):
            override = add(instance, "lvlOverride", ilvl=each)
            add(override, "startOverride", val=start if each == level else 1)
        return number_id

    def _highest(self, tag: str, attribute: str) -> int:
        numbers = (each.get(q(attribute), "") for each in self.root.findall(q(tag)))
        return max((int(number) for number in numbers if number.isdecimal()), default=0)

    def _add_list(self, design: int) -> int:
        instance = self.root.makeelement(q("num"), {q("numId"): str(self.next_id)})
        add(instance, "abstractNumId", val=design)
        self._insert(instance, before=("numIdMacAtCleanup",))
        self.next_id += 1
        return self.next_id - 1

    def _add_design(self, identifier: int, *, bullets: bool) -> None:
        design = self.root.makeelement(q("abstractNum"), {q("abstractNumId"): str(identifier)})
        add(design, "nsid", val=f"4B4D{identifier:04X}")
        add(design, "multiLevelType", val="multilevel")
        add(design, "tmpl", val=f"4B4E{identifier:04X}")
        for level in range(LEVELS):
            _add_level(design, level, bullets=bullets)
        self._insert(design, before=("num", "numIdMacAtCleanup"))  # Word calls the file damaged otherwise

    def _insert(self, element: Element, before: tuple[str, ...]) -> None:
        names = {q(name) for name in before}
        place = next((index for index, child in enumerate(self.root) if child.tag in names), len(self.root))
        self.root.insert(place, element)


def _add_level(design: Element, level: int, *, bullets: bool) -> None:
    row = add(design, "lvl", ilvl=level)
    add(row, "start", val=1)
    add(row, "numFmt", val="bullet" if bullets else NUMBERS[level % 3])
    add(row, "lvlText", val=BULLETS[level] if bullets else f"%{level + 1}{ENDS[level % 3]}")
    add(row, "lvlJc", val="left")
    add(add(row, "pPr"), "ind", left=STEP * (level + 1), hanging=STEP)
    if bullets:
        add(add(row, "rPr"), "rFonts", ascii="Arial", hAnsi="Arial", cs="Arial", hint="default")
