"""``komma contacts``: the contacts of a plan for address books and tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import SUFFIX, LangOption, OutputFile, TodayOption, put_out, say, the_day, write_file
from komma_cli.cli.language import reader_language
from komma_cli.cli.placing_files import warn_if_under_git
from komma_cli.cli.who import opened
from komma_cli.errors import UsageError
from komma_cli.model.classes import CONFIDENTIALITY
from komma_cli.texts import label, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from komma_cli.render.reader import Reader
    from komma_cli.report.contact_files import Card

FORMATS = ("vcf", "csv", "xlsx")


def contacts(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    output_format: Annotated[
        str | None, typer.Option("--format", help=say("contacts_format"), metavar="|".join(FORMATS))
    ] = None,
    audience: Annotated[
        str, typer.Option("--audience", help=say("contacts_audience"), metavar="|".join(CONFIDENTIALITY))
    ] = "internal",
    output: OutputFile = None,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Write the contacts these readers may see; names and private numbers only for ``confidential``."""
    one_of(audience, CONFIDENTIALITY, "--audience")
    form = _form(output_format, output)
    playbook, _ = opened(file)
    from komma_cli.render.audience import redact
    from komma_cli.render.reader import Reader
    from komma_cli.report.contact_files import cards

    readers = next(name for name in CONFIDENTIALITY if name == audience)
    reader = Reader(redact(playbook, readers), reader_language(), readers, the_day(today))
    found, left_out = cards(reader)
    if not found:
        raise UsageError("contact_files.nobody", audience=_called(audience), file=file)
    if output is not None and audience == "confidential":
        warn_if_under_git([output])
    _write(form, found, reader, output)
    _tell(len(found), left_out, audience, output)


def _form(wanted: str | None, output: Path | None) -> str:
    """Return the format: the one asked for, else that of the file's ending.

    Raises ``UsageError``: ``contact_files.no_format``, ``contact_files.needs_file``, and for other formats.
    """
    form = wanted or (output.suffix.lower().removeprefix(".") if output is not None else "")
    if wanted is None and form not in FORMATS:
        raise UsageError("contact_files.no_format")
    one_of(form, FORMATS, "--format")
    if form == "xlsx" and output is None:
        raise UsageError("contact_files.needs_file")
    return form


def _write(form: str, found: Sequence[Card], reader: Reader, output: Path | None) -> None:
    from komma_cli.report.contact_files import as_csv, as_vcards, as_workbook

    if form == "xlsx" and output is not None:
        if output.name.endswith(SUFFIX):
            raise UsageError("cli.output_is_playbook", file=output)
        write_file(output, as_workbook(found, reader))
    else:
        put_out(as_csv(found, reader) if form == "csv" else as_vcards(found, reader), output, machine=True)


def _tell(count: int, left_out: int, audience: str, output: Path | None) -> None:
    """Say what was written; where the contacts themselves go to the output, on the error stream."""
    lang = reader_language()
    stream = sys.stderr if output is None else sys.stdout
    if output is not None:
        stream.write(say("wrote", file=output) + "\n")
    name = "contact_files.summary_confidential" if audience == "confidential" else "contact_files.summary"
    stream.write(text(name, lang, count=count, audience=_called(audience)) + "\n")
    if left_out:
        name = "contact_files.left_out_one" if left_out == 1 else "contact_files.left_out"
        stream.write(text(name, lang, count=left_out) + "\n")


def _called(audience: str) -> str:
    return label("confidentiality", audience, reader_language())
