"""Findings for people and programs: one module per format, each a pure function from results to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from komma_cli.check.engine import Result
from komma_cli.report import github, json, text
from komma_cli.texts import Lang

Write = Callable[[Sequence[Result], Lang], str]
FORMATS: dict[str, Write] = {"text": text.write, "json": json.write, "github": github.write}
"""Name on the command line and what writes it; the text ends with a line break unless there is nothing to say."""
