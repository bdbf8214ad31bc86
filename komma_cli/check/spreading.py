"""Checking many files in several processes."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from komma_cli.check.batch import BROKE, CHUNK, Terms, Work, check_file, failed
from komma_cli.check.cache import Cache
from komma_cli.check.engine import Result

_AHEAD = 4
"""So many chunks for each process are on their way; more would only fill the memory with results nobody takes."""


def spread(work: Sequence[Work], cache: Cache | None, workers: int, start_method: str | None) -> Iterator[Result]:
    """Check in several processes. Should one of them die, its files are checked again, each in a process of its own."""
    done = 0
    chunks = ((work[start : start + CHUNK], cache) for start in range(0, len(work), CHUNK))
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
