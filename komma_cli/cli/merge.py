"""``komma merge``: three-way merge of playbooks, field by field; also git's merge driver for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from komma_cli.cli.common import LangOption, say
from komma_cli.cli.exits import Exit
from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.merging import Merged

BaseFile = Annotated[Path, typer.Argument(help=say("merge_base"), metavar="BASE", show_default=False)]
OurFile = Annotated[Path, typer.Argument(help=say("merge_ours"), metavar="OURS", show_default=False)]
TheirFile = Annotated[Path, typer.Argument(help=say("merge_theirs"), metavar="THEIRS", show_default=False)]
NameOption = Annotated[str | None, typer.Option("--name", help=say("merge_name"), metavar="FILE")]


def merge(base: BaseFile, ours: OurFile, theirs: TheirFile, name: NameOption = None, lang: LangOption = None) -> None:
    """Write what THEIRS changed since BASE into OURS. Code 1: both changed the same field, or an entry is missing."""
    from komma_cli.merging import merge as merged_of
    from komma_cli.merging import related
    from komma_cli.store import write
    from komma_cli.wizard.saving import ORDER

    sides = [_side(file) for file in (base, ours, theirs)]
    if not (sides[1] and sides[2]) or not related(*sides):  # only the base may be empty: git knows none
        raise UsageError("wizard.not_related", ours=ours, theirs=theirs)
    merged = merged_of(*sides)
    write(ours, merged.data, order=ORDER)
    for line in _report(merged, name or str(ours)):
        typer.echo(line, err=True)
    if merged.conflicts or merged.lost:
        raise typer.Exit(Exit.FINDINGS)


def _side(file: Path) -> dict[str, Any]:
    """Return one of the three files; git hands in an empty file where there was none."""
    from komma_cli.wizard.saving import read_plan

    if not file.exists():
        raise ReadError("store.missing", file=str(file))
    return read_plan(file)[0]


def _report(merged: Merged, name: str) -> list[str]:
    """Return a line for each place where a person must look."""
    from komma_cli.paths import format_path

    lines = [
        say(
            "merge_conflict",
            path=format_path(conflict.parts, merged.data),
            ours=_said(conflict.ours),
            theirs=_said(conflict.theirs),
        )
        for conflict in merged.conflicts
    ]
    lines += [
        say("merge_lost", path=format_path(reference.parts, merged.data), id=reference.target_id)
        for reference in merged.lost
    ]
    return [*lines, say("merge_look", file=name)] if lines else []


def _said(value: Any) -> str:
    """Return a value in one line, cut where it is long."""
    import json

    from komma_cli.merging import ABSENT
    from komma_cli.wizard.showing.screens import shortened

    if value is ABSENT:
        return say("merge_absent")
    return shortened(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 60)
