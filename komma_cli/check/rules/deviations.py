"""K907, K908, K920: what the municipality accepts on purpose ends, names a rule, and is still there."""

from __future__ import annotations

from collections.abc import Iterator

from komma_cli.check.deviating import covers
from komma_cli.check.finding import Hit
from komma_cli.check.placing import Placing
from komma_cli.check.registry import NEVER_ACCEPTED, RULES, Context, Rule, rule
from komma_cli.model.review import Deviation
from komma_cli.paths import format_path
from komma_cli.store.reading import source_from_bytes

_OWN = "K920"


@rule("K907", "warning", profile="core", sources=("D",))
def deviations_hold(context: Context) -> Iterator[Hit]:
    """No accepted deviation is past its day."""
    for position, deviation in enumerate(context.playbook.deviations):
        if deviation.until < context.today:
            yield Hit(("deviations", position, "until"), {"deviation": deviation.rule, "until": deviation.until})


@rule("K908", "warning", profile="core", sources=("D",))
def deviations_name_a_rule(context: Context) -> Iterator[Hit]:
    """Every accepted deviation names a rule that exists and that one can deviate from."""
    for position, deviation in enumerate(context.playbook.deviations):
        case = "unknown" if deviation.rule not in RULES else "form" if deviation.rule in NEVER_ACCEPTED else None
        if case is not None:
            yield Hit(("deviations", position, "rule"), {"case": case, "deviation": deviation.rule})


@rule(_OWN, "hint", profile="core", sources=("D",))
def deviations_are_needed(context: Context) -> Iterator[Hit]:
    """Every deviation that holds covers something; in a file with faults of its form nobody can know."""
    if any(hits for family, hits in context.faults.items() if family in NEVER_ACCEPTED):
        return
    for position, deviation in enumerate(context.playbook.deviations):
        meant = RULES.get(deviation.rule)
        asked = meant is not None and meant.id != _OWN and meant.id not in NEVER_ACCEPTED
        if asked and deviation.until >= context.today and _covers_nothing(context, deviation, meant):
            yield Hit(("deviations", position), {"deviation": deviation.rule})


def _covers_nothing(context: Context, deviation: Deviation, meant: Rule | None) -> bool:
    """Say whether a rule that could look at the file finds nothing that the deviation covers."""
    if meant is None or not all(getattr(context.playbook, section) for section in meant.needs):
        return False
    placing = Placing(source_from_bytes(b"", ""), context.data, [])
    found = (placing.locate(meant, hit) for hit in meant.logic(context))
    return not any(
        covers(deviation, meant.id, format_path(parts, context.data)) for parts in found if parts is not None
    )
