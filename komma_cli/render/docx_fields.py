"""The empty places of a form in a Word file: to be filled by hand on paper, or on the screen in content controls.

Label and hint stand before the place, and the control carries the label as its title, so that a screen reader says
what is asked for. Printed empty a place is one or more ruled lines (rules T11, B01–B08 of the domain research, forms).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml.etree import _Element as Element

from komma_cli.render.docx_inlines import LABEL_LIMIT, Form, InlineWriter
from komma_cli.render.docx_lists import STEP
from komma_cli.render.docx_parts import LOCALES
from komma_cli.render.docx_styles import StyleSheet
from komma_cli.render.docx_xml import add, paragraph_property
from komma_cli.render.tree import Field, Inlines, Text, plain
from komma_cli.render.tree_data import FLOWING_OPTION
from komma_cli.texts import Lang

DATE_FORMAT: Final = "dd.MM.yyyy"
"""Days in forms are written 05.03.2026, in both languages, because they are read beside German papers (rule N05)."""
NO_BREAK_SPACE: Final = "\u00a0"
GAP: Final = "\u2003 "
"""Between two short options in one line: wide, and a line may end there."""
EMPTY: Final = NO_BREAK_SPACE * 8
"""What a control holds while nobody has written into it: something to click on that prints as nothing."""
LINE_BEHIND_FLOWING: Final = 20
LINE_BEHIND: Final = 30
"""Letters of the line behind an option with room for words, 43 and 64 mm; what is typed takes their place. Blanks with
an underline would be the same to Word, but LibreOffice shows nothing of them inside a control."""
AFTER_FIELD: Final = 100
KEPT_TOGETHER: Final = 10
"""So many ruled lines stay on one page with their label; of more, the first and the last two stay together."""


class FieldWriter:
    """Writes fields; ``start`` appends an empty paragraph in a style and returns it."""

    def __init__(
        self, styles: StyleSheet, inlines: InlineWriter, start: Callable[[str], Element], language: Lang
    ) -> None:
        self.inlines = inlines
        self.start = start
        self.locale = LOCALES[language]
        self.hint = styles.character("Komma Hint Char")
        self.blank = styles.character("Komma Blank Char")

    def write(self, field: Field) -> None:
        """Write one field with its label."""
        label = self.start("Komma Label")
        self.inlines.run(label, field.label, Form(bold=True))
        if field.hint:
            self.inlines.run(label, " ")
            self.inlines.write(label, field.hint, Form(style=self.hint))
        if field.options:
            self.options(field)
        else:
            self.lines(field)

    def lines(self, field: Field) -> None:
        """Write the ruled lines; all but a signature, which is made on paper, have a control in the first of them."""
        for index in range(field.lines):
            line = self.start("Komma Field")
            left = field.lines - 1 - index
            if left == 0:
                paragraph_property(line, "spacing", after=AFTER_FIELD)
            elif field.lines <= KEPT_TOGETHER or index == 0 or left == 1:
                paragraph_property(line, "keepNext")
            if index or field.kind == "signature":
                self.inlines.run(line, NO_BREAK_SPACE)
            else:
                self.control(line, field)

    def control(self, line: Element, field: Field) -> None:
        """Append the control of a field without options: a calendar for a day, otherwise plain text."""
        properties, content = self.place(line, field.label, field.id)
        if field.kind == "date":
            date = add(properties, "date")
            add(date, "dateFormat", val=DATE_FORMAT)
            add(date, "lid", val=self.locale)
            add(date, "storeMappedDataAs", val="dateTime")
            add(date, "calendar", val="gregorian")
        elif field.kind == "long" or field.lines > 1:
            add(properties, "text", multiLine="1")
        else:
            add(properties, "text")
        self.inlines.run(content, EMPTY)

    def options(self, field: Field) -> None:
        """Write the options: short ones one behind the other, longer ones each in a paragraph of its own."""
        flowing = max(len(plain(option)) for option in field.options) <= FLOWING_OPTION
        paragraph = self.start("Komma Option")
        for number, option in enumerate(field.options, 1):
            name = f"{field.id}-{number}"
            if flowing:
                self.inlines.run(paragraph, GAP if number > 1 else "")
                self.box(paragraph, option, name)
                self.inlines.run(paragraph, NO_BREAK_SPACE)
                self.option(paragraph, option, name, flowing=True)
            else:
                if number > 1:
                    paragraph_property(paragraph, "keepNext")
                    paragraph = self.start("Komma Option")
                paragraph_property(paragraph, "ind", left=STEP, hanging=STEP)
                self.box(paragraph, option, name)
                add(add(paragraph, "r"), "tab")
                self.option(paragraph, option, name, flowing=False)
        paragraph_property(paragraph, "spacing", after=AFTER_FIELD)

    def box(self, paragraph: Element, option: Inlines, name: str) -> None:
        """Append the box of an option."""
        self.inlines.tick_box(paragraph, plain(option).strip(), ticked=False, tag=_tag(name))

    def option(self, paragraph: Element, option: Inlines, name: str, *, flowing: bool) -> None:
        """Append the words of an option, and behind a colon a line for words of one's own."""
        self.inlines.write(paragraph, _held_together(option) if flowing else option)
        words = plain(option).strip()
        if words.endswith(":"):
            self.inlines.run(paragraph, NO_BREAK_SPACE)
            properties, content = self.place(paragraph, words, f"{name}-text")
            add(properties, "text")
            self.inlines.run(content, "_" * (LINE_BEHIND_FLOWING if flowing else LINE_BEHIND), Form(style=self.blank))

    def place(self, paragraph: Element, label: str, name: str) -> tuple[Element, Element]:
        """Append a control that nobody can delete by accident; return its properties, and what holds its content."""
        control = add(paragraph, "sdt")
        properties = add(control, "sdtPr")
        add(properties, "alias", val=label[:LABEL_LIMIT])
        add(properties, "tag", val=_tag(name))
        add(properties, "id", val=self.inlines.number())
        add(properties, "lock", val="sdtLocked")
        add(properties, "showingPlcHdr")
        return properties, add(control, "sdtContent")


def _tag(name: str) -> str:
    """Return a name as Word takes it for a tag: the end of a long one is kept, because it tells options apart."""
    return name if len(name) <= LABEL_LIMIT else f"{name[: LABEL_LIMIT // 2]}{name[-LABEL_LIMIT // 2 :]}"


def _held_together(option: Inlines) -> Inlines:
    """Return a short option whose words stay in one line, so that none stands at the left edge without its box."""
    return tuple(Text(each.text.replace(" ", NO_BREAK_SPACE)) if isinstance(each, Text) else each for each in option)
