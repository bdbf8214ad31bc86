"""The file formats of documents: one function makes all of them, each from the same finished document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from komma_cli.render.document import RenderedDocument

FileFormat = Literal["docx", "pdf", "html", "md"]
FORMATS: Final[tuple[FileFormat, ...]] = get_args(FileFormat)
_PICTURE: Final = re.compile(r'^!\[(.*)\]\((\w+)(?: "(.*)")?\)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file; ``pages`` is known of a PDF only."""

    content: bytes
    pages: int | None = None


def write(document: RenderedDocument, form: FileFormat, reference: bytes | None = None) -> Written:
    """Return a document in a file format; ``reference`` is the Word file whose look a DOCX takes over.

    Each writer is loaded when it is needed. Raises ``RenderError`` if the document cannot be written, above all
    ``render.card_too_long`` for a card that would not fit on its page, in whatever format it is wanted on paper.
    """
    match form:
        case "md":
            return Written(_markdown(document).encode("utf-8"))
        case "html":
            from komma_cli.render.html import write_html

            return Written(write_html(document))
        case "docx":
            from komma_cli.render.docx import write_docx
            from komma_cli.render.tree import PageSize

            if PageSize("a5") in document.blocks:
                _check_room(document)
            return Written(write_docx(document, reference))
        case "pdf":
            from komma_cli.render.pdf import write_pdf

            pages = write_pdf(document)
            return Written(pages.content, pages.count)


def _check_room(document: RenderedDocument) -> None:
    """Raise if a card is too long for its page, since Word would begin a second one without a word."""
    from komma_cli.render.errors import RenderError

    try:
        write(document, "pdf")
    except RenderError as error:
        if error.key == "render.card_too_long":
            raise


def _markdown(document: RenderedDocument) -> str:
    """Return the text; a Markdown file has no drawings beside it, so that what they show stands in the text."""
    from komma_cli.render.escaping import escape_line

    text = _PICTURE.sub(lambda found: _as_text(found, document), document.markdown)
    return f"**{escape_line(document.mark)}**\n\n{text}" if document.mark else text


def _as_text(found: re.Match[str], document: RenderedDocument) -> str:
    """Return a picture as Mermaid, or as a list of all that is drawn, under its title and its alternative."""
    from komma_cli.render.errors import RenderError
    from komma_cli.render.escaping import escape_line

    alt, source, title = found.groups()
    picture = document.pictures.get(source)
    if picture is None:
        raise RenderError("render.picture_missing", source=source)
    lines = [f"- {escape_line(line)}" for line in picture.told]
    drawn = f"```mermaid\n{picture.mermaid}\n```" if picture.mermaid else "\n".join(lines)
    if lines and lines[0] in document.markdown:  # the document itself says it
        drawn = ""
    return "\n\n".join(part for part in (f"**{title}**" if title else "", alt, drawn) if part)
