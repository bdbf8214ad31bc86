"""``komma reach``: the proof that somebody answers, for a year, for one case, and without single people."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import LangOption, OutputFile, TodayOption, put_out, say, the_day, write_file
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.cli.naming import meant
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.model.playbook import Playbook
    from komma_cli.reach.proof import Prover
    from komma_cli.reach.telling import Teller
    from komma_cli.report.paper import Block

FORMATS = ("text", "json", "markdown")
THRESHOLDS = ("gap", "never")
_MOST_MISSING = 2
_NARROWEST, _WIDEST = 60, 100


def reach(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    at: Annotated[str | None, typer.Option("--at", help=say("reach_at_option"), metavar=say("open_at_metavar"))] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", help=say("reach_scenario_option"), metavar="ID")] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help=say("reach_without_option"), metavar="ID")
    ] = None,
    without_each: Annotated[bool, typer.Option("--without-each", help=say("reach_without_each_option"))] = False,
    without_any: Annotated[
        int | None, typer.Option("--without-any", help=say("reach_without_any_option"), metavar="1|2")
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", help=say("reach_format_option"), metavar="|".join(FORMATS))
    ] = "text",
    output: OutputFile = None,
    svg: Annotated[Path | None, typer.Option("--svg", help=say("reach_svg_option"), metavar="FILE")] = None,
    png: Annotated[Path | None, typer.Option("--png", help=say("reach_png_option"), metavar="FILE")] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help=say("reach_fail_on_option"), metavar="|".join(THRESHOLDS))
    ] = "never",
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Prove a plan and print what was found; gaps end with code 1 only where ``--fail-on gap`` asks for it."""
    one_of(output_format, FORMATS, "--format")
    one_of(fail_on, THRESHOLDS, "--fail-on")
    each = _each(without_each, without_any)
    if at is not None and (each or svg or png):
        raise UsageError("cli.not_both", first="--at", second="--without-each" if each else "--svg")
    if each and (without or scenario or svg or png):
        raise UsageError("reach.whole_plan")
    prover, teller = prepared(file, the_day(today))
    missing = [_somebody(prover, name) for name in without or ()]
    chosen = None if scenario is None else scenario_id(prover.playbook, scenario)
    if at is not None:
        content, gaps = _case(prover, teller, moment_of(prover, at), chosen, missing, output_format)
    elif each:
        content, gaps = _losses(prover, teller, each, output_format)
    else:
        content, gaps = _year(prover, teller, chosen, missing, output_format)
        _pictures(prover, teller, chosen, missing, svg, png)
    put_out(content, output, machine=output_format != "text")
    if gaps and fail_on == "gap":
        raise typer.Exit(Exit.FINDINGS)


def prepared(file: str, first: date) -> tuple[Prover, Teller]:
    """Return a plan ready to be proved. Raises ``ReadError`` and ``UsageError`` where there is nothing to prove."""
    from komma_cli.model.problems import validate
    from komma_cli.reach.proof import Prover
    from komma_cli.reach.telling import Teller
    from komma_cli.store import load, read_source

    loaded = load(read_source(file))
    playbook, problems = validate(loaded.data)
    if not loaded.editable or playbook is None or problems:
        raise ReadError("reach.not_readable", file=file)
    if not playbook.people and not playbook.bodies:
        raise UsageError("reach.nobody", file=file)
    prover = Prover(playbook, first)
    if not any(promise.decisive for promise in prover.promises):
        raise UsageError("reach.nothing_promised", file=file)
    return prover, Teller(prover, reader_language())


def scenario_id(playbook: Playbook, asked: str) -> str:
    """Return the scenario that is meant by id or title. Raises ``UsageError`` with the likeliest ones."""
    relevant = {each.id: each.title for each in playbook.scenarios if each.relevant}
    left_out = {each.id for each in playbook.scenarios} - set(relevant)
    if asked.strip() in left_out:
        raise UsageError("reach.not_relevant", value=asked)
    return meant(asked, relevant, "reach.unknown_scenario")


def moment_of(prover: Prover, written: str) -> datetime:
    """Return the time of ``--at``. Raises ``UsageError`` for other writings and for days that are not proved."""
    try:
        moment = datetime.strptime(written.strip().replace("T", " "), "%Y-%m-%d %H:%M")
    except ValueError:
        raise UsageError("reach.not_a_moment", value=written) from None
    year = prover.year
    if not year.first <= moment.date() <= year.last:
        raise UsageError("reach.outside_year", value=written, first=year.first, last=year.last)
    return moment


def _each(without_each: bool, without_any: int | None) -> int:
    """Return how many people are taken out at a time, 0 for none."""
    if without_any is not None and not 1 <= without_any <= _MOST_MISSING:
        raise UsageError("reach.too_many", value=without_any)
    return without_any or int(without_each)


def _somebody(prover: Prover, asked: str) -> str:
    """Return the person or body that is meant by id, function or name."""
    playbook = prover.playbook
    known = {person.id: person.function or person.name or person.id for person in playbook.people}
    names = {person.id: person.name for person in playbook.people if person.name}
    known |= {body.id: body.name for body in playbook.bodies}
    return meant(asked, known, "reach.unknown_person", names)


def _case(
    prover: Prover, teller: Teller, moment: datetime, scenario: str | None, missing: Collection[str], wanted: str
) -> tuple[str, bool]:
    from komma_cli.reach.case import play
    from komma_cli.report import reach as told
    from komma_cli.report import reach_json

    if scenario is None:
        known = ", ".join(each.id for each in prover.playbook.scenarios if each.relevant)
        raise UsageError("reach.which_scenario", known=known)
    played = play(prover, scenario, moment, missing)
    broken = bool(played.broken)
    if wanted == "json":
        return reach_json.case(prover, played), broken
    return _written(told.case(played, teller), wanted), broken


def _losses(prover: Prover, teller: Teller, each: int, wanted: str) -> tuple[str, bool]:
    from komma_cli.reach.losses import loads, without_any_two, without_each
    from komma_cli.report import reach as told
    from komma_cli.report import reach_json

    found = without_each(prover) if each == 1 else without_any_two(prover)
    if wanted == "json":
        return reach_json.losses(prover, found, loads(prover)), bool(found)
    return _written(told.losses(prover, found, loads(prover), teller), wanted), bool(found)


def _year(
    prover: Prover, teller: Teller, scenario: str | None, missing: Collection[str], wanted: str
) -> tuple[str, bool]:
    from komma_cli.report import reach as told
    from komma_cli.report import reach_json

    proof = prover.prove(missing).only(scenario)
    if wanted == "json":
        return reach_json.year(prover, proof, missing), bool(proof.broken)
    return _written(told.year(prover, proof, teller, missing), wanted), bool(proof.broken)


def _pictures(
    prover: Prover, teller: Teller, scenario: str | None, missing: Collection[str], svg: Path | None, png: Path | None
) -> None:
    """Write the heat map in the forms that are wanted."""
    if svg is None and png is None:
        return
    from komma_cli.report import heat_map

    drawn = heat_map.svg(prover.prove(missing).only(scenario), teller)
    if svg is not None:
        write_file(svg, drawn.encode("utf-8"))
    if png is not None:
        write_file(png, heat_map.png(drawn))


def _written(blocks: Iterable[Block], wanted: str) -> str:
    from komma_cli.report.paper import as_markdown, as_text

    if wanted == "markdown":
        return as_markdown(blocks)
    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    return as_text(blocks, min(max(width, _NARROWEST), _WIDEST))
