"""Tracked changes in a Word file: who accepts all of them has the newer text, who rejects all the older one.

ECMA-376 Part 1, 17.13.5. The author is a function or the municipality, never a person; the day is that of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from docx.document import Document
from lxml.etree import _Element as Element

from komma_cli.render.docx_package import attach
from komma_cli.render.docx_xml import NAMESPACES, add, add_text, paragraph_property, parse, q, serialise
from komma_cli.render.tree import Callout, Change, Inlines, Paragraph, plain

_TAGS: Final[dict[Change, str]] = {"inserted": "ins", "deleted": "del"}


@dataclass(frozen=True, slots=True)
class Tracking:
    """Who changed something, and on which day; without a time of day, so that equal input gives equal bytes."""

    author: str
    day: date

    def runs(self, parent: Element, change: Change, number: Callable[[], int]) -> Element:
        """Return the element for changed runs at the end of a paragraph or link, made if the last one is another."""
        tag = _TAGS[change]
        if len(parent) and parent[-1].tag == q(tag):
            return parent[-1]
        return self._add(parent, tag, number)

    def mark(self, paragraph: Element, change: Change, number: Callable[[], int]) -> None:
        """Track the mark at the end of a paragraph."""
        self._add(paragraph_property(paragraph, "rPr"), _TAGS[change], number)

    def row(self, properties: Element, change: Change, number: Callable[[], int]) -> None:
        """Track a row of a table."""
        self._add(properties, _TAGS[change], number)

    @property
    def moment(self) -> str:
        """The day as Word writes it; midnight, because no time of day is known."""
        return f"{self.day.isoformat()}T00:00:00Z"

    def _add(self, parent: Element, tag: str, number: Callable[[], int]) -> Element:
        return add(parent, tag, id=number(), author=self.author, date=self.moment)


def is_tracked(paragraph: Element) -> bool:
    """Say whether the mark at the end of a paragraph is tracked, so that it may be gone tomorrow."""
    properties = paragraph.find(f"{q('pPr')}/{q('rPr')}")
    return properties is not None and any(properties.find(q(tag)) is not None for tag in _TAGS.values())


def comment(word: Document, written: Sequence[Element], box: Callout, tracking: Tracking) -> None:
    """Put what the box says into a comment at the first of the paragraphs that were written."""
    root = parse(f'<w:comments xmlns:w="{NAMESPACES["w"]}"/>'.encode())
    holder = add(root, "comment", id=0, author=tracking.author, date=tracking.moment, initials="komma")
    runs: list[Inlines] = [box.title, *(each.children for each in box.children if isinstance(each, Paragraph))]
    for words in runs:
        add_text(add(add(holder, "p"), "r"), plain(words))
    attach(word, "comments", "/word/comments.xml", serialise(root))
    paragraph = next(each for each in written if each.tag == q("p"))
    start, end = (paragraph.makeelement(q(f"commentRange{side}"), {q("id"): "0"}) for side in ("Start", "End"))
    paragraph.insert(0 if paragraph.find(q("pPr")) is None else 1, start)
    paragraph.append(end)
    add(add(paragraph, "r"), "commentReference", id=0)
