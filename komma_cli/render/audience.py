"""The audience filter: what a reader may not see is gone before any template runs.

A leak can expose a threatened person, so removal follows the model alone: the class of every field, the class an item
gives itself, and a few rules that no class can soften (private channels, partners who did not agree to be named).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from komma_cli.errors import UsageError
from komma_cli.model.alliance import Partner
from komma_cli.model.bodies import Body
from komma_cli.model.channels import PRIVATE, Channel
from komma_cli.model.describe import FieldSpec, Parts, fields_of, walk
from komma_cli.model.fields import CONFIDENTIALITY, Confidentiality, Section
from komma_cli.model.playbook import Playbook
from komma_cli.model.references import identifiers

RANK: Final[dict[str, int]] = {name: rank for rank, name in enumerate(CONFIDENTIALITY)}


def may_see(audience: Confidentiality, classification: Confidentiality) -> bool:
    """Say whether readers of class ``audience`` may see something of class ``classification``."""
    return RANK[classification] <= RANK[audience]


def redact(playbook: Playbook, audience: Confidentiality) -> dict[str, Any]:
    """Return the playbook as plain data (keys as in the file, every key present) with only what the audience may see.

    A removed or missing single value or group is None, a removed or missing list is empty. References that lead to
    nothing that is left are removed too, so that whoever resolves one always finds its target. Dates stay dates.
    """
    data = _section(playbook, audience, ())
    _drop_dead_references(data)
    return data


def redact_earlier(earlier: Playbook, present: Playbook, audience: Confidentiality) -> dict[str, Any]:
    """Return an earlier version as ``redact`` does, also without what has been put out of this audience's sight since.

    Whoever is protected today must not appear as a deleted line of yesterday. An item is known by its list and its id
    or name, a channel by its value, wherever it stands.
    """
    data = redact(earlier, audience)
    there = _known_items(present.model_dump(by_alias=True))
    hidden = there - _known_items(redact(present, audience))
    _take_out(data, hidden)
    _drop_dead_references(data)
    return data


def class_of_item(item: Section, published: Collection[str] = ()) -> Confidentiality:
    """Return the class a list item has as a whole.

    Private channels are always confidential. A channel without a class is internal, unless its value is one of the
    ``published`` ones of its body in komma's directory. A partner without consent is at least internal.
    """
    if isinstance(item, Channel):
        if item.kind in PRIVATE:
            return "confidential"
        return item.class_ or ("public" if item.value in published else "internal")
    own: Confidentiality = "public"
    for name, spec in _named_fields(item):
        if spec.item_class:
            own = getattr(item, name) or "internal"
    if isinstance(item, Partner) and item.consent is None and may_see("internal", own):
        return "internal"
    return own


def _section(section: Section, audience: Confidentiality, published: Collection[str]) -> dict[str, Any]:
    if isinstance(section, Body):
        published = published_ways(section)
    data: dict[str, Any] = {}
    for name, spec in _named_fields(section):
        value = getattr(section, name)
        if not may_see(audience, spec.confidentiality):
            value = [] if spec.many else None
        if spec.group is None:
            data[spec.key] = list(value) if spec.many else value
        elif spec.many:
            seen = [item for item in value if may_see(audience, class_of_item(item, published))]
            data[spec.key] = [_section(item, audience, published) for item in seen]
        else:
            data[spec.key] = None if value is None else _section(value, audience, published)
    return data


def _named_fields(section: Section) -> list[tuple[str, FieldSpec]]:
    """Return (attribute, field): attribute and key differ where the key is a Python word (``class``, ``from``)."""
    return list(zip(type(section).model_fields, fields_of(type(section)), strict=True))


def published_ways(body: Body) -> tuple[str, ...]:
    """Return the ways to reach the body that its directory entry names with a public source."""
    if body.from_ is None:
        return ()
    from komma_cli.directory import entry

    try:
        return tuple(channel.value for channel in entry(body.from_).channels)
    except UsageError:  # an entry that the directory no longer has proves nothing
        return ()


def _drop_dead_references(data: dict[str, Any]) -> None:
    known = identifiers(data)
    dead = [
        parts
        for parts, spec, value in walk(Playbook, data)
        if spec.ref is not None
        and isinstance(value, str)
        and not any(value in known[target] for target in spec.ref.targets)
    ]
    for parts in reversed(dead):  # from the end, so that positions before it stay right
        _clear(data, parts)


def _clear(data: Any, parts: Parts) -> None:
    node = data
    for part in parts[:-1]:
        node = node[part]
    last = parts[-1]
    if isinstance(last, int):
        del node[last]
    else:
        node[last] = None


_Known = tuple[str, ...]


def _known_items(node: Any, here: _Known = ()) -> frozenset[_Known]:
    """Return by what the items of all lists in plain data are known."""
    found: set[_Known] = set()
    if isinstance(node, dict):
        found |= {key for name, value in node.items() for key in _known_items(value, (*here, name))}
    elif isinstance(node, list | tuple):
        found |= {key for item in node for key in _known_items(item, here)}
        found |= {key for item in node if (key := _known_by(item, here)) is not None}
    return frozenset(found)


def _known_by(item: Any, here: _Known) -> _Known | None:
    """Return what says which item of the list ``here`` this is; None where nothing does."""
    if not isinstance(item, dict):
        return None
    if item.get("value"):
        return ("value", str(item["value"]))
    return next(((*here, name, str(item[name])) for name in ("id", "name") if item.get(name)), None)


def _take_out(node: Any, hidden: Collection[_Known], here: _Known = ()) -> None:
    if isinstance(node, dict):
        for name, value in node.items():
            _take_out(value, hidden, (*here, name))
    elif isinstance(node, list):
        node[:] = [item for item in node if _known_by(item, here) not in hidden]
        for item in node:
            _take_out(item, hidden, here)
