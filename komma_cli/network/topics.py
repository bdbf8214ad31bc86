"""What the network is sorted by: topics of rules and practices, and classes of size; facts in ``data/network.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from komma_cli.texts import facts, guarded

DIMENSIONS: Final = ("state", "kind", "size_class", "role")
"""By what municipalities are put together, in the order in which people read them."""
UNKNOWN_SIZE: Final = "unknown"
NO_ROLE: Final = "none"


@cache
@guarded("network")
def topics() -> tuple[str, ...]:
    """Return the topics in the order of the playbook."""
    return tuple(facts("network")["topics"])


@cache
def topic_of(rule: str) -> str:
    """Return the topic a rule belongs to. Raises ``LookupError`` for a family that no topic names."""
    families: dict[str, Any] = facts("network")["topics"]
    return next(topic for topic, each in families.items() if rule.startswith(tuple(each["rules"])))


@cache
def fields_of(topic: str) -> tuple[str, ...]:
    """Return the ids of the fields of action whose measures belong to a topic."""
    return tuple(facts("network")["topics"][topic]["fields"])


@cache
def topics_of_field(field: str) -> tuple[str, ...]:
    """Return the topics to which the measures of a field of action belong; a municipality's own field has none."""
    return tuple(topic for topic in topics() if field in fields_of(topic))


@cache
@guarded("network")
def size_classes() -> tuple[str, ...]:
    """Return the classes of size from the smallest up, the unknown one last."""
    return (*facts("network")["size_classes"], UNKNOWN_SIZE)


def size_class(population: int | None) -> str:
    """Return the class of a number of inhabitants."""
    if population is None:
        return UNKNOWN_SIZE
    classes: dict[str, int] = facts("network")["size_classes"]
    return next(name for name, least in reversed(classes.items()) if population >= least)
