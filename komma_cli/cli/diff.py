"""``komma diff``: what changed between two versions of a plan, in words."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import keep_playbooks, one_of
from komma_cli.cli.common import LangOption, OutputFile, put_out, say
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.comparing import Compared
    from komma_cli.store import Loaded, Source

CHOICES = ("text", "markdown", "json")

OldFile = Annotated[Path, typer.Argument(help=say("diff_old"), metavar="OLD", show_default=False)]
NewFile = Annotated[Path | None, typer.Argument(help=say("diff_new"), metavar="[NEW]", show_default=False)]
FromOption = Annotated[str | None, typer.Option("--from", help=say("diff_from"), metavar="REV")]
ToOption = Annotated[str | None, typer.Option("--to", help=say("diff_to"), metavar="REV")]
FormatOption = Annotated[str, typer.Option("--format", help=say("format_option"), metavar="|".join(CHOICES))]
SecretOption = Annotated[bool, typer.Option("--confidential", help=say("diff_confidential"))]
CodeOption = Annotated[bool, typer.Option("--exit-code", help=say("diff_exit_code"))]


def diff(
    old: OldFile,
    new: NewFile = None,
    since: FromOption = None,
    until: ToOption = None,
    output_format: FormatOption = "text",
    confidential: SecretOption = False,
    exit_code: CodeOption = False,
    output: OutputFile = None,
    lang: LangOption = None,
) -> None:
    """Tell what changed; ends with 0 whether or not something did, unless ``--exit-code`` is given."""
    one_of(output_format, CHOICES, "--format")
    if output is not None:
        keep_playbooks(output, [str(file) for file in (old, new) if file is not None])
    sources = _sources(old, new, since, until)
    from komma_cli.comparing import compare
    from komma_cli.report.changes import tell
    from komma_cli.report.changes_formats import FORMATS, Report, as_text
    from komma_cli.store import load

    language = reader_language()
    before, after = (load(source) for source in sources)
    compared = compare(_data(before, sources[0]), _data(after, sources[1]))
    names = _names(sources)
    report = Report(
        *names,
        tell(compared, language, confidential=confidential),
        tuple(_notes(compared, (before, after), sources, names)),
        sources[0].data == sources[1].data,
    )
    if output_format == "text" and output is None:
        put_out(as_text(report, language, width=_columns()), None)
    else:
        put_out(FORMATS[output_format](report, language), output, machine=output_format != "text")
    if exit_code and report.told:
        raise typer.Exit(Exit.FINDINGS)


def _sources(old: Path, new: Path | None, since: str | None, until: str | None) -> tuple[Source, Source]:
    """Return both versions. Raises ``UsageError`` where it is not said which two, ``ReadError``."""
    from komma_cli.cli.revisions import read_revision
    from komma_cli.store import read_source

    if since is None and until is not None:
        raise UsageError("diff.to_alone")
    if since is not None:
        if new is not None:
            raise UsageError("diff.file_and_revision", file=new)
        before = read_revision(old, since)
        return before, read_source(old) if until is None else read_revision(old, until)
    if new is None:
        raise UsageError("diff.no_second", file=old)
    if str(old) == str(new) == "-":
        raise UsageError("diff.one_input")
    return read_source(old), read_source(new)


def _data(loaded: Loaded, source: Source) -> dict[str, object]:
    """Return what a file holds. Raises ``ReadError`` ``diff.unreadable`` where that is nothing."""
    if loaded.data is None:
        line = next((problem.line for problem in loaded.problems if problem.line), 1)
        raise ReadError("diff.unreadable", file=source.name, line=line)
    return loaded.data


def _names(sources: tuple[Source, Source]) -> tuple[str, str]:
    """Return how the versions are called: by the name of the file, with its folder where both have the same."""
    short = [Path(source.name).name for source in sources]
    return (short[0], short[1]) if short[0] != short[1] else (sources[0].name, sources[1].name)


def _notes(
    compared: Compared, loaded: tuple[Loaded, Loaded], sources: tuple[Source, Source], names: tuple[str, str]
) -> list[str]:
    """Return what must be known beside the changes: what was not compared, and two files that are no versions."""
    from komma_cli.merging import related
    from komma_cli.report.changes import section_names
    from komma_cli.texts import text

    lang = reader_language()
    notes = []
    for one, source, name in zip(loaded, sources, names, strict=True):
        broken = [problem for problem in one.problems if problem.kind != "bom"]
        if broken:
            key = "changes.partly" if source.path is not None else "changes.partly_revision"
            notes.append(text(key, lang, file=name, line=broken[0].line or 1))
    for unread, name in zip((compared.unread_old, compared.unread_new), names, strict=True):
        if unread:
            notes.append(text("changes.unread", lang, file=name, places=section_names(unread, lang)))
    if not compared.equal and not related({}, compared.old, compared.new):
        notes.append(text("changes.unrelated", lang))
    return notes


def _columns() -> int:
    """Return the width of the terminal, one column free; 80 where there is none."""
    from komma_cli.report.changes_formats import WIDTH

    return shutil.get_terminal_size((WIDTH, 24)).columns - 1 if sys.stdout.isatty() else WIDTH
