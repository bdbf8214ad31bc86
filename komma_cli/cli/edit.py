"""``komma edit``: go on with a playbook, at a section or at one question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.common import LangOption, say
from komma_cli.cli.init import AnswersOption, PlainOption, SetOption, write_answers
from komma_cli.cli.language import reader_language
from komma_cli.errors import ReadError


def edit(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    place: Annotated[
        str | None, typer.Argument(help=say("edit_place"), metavar="[SECTION|PATH]", show_default=False)
    ] = None,
    answers: AnswersOption = None,
    assignments: SetOption = None,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Open the task list, a section, or the one question that a finding names."""
    from komma_cli.cli.desk import draft, sit, whole_talk
    from komma_cli.wizard.sitting import Sitting

    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    if answers is not None or assignments:
        write_answers(file, draft(file), answers, assignments or [], reader_language())
        typer.echo(say("changed", file=file))
        return

    def one_place(sitting: Sitting) -> None:
        if place in sitting.section_keys():
            sitting.run_section(str(place))
        else:
            sitting.run_path(str(place))

    raise typer.Exit(sit(file, whole_talk if place is None else one_place, plain=plain))
