"""The store: bytes to plain data with every problem named, paths to places, changes back into the file.

Importing it is cheap; ruamel is loaded by the first question for a place, the first save, or a suspicious text.
"""

from komma_cli.store.emit import SCHEMA_URL
from komma_cli.store.encoding import KINDS, RawProblem
from komma_cli.store.journal import Entry, Journal
from komma_cli.store.lock import Holder, Lock, Locked, acquire, lock_path
from komma_cli.store.places import Place, Places, drift
from komma_cli.store.reading import MAX_BYTES, MAX_DEPTH, Loaded, Source, load, read_source, source_from_bytes
from komma_cli.store.writing import Change, Removal, Written, apply_edits, changed_text, create, write

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "MAX_DEPTH",
    "SCHEMA_URL",
    "Change",
    "Entry",
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
    "load",
    "lock_path",
    "read_source",
    "source_from_bytes",
    "write",
]
