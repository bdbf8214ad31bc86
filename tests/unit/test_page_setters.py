"""Pages are set beside the rest of the work: the order of papers stays, and an error leaves nothing behind."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from komma_cli import render
from komma_cli.cli import papers
from komma_cli.cli.papers import PAGE_SETTERS, as_papers, begin_papers, page_setters
from komma_cli.render.errors import RenderError
from komma_cli.render.writers import FORMATS, FileFormat, Written

ORDERS: tuple[tuple[FileFormat, ...], ...] = (FORMATS, tuple(reversed(FORMATS)), ("pdf",), ("md",), ("html", "pdf"))


FUNCTION = re.compile(r"^#let [\w-]+\(.*(?:\n(?![#/]).*)*", re.MULTILINE)


@dataclass(frozen=True)
class Made:
    """As much of a finished document as a paper needs."""

    document: str
    stem: str = "stadt-karte-de"
    audience: str = "public"
    room: int | None = None


@pytest.mark.parametrize("formats", ORDERS)
def test_papers_come_in_the_order_of_their_formats(
    formats: tuple[FileFormat, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "write", lambda document, form, reference: Written(f"{document} {form}".encode()))
    made = as_papers(Made("Karte"), formats, Path("p"))  # type: ignore[arg-type]
    assert [paper.target.name for paper in made] == [f"stadt-karte-de.{form}" for form in formats]
    assert [paper.content for paper in made] == [f"Karte {form}".encode() for form in formats]


def test_pages_are_set_while_other_formats_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = threading.Event()

    def write(document: str, form: str, reference: bytes | None) -> Written:
        if form == "pdf":
            assert going_on.wait(60), "the other formats waited for the PDF"
        else:
            going_on.set()
        return Written(form.encode())

    monkeypatch.setattr(papers, "write", write)
    assert len(as_papers(Made("Karte"), FORMATS, Path("p"))) == len(FORMATS)  # type: ignore[arg-type]


def test_what_fails_while_pages_are_set_is_told_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(document: str, form: str, reference: bytes | None) -> Written:
        raise RenderError("render.letters_missing", title=document, letters="𒀀")

    monkeypatch.setattr(papers, "write", write)
    with pytest.raises(RenderError) as told:
        as_papers(Made("Karte"), ("pdf",), Path("p"))  # type: ignore[arg-type]
    assert told.value.key == "render.letters_missing"


def test_an_error_ends_the_work_that_was_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    ended = threading.Event()

    def write(document: str, form: str, reference: bytes | None) -> Written:
        begun.append(document)
        assert ended.wait(60)
        return Written(b"")

    monkeypatch.setattr(papers, "write", write)

    def work() -> None:
        with page_setters() as setters:
            for number in range(PAGE_SETTERS + 5):
                begin_papers(Made(str(number)), ("pdf",), Path("p"), None, setters)  # type: ignore[arg-type]
            threading.Timer(0.2, ended.set).start()
            raise RenderError("render.picture_missing", source="x")

    with pytest.raises(RenderError):
        work()
    assert len(begun) == PAGE_SETTERS


def test_no_function_of_the_pages_carries_the_whole_document_along() -> None:
    """typst compares the calls of a function by all that it names: with the document, time grew with its square."""
    source = (Path(render.__file__).parent / "document.typ").read_text(encoding="utf-8")
    functions = FUNCTION.findall(source)
    assert len(functions) > 5
    assert [each for each in functions if re.search(r"\bd\b\.", each)] == []
