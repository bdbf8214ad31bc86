"""Which entry of a plan somebody means by an id, a name or a part of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from komma_cli.directory import fold
from komma_cli.errors import UsageError

_MOST = 4


def meant(asked: str, known: Mapping[str, str], error: str, other: Mapping[str, str] | None = None) -> str:
    """Return the id of the entry that is meant; ``known`` are names by id, ``other`` further names of some of them.

    An id, a whole name, or a part that fits one entry only; capitals and umlauts do not matter. Raises ``UsageError``
    ``error`` with the entries that are near, or with all that fit.
    """
    wanted = fold(asked)
    names = {identifier: (identifier, name, (other or {}).get(identifier, "")) for identifier, name in known.items()}
    for fits in (lambda name: fold(name) == wanted, lambda name: bool(wanted) and wanted in fold(name)):
        found = [identifier for identifier, spoken in names.items() if any(map(fits, spoken))]
        if len(found) == 1:
            return found[0]
        if found:
            break
    if not found:
        folded = {fold(name): identifier for identifier, spoken in names.items() for name in spoken if name}
        found = [folded[near] for near in difflib.get_close_matches(wanted, folded, _MOST, 0.5)]
    near = list(dict.fromkeys(found or known))[:_MOST]
    raise UsageError(error, value=asked, near=", ".join(f"{known[one]} ({one})" for one in near))
