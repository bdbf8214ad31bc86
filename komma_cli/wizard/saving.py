"""Answers to disk: the journal at once, the playbook itself while the person reads the next question.

Somebody else may change the playbook meanwhile. The saver notices before it writes, and merges field by field; what
both changed is for the person to decide (``settling``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from komma_cli.errors import KommaError, ReadError
from komma_cli.merging import ABSENT, Merged, merge
from komma_cli.model.playbook import FRAME, SECTIONS
from komma_cli.paths import get
from komma_cli.store import Journal, apply_edits, in_order, load, made, origin, read_source
from komma_cli.wizard.interview import Edit

ORDER = (*FRAME, *SECTIONS)
QUIET_SECONDS = 0.7
"""The playbook is rewritten when no answer came for so long: longer than a keystroke, shorter than a question."""


@dataclass(frozen=True)
class Opened:
    """A playbook as it was opened."""

    base: dict[str, Any]
    """The data the answers build on: what the file holds, or held when the answers of a journal were given."""
    draft: dict[str, Any]
    """The base with the answers the journal still held."""
    base_sha: str
    """Hash of the file that held the base; "" where there was none."""
    recovered: int
    """How many answers were still in the journal."""


def open_plan(path: Path, journal: Journal | None = None) -> Opened:
    """Open a playbook with what its journal holds; a file that is missing, empty or all comments is an empty draft.

    Raises ``ReadError`` ``wizard.broken_draft`` for a file that cannot be edited.
    """
    data, sha = read_plan(path)
    journal = journal or Journal(path, base_sha=sha)
    entries = journal.pending()
    outdated = bool(entries) and journal.is_outdated()
    base = origin(data, entries) if outdated else data
    draft = made(base, (entry.edit for entry in entries))
    return Opened(base, draft, entries[0].base if outdated else sha, len(entries))


def read_plan(path: Path) -> tuple[dict[str, Any], str]:
    """Return what a playbook holds and its hash; nothing and "" where there is none.

    Raises ``ReadError`` ``wizard.broken_draft`` for a file that cannot be edited.
    """
    if not path.exists():
        return {}, ""
    source = read_source(path)
    loaded = load(source)
    if {problem.kind for problem in loaded.problems} in ({"empty"}, {"bom", "empty"}):  # nothing, or only comments
        return {}, source.sha256
    if loaded.data is None or not loaded.editable:
        raise ReadError("wizard.broken_draft", file=path)
    return loaded.data, source.sha256


class FileSaver:
    """Saves into one playbook. An answer is durable when ``save`` returns; the playbook follows shortly after.

    ``apart``: somebody else holds the lock and the usual journal, so the answers get a journal of their own."""

    def __init__(self, path: Path, opened: Opened, *, apart: bool = False) -> None:
        self.path = path
        self.journal = Journal(path, base_sha=opened.base_sha, apart=apart)
        self._base, self._draft = opened.base, opened.draft
        self._timer: threading.Timer | None = None
        self._waiting: list[Edit] = []
        self._folding = threading.Lock()
        self._theirs_sha = ""
        self._seen = (0, 0) if self._is_outdated(opened.base_sha) else self._stamp()
        self.written: Callable[[dict[str, Any]], None] = lambda data: None
        """Hears what stands in the playbook each time answers have come into it, also from the background."""
        self.trouble: KommaError | None = None
        """Why the playbook could not be rewritten in the background; the answers are safe in the journal."""

    def save(self, edits: list[Edit]) -> None:
        """Append the edits to the journal as one step, synced to disk.

        Raises ``WriteError`` if even that is impossible; the next call begins with the edits that failed.
        """
        self._waiting += edits
        if self._waiting:
            step: list[tuple[Edit, tuple[Any, ...]]] = []
            draft = self._draft
            for edit in self._waiting:
                old = get(draft, edit.parts, ABSENT)
                step.append((edit, () if old is ABSENT else (old,)))
                draft = apply_edits(draft, [edit])
            self.journal.append_step(step, at=datetime.now().isoformat(timespec="seconds"))
            self._waiting, self._draft = [], draft
        self._later()

    def finish(self) -> None:
        """Bring everything into the playbook now. Raises ``OutsideChange`` and ``WriteError``; nothing is lost."""
        self._stop()
        self._fold()
        self.trouble = None

    def changed_outside(self) -> bool:
        """Say whether somebody has changed, replaced or removed the playbook since the answers began from it.

        While the playbook is being rewritten nobody waits for the answer: it comes with the next call.
        """
        if self._stamp() == self._seen or not self._folding.acquire(blocking=False):
            return False
        try:
            if not self._is_outdated(self.journal.base_sha):
                self._seen = self._stamp()
                return False
            return True
        finally:
            self._folding.release()

    def merge(self) -> Merged | None:
        """Return our draft merged with the playbook as it stands now, None where it is gone or empty.

        Nobody empties a plan on purpose: a copying program does, or a full disk. Raises ``ReadError`` when it cannot be
        read.
        """
        self._stop()
        theirs, self._theirs_sha = read_plan(self.path)
        return merge(self._base, self._draft, theirs) if theirs else None

    def settle(self, data: dict[str, Any]) -> None:
        """Write the merged data in the playbook's place. Raises ``OutsideChange`` when it has changed once more."""
        with self._folding:
            self.journal.fold(order=ORDER, whole=data, expected_sha=self._theirs_sha)
            self._base = self._draft = data
            self._seen = self._stamp()
            self.trouble = None
            self.written(data)

    def _later(self) -> None:
        self._stop()
        self._timer = threading.Timer(QUIET_SECONDS, self._quietly)
        self._timer.daemon = True
        self._timer.start()

    def _quietly(self) -> None:
        try:
            self._fold()
        except KommaError as error:
            self.trouble = error
        else:
            self.trouble = None

    def _fold(self) -> None:
        with self._folding:
            folded = self.journal.fold(order=ORDER)
            if folded is not None:
                self._base = made(self._base, folded.edits)
                self._seen = self._stamp()
                self.written(self._base)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _is_outdated(self, base_sha: str) -> bool:
        try:
            current = read_source(self.path).sha256 if self.path.exists() else ""
        except ReadError:  # it was readable before, so this is a change too
            return True
        return current != base_sha

    def _stamp(self) -> tuple[int, int]:
        """Return time and size of the playbook, which tell at no cost that nobody has touched it."""
        try:
            stat = self.path.stat()
        except OSError:
            return (-1, -1)
        return (stat.st_mtime_ns, stat.st_size)


def write_aside(path: Path, data: dict[str, Any]) -> Path:
    """Write a whole draft, also what komma does not know, beside a playbook that cannot be written or read any more;
    return where. Raises ``WriteError``."""
    from komma_cli.store import create

    stem = path.name.removesuffix(".komma.yaml")
    number = 1
    while (target := path.with_name(f"{stem}-{number}.komma.yaml")).exists():
        number += 1
    create(target, in_order(data, ORDER))
    return target
