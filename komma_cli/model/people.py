"""People of the municipality who hold a role: a name, or only a function."""

from typing import Annotated, Literal

from komma_cli.model.channels import Channel
from komma_cli.model.fields import (
    CONFIDENTIAL,
    CORE,
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Hours,
    Id,
    IsoDate,
    Language,
    Line,
    Section,
    Verified,
    Vocabulary,
)

PersonStatus = Annotated[
    Literal["civil_servant", "employee", "honorary", "mandate", "external"], Vocabulary("person_status")
]
"""Decides which accident, application and cost rules hold. ``mandate`` is an elected member of a council."""


class Absence(Section):
    """A planned absence, both days included."""

    first_day: Annotated[IsoDate, CONFIDENTIAL]
    last_day: Annotated[IsoDate, CONFIDENTIAL]


class Person(Section):
    """Somebody inside. At least one of ``name`` and ``function`` is wanted; the function is what papers print."""

    id: Annotated[Id, PUBLIC, GENERATED]
    name: Line | None = None
    function: Annotated[Line | None, PUBLIC, CORE] = None
    unit: Annotated[Line | None, PUBLIC] = None
    status: Annotated[PersonStatus | None, CONFIDENTIAL, NEEDED] = None
    channels: Annotated[list[Channel], PUBLIC, CORE] = NO_ITEMS
    hours: Annotated[Hours | None, PUBLIC, NEEDED, CORE] = None
    languages: list[Language] = NO_ITEMS
    absences: Annotated[list[Absence], CONFIDENTIAL] = NO_ITEMS
    verified: Annotated[Verified | None, NEEDED] = None
