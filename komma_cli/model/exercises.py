"""Exercises: planned and held."""

from typing import Annotated

from komma_cli.model.fields import (
    CONFIDENTIAL,
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Id,
    IsoDate,
    Line,
    OwnRef,
    Prose,
    ScenarioRef,
    Section,
)


class FollowUp(Section):
    """What an exercise showed must be done."""

    text: Line
    owner: OwnRef | None = None
    due: IsoDate | None = None
    done_on: IsoDate | None = None


class Exercise(Section):
    """One exercise; participants by function. That and when it was held may be told to everybody."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Line
    scenario: Annotated[ScenarioRef | None, NEEDED] = None
    planned_for: Annotated[IsoDate | None, NEEDED] = None
    held_on: Annotated[IsoDate | None, PUBLIC] = None
    participants: list[Line] = NO_ITEMS
    observations: Annotated[Prose | None, CONFIDENTIAL] = None
    follow_up: Annotated[list[FollowUp], CONFIDENTIAL] = NO_ITEMS
