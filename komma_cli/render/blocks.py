"""Markdown to the block tree: CommonMark, tables, tick boxes, call-outs, strike-through and eight comment directives.

Directives, each alone on its line: ``<!-- toc -->``, ``<!-- pagebreak -->``, ``<!-- landscape -->``,
``<!-- portrait -->``, ``<!-- page: a5 -->`` (first line only), ``<!-- caption: words -->`` before a table,
``<!-- style: number|lead|small -->`` before a paragraph. Besides these only ``<br>`` may stand in the Markdown;
every other piece of HTML and every construct without a writer is an error, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Final, get_args

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from komma_cli.render.errors import RenderError
from komma_cli.render.tree import (
    SHARE,
    Align,
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Code,
    CodeSpan,
    Emphasis,
    Heading,
    Image,
    Inline,
    Inlines,
    Landscape,
    LineBreak,
    Link,
    ListItem,
    OrderedList,
    PageBreak,
    PageSize,
    PaperSize,
    Paragraph,
    ParagraphStyle,
    Portrait,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    TableOfContents,
    Text,
    inlines_of,
    links,
    plain,
    walk,
)
from komma_cli.slugs import slug

PLAIN_DIRECTIVES: Final[dict[str, Block]] = {
    "toc": TableOfContents(),
    "pagebreak": PageBreak(),
    "landscape": Landscape(),
    "portrait": Portrait(),
}
ALIGNMENTS: Final[dict[str, Align]] = {"text-align:center": "center", "text-align:right": "right"}
CALLOUTS: Final[dict[str, CalloutKind]] = {str(kind).upper(): kind for kind in get_args(CalloutKind)}
STYLES: Final[dict[str, ParagraphStyle]] = {style: style for style in get_args(ParagraphStyle) if style}
WRAPPERS: Final[dict[str, Callable[[Inlines], Inline]]] = {"strong": Strong, "em": Emphasis, "s": Strike}
WORDS: Final[dict[str, Callable[[str], Inline]]] = {"text": Text, "code_inline": CodeSpan}
PAPERS: Final[dict[str, PaperSize]] = {paper: paper for paper in get_args(PaperSize)}

# Widths of a column, in shares: one character of 10 pt text, the padding of a cell, the most one word may claim.
CHARACTER_SHARE = 11.5
PADDING_SHARE = 28
BOLD = 1.2
"""Column heads are bold, and bold letters are about so much wider."""
WORD_LIMIT = 0.3 * SHARE
HYPHENATED_FROM = 16
HYPHENATED_FROM_IN_NARROW_TABLES = 24
"""Longer words of letters are divided by the word processor; dates, numbers and addresses are not.

Tables of up to three columns have the room to keep „Gefährdungsbeurteilung“ whole.
"""

_DIRECTIVE = re.compile(r"<!-- ([a-z]+)(?:: (\S.*?))? -->")
_UNDIVIDED = re.compile(r"[0-9@]|\w\.\w")
_LINE_BREAKS = ("<br>", "<br/>", "<br />")


def parse_blocks(markdown: str) -> tuple[Block, ...]:
    """Return the block tree. Raises ``RenderError`` for HTML, unknown constructs, dead ``#`` links and bad nesting."""
    root = SyntaxTreeNode(_markdown_parser().parse(markdown))
    blocks = _TreeMaker().blocks(root.children, "")
    _check_paper_comes_first(blocks)
    _check_anchors(blocks)
    return blocks


def column_widths(head: Sequence[Inlines], rows: Sequence[Sequence[Inlines]]) -> tuple[int, ...]:
    """Return a share of ``SHARE`` per column: room for its longest word, the rest by the damped mean of its length."""
    columns = [[plain(row[index]) for row in (head, *rows)] for index in range(len(head))]
    divided_from = HYPHENATED_FROM_IN_NARROW_TABLES if len(columns) <= 3 else HYPHENATED_FROM
    longest = [
        max(_longest_word(cells, divided_from), BOLD * _longest_word(cells[:1], divided_from)) for cells in columns
    ]
    needs = [min(length * CHARACTER_SHARE + PADDING_SHARE, WORD_LIMIT) for length in longest]
    wishes = [max(sum(map(len, cells)) / len(cells), 3) ** 0.75 for cells in columns]
    wanted = [max(need, SHARE * wish / sum(wishes)) for need, wish in zip(needs, wishes, strict=True)]
    spare, excess = sum(wanted) - sum(needs), sum(wanted) - SHARE
    if excess <= spare:  # only columns with room to spare give way, so that no date or number is broken
        shrunk = [width - (width - need) * excess / (spare or 1) for width, need in zip(wanted, needs, strict=True)]
    else:
        shrunk = [need * SHARE / sum(needs) for need in needs]
    widths = [round(width) for width in shrunk]
    widths[-1] += SHARE - sum(widths)
    return tuple(widths)


class _TreeMaker:
    """Walks markdown-it's nodes once; remembers the heading ids and what a directive said about the next block."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.makers: dict[str, Callable[[SyntaxTreeNode, str], Block]] = {
            "heading": self.heading,
            "paragraph": self.paragraph,
            "bullet_list": self.list,
            "ordered_list": self.list,
            "table": self.table,
            "alert": self.callout,
            "blockquote": self.quote,
            "fence": self.code,
            "code_block": self.code,
            "hr": self.rule,
        }

    def blocks(self, nodes: Iterable[SyntaxTreeNode], inside: str) -> tuple[Block, ...]:
        """Return the blocks of one container; ``inside`` is its node type, empty for the document itself."""
        made: list[Block] = []
        awaited: tuple[str, str, int] | None = None
        for node in nodes:
            if node.type == "html_block":
                _refuse_misplaced(awaited)
                name, value = _directive(node)
                if name in PLAIN_DIRECTIVES or name == "page":
                    _refuse_nesting(node, inside)
                    made.append(PLAIN_DIRECTIVES.get(name) or PageSize(PAPERS[value]))
                else:
                    awaited = (name, value, _line(node))
                continue
            made.append(_directed(self.block(node, inside), awaited))
            awaited = None
        _refuse_misplaced(awaited)
        return tuple(made)

    def block(self, node: SyntaxTreeNode, inside: str) -> Block:
        maker = self.makers.get(node.type)
        if maker is None:
            raise RenderError("render.token_unknown", kind=node.type, line=_line(node))
        return maker(node, inside)

    def heading(self, node: SyntaxTreeNode, inside: str) -> Heading:
        _refuse_nesting(node, inside)
        children = _inlines(node.children[0].children)
        if not plain(children).strip():
            raise RenderError("render.heading_empty", line=_line(node))
        return Heading(int(node.tag[1]), self.unique_id(plain(children)), children)

    def unique_id(self, text: str) -> str:
        wanted = candidate = slug(text) or "section"
        number = 1
        while candidate in self.ids:
            number += 1
            candidate = f"{wanted}-{number}"
        self.ids.add(candidate)
        return candidate

    def paragraph(self, node: SyntaxTreeNode, inside: str) -> Paragraph | Image:
        nodes = node.children[0].children if node.children else []
        if len(nodes) == 1 and nodes[0].type == "image":
            _refuse_nesting(node, inside)
            return _image(nodes[0], _line(node))
        return Paragraph(_inlines(nodes))

    def list(self, node: SyntaxTreeNode, inside: str) -> BulletList | OrderedList:
        items = tuple(self.item(item) for item in node.children)
        if node.type == "bullet_list":
            return BulletList(items)
        return OrderedList(items, int(node.attrs.get("start", 1)))

    def item(self, node: SyntaxTreeNode) -> ListItem:
        children = self.blocks(node.children, "list")
        if not children or not isinstance(children[0], Paragraph):
            raise RenderError("render.item_empty", line=_line(node))
        return ListItem(children, _checked(node))

    def table(self, node: SyntaxTreeNode, inside: str) -> Table:
        _refuse_nesting(node, inside)
        head_row, *body_rows = [row for part in node.children for row in part.children]
        head = _cells(head_row)
        if any(not plain(cell).strip() for cell in head):
            raise RenderError("render.table_head_empty", line=_line(node))
        rows = tuple(_cells(row) for row in body_rows)
        align = tuple(ALIGNMENTS.get(str(cell.attrs.get("style", "")), "left") for cell in head_row.children)
        return Table(head, rows, align, column_widths(head, rows))

    def callout(self, node: SyntaxTreeNode, inside: str) -> Callout:
        _refuse_nesting(node, inside)
        children = self.blocks([child for child in node.children if child.type != "alert_title"], "callout")
        title: Inlines = ()
        if children and isinstance(children[0], Paragraph) and not children[0].style:
            words = children[0].children
            if len(words) == 1 and isinstance(words[0], Strong):
                title, children = words[0].children, children[1:]
        return Callout(CALLOUTS[str(node.meta["kind"])], title, children)

    def quote(self, node: SyntaxTreeNode, inside: str) -> Quote:
        _refuse_nesting(node, inside)
        return Quote(self.blocks(node.children, "quote"))

    def code(self, node: SyntaxTreeNode, inside: str) -> Code:
        _refuse_nesting(node, inside)
        return Code(node.content.rstrip("\n"))

    def rule(self, node: SyntaxTreeNode, inside: str) -> Rule:
        _refuse_nesting(node, inside)
        return Rule()


@cache
def _markdown_parser() -> MarkdownIt:
    options: dict[str, Any] = {"html": True, "tasklists": True, "alerts": True}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


def _inlines(nodes: Iterable[SyntaxTreeNode]) -> Inlines:
    """Return the inlines with neighbouring texts joined and empty ones left out."""
    made: list[Inline] = []
    for node in nodes:
        inline = _inline(node)
        if isinstance(inline, Text) and made and isinstance(made[-1], Text):
            made[-1] = Text(made[-1].text + inline.text)
        elif inline != Text(""):
            made.append(inline)
    return tuple(made)


def _inline(node: SyntaxTreeNode) -> Inline:
    if node.type in WRAPPERS:
        return WRAPPERS[node.type](_inlines(node.children))
    if node.type in WORDS:
        return WORDS[node.type](node.content)
    if node.type == "softbreak":
        return Text(" ")
    if node.type == "hardbreak" or (node.type == "html_inline" and node.content.lower() in _LINE_BREAKS):
        return LineBreak()
    if node.type == "link":
        return Link(str(node.attrs["href"]), _inlines(node.children), str(node.attrs.get("title", "")))
    raise _refusal(node)


def _refusal(node: SyntaxTreeNode) -> RenderError:
    """Return the error for an inline that no writer has a form for."""
    if node.type == "html_inline":
        return RenderError("render.html_refused", found=node.content, line=_line(node))
    if node.type == "image":
        return RenderError("render.image_inline", source=str(node.attrs["src"]), line=_line(node))
    return RenderError("render.token_unknown", kind=node.type, line=_line(node))


def _image(node: SyntaxTreeNode, line: int) -> Image:
    source, alt = str(node.attrs["src"]), plain(_inlines(node.children)).strip()
    if not alt:
        raise RenderError("render.alt_missing", source=source, line=line)
    return Image(source, alt, str(node.attrs.get("title", "")))


def _cells(row: SyntaxTreeNode) -> tuple[Inlines, ...]:
    return tuple(_inlines(cell.children[0].children) if cell.children else () for cell in row.children)


def _checked(item: SyntaxTreeNode) -> bool | None:
    checked = item.meta.get("checked")
    return None if checked is None else bool(checked)


def _directive(node: SyntaxTreeNode) -> tuple[str, str]:
    """Return (name, value) of a directive. Raises ``RenderError`` for every other piece of HTML."""
    found = node.content.strip()
    match = _DIRECTIVE.fullmatch(found)
    name, value = (match[1], match[2] or "") if match else ("", "")
    known = {
        "caption": bool(value),
        "style": value in STYLES,
        "page": value in PAPERS,
        **dict.fromkeys(PLAIN_DIRECTIVES, not value),
    }
    if not known.get(name, False):
        raise RenderError("render.html_refused", found=found, line=_line(node))
    return name, value


def _directed(block: Block, awaited: tuple[str, str, int] | None) -> Block:
    """Return the block with the caption or style that a directive before it gave."""
    if awaited is None:
        return block
    name, value, _ = awaited
    if name == "caption" and isinstance(block, Table):
        words = SyntaxTreeNode(_markdown_parser().parseInline(value)).children[0].children
        return Table(block.head, block.rows, block.align, block.widths, plain(_inlines(words)))
    if name == "style" and isinstance(block, Paragraph):
        return Paragraph(block.children, STYLES[value])
    _refuse_misplaced(awaited)
    return block


def _refuse_misplaced(awaited: tuple[str, str, int] | None) -> None:
    """Raise if a caption or style directive has met no block it can apply to."""
    if awaited is not None:
        raise RenderError("render.directive_misplaced", directive=awaited[0], line=awaited[2])


def _refuse_nesting(node: SyntaxTreeNode, inside: str) -> None:
    """Raise for a block that only has a form on its own: writers could show it, but not within ``inside``'s bounds."""
    if inside:
        raise RenderError("render.nesting_refused", kind=node.type, inside=inside, line=_line(node))


def _check_paper_comes_first(blocks: Sequence[Block]) -> None:
    if any(isinstance(block, PageSize) for block in blocks[1:]):
        raise RenderError("render.directive_misplaced", directive="page", line=1)


def _check_anchors(blocks: Sequence[Block]) -> None:
    """Raise for a link to a heading that does not exist."""
    everything = list(walk(blocks))
    ids = {block.id for block in everything if isinstance(block, Heading)}
    for block in everything:
        for inlines in inlines_of(block):
            for link in links(inlines):
                if link.target.startswith("#") and link.target[1:] not in ids:
                    raise RenderError("render.anchor_missing", target=link.target)


def _longest_word(cells: Iterable[str], divided_from: int) -> int:
    words = (word for cell in cells for word in re.split(r"[ /-]", cell))
    return max((len(word) if _UNDIVIDED.search(word) else min(len(word), divided_from) for word in words), default=1)


def _line(node: SyntaxTreeNode) -> int:
    """Return the line of the Markdown where the node begins, counted from 1; inlines take their paragraph's line."""
    while node.map is None and node.parent is not None and not node.parent.is_root:
        node = node.parent
    return node.map[0] + 1 if node.map else 1
