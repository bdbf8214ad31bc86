"""The window is closed, or the machine shuts down: the sitting ends in order, as with Ctrl+C.

Python's own answer to these signals is to die on the spot. Here they wait until nothing is being written and break off
the reading of a line, so that the answers come into the playbook and the lock goes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

ENDINGS = ("SIGHUP", "SIGTERM", "SIGBREAK")
"""Window closed, machine shut down, and what Windows makes of both; a system has some of them."""


class Closed(KeyboardInterrupt):
    """The sitting is ended from outside; whatever minds Ctrl+C minds this too."""


class _Watch:
    """Whether the end was asked for, and whether somebody is being waited for."""

    def __init__(self) -> None:
        self.closed = False
        self.reading = False

    def end(self, number: int, frame: FrameType | None) -> None:
        """Break off the reading of a line; anything else is finished first."""
        self.closed = True
        if signal.Signals(number).name == "SIGHUP":
            _mute()
        if self.reading:
            self.reading = False
            raise Closed


_watch = _Watch()


@contextlib.contextmanager
def watching() -> Iterator[None]:
    """Mind the signals that end a process, for the length of the block; only the main thread can."""
    before = {}
    _watch.closed = _watch.reading = False
    with contextlib.suppress(ValueError):  # not the main thread
        for number in [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup means it
                before[number] = signal.signal(number, _watch.end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Mark the time in which a person is waited for. Raises ``Closed`` when the end was asked for, now or before."""
    if _watch.closed:
        raise Closed
    _watch.reading = True
    try:
        yield
    finally:
        _watch.reading = False


def _mute() -> None:
    """Send what is still to be printed nowhere: the screen is gone, and printing on it would be an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or no stream of the system
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
