"""A confirmed answer is durable before the next question: one line appended and synced, the YAML rewritten later.

The journal lies beside the playbook as ``.<name>.journal``; whoever works on a playbook that somebody else has locked
keeps one of their own, ``.<name>.<machine>.<process>.journal``. Each line is a JSON object: an answer
``{"path", "value", "was", "base", "at"}``, a removal ``{"path", "remove": true, ...}``, several of both that are one
step ``{"step": [...]}``, or the mark ``{"folded": n, "sha"}`` that is written just before the rewritten playbook takes
the old one's place. A step is in the journal whole or not at all. With that mark a process that dies at any moment
leaves enough to tell which answers the playbook already holds, and ``was`` (a list of nothing or of the value that
stood there) is enough to merge them into a playbook that somebody has changed meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from komma_cli import paths
from komma_cli.errors import OutsideChange, ReadError, UsageError
from komma_cli.store import atomic, writing
from komma_cli.store.processes import alive, machine
from komma_cli.store.reading import read_source
from komma_cli.store.writing import Change, Removal, Written


@dataclass(frozen=True)
class Entry:
    """One line: an edit, the hash of the playbook it was made on ("" for none), and when (ISO 8601, may be empty)."""

    edit: Change | Removal
    base: str
    at: str = ""
    was: tuple[Any, ...] = ()
    """The value that stood there before the edit; empty where nothing stood."""


@dataclass(frozen=True)
class Folded:
    """What a fold has done: what stands in the playbook now, and the answers that went into it."""

    written: Written
    edits: tuple[Change | Removal, ...]


@dataclass(frozen=True)
class _Mark:
    folded: int
    sha: str


def left_behind(playbook: str | Path) -> list[Path]:
    """Return the journals that dead processes of this machine kept apart from the usual one."""
    real = Path(playbook).resolve()
    pattern = re.compile(re.escape(f".{real.name}.{machine()}.") + r"(\d+)\.journal")
    found = ((pattern.fullmatch(entry.name), entry) for entry in real.parent.iterdir())
    return sorted(entry for match, entry in found if match and not alive(int(match[1])))


def take_over(playbook: str | Path) -> None:
    """Make the usual journal this process's own one: whoever kept it may be alive, and two never share a journal.

    Whoever is alive begins a new one, and has the answers in mind that are written by us from now on. Raises
    ``WriteError``.
    """
    usual, own = Journal(playbook, base_sha=""), Journal(playbook, base_sha="", apart=True)
    try:
        usual.path.replace(own.path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise atomic.write_error(usual.path, error) from error


def origin(data: Mapping[str, Any], entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the data as if what the entries say stood there before still stood there.

    With a playbook that was changed meanwhile this is what both sides began from, as far as the answers touch it.
    """
    back: list[Change | Removal] = [
        Change(entry.edit.parts, entry.was[0]) if entry.was else Removal(entry.edit.parts)
        for entry in reversed(entries)
    ]
    return made(data, back)


def made(data: Mapping[str, Any], edits: Iterable[Change | Removal]) -> dict[str, Any]:
    """Return the data with the edits made; one whose place in a list is gone goes to the end of the list."""
    result = dict(data)
    for edit in edits:
        try:
            result = writing.apply_edits(result, [edit])
        except UsageError:
            *before, last = edit.parts
            items = paths.get(result, before)
            if isinstance(edit, Change) and isinstance(last, int) and isinstance(items, list):
                result = writing.apply_edits(result, [Change((*before, len(items)), edit.value)])
    return result


class Journal:
    """The answers given but not yet in the playbook. Appending and folding may happen in two threads."""

    def __init__(
        self, playbook: str | Path, *, base_sha: str | None = None, apart: bool = False, path: Path | None = None
    ) -> None:
        """Create nothing yet; the file appears with the first answer.

        ``base_sha`` is the hash of the playbook the answers are made on ("" for none yet); None takes it as it stands
        now. ``fold`` moves it on. ``apart``: somebody else keeps the usual journal. ``path`` is a journal that
        ``left_behind`` has found. Raises ``ReadError`` when the playbook is there and cannot be read.
        """
        self.playbook = Path(playbook)
        self.base_sha = self._current_sha() if base_sha is None else base_sha
        real = self.playbook.resolve()
        own = f"{machine()}.{os.getpid()}." if apart else ""
        self.path = path or real.with_name(f".{real.name}.{own}journal")
        self._lock = threading.Lock()
        self._folding = threading.Lock()

    def append(
        self,
        parts: Iterable[str | int | paths.ById],
        value: Any = None,
        *,
        at: str = "",
        remove: bool = False,
        was: tuple[Any, ...] = (),
    ) -> None:
        """Make one answer (or, with ``remove``, a removal) durable; ``at`` is when, in ISO 8601, ``was`` what stood
        there.

        About a millisecond. Raises ``WriteError`` as ``atomic.replace`` does.
        """
        symbolic = tuple(parts)
        self.append_step([(Removal(symbolic) if remove else Change(symbolic, value), was)], at=at)

    def append_step(self, step: Sequence[tuple[Change | Removal, tuple[Any, ...]]], *, at: str = "") -> None:
        """Make several edits durable, all of them or, when the process dies meanwhile, none; each comes with what stood
        there just before it.

        Raises ``WriteError`` as ``atomic.replace`` does.
        """
        with self._lock:
            lines = [_line(Entry(edit, self.base_sha, at, was)) for edit, was in step]
            self._write_line(lines[0] if len(lines) == 1 else {"step": lines})

    def pending(self) -> tuple[Entry, ...]:
        """Return the answers the playbook does not hold yet, oldest first; a half-written last line does not count.

        Raises ``ReadError`` ``store.journal_damaged`` when a line in the middle cannot be read.
        """
        with self._lock:
            return self._pending()

    def replay(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the data with the pending answers made in it."""
        return writing.apply_edits(data, (entry.edit for entry in self.pending()))

    def is_outdated(self) -> bool:
        """Say whether the playbook is neither the one the pending answers were made on nor one a fold has left."""
        with self._folding:
            return self._meets_change(self._current_sha())

    def fold(
        self, *, order: Sequence[str] = (), whole: Mapping[str, Any] | None = None, expected_sha: str | None = None
    ) -> Folded | None:
        """Write the pending answers into the playbook and drop them from the journal; None when there were none.

        Answers appended meanwhile stay pending. Folding again after a crash gives the same file. ``whole`` is written
        in place of the single answers: they have been merged with the playbook whose hash is ``expected_sha``. Raises
        ``OutsideChange`` when the playbook is not the one that is expected (nothing is lost: the answers stay in the
        journal).
        """
        with self._folding:
            with self._lock:
                entries = self._pending()
                goal = len(self._entries())
            if not entries and whole is None:
                self.clear()
                return None
            current = self._current_sha()
            if self._meets_change(current) if whole is None else current != expected_sha:
                raise OutsideChange("store.outside_change", file=str(self.playbook))
            edits = [entry.edit for entry in entries]
            written = self._write_playbook(edits if whole is None else whole, goal, current, order)
            self._drop(goal, written.sha256)
            return Folded(written, tuple(edits))

    def _meets_change(self, current: str) -> bool:
        entries = self._pending()
        known = {line.sha for line in self._lines() if isinstance(line, _Mark)}
        return bool(entries) and current not in known | {entries[0].base}

    def clear(self) -> None:
        """Forget the answers the playbook holds, and the file with them; pending ones stay."""
        with self._lock:
            if not self._pending():
                self._unlink()

    def discard(self) -> None:
        """Throw away every answer, also the pending ones."""
        with self._lock:
            self._unlink()

    def _unlink(self) -> None:
        """Delete the file, and what a process left beside it that was killed while it shortened the journal."""
        atomic.remove_strays(self.path)
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()

    def _write_playbook(
        self, changes: list[Change | Removal] | Mapping[str, Any], goal: int, current: str, order: Sequence[str]
    ) -> Written:
        def announce(sha: str) -> None:
            with self._lock:
                self._write_line({"folded": goal, "sha": sha})

        if current:
            return writing.write(self.playbook, changes, expected_sha=current, order=order, announce=announce)
        data = changes if isinstance(changes, Mapping) else writing.apply_edits({}, changes)
        return writing.create(self.playbook, writing.in_order(data, order), announce=announce)

    def _current_sha(self) -> str:
        return read_source(self.playbook).sha256 if self.playbook.exists() else ""

    def _pending(self) -> tuple[Entry, ...]:
        lines = self._lines()
        done = 0
        marks = [line for line in lines if isinstance(line, _Mark)]
        if marks:
            current = self._current_sha()
            done = max((mark.folded for mark in marks if mark.sha == current), default=0)
        return tuple(line for line in lines if isinstance(line, Entry))[done:]

    def _entries(self) -> list[Entry]:
        return [line for line in self._lines() if isinstance(line, Entry)]

    def _lines(self) -> list[Entry | _Mark]:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ReadError("store.unreadable", file=str(self.path), reason=str(error)) from error
        whole = raw[: raw.rfind(b"\n") + 1].split(b"\n")[:-1]
        try:
            return [parsed for line in whole for parsed in _parsed(json.loads(line))]
        except (ValueError, KeyError, TypeError, UsageError) as error:
            raise ReadError("store.journal_damaged", file=str(self.path), playbook=str(self.playbook)) from error

    def _drop(self, count: int, sha: str) -> None:
        """Keep only what came in after the fold began; it now builds on the playbook the fold has written."""
        with self._lock:
            rest = self._entries()[count:]
            self.base_sha = sha
            if rest:
                lines = [_json(_line(replace(entry, base=sha))) for entry in rest]
                atomic.replace(self.path, b"".join(lines))
            else:
                self._unlink()

    def _write_line(self, content: dict[str, Any]) -> None:
        try:
            fresh = not self.path.exists()
            with self.path.open("a+b") as stream:
                _cut_half_line(stream)
                stream.write(_json(content))
                stream.flush()
                os.fsync(stream.fileno())
            if fresh:
                with contextlib.suppress(OSError):
                    self.path.chmod(self.playbook.stat().st_mode & 0o666)
                atomic.sync_folder(self.path.parent)
        except OSError as error:
            raise atomic.write_error(self.path, error) from error


def _cut_half_line(stream: BinaryIO) -> None:
    """Remove what a dying process left behind the last whole line, so that the next one does not stick to it."""
    end = stream.seek(0, os.SEEK_END)
    if end == 0:
        return
    stream.seek(end - 1)
    if stream.read(1) != b"\n":
        stream.seek(0)
        stream.truncate(stream.read().rfind(b"\n") + 1)
        stream.seek(0, os.SEEK_END)


def _line(entry: Entry) -> dict[str, Any]:
    line: dict[str, Any] = {"path": paths.format_path(entry.edit.parts), "base": entry.base}
    if isinstance(entry.edit, Change):
        line["value"] = entry.edit.value
    else:
        line["remove"] = True
    line["was"] = list(entry.was)
    return {**line, "at": entry.at} if entry.at else line


def _parsed(line: dict[str, Any]) -> list[Entry | _Mark]:
    if "folded" in line:
        return [_Mark(int(line["folded"]), str(line["sha"]))]
    if "step" in line:
        return [parsed for each in line["step"] for parsed in _parsed(each)]
    parts = paths.parse_path(line["path"])
    edit = Removal(parts) if line.get("remove") else Change(parts, line["value"])
    return [Entry(edit, str(line["base"]), str(line.get("at", "")), tuple(line.get("was", ())))]


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
