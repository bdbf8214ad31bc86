"""A finished document before it becomes a file: the one value every writer takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, Protocol

from komma_cli.render.tree import Block, Callout


class Printable(Protocol):
    """A picture that writers print. It may be drawn only when its PNG or SVG is asked for."""

    @property
    def png(self) -> bytes:
        """The drawing in pixels."""

    @property
    def svg(self) -> str:
        """The drawing in lines."""

    @property
    def width_mm(self) -> float:
        """The width it is printed with, in millimetres."""

    @property
    def told(self) -> tuple[str, ...]:
        """What is drawn but too long for a text alternative, line by line; may be empty."""

    @property
    def mermaid(self) -> str:
        """The same drawing for Markdown; may be empty."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing."""

    png: bytes
    width_mm: float
    svg: str = ""
    told: tuple[str, ...] = ()
    mermaid: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a copy that marks changes says about itself; ``author`` is a function or the municipality, no person."""

    box: Callout
    author: str


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """One document with all that is printed about it.

    ``date`` is the document's own date and the only time in the file, so that the same input gives the same bytes.
    ``number``, ``class_label`` and ``footer`` are printed at the foot of every page; each may be empty.
    ``owner`` is printed only where a Word file asks for it. ``mark`` stands at the head of every page. ``fill`` sets a
    PDF of one page as large as it holds. ``plain`` sets 12 pt and switches hyphenation off (documents in plain
    language). ``pictures`` maps the ``source`` of each ``Image``
    block. With a ``comparison`` the blocks have marks, and its box is one of them; a Word file says it in a comment, so
    that nothing but the text of the plan is left when all changes are accepted or rejected.
    """

    id: str
    title: str
    language: Literal["de", "en"]
    markdown: str
    blocks: tuple[Block, ...]
    author: str
    version: str
    date: date
    subject: str = ""
    keywords: tuple[str, ...] = ()
    number: str = ""
    class_label: str = ""
    footer: str = ""
    owner: str = ""
    plain: bool = False
    fill: bool = False
    mark: str = ""
    comparison: Comparison | None = None
    pictures: Mapping[str, Printable] = field(default_factory=lambda: MappingProxyType({}))
