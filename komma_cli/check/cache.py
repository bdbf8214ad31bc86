"""Results of earlier checks, so that a second run over thousands of unchanged files takes a moment.

An entry is found, and can be read, only by whoever has the file itself: its name and its key are made of the file's
bytes, everything else that decides a result, and komma's own build. So a cache left behind tells nobody what stood in
a plan, and an entry that was damaged, forged or made by another komma is no entry. Nothing but findings is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from komma_cli.check.engine import Accepted, Failure, Result, Skipped
from komma_cli.check.finding import Edit, Finding, Place, Related
from komma_cli.model.review import Deviation
from komma_cli.store.folders import cache_folder

PACKAGE = Path(__file__).parents[1]
_KINDS: dict[str, type] = {
    kind.__name__: kind for kind in (Accepted, Edit, Failure, Finding, Place, Related, Result, Skipped)
}
_SEAL = 32
_DAYS_KEPT = 2
"""A result holds for one day; folders of other days go when they have not been touched for so long."""


@dataclass(frozen=True)
class Cache:
    """A folder of results; every failure of the disk only means that a file is checked once more."""

    folder: Path
    build: str

    def known(self, data: bytes, terms: Any) -> Result | None:
        """Return the result of an earlier check of the same bytes under the same terms, or None."""
        path, key = self._entry(data, terms)
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        seal, hidden = kept[:_SEAL], kept[_SEAL:]
        if not hmac.compare_digest(seal, hmac.digest(key, hidden, "sha256")):
            return None
        try:
            found = _restored(json.loads(_mixed(hidden, key)))
        except (ValueError, TypeError, KeyError):  # sealed by a komma of the same build: cannot be, and costs nothing
            return None
        return found if isinstance(found, Result) else None

    def keep(self, data: bytes, terms: Any, result: Result) -> None:
        """Keep a result; a full disk or a folder that cannot be written is no reason to fail."""
        path, key = self._entry(data, terms)
        hidden = _mixed(json.dumps(_plain(result), separators=(",", ":")).encode("utf-8", "surrogatepass"), key)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(hmac.digest(key, hidden, "sha256") + hidden)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def _entry(self, data: bytes, terms: Any) -> tuple[Path, bytes]:
        """Return where the entry of these bytes stands, and the key that opens it."""
        both = hashlib.blake2b(data, key=hashlib.sha256(f"{self.build} {terms!r}".encode()).digest()).digest()
        name = both[:32].hex()
        return self.folder / name[:2] / name[2:], both[32:]


def open_cache(today: date, folder: Path | None = None) -> Cache | None:
    """Return the cache of a day, None where the system names no place for one; folders of days gone by are removed."""
    base = folder or cache_folder()
    if base is None:
        return None
    own = base / f"checks-{today.isoformat()}"
    _tidy(base, own)
    return Cache(own, _build())


def _tidy(base: Path, own: Path) -> None:
    with suppress(OSError):
        newest = max((one.stat().st_mtime for one in base.glob("checks-*")), default=0)
        for one in base.glob("checks-*"):
            if one != own and one.stat().st_mtime < newest - _DAYS_KEPT * 86_400:
                shutil.rmtree(one, ignore_errors=True)


@cache
def _build() -> str:
    """Return what tells one komma from another: its files with size and time, and the packages beside it.

    A version alone would not notice a changed source tree; a result must never be that of another program.
    """
    own = hashlib.sha256(sys.version.encode())
    own.update("".join(_files(str(PACKAGE))).encode())
    import pydantic

    around = Path(pydantic.__file__).parents[1]
    own.update("\n".join(sorted(name for name in os.listdir(around) if name.endswith("-info"))).encode())  # noqa: PTH208 - names only
    return own.hexdigest()


def _files(folder: str, inside: str = "") -> Iterator[str]:
    """Yield a line for each file of the program, over a thousand of them: ``Path`` would take five times as long."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry.path, f"{inside}{entry.name}/")
        elif entry.name.endswith((".py", ".yaml", ".md", ".json")):
            state = entry.stat()
            yield f"{inside}{entry.name} {state.st_size} {state.st_mtime_ns}\n"


def _mixed(data: bytes, key: bytes) -> bytes:
    """Return the data mixed with a stream made of the key, which undoes itself: a key opens one entry only."""
    stream = hashlib.shake_256(key).digest(len(data))
    return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(len(data))


def _plain(value: Any) -> Any:
    """Return results as JSON can hold them; every kind that JSON does not know is named."""
    if isinstance(value, Deviation):
        return {"@": "Deviation", "of": value.model_dump(mode="json", by_alias=True, exclude_none=True)}
    if is_dataclass(value) and not isinstance(value, type):
        return {"@": type(value).__name__, "of": [_plain(getattr(value, one.name)) for one in fields(value)]}
    if isinstance(value, tuple):
        return {"@": "tuple", "of": [_plain(one) for one in value]}
    if isinstance(value, date):
        return {"@": "date", "of": value.isoformat()}
    if isinstance(value, dict):
        return {"@": "dict", "of": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(type(value))


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(one) for one in value]
    if not isinstance(value, dict):
        return value
    kind, inside = value["@"], value["of"]
    if kind == "tuple":
        return tuple(_restored(one) for one in inside)
    if kind == "date":
        return date.fromisoformat(inside)
    if kind == "dict":
        return {_restored(key): _restored(one) for key, one in inside}
    if kind == "Deviation":
        return Deviation.model_validate(inside)
    return _KINDS[kind](*(_restored(one) for one in inside))
