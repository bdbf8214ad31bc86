"""Many files: in order, in several processes if that pays, each by itself, so that one of them never stops the rest."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from typing import Any

from komma_cli import store
from komma_cli.check.cache import Cache
from komma_cli.check.engine import Failure, Result, check_source
from komma_cli.errors import DataError, KommaError, UsageError
from komma_cli.model.playbook import Profile
from komma_cli.model.thresholds import Number
from komma_cli.store.reading import STDIN, Source

WORTH_A_PROCESS = 24
"""So many files take about as long as a second process needs to start."""
_CHUNK = 16
"""Files handed to a process at a time."""
_AHEAD = 4
"""So many chunks for each process are on their way; more would only fill the memory with results nobody takes."""
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


Work = tuple[str, Terms]
"""A file and the terms under which it is checked: settings may differ from folder to folder."""


def check_file(name: str, terms: Terms, cache: Cache | None = None) -> Result:
    """Check one file (``-``: standard input); what cannot be read or checked is a result with a failure."""
    try:
        source = store.read_source(name)
        if cache is None:
            return terms.check(source)
        known = cache.known(source.data, (name, terms))
        if known is not None:
            return known
        result = terms.check(source)
        cache.keep(source.data, (name, terms), result)
        return result
    except DataError:  # komma itself is damaged: that is true of every file
        raise
    except KommaError as error:
        return failed(name, error.key, error.values)
    except Exception as error:  # a fault of komma in one file hides no finding in the others
        return failed(name, BROKE, {"file": name, "reason": f"{type(error).__name__}: {error}"[:200]})


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


def shard(names: Sequence[str], which: str) -> list[str]:
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
    workers = min(jobs or _processors(), -(-len(work) // _CHUNK))
    several = STDIN not in files and workers > 1 and (jobs > 1 or len(work) >= WORTH_A_PROCESS)
    if several:
        found = _spread(work, cache, workers, start_method)
    elif len(work) == 1:
        found = iter([_check_only(*work[0])])
    else:
        found = (check_file(name, terms, cache) for name, terms in work)
    for done, result in enumerate(found, 1):
        progress(done, len(work))
        yield result


def _spread(work: Sequence[Work], cache: Cache | None, workers: int, start_method: str | None) -> Iterator[Result]:
    """Check in several processes. Should one of them die, its files are checked again, each in a process of its own."""
    done = 0
    chunks = ((work[start : start + _CHUNK], cache) for start in range(0, len(work), _CHUNK))
    try:
        with _pool(workers, start_method) as pool:
            ahead: deque[Future[list[Result]]] = deque()
            for chunk in chunks:
                ahead.append(pool.submit(_check_chunk, chunk))
                if len(ahead) > workers * _AHEAD:
                    results = ahead.popleft().result()
                    done += len(results)
                    yield from results
            while ahead:
                results = ahead.popleft().result()
                done += len(results)
                yield from results
        return
    except BrokenProcessPool:
        pass
    for name, terms in work[done:]:
        yield _check_alone(name, terms, start_method)


def _check_alone(name: str, terms: Terms, start_method: str | None) -> Result:
    try:
        with _pool(1, start_method) as pool:
            return pool.submit(check_file, name, terms).result()
    except BrokenProcessPool:
        return failed(name, BROKE, {"file": name, "reason": "process ended"})


def _check_chunk(chunk: tuple[Sequence[Work], Cache | None]) -> list[Result]:
    work, cache = chunk
    return [check_file(name, terms, cache) for name, terms in work]


def _pool(workers: int, start_method: str | None) -> ProcessPoolExecutor:
    """Return a pool; where the system can copy a process that has everything loaded, that saves its start."""
    method = start_method or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method), initializer=_look_rarely)


def _look_rarely() -> None:
    """Look for lost cycles once in a while only: what a check leaves behind goes without that."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
