"""The store: bytes to plain data with every problem named, paths to places, changes back into the file.

Importing it is cheap: a module of it is loaded when one of its names is asked for, so that a check never loads what
only writing needs. ruamel is loaded by the first question for a place, the first save, or a suspicious text.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from komma_cli.store.emit import SCHEMA_URL
    from komma_cli.store.encoding import KINDS, RawProblem
    from komma_cli.store.journal import Entry, Folded, Journal, left_behind, made, origin, take_over
    from komma_cli.store.lock import Holder, Lock, Locked, acquire, lock_path
    from komma_cli.store.places import Place, Places, drift
    from komma_cli.store.reading import MAX_BYTES, MAX_DEPTH, Loaded, Source, load, read_source, source_from_bytes
    from komma_cli.store.turns import remove_stray_turn
    from komma_cli.store.writing import (
        Change,
        Removal,
        Written,
        apply_edits,
        changed_text,
        create,
        in_order,
        replace_text,
        write,
    )

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "MAX_DEPTH",
    "SCHEMA_URL",
    "Change",
    "Entry",
    "Folded",
    "Holder",
    "Journal",
    "Loaded",
    "Lock",
    "Locked",
    "Place",
    "Places",
    "RawProblem",
    "Removal",
    "Source",
    "Written",
    "acquire",
    "apply_edits",
    "changed_text",
    "create",
    "drift",
    "in_order",
    "left_behind",
    "load",
    "lock_path",
    "made",
    "origin",
    "read_source",
    "remove_stray_turn",
    "replace_text",
    "source_from_bytes",
    "take_over",
    "write",
]

_ROOMS = {
    "emit": ("SCHEMA_URL",),
    "encoding": ("KINDS", "RawProblem"),
    "journal": ("Entry", "Folded", "Journal", "left_behind", "made", "origin", "take_over"),
    "lock": ("Holder", "Lock", "Locked", "acquire", "lock_path"),
    "places": ("Place", "Places", "drift"),
    "reading": ("MAX_BYTES", "MAX_DEPTH", "Loaded", "Source", "load", "read_source", "source_from_bytes"),
    "turns": ("remove_stray_turn",),
    "writing": (
        *("Change", "Removal", "Written", "apply_edits", "changed_text"),
        *("create", "in_order", "replace_text", "write"),
    ),
}


def __getattr__(name: str) -> Any:
    """Load the module that has the name."""
    for room, names in _ROOMS.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{room}"), name)
            globals()[name] = value
            return value
    raise AttributeError(name)
