"""Escalation: how serious an incident is, who decides, and who must be reached by when."""

from typing import Annotated, Literal

from pydantic import Field

from komma_cli.model.fields import (
    CONFIDENTIAL,
    CORE,
    GENERATED,
    MANDATE,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    ContactRef,
    Duration,
    Id,
    LevelRef,
    Line,
    Police,
    Prose,
    Ref,
    RoleRef,
    Section,
    Track,
    Vocabulary,
)

Colour = Annotated[Literal["green", "yellow", "orange", "red"], Vocabulary("colour")]


class Emergency(Section):
    """What the emergency card prints."""

    internal_number: Annotated[Line | None, CORE] = None
    """The in-house emergency number, as it is dialled inside the building; 110 and 112 are printed anyway."""
    out_of_hours: Annotated[ContactRef | None, MANDATE, CORE] = None
    """Who answers outside office hours."""
    evacuation_decides: Annotated[RoleRef | None, NEEDED] = None
    """Who decides on leaving the building until the police is there (holder of the house right)."""
    evacuation_deputy: Annotated[Id | None, Ref(("roles",), differs_from="evacuation_decides"), NEEDED] = None
    assembly_point: Annotated[Line | None, CONFIDENTIAL] = None


class Level(Section):
    """One level of seriousness in one of the two tracks."""

    id: Annotated[Id, PUBLIC, GENERATED]
    track: Annotated[Track, PUBLIC]
    rank: Annotated[int, Field(ge=0, le=9), PUBLIC]
    """Order inside the track, from 0 without gaps."""
    name: Annotated[Line, PUBLIC]
    colour: Annotated[Colour | None, PUBLIC] = None
    description: Annotated[Prose | None, PUBLIC] = None
    triggers: Annotated[list[Line], PUBLIC] = NO_ITEMS
    decides: Annotated[RoleRef | None, NEEDED] = None
    first_contact: Annotated[ContactRef | None, NEEDED] = None
    deputy: Annotated[Id | None, Ref(("people", "roles", "bodies"), differs_from="first_contact"), NEEDED] = None
    """Who is called when the first contact does not answer."""
    out_of_hours: Annotated[ContactRef | None, NEEDED] = None
    first_contact_within: Annotated[Duration | None, NEEDED] = None
    talk_within: Annotated[Duration | None, NEEDED] = None
    """Time until somebody speaks with the affected person in person."""
    inform: list[RoleRef] = NO_ITEMS
    not_without_consent: list[Line] = NO_ITEMS
    """Who is not told, and what is not passed on, without the affected person's consent."""
    police: Annotated[Police | None, MANDATE, NEEDED] = None
    documentation: Line | None = None
    communication: Line | None = None
    closing: Line | None = None
    based_on: Annotated[Id | None, GENERATED] = None


class Modifier(Section):
    """Something that raises the level of an incident."""

    id: Annotated[Id, PUBLIC, GENERATED]
    text: Annotated[Line, PUBLIC]
    effect: Annotated[int, Field(ge=0, le=3), PUBLIC] = 1
    """By how many levels it goes up."""
    minimum: Annotated[LevelRef | None, PUBLIC] = None


class CoreTeam(Section):
    """The few who meet for planned or repeated threats."""

    members: Annotated[list[RoleRef], CONFIDENTIAL] = NO_ITEMS
    meets_within: Annotated[Duration | None, NEEDED] = None


class Escalation(Section):
    """Levels, modifiers and the emergency contacts."""

    emergency: Annotated[Emergency | None, MANDATE, CORE] = None
    levels: Annotated[list[Level], PUBLIC, NEEDED] = NO_ITEMS
    modifiers: Annotated[list[Modifier], PUBLIC, NEEDED] = NO_ITEMS
    core_team: CoreTeam | None = None
