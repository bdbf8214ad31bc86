"""``komma render``: papers from a playbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, TodayOption, say, the_day, write_file
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError, WriteError
from komma_cli.model.classes import CONFIDENTIALITY, Confidentiality
from komma_cli.texts import LANGUAGES, Lang

FORMATS = ("md", "docx")

TemplateOption = Annotated[Path | None, typer.Option("--template-dir", help=say("template_option"), metavar="DIR")]


@dataclass(frozen=True)
class Wish:
    """Which papers are wanted, and how. No ``documents``: all that ``audience`` may read; no audience: each its own."""

    day: date
    lang: Lang
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    audience: Confidentiality | None = None
    templates: Path | None = None
    reference: Path | None = None


def render(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    document: Annotated[list[str] | None, typer.Option("--document", help=say("document_option"), metavar="ID")] = None,
    formats: Annotated[str, typer.Option("--format", help=say("render_format_option"), metavar="md,docx")] = "md,docx",
    audience: Annotated[
        str | None, typer.Option("--audience", help=say("render_audience_option"), metavar="|".join(CONFIDENTIALITY))
    ] = None,
    lang: LangOption = None,
    today: TodayOption = None,
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    templates: TemplateOption = None,
    reference: Annotated[Path | None, typer.Option("--reference", help=say("reference_option"), metavar="DOCX")] = None,
) -> None:
    """Write the documents and name each file."""
    wanted = tuple(part.strip() for part in formats.split(",") if part.strip())
    for name in wanted or (formats,):
        one_of(name, FORMATS, "--format")
    if audience is not None:
        one_of(audience, CONFIDENTIALITY, "--audience")
    readers = next((name for name in CONFIDENTIALITY if name == audience), None)
    if lang is not None:
        one_of(lang, LANGUAGES, "--lang")
    wish = Wish(
        day=the_day(today),
        lang=reader_language(),
        documents=tuple(part.strip() for option in document or [] for part in option.split(",") if part.strip()),
        formats=wanted,
        audience=readers,
        templates=templates,
        reference=reference,
    )
    written = write_documents(file, folder or Path(), wish)
    for path in written:
        typer.echo(say("wrote", file=path))


def write_documents(file: str, folder: Path, wish: Wish) -> list[Path]:
    """Write documents of one playbook into a folder and return the files, in order: all of them, or none if one fails.

    Raises ``ReadError`` ``cli.not_renderable`` if the playbook cannot be read as a whole and without guessing.
    """
    from komma_cli.model.problems import validate
    from komma_cli.render.produce import produce, write_docx
    from komma_cli.store import load, read_source

    loaded = load(read_source(file))
    playbook = validate(loaded.data)[0] if loaded.editable else None
    if playbook is None:
        raise ReadError("cli.not_renderable", file=file)
    reference = None if wish.reference is None else _read(wish.reference)
    if folder.exists() and not folder.is_dir():
        raise WriteError("cli.folder_is_file", folder=folder)  # before the work, not after it
    papers: dict[Path, bytes] = {}
    for identifier in wish.documents or _readable(wish):
        produced = produce(playbook, identifier, wish.lang, wish.audience, wish.day, wish.templates)
        for name in wish.formats:
            target = folder / f"{produced.stem}.{name}"
            papers[target] = produced.markdown.encode("utf-8") if name == "md" else write_docx(produced, reference)
    for target, content in papers.items():
        write_file(target, content)
    return list(papers)


def _readable(wish: Wish) -> tuple[str, ...]:
    """Return the documents the wished audience may read; without an audience all of them, each for its own class."""
    from komma_cli.render.catalog import documents

    return tuple(
        spec.id
        for spec in documents(wish.templates)
        if wish.audience is None or spec.audience_for(wish.audience) is not None
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError("cli.system", file=path, reason=error.strerror or str(error)) from error
