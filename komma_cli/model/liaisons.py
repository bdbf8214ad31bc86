"""Liaisons with police, justice and other security authorities: who talks to whom, and within which limits."""

from typing import Annotated

from komma_cli.model.fields import (
    CONFIDENTIAL,
    GENERATED,
    NEEDED,
    NO_ITEMS,
    BodyRef,
    Duration,
    Id,
    IsoDate,
    Line,
    Prose,
    Ref,
    RoleRef,
    Section,
)


class Liaison(Section):
    """An agreement with one authority. Basis: the ten points of the domain research, section 6.2."""

    id: Annotated[Id, GENERATED]
    body: BodyRef
    our_contact: Annotated[RoleRef | None, NEEDED] = None
    our_deputy: Annotated[Id | None, Ref(("roles", "people"), differs_from="our_contact"), NEEDED] = None
    their_function: Annotated[Line | None, CONFIDENTIAL, NEEDED] = None
    """The function of the contact on the other side, not the name."""
    their_deputy: Annotated[Line | None, CONFIDENTIAL, NEEDED] = None
    passed_on: Annotated[list[Line], CONFIDENTIAL, NEEDED] = NO_ITEMS
    """Which events are passed on."""
    passed_on_within: Annotated[Duration | None, CONFIDENTIAL, NEEDED] = None
    limits: Annotated[list[Line], NEEDED] = NO_ITEMS
    """What the authority cannot promise, written down to avoid false hopes."""
    feedback: Annotated[Line | None, CONFIDENTIAL, NEEDED] = None
    risk_assessment: Annotated[Line | None, CONFIDENTIAL] = None
    """Who asks for a police risk assessment and who gets the result."""
    security_advice: Annotated[Line | None, CONFIDENTIAL] = None
    presence: Annotated[Line | None, CONFIDENTIAL] = None
    motive: Annotated[Line | None, CONFIDENTIAL] = None
    """Who tells the authority about a political motive, and how."""
    data_protection: Annotated[Prose | None, CONFIDENTIAL, NEEDED] = None
    """Legal basis of each disclosure, or that cases are discussed without names (data protection officer)."""
    agreed_on: Annotated[IsoDate | None, NEEDED] = None
    review_meeting: Annotated[IsoDate | None, CONFIDENTIAL, NEEDED] = None
