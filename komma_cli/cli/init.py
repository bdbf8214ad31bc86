"""``komma init``: begin a playbook, in a dialogue, with answers from a file, or from a starter file."""

from __future__ import annotations

import difflib
import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from komma_cli.cli.common import SUFFIX, LangOption, TodayOption, say, shipped_playbook, the_day
from komma_cli.errors import UsageError

AnswersOption = Annotated[Path | None, typer.Option("--answers", help=say("answers_option"), metavar="FILE")]
SetOption = Annotated[list[str] | None, typer.Option("--set", help=say("set_option"), metavar="PATH=VALUE")]
PlainOption = Annotated[bool, typer.Option("--plain", "--einfach", help=say("plain_option"))]
DefaultsOption = Annotated[bool, typer.Option("--defaults", help=say("defaults_option"))]
OpenOnlyOption = Annotated[bool, typer.Option("--open-only", help=say("open_only_option"))]
SectionOption = Annotated[str | None, typer.Option("--section", help=say("section_option"), metavar="NAME")]
NoDialogueOption = Annotated[bool, typer.Option("--no-dialogue", help=say("no_dialogue_option"))]
JsonOption = Annotated[bool, typer.Option("--json", help=say("json_option"))]
StarterOption = Annotated[str | None, typer.Option("--starter", help=say("starter_option"), metavar="NAME|list")]
STARTERS = (
    "augsburg",
    "berlin-mitte",
    "dinslaken",
    "goerlitz",
    "heilbronn",
    "jena",
    "kassel",
    "mittelsachsen",
    "vorpommern-greifswald",
    "wismar",
)
"""The model municipalities of KommA; a file of that name in ``playbooks/starter`` holds their public master data."""
DISTRICTS = ("goerlitz", "mittelsachsen", "vorpommern-greifswald")
"""Starters of a Landkreis. A town of the same name, or the Landkreis around a town, is another municipality."""


def init(
    file: Annotated[Path | None, typer.Argument(help=say("init_file"), metavar="[FILE]", show_default=False)] = None,
    starter: StarterOption = None,
    answers: AnswersOption = None,
    assignments: SetOption = None,
    defaults: DefaultsOption = False,
    open_only: OpenOnlyOption = False,
    section: SectionOption = None,
    no_dialogue: NoDialogueOption = False,
    as_json: JsonOption = False,
    today: TodayOption = None,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Create a playbook. With ``--answers``, ``--set``, ``--defaults`` or ``--starter`` nothing is asked."""
    if starter == "list":
        typer.echo("\n".join(STARTERS))
        return
    name = _starter(starter) if starter is not None else None
    file = file or Path(f"{name or 'plan'}{SUFFIX}")
    if str(file) == "-":
        raise UsageError("cli.no_dash")
    if file.exists() and file.stat().st_size:
        raise UsageError("cli.file_exists", file=file)
    if name is not None:
        if answers is not None or assignments or defaults or as_json:
            raise UsageError("cli.starter_alone")
        _copy_starter(name, file)
        typer.echo(say("created", file=file))
        typer.echo(say("starter_next", file=file))
        return
    from komma_cli.cli.desk import sit
    from komma_cli.cli.unattended import Wish, conversation, run

    wish = Wish(answers, tuple(assignments or ()), defaults, open_only, section, no_dialogue, as_json, today)
    if wish.unattended:
        raise typer.Exit(run(file, wish, new=True))
    raise typer.Exit(sit(file, conversation(wish), plain=plain, today=the_day(today)))


def _starter(typed: str) -> str:
    """Return the name of a starter file. Raises ``UsageError`` ``cli.no_starter`` with the likeliest names."""
    from komma_cli.slugs import slug

    name = slug(typed)
    for known in STARTERS:
        kinds = ("landkreis", "kreis") if known in DISTRICTS else ("stadt", "hansestadt", "bezirk")
        if name in (known, *(f"{kind}-{known}" for kind in kinds)):
            return known
    similar = difflib.get_close_matches(name, STARTERS, 3, 0.5) or STARTERS
    raise UsageError("cli.no_starter", text=typed, similar=", ".join(similar))


def _copy_starter(name: str, file: Path) -> None:
    """Write the starter file with its comments; its questions are open since today, its first line is a new plan's."""
    from komma_cli.store import atomic
    from komma_cli.store.emit import MODELINE

    content = shipped_playbook(f"starter/{name}").read_text(encoding="utf-8")
    opened = re.sub(r"(?m)^( +since: ).*$", rf"\g<1>{date.today().isoformat()}", content)
    opened = re.sub(r"\A# yaml-language-server: .*$", MODELINE, opened, flags=re.M)
    atomic.replace(file, opened.encode("utf-8"))
