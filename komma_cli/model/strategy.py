"""The anti-racist strategy: definitions, situation, fields → goals → measures (KommA pillar 2)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from komma_cli.model.fields import (
    GENERATED,
    NEEDED,
    NO_ITEMS,
    PUBLIC,
    Id,
    IsoDate,
    Line,
    OwnRef,
    Prose,
    Section,
    Shape,
    Vocabulary,
    When,
)
from komma_cli.model.review import RuleId

CityRole = Annotated[Literal["employer", "service_provider", "democratic_actor"], Vocabulary("city_role")]
MeasureKind = Annotated[
    Literal["training", "structure", "process", "support", "communication", "participation", "monitoring"],
    Vocabulary("measure_kind"),
]
Pillar = Annotated[Literal["alliances", "strategies", "support"], Vocabulary("pillar")]
"""One of the three pillars of KommA."""
MeasureStatus = Annotated[Literal["planned", "running", "delayed", "done", "dropped"], Vocabulary("measure_status")]
Commitment = Annotated[int, Field(ge=1, le=10)]
"""Number of one of the ten ECCAR commitments."""


Licence = Annotated[Literal["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"], Vocabulary("licence")]
"""What others may do with a released text; the values are SPDX names."""


class Definition(Section):
    """A working definition and what it is not."""

    id: Annotated[Id, PUBLIC, GENERATED]
    term: Annotated[Line, PUBLIC]
    text: Annotated[Prose, PUBLIC]
    delimitation: Annotated[Prose | None, PUBLIC] = None
    source: Annotated[Line | None, PUBLIC] = None


class DataSource(Section):
    """One source of the situation report; counts are aggregated, never single cases."""

    id: Annotated[Id, PUBLIC, GENERATED]
    name: Annotated[Line, PUBLIC]
    period: Annotated[Line, PUBLIC]
    finding: Annotated[Prose, PUBLIC]
    count: Annotated[int | None, Field(ge=0), PUBLIC] = None
    previous: Annotated[int | None, Field(ge=0), PUBLIC] = None
    """The count of the period before, counted in the same way."""


class Situation(Section):
    """What is known about hostility in the municipality, and what is not."""

    summary: Annotated[Prose | None, PUBLIC, NEEDED] = None
    sources: Annotated[list[DataSource], PUBLIC, NEEDED] = NO_ITEMS
    dark_field: Annotated[Prose | None, PUBLIC, NEEDED] = None


class Indicator(Section):
    """How one sees that a measure works."""

    text: Annotated[Line, PUBLIC]
    baseline: Annotated[Line | None, PUBLIC] = None
    target: Annotated[Line | None, PUBLIC] = None
    current: Annotated[Line | None, PUBLIC] = None
    """What was measured last, with its day."""


class ReviewedBy(Section):
    """Who looked at a released text before others copy it."""

    organisation: Annotated[Line, PUBLIC]
    """An organisation, such as one of the advisory board; never a person."""
    on: Annotated[IsoDate, PUBLIC]


class Practice(Section):
    """The released text of a measure: what other municipalities read about it."""

    why: Annotated[Prose, PUBLIC]
    cost: Annotated[Line | None, PUBLIC] = None
    conditions: Annotated[Prose | None, PUBLIC] = None
    """What must be there so that it works."""
    result: Annotated[Prose | None, PUBLIC] = None
    """What it brought, and what it did not."""
    licence: Annotated[Licence, PUBLIC]
    source: Annotated[Line | None, PUBLIC] = None
    """Where all of it can be read."""
    answers: Annotated[list[RuleId], PUBLIC, GENERATED] = NO_ITEMS
    """komma's rules whose findings it helps with."""
    released_on: Annotated[IsoDate, PUBLIC]
    reviewed_by: Annotated[ReviewedBy | None, PUBLIC] = None


class Origin(Section):
    """Whose released practice a measure was made of, and which state of it."""

    municipality: Annotated[Line, PUBLIC, GENERATED]
    practice: Annotated[Id, PUBLIC, GENERATED]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Shape("digest"), PUBLIC, GENERATED]
    """SHA-256 of the practice as it was taken over."""
    on: Annotated[IsoDate, PUBLIC, GENERATED]


class Measure(Section):
    """One measure with owner, date, means and indicator."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC]
    description: Annotated[Prose | None, PUBLIC] = None
    kind: Annotated[MeasureKind | None, PUBLIC, NEEDED] = None
    city_role: Annotated[CityRole | None, PUBLIC, NEEDED] = None
    owner: Annotated[OwnRef | None, PUBLIC, NEEDED] = None
    due: Annotated[IsoDate | None, PUBLIC, NEEDED] = None
    resources: Annotated[Line | None, PUBLIC, NEEDED] = None
    indicator: Annotated[Indicator | None, PUBLIC, NEEDED] = None
    status: Annotated[MeasureStatus, PUBLIC] = "planned"
    status_reason: Annotated[Line | None, PUBLIC] = None
    eccar: Annotated[list[Commitment], PUBLIC] = NO_ITEMS
    internal_racism: Annotated[bool, PUBLIC] = False
    """The measure works against racism inside the administration."""
    source: Annotated[Line | None, PUBLIC] = None
    """Where the idea comes from: another place, a study, a law."""
    share: Annotated[bool, PUBLIC] = False
    """Other municipalities may read the measure and copy it."""
    practice: Annotated[Practice | None, When("share", (True,)), PUBLIC, NEEDED] = None
    origin: Annotated[Origin | None, PUBLIC, GENERATED] = None


class Goal(Section):
    """A goal of a field of action."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC]
    measures: Annotated[list[Measure], PUBLIC, NEEDED] = NO_ITEMS


class FieldOfAction(Section):
    """A field of action (Handlungsfeld)."""

    id: Annotated[Id, PUBLIC, GENERATED]
    title: Annotated[Line, PUBLIC]
    summary: Annotated[Prose | None, PUBLIC] = None
    pillar: Annotated[Pillar | None, PUBLIC, NEEDED] = None
    goals: Annotated[list[Goal], PUBLIC, NEEDED] = NO_ITEMS


class Milestone(Section):
    """A point of the timetable."""

    on: Annotated[IsoDate, PUBLIC]
    text: Annotated[Line, PUBLIC]


class Strategy(Section):
    """The strategy as the council decides on it."""

    foreword: Annotated[Prose | None, PUBLIC] = None
    summary: Annotated[Prose | None, PUBLIC, NEEDED] = None
    definitions: Annotated[list[Definition], PUBLIC, NEEDED] = NO_ITEMS
    situation: Annotated[Situation | None, PUBLIC, NEEDED] = None
    fields: Annotated[list[FieldOfAction], PUBLIC, NEEDED] = NO_ITEMS
    resources: Annotated[Prose | None, PUBLIC, NEEDED] = None
    timetable: Annotated[list[Milestone], PUBLIC, NEEDED] = NO_ITEMS
    risks: Annotated[list[Line], PUBLIC] = NO_ITEMS
