"""``komma status``: how far a playbook is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.common import LangOption, say
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError


def status(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    lang: LangOption = None,
) -> None:
    """Print the task list: each section with its state."""
    from komma_cli.cli.desk import draft, name_of
    from komma_cli.wizard.pages import section_states
    from komma_cli.wizard.showing import screens

    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    data = draft(file)
    language = reader_language()
    typer.echo(screens.task_list(name_of(data, file), section_states(data, language), language))
