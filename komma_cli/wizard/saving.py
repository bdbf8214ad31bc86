"""Answers to disk: the journal at once, the playbook itself while the person reads the next question."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

from komma_cli.errors import KommaError
from komma_cli.model.playbook import SECTIONS
from komma_cli.store import Change, Journal
from komma_cli.wizard.interview import Edit

ORDER = ("komma", "profile", *SECTIONS)
QUIET_SECONDS = 0.7
"""The playbook is rewritten when no answer came for so long: longer than a keystroke, shorter than a question."""


class FileSaver:
    """Saves into one playbook whose content had the hash ``base_sha`` when it was read ("" for a new one).

    An answer is durable when ``save`` returns; the playbook follows shortly after."""

    def __init__(self, path: Path, base_sha: str) -> None:
        self.path = path
        self.journal = Journal(path, base_sha=base_sha)
        self._timer: threading.Timer | None = None
        self._waiting: list[Edit] = []
        self.trouble: KommaError | None = None
        """Why the playbook could not be rewritten in the background; the answers are safe in the journal."""

    def save(self, edits: list[Edit]) -> None:
        """Append the edits to the journal, synced to disk.

        Raises ``WriteError`` if even that is impossible; the next call begins with the edit that failed.
        """
        now = datetime.now().isoformat(timespec="seconds")
        self._waiting += edits
        while self._waiting:
            edit = self._waiting[0]
            if isinstance(edit, Change):
                self.journal.append(edit.parts, edit.value, at=now)
            else:
                self.journal.append(edit.parts, None, at=now, remove=True)
            del self._waiting[0]
        self._later()

    def finish(self, *, force: bool = False) -> None:
        """Bring everything into the playbook now. Raises ``OutsideChange`` and ``WriteError``; nothing is lost."""
        self._stop()
        self.journal.fold(order=ORDER, force=force)
        self.trouble = None

    def _later(self) -> None:
        self._stop()
        self._timer = threading.Timer(QUIET_SECONDS, self._quietly)
        self._timer.daemon = True
        self._timer.start()

    def _quietly(self) -> None:
        try:
            self.journal.fold(order=ORDER)
        except KommaError as error:
            self.trouble = error
        else:
            self.trouble = None

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
