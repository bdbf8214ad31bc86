"""Long texts that somebody is still typing: every finished line is on disk before the next one.

They lie beside the playbook as ``.<name>.typed``, a JSON object from the question's path to its lines, until the
answer is confirmed or discarded. No answer of the plan is in there, so it is no journal: nothing of it goes into the
playbook by itself.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from komma_cli.errors import ReadError
from komma_cli.store import atomic

Lines = tuple[str, ...]


class TypedTexts:
    """The unfinished texts of one playbook, read afresh each time: two people may sit at one plan."""

    def __init__(self, playbook: str | Path) -> None:
        """Create nothing yet."""
        self.playbook = Path(playbook)
        real = self.playbook.resolve()
        self.path = real.with_name(f".{real.name}.typed")
        atomic.remove_strays(self.path)

    def paths(self) -> tuple[str, ...]:
        """Return the paths of the questions that have an unfinished text. Raises ``ReadError``."""
        return tuple(self._read())

    def read(self, path: str) -> Lines:
        """Return the lines typed for a question so far. Raises ``ReadError``."""
        return self._read().get(path, ())

    def keep(self, path: str, lines: Sequence[str]) -> None:
        """Make the lines of a question durable. Raises ``ReadError``, and ``WriteError`` as ``atomic.replace`` does."""
        texts = self._read()
        if tuple(lines) != texts.get(path):
            self._write({**texts, path: tuple(lines)})

    def clear(self, path: str) -> None:
        """Forget the text of a question; with the last one the file goes. Raises ``ReadError`` and ``WriteError``."""
        texts = self._read()
        if texts.pop(path, None) is not None:
            self._write(texts)

    def _read(self) -> dict[str, Lines]:
        """Return the texts; a file that cannot be understood holds none, and the next text replaces it."""
        try:
            found = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError:  # not UTF-8 or not JSON: somebody else has written there
            return {}
        except OSError as error:
            raise ReadError("store.unreadable", file=str(self.path), reason=str(error)) from error
        if not isinstance(found, dict):
            return {}
        texts = {str(path): lines for path, lines in found.items() if isinstance(lines, list)}
        return {path: tuple(map(str, lines)) for path, lines in texts.items() if lines}

    def _write(self, texts: dict[str, Lines]) -> None:
        if not texts:
            with contextlib.suppress(OSError):
                self.path.unlink()
            return
        content = json.dumps(texts, ensure_ascii=False, indent=1) + "\n"
        fresh = not self.path.exists()
        atomic.replace(self.path, content.encode())
        if fresh:
            with contextlib.suppress(OSError):
                self.path.chmod(self.playbook.stat().st_mode & 0o666)
