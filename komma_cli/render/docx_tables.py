"""Tables that stay readable: repeated head row, no row split over pages, fixed widths, a text alternative."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

from komma_cli.render.columns import is_filled_in
from komma_cli.render.docx_inlines import InlineWriter
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_xml import add, paragraph_property
from komma_cli.render.tree import SHARE, Align, Change, Table, plain
from komma_cli.texts import Lang, text

TOGETHER_ROWS: Final = 15
TOGETHER_LETTERS: Final = 1200
"""Tables up to this size stay on one page."""


class TableWriter:
    """Writes tables in one language and one set of styles."""

    def __init__(self, language: Lang, styles: StyleSheet, inlines: InlineWriter) -> None:
        self.language = language
        self.inlines = inlines
        self.look = styles.table("Komma Table")
        self.head = styles.paragraph("Komma Table Head")
        self.text = styles.paragraph("Komma Table Text")

    def write(self, parent: Element, table: Table, width: int) -> None:
        """Append the table, ``width`` twentieths of a point wide."""
        widths = [width * share // SHARE for share in table.widths]
        widths[-1] += width - sum(widths)
        element = add(parent, "tbl")
        self._properties(element, table, width)
        grid = add(element, "tblGrid")
        for each in widths:
            add(grid, "gridCol", w=each)
        together = _fits_together(table)
        unchanged: Change = ""
        changes = table.row_changes or (unchanged,) * (len(table.rows) + 1)
        for index, (row, change) in enumerate(zip((table.head, *table.rows), changes, strict=True)):
            row_element = add(element, "tr")
            row_properties = add(row_element, "trPr")
            add(row_properties, "cantSplit")
            if index == 0:
                add(row_properties, "tblHeader")
            if change and self.inlines.tracking is not None:
                self.inlines.tracking.row(row_properties, change, self.inlines.number)
            for cell, cell_width, align in zip(row, widths, table.align, strict=True):
                paragraph = _cell(row_element, cell_width, self.text if index else self.head, align)
                if together and index < len(table.rows):
                    paragraph_property(paragraph, "keepNext")
                if is_filled_in(cell):
                    paragraph_property(paragraph, "suppressAutoHyphens")
                self.inlines.write(self.inlines.mark(paragraph, change), cell)

    def _properties(self, element: Element, table: Table, width: int) -> None:
        columns = ", ".join(plain(cell) for cell in table.head)
        properties = add(element, "tblPr")
        add(properties, "tblStyle", val=self.look)
        add(properties, "tblW", w=width, type="dxa")
        add(properties, "tblLayout", type="fixed")
        flags = {"firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
        add(properties, "tblLook", val="06A0", **flags)
        add(properties, "tblCaption", val=table.caption or text("render.table", self.language, columns=columns))
        add(properties, "tblDescription", val=columns)


def _fits_together(table: Table) -> bool:
    letters = sum(len(plain(cell)) for row in table.rows for cell in row)
    return len(table.rows) <= TOGETHER_ROWS and letters <= TOGETHER_LETTERS


def _cell(row: Element, width: int, style: str, align: Align) -> Element:
    """Append a cell and return its paragraph."""
    holder = add(row, "tc")
    add(add(holder, "tcPr"), "tcW", w=width, type="dxa")
    paragraph = add(holder, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=style)
    if align != "left":
        add(properties, "jc", val=align)
    return paragraph
