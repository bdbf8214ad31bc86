"""How people call a field of a playbook: the words of the question that asks for it.

The interview asks in these words, and papers name a field by its short one; both find them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from komma_cli.errors import DataError
from komma_cli.model.describe import locate
from komma_cli.model.playbook import Playbook
from komma_cli.texts import Lang, words


def entry(keys: Sequence[str], lang: Lang) -> dict[str, Any]:
    """Return the texts of a field, found by its path without list items: those for the exact path, else those that
    all fields of its section class share.

    Raises ``DataError`` ``texts.missing`` where there are none; the drift test keeps that from users.
    """
    path = ".".join(keys)
    shared = words("questions/_shared", lang)
    above = locate(Playbook, tuple(keys[:-1]))
    section = above.group if above is not None else Playbook
    names = (f"@{section.__name__}.{keys[-1]}" if section is not None else "", f"*.{keys[-1]}")
    found = words(f"questions/{keys[0]}", lang).get(path) or next((shared[n] for n in names if n in shared), None)
    if found is None:
        raise DataError("texts.missing", entry=f"questions:{path}", lang=lang)
    return dict(found)


def short(keys: Sequence[str], lang: Lang) -> str | None:
    """Return the short name of a field, or of a whole section; None where the playbook has no such field."""
    if locate(Playbook, tuple(keys)) is None:
        return None
    try:
        if len(keys) == 1:
            return str(words(f"questions/{keys[0]}", lang)["_section"]["title"])
        return str(entry(keys, lang)["short"])
    except DataError:  # what nobody is asked for, such as the version of the format
        return None
