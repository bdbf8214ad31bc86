"""Checking many files from the command line: how many at a time, how far that is, and which could not be checked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence

from komma_cli.check.batch import BROKE, Terms, check_files
from komma_cli.check.engine import Result
from komma_cli.check.packed import Packed
from komma_cli.cli.exits import Exit
from komma_cli.texts import Lang, error_words, text

WORTH_KEEPING = 24
"""For fewer files looking into the cache takes longer than it saves."""
WORTH_PACKING = 200
_PATIENCE = 1.0
"""Seconds before a run says how far it is."""
_EVERY = 0.2


def check_many(files: Mapping[str, Terms], lang: Lang, *, jobs: int, use_cache: bool) -> Sequence[Result]:
    """Return the results of the files, in their order; those of many files take their room only when looked at."""
    from komma_cli.check.cache import open_cache

    days = {terms.today for terms in files.values()}
    cache = open_cache(max(days)) if use_cache and len(files) >= WORTH_KEEPING else None
    progress = _Progress(lang)
    found = check_files(files, jobs=jobs, cache=cache, progress=progress)
    results = kept(found, len(files))
    progress.end()
    return results


def kept(results: Iterable[Result], amount: int) -> Sequence[Result]:
    """Return ``amount`` results that come one by one, to be looked at again and again."""
    return list(results) if amount < WORTH_PACKING else Packed(results)


def tell_failures(results: Sequence[Result], lang: Lang) -> Exit | None:
    """Say on the error stream which files could not be checked and why; return the exit code, None if there are none.

    A machine's report stays clean; it names those files too, in a way of its own format.
    """
    from komma_cli.cli.exits import print_lines

    failures = [result.failure for result in results if result.failure is not None]
    for failure in failures:
        print_lines(*error_words(failure.key, lang, **dict(failure.values)))
    if not failures:
        return None
    return Exit.FAULT if any(failure.key == BROKE for failure in failures) else Exit.CANNOT


class _Progress:
    """One line on a terminal that is written over; nothing at all for anything else."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._next = time.monotonic() + _PATIENCE
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        self._next = now + _EVERY
        line = text("report.progress", self._lang, done=done, total=total)
        sys.stderr.write("\r" + line.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(line)

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
