"""``komma render``: papers from a playbook."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, TodayOption, on_terminal, say, the_day
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.cli.papers import Paper, begin_papers, file_formats, longer_than_planned, page_setters, put_down, told
from komma_cli.cli.proving import Proving
from komma_cli.cli.since import Since, has_versions, read_earlier, refuse_without_versions
from komma_cli.errors import KommaError, ReadError, UsageError, WriteError
from komma_cli.model.classes import CONFIDENTIALITY, Confidentiality
from komma_cli.render.writers import FORMATS, FileFormat, write
from komma_cli.texts import Lang

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from komma_cli.check.engine import Result
    from komma_cli.model.playbook import Playbook
    from komma_cli.render.catalog import DocumentSpec
    from komma_cli.render.produce import Produced
    from komma_cli.store.reading import Source

USUAL: tuple[FileFormat, ...] = ("docx", "pdf")
USUAL_FORMATS = ",".join(USUAL)
MANY = 4
"""From so many documents on a person at a terminal is told how far the work is."""
_FORMATS_SHOWN = ",".join(FORMATS) + "|all"
FormatOption = Annotated[str, typer.Option("--format", help=say("render_format_option"), metavar=_FORMATS_SHOWN)]
TemplateOption = Annotated[Path | None, typer.Option("--template-dir", help=say("template_option"), metavar="DIR")]
ForceOption = Annotated[bool, typer.Option("--force", help=say("force_option"))]


@dataclass(frozen=True)
class Wish:
    """Which papers are wanted, and how. No ``documents``: all that ``audience`` may read; no audience: each its own.

    ``draft`` says what happens to a plan with errors: ``refuse`` it, or mark every page of its papers.
    """

    day: date
    lang: Lang
    documents: tuple[str, ...] = ()
    formats: tuple[FileFormat, ...] = USUAL
    audience: Confidentiality | None = None
    templates: Path | None = None
    reference: Path | None = None
    draft: Literal["refuse", "mark"] = "refuse"
    hide_empty: bool = False
    force: bool = False
    prove: bool = False
    since: str | None = None
    """The file of an earlier version, for papers that mark what changed."""


class HasErrors(KommaError):
    """The plan has errors, and nobody asked for a draft; the findings have been told."""

    exit_code = Exit.FINDINGS


def render(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    document: Annotated[list[str] | None, typer.Option("--document", help=say("document_option"), metavar="ID")] = None,
    formats: FormatOption = USUAL_FORMATS,
    audience: Annotated[
        str | None, typer.Option("--audience", help=say("render_audience_option"), metavar="|".join(CONFIDENTIALITY))
    ] = None,
    lang: LangOption = None,
    today: TodayOption = None,
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    templates: TemplateOption = None,
    reference: Annotated[Path | None, typer.Option("--reference", help=say("reference_option"), metavar="DOCX")] = None,
    draft: Annotated[bool, typer.Option("--draft", help=say("draft_option"))] = False,
    hide_empty: Annotated[bool, typer.Option("--hide-empty", help=say("hide_empty_option"))] = False,
    force: ForceOption = False,
    prove: Annotated[bool, typer.Option("--prove", help=say("prove_option"))] = False,
    since: Annotated[str | None, typer.Option("--since", help=say("since_plan_option"), metavar="FILE")] = None,
) -> None:
    """Write the documents and name each file."""
    if audience is not None:
        one_of(audience, CONFIDENTIALITY, "--audience")
    wish = Wish(
        day=the_day(today),
        lang=reader_language(),
        documents=tuple(part.strip() for option in document or [] for part in option.split(",") if part.strip()),
        formats=file_formats(formats),
        audience=next((name for name in CONFIDENTIALITY if name == audience), None),
        templates=templates,
        reference=reference,
        draft="mark" if draft else "refuse",
        hide_empty=hide_empty,
        force=force,
        prove=prove,
        since=since,
    )
    papers = write_documents(file, folder or Path(), wish)
    for paper in papers:
        typer.echo(told(paper))
    for sentence in longer_than_planned(papers):
        typer.echo(sentence, err=True)


def write_documents(file: str, folder: Path, wish: Wish) -> list[Paper]:
    """Write documents of one playbook into a folder and return them, in order: all of them, or none if one fails.

    Raises ``ReadError`` ``cli.not_renderable`` if the playbook cannot be read as a whole and without guessing,
    ``HasErrors`` for a plan that says something wrong, unless a draft is wished, and ``UsageError``
    ``render.reference_unused`` for a Word file that no wished format could look like.
    """
    from komma_cli.model.problems import validate
    from komma_cli.store import load, read_source

    source = read_source(file)
    loaded = load(source)
    playbook = validate(loaded.data)[0] if loaded.editable else None
    if playbook is None:
        raise ReadError("cli.not_renderable", file=file)
    since = read_earlier(wish.since, file, playbook) if wish.since else None
    wanted = _wanted(wish, file)
    mark = "" if all(spec.composed for spec in wanted) else _mark(source, wish)  # a report on errors is none
    if wish.reference is not None and "docx" not in wish.formats:
        raise UsageError("render.reference_unused", file=wish.reference)
    reference = None if wish.reference is None else _read(wish.reference)
    if wish.templates is not None and not wish.templates.is_dir():
        raise ReadError("template.no_folder", folder=wish.templates)
    if folder.exists() and not folder.is_dir():
        raise WriteError("cli.folder_is_file", folder=folder)  # before the work, not after it
    maker = _Maker(source, playbook, wish, mark, reference, since)
    begun: list[Callable[[], Paper]] = []
    with page_setters() as setters:
        for number, spec in enumerate(wanted, 1):
            _say_how_far(number, len(wanted))
            begun += maker.begin(spec, folder, setters)
        papers = [ready() for ready in begun]
    put_down(papers, force=wish.force)
    for sentence in (*(since.told(playbook, file, wish.lang) if since else ()), *maker.proved()):
        typer.echo(sentence, err=True)
    return papers


class _Maker:
    """Makes the papers of one plan, and with ``--prove`` searches each of them before anything is written."""

    def __init__(
        self, source: Source, playbook: Playbook, wish: Wish, mark: str, reference: bytes | None, since: Since | None
    ) -> None:
        self.source, self.playbook, self.wish = source, playbook, wish
        self.mark, self.reference, self.since = mark, reference, since
        own_words = bool(wish.templates or wish.reference)
        self.provings: list[Proving] = []
        if wish.prove:
            self.provings.append(Proving(playbook, own_words=own_words))
            if since is not None:
                self.provings.append(Proving(since.playbook, own_words=own_words, marked_in=playbook))

    def begin(self, spec: DocumentSpec, folder: Path, setters: Executor) -> list[Callable[[], Paper]]:
        """Return one document in every format that is wished. Raises as ``produce``, ``write``, ``Proving.search``."""
        produced = self.produced(spec, self.playbook)
        made = begin_papers(produced, self.wish.formats, folder, self.reference, setters)
        for place, proving in enumerate(self.provings):
            for ready, form in zip(made, self.wish.formats, strict=True):
                again = None if spec.composed else partial(self._again, spec, form, earlier=place == 1)
                proving.search(ready(), spec.titles[self.wish.lang], produced.audience, again)
        return made

    def produced(self, spec: DocumentSpec, playbook: Playbook, earlier: Playbook | None = None) -> Produced:
        """Return one document of a plan, with the mark of a draft."""
        produced = self._produced(spec, playbook, earlier)
        mark = " \u00b7 ".join(part for part in (self.mark, produced.document.mark) if part)
        return replace(produced, document=replace(produced.document, mark=mark))

    def proved(self) -> list[str]:
        """Return what the search says at the end."""
        said = dict.fromkeys(sentence for proving in self.provings for sentence in proving.warnings())
        return [*said, *(proving.told() for proving in self.provings[:1])]

    def _again(self, spec: DocumentSpec, form: FileFormat, other: Playbook, *, earlier: bool) -> bytes:
        """Return the file as another plan, in the place of the present or the ``earlier`` one, would make it."""
        made = self.produced(spec, self.playbook, other) if earlier else self.produced(spec, other)
        return write(made.document, form, self.reference).content

    def _produced(self, spec: DocumentSpec, playbook: Playbook, earlier: Playbook | None) -> Produced:
        from komma_cli.render.produce import produce, readers_of

        wish = self.wish
        if self.since is not None:
            return self.since.produce(playbook, spec, wish, earlier)
        if not spec.composed:
            return produce(playbook, spec.id, wish.lang, wish.audience, wish.day, wish.templates, wish.hide_empty)
        from komma_cli.report.check_paper import check_paper

        readers_of(spec, wish.audience, wish.lang)
        return check_paper(playbook, _checked(self.source, wish), wish.lang, wish.day, wish.templates)


def _checked(source: Source, wish: Wish) -> Result:
    """Return what ``komma check`` finds in the plan, with the settings around it."""
    from komma_cli.check.batch import check_once
    from komma_cli.check.cache import open_cache
    from komma_cli.cli.check_options import settings_of, terms_of

    settings = settings_of([source.name], None, isolated=False)[source.name]
    return check_once(source, terms_of(settings, wish.day, None, None), open_cache(wish.day))


def _mark(source: Source, wish: Wish) -> str:
    """Return what stands on every page of a plan with errors, nothing if it has none. Raises ``HasErrors``."""
    result = _checked(source, wish)
    grave = tuple(finding for finding in result.findings if finding.severity == "error")
    count = len(grave)
    if not count:
        return ""
    if wish.draft == "refuse":
        from komma_cli.report.text import write

        typer.echo(write([replace(result, findings=grave, accepted=())], wish.lang), err=True)
        raise HasErrors("cli.plan_has_errors", file=source.name, count=count)
    return say("draft_mark", count=count)


def _say_how_far(number: int, total: int) -> None:
    if total >= MANY and on_terminal():
        sys.stderr.write("\r" + say("render_progress", number=number, total=total) + ("\n" if number == total else ""))
        sys.stderr.flush()


def _wanted(wish: Wish, file: str) -> tuple[DocumentSpec, ...]:
    """Return the wished documents; without any all that the wished audience may read, or all, each for its own class.

    Raises ``UsageError`` for an unknown document, and for one that cannot be compared with an earlier version.
    """
    from komma_cli.render.catalog import document, documents

    if wish.documents:
        wanted = tuple(document(identifier, wish.templates, composed=True) for identifier in wish.documents)
        if wish.since:
            refuse_without_versions(wanted, wish.since, file, wish.lang)
        return wanted
    return tuple(
        spec
        for spec in documents(wish.templates, composed=True)
        if (wish.audience is None or spec.audience_for(wish.audience) is not None)
        and (not wish.since or has_versions(spec))
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError("cli.system", file=path, reason=error.strerror or str(error)) from error
