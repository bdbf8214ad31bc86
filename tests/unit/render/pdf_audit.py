"""What a PDF for a screen reader must have, looked up in the file itself; an empty list means that nothing is wrong."""

from __future__ import annotations

import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
import pikepdf

from komma_cli.render.document import RenderedDocument
from komma_cli.render.outline import Headings
from komma_cli.render.tree import Image, Table, walk

PROFILES = ("ua1", "2a")
_RULE = re.compile(r"\[([A-Z0-9]+(?:-[A-Z0-9]+)+)\]")
_LENGTH = "PDFA2A-STREAM-LENGTH-001"
"""page-validation 0.11 takes a carriage return that ends the data of a stream for part of the line end behind it. One
stream in 256 ends so; what ``/Length`` says is then counted here."""
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")


def audit(content: bytes, document: RenderedDocument) -> list[str]:
    """Return what is wrong: with the two norms, and with what the file says about the document."""
    wrong = norms_broken(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        wrong += _root(pdf, document)
        found = Counter(str(element.S) for element in _elements(pdf.Root.StructTreeRoot))
        wrong += _counts(found, document)
        pictures = [element for element in _elements(pdf.Root.StructTreeRoot) if element.S == "/Figure"]
        wrong += ["a picture without words" for element in pictures if not str(element.get("/Alt", ""))]
    return wrong


def norms_broken(content: bytes) -> list[str]:
    """Return what page-validation says against a PDF."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(content)
        for profile in PROFILES:
            report = page.validate_pdf(str(file), profile=profile)
            broken = set(_RULE.findall(str(report)))
            if not report.is_compliant and (broken != {_LENGTH} or _wrong_lengths(content)):
                wrong.append(f"{profile}: {report}")
    return wrong


def _wrong_lengths(content: bytes) -> list[bytes]:
    """Return the places of streams that do not end where they say."""
    ends = ((match, match.end() + int(match[1])) for match in _STREAM.finditer(content))
    return [match[0] for match, end in ends if not re.match(rb"\r?\n?endstream", content[end : end + 11])]


def _root(pdf: pikepdf.Pdf, document: RenderedDocument) -> list[str]:
    root = pdf.Root
    facts = {
        "language": str(root.get("/Lang", ""))[:2] == document.language,
        "marked": bool(root.get("/MarkInfo", {}).get("/Marked", False)),
        "title shown": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
        "title": str(pdf.docinfo.get("/Title", "")) == document.title,
        "tab order": all(page.get("/Tabs") == "/S" for page in pdf.pages if "/Annots" in page),
    }
    return [name for name, fine in facts.items() if not fine]


def _counts(found: Counter[str], document: RenderedDocument) -> list[str]:
    """Compare the tags with the block tree."""
    blocks = list(walk(document.blocks))
    headings = Headings(document.blocks)
    levels = Counter(f"/H{headings.level(each)}" for each in headings.all if headings.level(each))
    tables = [block for block in blocks if isinstance(block, Table)]
    contents = found["/TOC"] > 0  # its title is a heading of its own
    wanted = {
        **levels,
        "/Table": len(tables),
        "/TH": sum(len(table.head) for table in tables),
        "/TD": sum(len(table.head) * len(table.rows) for table in tables),
        "/Figure": sum(isinstance(block, Image) for block in blocks),
    }
    wanted["/H1"] = wanted.get("/H1", 0) + contents
    return [f"{tag}: {found[tag]} instead of {count}" for tag, count in wanted.items() if found[tag] != count]


def _elements(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)
