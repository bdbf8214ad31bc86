"""One rewriting at a time: between looking at a file and replacing it nobody else of komma may replace it.

The lock of ``lock`` lasts a sitting and can be waived; this one lasts milliseconds and cannot.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from komma_cli.errors import WriteError
from komma_cli.store.atomic import write_error
from komma_cli.store.processes import alive, machine

PATIENCE = 10.0
"""Seconds to wait for somebody else's turn to end."""
LEFT_BEHIND = 30.0
"""Seconds after which a turn of another machine counts as left behind; rewriting takes less than one."""
_WORDLESS = 1.0
"""Seconds after which a mark without content counts as left behind: its writer died before the first byte."""
_PAUSE = 0.01


def turn_path(path: Path) -> Path:
    """Return where the mark of a turn lies."""
    real = path.resolve()
    return real.with_name(f".{real.name}.writing")


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Hold the turn for the block. Raises ``WriteError`` ``store.busy`` when nobody ends theirs, and as ``atomic``."""
    mark = turn_path(path)
    _take(path, mark)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            mark.unlink()


def remove_stray_turn(path: Path) -> None:
    """Delete the mark that a process of this machine left behind when it was killed.

    It is moved aside first and looked at again: a fresh one that came in between is put back.
    """
    mark = turn_path(path)
    if not _is_left_behind(mark):
        return
    aside = mark.with_name(f"{mark.name}.{machine()}.{os.getpid()}.old")
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)
        mark.rename(aside)
        if not _is_left_behind(aside) and not mark.exists():
            aside.rename(mark)
            return
        aside.unlink()


def _take(path: Path, mark: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            descriptor = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            remove_stray_turn(path)
        except PermissionError as error:  # Windows says so while the mark is being deleted
            if os.name != "nt" or time.monotonic() > end:
                raise write_error(path, error) from error
        except OSError as error:
            raise write_error(path, error) from error
        else:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(f"{machine()} {os.getpid()}")
            return
        if time.monotonic() > end:
            raise WriteError("store.busy", file=str(path))
        time.sleep(_PAUSE)


def _is_left_behind(mark: Path) -> bool:
    """Say whether the mark's writer is dead; one whose content is not written yet is judged by its age."""
    try:
        where, _, number = mark.read_text(encoding="utf-8", errors="replace").partition(" ")
        age = time.time() - mark.stat().st_mtime
    except OSError:
        return False
    if where == machine() and number.isdecimal():
        return not alive(int(number))
    return age > (LEFT_BEHIND if where else _WORDLESS)
