"""What a deviation of the municipality covers."""

from __future__ import annotations

from komma_cli.check.registry import NEVER_ACCEPTED
from komma_cli.model.review import Deviation


def covers(deviation: Deviation, rule: str, path: str) -> bool:
    """Say whether it accepts a finding of a rule at a path; without a path of its own it accepts all of the rule."""
    if deviation.rule != rule or rule in NEVER_ACCEPTED:
        return False
    own = deviation.path
    return own is None or path == own or path.startswith((f"{own}.", f"{own}["))
