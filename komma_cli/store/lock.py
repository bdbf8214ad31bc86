"""One writer at a time: a lock file beside the playbook says who is editing, on which machine, since when."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from komma_cli.errors import WriteError
from komma_cli.store.atomic import write_error
from komma_cli.store.processes import alive, machine

_UNREADABLE_AFTER = 10.0
"""Seconds after which a lock file without content counts as left behind: its writer died before the first byte."""


class Locked(WriteError):
    """Somebody else is editing the file; ``values`` hold who, machine and since."""


@dataclass(frozen=True)
class Holder:
    """Who holds a lock; ``since`` is local time in ISO 8601, to the minute."""

    name: str
    machine: str
    pid: int
    since: str


class Lock:
    """The right to edit one playbook, held until ``release`` or the end of a ``with`` block."""

    def __init__(self, path: Path, holder: Holder) -> None:
        """Hold what ``acquire`` has taken."""
        self.path = path
        self.holder = holder

    def release(self) -> None:
        """Give the right back; a lock that somebody else took over meanwhile is left alone."""
        if _holder(self.path) == self.holder:
            with contextlib.suppress(OSError):
                self.path.unlink()

    def __enter__(self) -> Self:
        """Keep the lock for the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the lock, whatever happened in the block."""
        self.release()


def lock_path(playbook: str | Path) -> Path:
    """Return where the lock of a playbook lies: beside the real file, whatever link leads there."""
    real = Path(playbook).resolve()
    return real.with_name(f".{real.name}.lock")


def acquire(playbook: str | Path, *, now: datetime, name: str | None = None, force: bool = False) -> Lock:
    """Take the lock, also from a process of this machine that has died; ``force`` takes it from anybody.

    Raises ``Locked`` (``store.locked``) naming who holds it, ``WriteError`` when the folder takes no file.
    """
    path = lock_path(playbook)
    holder = Holder(name or _user(), machine(), os.getpid(), now.isoformat(timespec="minutes"))
    for _ in range(3):
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            current = _holder(path)
            if not force and not _is_stale(path, current):
                break
            _take_away(path, current)
        except OSError as error:
            raise write_error(Path(playbook), error) from error
        else:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(json.dumps(asdict(holder), ensure_ascii=False))
            return Lock(path, holder)
    found = _holder(path) or Holder("?", "?", 0, "?")
    who, where, since = (_printable(said) for said in (found.name, found.machine, found.since))
    raise Locked("store.locked", file=str(playbook), who=who, machine=where, since=since)


def _is_stale(path: Path, current: Holder | None) -> bool:
    if current:
        return current.machine == machine() and not alive(current.pid)
    try:
        return time.time() - path.stat().st_mtime > _UNREADABLE_AFTER
    except OSError:
        return True


def _take_away(path: Path, judged: Holder | None) -> None:
    """Move the judged lock aside and delete it; one that was taken freshly in between is put back."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.old")
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)
        path.rename(aside)
        if _holder(aside) != judged:
            aside.rename(path)
            return
        aside.unlink()


def _holder(path: Path) -> Holder | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Holder(str(found["name"]), str(found["machine"]), int(found["pid"]), str(found["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _printable(said: str) -> str:
    """Return what may be shown of a text that anybody can have written: nothing that steers a terminal."""
    return "".join(sign for sign in said if sign.isprintable())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in the password file, or no password file at all
        return "?"
