"""``komma show``: read a document on the screen, or see which there are."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from komma_cli.cli.check import one_of
from komma_cli.cli.common import (
    LangOption,
    TodayOption,
    colours_wanted,
    on_terminal,
    put_out,
    put_out_in_colour,
    say,
    the_day,
)
from komma_cli.cli.language import reader_language
from komma_cli.cli.naming import meant
from komma_cli.cli.who import opened
from komma_cli.model.classes import CONFIDENTIALITY, Confidentiality
from komma_cli.texts import label, text

if TYPE_CHECKING:
    from rich.text import Text

WIDTH = 80
_LETS_BOLD_THROUGH = re.compile(r"(?:^|\s)-?[A-Za-z]*[rR]|--(?i:raw-control-chars)")
"""What the variable LESS may say for it; options may stand without a hyphen there."""


def show(
    file: Annotated[str, typer.Argument(help=say("file_argument"), metavar="FILE", show_default=False)],
    document: Annotated[
        str | None, typer.Argument(help=say("show_document"), metavar=say("show_metavar"), show_default=False)
    ] = None,
    audience: Annotated[
        str | None, typer.Option("--audience", help=say("render_audience_option"), metavar="|".join(CONFIDENTIALITY))
    ] = None,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Show one document page by page, or the list of documents."""
    if audience is not None:
        one_of(audience, CONFIDENTIALITY, "--audience")
    readers = next((name for name in CONFIDENTIALITY if name == audience), None)
    if document is None:
        opened(file)
        put_out("\n".join(_listed(file, readers)) + "\n", None)
        return
    from komma_cli.render.catalog import documents
    from komma_cli.render.produce import produce
    from komma_cli.report.screen_page import page

    language = reader_language()
    known = {spec.id: spec.titles[language] for spec in documents()}
    chosen = meant(document, known, "show.unknown_document")
    playbook, _ = opened(file)
    produced = produce(playbook, chosen, language, readers, the_day(today))
    _put(page(produced.document.blocks, language, _width()))


def _listed(file: str, readers: Confidentiality | None) -> Iterator[str]:
    """Yield the documents these readers may have, each with its class and for whom it is."""
    from komma_cli.render.catalog import documents

    language = reader_language()
    specs = [spec for spec in documents() if readers is None or spec.audience_for(readers) is not None]
    if not specs:
        yield text("show.none", language, audience=label("confidentiality", str(readers), language))
        return
    yield text("show.head", language)
    for spec in specs:
        klass = label("confidentiality", spec.classification, language)
        entry = text("show.entry", language, class_word=klass, readers=spec.readers[language])
        yield ""
        yield from textwrap.wrap(f"{spec.titles[language]} ({spec.id})", WIDTH, break_on_hyphens=False)
        yield from textwrap.wrap(entry, WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield text("show.next", language, file=file, document=specs[0].id)


def _width() -> int:
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH


def _put(lines: Sequence[Text]) -> None:
    """Print a document: page by page where somebody sits before a screen that is too small for it."""
    from komma_cli.report.screen_page import as_string

    if on_terminal() and len(lines) >= shutil.get_terminal_size().lines:
        from rich.pager import SystemPager

        SystemPager().show(as_string(lines, styled=colours_wanted() and _pager_shows_bold()))
    elif colours_wanted():
        put_out_in_colour(as_string(lines, styled=True))
    else:
        put_out(as_string(lines, styled=False), None)


def _pager_shows_bold() -> bool:
    """Say whether the pager will be ``less`` with the option that lets bold letters through; ask for it if nobody did.

    ``more``, which Windows has, prints the codes for bold letters as letters.
    """
    pager = os.environ.get("MANPAGER") or os.environ.get("PAGER") or ("" if os.name == "nt" else "less")
    options = os.environ.setdefault("LESS", "-R")
    return Path(pager.split(" ")[0]).name == "less" and bool(_LETS_BOLD_THROUGH.search(options))
