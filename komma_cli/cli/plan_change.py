"""Changing a playbook from a command that asks nothing meanwhile: under its lock, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from komma_cli.errors import ReadError, UsageError

if TYPE_CHECKING:
    from komma_cli.store import Change, Removal

Told = TypeVar("Told")


def changed(file: Path, make: Callable[[dict[str, Any]], tuple[Sequence[Change | Removal], Told]]) -> Told:
    """Write the edits that ``make`` returns for what the playbook holds, and return what it says about them.

    Answers that an interview left in the journal go into the playbook first. Raises ``UsageError``
    ``practices.file_not_right`` if the file would hold a wrong value, ``ReadError`` ``wizard.broken_draft`` for a file
    that cannot be edited, what ``make`` raises (then nothing of it is written), and what the store raises.
    """
    from komma_cli.store import Journal, acquire, apply_edits, load, read_source, write
    from komma_cli.wizard.saving import ORDER

    with acquire(file, now=datetime.now()):
        source = read_source(file)
        Journal(file, base_sha=source.sha256).fold(order=ORDER)
        source = read_source(file)
        loaded = load(source)
        if loaded.data is None or not loaded.editable:
            raise ReadError("wizard.broken_draft", file=file)
        edits, told = make(loaded.data)
        if edits:
            refuse_wrong(apply_edits(loaded.data, edits), file)
            write(file, edits, expected_sha=source.sha256, order=ORDER)
    return told


def refuse_wrong(data: dict[str, Any], file: Path) -> None:
    """Raise ``UsageError`` if the playbook would hold a value that the model refuses; gaps of a draft are none."""
    from komma_cli.model.problems import validate
    from komma_cli.paths import format_path

    wrong = [problem for problem in validate(data)[1] if problem.kind != "missing"]
    if wrong:
        raise UsageError("practices.file_not_right", file=file, path=format_path(wrong[0].parts))
