"""Findings for people and programs: one module per format, each a pure function from results to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from komma_cli.check.engine import Result
from komma_cli.texts import Lang

Write = Callable[[Sequence[Result], Lang], str]
FORMATS: dict[str, str] = {
    "text": "komma_cli.report.text",
    "json": "komma_cli.report.json",
    "github": "komma_cli.report.github",
}
"""Name on the command line and the module whose ``write`` makes it; a format is loaded when it is asked for."""


def writer(name: str) -> Write:
    """Return the ``write`` function of a format. Raises ``KeyError`` for a name outside ``FORMATS``."""
    write: Write = import_module(FORMATS[name]).write
    return write
