"""Mend what can be mended safely: the edits of a file's findings, carried out and proved, until nothing is left to do.

Comments, order and layout stay: only the stretches of the edits change. Every round is proved: the new text must be
read as the old data with nothing changed but what the findings speak of; a repair that cannot be proved is left out.
"""

from __future__ import annotations

import copy
import difflib
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from komma_cli.check.edits import Fixer, Repair, hindering
from komma_cli.check.engine import Result
from komma_cli.check.finding import Edit, Finding
from komma_cli.errors import WriteError
from komma_cli.store.reading import Loaded, Source, load, source_from_bytes
from komma_cli.store.splice import same

_ROUNDS = 6
"""One repair may uncover another (quotes first, then the form of the number); more than three never follow."""


@dataclass(frozen=True)
class Fixed:
    """The text (line ends LF, no byte order mark) after the repairs, and the findings that they mended, in order."""

    text: str
    mended: tuple[Finding, ...]


def fixed(source: Source, check: Callable[[Source], Result]) -> Fixed:
    """Mend what ``check`` finds, again and again, until no finding has a safe edit; a file without one comes back.

    Raises ``WriteError`` ``store.not_editable`` for a file that cannot be read for certain.
    """
    text, mended = source.text, list[Finding]()
    for _round in range(_ROUNDS):
        present = source if not mended else source_from_bytes(text.encode(), source.name)
        loaded = load(present)
        _refuse_unreadable(present, loaded)
        done, text = _one_round(present, loaded, check(present).findings)
        if not done:
            break
        mended += done
    return Fixed(text, tuple(mended))


def diff(source: Source, after: Fixed) -> str:
    """Return what the repairs change as a unified diff, line ends LF; nothing if nothing changes.

    A byte order mark that goes is shown as the sign that it is.
    """
    mark = "\ufeff" if source.had_bom else ""
    name = source.name.replace("\\", "/")
    lines = difflib.unified_diff(
        (mark + source.text).splitlines(keepends=True) if after.mended else [],
        after.text.splitlines(keepends=True) if after.mended else [],
        name,
        name,
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _refuse_unreadable(source: Source, loaded: Loaded) -> None:
    if problems := hindering(loaded.problems):
        first = problems[0]
        raise WriteError("store.not_editable", file=source.name, line=first.line or 1, kind=first.kind)


def _one_round(source: Source, loaded: Loaded, findings: Sequence[Finding]) -> tuple[list[Finding], str]:
    """Carry out every repair that the findings have; of a group that does not fit together, those that do."""
    fixer = Fixer(source, loaded.data or {})
    found = [(one, repair) for one in findings if (repair := fixer.repair(one)) is not None]
    if not found:
        return [], source.text
    kept: list[tuple[Finding, Repair]] = []
    text = source.text
    waiting = [found]
    while waiting:
        group = waiting.pop()
        trial = _proved(source, loaded, [repair for _, repair in (*kept, *group)])
        if trial is not None:
            kept, text = [*kept, *group], trial
        elif len(group) > 1:
            half = len(group) // 2
            waiting += [group[half:], group[:half]]
    return [finding for finding, _ in kept], text


def _proved(source: Source, loaded: Loaded, repairs: Sequence[Repair]) -> str | None:
    """Return the text with the repairs, if it reads as the data with the same repairs; None otherwise."""
    text = replaced(source.text, [edit for repair in repairs for edit in repair.edits])
    if text is None:
        return None
    after = load(source_from_bytes(text.encode(), source.name))
    if loaded.data is None:
        return text if not after.problems or text == source.text else None
    wanted = copy.deepcopy(loaded.data)
    for repair in sorted(repairs, key=lambda one: len(one.parts or ()), reverse=True):  # a key last: it moves the rest
        repair.carry_out(wanted)
    sound = after.data is not None and not any(problem.kind != "empty" for problem in after.problems)
    return text if sound and same(after.data, wanted) else None


def replaced(text: str, edits: Iterable[Edit]) -> str | None:
    """Return the text with the edits carried out; None if two of them touch the same stretch."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    stretches = sorted(
        {
            (starts[edit.line - 1] + edit.column - 1, starts[edit.end_line - 1] + edit.end_column - 1, edit.text)
            for edit in edits
            if not edit.byte_order_mark
        }
    )
    if any(end > following for (_, end, _), (following, _, _) in itertools.pairwise(stretches)):
        return None
    for start, end, new in reversed(stretches):
        text = text[:start] + new + text[end:]
    return text
