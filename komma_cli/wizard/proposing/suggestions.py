"""Answers that follow from what the draft holds already: shown as a proposal, taken only when the person confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.paths import get
from komma_cli.wizard.spots import Spot

_ROLES = {
    ("ComplaintOffice", "role"): "complaint-office",
    ("InternalReview", "confidential_counselling"): "confidential-counselling",
    ("InternalReview", "resident_complaints"): "antidiscrimination-office",
    ("Communication", "spokesperson"): "press",
    ("Support", "accident_report"): "hr",
    ("Support", "return_to_work"): "hr",
    ("Support", "legal_applications"): "legal",
    ("Support", "supervisory_authority"): "supervisory-authority",
    ("Reporting", "whistleblower_office"): "internal-reporting-office",
}
"""Role of the catalogue whose task it is (``data/<lang>/roles.yaml``), if the playbook has it."""


@dataclass(frozen=True)
class Suggestion:
    """A value, and where it comes from: the sentence ``wizard.suggested_<source>``."""

    value: str
    source: str


def suggestion(data: Any, spot: Spot) -> Suggestion | None:
    """Return what likely fits an unanswered question, or None."""
    if spot.value not in (None, []):
        return None
    place = (spot.section.__name__, spot.spec.key)
    if place == ("Level", "out_of_hours"):
        return _made(get(data, ("escalation", "emergency", "out_of_hours")), "card")
    if place == ("Support", "accident_insurer"):
        return _made(_insurer(data), "directory")
    wanted = _ROLES.get(place)
    roles = (role for _, role in list_items(data, "roles") if wanted is not None)
    return _made(next((item_key(role) for role in roles if role.get("based_on") == wanted), None), "catalogue")


def _made(value: Any, source: str) -> Suggestion | None:
    return Suggestion(value, source) if isinstance(value, str) else None


def _insurer(data: Any) -> str | None:
    """Return the accident insurer of the municipality's own Land among the outside bodies."""
    state = get(data, ("municipality", "state"))
    bodies = (body for _, body in list_items(data, "bodies"))
    return next((item_key(b) for b in bodies if b.get("kind") == "insurer" and b.get("state") == state), None)
