"""From a playbook to a document: choose the readers, remove what is not for them, fill the template, parse it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from komma_cli.errors import KommaError
from komma_cli.model.fields import Confidentiality
from komma_cli.model.playbook import Playbook
from komma_cli.render.audience import redact
from komma_cli.render.blocks import parse_blocks
from komma_cli.render.catalog import DocumentSpec, document, template_folders
from komma_cli.render.context import Filters, values
from komma_cli.render.document import Printable, RenderedDocument
from komma_cli.render.errors import RenderError
from komma_cli.render.escaping import escape_cell
from komma_cli.render.filters import WordFilters
from komma_cli.render.gender import restyle
from komma_cli.render.hiding import without_empty
from komma_cli.render.markdown import Templates
from komma_cli.render.phrases import hold_together, place, short_day, word
from komma_cli.render.pictures import pictures_for
from komma_cli.render.reader import Control, Reader
from komma_cli.render.tree import Block, Image, walk
from komma_cli.slugs import slug
from komma_cli.texts import Lang, label

NAME_LIMIT = 40
"""Letters of the municipality in a file name, so that whole paths stay short enough for Windows."""


@dataclass(frozen=True)
class Produced:
    """One document; ``stem`` is the file name without its ending, ``room`` the most pages its own readers take in."""

    stem: str
    audience: Confidentiality
    markdown: str
    document: RenderedDocument
    room: int | None = None


@dataclass(frozen=True)
class Filled:
    """The text of one document for one circle of readers, before it becomes a tree of blocks."""

    spec: DocumentSpec
    reader: Reader
    markdown: str


def produce(
    playbook: Playbook,
    document_id: str,
    lang: Lang,
    audience: Confidentiality | None,
    today: date,
    template_dir: Path | None = None,
    hide_empty: bool = False,
) -> Produced:
    """Return one document for the readers of class ``audience`` (None: the document's own class).

    A document made for narrower circles only is refused; one that has nothing more to say to a narrower circle is made
    for the widest circle it knows inside it. ``hide_empty`` leaves out what the playbook says nothing about. Equal
    input gives equal text.

    Raises ``UsageError`` for an unknown document, ``KommaError`` (``documents.class_too_low``) for readers who may
    not have it, ``RenderError`` for templates that cannot be filled.
    """
    filled = fill(playbook, document(document_id, template_dir), lang, audience, today, template_dir, hide_empty)
    return finish(playbook, filled)


def finish(playbook: Playbook, filled: Filled) -> Produced:
    """Return a filled document with its tree of blocks and the name of its file."""
    return Produced(
        stem=file_stem(playbook, filled.spec, filled.reader.lang, filled.reader.audience),
        audience=filled.reader.audience,
        markdown=filled.markdown,
        document=_document(filled.reader, filled.spec, filled.markdown),
        room=filled.spec.pages if filled.reader.audience == filled.spec.classification else None,
    )


def fill(
    playbook: Playbook,
    spec: DocumentSpec,
    lang: Lang,
    audience: Confidentiality | None,
    today: date,
    template_dir: Path | None = None,
    hide_empty: bool = False,
) -> Filled:
    """Return the text of one document, a third of the work of ``produce``.

    Raises like it, but knows no document that is not there.
    """
    readers = readers_of(spec, audience, lang)
    reader = Reader(redact(playbook, readers), lang, readers, today)
    markdown = write_text(spec, reader, {"hide_empty": hide_empty}, template_dir)
    return Filled(spec, reader, without_empty(markdown, word("missing", lang)) if hide_empty else markdown)


def write_text(spec: DocumentSpec, reader: Reader, more: Mapping[str, object], template_dir: Path | None = None) -> str:
    """Return the Markdown of a document; ``more`` are names for its template besides those of every document.

    Raises ``RenderError`` for templates that cannot be filled.
    """
    given = {**values(reader, spec), **more}
    markdown = fill_template(spec, reader.lang, Filters(reader), given, template_dir)
    if reader.lang == "de":
        names = (escape_cell(body["name"]) for body in reader.playbook["bodies"])
        markdown = restyle(markdown, reader.playbook["communication"]["gender_style"], names)
    return markdown


def fill_template(
    spec: DocumentSpec, lang: Lang, filters: WordFilters, given: Mapping[str, object], template_dir: Path | None = None
) -> str:
    """Return the Markdown of a document; ``given`` are all the names its template knows.

    Raises ``RenderError`` for templates that cannot be filled.
    """
    folders = template_folders(template_dir)
    name = f"{spec.id}/{lang}.md.j2"
    if not any((folder / spec.id / f"{lang}.md.j2").is_file() for folder in folders):
        raise RenderError("documents.no_language", document=spec.titles[lang], lang=lang, template=name)
    templates = Templates(folders, filters=filters.all(), missing=word("missing", lang))
    return hold_together(templates.render(name, given))


def file_stem(playbook: Playbook, spec: DocumentSpec, lang: Lang, audience: Confidentiality) -> str:
    """Return a name such as ``musterstadt-strategy-de``; another class than the usual one is part of it."""
    town = slug(playbook.municipality.name)[:NAME_LIMIT].strip("-")
    extra = "" if audience == spec.classification else f"-{audience}"
    return f"{town}-{spec.id}{extra}-{lang}"


def readers_of(spec: DocumentSpec, audience: Confidentiality | None, lang: Lang) -> Confidentiality:
    """Return for whom a document is made if ``audience`` (None: its own class) gets it. Raises as ``produce``."""
    asked = audience or spec.classification
    found = spec.audience_for(asked)
    if found is None:
        raise KommaError(
            "documents.class_too_low",
            document=spec.titles[lang],
            needed=label("confidentiality", spec.classification, lang),
            asked=label("confidentiality", asked, lang),
            audience=spec.classification,
        )
    return found


def _document(reader: Reader, spec: DocumentSpec, markdown: str) -> RenderedDocument:
    town = place(reader.playbook["municipality"], reader.lang)
    made = printed_document(spec, reader.control(spec), reader.lang, town, markdown)
    return replace(made, pictures=_pictures(made.blocks, reader))


def printed_document(spec: DocumentSpec, control: Control, lang: Lang, author: str, markdown: str) -> RenderedDocument:
    """Return a document with all that is printed about it, without pictures; ``author`` is who publishes it."""
    footer = ""
    if spec.page != "a5":  # a card says all this in its own small line
        name = author if control.number else control.title  # the number tells the document already
        footer = word("footer", lang, name=name, version=control.version, day=short_day(control.day))
    return RenderedDocument(
        id=spec.id,
        title=control.title,
        language=lang,
        markdown=markdown,
        blocks=parse_blocks(markdown),
        author=author,
        version=control.version,
        date=control.day,
        subject=control.readers,
        number=control.number or "",
        class_label=control.classification,
        footer=footer,
        owner=control.owner or "",
        plain=spec.plain,
        fill=spec.fill,
    )


def _pictures(blocks: Iterable[Block], reader: Reader) -> dict[str, Printable]:
    """Return the drawings of a document by the name its text calls them; a name that is none is the writers' error."""
    known = pictures_for(reader)
    named = {block.source for block in walk(blocks) if isinstance(block, Image)}
    return {name: drawing for name in known if name in named and (drawing := known[name]) is not None}
