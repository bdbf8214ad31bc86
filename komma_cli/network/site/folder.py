"""The folder of a site: recognised by its marker file, written anew as often as wanted, and nothing outside of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from komma_cli import __version__
from komma_cli.errors import WriteError
from komma_cli.texts import LANGUAGES

MARKER: Final = "komma-site.json"
FORMAT: Final = "komma-network-site/1"
MARK: Final = b"komma network site"
"""Stands near the beginning of every file of a site, so that no other file is ever removed."""
FOLDERS: Final = (*LANGUAGES, "data")
FILES: Final = (MARKER, "index.html", "site.css", "site.js")
"""All that a site has at its top."""
_FAMILY: Final = "komma-network-site/"
_NEAR: Final = 400
_MOST_OF_MARKER: Final = 10_000


class SiteFolder:
    """Takes the files of a site, then removes those of an earlier one that are no longer part of it."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.sizes: dict[str, int] = {}
        """Bytes of each file that was written, by its path."""
        self._folders: set[str] = set()

    def open(self, *, force: bool) -> None:
        """Take the folder: the marker comes first, so that a half written site is known for one.

        Raises ``WriteError`` ``network.site_foreign`` for a folder that holds something else, unless ``force``;
        ``network.site_leads_out`` for a link where a page goes; ``network.not_written``.
        """
        try:
            if not force and _is_foreign(self.target):
                raise WriteError("network.site_foreign", folder=self.target)
            self.target.mkdir(parents=True, exist_ok=True)
            if link := next(_links(self.target), None):
                raise WriteError("network.site_leads_out", file=link)
        except OSError as error:
            raise _told(self.target, error) from error
        self.write(MARKER, _marker(complete=False))

    def write(self, path: str, content: bytes) -> None:
        """Write one file; ``path`` is one of ours, with slashes. Raises ``WriteError`` ``network.not_written``."""
        place = self.target / path
        folder = path.rpartition("/")[0]
        try:
            if folder not in self._folders:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(folder)
            place.write_bytes(content)
        except OSError as error:
            raise _told(place, error) from error
        self.sizes[path] = len(content)

    def close(self) -> None:
        """Remove the pages of an earlier site that are not in this one, and say in the marker that all is there.

        Raises ``WriteError`` ``network.not_written``.
        """
        try:
            for folder in FOLDERS:
                self._tidy(folder)
        except OSError as error:
            raise _told(self.target, error) from error
        self.write(MARKER, _marker(complete=True))

    def _tidy(self, top: str) -> None:
        for folder, _, names in os.walk(self.target / top, topdown=False):
            below = Path(folder).relative_to(self.target).as_posix()
            for name in names:
                place = Path(folder, name)
                if f"{below}/{name}" not in self.sizes and _is_ours(place):
                    place.unlink(missing_ok=True)
            if not any(Path(folder).iterdir()):
                Path(folder).rmdir()


def _links(target: Path) -> Iterator[Path]:
    """Yield what stands where pages go and leads elsewhere."""
    yield from (place for name in (*FILES, *FOLDERS) if (place := target / name).is_symlink())
    for top in FOLDERS:
        for folder, folders, names in os.walk(target / top):
            yield from (place for name in names if (place := Path(folder, name)).is_symlink())
            for name in folders:
                place = Path(folder, name)
                if place.resolve() != Path(folder).resolve() / name:  # also what Windows calls a junction
                    yield place


def _is_foreign(target: Path) -> bool:
    """Say whether something stands there that is no site of komma."""
    if not target.is_dir():
        return target.exists()
    if not any(target.iterdir()):
        return False
    try:
        with (target / MARKER).open("rb") as stream:
            found = json.loads(stream.read(_MOST_OF_MARKER))
    except (OSError, ValueError, RecursionError):
        return True
    return not (isinstance(found, dict) and str(found.get("format")).startswith(_FAMILY))


def _marker(*, complete: bool) -> bytes:
    record = {"format": FORMAT, "komma": __version__, "complete": complete}
    return (json.dumps(record, indent=2) + "\n").encode("utf-8")


def _is_ours(place: Path) -> bool:
    with place.open("rb") as stream:
        return MARK in stream.read(_NEAR)


def _told(place: Path, error: OSError) -> WriteError:
    return WriteError("network.not_written", file=place, reason=error.strerror or str(error))
