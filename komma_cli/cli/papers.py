"""Putting finished papers into a folder: all that can go wrong is found out before the first file changes.

A paper that somebody wrote on, or that another program made, is never replaced without being asked to: a small record
in the folder remembers what komma itself has written there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from komma_cli.cli.common import say, write_file
from komma_cli.cli.language import reader_language
from komma_cli.cli.placing_files import warn_if_under_git
from komma_cli.errors import ReadError, WriteError
from komma_cli.render.writers import FORMATS, FileFormat, write
from komma_cli.texts import label

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from komma_cli.render.produce import Produced

RECORD = ".komma-papers.json"
PAGE_SETTERS = 2
"""More would not be faster beside the one thread of Python, and each holds the pages of a document in memory."""


@dataclass(frozen=True)
class Paper:
    """One file to be written."""

    target: Path
    content: bytes
    classification: str
    pages: int | None = None
    """How many pages it has, if its format has pages."""
    room: int | None = None
    """How many it should have at most."""


def file_formats(wanted: str) -> tuple[FileFormat, ...]:
    """Return the formats that an option names with commas, or all of them. Raises ``UsageError``."""
    from komma_cli.cli.check import one_of

    names = [part.strip() for part in wanted.split(",") if part.strip()]
    if names == ["all"]:
        return FORMATS
    for name in names or [wanted]:
        one_of(name, (*FORMATS, "all"), "--format")
    return tuple(form for form in FORMATS if form in names)


@contextlib.contextmanager
def page_setters() -> Iterator[Executor]:
    """Give threads that set pages while Python goes on: typst needs half of the time of a set, and no interpreter.

    What they did not begin before an error ended the work is never begun.
    """
    from concurrent.futures import ThreadPoolExecutor

    setters = ThreadPoolExecutor(PAGE_SETTERS)
    try:
        yield setters
    finally:
        setters.shutdown(cancel_futures=True)


def begin_papers(
    produced: Produced, formats: Sequence[FileFormat], folder: Path, reference: bytes | None, setters: Executor
) -> list[Callable[[], Paper]]:
    """Return one document in several formats, in their order: calling one gives the paper, a PDF when it is ready."""

    def made(form: FileFormat) -> Paper:
        written = write(produced.document, form, reference)
        target = folder / f"{produced.stem}.{form}"
        return Paper(target, written.content, produced.audience, written.pages, produced.room)

    pdf = setters.submit(made, "pdf").result if "pdf" in formats else None
    return [pdf if pdf and form == "pdf" else partial(_as_it_is, made(form)) for form in formats]


def _as_it_is(paper: Paper) -> Paper:
    return paper


def as_papers(
    produced: Produced, formats: Sequence[FileFormat], folder: Path, reference: bytes | None = None
) -> list[Paper]:
    """Return one document in several formats."""
    with page_setters() as setters:
        return [ready() for ready in begin_papers(produced, formats, folder, reference, setters)]


def put_down(papers: Sequence[Paper], *, force: bool = False) -> None:
    """Write the papers, and warn of confidential ones in a folder that git may pass on.

    Raises ``WriteError`` before anything is written if a file must not or cannot be replaced. If writing fails in the
    midst, for example because the disk is full, the files that were written already go again.
    """
    folders = dict.fromkeys(paper.target.parent for paper in papers)
    records = {folder: _record(folder) for folder in folders}
    foreign = [paper.target for paper in papers if not force and not _may_replace(paper, records[paper.target.parent])]
    if foreign:
        names = ", ".join(target.name for target in foreign)
        raise WriteError("cli.paper_changed", files=names, folder=foreign[0].parent)
    for paper in papers:
        _check_free(paper.target)
    warn_if_under_git(paper.target for paper in papers if paper.classification == "confidential")
    before = {paper.target: paper.target.read_bytes() if paper.target.is_file() else None for paper in papers}
    try:
        for paper in papers:
            write_file(paper.target, paper.content)
        for folder, record in records.items():
            made = {paper.target.name: _mark(paper.content) for paper in papers if paper.target.parent == folder}
            entries = dict(sorted({**record, **made}.items()))
            write_file(folder / RECORD, json.dumps(entries, indent=1, ensure_ascii=False).encode("utf-8") + b"\n")
    except BaseException:  # also Ctrl+C: half a set of papers would look like a whole one
        _put_back(before)
        raise


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    """Give every file the content it had, as far as the disk lets us; new files go."""
    for target, content in before.items():
        with contextlib.suppress(OSError, WriteError):
            if content is None:
                target.unlink(missing_ok=True)
            elif target.read_bytes() != content:
                write_file(target, content)


def told(paper: Paper) -> str:
    """Return the line about a written file: its name, class, size and pages."""
    lang = reader_language()
    kind = label("confidentiality", paper.classification, lang)
    size = max(1, round(len(paper.content) / 1024))
    pages = "" if paper.pages is None else say("wrote_pages" if paper.pages != 1 else "wrote_page", count=paper.pages)
    return say("wrote_paper", file=paper.target, kind=kind, size=size, pages=pages)


def longer_than_planned(papers: Sequence[Paper]) -> list[str]:
    """Return a sentence for every paper with more pages than a reader of its kind takes in."""
    return [
        say("paper_long", file=paper.target.name, pages=paper.pages, room=paper.room)
        for paper in papers
        if paper.pages is not None and paper.room is not None and paper.pages > paper.room
    ]


def _record(folder: Path) -> Mapping[str, Any]:
    """Return the mark of every file that komma wrote into a folder; nothing if the record is missing or damaged."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _may_replace(paper: Paper, record: Mapping[str, Any]) -> bool:
    if not paper.target.is_file():
        return True
    try:
        there = _mark(paper.target.read_bytes())
    except OSError as error:
        raise ReadError("cli.system", file=paper.target, reason=error.strerror or str(error)) from error
    return there in (record.get(paper.target.name), _mark(paper.content))


def _check_free(target: Path) -> None:
    """Raise if a file that is there cannot be written, for example because Word has it open."""
    from komma_cli.store.atomic import write_error

    if target.is_file():
        try:
            with target.open("r+b"):
                pass
        except OSError as error:
            raise write_error(target, error) from error


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
