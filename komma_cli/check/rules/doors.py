"""K530-K532: doors that lead somewhere else than they promise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import behind, catalogue_role, name_of, same_door
from komma_cli.check.registry import Context, rule
from komma_cli.model.roles import Role

_SUPERIORS = ("line-manager", "department-head")
_HEAD = ("head",)
_CONFIDENTIAL_COUNSELLING = r"vertraulich\w*\s+(?:\w+\s+)?beratung|confidential\s+(?:\w+\s+)?(?:counselling|advice)"


@rule("K530", "error", needs=("reporting", "roles"), sources=("R24",))
def bypass_bypasses(context: Context) -> Iterator[Hit]:
    """A route past the superior or the head does not end with them."""
    routes = context.playbook.reporting.routes if context.playbook.reporting else []
    for field, catalogue in (("bypasses_superior", _SUPERIORS), ("bypasses_head", _HEAD)):
        roles = [role for name in catalogue if (role := catalogue_role(context, name)) is not None]
        for route in routes:
            over = next((role for role in roles if _ends_with(context, route.recipient, role)), None)
            if over is not None and getattr(route, field):
                values = {"case": field, "route": route.title, "role": over.title}
                yield Hit(("reporting", "routes", route.id, "recipient"), values)


def _ends_with(context: Context, recipient: str, role: Role) -> bool:
    """Say whether the recipient is the role, or the first to answer is its holder; deputies answer for somebody."""
    return recipient == role.id or (role.holder is not None and role.holder in behind(context, recipient)[:1])


@rule("K531", "warning", needs=("internal_review", "bodies"), sources=("R16",))
def doors_serve_the_group(context: Context) -> Iterator[Hit]:
    """Counselling of staff serves staff, and the complaint path of residents serves residents."""
    review = context.playbook.internal_review
    for field, audience in (("confidential_counselling", "staff"), ("resident_complaints", "residents")):
        contact = getattr(review, field)
        for identifier in behind(context, contact) if contact is not None else ():
            body = context.bodies.get(identifier)
            if body is not None and body.audiences and audience not in body.audiences:
                yield Hit(("internal_review", field), {"body": body.name, "audience": audience})


@rule("K532", "error", needs=("support",), sources=("R45", "AGG § 13", "PsychPbG § 2"))
def complaint_is_not_called_counselling(context: Context) -> Iterator[Hit]:
    """What starts a procedure, or must testify, is not announced as confidential counselling."""
    review = context.playbook.internal_review
    office = review.complaint_office.role if review is not None and review.complaint_office is not None else None
    for offer in context.playbook.support.offers if context.playbook.support else ():
        if re.search(_CONFIDENTIAL_COUNSELLING, offer.title.lower()) is None:
            continue
        leads_to_office = office is not None and same_door(context, offer.contact, office)
        if offer.kind != "counselling" or leads_to_office:
            case = "escort" if offer.kind == "escort" else "complaint"
            values = {"case": case, "offer": offer.title, "contact": name_of(context, offer.contact)}
            yield Hit(("support", "offers", offer.id, "title"), values)
