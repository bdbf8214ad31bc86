"""Roles: who does what, and who stands in."""

from typing import Annotated

from pydantic import Field

from komma_cli.model.fields import (
    CORE,
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    BodyRef,
    Id,
    IsoDate,
    Line,
    PersonRef,
    Prose,
    Ref,
    Section,
)


class Vacancy(Section):
    """An empty post, said openly: since when, why, and who does the work meanwhile."""

    since: IsoDate
    reason: Line
    until: IsoDate | None = None


class Role(Section):
    """A role of the playbook with its holder and ordered deputies."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC, CORE]
    holder: Annotated[PersonRef | None, PUBLIC, CORE] = None
    """By function, which everybody may know: who needs help must know whom to call. Name and numbers have classes."""
    deputies: Annotated[list[Annotated[Id, Ref(("people",), differs_from="holder")]], PUBLIC, CORE] = NO_ITEMS
    """In the order in which they are called."""
    provided_by: Annotated[BodyRef | None, PUBLIC] = None
    """A body of the Kreis, the Land or a peer municipality that fills the role instead of an own post."""
    vacancy: Vacancy | None = None
    tasks: Annotated[list[Line], PUBLIC, NEEDED] = NO_ITEMS
    critical: Annotated[bool, CORE] = False
    """An incident stops if nobody holds the role."""
    decides_sanctions: bool = False
    """May decide on measures of personnel law; then it must not be the only way in for reports."""
    independent_of: Annotated[list[Annotated[Id, Ref(("roles",))]], NEEDED] = NO_ITEMS
    hours_per_week: Annotated[float | int | None, Field(ge=0, le=48), PUBLIC, NEEDED] = None
    """Working time for the role."""
    funded_until: Annotated[IsoDate | None, PUBLIC] = None
    trained_on: Annotated[IsoDate | None, NEEDED] = None
    note: Prose | None = None
    based_on: Annotated[Id | None, GENERATED] = None
    """Id in komma's role catalogue."""
