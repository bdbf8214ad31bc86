"""``komma drill``: an exercise from the municipality's own plan, with its papers."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, TodayOption, say, the_day, write_file
from komma_cli.cli.init import PlainOption
from komma_cli.cli.reach import prepared, scenario_id
from komma_cli.errors import ReadError

if TYPE_CHECKING:
    from komma_cli.drills.composing import Drill
    from komma_cli.reach.telling import Teller

FORMATS = ("md", "docx")
_WIDTH = 80


def drill(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    scenario: Annotated[str | None, typer.Option("--scenario", help=say("drill_scenario"), metavar="ID")] = None,
    seed: Annotated[int, typer.Option("--seed", help=say("drill_seed"), metavar="N")] = 1,
    formats: Annotated[str, typer.Option("--format", help=say("render_format_option"), metavar="md,docx")] = "md,docx",
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    record: Annotated[bool, typer.Option("--record", help=say("drill_record_option"))] = False,
    plain: PlainOption = False,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Say what the exercise is about and write its three papers; ``--record`` asks what it showed instead."""
    if record:
        from komma_cli.cli.desk import sit
        from komma_cli.wizard.addons.choice import talk_named

        if not Path(file).exists():
            raise ReadError("store.missing", file=file)
        raise typer.Exit(sit(Path(file), talk_named("drill-record"), plain=plain, today=the_day(today)))
    from komma_cli.drills.composing import compose
    from komma_cli.render.drill_papers import papers
    from komma_cli.render.produce import write_docx

    wanted = tuple(part.strip() for part in formats.split(",") if part.strip())
    for name in wanted or (formats,):
        one_of(name, FORMATS, "--format")
    prover, teller = prepared(file, the_day(today))
    chosen = None if scenario is None else scenario_id(prover.playbook, scenario)
    composed = compose(prover, chosen, seed, teller.lang)
    written = {
        (folder or Path()) / f"{paper.stem}.{name}": paper.markdown.encode() if name == "md" else write_docx(paper)
        for paper in papers(prover.playbook, composed, teller, teller.lang)
        for name in wanted
    }
    for target, content in written.items():
        write_file(target, content)
    for line in _told(composed, teller):
        typer.echo(textwrap.fill(line, _WIDTH, break_on_hyphens=False))
    for target in written:
        typer.echo(say("wrote", file=target))


def _told(composed: Drill, teller: Teller) -> list[str]:
    """Return what the exercise is about, without what its participants must not know."""
    return [
        composed.script.title,
        say("drill_card", number=composed.card, card=composed.scenario.title),
        say("drill_when", moment=teller.on_wall(composed.moment), minutes=composed.minutes),
        say("drill_who", roles=", ".join(teller.name(role) for role in composed.participants)),
        say("drill_again", seed=composed.seed),
    ]
