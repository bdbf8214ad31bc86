"""Where this user's programs may keep things outside the folder of a plan; nothing there is a word of a plan."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path | None:
    """Return where komma keeps what it can make again, None where that is unknown; ``KOMMA_CACHE`` names another."""
    if named := os.environ.get("KOMMA_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "komma" / "cache" if base else None
    return _below_home("XDG_CACHE_HOME", ".cache")


def visits_folder() -> Path | None:
    """Return where komma remembers when this user last saw which plan, None where that is unknown."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "komma" / "visits" if base else None
    own = _below_home("XDG_STATE_HOME", ".local/state")
    return own / "visits" if own else None


def _below_home(variable: str, otherwise: str) -> Path | None:
    """Return komma's own folder after the XDG Base Directory Specification, which ignores relative paths."""
    named = os.environ.get(variable)
    if named and Path(named).is_absolute():
        return Path(named) / "komma"
    home = os.environ.get("HOME")
    return Path(home) / otherwise / "komma" if home else None
