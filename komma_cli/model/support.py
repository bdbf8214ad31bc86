"""Support for those affected: who helps whom, and how long (KommA pillar 3)."""

from typing import Annotated, Literal

from komma_cli.model.fields import (
    GENERATED,
    MANDATE,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Audience,
    ContactRef,
    Duration,
    Id,
    Line,
    OwnRef,
    Prose,
    RoleRef,
    Section,
    Vocabulary,
)

OfferKind = Annotated[Literal["counselling", "complaint", "escort"], Vocabulary("offer_kind")]
"""Counselling is confidential and has no duty to act; a complaint starts a procedure. Never both in one entry.
``escort`` is psychosoziale Prozessbegleitung: it has no right to refuse testimony."""


class Offer(Section):
    """Help that is offered to one or more groups."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC]
    kind: Annotated[OfferKind, PUBLIC]
    audiences: Annotated[list[Audience], PUBLIC]
    contact: Annotated[ContactRef, PUBLIC]
    text: Annotated[Prose | None, PUBLIC] = None


class AftercareStep(Section):
    """A fixed point of aftercare."""

    id: Annotated[Id, GENERATED]
    after: Duration
    text: Line
    owner: RoleRef | None = None


class Costs(Section):
    """Who pays legal protection and damage, per status of the person; „nicht geregelt“ is an answer too."""

    civil_servants: Annotated[Line | None, MANDATE, NEEDED] = None
    employees: Annotated[Line | None, MANDATE, NEEDED] = None
    honorary: Annotated[Line | None, MANDATE, NEEDED] = None
    mandate: Annotated[Line | None, MANDATE, NEEDED] = None


class Support(Section):
    """Offers, aftercare, first responders, costs and accident insurer."""

    offers: Annotated[list[Offer], PUBLIC, NEEDED] = NO_ITEMS
    independent_of_charges: Annotated[Prose | None, PUBLIC, NEEDED] = None
    """The sentence that help does not depend on filing charges."""
    also_for: Annotated[list[Line], PUBLIC, NEEDED] = NO_ITEMS
    """Who else has a right to support: witnesses, relatives."""
    aftercare: Annotated[list[AftercareStep], NEEDED] = NO_ITEMS
    first_responders: Annotated[list[OwnRef], NEEDED] = NO_ITEMS
    first_responder_alarm: Annotated[Line | None, NEEDED] = None
    accident_insurer: Annotated[ContactRef | None, NEEDED] = None
    accident_report: Annotated[RoleRef | None, NEEDED] = None
    """Who sends the accident report."""
    return_to_work: Annotated[RoleRef | None, NEEDED] = None
    legal_applications: Annotated[RoleRef | None, NEEDED] = None
    """Who prepares reports and applications for prosecution (Strafanzeige, Strafantrag)."""
    supervisory_authority: Annotated[ContactRef | None, NEEDED] = None
    """Files the application when the head of the authority is the affected person (StGB § 77a (3))."""
    costs: Annotated[Costs | None, MANDATE, NEEDED] = None
    first_contact_within: Annotated[Duration | None, MANDATE] = None
