"""``komma share``: the bundle that a municipality gives to its network, shown in full before it is written."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.common import LangOption, TodayOption, on_terminal, put_out, say, the_day, write_file
from komma_cli.cli.exits import Exit
from komma_cli.cli.language import reader_language
from komma_cli.errors import KommaError, ReadError, UsageError, WriteError
from komma_cli.texts import text

if TYPE_CHECKING:
    from datetime import date

    from komma_cli.network.bundle import Bundle

MOST_NAMED = 3


class Leak(KommaError):
    """What was to be released says something that not everybody may see."""

    exit_code = Exit.FINDINGS


def share(
    file: Annotated[Path, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", help=say("share_output"), metavar="FILE")] = None,
    yes: Annotated[bool, typer.Option("--yes", help=say("share_yes"))] = False,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Show what the network would learn, ask, and write it; without a terminal only with ``--yes``."""
    from komma_cli.network.bundle import to_bytes
    from komma_cli.report.share_text import share_text

    language = reader_language()
    bundle = bundle_from(file, the_day(today))
    target = output or file.with_name(_name(bundle))
    _refuse_foreign(target)
    put_out(share_text(bundle, language), None)
    if not yes and not _agreed(target):
        typer.echo(text("network.share_not_written", language))
        return
    write_file(target, to_bytes(bundle))
    typer.echo(textwrap.fill(text("network.share_written", language, file=target), 78, break_long_words=False))


def bundle_from(file: Path, today: date) -> Bundle:
    """Return the bundle of a playbook.

    Raises ``ReadError`` ``network.broken_playbook`` for one with faults of its form, ``Leak`` with the fields that a
    released text says although not everybody may see them.
    """
    from komma_cli.check.engine import check_data
    from komma_cli.model.problems import validate
    from komma_cli.network.sharing import bundle_of, leaks
    from komma_cli.store import load, read_source

    loaded = load(read_source(file))
    playbook, problems = validate(loaded.data)
    if playbook is None or problems or not loaded.editable or loaded.data is None:
        raise ReadError("network.not_shareable", file=file)
    result = check_data(loaded.data, today=today)
    bundle = bundle_of(playbook, result, today)
    if paths := leaks(playbook, result, bundle):
        raise Leak("network.leak", file=file, fields=", ".join(paths[:MOST_NAMED]))
    return bundle


def _name(bundle: Bundle) -> str:
    from komma_cli.network.bundle import SUFFIX
    from komma_cli.slugs import slug

    return (slug(bundle.municipality.name)[:40].strip("-") or bundle.key) + SUFFIX


def _refuse_foreign(target: Path) -> None:
    """Raise ``WriteError`` ``network.not_replaced`` where something stands that is no bundle."""
    from komma_cli.network.bundle import SUFFIX, read_bundle

    if not target.name.endswith(SUFFIX):
        raise UsageError("network.bundle_name", file=target)
    if target.is_file():
        try:
            read_bundle(target.read_bytes(), str(target))
        except KommaError as error:
            raise WriteError("network.not_replaced", file=target) from error


def _agreed(target: Path) -> bool:
    """Ask whether the file may be written. Raises ``UsageError`` ``network.nobody_to_ask`` without a terminal."""
    if not on_terminal():
        raise UsageError("network.nobody_to_ask")
    language = reader_language()
    sys.stdout.write("\n" + text("network.share_question", language, file=target))
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold().startswith((text("network.share_yes", language), "y"))
