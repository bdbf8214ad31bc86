"""Where each page of a site lies, below the folder of its language; the paths are the same in every language.

File names are made of lower-case letters, digits and hyphens only, so they mean the same on every system and lead
nowhere else; no two are equal, and none is a name that Windows keeps for its devices.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from typing import Final

from komma_cli.network.bundle import SharedPractice
from komma_cli.network.view import Member
from komma_cli.slugs import slug

OVERVIEW: Final = "index.html"
SEARCH: Final = "search.html"
PRACTICES: Final = "practices.html"
MADE: Final = "made.html"
_LONGEST: Final = 60
_DEVICES: Final = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_UNNAMED: Final = "x"


def state_page(state: str) -> str:
    """Return the page of a Land."""
    return f"state/{state.lower()}.html"


def topic_page(topic: str) -> str:
    """Return the page of a topic."""
    return f"topic/{slug(topic)}.html"


def library_page(identifier: str) -> str:
    """Return the page of an example of komma's own collection."""
    return f"practice/komma/{slug(identifier)}.html"


def part_page(page: str, section: str, number: int) -> str:
    """Return the page of a part of a long list that belongs to another page; the first part has the number 1."""
    stem = page.removesuffix(".html")
    return f"{stem}-{section}.html" if number == 1 else f"{stem}-{section}-{number}.html"


class Addresses:
    """The pages of the municipalities and of what they released."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._stems: dict[str, str] = {}
        self._practices: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for one in members:
            folder = one.state.lower()
            stem = _free(f"{folder}/", one.name, one.key, taken)
            self._stems[one.key] = stem
            for each in one.practices:
                self._practices[one.key, each.id] = _free(f"practice/{stem}-", each.id, "", taken)

    def member(self, one: Member) -> str:
        """Return the page of a municipality."""
        return f"municipality/{self._stems[one.key]}.html"

    def practice(self, one: Member, practice: SharedPractice) -> str:
        """Return the page of a measure that a municipality released."""
        return f"{self._practices[one.key, practice.id]}.html"


def _free(before: str, name: str, more: str, taken: set[str]) -> str:
    """Return a path that is not taken yet; of several equal names the later ones get their key or a number added."""
    short = _short(name)
    with_key = [f"{short}-{_short(more)}"] if more else []
    stems = chain([short], with_key, (f"{short}-{number}" for number in count(2)))
    path = next(path for path in map(before.__add__, stems) if path not in taken and not _is_device(path))
    taken.add(path)
    return path


def _is_device(path: str) -> bool:
    return path.rpartition("/")[2] in _DEVICES


def _short(name: str) -> str:
    return slug(name)[:_LONGEST].strip("-") or _UNNAMED
