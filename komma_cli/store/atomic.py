"""Replace a file in one step: whatever happens, either the old content stands there or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from komma_cli.errors import WriteError
from komma_cli.store.processes import alive, machine

RETRIES = 5
FIRST_PAUSE = 0.02
_numbers = itertools.count(1)


def replace(path: Path, data: bytes | Iterable[bytes], *, before: Callable[[], None] | None = None) -> None:
    """Put ``data`` in the place of the file behind ``path`` (a symbolic link stays one), durable when this returns.

    The data may come in pieces.

    The mode and, where allowed, the group of an existing file are kept. ``before`` runs last before the step and may
    raise to call it off. Raises ``WriteError`` (``store.no_space``, ``store.write_forbidden``, ``store.in_use``,
    ``store.folder_missing``, ``store.directory``, ``store.write_failed``); the old content is then untouched and no
    other file is left.
    """
    real = path.resolve()
    temporary = real.with_name(f".{real.name}.{machine()}.{os.getpid()}.{next(_numbers)}.tmp")
    try:
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, "folder", str(real))
        if real.exists() and not real.is_file():  # a device or a pipe would be gone for good
            raise OSError(errno.EINVAL, "not a regular file", str(real))
        if real.exists() and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(real))
        _write_new(temporary, data, real)
        if before:
            before()
        _swap(temporary, real)
        sync_folder(real.parent)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove_strays(path: Path) -> None:
    """Delete temporary files that a process of this machine left beside ``path`` when it was killed."""
    real = path.resolve()
    pattern = re.compile(re.escape(f".{real.name}.{machine()}.") + r"(\d+)\.\d+\.tmp")
    with contextlib.suppress(OSError):
        for entry in os.scandir(real.parent):
            found = pattern.fullmatch(entry.name)
            if found and not alive(int(found[1])):
                Path(entry.path).unlink()


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable, where the platform can (Windows cannot open a folder)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_new(temporary: Path, data: bytes | Iterable[bytes], model: Path) -> None:
    # 0o666 less the umask is what any other program would give a new file
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as stream:
        stream.writelines([data] if isinstance(data, bytes) else data)
        stream.flush()
        os.fsync(stream.fileno())
    with contextlib.suppress(FileNotFoundError):
        old = model.stat()
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, -1, old.st_gid)
        temporary.chmod(old.st_mode & 0o7777)


def _swap(temporary: Path, real: Path) -> None:
    """Windows refuses while another program holds the file, often only for a moment."""
    pause = FIRST_PAUSE
    for attempt in range(1, RETRIES + 1):
        try:
            temporary.replace(real)
        except PermissionError:
            if attempt == RETRIES:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return


def write_error(path: Path, error: OSError) -> WriteError:
    """Return the error whose words say what the operating system refused and that nothing is lost."""
    kinds = {
        errno.ENOSPC: "no_space",
        errno.EDQUOT: "no_space",
        errno.EFBIG: "no_space",
        errno.EACCES: "write_forbidden",
        errno.EPERM: "write_forbidden",
        errno.EROFS: "write_forbidden",
        errno.ENOENT: "folder_missing",
        errno.ENOTDIR: "folder_missing",
        errno.EISDIR: "directory",
    }
    sharing_violations = {32, 33}
    kind = "in_use" if getattr(error, "winerror", None) in sharing_violations else kinds.get(error.errno or 0)
    reason = os.strerror(error.errno) if error.errno else str(error)
    return WriteError(f"store.{kind or 'write_failed'}", file=str(path), reason=reason)
