"""A rendered document as a Word file, in komma's design or in that of a reference file. Equal input, equal bytes."""

from __future__ import annotations

from dataclasses import replace

from komma_cli.render.document import RenderedDocument
from komma_cli.render.docx_body import BodyWriter
from komma_cli.render.docx_controls import cut_at_content, drop_cover, drop_second_title, fill, put_behind
from komma_cli.render.docx_inlines import InlineWriter
from komma_cli.render.docx_lists import Numbering
from komma_cli.render.docx_package import to_bytes
from komma_cli.render.docx_parts import (
    LOCALES,
    drop_heads_and_feet,
    set_up_page,
    write_feet,
    write_heads,
    write_properties,
    write_settings,
)
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_tracking import Tracking, comment
from komma_cli.render.outline import Headings
from komma_cli.render.reference_document import own_reference, town_reference
from komma_cli.render.tree import Field, PageSize


def write_docx(document: RenderedDocument, reference: bytes | None = None) -> bytes:
    """Return the bytes of a .docx. ``reference`` is a .docx, .docm, .dotx or .dotm whose look is taken over.

    Raises ``ReferenceFileError`` if the reference cannot be used, ``RenderError`` if a picture is missing or broken.
    """
    word = own_reference(plain=document.plain) if reference is None else town_reference(reference, plain=document.plain)
    styles = StyleSheet(word, LOCALES[document.language], plain=document.plain)
    paper = next((block.name for block in document.blocks if isinstance(block, PageSize)), None)
    set_up_page(word.sections[0], paper)
    if paper is not None or any(isinstance(block, Field) for block in document.blocks):
        drop_cover(word.element.body)  # help that must be seen at once, and forms of a page or two
    if paper is not None:
        drop_heads_and_feet(word)
    fill(word, document)
    behind = cut_at_content(word.element.body)
    write_settings(word, document)
    write_properties(word, document)
    write_feet(word, document, styles.paragraph("footer"))
    write_heads(word, document, styles.paragraph("header"))
    tracking = None
    if document.comparison is not None:
        tracking = Tracking(document.comparison.author, document.date)
        document = replace(document, blocks=tuple(b for b in document.blocks if b is not document.comparison.box))
    inlines = InlineWriter(word.part, styles, Headings(document.blocks).anchors(), tracking)
    before = len(word.element.body) - 1
    BodyWriter(document, styles, Numbering(word), inlines, word.element.body).write()
    drop_second_title(word.element.body, before, styles.paragraph("Title"))
    if document.comparison is not None and tracking is not None:
        comment(word, word.element.body[before:], document.comparison.box, tracking)
    put_behind(word.element.body, behind)
    return to_bytes(word)


def missing_styles(reference: bytes) -> tuple[str, ...]:
    """Return the names of the styles a reference file lacks and komma adds, for the user's information."""
    return StyleSheet(town_reference(reference), LOCALES["de"], plain=False).missing
