"""The paper of a plan that marks what changed since an earlier version of the plan.

Both versions are written for the same readers, in the same language and on the same day, each without what these
readers may not see; what has been put out of their sight since is not shown as deleted either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from komma_cli.model.fields import Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.render.audience import redact_earlier
from komma_cli.render.catalog import document
from komma_cli.render.changes import OLD_PICTURE, compare_blocks, fields
from komma_cli.render.document import Comparison, Printable, RenderedDocument
from komma_cli.render.errors import RenderError
from komma_cli.render.hiding import without_empty
from komma_cli.render.phrases import short_day, word
from komma_cli.render.produce import Filled, Produced, fill, finish, write_text
from komma_cli.render.reader import Reader
from komma_cli.render.tree import Block, Callout, Heading, Image, PageSize, Paragraph, Text, walk
from komma_cli.render.tree_markdown import as_markdown
from komma_cli.texts import Lang, text

ENDING = "-changes"
"""At the end of the file name, so that nobody takes the copy for the paper itself."""


@dataclass(frozen=True)
class MarkedCopy:
    """A paper with its changes marked; ``count`` says how many places differ."""

    produced: Produced
    count: int


def produce_changes(
    earlier: Playbook,
    present: Playbook,
    document_id: str,
    lang: Lang,
    audience: Confidentiality | None,
    today: date,
    template_dir: Path | None = None,
    hide_empty: bool = False,
) -> MarkedCopy:
    """Return one document of ``present`` that marks what ``earlier`` said. Equal input gives equal text.

    A card gets the paper of other documents, since marked text needs more room. Raises as ``produce``, and
    ``RenderError`` ``since.fields`` if the two papers have other places to be filled by hand.
    """
    spec = document(document_id, template_dir)
    now = fill(present, spec, lang, audience, today, template_dir, hide_empty)
    reader = Reader(redact_earlier(earlier, present, now.reader.audience), lang, now.reader.audience, today)
    markdown = write_text(spec, reader, {"hide_empty": hide_empty}, template_dir)
    was = Filled(spec, reader, without_empty(markdown, word("missing", lang)) if hide_empty else markdown)
    newer, older = finish(present, now), finish(earlier, was)
    marked, count = _marked(older.document, newer.document, _author(now.reader))
    return MarkedCopy(replace(newer, stem=newer.stem + ENDING, document=marked, room=None), count)


def _marked(older: RenderedDocument, newer: RenderedDocument, author: str) -> tuple[RenderedDocument, int]:
    lang = newer.language
    if fields(older.blocks) != fields(newer.blocks):
        raise RenderError("since.fields", document=newer.title)
    redrawn = frozenset(
        name
        for name, drawing in newer.pictures.items()
        if name in older.pictures and _differ(older.pictures[name], drawing)
    )
    compared = compare_blocks(older.blocks, newer.blocks, redrawn, lang)
    box = _box(older, newer, compared.count)
    blocks = _with_box([block for block in compared.blocks if not isinstance(block, PageSize)], box)
    mark = text("since.mark", lang, version=older.version, day=short_day(older.date))
    return (
        replace(
            newer,
            title=text("since.title", lang, title=newer.title),
            blocks=blocks,
            markdown=as_markdown(blocks, lang),
            mark=mark,
            pictures=_pictures(blocks, older.pictures, newer.pictures),
            comparison=Comparison(box, author or newer.author),
        ),
        compared.count,
    )


def _box(older: RenderedDocument, newer: RenderedDocument, count: int) -> Callout:
    """Return what stands first: which versions are compared, how changes look, how many there are."""
    key = "since.box_none" if count == 0 else "since.box_one" if count == 1 else "since.box"
    said = text(
        key,
        newer.language,
        version=newer.version,
        day=short_day(newer.date),
        old_version=older.version,
        old_day=short_day(older.date),
        count=count,
    )
    return Callout("note", (Text(text("since.box_title", newer.language)),), (Paragraph((Text(said),)),))


def _with_box(blocks: list[Block], box: Callout) -> tuple[Block, ...]:
    """Return the blocks with the box behind the title."""
    at = 1 if blocks and isinstance(blocks[0], Heading) else 0
    return (*blocks[:at], box, *blocks[at:])


def _pictures(
    blocks: tuple[Block, ...], older: Mapping[str, Printable], newer: Mapping[str, Printable]
) -> dict[str, Printable]:
    named = {block.source for block in walk(blocks) if isinstance(block, Image)}
    every = {**newer, **{OLD_PICTURE + name: drawing for name, drawing in older.items()}}
    return {name: drawing for name, drawing in every.items() if name in named}


def _differ(one: Printable, other: Printable) -> bool:
    return (one.svg, one.width_mm, one.told) != (other.svg, other.width_mm, other.told)


def _author(reader: Reader) -> str:
    """Return the function that answers for the plan; a person's name is nothing for the history of a file."""
    owner = reader.playbook["review"]["owner"] or reader.role("coordination")
    return (reader.who(owner) or "") if owner in reader.roles or owner in reader.bodies else ""
