"""Putting komma's side of chosen differences into a copied card, and the edits that bring the playbook there.

New steps and sentences go behind what precedes them in the library; what the municipality added itself stays behind
its own neighbour. Pure.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from komma_cli.model.fields import item_key
from komma_cli.paths import ById, SymbolicPath
from komma_cli.store import Change, Removal
from komma_cli.wizard.proposing.proposal import Edit, Plain
from komma_cli.wizard.updates.card_news import CardNews, Difference, steps_by_id


def taken(card: Plain, found: CardNews, chosen: Collection[Difference], *, settled: bool) -> Plain:
    """Return the card with komma's side of the chosen differences; ``settled``: it now counts as the present state."""
    result = copy.deepcopy(card)
    for difference in chosen:
        _TAKE[difference.place[0] if difference.place[0] in _TAKE else ""](result, difference)
    _place_steps(result, chosen)
    if settled:
        result["based_on"] = {**result["based_on"], "fingerprint": found.fingerprint}
    return result


def edits(parts: SymbolicPath, before: Plain, after: Plain) -> list[Edit]:
    """Return what brings the entry at ``parts`` from one state to the other, field by field, steps of a card too.

    Steps that are added, removed or moved are written as one list, because only so their order comes out.
    """
    return list(_edits(parts, before, after))


def _edits(parts: SymbolicPath, before: Plain, after: Plain) -> Iterator[Edit]:
    yield from (Removal((*parts, key)) for key in before if key not in after)
    for key, value in after.items():
        old = before.get(key)
        if key in before and old == value:
            continue
        if key == "steps" and _ids(old) == _ids(value) and None not in _ids(old) and _unique(_ids(old)):
            for one, other in zip(old or [], value, strict=True):
                yield from _edits((*parts, key, ById(other["id"])), one, other)
        else:
            yield Change((*parts, key), value)


def _ids(steps: Any) -> list[str | None]:
    return [item_key(step) for step in steps or []]


def _unique(ids: Sequence[str | None]) -> bool:
    return len(set(ids)) == len(ids)


def _place_steps(card: Plain, chosen: Collection[Difference]) -> None:
    """Put new steps in and moved ones where they belong; steps without an id, or with one used twice, come last."""
    added = {d.place[1]: d.new for d in chosen if d.place[0] == "steps" and d.kind == "added"}
    moved = next((difference.new for difference in chosen if difference.kind == "moved"), None)
    if not added and moved is None:
        return
    own = [step for step in card.get("steps") or [] if isinstance(step, dict)]
    named = steps_by_id(card)
    loose = [step for step in own if named.get(item_key(step) or "") is not step]
    order = list(named)
    if moved is not None:
        order = _followed([key for key in moved if key in named], order)
    for key, new in added.items():
        _insert(order, key, new["order"])
    steps = named | {key: copy.deepcopy(new["step"]) for key, new in added.items()}
    card["steps"] = [steps[key] for key in order] + loose


def _take_field(card: Plain, difference: Difference) -> None:
    _put(card, difference.place[0], difference.new)


def _take_step(card: Plain, difference: Difference) -> None:
    if difference.kind == "removed":
        card["steps"] = [step for step in card["steps"] if item_key(step) != difference.place[1]]
    elif difference.kind == "changed":
        step, name = steps_by_id(card)[difference.place[1]], difference.place[2]
        for key in ("role", "actor") if name == "who" else (name,):
            _put(step, key, difference.new.get(key) if name == "who" else difference.new)


def _take_never(card: Plain, difference: Difference) -> None:
    lines = list(card.get("never") or [])
    if difference.kind == "added":
        _insert(lines, difference.new["text"], difference.new["order"])
    elif difference.kind == "removed":
        lines.remove(difference.own)
    else:
        lines[lines.index(difference.own)] = difference.new
    _put(card, "never", lines)


_TAKE: dict[str, Callable[[Plain, Difference], None]] = {"": _take_field, "steps": _take_step, "never": _take_never}


def _put(node: Plain, key: str, value: Any) -> None:
    if value is None:
        node.pop(key, None)
    else:
        node[key] = copy.deepcopy(value)


def _insert(items: list[str], new: str, order: Sequence[str]) -> None:
    """Put an item behind the one that precedes it in ``order``, else before the one that follows, else at the end."""
    at = order.index(new)
    before = next((item for item in reversed(order[:at]) if item in items), None)
    after = next((item for item in order[at + 1 :] if item in items), None)
    if before is not None:
        items.insert(items.index(before) + 1, new)
    else:
        items.insert(items.index(after) if after is not None else len(items), new)


def _followed(order: Sequence[str], own: Sequence[str]) -> list[str]:
    """Return ``order`` with the municipality's own items behind what stands before them there."""
    result = list(order)
    for number, item in enumerate(own):
        if item not in result:
            before = next((each for each in reversed(own[:number]) if each in result), None)
            result.insert(0 if before is None else result.index(before) + 1, item)
    return result
