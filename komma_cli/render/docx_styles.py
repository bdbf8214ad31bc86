"""Styles by their name: a German Word calls the first heading ``berschrift1`` inside, but its name is ``heading 1``."""

from __future__ import annotations

import copy

from docx.document import Document
from lxml.etree import _Element as Element

from komma_cli.render.docx_order import RUN_ORDER
from komma_cli.render.docx_xml import put, q
from komma_cli.render.reference_document import own_reference


class StyleSheet:
    """The styles of a document, completed with komma's own where the reference file lacks one.

    ``missing`` names those, so that the report can tell the user which looks are not the municipality's.
    """

    def __init__(self, word: Document, language: str, *, plain: bool) -> None:
        self.root: Element = word.styles.element
        self.ids: dict[tuple[str, str], str] = {}
        for style in self.root.findall(q("style")):
            self.ids.setdefault(_key(style), style.get(q("styleId"), ""))
        self.missing = self._complete(own_reference(plain=plain).styles.element)
        self._set_language(language)

    def paragraph(self, name: str) -> str:
        """Return the id of a paragraph style by its (English built-in) name."""
        return self.ids["paragraph", name.lower()]

    def character(self, name: str) -> str:
        """Return the id of a character style by its name."""
        return self.ids["character", name.lower()]

    def table(self, name: str) -> str:
        """Return the id of a table style by its name."""
        return self.ids["table", name.lower()]

    def _complete(self, own: Element) -> tuple[str, ...]:
        """Copy every style the reference lacks; where an id is taken by another style the copy gets a new one."""
        taken = {style.get(q("styleId"), "") for style in self.root.findall(q("style"))}
        renamed: dict[str, str] = {}
        copies: list[Element] = []
        for style in own.findall(q("style")):
            key, old = _key(style), style.get(q("styleId"), "")
            if key in self.ids:
                renamed[old] = self.ids[key]
                continue
            clone = copy.deepcopy(style)
            clone.attrib.pop(q("default"), "")
            renamed[old] = self.ids[key] = _free(old, taken)
            clone.set(q("styleId"), renamed[old])
            copies.append(clone)
        for clone in copies:
            for tag in ("basedOn", "next", "link"):
                pointer = clone.find(q(tag))
                if pointer is not None:
                    pointer.set(q("val"), renamed.get(pointer.get(q("val"), ""), pointer.get(q("val"), "")))
            self.root.append(clone)
        return tuple(_key(clone)[1] for clone in copies)

    def _set_language(self, language: str) -> None:
        defaults = put(self.root, "docDefaults", ("docDefaults", "latentStyles", "style"))
        run = put(put(defaults, "rPrDefault", ("rPrDefault", "pPrDefault")), "rPr", ("rPr",))
        put(run, "lang", RUN_ORDER, val=language)


def _key(style: Element) -> tuple[str, str]:
    name = style.find(q("name"))
    return style.get(q("type"), "paragraph"), "" if name is None else name.get(q("val"), "").lower()


def _free(wanted: str, taken: set[str]) -> str:
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}K{number}"
    taken.add(candidate)
    return candidate
