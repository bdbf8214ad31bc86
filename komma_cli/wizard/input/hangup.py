"""Ctrl+C, a closed window, a machine that shuts down: the sitting ends in order, and no answer is cut short.

Python's own answer to these signals is an exception at any line of the program, or death on the spot. Here they wait
until nothing is being done and break off the reading of a line, so that the answers come into the playbook and the lock
goes. Only a further Ctrl+C breaks off work that takes longer than ``PATIENCE``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

ENDINGS = ("SIGINT", "SIGHUP", "SIGTERM", "SIGBREAK")
"""Ctrl+C, window closed, machine shut down, and what Windows makes of both; a system has some of them."""
PATIENCE = 2.0
"""Seconds after which a further Ctrl+C is meant: a network drive may not answer for minutes."""


class Closed(KeyboardInterrupt):
    """The sitting is ended from outside; whatever minds Ctrl+C minds this too."""


class _Watch:
    """Whether the end was asked for, and whether somebody is being waited for."""

    def __init__(self) -> None:
        self.on = False
        self.closed = False
        """There is nobody any more who could be asked."""
        self.pressed: float | None = None
        """When Ctrl+C was pressed that has not been minded yet."""
        self.reading = False
        self.break_off: Callable[[], None] | None = None

    def end(self, number: int, frame: FrameType | None) -> None:
        """Break off the reading of a line; anything else is finished first."""
        if number == signal.SIGINT:
            if self.pressed is not None and time.monotonic() - self.pressed > PATIENCE:
                raise Closed
            self.pressed = self.pressed or time.monotonic()
        else:
            self.closed = True
            if signal.Signals(number).name == "SIGHUP":
                _mute()
        if self.break_off is not None:
            self.break_off()
        elif self.reading:
            self.reading = False
            raise Closed

    def mind(self) -> None:
        """Raise ``Closed`` when the end was asked for; Ctrl+C counts once, so that a last question can be asked."""
        if self.closed or self.pressed is not None:
            self.pressed = None
            raise Closed


_watch = _Watch()


@contextlib.contextmanager
def watching() -> Iterator[None]:
    """Mind the signals that end a process, for the length of the outermost block; only the main thread can."""
    if _watch.on:
        yield
        return
    before = {}
    _watch.closed, _watch.pressed = False, None
    with contextlib.suppress(ValueError):  # not the main thread
        for number in [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup means it
                before[number] = signal.signal(number, _watch.end)
    _watch.on = True
    try:
        yield
    finally:
        _watch.on = False
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def reading(break_off: Callable[[], None] | None = None) -> Iterator[None]:
    """Mark the time in which a person is waited for. Raises ``Closed`` when the end was asked for, now or before.

    ``break_off`` is called instead, in the middle of anything, by a signal that comes meanwhile; ``asked`` then says
    so, and the block has to end with ``KeyboardInterrupt`` or with an answer that was given just before.
    """
    _watch.reading, _watch.break_off = True, break_off
    try:
        _watch.mind()
        yield
    except KeyboardInterrupt:
        _watch.pressed = None
        raise
    finally:
        _watch.reading, _watch.break_off = False, None


def asked() -> bool:
    """Say whether the end was asked for and nobody has minded it yet."""
    return _watch.closed or _watch.pressed is not None


def is_terminal() -> bool:
    """Say whether ``wait_for_line`` can wait at the standard input: a terminal of POSIX."""
    try:
        return sys.platform != "win32" and sys.stdin.isatty() and sys.stdin.fileno() >= 0
    except (AttributeError, OSError, ValueError):  # no standard input, a closed one, or none of the system
        return False


def wait_for_line() -> None:
    """Wait until a line can be read from the terminal. Raises ``Closed`` when the end is asked for.

    Python looks for signals only between two reads: one that comes just before a read begins would be minded when the
    person has typed a line more. Here it is noticed, because it writes into a pipe that is waited for too.
    """
    import select

    wakes, woken = os.pipe()
    os.set_blocking(woken, False)
    before = signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    try:
        while True:
            _watch.mind()
            ready, _, _ = select.select([sys.stdin, wakes], [], [])
            if sys.stdin in ready:
                return
            os.read(wakes, 512)
    finally:
        signal.set_wakeup_fd(before)
        os.close(wakes)
        os.close(woken)


def _mute() -> None:
    """Send what is still to be printed nowhere: the screen is gone, and printing on it would be an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or no stream of the system
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
