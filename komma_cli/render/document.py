"""A finished document before it becomes a file: the one value every writer takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from komma_cli.render.tree import Block


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as PNG and as SVG, and the width it is printed with, in millimetres."""

    png: bytes
    width_mm: float
    svg: str = ""


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """One document with all that is printed about it.

    ``date`` is the document's own date and the only time in the file, so that the same input gives the same bytes.
    ``number``, ``class_label`` and ``footer`` are printed at the foot of every page; each may be empty.
    ``mark`` stands at the head of every page. ``plain`` sets 12 pt and switches hyphenation off (documents in plain
    language). ``pictures`` maps the ``source`` of each ``Image`` block.
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
    plain: bool = False
    mark: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
