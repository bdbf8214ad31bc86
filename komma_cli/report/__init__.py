"""Findings for people and programs: one module per format, each a pure function from results to text.

Nothing but the names of files depends on where komma runs: they are told as seen from the working folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from komma_cli.texts import Lang

if TYPE_CHECKING:
    from komma_cli.check.engine import Result
    from komma_cli.report.said import Said

Write: TypeAlias = "Callable[[Sequence[Result | Said], Lang], str]"
Pieces: TypeAlias = "Callable[[Sequence[Result | Said], Lang], Iterator[str]]"


def _written_by(module: str) -> Write:
    """Return the function of a module that is loaded when it is wanted: a run needs one format of all."""

    def write(results: Sequence[Result | Said], lang: Lang) -> str:
        report: str = import_module(f"komma_cli.report.{module}").write(results, lang)
        return report

    return write


def _in_pieces(module: str) -> Pieces:
    def pieces(results: Sequence[Result | Said], lang: Lang) -> Iterator[str]:
        report: Iterator[str] = import_module(f"komma_cli.report.{module}").pieces(results, lang)
        return report

    return pieces


_NAMES = ("text", "json", "github", "sarif", "gitlab", "junit", "markdown")
PIECES: dict[str, Pieces] = {name: _in_pieces(name) for name in _NAMES}
"""The same as ``FORMATS``, made and handed over file by file."""
FORMATS: dict[str, Write] = {name: _written_by(name) for name in _NAMES}
"""Name on the command line and what writes it; the text ends with a line break unless there is nothing to say."""
