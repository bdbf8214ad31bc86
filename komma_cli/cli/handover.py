"""``komma handover``: the pack with which somebody takes over from somebody else, as a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, TodayOption, say, the_day, write_file
from komma_cli.cli.language import reader_language
from komma_cli.cli.who import opened, person_id
from komma_cli.errors import UsageError

FORMATS = ("md", "docx")


def handover(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    leaves: Annotated[str, typer.Option("--from", help=say("handover_from"), metavar=say("who_metavar"))],
    follows: Annotated[str, typer.Option("--to", help=say("handover_to"), metavar=say("who_metavar"))],
    formats: Annotated[str, typer.Option("--format", help=say("render_format_option"), metavar="md,docx")] = "md,docx",
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Write the pack and name each file; the plan itself stays as it is."""
    wanted = tuple(part.strip() for part in formats.split(",") if part.strip())
    for name in wanted or (formats,):
        one_of(name, FORMATS, "--format")
    for path in write_pack(file, leaves, follows, wanted, folder or Path(), the_day(today)):
        typer.echo(say("wrote", file=path))
    typer.echo(say("handover_next", file=file))


def write_pack(file: str, leaves: str, follows: str, formats: tuple[str, ...], folder: Path, day: date) -> list[Path]:
    """Write the pack in these formats and return the files: all of them, or none if one cannot be made.

    Raises ``UsageError`` for people the plan does not know, for one person twice, and for somebody without duties.
    """
    from komma_cli.duties import duties_of
    from komma_cli.render.handing_over import pack
    from komma_cli.render.produce import write_docx

    playbook, data = opened(file)
    old, new = person_id(playbook, leaves), person_id(playbook, follows)
    if old == new:
        raise UsageError("who.same_person", value=follows)
    duties = duties_of(data, old)
    if not duties.tasks:
        raise UsageError("who.no_duties", value=leaves)
    produced = pack(playbook, duties, new, reader_language(), day)
    papers = {
        folder / f"{produced.stem}.{name}": produced.markdown.encode() if name == "md" else write_docx(produced)
        for name in formats
    }
    for target, content in papers.items():
        write_file(target, content)
    return list(papers)
