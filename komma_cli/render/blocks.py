"""Markdown to the block tree: CommonMark, tables, tick boxes, call-outs, strike-through and nine comment directives.

Directives, each alone on its line: ``<!-- toc -->``, ``<!-- pagebreak -->``, ``<!-- landscape -->``,
``<!-- portrait -->``, ``<!-- page: a5 -->`` (first line only), ``<!-- caption: words -->`` before a table,
``<!-- style: number|lead|small -->`` before a paragraph, ``<!-- field: kind lines -->`` before a paragraph that begins
with its label in bold, of which ``choice`` and ``choices`` take the tick boxes behind it. Besides these only ``<br>``
may stand in the Markdown; every other piece of HTML and every construct without a writer is an error, never dropped
in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final, get_args

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from komma_cli.render.columns import column_widths
from komma_cli.render.errors import RenderError
from komma_cli.render.tree import (
    Align,
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Code,
    CodeSpan,
    Emphasis,
    Field,
    FieldKind,
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
FIELDS: Final[dict[str, FieldKind]] = {kind: kind for kind in get_args(FieldKind)}
CHOICES: Final = ("choice", "choices")
MAX_LINES: Final = 40
PAPERS: Final[dict[str, PaperSize]] = {paper: paper for paper in get_args(PaperSize)}

_DIRECTIVE = re.compile(r"<!-- ([a-z]+)(?:: (\S.*?))? -->")
_LINE_BREAKS = ("<br>", "<br/>", "<br />")


def parse_blocks(markdown: str) -> tuple[Block, ...]:
    """Return the block tree. Raises ``RenderError`` for HTML, unknown constructs, dead ``#`` links and bad nesting."""
    root = SyntaxTreeNode(_markdown_parser().parse(markdown))
    blocks = _TreeMaker().blocks(root.children, "")
    _check_paper_comes_first(blocks)
    _check_anchors(blocks)
    return blocks


class _TreeMaker:
    """Walks markdown-it's nodes once; remembers the heading ids and what a directive said about the next block."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.field_ids: set[str] = set()
        self.landscape = False
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

    def blocks(self, nodes: Sequence[SyntaxTreeNode], inside: str) -> tuple[Block, ...]:
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
                    self.landscape = name == "landscape" or (self.landscape and name != "portrait")
                else:
                    awaited = (name, value, _line(node))
                continue
            block = self.block(node, inside)
            if awaited and awaited[0] == "field":
                _refuse_nesting(node, inside)
                made.append(self.field(block, awaited))
            elif made and _awaits_options(made[-1]):
                made[-1] = _with_options(made[-1], block, _line(node))
            else:
                made.append(_directed(block, awaited))
            awaited = None
        _refuse_misplaced(awaited)
        if made and _awaits_options(made[-1]):
            raise RenderError("render.directive_misplaced", directive="field", line=_line(nodes[-1]))
        return tuple(made)

    def field(self, block: Block, awaited: tuple[str, str, int]) -> Field:
        """Return the field that a directive makes of the paragraph behind it."""
        kind, lines = _field_words(awaited[1]) or ("", 0)
        if not isinstance(block, Paragraph) or not block.children or not isinstance(block.children[0], Strong):
            raise RenderError("render.directive_misplaced", directive="field", line=awaited[2])
        label = plain(block.children[0].children)
        return Field(FIELDS[kind], _unique(label, "field", self.field_ids), label, _stripped(block.children[1:]), lines)

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
        return Heading(int(node.tag[1]), _unique(plain(children), "section", self.ids), children)

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
        return Table(head, rows, align, column_widths(head, rows, landscape=self.landscape))

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


def _unique(text: str, fallback: str, taken: set[str]) -> str:
    """Return an ASCII id made of ``text`` that is not taken, and take it."""
    wanted = candidate = slug(text) or fallback
    number = 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    taken.add(candidate)
    return candidate


def _field_words(value: str) -> tuple[str, int] | None:
    """Return kind and number of lines that a field directive names, None if it names none that there is."""
    kind, _, count = value.partition(" ")
    lines = int(count) if count.isdecimal() else 0 if count else 1
    return (kind, lines) if kind in FIELDS and 0 < lines <= MAX_LINES else None


def _stripped(inlines: Inlines) -> Inlines:
    """Return the inlines without the space that set them apart from what stood before."""
    if inlines and isinstance(inlines[0], Text):
        first = inlines[0].text.lstrip()
        return (Text(first), *inlines[1:]) if first else inlines[1:]
    return inlines


def _awaits_options(block: Block) -> bool:
    return isinstance(block, Field) and block.kind in CHOICES and not block.options


def _with_options(field: Block, block: Block, line: int) -> Field:
    """Return a field with the tick boxes behind it. Raises ``RenderError`` if there are none."""
    assert isinstance(field, Field)
    items = block.items if isinstance(block, BulletList) else ()
    paragraphs = [item.children[0] for item in items if item.checked is False and len(item.children) == 1]
    options = tuple(each.children for each in paragraphs if isinstance(each, Paragraph))
    if len(options) < 2 or len(options) != len(items):
        raise RenderError("render.directive_misplaced", directive="field", line=line)
    return replace(field, options=options)


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
        "field": _field_words(value) is not None,
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


def _line(node: SyntaxTreeNode) -> int:
    """Return the line of the Markdown where the node begins, counted from 1; inlines take their paragraph's line."""
    while node.map is None and node.parent is not None and not node.parent.is_root:
        node = node.parent
    return node.map[0] + 1 if node.map else 1
