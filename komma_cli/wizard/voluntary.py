"""Runs of voluntary questions: a person with little time passes them over with one key and not one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from komma_cli.wizard.pages import Gate, ListPage, Page, is_open
from komma_cli.wizard.questions import Question

MANY = 3
"""So many voluntary questions in a row are worth being asked whether to ask them; fewer are quicker passed over."""


def ahead(data: Any, run: Sequence[Page], position: int) -> tuple[Page, ...]:
    """Return the pages from ``position`` on that may stay empty, are empty, and for which komma has no proposal."""
    return tuple(takewhile(lambda page: _voluntary(data, page), run[position:]))


def _voluntary(data: Any, page: Page) -> bool:
    if is_open(data, page.parts):
        return False
    match page:
        case Question():
            return page.optional and not (page.answered or page.passed or page.proposed or page.suggestion)
        case Gate():
            return not (page.spec.needed or page.spec.core or page.passed)
        case ListPage():
            return not (page.items or page.spec.needed or page.spec.core)
