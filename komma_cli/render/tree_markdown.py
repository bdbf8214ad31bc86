"""The block tree as Markdown again, with the marks of a copy that shows changes.

Inserted and deleted words stand in ``<ins>`` and ``<del>``: GitHub, GitLab, VS Code and every other viewer that lets
HTML through underlines and strikes them; one that does not shows the two words themselves, which no reader can mistake.
``**`` would look like the bold words the papers have anyway, and with ``~~`` a viewer without the extension shows
deleted text as if it were there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from komma_cli.render.escaping import code_span, escape_line, escape_quoted, link_target
from komma_cli.render.outline import caption_of
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
    Link,
    ListItem,
    OrderedList,
    PageBreak,
    Paragraph,
    Portrait,
    Quote,
    Rule,
    Strike,
    Strong,
    Table,
    TableOfContents,
    Text,
    plain,
)
from komma_cli.texts import Lang

_AROUND: Final[dict[type[Inline], tuple[str, str]]] = {
    Strong: ("**", "**"),
    Emphasis: ("*", "*"),
    Strike: ("~~", "~~"),
    Inserted: ("<ins>", "</ins>"),
    Deleted: ("<del>", "</del>"),
}
_TAGS: Final[dict[Change, str]] = {"inserted": "ins", "deleted": "del"}
_RULES: Final = {"left": "---", "center": ":---:", "right": "---:"}
_DIRECTIVES: Final = {
    TableOfContents: "<!-- toc -->",
    PageBreak: "<!-- pagebreak -->",
    Landscape: "<!-- landscape -->",
    Portrait: "<!-- portrait -->",
    Rule: "---",
}


def as_markdown(blocks: Iterable[Block], lang: Lang) -> str:
    """Return the text of a document, with a line end at its end."""
    return "\n\n".join(_block(block, lang) for block in blocks) + "\n"


def _block(block: Block, lang: Lang) -> str:
    writer = _WRITERS.get(type(block))
    return _DIRECTIVES[type(block)] if writer is None else writer(block, lang)


def _heading(block: Heading, _: Lang) -> str:
    return f"{'#' * block.level} {_inlines(block.children)}"


def _paragraph(block: Paragraph, _: Lang) -> str:
    style = f"<!-- style: {block.style} -->\n" if block.style else ""
    return style + _inlines(block.children)


def _list(block: BulletList | OrderedList, lang: Lang) -> str:
    mark = "-" if isinstance(block, BulletList) else f"{block.start}."
    return "\n".join(_item(item, mark, lang) for item in block.items)


def _callout(block: Callout, lang: Lang) -> str:
    title = [f"**{_inlines(block.title)}**"] if block.title else []
    inner = "\n\n".join([*title, *(_block(child, lang) for child in block.children)])
    return _quoted(f"[!{block.kind.upper()}]\n{inner}")


def _quote(block: Quote, lang: Lang) -> str:
    return _quoted("\n\n".join(_block(child, lang) for child in block.children))


def _image(block: Image, lang: Lang) -> str:
    caption = caption_of(block, lang)
    shown = f' "{escape_quoted(caption)}"' if caption else ""
    return f"![{escape_line(block.alt)}]({block.source}{shown})"


def _inlines(words: Inlines, *, first: bool = True) -> str:
    """Return a run of words; ``first`` says whether a line may begin with it, so that „1.“ could become a list."""
    return "".join(_inline(inline, first=first and index == 0) for index, inline in enumerate(words))


def _inline(inline: Inline, *, first: bool) -> str:
    match inline:
        case Text(text):
            return _escaped(text, first=first)
        case CodeSpan(text):
            return str(code_span(text))
        case LineBreak():
            return "<br>"
        case Link(target, children, title):
            shown = f' "{escape_quoted(title)}"' if title else ""
            return f"[{_inlines(children, first=False)}]({link_target(target)}{shown})"
        case Strong(children) | Emphasis(children) | Strike(children) | Inserted(children) | Deleted(children):
            before, after = _AROUND[type(inline)]
            inner = _inlines(children, first=False)
            said = inner.strip(" ") if before[0] in "*~" else inner  # „** so **“ would not be bold
            return inner.replace(said, f"{before}{said}{after}", 1) if said else inner
    raise TypeError(type(inline).__name__)


def _escaped(text: str, *, first: bool) -> str:
    """Return text with the blanks at its ends, which divide it from its neighbours."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    escaped = str(escape_line(core)) if first else str(escape_line(f"x{core}"))[1:]
    return text[:start] + escaped + text[start + len(core) :]


def _item(item: ListItem, mark: str, lang: Lang) -> str:
    box = "" if item.checked is None else "[x] " if item.checked else "[ ] "
    first, *rest = (_block(child, lang) for child in item.children)
    margin = " " * (len(mark) + 1)
    lines = [f"{mark} {box}{first}"]
    for child, said in zip(item.children[1:], rest, strict=True):
        gap = [""] if isinstance(child, Paragraph) else []
        lines += [*gap, *(margin + line for line in said.split("\n"))]
    return "\n".join(lines)


def _table(table: Table, _: Lang) -> str:
    """Return a table; a caption that changed stands above it to be read, since no mark is seen in a comment."""
    rows = [table.head, *table.rows]
    lines = ["| " + " | ".join(_inlines(cell) for cell in row) + " |" for row in rows]
    rule = "|" + "|".join(_RULES[align] for align in table.align) + "|"
    caption = [f"<!-- caption: {escape_line(table.caption)} -->"] if table.caption else []
    if table.marked_caption:
        caption = [f"**{_inlines(table.marked_caption, first=False)}**", ""]
    return "\n".join([*caption, lines[0], rule, *lines[1:]])


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _code(block: Code, _: Lang) -> str:
    fenced = f"```\n{block.text}\n```"
    if not block.change:
        return fenced
    tag = _TAGS[block.change]
    return f"<{tag}>\n\n{fenced}\n\n</{tag}>"


def _field(field: Field, _: Lang) -> str:
    lines = [
        f"<!-- field: {field.kind} {field.lines} -->",
        f"**{escape_line(field.label)}** {_inlines(field.hint)}".rstrip(),
    ]
    options = [f"- [ ] {escape_line(plain(option))}" for option in field.options]
    return "\n".join([*lines, *([""] if options else []), *options])


_WRITERS: Final[Mapping[type[Any], Callable[[Any, Lang], str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    BulletList: _list,
    OrderedList: _list,
    Table: _table,
    Callout: _callout,
    Quote: _quote,
    Image: _image,
    Code: _code,
    Field: _field,
}
