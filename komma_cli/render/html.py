"""A rendered document as one HTML page: nothing is loaded from elsewhere, no script, for telephone and printer.

Equal input, equal bytes.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from komma_cli.render.document import RenderedDocument
from komma_cli.render.errors import RenderError
from komma_cli.render.html_fields import FieldWriter
from komma_cli.render.html_style import style
from komma_cli.render.html_text import quoted, shown
from komma_cli.render.outline import Headings, caption_of
from komma_cli.render.tree import (
    Block,
    BulletList,
    Callout,
    Change,
    Code,
    CodeSpan,
    Deleted,
    Emphasis,
    Field,
    Heading,
    Image,
    Inline,
    Inlines,
    Inserted,
    Landscape,
    LineBreak,
    ListItem,
    OrderedList,
    PageBreak,
    PageSize,
    Paragraph,
    Portrait,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    TableOfContents,
    Text,
    item_numbers,
    plain,
)
from komma_cli.texts import text

POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SMALL_MM: Final = 60.0
"""Narrower pictures keep their size on a wide screen."""
_EMERGENCY_NUMBER: Final = re.compile(r"^(\d{2,6})(?=\s|$)")
_CHANGES: Final[dict[Change, str]] = {"inserted": "ins", "deleted": "del"}
_WRAPS: Final[dict[type[Inline], str]] = {Strong: "strong", Emphasis: "em", Strike: "s"}


def write_html(document: RenderedDocument) -> bytes:
    """Return the page as UTF-8. Raises ``RenderError`` ``render.picture_missing``."""
    return _Page(document).write().encode("utf-8")


class _Page:
    """Writes the blocks of one document, outermost first."""

    def __init__(self, document: RenderedDocument) -> None:
        self.document = document
        self.headings = Headings(document.blocks)
        self.fields = FieldWriter(self.inlines)
        self.tables = 0
        self.new_page = False
        self.writers: Mapping[type[Any], Callable[[Any], str]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            BulletList: self.bullets,
            OrderedList: self.numbers,
            Table: self.table,
            Callout: self.callout,
            Quote: lambda block: f"<blockquote>{self.blocks(block.children)}</blockquote>",
            Image: self.image,
            Field: self.fields.write,
            Code: lambda block: f'<pre tabindex="0">{self.marked(shown(block.text), block.change)}</pre>',
            Rule: lambda _: "<hr>",
            TableOfContents: lambda _: self.contents(),
        }

    def write(self) -> str:
        """Return the whole page."""
        document, lang = self.document, self.document.language
        marks = [mark for mark in (document.number, document.class_label) if mark]
        foot = [shown(line) for line in (document.footer, " \u00b7 ".join(marks)) if line]
        mark = f'<p class="mark">{shown(document.mark)}</p>\n' if document.mark else ""
        paper = "card" if PageSize("a5") in document.blocks else "plain" if document.plain else "paper"
        described = f'<meta name="description" content="{quoted(document.subject)}">\n' if document.subject else ""
        body = self.blocks(document.blocks)
        return (
            f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{quoted(document.title)}</title>\n"
            f'<meta name="author" content="{quoted(document.author)}">\n{described}'
            f"<style>{style()}</style>\n</head>\n"
            f'<body class="{paper}">\n<a class="skip" href="#main">{shown(text("render.skip", lang))}</a>\n'
            f'<main id="main" tabindex="-1">\n{mark}{body}\n</main>\n'
            f"<footer><p>{'<br>'.join(foot)}</p></footer>\n</body>\n</html>\n"
        )

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return blocks that follow each other; page breaks become a class of what stands behind them."""
        made = []
        for block in blocks:
            if isinstance(block, PageBreak):
                self.new_page = True
            elif not isinstance(block, Landscape | Portrait | PageSize):
                made.append(self.writers[type(block)](block))
        return "\n".join(each for each in made if each)

    def heading(self, block: Heading) -> str:
        """Return a heading; the title of the document is the only h1."""
        level = min(self.headings.level(block) + 1, 6)
        turned = ' class="new"' if self.new_page else ""
        self.new_page = False
        if block.change == "deleted":  # no place to go to any more
            return f'<p class="head">{self.inlines(block.children)}</p>'
        return f'<h{level} id="{_anchor(block.id)}"{turned}>{self.inlines(block.children)}</h{level}>'

    def paragraph(self, block: Paragraph) -> str:
        """Return a paragraph."""
        kind = f' class="{block.style}"' if block.style else ""
        words = self.inlines(block.children)
        if block.style == "number":  # an emergency number is called with one touch
            words = _EMERGENCY_NUMBER.sub(r'<a href="tel:\1">\1</a>', words)
        return f"<p{kind}>{words}</p>"

    def bullets(self, block: BulletList) -> str:
        """Return a list; tick boxes can be ticked, their words are their labels."""
        ticks = any(item.checked is not None for item in block.items)
        kind = ' class="ticks"' if ticks else ""
        return f"<ul{kind}>{self.items(block.items)}</ul>"

    def numbers(self, block: OrderedList) -> str:
        """Return a numbered list."""
        start = f' start="{block.start}"' if block.start != 1 else ""
        numbers = item_numbers(block) if any(item.change for item in block.items) else ()
        return f"<ol{start}>{self.items(block.items, numbers)}</ol>"

    def items(self, items: Sequence[ListItem], numbers: Sequence[int] = ()) -> str:
        """Return the items; their first paragraph stands in the item itself. No ``numbers``: counted one by one."""
        made = []
        for index, item in enumerate(items):
            first, *rest = item.children
            words = self.inlines(first.children) if isinstance(first, Paragraph) else self.blocks([first])
            if item.checked is not None:
                ticked = " checked" if item.checked else ""
                words = f'<label><input type="checkbox"{ticked}> <span>{words}</span></label>'
            number = f' value="{numbers[index]}"' if numbers else ""
            made.append(f"<li{number}>{words}{self.blocks(rest)}</li>")
        return "".join(made)

    def table(self, block: Table) -> str:
        """Return a table that scrolls by itself where the screen is narrower; the first cell of a row names it."""
        self.tables += 1
        name = f"table-{self.tables}"
        words = block.caption or text(
            "render.table", self.document.language, columns=", ".join(plain(cell) for cell in block.head)
        )
        caption = self.inlines(block.marked_caption) if block.marked_caption else shown(words)
        hidden = "" if block.caption or block.marked_caption else ' class="hidden"'
        head = "".join(
            f'<th scope="col"{_side(side)}>{self.inlines(cell)}</th>'
            for cell, side in zip(block.head, block.align, strict=True)
        )
        rows = "".join(f"<tr>{self.row(row, block)}</tr>" for row in block.rows)
        columns = "".join(f'<col class="w{round(width / 10)}">' for width in block.widths)
        return (
            f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{name}"><table>'
            f'<caption id="{name}"{hidden}>{caption}</caption><colgroup>{columns}</colgroup>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def row(self, row: tuple[Inlines, ...], table: Table) -> str:
        """Return the cells of a row."""
        first, *rest = (self.inlines(cell) for cell in row)
        cells = [f'<th scope="row"{_side(table.align[0])}>{first}</th>']
        cells += [f"<td{_side(side)}>{cell}</td>" for cell, side in zip(rest, table.align[1:], strict=True)]
        return "".join(cells)

    def callout(self, block: Callout) -> str:
        """Return a box under its title or the word for its kind."""
        word = text(f"render.callout_{block.kind}", self.document.language)
        title = self.inlines(block.title) if block.title else shown(word)
        inner = self.blocks(block.children)
        return f'<div class="box {block.kind}" role="note"><p class="head">{title}</p>\n{inner}</div>'

    def image(self, block: Image) -> str:
        """Return a picture under its caption."""
        picture = self.document.pictures.get(block.source)
        if picture is None:
            raise RenderError("render.picture_missing", source=block.source)
        data = base64.b64encode(picture.svg.encode("utf-8")).decode("ascii")
        words = caption_of(block, self.document.language)
        caption = f"<figcaption>{shown(words)}</figcaption>" if words else ""
        small = ' class="small"' if picture.width_mm < _SMALL_MM else ""
        drawn = f'<img{small} src="data:image/svg+xml;base64,{data}" alt="{quoted(block.alt)}">'
        return f'<figure tabindex="0">{caption}{drawn}</figure>'

    def contents(self) -> str:
        """Return the table of contents as a list within a list."""
        entries = self.headings.entries()
        if not entries:
            return ""
        title = shown(text("render.contents", self.document.language))
        made, depth = "", 0
        for heading, level in entries:
            wanted = min(level, depth + 1)
            made += "<ul>" if wanted > depth else "</li>" + "</ul></li>" * (depth - wanted)
            depth = wanted
            made += f'<li><a href="#{_anchor(heading.id)}">{shown(plain(heading.children))}</a>'
        made += "</li></ul>" * depth
        return f'<nav aria-labelledby="contents"><h2 id="contents">{title}</h2>{made}</nav>'

    def inlines(self, inlines: Inlines) -> str:
        """Return a run of words."""
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        """Return one piece of a run."""
        if isinstance(inline, Text):
            return shown(inline.text)
        if isinstance(inline, LineBreak):
            return "<br>"
        if isinstance(inline, CodeSpan):
            return f"<code>{shown(inline.text)}</code>"
        words = self.inlines(inline.children)
        if isinstance(inline, Inserted | Deleted):
            return self.marked(words, "inserted" if isinstance(inline, Inserted) else "deleted")
        if isinstance(inline, Strong | Emphasis | Strike):
            tag = _WRAPS[type(inline)]
            return f"<{tag}>{words}</{tag}>"
        kind = ' class="whole"' if inline.target.startswith(("tel:", "mailto:")) else ""
        target = f"#{_anchor(inline.target[1:])}" if inline.target.startswith("#") else inline.target
        return f'<a href="{quoted(target)}"{kind}>{words}</a>'

    def marked(self, words: str, change: Change) -> str:
        """Return words that were inserted or deleted, with the same in words for those who do not see it."""
        if not change:
            return words
        tag, said = _CHANGES[change], shown(text(f"render.{change}", self.document.language))
        hidden = '<span class="hidden">{}</span>'
        after = "<wbr>" if change == "deleted" else ""  # a line may end between the old word and the new one
        return f"<{tag}>{hidden.format(f'[{said}: ')}{words}{hidden.format('] ')}</{tag}>{after}"


def _anchor(identifier: str) -> str:
    """Return an id that begins with a letter."""
    return identifier if identifier[:1].isalpha() else f"s-{identifier}"


def _side(side: str) -> str:
    return "" if side == "left" else f' class="{side}"'
