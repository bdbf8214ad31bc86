"""Compiled templates, kept for the process and in the user's own cache folder: compiling is the slowest step.

Jinja compares a checksum of the source, its own version and Python's before it takes one, so a changed template is
compiled anew. Whatever goes wrong with the folder costs time, never a document.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from komma_cli import __version__
from komma_cli.errors import KommaError
from komma_cli.store import atomic

WAY = "counting"
"""How komma compiles; another word here lets no code be taken that was compiled otherwise."""


class CompiledTemplates(jinja2.BytecodeCache):
    """Memory first, then ``folder`` (none: memory only); the folder's files are only this user's to write."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder / f"templates-{__version__}" if folder is not None else None
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if the template was compiled before."""
        name = _name(bucket)
        if name not in self.codes and (found := self._read(name)) is not None:
            self.codes[name] = found
        if name in self.codes:
            with contextlib.suppress(Exception):  # a damaged file: Jinja compiles anew
                bucket.bytecode_from_string(self.codes[name])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        name = _name(bucket)
        self.codes[name] = bucket.bytecode_to_string()
        if self.folder is None:
            return
        with contextlib.suppress(OSError, KommaError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(self.folder):
                atomic.replace(self.folder / name, self.codes[name])

    def _read(self, name: str) -> bytes | None:
        if self.folder is None:
            return None
        try:
            return (self.folder / name).read_bytes() if _is_ours(self.folder) else None
        except OSError:
            return None


def _name(bucket: Bucket) -> str:
    return hashlib.sha256(f"{WAY}:{bucket.key}:{bucket.checksum}".encode()).hexdigest()[:32]


def _is_ours(folder: Path) -> bool:
    """Say whether nobody else can put code there: compiled templates run without the sandbox's parser."""
    if sys.platform == "win32":  # the profile folder is protected by the system
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022
