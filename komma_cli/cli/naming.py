"""Which entry of a plan somebody means by an id, a name or a part of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from komma_cli.directory import fold
from komma_cli.errors import UsageError

_MOST = 4


def fitting(asked: str, known: Mapping[str, str], other: Mapping[str, str] | None = None) -> list[str]:
    """Return the ids of the entries that fit by id or whole name, else by a part of one; names as in ``meant``."""
    wanted = fold(asked)
    names = {identifier: (identifier, name, (other or {}).get(identifier, "")) for identifier, name in known.items()}
    for fits in (lambda name: fold(name) == wanted, lambda name: bool(wanted) and wanted in fold(name)):
        if found := [identifier for identifier, spoken in names.items() if any(map(fits, spoken))]:
            return found
    return []


def nearest(asked: str, known: Mapping[str, str], other: Mapping[str, str] | None = None) -> list[str]:
    """Return the ids of the few entries that are written most alike, the first few where nothing is."""
    folded = {fold(name): one for one, spoken in known.items() for name in (one, spoken, (other or {}).get(one, ""))}
    folded.pop("", None)
    near = dict.fromkeys(folded[each] for each in difflib.get_close_matches(fold(asked), folded, _MOST, 0.5))
    return list(near or known)[:_MOST]


def listed(identifiers: Iterable[str], known: Mapping[str, str]) -> str:
    """Return names with their ids."""
    return ", ".join(f"{known[one]} ({one})" for one in identifiers)


def meant(asked: str, known: Mapping[str, str], error: str, other: Mapping[str, str] | None = None) -> str:
    """Return the id of the entry that is meant; ``known`` are names by id, ``other`` further names of some of them.

    An id, a whole name, or a part that fits one entry only; capitals and umlauts do not matter. Raises ``UsageError``
    ``error`` with the entries that are near, or with all that fit.
    """
    found = fitting(asked, known, other)
    if len(found) == 1:
        return found[0]
    near = found or nearest(asked, known, other)
    raise UsageError(error, value=asked, near=listed(near[:_MOST], known))
