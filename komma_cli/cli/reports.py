"""Putting out the report of a check, made here or put together from parts, on a screen, in a file, for a program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from komma_cli.cli.common import colours_wanted, put_out, put_out_in_colour
from komma_cli.texts import Lang

if TYPE_CHECKING:
    from komma_cli.report.run import Run
    from komma_cli.report.said import Results

FORMAT_NAMES = "text|json|github|sarif|gitlab|junit|markdown"
"""As in ``report.FORMATS``, which the help need not load."""


def put_out_report(results: Results, lang: Lang, run: Run, output_format: str, output: Path | None) -> None:
    """Print a report in one of the formats or write it to a file. Raises as ``put_out``."""
    if output is None and output_format == "text" and colours_wanted():
        from komma_cli.report import text

        for piece in text.pieces(results, lang, colour=True):
            put_out_in_colour(piece)
    elif output_format == "json":
        from komma_cli.report import json

        put_out(json.pieces(results, lang, run), output, machine=True)
    else:
        from komma_cli.report import PIECES

        put_out(PIECES[output_format](results, lang), output, machine=output_format != "text")
