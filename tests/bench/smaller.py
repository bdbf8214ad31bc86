"""A playbook of 31 KB for the benchmark: Musterstadt with fewer items, still complete and without a finding.

``python -m tests.bench.smaller`` makes ``small.komma.yaml`` anew; the same Musterstadt gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from komma_cli.check.registry import Context
from komma_cli.check.rules import all_rules
from komma_cli.model.problems import validate
from komma_cli.store import load, read_source
from komma_cli.store.emit import document

TODAY = date(2026, 12, 1)
MUSTERSTADT = Path(__file__).parents[2] / "playbooks" / "musterstadt.komma.yaml"
SMALL = Path(__file__).with_name("small.komma.yaml")
SIZE = 31 * 1024
WORTH_A_LOOK = 6
"""Characters: what is smaller stays."""
FEW_WORDS = 2


def small_playbook() -> str:
    """Return the YAML of the small playbook, at most ``SIZE`` bytes.

    What is biggest goes first, unless a finding comes of it; ids and whatever is the last of its section or list stay.
    Texts that must stay are cut to half their words. Raises ``ValueError`` where nothing more can go.
    """
    data = load(read_source(MUSTERSTADT)).data
    assert data is not None
    data["profile"] = "standard"  # the full one minds a person or body that nothing names any more
    del data["deviations"]
    for body in data["bodies"]:  # the deviation was about the money of one of them
        body.pop("funded_until", None)
    while (before := _size(data)) > SIZE:
        _thin_out(data)
        if _size(data) == before:
            raise ValueError(f"nothing more can go; {before} bytes are left")
    return document(data)


def _thin_out(data: dict[str, Any]) -> None:
    gone: set[int] = set()
    for weight, holder, key, part in sorted(_parts(data), key=lambda found: -found[0]):
        if id(holder) in gone:  # whatever holds a part weighs more and was looked at before it
            gone.add(id(part))
        elif weight >= WORTH_A_LOOK and _make_smaller(data, holder, key, part):
            gone.add(id(part))
            if _size(data) <= SIZE:
                return


def _make_smaller(data: dict[str, Any], holder: Any, key: Any, part: Any) -> bool:
    """Remove one part of a mapping or list, or cut it, unless that makes the playbook worse; say whether it is gone."""
    if isinstance(holder, list):
        key = next(position for position, value in enumerate(holder) if value is part)
    before = holder.copy()
    if len(holder) > 1:
        del holder[key]
        if is_sound(data):
            return True
        _put_back(holder, before)
    if isinstance(part, str) and len(words := part.split()) > FEW_WORDS:
        holder[key] = " ".join(words[: len(words) // 2])
        if not is_sound(data):
            _put_back(holder, before)
    return False


def _put_back(holder: Any, before: Any) -> None:
    holder.clear()
    if isinstance(holder, dict):
        holder.update(before)
    else:
        holder.extend(before)


def _parts(data: dict[str, Any]) -> Iterator[tuple[int, Any, Any, Any]]:
    """Yield (weight, holder, key, part) of everything below the sections, in the order of the file."""
    stack: list[Any] = [section for section in reversed(data.values()) if isinstance(section, dict | list)]
    while stack:
        holder = stack.pop()
        pairs = list(holder.items() if isinstance(holder, dict) else enumerate(holder))
        yield from ((len(str(part)), holder, key, part) for key, part in pairs if key != "id")
        stack.extend(part for _, part in reversed(pairs) if isinstance(part, dict | list))


def _size(data: dict[str, Any]) -> int:
    return len(document(data).encode())


def is_sound(data: dict[str, Any]) -> bool:
    """Say whether the playbook is valid and no rule of its profile finds anything."""
    playbook, _ = validate(data)
    if playbook is None:
        return False
    context = Context(playbook, data, TODAY)
    rules = (rule for rule in all_rules().values() if rule.profile != "full")
    return not any(hit for rule in rules for hit in rule.logic(context))


if __name__ == "__main__":
    SMALL.write_text(small_playbook(), encoding="utf-8", newline="\n")
