"""``komma demo``: the whole way on the embedded example."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from komma_cli import dates
from komma_cli.cli.common import LangOption, say, shipped_playbook
from komma_cli.cli.language import reader_language

DEMO_DAY = date(2026, 12, 1)
"""The example is written for this day; with the calendar's day its dates would slowly run out."""


def demo(
    folder: Annotated[Path | None, typer.Argument(help=say("demo_folder"), metavar="[DIR]", show_default=False)] = None,
    lang: LangOption = None,
) -> None:
    """Check Musterstadt and write its documents into a folder, naming each file."""
    from komma_cli.check.engine import check_source
    from komma_cli.cli.papers import told
    from komma_cli.cli.render import Wish, write_documents
    from komma_cli.report import FORMATS
    from komma_cli.store import read_source

    language = reader_language()
    day = dates.say(DEMO_DAY.isoformat(), language)
    example = shipped_playbook("musterstadt")
    typer.echo(say("demo_intro", day=day))
    typer.echo(FORMATS["text"]([check_source(read_source(example), today=DEMO_DAY)], language).rstrip())
    target = folder or Path(say("demo_default_folder"))
    for paper in write_documents(str(example), target, Wish(DEMO_DAY, language)):
        typer.echo(told(paper))
    typer.echo(say("demo_next"))
