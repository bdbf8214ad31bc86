"""The rules, one module per family; a family that is not named here does not exist."""

from functools import cache
from importlib import import_module

from komma_cli.check.registry import RULES, Rule

FAMILIES: tuple[str, ...] = (
    "file",
    "references",
    "catalogue_ids",
    "roles",
    "reach",
    "escalation",
    "levels",
    "answering",
    "scenarios",
    "cards",
    "liaison",
    "reporting",
    "doors",
    "internal_review",
    "leadership",
    "publication",
    "exposure",
    "sharing",
    "law",
    "upkeep",
    "deviations",
)


@cache
def all_rules() -> dict[str, Rule]:
    """Import every family and return the rules by id, in the order of the ids (shared, do not change it)."""
    for family in FAMILIES:
        import_module(f"{__name__}.{family}")
    return dict(sorted(RULES.items()))
