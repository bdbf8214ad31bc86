"""``komma init``: begin a playbook, in a dialogue or with answers from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from komma_cli.cli.common import LangOption, say
from komma_cli.cli.language import reader_language
from komma_cli.errors import UsageError
from komma_cli.texts import Lang

AnswersOption = Annotated[Path | None, typer.Option("--answers", help=say("answers_option"), metavar="FILE")]
SetOption = Annotated[list[str] | None, typer.Option("--set", help=say("set_option"), metavar="PATH=VALUE")]
PlainOption = Annotated[bool, typer.Option("--plain", "--einfach", help=say("plain_option"))]


def init(
    file: Annotated[Path, typer.Argument(help=say("init_file"), metavar="[FILE]", show_default=False)] = Path(
        "plan.komma.yaml"
    ),
    answers: AnswersOption = None,
    assignments: SetOption = None,
    plain: PlainOption = False,
    lang: LangOption = None,
) -> None:
    """Create a playbook. With ``--answers`` or ``--set`` nothing is asked."""
    if str(file) == "-":
        raise UsageError("cli.no_dash")
    if file.exists() and file.stat().st_size:
        raise UsageError("cli.file_exists", file=file)
    if answers is not None or assignments:
        write_answers(file, {}, answers, assignments or [], reader_language())
        typer.echo(say("created", file=file))
        return
    from komma_cli.cli.desk import sit, whole_talk

    raise typer.Exit(sit(file, whole_talk, plain=plain))


def write_answers(file: Path, draft: dict[str, Any], answers: Path | None, assignments: list[str], lang: Lang) -> None:
    """Check the draft with all answers over it as a whole, then write it; nothing is written if one is wrong."""
    from komma_cli.store import create, load, read_source, write
    from komma_cli.wizard.saving import ORDER
    from komma_cli.wizard.unattended import merged

    given: dict[str, Any] = {}
    if answers is not None:
        loaded = load(read_source(answers))
        if loaded.data is None or not loaded.editable:
            raise UsageError("wizard.answers_not_readable", file=answers)
        given = loaded.data
    result = merged(draft, given, assignments, lang)
    ordered = dict(sorted(result.items(), key=lambda pair: ORDER.index(pair[0])))
    if file.exists() and file.stat().st_size:
        write(file, ordered, order=ORDER)
    else:
        create(file, ordered)
