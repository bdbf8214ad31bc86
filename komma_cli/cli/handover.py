"""``komma handover``: the pack with which somebody takes over from somebody else, as a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import LangOption, TodayOption, say, the_day
from komma_cli.cli.language import reader_language
from komma_cli.cli.papers import as_papers, file_formats, put_down, told
from komma_cli.cli.render import USUAL_FORMATS, ForceOption, FormatOption
from komma_cli.cli.who import opened, person_id
from komma_cli.errors import UsageError

if TYPE_CHECKING:
    from komma_cli.render.produce import Produced


def handover(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    leaves: Annotated[str, typer.Option("--from", help=say("handover_from"), metavar=say("who_metavar"))],
    follows: Annotated[str, typer.Option("--to", help=say("handover_to"), metavar=say("who_metavar"))],
    formats: FormatOption = USUAL_FORMATS,
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    force: ForceOption = False,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Write the pack and name each file; the plan itself stays as it is."""
    pack = pack_of(file, leaves, follows, the_day(today))
    papers = as_papers(pack, file_formats(formats), folder or Path())
    put_down(papers, force=force)
    for paper in papers:
        typer.echo(told(paper))
    typer.echo(say("handover_next", file=file))


def pack_of(file: str, leaves: str, follows: str, day: date) -> Produced:
    """Return the pack. Raises ``UsageError`` for people the plan does not know, one person twice, nobody's duties."""
    from komma_cli.duties import duties_of
    from komma_cli.render.handing_over import pack

    playbook, data = opened(file)
    old, new = person_id(playbook, leaves), person_id(playbook, follows)
    if old == new:
        raise UsageError("who.same_person", value=follows)
    duties = duties_of(data, old)
    if not duties.tasks:
        raise UsageError("who.no_duties", value=leaves)
    return pack(playbook, duties, new, reader_language(), day)
