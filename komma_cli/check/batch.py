"""Many files: in order, in several processes if that pays, each by itself, so that one of them never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from komma_cli import store
from komma_cli.check.cache import Cache
from komma_cli.check.engine import Failure, Result, check_source
from komma_cli.errors import DataError, KommaError, UsageError
from komma_cli.model.playbook import Profile
from komma_cli.model.thresholds import Number
from komma_cli.spreading import spread, workers_for
from komma_cli.store.reading import STDIN, Source

WORTH_A_PROCESS = 24
"""So many files take about as long as a second process needs to start."""
BROKE = "cli.check_broke"
"""The failure of a file in which komma itself has a fault."""
Progress = Callable[[int, int], None]
"""Hears after each file how many are done, of how many."""


@dataclass(frozen=True)
class Terms:
    """Under what terms files are checked; the same terms and the same bytes always give the same result."""

    today: date
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: Profile | None = None
    """The profile of the settings around the files; a file may name its own."""
    thresholds: tuple[tuple[str, Number], ...] = ()

    def check(self, source: Source) -> Result:
        """Check one file under these terms."""
        return check_source(
            source,
            today=self.today,
            select=self.select,
            ignore=self.ignore,
            profile=self.profile,
            thresholds=self.thresholds,
        )


Part = TypeVar("Part")
Work = tuple[str, Terms]
"""A file and the terms under which it is checked: settings may differ from folder to folder."""


def check_file(name: str, terms: Terms, cache: Cache | None = None) -> Result:
    """Check one file (``-``: standard input); what cannot be read or checked is a result with a failure."""
    try:
        return check_once(store.read_source(name), terms, cache)
    except DataError:  # komma itself is damaged: that is true of every file
        raise
    except KommaError as error:
        return failed(name, error.key, error.values)
    except Exception as error:  # a fault of komma in one file hides no finding in the others
        return failed(name, BROKE, {"file": name, "reason": f"{type(error).__name__}: {error}"[:200]})


def check_once(source: Source, terms: Terms, cache: Cache | None) -> Result:
    """Check what has been read, or return what an earlier check of the same bytes under the same terms found."""
    if cache is None:
        return terms.check(source)
    known = cache.known(source.data, (source.name, terms))
    if known is not None:
        return known
    result = terms.check(source)
    cache.keep(source.data, (source.name, terms), result)
    return result


def _check_only(name: str, terms: Terms) -> Result:
    """Check the only file: a fault of komma then goes to the net of the whole process, which writes a log."""
    try:
        return terms.check(store.read_source(name))
    except DataError:
        raise
    except KommaError as error:
        return failed(name, error.key, error.values)


def failed(name: str, key: str, values: dict[str, Any]) -> Result:
    """Return the result for a file that could not be checked."""
    return Result(name, "standard", (), (), (), Failure(key, tuple(values.items())))


def shard(names: Sequence[Part], which: str) -> list[Part]:
    """Return the part ``k/n`` of the files: every n-th, from the k-th on, so that the parts take equally long.

    Raises ``UsageError`` ``cli.shard`` for anything but two numbers with 1 ≤ k ≤ n.
    """
    number, _, count = which.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise UsageError("cli.shard", text=which)
    return list(names[int(number) - 1 :: int(count)])


def check_files(
    files: Mapping[str, Terms],
    *,
    jobs: int = 0,
    cache: Cache | None = None,
    progress: Progress = lambda done, total: None,
    start_method: str | None = None,
) -> Iterator[Result]:
    """Yield the result of each file, in their order. ``jobs``: processes; 0: as many as pay."""
    work = list(files.items())
    workers = workers_for(len(work), jobs)
    several = STDIN not in files and workers > 1 and (jobs > 1 or len(work) >= WORTH_A_PROCESS)
    if several:
        found = spread(work, partial(_check_piece, cache), _lost, workers, start_method)
    elif len(work) == 1:
        found = iter([_check_only(*work[0])])
    else:
        found = (check_file(name, terms, cache) for name, terms in work)
    for done, result in enumerate(found, 1):
        progress(done, len(work))
        yield result


def _check_piece(cache: Cache | None, work: Work) -> Result:
    return check_file(*work, cache)


def _lost(work: Work) -> Result:
    """Return the result of a file that ends every process that checks it."""
    return failed(work[0], BROKE, {"file": work[0], "reason": "process ended"})
