"""Which machine this is and whether a process on it still lives: what lock files and left-over files are judged by."""

from __future__ import annotations

import os
import platform
import re
import sys


def machine() -> str:
    """Return this machine's name in characters every file system takes."""
    return re.sub(r"[^A-Za-z0-9-]", "-", platform.node()) or "unknown"


def alive(pid: int) -> bool:
    """Return whether a process with this number runs on this machine (True when that cannot be told)."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    """``os.kill(pid, 0)`` would send Ctrl-C there, so the process is opened and asked whether it has ended."""
    if sys.platform != "win32":
        return True
    import ctypes

    synchronize, still_running = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        access_denied = 5
        return bool(kernel.GetLastError() == access_denied)
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == still_running)
    finally:
        kernel.CloseHandle(handle)
