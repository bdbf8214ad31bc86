"""What stands in the input behind the line just read: the rest of something pasted, which answers no question.

A person does not type a whole further line within the few milliseconds after Enter; a paste does. On POSIX the
terminal hands over line by line, so the look behind has to be without line mode for a moment; Windows tells by itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

MOMENT = 0.01
"""Seconds in which the rest of a paste arrives."""
_CHUNK = 65_536


def drop_rest() -> str:
    """Take what waits out of the input and return it; "" where nothing does or the input is no terminal."""
    if not _on_terminal():
        return ""
    if sys.platform == "win32":
        return _drop_keys()
    rest = b""
    with _without_line_mode():
        while _ready(MOMENT):
            chunk = os.read(sys.stdin.fileno(), _CHUNK)
            if not chunk:
                break
            rest += chunk
    return rest.decode(sys.stdin.encoding or "utf-8", "replace").replace("\r", "\n")


def _on_terminal() -> bool:
    try:
        return sys.stdin.isatty()
    except (AttributeError, ValueError):  # no standard input, or a closed one
        return False


def _drop_keys() -> str:
    """Read the keys that wait on a Windows console."""
    import msvcrt
    import time

    rest = ""
    time.sleep(MOMENT)
    while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]  # there on Windows only
        rest += msvcrt.getwch().replace("\r", "\n")  # type: ignore[attr-defined,unused-ignore]  # there on Windows only
    return rest


def _ready(seconds: float) -> bool:
    import select

    return bool(select.select([sys.stdin], [], [], seconds)[0])


@contextmanager
def _without_line_mode() -> Iterator[None]:
    """Let a line without its end be seen; what is not read stays for later."""
    import termios

    try:
        before = termios.tcgetattr(sys.stdin)
        for_a_moment = termios.tcgetattr(sys.stdin)
        for_a_moment[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(sys.stdin, termios.TCSANOW, for_a_moment)
    except termios.error:  # a terminal that cannot be asked; nothing is looked at then
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, before)
