"""The municipal alliance: strategy group, partners, participation (KommA pillar 1)."""

from typing import Annotated

from pydantic import Field

from komma_cli.model.fields import (
    CONFIDENTIAL,
    GENERATED,
    MANDATE,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Duration,
    Id,
    IsoDate,
    ItemClass,
    Line,
    OwnRef,
    Prose,
    Section,
    Verified,
)


class StrategyGroup(Section):
    """A small group that works confidentially; members by function, never in a paper below ``confidential``."""

    purpose: Annotated[Prose, MANDATE]
    members: Annotated[list[Line], CONFIDENTIAL] = NO_ITEMS
    chair: Annotated[OwnRef | None, CONFIDENTIAL] = None
    confidentiality_agreement: Annotated[IsoDate | None, CONFIDENTIAL] = None
    """The day on which all members agreed in writing."""
    rhythm: Annotated[Duration | None, CONFIDENTIAL] = None
    last_meeting: Annotated[IsoDate | None, CONFIDENTIAL] = None


class Partner(Section):
    """A partner of the alliance; public only with consent to be named."""

    id: Annotated[Id, PUBLIC, GENERATED]
    name: Annotated[Line, PUBLIC]
    contribution: Annotated[Line, PUBLIC]
    contact: Annotated[Line | None, CONFIDENTIAL] = None
    consent: Annotated[Verified | None, NEEDED] = None
    """When and by whom the partner agreed to be named."""
    class_: Annotated[ItemClass, PUBLIC] = Field(default="internal", alias="class")


class Participation(Section):
    """A group that takes part in making and reviewing the playbook."""

    group: Annotated[Line, PUBLIC]
    form: Annotated[Line, PUBLIC]
    """How the group takes part, e.g. „zwei Sitze in der Steuerungsgruppe“."""
    on: Annotated[IsoDate, PUBLIC]


class Alliance(Section):
    """Who carries the playbook together."""

    strategy_group: Annotated[StrategyGroup | None, MANDATE, NEEDED] = None
    partners: Annotated[list[Partner], PUBLIC, NEEDED] = NO_ITEMS
    affected_people: Annotated[list[Participation], PUBLIC, NEEDED] = NO_ITEMS
    """Participation of people affected by racism: staff network, advisory board, self-organisations."""
    staff_bodies: Annotated[list[Participation], PUBLIC, NEEDED] = NO_ITEMS
    """Staff council, equality officer, representation of severely disabled staff, data protection."""
    council_groups: Annotated[list[Participation], PUBLIC, NEEDED] = NO_ITEMS
