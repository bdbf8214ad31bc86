"""Doing one thing with many items in several processes; a process that dies takes no other item with it."""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Made = TypeVar("Made")
CHUNK: Final = 16
"""Items handed to a process at a time."""
_AHEAD: Final = 4
"""So many chunks for each process are on their way; more would only fill the memory with results nobody takes."""


def workers_for(amount: int, jobs: int = 0) -> int:
    """Return how many processes so many items keep busy; ``jobs``: as many as asked for, 0: as many as run at once."""
    at_once = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(jobs or at_once, -(-amount // CHUNK))


def spread(
    items: Sequence[Item],
    do: Callable[[Item], Made],
    lost: Callable[[Item], Made],
    workers: int,
    start_method: str | None = None,
) -> Iterator[Made]:
    """Yield what ``do`` makes of each item, in their order.

    Should a process die, its items are done again, each in a process of its own; ``lost`` says what counts for one
    that ends its process again. Both must be known by name in every process.
    """
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    chunks = (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
    try:
        with _pool(workers, start_method) as pool:
            ahead: deque[Future[list[Made]]] = deque()
            for chunk in chunks:
                ahead.append(pool.submit(partial(_each, do), chunk))
                if len(ahead) > workers * _AHEAD:
                    made = ahead.popleft().result()
                    done += len(made)
                    yield from made
            while ahead:
                made = ahead.popleft().result()
                done += len(made)
                yield from made
        return
    except BrokenProcessPool:
        pass
    for item in items[done:]:
        yield _alone(item, do, lost, start_method)


def _alone(item: Item, do: Callable[[Item], Made], lost: Callable[[Item], Made], start_method: str | None) -> Made:
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(1, start_method) as pool:
            return pool.submit(do, item).result()
    except BrokenProcessPool:
        return lost(item)


def _each(do: Callable[[Item], Made], chunk: Sequence[Item]) -> list[Made]:
    return [do(item) for item in chunk]


def _pool(workers: int, start_method: str | None) -> ProcessPoolExecutor:
    """Return a pool; where the system can copy a process that has everything loaded, that saves its start."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = start_method or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method), initializer=_begin)


def _begin() -> None:
    """Prepare a process: it ends when the one that made it is gone, and looks for lost cycles once in a while only."""
    threading.Thread(target=_end_with_maker, daemon=True).start()
    gc.freeze()  # what a check leaves behind goes without that
    gc.set_threshold(50_000, 20, 20)


def _end_with_maker() -> None:
    """Wait for the end of the process that made this one: killed, it cannot tell, and its workers would never end."""
    from multiprocessing import connection, parent_process

    if (maker := parent_process()) is not None:
        connection.wait([maker.sentinel])
        os._exit(1)
