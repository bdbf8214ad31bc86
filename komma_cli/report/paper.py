"""A short report as blocks, written for a terminal or as Markdown, so that both say the same."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from komma_cli.report.json import visible
from komma_cli.report.markdown import escaped

WIDTH = 80
_BAR_LABEL = 34


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 stands once, at the top."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Line:
    """A paragraph. What stands under an item is ``deep``."""

    text: str
    deep: bool = False


@dataclass(frozen=True)
class Items:
    """A list, numbered from ``first`` on or with dashes; under an item if ``deep``."""

    texts: tuple[str, ...]
    first: int | None = None
    deep: bool = False


@dataclass(frozen=True)
class Bars:
    """Rows of signs with a common head, each with a label."""

    head: str
    rows: tuple[tuple[str, str], ...]
    legend: str


Block = Heading | Line | Items | Bars


def as_text(blocks: Iterable[Block], width: int = WIDTH) -> str:
    """Return the report for a terminal of so many columns; it ends with a line break."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading) and lines:
            lines.append("")
        lines += _text_lines(block, width)
    return "\n".join(lines) + "\n"


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return the report as Markdown in which no word of a plan can become mark-up; it ends with a line break."""
    return "\n\n".join("\n".join(_markdown_lines(block)) for block in blocks) + "\n"


def _text_lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from _wrap(block.text, width)
        if block.level == 1:
            yield ""
    elif isinstance(block, Line):
        yield from _wrap(block.text, width, "   " if block.deep else "")
    elif isinstance(block, Items):
        before = "   " if block.deep else ""
        for number, item in enumerate(block.texts, block.first or 0):
            mark = f"{number}. " if block.first is not None else "- "
            yield from _wrap(item, width, before + mark, before + " " * len(mark))
    else:
        room = max(min(_BAR_LABEL, width - len(block.head) - 2), 10)
        yield f"{'':<{room}}  {block.head}"
        for label, bar in block.rows:
            first, *rest = textwrap.wrap(_shown(label), room) or [""]
            yield f"{first:<{room}}  {bar}"
            yield from rest
        yield from _wrap(block.legend, width)


def _wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        _shown(text),
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _shown(text: str) -> str:
    """Return words as they are; a sign nobody can see, which could steer a terminal, is a question mark."""
    return "".join(sign if visible(sign) else "?" for sign in text)


def _markdown_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {escaped(block.text)}"
    elif isinstance(block, Line):
        yield f"{'   ' if block.deep else ''}{escaped(block.text)}"
    elif isinstance(block, Items):
        before = "   " if block.deep else ""
        for number, item in enumerate(block.texts, block.first or 0):
            mark = f"{number}." if block.first is not None else "-"
            yield f"{before}{mark} {escaped(item)}"
    else:
        yield f"| | {block.head.replace(' ', '&nbsp;')} |"
        yield "| --- | --- |"
        for label, bar in block.rows:
            yield f"| {escaped(label)} | `{bar}` |"
        yield ""
        yield escaped(block.legend)
