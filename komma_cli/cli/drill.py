"""``komma drill``: an exercise from the municipality's own plan, with its papers."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import LangOption, TodayOption, say, the_day
from komma_cli.cli.init import PlainOption
from komma_cli.cli.papers import as_papers, file_formats, put_down, told
from komma_cli.cli.reach import prepared, scenario_id
from komma_cli.cli.render import USUAL_FORMATS, ForceOption, FormatOption
from komma_cli.errors import ReadError

if TYPE_CHECKING:
    from komma_cli.drills.composing import Drill
    from komma_cli.reach.telling import Teller

_WIDTH = 80


def drill(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    scenario: Annotated[str | None, typer.Option("--scenario", help=say("drill_scenario"), metavar="ID")] = None,
    seed: Annotated[int, typer.Option("--seed", help=say("drill_seed"), metavar="N")] = 1,
    formats: FormatOption = USUAL_FORMATS,
    folder: Annotated[Path | None, typer.Option("--output", "-o", help=say("folder_option"), metavar="DIR")] = None,
    force: ForceOption = False,
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

    wanted = file_formats(formats)
    prover, teller = prepared(file, the_day(today))
    chosen = None if scenario is None else scenario_id(prover.playbook, scenario)
    composed = compose(prover, chosen, seed, teller.lang)
    made = papers(prover.playbook, composed, teller, teller.lang)
    written = [paper for each in made for paper in as_papers(each, wanted, folder or Path())]
    put_down(written, force=force)
    for line in _told(composed, teller):
        typer.echo(textwrap.fill(line, _WIDTH, break_on_hyphens=False))
    for paper in written:
        typer.echo(told(paper))


def _told(composed: Drill, teller: Teller) -> list[str]:
    """Return what the exercise is about, without what its participants must not know."""
    return [
        composed.script.title,
        say("drill_card", number=composed.card, card=composed.scenario.title),
        say("drill_when", moment=teller.on_wall(composed.moment), minutes=composed.minutes),
        say("drill_who", roles=", ".join(teller.name(role) for role in composed.participants)),
        say("drill_again", seed=composed.seed),
    ]
