"""How many examples a property is tried with.

A usual run takes few, so that it stays below three minutes; ``KOMMA_EXAMPLES=10`` takes ten times as many (at night, or
after a change in the room that a property is about).
"""

from __future__ import annotations

import os

TIMES = float(os.environ.get("KOMMA_EXAMPLES", "1"))


def examples(usual: int) -> int:
    """Return the number of examples of this run."""
    return max(1, round(usual * TIMES))
