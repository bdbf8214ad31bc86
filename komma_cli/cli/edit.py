"""``komma edit``: go on with a playbook, at a section or at one question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import LangOption, TodayOption, say, the_day
from komma_cli.cli.init import (
    AnswersOption,
    DefaultsOption,
    JsonOption,
    NoDialogueOption,
    OpenOnlyOption,
    PlainOption,
    SectionOption,
    SetOption,
)
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.cli.unattended import Wish


def edit(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    place: Annotated[
        str | None, typer.Argument(help=say("edit_place"), metavar="[SECTION|PATH]", show_default=False)
    ] = None,
    answers: AnswersOption = None,
    assignments: SetOption = None,
    defaults: DefaultsOption = False,
    open_only: OpenOnlyOption = False,
    section: SectionOption = None,
    no_dialogue: NoDialogueOption = False,
    as_json: JsonOption = False,
    today: TodayOption = None,
    change_of_person: Annotated[bool, typer.Option("--change-of-person", help=say("change_of_person_option"))] = False,
    after_incident: Annotated[bool, typer.Option("--after-incident", help=say("after_incident_option"))] = False,
    annual_review: Annotated[bool, typer.Option("--annual-review", help=say("annual_review_option"))] = False,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Open the task list, a section, or the one question that a finding names; or take answers without asking."""
    from komma_cli.cli.desk import sit
    from komma_cli.cli.unattended import Wish, conversation, run

    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    wish = Wish(answers, tuple(assignments or ()), defaults, open_only, section, no_dialogue, as_json, today)
    wanted = {"change-of-person": change_of_person, "after-incident": after_incident, "annual-review": annual_review}
    if addon := _addon([name for name, wished in wanted.items() if wished], wish, place):
        from komma_cli.wizard.addons.choice import talk_named

        raise typer.Exit(sit(file, talk_named(addon), plain=plain, today=the_day(today)))
    if place is not None and (wish.unattended or open_only or section is not None):
        raise UsageError("cli.place_alone", place=place)
    if wish.unattended:
        raise typer.Exit(run(file, wish, new=False))
    raise typer.Exit(sit(file, conversation(wish, place), plain=plain, today=the_day(today)))


def _addon(named: Sequence[str], wish: Wish, place: str | None) -> str | None:
    """Return the add-on interview that is wished for, if one is; it goes with nothing else.

    Raises ``UsageError`` ``cli.one_addon`` or ``cli.addon_alone``.
    """
    if len(named) > 1:
        raise UsageError("cli.one_addon", first=f"--{named[0]}", second=f"--{named[1]}")
    if named and (place is not None or wish.unattended or wish.open_only or wish.section is not None):
        raise UsageError("cli.addon_alone", option=f"--{named[0]}")
    return named[0] if named else None
